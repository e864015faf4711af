//! The registry's entries by what names are compared by, so that a large registry costs an article no more than a small one.

use registry::{Entities, Entity, EntityKind, Lookup};

use crate::people::surname;

/// Which entries may be meant by a name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Roll {
    /// People, by the keys of their surnames in all spellings.
    people: Lookup<u64>,
    /// All others, by each way in which they are written.
    others: Lookup<String>,
}

impl Roll {
    /// The roll when some entries are gone and others have come: as it would be of all that are there now.
    pub fn renewed(&self, gone: &[&Entity], come: &[&Entity]) -> Roll {
        let mut roll = self.clone();
        for entry in gone {
            match entry.kind {
                EntityKind::Person => roll.people.remove(&entry.key, surnames(entry)),
                _ => roll.others.remove(&entry.key, entry.names().map(str::to_owned)),
            }
        }
        for entry in come {
            match entry.kind {
                EntityKind::Person => roll.people.insert(&entry.key, surnames(entry)),
                _ => roll.others.insert(&entry.key, entry.names().map(str::to_owned)),
            }
        }
        roll
    }

    /// The people whose surname, in any of its romanisations, is that of a name; in the file's order.
    pub(crate) fn people<'a>(&self, entities: &'a Entities, name: &str) -> Vec<&'a Entity> {
        entities.of(self.people.keys(&corpus::surname_key(name)))
    }

    /// The bodies, places and outlets that are written in one of these ways; in the file's order.
    pub(crate) fn others<'a>(&self, entities: &'a Entities, names: &[&str]) -> Vec<&'a Entity> {
        entities.of(names.iter().flat_map(|name| self.others.keys(&(*name).to_owned())))
    }
}

fn surnames(entry: &Entity) -> impl Iterator<Item = u64> {
    entry.names().chain([surname(entry)]).map(corpus::surname_key)
}
