//! Whom or what of the registry a text may name.

use std::collections::HashSet;
use std::sync::Arc;

use ::registry::{Entities, Entity, EntityKind, Event, Lookup};
use aho_corasick::AhoCorasick;
use nlp::{KnownEvent, KnownPerson, KnownRole};

/// By which words a text shows that it may name somebody or something that is known: the last word of every name, for a text
/// that names somebody holds it.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Those words: what was there first, and what has come since, which is little.
    words: Arc<Words>,
    since: Arc<Words>,
    /// The keys of the entries that have such a name.
    owners: Lookup<String>,
}

/// Words to be found in texts, with case ignored as far as it is ASCII.
#[derive(Debug, Default)]
struct Words {
    all: Vec<String>,
    found_by: Option<AhoCorasick>,
}

/// So many words come one by one before all are gathered anew.
const FEW: usize = 64;

/// What of a registry is other than it was, as far as the reading of texts goes.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// The words by which a text shows that it may be concerned.
    words: Words,
    /// Keys of entries that have come, are gone or of another kind: what marks say with them is other, too.
    pub keys: HashSet<String>,
    /// Names that are of different people are others now.
    pub is_apart: bool,
}

impl Names {
    /// The names when some entries are gone and others have come, each with its key and its names.
    pub fn renewed(&self, gone: &[(String, Vec<String>)], come: &[(String, Vec<String>)]) -> Names {
        if gone.is_empty() && come.is_empty() {
            return self.clone();
        }
        let mut names = self.clone();
        gone.iter().for_each(|(key, gone)| names.owners.remove(key, last_words(gone)));
        let known: HashSet<&String> = self.words.all.iter().chain(&self.since.all).collect();
        let mut new: HashSet<String> = HashSet::new();
        for (key, come) in come {
            new.extend(last_words(come).filter(|word| !known.contains(word)));
            names.owners.insert(key, last_words(come));
        }
        if new.is_empty() {
            return names;
        }
        let few: HashSet<String> = self.since.all.iter().cloned().chain(new).collect();
        if few.len() <= FEW {
            names.since = Arc::new(Words::of(few));
            return names;
        }
        // Words that nobody has any more are left out on this occasion.
        let all = self.words.all.iter().cloned().chain(few);
        names.words = Arc::new(Words::of(all.filter(|word| !names.owners.keys(word).is_empty())));
        names.since = Arc::default();
        names
    }

    /// The keys of all that a text may name.
    pub fn keys<'a>(&'a self, text: &'a str) -> HashSet<&'a str> {
        let words = self.words.found(text).chain(self.since.found(text));
        let words: HashSet<&String> = words.collect();
        words.into_iter().flat_map(|word| self.owners.keys(word)).map(|key| &**key).collect()
    }
}

impl Words {
    fn of(words: impl IntoIterator<Item = String>) -> Words {
        let all: Vec<String> = words.into_iter().collect();
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(&all);
        // Too many names to be built into one are no registry; then nothing is known.
        Words { found_by: automaton.ok().filter(|_| !all.is_empty()), all }
    }

    fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a String> + 'a {
        let found = self.found_by.iter().flat_map(move |words| words.find_overlapping_iter(text));
        found.filter_map(|found| self.all.get(found.pattern().as_usize()))
    }
}

impl News {
    /// What entries say that are gone, and those that have come. An entry that says what it said of days is no news.
    pub fn of_entities(gone: &[&Entity], come: &[&Entity]) -> News {
        let only = |these: &[&Entity], others: &[&Entity]| -> Vec<KnownPerson> {
            let others: HashSet<KnownPerson> = others.iter().filter_map(|entry| person(entry)).collect();
            these.iter().filter_map(|entry| person(entry)).filter(|person| !others.contains(person)).collect()
        };
        let people = [only(gone, come), only(come, gone)].concat();
        let kinds = |entries: &[&Entity]| entries.iter().map(|entry| (entry.key.clone(), entry.kind)).collect();
        let (before, after): (HashSet<(String, EntityKind)>, HashSet<_>) = (kinds(gone), kinds(come));
        News {
            words: Words::of(people.iter().flat_map(|person| last_words(&person.names))),
            keys: before.symmetric_difference(&after).map(|(key, _)| key.clone()).collect(),
            is_apart: gone.iter().chain(come).any(|entry| !entry.not.is_empty()),
        }
    }

    /// The same of events.
    pub fn of_events(before: &[KnownEvent], after: &[KnownEvent]) -> News {
        let (before, after): (HashSet<&KnownEvent>, HashSet<&KnownEvent>) =
            (before.iter().collect(), after.iter().collect());
        let others = before.symmetric_difference(&after);
        News { words: Words::of(others.flat_map(|event| last_words(&event.names))), ..News::default() }
    }

    /// Nothing can be read otherwise by what it says of people and events.
    pub fn is_empty(&self) -> bool {
        self.words.all.is_empty()
    }

    /// Whether a text may be read otherwise.
    pub fn concerns(&self, text: &str) -> bool {
        self.words.found(text).next().is_some()
    }
}

fn last_words(names: &[String]) -> impl Iterator<Item = String> {
    names.iter().filter_map(|name| Some(name.split_whitespace().next_back()?.to_ascii_lowercase()))
}

/// What is known of somebody, as far as it bears on days.
pub(super) fn person(entry: &Entity) -> Option<KnownPerson> {
    let is_known = entry.kind == EntityKind::Person && (entry.died.is_some() || !entry.roles.is_empty());
    let role = |role: &::registry::Role| KnownRole {
        titles: std::iter::once(&role.title).chain(&role.said_as).cloned().collect(),
        from: role.from.map(|days| days.first),
        to: role.to.map(|days| days.last),
    };
    is_known.then(|| KnownPerson {
        names: entry.names().map(str::to_owned).collect(),
        died: entry.died.map(|days| days.last),
        roles: entry.roles.iter().map(role).collect(),
    })
}

/// The same of all that a text may name, in the order of the file.
pub(super) fn people(names: &Names, entities: Option<&Entities>, text: &str) -> Vec<KnownPerson> {
    let of = |entities: &Entities| entities.of(names.keys(text)).into_iter().filter_map(person).collect();
    entities.map(of).unwrap_or_default()
}

/// What is known of an event.
pub(super) fn event(entry: &Event) -> KnownEvent {
    KnownEvent { names: entry.names().map(str::to_owned).collect(), interval: (entry.days.first, entry.days.last) }
}
