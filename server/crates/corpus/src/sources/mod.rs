//! The texts of all sources, searchable by their words: does anybody say this, and who?
//!
//! ```text
//! text ── words ─→ a key of 16 bits a word                       (case, marks and white space folded)
//!            │
//! 256 files ─┴─ shelf ─→ key or pair of keys → files             (made when first asked, kept until a file changes)
//!            │
//! quotation ─┴─ pattern ─→ files that have its words ─→ places   (checked in the text itself)
//! ```
//!
//! Unlike the rest of this crate, what is kept here points into texts: the text of each file, and where in it somebody
//! speaks. It is kept apart from the facts, so that an edit which changes no fact leaves the index of facts alone.
//! Answers are a function of the set of sources; on which shelf a file stands is a matter of history and never shows.

mod align;
mod copied;
mod find;
mod memo;
mod pattern;
mod shelf;
mod words;

use std::sync::{Arc, OnceLock};

use imbl::{OrdMap, Vector};
use nlp::article::Voice;
use rayon::prelude::*;
use text::Span;

use crate::Path;
use memo::Memo;
use shelf::Shelf;

pub use align::{Hunk, Nearest};
pub use copied::Passage;
pub use find::Occurrence;
pub use pattern::Pattern;
pub use words::same_words;
pub(crate) use words::words_of;

/// Every source of a folder. A clone is cheap and is a snapshot.
#[derive(Clone, Default)]
pub struct Sources {
    files: OrdMap<Path, Standing>,
    shelves: Vector<Arc<Shelf>>,
    /// Places of files that are gone.
    free: Vector<u32>,
    memo: Memo,
}

/// A source, and its place.
#[derive(Clone)]
struct Standing {
    slot: u32,
    source: Arc<Source>,
}

/// One file's text and who speaks where in it.
#[derive(Debug)]
pub struct Source {
    text: Arc<str>,
    /// Where its articles begin.
    articles: Box<[u32]>,
    spoken: Box<[Spoken]>,
    keys: OnceLock<Box<[u16]>>,
    passages: OnceLock<Box<[u32]>>,
}

/// A stretch of direct speech.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Spoken {
    /// Marks included. Bytes from the start of the file.
    pub span: Span,
    /// The article it stands in.
    pub article: u32,
    /// Who says it, in terms of that article.
    pub voice: Voice,
}

impl Source {
    /// A text, where its articles begin, and who speaks where in it; both in text order, and no speech inside another.
    pub fn new(text: Arc<str>, articles: Vec<u32>, spoken: Vec<Spoken>) -> Source {
        let (articles, spoken) = (articles.into(), spoken.into());
        Source { text, articles, spoken, keys: OnceLock::new(), passages: OnceLock::new() }
    }

    /// The same, with the keys that an earlier [`Source::keys`] of the same text has given.
    pub fn with_keys(text: Arc<str>, articles: Vec<u32>, spoken: Vec<Spoken>, keys: Vec<u16>) -> Source {
        Source { keys: OnceLock::from(Box::from(keys)), ..Source::new(text, articles, spoken) }
    }

    /// Works out now what the first question would: to be called where there is time.
    pub fn prepare(&self) {
        self.keys();
    }

    /// Where its articles begin.
    pub fn articles(&self) -> &[u32] {
        &self.articles
    }

    /// Who speaks where in it, in text order.
    pub fn spoken(&self) -> &[Spoken] {
        &self.spoken
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The speech that holds the whole of `span`.
    pub fn speech(&self, span: Span) -> Option<&Spoken> {
        self.spoken.iter().find(|spoken| spoken.span.contains_span(span))
    }

    /// The number of the article at `offset`.
    pub fn article_at(&self, offset: u32) -> u32 {
        self.articles.partition_point(|start| *start <= offset).saturating_sub(1) as u32
    }

    /// Bytes it takes beside its text.
    pub fn memory(&self) -> usize {
        size_of::<Source>()
            + self.articles.len() * size_of::<u32>()
            + self.spoken.len() * size_of::<Spoken>()
            + self.keys.get().map_or(0, |keys| keys.len() * size_of::<u16>())
            + self.passages.get().map_or(0, |passages| passages.len() * size_of::<u32>())
    }

    /// The key of each word. They mean something to the same build of this program only.
    pub fn keys(&self) -> &[u16] {
        self.keys.get_or_init(|| words::words(&self.text).map(|word| word.key).collect())
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Source) -> bool {
        self.text == other.text && self.articles == other.articles && self.spoken == other.spoken
    }
}

impl Sources {
    /// Replaces what is known of `path`; `None` takes it away.
    pub fn replace(&mut self, path: &Path, source: Option<Arc<Source>>) {
        let old = self.files.get(path).map(|standing| standing.slot);
        match (old, source) {
            (None, None) => {}
            (Some(slot), None) => {
                self.files.remove(path);
                self.free.push_back(slot);
                self.put(slot, None);
            }
            (old, Some(source)) => {
                let slot = old.or_else(|| self.free.pop_back()).unwrap_or(self.files.len() as u32);
                self.put(slot, Some((path.clone(), source.clone())));
                self.files.insert(path.clone(), Standing { slot, source });
            }
        }
    }

    /// Works out now, on all processors, what the first question would.
    pub fn prepare(&self) {
        self.shelves.iter().collect::<Vec<_>>().into_par_iter().for_each(|shelf| shelf.prepare());
    }

    /// The same for the first question after passages.
    pub fn prepare_passages(&self) {
        self.shelves.iter().collect::<Vec<_>>().into_par_iter().for_each(|shelf| {
            shelf.passages();
        });
    }

    /// The source called `path`.
    pub fn source(&self, path: &str) -> Option<&Arc<Source>> {
        self.files.get(path).map(|standing| &standing.source)
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Bytes it takes beside the texts.
    pub fn memory(&self) -> usize {
        let sources: usize = self.files.values().map(|standing| standing.source.memory()).sum();
        sources + self.shelves.iter().map(|shelf| shelf.memory()).sum::<usize>()
    }

    fn put(&mut self, slot: u32, file: Option<(Path, Arc<Source>)>) {
        self.memo = Memo::default();
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
