//! The folder: what is true across documents.
//!
//! The index is a pure function of the *set* of facts, never of their order or history: replacing a document's facts
//! touches only the buckets (name keys) those facts name. This crate sees facts and ids; trees, tokens and offsets it
//! does not know.

use std::sync::Arc;

use nlp::facts::Facts;

/// A file of the folder: its path relative to the folder's root, with `/`.
pub type Path = Arc<str>;

/// Which mention of which entity of which article of which file: everything a position can be looked up by.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Member {
    /// The file.
    pub path: Path,
    /// The article in it.
    pub article: u32,
    /// The entity (or event) in that article.
    pub entity: u32,
}

/// The index over all files. A clone is cheap and is a snapshot.
#[derive(Clone, Default)]
pub struct Index {}

impl Index {
    /// Replaces what is known of `path`. `None` removes it. Does nothing when the facts are equal.
    pub fn replace(&mut self, path: &Path, facts: Option<Arc<Facts>>) {
        let _ = (path, facts);
    }
}
