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
    /// What sort of finding of its rule it is, in a word for programs: `undescribed`. Most rules have one sort only.
    pub grade: Option<&'static str>,
    /// Evidence: other places that bear on it.
    pub related: Vec<Related>,
    /// What may be done about it.
    pub fixes: Vec<Fix>,
    /// What a reader may settle on, where articles disagree.
    pub choices: Vec<Choice>,
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

/// One of several accounts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Choice {
    /// What it says, and who says so: `June 2, 2025 (2 mentions)`.
    pub title: String,
    /// What it says: `June 2, 2025`.
    pub value: String,
}

/// The safe fixes of findings, the first of each, that can be made at once.
pub fn safe<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<&'a Fix> {
    together(findings.into_iter().filter_map(|finding| finding.fixes.iter().find(|fix| fix.safe)))
}

/// The fixes that can be made at once: one whose edits meet those of an earlier one waits, for two edits that touch may
/// be one insertion made twice.
fn together<'a>(fixes: impl Iterator<Item = &'a Fix>) -> Vec<&'a Fix> {
    let mut taken: Vec<&Fix> = Vec::new();
    for fix in fixes {
        let meets = |span: Span| {
            let mut edits = taken.iter().flat_map(|other| &other.edits);
            edits.any(|(other, _)| span.start <= other.end && other.start <= span.end)
        };
        if !fix.edits.is_empty() && !fix.edits.iter().any(|(span, _)| meets(*span)) {
            taken.push(fix);
        }
    }
    taken
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(edits: &[(u32, u32, &str)]) -> Fix {
        let edits = edits.iter().map(|&(start, end, text)| (Span::new(start, end), text.to_owned())).collect();
        Fix { title: String::new(), edits, safe: true }
    }

    #[test]
    fn fixes_that_overlap_wait() {
        let check = |fixes: &[Fix], taken: &[usize]| {
            let expected: Vec<&Fix> = taken.iter().map(|&at| &fixes[at]).collect();
            assert_eq!(together(fixes.iter()), expected);
        };
        check(&[], &[]);
        check(&[fix(&[])], &[]);
        check(&[fix(&[(0, 3, "1"), (8, 13, "3")]), fix(&[(4, 7, "2")])], &[0, 1]);
        check(&[fix(&[(0, 7, "both")]), fix(&[(4, 7, "2")])], &[0]);
        check(&[fix(&[(3, 3, " and")]), fix(&[(3, 3, " and")])], &[0]);
    }
}
