//! How somebody stands to an office, and how it stands with an event.

use rustc_hash::FxHashMap;

use crate::table::Table;
use crate::{Language, Phrases};

/// How somebody stands to the office of a title, where he does not simply hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleStatus {
    /// Held it before.
    Former,
    /// Holds it for the time being.
    Acting,
    /// Is chosen, and not in it yet.
    Elect,
}

/// How it stands with an event, by the words that tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum EventStatus {
    /// Is still to come.
    Planned,
    /// Was held.
    Held,
    /// Was to come, and will not, or not then.
    Cancelled,
}

impl RoleStatus {
    /// `former`, `acting`, `elect`
    pub fn name(self) -> &'static str {
        match self {
            RoleStatus::Former => "former",
            RoleStatus::Acting => "acting",
            RoleStatus::Elect => "elect",
        }
    }

    fn of(name: &str) -> Option<RoleStatus> {
        [RoleStatus::Former, RoleStatus::Acting, RoleStatus::Elect].into_iter().find(|status| status.name() == name)
    }
}

impl EventStatus {
    /// `planned`, `past`, `cancelled`
    pub fn name(self) -> &'static str {
        match self {
            EventStatus::Planned => "planned",
            EventStatus::Held => "past",
            EventStatus::Cancelled => "cancelled",
        }
    }

    fn of(name: &str) -> Option<EventStatus> {
        match name {
            "planned" => Some(EventStatus::Planned),
            "held" => Some(EventStatus::Held),
            "cancelled" => Some(EventStatus::Cancelled),
            _ => None,
        }
    }
}

/// Which of a series an event is, told by where it stands to the one that is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Turn {
    /// The one before: `the previous round`.
    Previous,
    /// The latest that was held: `the last round`.
    Last,
    /// The one after: `the next round`.
    Next,
}

impl Turn {
    fn of(name: &str) -> Option<Turn> {
        match name {
            "previous" => Some(Turn::Previous),
            "last" => Some(Turn::Last),
            "next" => Some(Turn::Next),
            _ => None,
        }
    }
}

/// Words that say how it stands with an event, by where they stand to its noun.
#[derive(Debug, Default)]
pub struct EventStatuses {
    /// Before it, in its phrase: `planned`.
    pub inside: Phrases<EventStatus>,
    /// Where its verb stands: `was called off`.
    pub behind: Phrases<EventStatus>,
}

impl EventStatuses {
    pub(crate) fn read(table: &Table) -> EventStatuses {
        let of = |place: &str| {
            let rows = table.rows().filter(|row| row.get("where").split(' ').any(|at| at == place));
            Phrases::new(rows.filter_map(|row| Some((row.first(), EventStatus::of(row.get("status"))?))))
        };
        EventStatuses { inside: of("in"), behind: of("behind") }
    }
}

pub(crate) fn turns(table: &Table) -> FxHashMap<Box<str>, Turn> {
    table.rows().filter_map(|row| Some((row.first().into(), Turn::of(row.get("turn"))?))).collect()
}

pub(crate) fn role_statuses(table: &Table) -> FxHashMap<Box<str>, RoleStatus> {
    table.rows().filter_map(|row| Some((row.first().into(), RoleStatus::of(row.get("status"))?))).collect()
}

impl Language {
    /// How somebody with this title stands to the office; `None` for a holder. What stands behind the title's first
    /// small word is whose the office is: `president of the former union` is a president.
    pub fn role_status(&self, title: &str) -> Option<RoleStatus> {
        let lower = title.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let end = (1..words.len()).find(|&at| self.function.contains(words[at])).unwrap_or(words.len());
        (0..end).find_map(|at| {
            let status = self.status_of_word(words[at])?;
            // A `caretaker government` is no caretaker's.
            let of_body = status == RoleStatus::Acting && words.get(at + 1).is_some_and(|next| self.is_body_word(next));
            (!of_body).then_some(status)
        })
    }

    fn status_of_word(&self, word: &str) -> Option<RoleStatus> {
        let known = |word: &str| self.role_status.get(word).copied();
        let prefix = || known(word.get(..=word.find('-')?)?);
        let suffix = || known(word.get(word.rfind('-')?..)?);
        known(word).or_else(prefix).or_else(suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_title_stands_to_its_office() {
        let lang = Language::load("en");
        for (title, expected) in [
            ("former Foreign Minister", Some(RoleStatus::Former)),
            ("Velmia's former president", Some(RoleStatus::Former)),
            ("ex-minister", Some(RoleStatus::Former)),
            ("then-Prime Minister", Some(RoleStatus::Former)),
            ("acting mayor", Some(RoleStatus::Acting)),
            ("Acting Deputy Governor", Some(RoleStatus::Acting)),
            ("President-elect", Some(RoleStatus::Elect)),
            ("chancellor-designate", Some(RoleStatus::Elect)),
            ("Foreign Minister", None),
            ("deputy minister", None),
            ("newly elected president", None),
            ("president of the former union", None),
            ("caretaker government minister", None),
            ("", None),
        ] {
            assert_eq!(lang.role_status(title), expected, "{title}");
        }
    }
}
