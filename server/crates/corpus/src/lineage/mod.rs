//! Where a statement comes from: the same quotation, restatement or figure in other articles, and what changed on the way.
//!
//! ```text
//! article ── told ─→ statements: quoted, reported, or told by the outlet with a figure
//!               │
//! 256 files ────┴─ shelf ─→ two words that stand together → statements
//!               │
//! statement ────┴─ alike ─→ versions, one after the other ── change ─→ what is otherwise in each
//! ```
//!
//! Nothing is put together before somebody asks: a line is followed from one statement to those that say the same, and
//! from these on. So an edit changes the entries of its own file, and no line but those that lead through it. As with
//! [`crate::sources`], what is kept here points into texts.

mod alike;
mod change;
mod later;
mod shelf;
mod terms;
mod told;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use imbl::{OrdMap, Vector};
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use text::Span;

use crate::Path;
use shelf::Shelf;

use change::changes;
pub use change::{Change, ChangeKind};
pub use later::{Counted, Later};
pub use terms::Terms;
pub use told::told;

/// How a statement is given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Manner {
    /// In quotation marks.
    Quoted,
    /// In the writer's words, as somebody's.
    Reported,
    /// By the outlet itself.
    Told,
}

/// What a reader learns of who stands behind a statement, the most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Class {
    /// A name, or somebody named before.
    Named,
    /// No name, and where it is known from.
    Described,
    /// Neither: `sources`.
    Undescribed,
    /// A group that nobody can ask.
    Vague,
    /// Nobody.
    Nobody,
}

/// What one article gives of a statement: a sentence of it at most. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// The article in its file.
    pub article: u32,
    /// Its words, in pieces where something stands between, without quotation marks.
    pub spans: Box<[Span]>,
    /// How it is given.
    pub manner: Manner,
    /// Who says it, as an entity of the article.
    pub entity: Option<u32>,
    /// That one's name.
    pub speaker: Option<Box<str>>,
    /// The words for who says it.
    pub source: Option<Span>,
    /// What a reader learns of that one.
    pub class: Class,
    /// Words of the article say that somebody says it, or that it is said. Of a quotation without such words it is open whose
    /// it is.
    pub is_attributed: bool,
    /// What it is compared by.
    pub terms: Terms,
}

/// The days on which an article may have been written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct When {
    /// The day, where it is known.
    pub day: Option<Date>,
    /// Not before.
    pub from: Option<Date>,
    /// Not after.
    pub to: Option<Date>,
}

/// What one file gives.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// Its articles.
    pub articles: Box<[When]>,
    /// Their statements, in text order.
    pub statements: Box<[Statement]>,
}

/// A statement of a file of the folder, by its number in [`Told::statements`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file.
    pub path: Path,
    /// The number.
    pub at: u32,
}

/// What all files of a folder give. A clone is cheap and is a snapshot.
#[derive(Clone, Default)]
pub struct Lineage {
    files: OrdMap<Path, File>,
    shelves: Vector<Arc<Shelf>>,
    free: Vector<u32>,
    memo: later::Memo,
}

/// A file's statements, with the text they stand in.
#[derive(Clone)]
struct File {
    slot: u32,
    told: Arc<Told>,
    text: Arc<str>,
}

/// A statement with its file.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub text: &'a str,
    pub told: &'a Told,
    pub statement: &'a Statement,
}

/// Versions of one line: what more say is a formula.
const VERSIONS: usize = 1024;

impl Statement {
    /// From its first word to its last.
    pub fn span(&self) -> Span {
        self.spans.iter().copied().reduce(Span::cover).unwrap_or_default()
    }
}

impl When {
    /// By which articles are put in order: one without a day of its own stands behind those of the last day on which it may
    /// have been written, else of the first, so that it does not look like a first version; one of which nothing is known
    /// last.
    pub fn order(&self) -> (bool, Option<Date>, bool) {
        let day = self.day.or(self.to).or(self.from);
        (day.is_none(), day, self.day.is_none())
    }
}

impl Lineage {
    /// Replaces what a file gives; `None` takes it away. Touches no other file's.
    pub fn replace(&mut self, path: &Path, told: Option<(Arc<str>, Arc<Told>)>) {
        self.memo = later::Memo::default();
        let told = told.filter(|(_, told)| !told.statements.is_empty());
        let old = self.files.get(path).map(|file| file.slot);
        match (old, told) {
            (None, None) => {}
            (Some(slot), None) => {
                self.files.remove(path);
                self.free.push_back(slot);
                self.put(slot, None);
            }
            (old, Some((text, told))) => {
                let same = self.files.get(path).is_some_and(|file| Arc::ptr_eq(&file.told, &told) || file.told == told);
                let slot = old.or_else(|| self.free.pop_back()).unwrap_or(self.files.len() as u32);
                if !same {
                    self.put(slot, Some((path.clone(), told.clone())));
                }
                self.files.insert(path.clone(), File { slot, told, text });
            }
        }
    }

    /// Works out now what the first question would.
    pub fn prepare(&self) {
        self.shelves.iter().for_each(|shelf| shelf.prepare());
    }

    /// What a file gives.
    pub fn told(&self, path: &str) -> Option<&Arc<Told>> {
        self.files.get(path).map(|file| &file.told)
    }

    /// A statement.
    pub fn statement(&self, place: &Place) -> Option<&Statement> {
        self.told(&place.path)?.statements.get(place.at as usize)
    }

