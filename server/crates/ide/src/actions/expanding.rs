//! All relative dates of a paragraph of a draft, written out in one step.

use rules::Finding;
use text::{Edit, Span};

use super::{Action, ActionKind, Desk, FileChange};

/// The rule that tells of relative dates.
const RELATIVE: &str = "D105";

impl Desk<'_> {
    /// Offered on a relative date where its paragraph holds another. What has no day of its own, or more than one that may
    /// be meant, stays for the writer.
    pub(super) fn paragraph_action(&self, here: &[&Finding], all: &[Finding]) -> Option<Action> {
        let answers = here.iter().find(|finding| finding.code == RELATIVE)?;
        let paragraph = self.paragraph(answers.span.start)?;
        let relative = all.iter().filter(|finding| finding.code == RELATIVE && paragraph.contains_span(finding.span));
        let fixes = rules::finding::safe(relative);
        if fixes.len() < 2 {
            return None;
        }
        let edits = fixes.iter().flat_map(|fix| &fix.edits).map(|(span, new)| Edit::new(*span, new.clone()));
        let mut edits: Vec<Edit> = edits.collect();
        edits.sort_by_key(|edit| edit.span);
        let title = format!("Write out all {} relative dates of this paragraph", fixes.len());
        let changes = vec![FileChange { path: self.document.path.clone(), creates: false, edits }];
        Some(Action { title, changes, answers: Some((*answers).clone()), ..Action::of(ActionKind::QuickFix) })
    }

    fn paragraph(&self, offset: u32) -> Option<Span> {
        let analysis = self.snapshot.analysis(&self.document.path)?;
        analysis.blocks.iter().map(|block| block.span).find(|span| span.touches(offset))
    }
}
