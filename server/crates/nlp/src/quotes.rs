//! Quotations inside one segment: pairs of marks, marks left open, marks that close without opening.

use text::Span;

use crate::tokens::Token;

/// A stretch of quoted words in one segment. Bytes from the segment's start.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Quote {
    /// Marks included.
    pub span: Span,
    /// The words between the marks.
    pub inner: Span,
    /// An opening mark stands at its start.
    pub opened: bool,
    /// A closing mark stands at its end.
    pub closed: bool,
    /// How many quotations it lies in.
    pub depth: u8,
}

/// Finds the quotations of `text`. A `dialogue` segment is speech from its opening dash on, so that a closing mark
/// without an opening one is in order there.
pub fn quotes(text: &str, tokens: &[Token], dialogue: bool) -> Vec<Quote> {
    let _ = (text, tokens, dialogue);
    Vec::new()
}
