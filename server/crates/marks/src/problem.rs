//! What is wrong in a sidecar, where, and what to do.

use text::Span;

/// One thing that is wrong in a sidecar.
///
/// Everything that a problem does not name stays in force.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Problem {
    /// Bytes of the sidecar.
    pub span: Span,
    /// What sort of mistake.
    pub kind: ProblemKind,
    /// What is wrong and what to do about it, in plain words.
    pub message: String,
    /// Another place of the sidecar that belongs to it: the first of two marks with one id.
    pub related: Option<Span>,
}

/// A sort of mistake in a sidecar.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ProblemKind {
    /// It is not TOML there: a torn line, what an unfinished merge left. The line is not in force.
    Broken,
    /// A value that cannot be: a date that does not exist, a number where words belong.
    Value,
    /// Two entries that cannot both be meant, as a merge leaves them (M903).
    Duplicate,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, span: Span, message: impl Into<String>) -> Self {
        Self { span, kind, message: message.into(), related: None }
    }
}
