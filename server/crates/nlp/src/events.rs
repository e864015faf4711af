//! Dated events of the plain kind: talks, a visit, a summit, with a place or a date beside the word.

use jiff::civil::Date;
use text::Span;

use crate::mentions::Form;

/// A mention of an event. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EventMention {
    /// The phrase with what tells it apart: `the second round of negotiations in Abu Dhabi on February 4-5`.
    pub span: Span,
    /// Its head word: `negotiations`.
    pub core: Span,
    /// Noun or verb.
    pub form: Form,
    /// The type the lexicon gives: `talks`, `visit`, `summit`.
    pub kind: Box<str>,
    /// Canonical name of the place it is said to be in.
    pub place: Option<Box<str>>,
    /// Keys of the people and canonical names of the countries and bodies that take part.
    pub participants: Vec<Box<str>>,
    /// First and last day, where a date stands beside it and is resolved.
    pub interval: Option<(Date, Date)>,
    /// `second round` is 2; `previous` and `next` are no ordinals.
    pub ordinal: Option<u32>,
}