    /// The shortest statement of a file that touches `offset`.
    pub fn at(&self, path: &str, offset: u32) -> Option<Place> {
        let (path, file) = self.files.get_key_value(path)?;
        let here = file.told.statements.iter().zip(0..).filter(|(statement, _)| statement.span().touches(offset));
        let (_, at) = here.min_by_key(|(statement, at)| (statement.span().len(), *at))?;
        Some(Place { path: path.clone(), at })
    }

    /// All places that say what `place` says, itself among them, in the order of their articles' days; the same from
    /// whichever of them one begins.
    pub fn line(&self, place: &Place) -> Vec<Place> {
        let mut known = BTreeSet::from([place.clone()]);
        let mut open = VecDeque::from([place.clone()]);
        let mut wordings: FxHashSet<u64> = FxHashSet::default();
        while let Some(here) = open.pop_front().filter(|_| known.len() < VERSIONS) {
            // Another copy of the same words leads nowhere else.
            let fresh = self.given(&here).is_some_and(|given| wordings.insert(given.wording()));
            if !fresh {
                continue;
            }
            for other in self.next(&here, &known) {
                open.push_back(other.clone());
                known.insert(other);
            }
        }
        let mut line: Vec<Place> = known.into_iter().collect();
        line.sort_by_cached_key(|place| (self.when(place).order(), place.clone()));
        line
    }

    /// All lines of two versions and more, each once, in the order of their first versions.
    pub fn lines(&self) -> Vec<Vec<Place>> {
        let mut seen: BTreeSet<Place> = BTreeSet::new();
        let mut lines = Vec::new();
        for (path, file) in &self.files {
            for at in 0..file.told.statements.len() as u32 {
                let place = Place { path: path.clone(), at };
                if seen.contains(&place) {
                    continue;
                }
                let line = self.line(&place);
                seen.extend(line.iter().cloned());
                if line.len() > 1 {
                    lines.push(line);
                }
            }
        }
        lines.sort_by_cached_key(|line| line.first().map(|first| (self.when(first).order(), first.clone())));
        lines
    }

    /// When the article of a place was written.
    pub fn when(&self, place: &Place) -> When {
        let when = || {
            let told = self.told(&place.path)?;
            told.articles.get(told.statements.get(place.at as usize)?.article as usize).copied()
        };
        when().unwrap_or_default()
    }

    /// What became otherwise from one version to another; of both texts.
    pub fn changes(&self, before: &Place, after: &Place, lang: &lang::Language) -> Vec<Change> {
        self.given(before).zip(self.given(after)).map_or(Vec::new(), |(before, after)| changes(before, after, lang))
    }

    /// Bytes it takes beside the texts.
    pub fn memory(&self) -> usize {
        let own: usize = self.files.values().flat_map(|file| &file.told.statements).map(Statement::memory).sum();
        own + self.shelves.iter().map(|shelf| shelf.memory()).sum::<usize>()
    }

    /// Statements of other articles that say the same, and are not known yet.
    fn next(&self, place: &Place, known: &BTreeSet<Place>) -> Vec<Place> {
        let Some(here) = self.given(place) else { return Vec::new() };
        let is_own = |other: &Place, there: &Statement| {
            other.path == place.path && here.statement.article == there.article || known.contains(other)
        };
        self.alike_to(here, is_own)
    }

    /// Statements that say the same, without those that `leave` says are not asked for.
    fn alike_to(&self, here: Given, leave: impl Fn(&Place, &Statement) -> bool) -> Vec<Place> {
        let keys = here.statement.terms.keys();
        let mut found: Vec<Place> = Vec::new();
        for shelf in &self.shelves {
            for (path, at) in shelf.having(&keys) {
                let other = Place { path: path.clone(), at };
                let Some(there) = self.given(&other) else { continue };
                if !leave(&other, there.statement) && alike::alike(here, there) {
                    found.push(other);
                }
            }
        }
        found
    }

    fn given(&self, place: &Place) -> Option<Given<'_>> {
        let file = self.files.get(&place.path)?;
        let statement = file.told.statements.get(place.at as usize)?;
        Some(Given { text: &file.text, told: &file.told, statement })
    }

    fn put(&mut self, slot: u32, file: Option<(Path, Arc<Told>)>) {
        let (at, place) = (slot as usize / shelf::SIZE, slot as usize % shelf::SIZE);
        while self.shelves.len() <= at {
            self.shelves.push_back(Arc::default());
        }
        if let Some(shelf) = self.shelves.get_mut(at) {
            match Arc::get_mut(shelf) {
                Some(shelf) => shelf.set(place, file),
                None => *shelf = Arc::new(shelf.with(place, file)),
            }
        }
    }
}

impl Statement {
    fn memory(&self) -> usize {
        size_of::<Statement>() + self.spans.len() * size_of::<Span>() + self.terms.memory()
    }
}

impl Given<'_> {
    /// When its article was written.
    pub fn when(&self) -> When {
        self.told.articles.get(self.statement.article as usize).copied().unwrap_or_default()
    }

    /// Its words, each with its place in the file.
    pub fn words(&self) -> Vec<(Span, u16)> {
        let pieces = self.statement.spans.iter();
        let words = pieces.flat_map(|piece| {
            let words = crate::sources::words_of(piece.of(self.text));
            words.map(|(span, key)| (span.shift(piece.start), key))
        });
        words.collect()
    }

    /// The same for statements with the same words of the same source on the same day, which are alike to the same others.
    fn wording(&self) -> u64 {
        let statement = self.statement;
        let words: Vec<u16> = self.words().into_iter().map(|(_, key)| key).collect();
        let key = (words, statement.manner, &statement.speaker, self.when().day);
        text::hash64(format!("{key:?}").as_bytes())
    }
}

#[cfg(test)]
mod tests;
