//! Finding entities by what a reader types.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{Entity, Event, Index, Member, key};

/// How well a name matches what was typed; better ones are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Match {
    /// The letters stand inside a word.
    Inside,
    /// A word of the name begins with them.
    Word,
    /// The name begins with them.
    Prefix,
    /// They are the name.
    Whole,
}

impl Index {
    /// The entities whose name, or any other spelling, matches `query`, best match first, then the most mentioned; at
    /// most `limit`. Case, marks above and below letters, and script do not count. An empty query finds everyone.
    pub fn find(&self, query: &str, limit: usize) -> Vec<(Match, Arc<Entity>)> {
        let query = key::plain(query);
        let mut found: FxHashMap<u64, Match> = FxHashMap::default();
        for (name, plain) in self.spellings() {
            if let Some(how) = matches(plain, &query) {
                let best = found.entry(name).or_insert(how);
                *best = how.max(*best);
            }
        }
        let mut entities: FxHashMap<String, (Match, Arc<Entity>)> = FxHashMap::default();
        for (name, how) in found {
            for entity in self.bearers(name) {
                let best = entities.entry(entity.id.clone()).or_insert((how, entity));
                best.0 = how.max(best.0);
            }
        }
        let mut all: Vec<(Match, Arc<Entity>)> = entities.into_values().collect();
        all.sort_by(|(a, x), (b, y)| (b, y.mentions, &x.id).cmp(&(a, x.mentions, &y.id)));
        all.truncate(limit);
        all
    }
}

impl Index {
    /// The events whose name matches `query`, best match first, then the most told, the best told one of each; at most
    /// `limit`. Only what has a place or a day is an event to look for.
    pub fn find_events(&self, query: &str, limit: usize) -> Vec<(Match, Arc<Event>)> {
        let query = key::plain(query);
        let mut found: FxHashMap<String, (Match, Arc<Event>)> = FxHashMap::default();
        for (path, facts) in self.files() {
            for (article, events) in facts.articles.iter().map(|article| &article.events).enumerate() {
                for (at, fact) in
                    events.iter().enumerate().filter(|(_, fact)| fact.place.is_some() || fact.interval.is_some())
                {
                    let Some(how) = matches(&key::plain(&fact.label), &query) else { continue };
                    let member = Member { path: path.clone(), article: article as u32, entity: at as u32 };
                    let Some(event) = self.event_of(&member) else { continue };
                    let best = found.entry(event.id.clone()).or_insert((how, event));
                    best.0 = how.max(best.0);
                }
            }
        }
        let mut all: Vec<(Match, Arc<Event>)> = found.into_values().collect();
        all.sort_by(|(a, x), (b, y)| (b, y.members.len(), &x.id).cmp(&(a, x.members.len(), &y.id)));
        all.truncate(limit);
        all
    }
}

/// How a plain name matches a plain query.
pub(crate) fn matches(plain: &str, query: &str) -> Option<Match> {
    let at = plain.find(query)?;
    match at {
        0 if plain.len() == query.len() => Some(Match::Whole),
        0 => Some(Match::Prefix),
        _ if plain.contains(&format!(" {query}")) => Some(Match::Word),
        _ => Some(Match::Inside),
    }
}
