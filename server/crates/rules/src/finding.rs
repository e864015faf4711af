//! A finding: one thing worth telling, where, and on what evidence.

use std::sync::Arc;

use text::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Severity {
    /// Shown as a dot or an underline, if at all.
    Hint,
    /// What an editor wants to know of a source.
    Information,
    /// What a writer has to mend.
    Warning,
    /// What cannot be right.
    Error,
}

impl Severity {
    /// The word used in configuration and JSON: `error`, `warning`, `information`, `hint`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
            Severity::Hint => "hint",
        }
    }
}

/// One finding. Offsets count bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Finding {
    /// `A202`
    pub code: &'static str,
    /// `anonymous-source`
    pub rule: &'static str,
    /// How much it weighs after profile and configuration.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// What is wrong, in words an editor would use; no code, no full stop.
    pub message: String,
    /// Evidence: other places that bear on it.
    pub related: Vec<Related>,
    /// What may be done about it.
    pub fixes: Vec<Fix>,
}

/// A place that bears on a finding.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Related {
    /// The file; `None` is the finding's own.
    pub path: Option<Arc<str>>,
    /// Where in it, in bytes.
    pub span: Span,
    /// What stands there.
    pub message: String,
}

/// A change of the text that would settle a finding. Offered on drafts only.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Fix {
    /// What it does: `Change Friday to Thursday`.
    pub title: String,
    /// Replace these bytes by this text.
    pub edits: Vec<(Span, String)>,
    /// It says what the text says already, or what its source says: it may be put in unread, with all others. Where a
    /// writer has to choose, it is not.
    pub safe: bool,
}
