//! From a mention to the other mentions of the same thing.

use text::Span;

use crate::snapshot::{Path, Snapshot};

/// A place to jump to. Bytes from the start of the file `path`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The words under the cursor that lead there, in the asking document.
    pub origin: Span,
    /// The file.
    pub path: Path,
    /// The whole of it: the sentence that introduces a person.
    pub span: Span,
    /// What to put the cursor on: the name.
    pub focus: Span,
}

/// What a highlighted mention is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HighlightKind {
    /// Where the article introduces it.
    Introduction,
    /// A later mention by name.
    Mention,
    /// A description or pronoun.
    Description,
}

/// Another mention in the same document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Highlight {
    /// Where.
    pub span: Span,
    /// What it is.
    pub kind: HighlightKind,
}

impl Snapshot {
    /// The mention that introduces best, across the folder, what stands at `offset`; for an event the mention that
    /// dates or places it.
    pub fn definition(&self, path: &str, offset: u32) -> Vec<Target> {
        let _ = (path, offset);
        Vec::new()
    }

    /// The first mention in the same article.
    pub fn declaration(&self, path: &str, offset: u32) -> Vec<Target> {
        let _ = (path, offset);
        Vec::new()
    }

    /// All mentions across the folder: names first, by article date and place, then descriptions. With
    /// `definition` the defining mention is among them.
    pub fn references(&self, path: &str, offset: u32, definition: bool) -> Vec<Target> {
        let _ = (path, offset, definition);
        Vec::new()
    }

    /// All mentions in this document.
    pub fn highlights(&self, path: &str, offset: u32) -> Vec<Highlight> {
        let _ = (path, offset);
        Vec::new()
    }
}
