//! Tokens: words, numbers and marks, as light views into the text.
//!
//! Splitting is `lang::segment`'s, so that a phrase of a lexicon and the same phrase in a text fall apart alike.

use lang::segment::{self, Shape};
use text::Span;

/// One token. Offsets count bytes from the start of the text it was cut from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it looks like.
    pub shape: Shape,
}

impl Token {
    /// The token's text in `source`, the text it was cut from.
    pub fn of<'a>(&self, source: &'a str) -> &'a str {
        self.span.of(source)
    }
}

/// All tokens of `text`, in order; white space belongs to none.
pub fn tokens(text: &str) -> Vec<Token> {
    segment::words(text).map(|(range, shape)| Token { span: Span::new(range.start as u32, range.end as u32), shape }).collect()
}
