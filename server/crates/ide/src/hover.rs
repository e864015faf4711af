//! What a reader is told about the word under the cursor.

use text::Span;

use crate::markup::Markup;
use crate::snapshot::Snapshot;

/// A card and the words it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// The words, in bytes from the file's start.
    pub span: Span,
    /// What is known of them.
    pub card: Markup,
}

impl Snapshot {
    /// The card for the place `offset` (bytes) of a document: a person, body, place or event; a date; a finding.
    pub fn hover(&self, path: &str, offset: u32) -> Option<Hover> {
        let _ = (path, offset);
        None
    }
}
