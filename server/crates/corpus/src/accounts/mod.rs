//! When articles say that something happened, and how old people are: what they give, with its places in the texts, for
//! those who compare accounts.
//!
//! Events join only where their days overlap; accounts are what is left to compare where they do not. As with
//! [`crate::sources`], what is kept here points into texts, apart from the facts.

mod ages;
mod events;

use std::sync::{Arc, LazyLock};

use imbl::{OrdMap, OrdSet};
use jiff::{ToSpan, civil::Date};
use lang::Language;
use nlp::{Analysis, Article};
use serde::{Deserialize, Serialize};
use text::Span;

use crate::Path;

/// What a file tells, in text order.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// The days it gives events.
    pub events: Box<[Account]>,
    /// How old it says that people are.
    pub ages: Box<[Age]>,
}

/// A day, or a few, that an article gives an event. Days lie in the article's past.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// The article in its file.
    pub article: u32,
    /// The words of the day. Bytes from the start of the file.
    pub span: Span,
    /// The words of the event.
    pub event: Span,
    /// The type; a `meeting` is `talks`.
    pub kind: Box<str>,
    /// Where it was.
    pub place: Option<Box<str>>,
    /// Who took part, as far as the sentence names them, sorted.
    pub parties: Vec<Box<str>>,
    /// First and last day, both inclusive.
    pub days: (Date, Date),
    /// Its number in a series.
    pub ordinal: Option<u32>,
    /// A time of day is told: elsewhere it was another day.
    pub timed: bool,
}

/// How old an article says that somebody is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Age {
    /// The article in its file.
    pub article: u32,
    /// Who, by the number among the article's entities.
    pub entity: u32,
    /// The words of the age. Bytes from the start of the file.
    pub span: Span,
    /// The age.
    pub years: u16,
}

/// Accounts of all sources. A clone is cheap and is a snapshot.
#[derive(Clone, Default)]
pub struct Accounts {
    files: OrdMap<Path, Arc<Told>>,
    /// By type and first day: file, and number in it.
    days: OrdSet<(u64, Date, Path, u32)>,
}

impl Accounts {
    /// Replaces what a file tells; nothing takes it away. Touches no other file's.
    pub fn replace(&mut self, path: &Path, told: Arc<Told>) {
        if self.files.get(path) == Some(&told) {
            return;
        }
        let slot = |(at, account): (usize, &Account)| (hash(&account.kind), account.days.0, path.clone(), at as u32);
        if let Some(old) = self.files.remove(path) {
            old.events.iter().enumerate().map(slot).for_each(|slot| drop(self.days.remove(&slot)));
        }
        if *told != Told::default() {
            self.days.extend(told.events.iter().enumerate().map(slot));
            self.files.insert(path.clone(), told);
        }
    }

    /// What a file tells.
    pub fn of(&self, path: &str) -> &Told {
        static NONE: LazyLock<Told> = LazyLock::new(Told::default);
        self.files.get(path).map_or(&NONE, |told| told)
    }

    /// Accounts of events of a type whose first day is at most so many days away, by day and path.
    pub fn near<'a>(
        &'a self,
        kind: &str,
        day: Date,
        days: i32,
    ) -> impl Iterator<Item = (&'a Path, &'a Account)> + use<'a> {
        let kind = hash(kind);
        let from = day.checked_sub(days.days()).unwrap_or(day);
        let to = day.checked_add(days.days()).unwrap_or(day);
        let here = self.days.range((kind, from, Path::from(""), 0)..);
        let here = here.take_while(move |(other, day, ..)| *other == kind && *day <= to);
        here.filter_map(|(_, _, path, at)| Some((path, self.files.get(path)?.events.get(*at as usize)?)))
    }
}

fn hash(kind: &str) -> u64 {
    text::hash64(kind.as_bytes())
}

/// What a document tells.
pub fn told(source: &str, analysis: &Analysis, lang: &Language) -> Told {
    let (mut events, mut ages) = (Vec::new(), Vec::new());
    for (number, article) in analysis.articles.iter().enumerate() {
        let number = number as u32;
        let reader = Reader { source, analysis, article, number, lang };
        events.extend(reader.accounts());
        ages.extend(reader.ages());
    }
    Told { events: events.into(), ages: ages.into() }
}

/// What the accounts of an article are read from.
struct Reader<'a> {
    source: &'a str,
    analysis: &'a Analysis,
    article: &'a Article,
    number: u32,
    lang: &'a Language,
}
