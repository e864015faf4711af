//! The places of marks that have moved, written down.

use text::LineIndex;

use crate::anchor::{Anchor, anchor};
use crate::change::confirm;
use crate::sidecar::{CodePoints, Sidecar};

/// A mark whose new place was written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reanchored {
    /// Its id.
    pub id: String,
    /// Its words, as they were written.
    pub quote: String,
    /// Where its line said that they stand.
    pub from: Option<CodePoints>,
    /// Where they stand.
    pub to: CodePoints,
}

/// The sidecar with the places of all marks in force that have moved, and which those are, in the order of the lines.
///
/// Only what is certain is written: a mark of which somebody has to be sure, and an orphan, keep their lines.
pub fn reanchor(source: &str, text: &str) -> (String, Vec<Reanchored>) {
    let (sidecar, _) = Sidecar::parse(source);
    let anchors = anchor(&sidecar, text, None);
    let index = LineIndex::new(text);
    let (mut out, mut moved) = (source.to_owned(), Vec::new());
    let mut marks: Vec<_> = sidecar.marks_in_force().collect();
    // From the last on, so that the places of those before stay right.
    marks.sort_by_key(|(_, mark)| std::cmp::Reverse(mark.entry.span));
    for (number, mark) in marks {
        let Some(Anchor::Moved(span)) = anchors.get(number) else { continue };
        let Some(change) = confirm(&out, mark, text, *span) else { continue };
        out = change.edit.apply(&out);
        let to = CodePoints::from_bytes(&index, *span);
        moved.push(Reanchored { id: mark.id.clone(), quote: mark.quote.clone(), from: mark.at, to });
    }
    moved.reverse();
    (out, moved)
}
