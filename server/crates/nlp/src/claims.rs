//! Claims: what each sentence of an article asserts, who stands behind it and when it was
//! (the guideline's kinds, attribution classes and date classes).

use text::Span;

/// What kind of sentence (contract page, `claims.kind`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClaimKind {
    /// A checkable assertion.
    Claim,
    /// At least half direct speech.
    Quote,
    /// A judgement, forecast or motive.
    Opinion,
    /// A settled public fact.
    Background,
    /// A headline.
    Headline,
    /// Caption, credit, navigation, dateline.
    NonContent,
}

/// Who stands behind it (contract page, `claims.attributed`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// A source in the same sentence.
    SameSentence,
    /// Inside a quotation whose speaker stands at its other end.
    RunningQuotation,
    /// Carried over from an earlier sentence.
    CarriedFromEarlier,
    /// Its source follows.
    CarriedFromLater,
    /// Nobody but the outlet.
    OutletVoice,
}

/// When it was (contract page, `claims.dated`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Dated {
    /// Day, month, year; the year may come from the article.
    Explicit,
    /// `on Wednesday`, `last month`.
    RelativeResolvable,
    /// The same event as a dated neighbour.
    Inherited,
    /// `recently`.
    Vague,
    /// No date where one is expected.
    None,
    /// A position, forecast or condition: no date expected.
    Timeless,
}

/// One sentence, judged. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Claim {
    /// The sentence.
    pub span: Span,
    /// Its kind.
    pub kind: ClaimKind,
    /// Who stands behind it.
    pub standing: Standing,
    /// The attribution it rests on, as an index into the article's.
    pub attribution: Option<usize>,
    /// When it was.
    pub dated: Dated,
    /// How much a reader needs a source for it, 0 to 100, and why: `a figure`, `a motive`.
    pub need: (u8, &'static str),
    /// How much a reader needs a date for it, 0 to 100.
    pub date_need: u8,
}
