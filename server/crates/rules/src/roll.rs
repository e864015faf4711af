//! The registry's entries by what names are compared by, so that a large registry costs an article no more than a small one.

use registry::{Entities, Entity, EntityKind};
use rustc_hash::FxHashMap;

use crate::people::surname;

/// Which entries may be meant by a name, as indexes into the file's entries.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Roll {
    /// People, by the keys of their surnames in all spellings.
    people: FxHashMap<u64, Vec<usize>>,
    /// All others, by each way in which they are written.
    others: FxHashMap<String, Vec<usize>>,
}

impl Roll {
    /// The roll of a registry.
    pub fn of(entities: &Entities) -> Roll {
        let mut roll = Roll::default();
        for (at, entry) in entities.all.iter().enumerate() {
            match entry.kind {
                EntityKind::Person => {
                    for name in entry.names().chain([surname(entry)]) {
                        put(roll.people.entry(corpus::surname_key(name)).or_default(), at);
                    }
                }
                _ => entry.names().for_each(|name| put(roll.others.entry(name.to_owned()).or_default(), at)),
            }
        }
        roll
    }

    /// The people whose surname, in any of its romanisations, is that of a name; in the file's order.
    pub(crate) fn people<'a>(&self, entities: &'a Entities, name: &str) -> impl Iterator<Item = &'a Entity> + use<'a> {
        let places = self.people.get(&corpus::surname_key(name)).cloned().unwrap_or_default();
        places.into_iter().filter_map(|at| entities.all.get(at))
    }

    /// The bodies, places and outlets that are written in one of these ways; in the file's order.
    pub(crate) fn others<'a>(
        &self,
        entities: &'a Entities,
        names: &[&str],
    ) -> impl Iterator<Item = &'a Entity> + use<'a> {
        let places = names.iter().filter_map(|name| self.others.get(*name)).flatten();
        let mut places: Vec<usize> = places.copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| entities.all.get(at))
    }
}

/// An entry may have two names of one key.
fn put(places: &mut Vec<usize>, at: usize) {
    if places.last() != Some(&at) {
        places.push(at);
    }
}
