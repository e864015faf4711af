//! One segment, read on its own: everything that can be known without its neighbours.
//!
//! The result depends on the segment's text and zone alone, so it is remembered by their hash: typing in one paragraph
//! reads that paragraph and no other.

use lang::Language;

use crate::attribution::{self, Attribution};
use crate::claims::{self, Sign};
use crate::clause::{self, Clause};
use crate::events;
use crate::layout::Zone;
use crate::mentions::{self, Mention};
use crate::parse::Parse;
use crate::quotes::{self, Quote};
use crate::sentences::{self, Sentence};
use crate::times::{self, TimeExpression};
use crate::tokens::{self, Token, Words};
use crate::tree::Tree;

/// What one segment says. Offsets count from its start.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SegmentAnnotations {
    /// Words, numbers, marks.
    pub tokens: Vec<Token>,
    /// Those of them that are others in small letters ([`Words::changed`]).
    pub lowered: Vec<(usize, Box<str>)>,
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
    /// The main clause of each sentence; nothing where the pipeline has not read it or there is none.
    pub clauses: Vec<Option<Clause>>,
    /// The tokens at which a word for an event begins, in order.
    pub events: Vec<usize>,
    /// The tokens by which its writer, or whoever is quoted, speaks of himself: `I`, `my`.
    pub writer: Vec<usize>,
    /// The words by which its sentences ask for a source, in order.
    pub signs: Vec<Sign>,
    /// The pipeline has read it: without it nothing is known of attributions.
    pub is_close: bool,
}

/// Reads the segment `text`, with what the pipeline found in it where that is known.
pub fn analyze_segment(
    text: &str,
    zone: Zone,
    dialogue: bool,
    parse: Option<&Parse>,
    lang: &Language,
) -> SegmentAnnotations {
    let tokens = tokens::tokens(text);
    let sentences = sentences::sentences(text, &tokens, lang);
    let quotes = quotes::quotes(text, &tokens, dialogue);
    let times = times::extract(text, &tokens, lang);
    let words = Words::new(text, &tokens);
    let mentions = mentions::mentions(&words, &sentences, zone, parse, lang);
    let nodes = parse.filter(|_| zone == Zone::Body).map_or(&[][..], |parse| &parse.nodes);
    let tree = Tree::new(nodes);
    let attributions = attribution::attributions(&words, &sentences, &quotes, &mentions, &tree, lang);
    let clauses = clause::clauses(&words, &sentences, &tree, lang);
    let events = events::words(&words, lang);
    let writer = claims::writer(&words, lang);
    let signs = claims::signs(&words, lang);
    let lowered = words.changed();
    let is_close = parse.is_some();
    SegmentAnnotations {
        tokens,
        lowered,
        sentences,
        quotes,
        times,
        mentions,
        attributions,
        clauses,
        events,
        writer,
        signs,
        is_close,
    }
}
