//! Byte ranges, and several of them in a row.

use std::fmt;
use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use crate::{floor, to_u32};

/// A half-open range of bytes: `start` belongs to it, `end` does not.
///
/// What it counts from is the caller's to say: the start of a file, or of a block ([`shift`](Self::shift) and
/// [`unshift`](Self::unshift) go from one to the other).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`; empty at `start` if `end` lies before it.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The empty span at `offset`.
    pub const fn empty(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// How many bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the byte at `offset` belongs to it; an empty span contains none.
    pub const fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies within it; both may share ends.
    pub const fn contains_span(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether a caret at `offset` stands in it or at one of its ends.
    pub const fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether the two share a byte or an end.
    pub const fn touches_span(self, other: Span) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Whether the two share a byte.
    pub const fn intersects(self, other: Span) -> bool {
        let shared = self.intersection(other);
        shared.start < shared.end
    }

    /// The bytes that both hold; empty if none.
    pub const fn intersection(self, other: Span) -> Span {
        let start = if self.start > other.start { self.start } else { other.start };
        let end = if self.end < other.end { self.end } else { other.end };
        Span::new(start, end)
    }

    /// The smallest span that contains both.
    pub const fn cover(self, other: Span) -> Span {
        let start = if self.start < other.start { self.start } else { other.start };
        let end = if self.end > other.end { self.end } else { other.end };
        Span { start, end }
    }

    /// From offsets inside a block to offsets in the file, for a block that starts at `base`.
    pub const fn shift(self, base: u32) -> Span {
        Span { start: self.start.saturating_add(base), end: self.end.saturating_add(base) }
    }

    /// From offsets in the file to offsets inside a block that starts at `base`.
    pub const fn unshift(self, base: u32) -> Span {
        Span { start: self.start.saturating_sub(base), end: self.end.saturating_sub(base) }
    }

    /// The bytes as a `usize` range.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What `source` says there.
    ///
    /// Ends inside a character or past the end of `source` go back to the nearest place before them that exists.
    pub fn of(self, source: &str) -> &str {
        &source[self.within(source).range()]
    }

    /// The span with both ends where `source` can be cut: ends inside a character or past the end of `source` go back
    /// to the nearest place before them that exists.
    pub fn within(self, source: &str) -> Span {
        let start = floor(source, self.start);
        let end = floor(source, self.end).max(start);
        Span::from(start..end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(to_u32(range.start), to_u32(range.end))
    }
}

impl From<Range<u32>> for Span {
    fn from(range: Range<u32>) -> Self {
        Span::new(range.start, range.end)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// One or more spans in the order of the text, none of which touch.
///
/// A quotation that its cue splits, “We will not,” she said, “not this year”, is one content with two spans.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spans(SmallVec<[Span; 2]>);

impl Spans {
    /// All of `spans`, in any order; `None` if there is none.
    pub fn collect(spans: impl IntoIterator<Item = Span>) -> Option<Self> {
        let mut spans = spans.into_iter();
        let mut all = Self::from(spans.next()?);
        spans.for_each(|span| all.push(span));
        Some(all)
    }

    /// Adds `span` at its place, and joins it with those it touches.
    pub fn push(&mut self, span: Span) {
        // Roles grow from left to right, so the place is nearly always the end.
        let from = self.0.iter().rposition(|old| old.end < span.start).map_or(0, |before| before + 1);
        let to = from + self.0[from..].iter().take_while(|old| old.start <= span.end).count();
        let joined = self.0.drain(from..to).fold(span, Span::cover);
        self.0.insert(from, joined);
    }

    /// The spans in the order of the text.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Span> + ExactSizeIterator + '_ {
        self.0.iter().copied()
    }

    /// The spans as a slice; it is never empty.
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// How many spans; at least one.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The first span.
    pub fn first(&self) -> Span {
        self.0.first().copied().unwrap_or_default()
    }

    /// The last span; the same as [`first`](Self::first) in most cases.
    pub fn last(&self) -> Span {
        self.0.last().copied().unwrap_or_default()
    }

    /// The span from the start of the first to the end of the last, with what lies between.
    pub fn cover(&self) -> Span {
        self.first().cover(self.last())
    }

    /// How many bytes, without what lies between.
    pub fn len(&self) -> u32 {
        self.iter().map(Span::len).sum()
    }

    /// Whether no span holds a byte.
    pub fn is_empty(&self) -> bool {
        self.iter().all(Span::is_empty)
    }

    /// Whether one of the spans contains the byte at `offset`.
    pub fn contains(&self, offset: u32) -> bool {
        self.iter().any(|span| span.contains(offset))
    }

    /// Whether one of the spans contains all of `other`.
    pub fn contains_span(&self, other: Span) -> bool {
        self.iter().any(|span| span.contains_span(other))
    }

    /// Whether one of the spans shares a byte with `other`.
    pub fn intersects(&self, other: Span) -> bool {
        self.iter().any(|span| span.intersects(other))
    }

    /// See [`Span::shift`].
    pub fn shift(&self, base: u32) -> Spans {
        Spans(self.iter().map(|span| span.shift(base)).collect())
    }

    /// See [`Span::unshift`].
    pub fn unshift(&self, base: u32) -> Spans {
        Spans(self.iter().map(|span| span.unshift(base)).collect())
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        Spans(smallvec![span])
    }
}

impl Extend<Span> for Spans {
    fn extend<I: IntoIterator<Item = Span>>(&mut self, spans: I) {
        spans.into_iter().for_each(|span| self.push(span));
    }
}

impl fmt::Debug for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, span) in self.iter().enumerate() {
            write!(f, "{}{span}", if number == 0 { "" } else { "+" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_what_exists() {
        let source = "Ж€a";
        assert_eq!(Span::new(0, 2).of(source), "Ж");
        assert_eq!(Span::new(1, 4).of(source), "Ж");
        assert_eq!(Span::new(3, 99).of(source), "€a");
        assert_eq!(Span { start: 9, end: 2 }.of(source), "");
    }

    #[test]
    fn relates_to_others() {
        let span = Span::new(2, 5);
        assert!(span.contains(2) && !span.contains(5) && span.touches(5));
        assert!(span.intersects(Span::new(4, 9)) && !span.intersects(Span::new(5, 9)));
        assert!(!span.intersects(Span::empty(3)));
        assert_eq!(span.intersection(Span::new(4, 9)), Span::new(4, 5));
        assert_eq!(span.cover(Span::new(7, 9)), Span::new(2, 9));
        assert_eq!(span.shift(10).unshift(10), span);
        assert_eq!(Span::new(5, 2), Span::empty(5));
    }

    #[test]
    fn joins_what_touches() {
        let mut spans = Spans::from(Span::new(10, 12));
        spans.push(Span::new(20, 22));
        spans.push(Span::new(0, 5));
        assert_eq!(format!("{spans:?}"), "0..5+10..12+20..22");
        spans.push(Span::new(12, 15));
        assert_eq!(format!("{spans:?}"), "0..5+10..15+20..22");
        spans.push(Span::new(4, 20));
        assert_eq!(format!("{spans:?}"), "0..22");
    }

    #[test]
    fn one_span_needs_no_heap() {
        assert_eq!(size_of::<Spans>(), 24);
    }
}
