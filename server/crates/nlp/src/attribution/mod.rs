//! Attributions: who says or thinks what, by which words. Source, cue and content are PARC's and PolNeAR's terms.

mod content;
mod cue;
pub mod source;

use lang::Language;
use text::{Span, Spans};

use crate::mentions::Mention;
use crate::quotes::Quote;
use crate::sentences::Sentence;
use crate::tokens::Words;

/// How content is given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quotation {
    /// In the source's words.
    Direct,
    /// In the writer's words.
    Indirect,
    /// Both.
    Mixed,
}

/// Reported speech or an ascribed attitude.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Grade {
    /// `said`
    Speech,
    /// `believes`, `wants`
    Attitude,
}

/// Who a source is (contract page, `source_kind`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SourceKind {
    /// A named person, body, state or outlet.
    Named,
    /// `he`, `the expert`, `the source`: somebody mentioned before.
    Anaphoric,
    /// An unnamed individual, or bare `sources`.
    Anonymous,
    /// A group: `experts`, `media`.
    Vague,
    /// A document with an issuer.
    Document,
    /// A document without one: `reports`.
    DocumentVague,
    /// Nobody: `it became known`.
    Agentless,
}

/// One attribution. Offsets count from the start of the segment while it is built, of the file in an [`crate::Article`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Attribution {
    /// Who; may be absent, may be in several pieces.
    pub source: Option<Spans>,
    /// The words that attribute.
    pub cue: Spans,
    /// What is said; may be in several pieces, may be absent where only the cue stands in this segment.
    pub content: Option<Spans>,
    /// How content is given.
    pub quotation: Quotation,
    /// Speech or attitude.
    pub grade: Grade,
    /// Who the source is.
    pub source_kind: SourceKind,
    /// The head of the source: the name, or the noun that describes it.
    pub head: Option<Span>,
    /// Told to whom: `told Izvestia`.
    pub addressee: Option<Span>,
    /// A source that stands for somebody mentioned before is a later mention: `the source said`.
    pub later_mention: bool,
    /// The source is described by an office, `the Russian leader`: it is whoever holds it, not whoever spoke last.
    pub names_office: bool,
}

/// What the attributions of a segment are read from.
pub(crate) struct Reader<'a> {
    pub words: &'a Words<'a>,
    pub quotes: &'a [Quote],
    pub mentions: &'a [Mention],
    pub lang: &'a Language,
}

/// Finds the attributions whose cue stands in this segment, in text order of their cues.
pub fn attributions(
    words: &Words,
    sentences: &[Sentence],
    quotes: &[Quote],
    mentions: &[Mention],
    lang: &Language,
) -> Vec<Attribution> {
    let reader = Reader { words, quotes, mentions, lang };
    let mut all = Vec::new();
    for sentence in sentences {
        reader.sentence(sentence, &mut all);
    }
    all
}

impl Reader<'_> {
    /// Token `at` lies in quoted words.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        self.quotes.iter().any(|quote| quote.inner.contains_span(token.span))
    }

    /// The quotations that touch a span, outermost only.
    pub(crate) fn quotes_in(&self, span: Span) -> impl Iterator<Item = &Quote> {
        self.quotes.iter().filter(move |quote| quote.depth == 0 && quote.span.intersects(span))
    }

    /// The mentions that lie in a span.
    pub(crate) fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(move |mention| span.contains_span(mention.span))
    }
}
