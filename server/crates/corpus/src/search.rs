//! Finding entities by what a reader types.

use std::sync::Arc;

use jiff::civil::Date;
use nlp::facts::EventFact;
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
        let is_one = |fact: &EventFact| fact.place.is_some() || fact.interval.is_some();
        // Who takes part and where is part of what an event is called, whether the words say so or not.
        let inside = |name: &str| matches(&key::plain(name), &query).map(|_| Match::Inside);
        let slots = |fact: &EventFact| fact.place.iter().chain(&fact.participants).find_map(|name| inside(name));
        let named = |fact: &EventFact| matches(&key::plain(&fact.label), &query).or_else(|| slots(fact));
        let fits = |fact: &EventFact| named(fact).filter(|_| is_one(fact));
        for (how, event) in self.events_told(fits) {
            let best = found.entry(event.id.clone()).or_insert((how, event));
            best.0 = how.max(best.0);
        }
        let mut all: Vec<(Match, Arc<Event>)> = found.into_values().collect();
        all.sort_by(|(a, x), (b, y)| (b, y.members.len(), &x.id).cmp(&(a, x.members.len(), &y.id)));
        all.truncate(limit);
        all
    }
}

impl Index {
    /// The events that some article tells so that `fits`, by id. One walk over what articles tell; only what fits is
    /// looked up.
    pub fn events_where(&self, fits: impl Fn(&EventFact) -> bool) -> Vec<Arc<Event>> {
        let told = self.events_told(|fact| fits(fact).then_some(()));
        let mut all: Vec<Arc<Event>> = told.map(|((), event)| event).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        all
    }

    /// The events of which some article says that they were on days of this stretch, both ends included.
    pub fn events_between(&self, from: Date, to: Date) -> Vec<Arc<Event>> {
        self.events_where(|fact| fact.interval.is_some_and(|(first, last)| first <= to && from <= last))
    }

    fn events_told<'a, T: 'a>(
        &'a self,
        fits: impl Fn(&EventFact) -> Option<T> + 'a,
    ) -> impl Iterator<Item = (T, Arc<Event>)> + 'a {
        let articles = self.files().flat_map(|(path, facts)| (0..).zip(&facts.articles).map(move |told| (path, told)));
        let told = articles.flat_map(|(path, (article, facts))| {
            (0..).zip(&facts.events).map(move |(at, fact)| (fact, path, article, at))
        });
        told.filter_map(move |(fact, path, article, entity)| {
            let found = fits(fact)?;
            Some((found, self.event_of(&Member { path: path.clone(), article, entity })?))
        })
    }
}

/// How a plain name ([`key::plain`]) matches a plain query.
pub fn matches(plain: &str, query: &str) -> Option<Match> {
    let at = plain.find(query)?;
    match at {
        0 if plain.len() == query.len() => Some(Match::Whole),
        0 => Some(Match::Prefix),
        _ if plain.contains(&format!(" {query}")) => Some(Match::Word),
        _ => Some(Match::Inside),
    }
}
