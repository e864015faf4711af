//! Attributions: who says or thinks what, by which words. Source, cue and content are PARC's and PolNeAR's terms.

use text::{Span, Spans};

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
}
