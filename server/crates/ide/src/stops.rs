//! Places in a document that a reader goes to one after another.

use text::Span;

use crate::snapshot::Snapshot;

/// What a reader goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Words that a mark stands on.
    Mark,
    /// Words that a finding is about, as an editor shows them.
    Finding,
}

impl Snapshot {
    /// The next of them behind `offset`, or the one before it; from the last the way leads to the first. `None` where there
    /// is none elsewhere.
    pub fn beside(&self, path: &str, offset: u32, stop: Stop, forward: bool) -> Option<Span> {
        let stops = match stop {
            Stop::Mark => self.marked(path),
            Stop::Finding => self.shown(path).into_iter().map(|finding| finding.span).collect(),
        };
        let others = || stops.iter().copied().filter(|span| !span.touches(offset));
        match forward {
            true => others().filter(|span| span.start > offset).min().or_else(|| others().min()),
            false => others().filter(|span| span.start < offset).max().or_else(|| others().max()),
        }
    }

    /// Where the marks of a document stand.
    fn marked(&self, path: &str) -> Vec<Span> {
        let annotations = self.annotations.get(path);
        let marks = annotations.into_iter().flat_map(|annotations| annotations.marks_in_force());
        marks.filter_map(|(_, anchor)| anchor.sure_span()).collect()
    }
}
