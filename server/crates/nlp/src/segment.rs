//! One segment, read on its own: everything that can be known without its neighbours.
//!
//! The result depends on the segment's text and zone alone, so it is remembered by their hash: typing in one paragraph
//! reads that paragraph and no other.

use lang::Language;

use crate::attribution::Attribution;
use crate::layout::Zone;
use crate::mentions::Mention;
use crate::quotes::{self, Quote};
use crate::sentences::{self, Sentence};
use crate::times::{self, TimeExpression};
use crate::tokens::{self, Token};

/// What one segment says. Offsets count from its start.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SegmentAnnotations {
    /// Words, numbers, marks.
    pub tokens: Vec<Token>,
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Quotations.
    pub quotes: Vec<Quote>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
    /// Names and descriptions.
    pub mentions: Vec<Mention>,
    /// Attributions whose cue stands here.
    pub attributions: Vec<Attribution>,
}

/// Reads the segment `text`.
pub fn analyze_segment(text: &str, zone: Zone, dialogue: bool, lang: &Language) -> SegmentAnnotations {
    let _ = zone;
    let tokens = tokens::tokens(text);
    let sentences = sentences::sentences(text, &tokens, lang);
    let quotes = quotes::quotes(text, &tokens, dialogue);
    let times = times::extract(text, &tokens, lang);
    SegmentAnnotations { tokens, sentences, quotes, times, mentions: Vec::new(), attributions: Vec::new() }
}
