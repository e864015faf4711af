//! One replacement, and where it moves the rest.

use crate::{Span, floor, to_u32};

/// Replaces the bytes of `span` by `new`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Edit {
    /// What goes, in bytes of the text before.
    pub span: Span,
    /// What comes.
    pub new: String,
}

/// Whether text that an edit puts at an end of a span joins the span.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bias {
    /// It stays outside: a mark on a word does not grow when something is typed before or after the word.
    Outside,
    /// It joins: a block grows when something is typed at its end.
    Inside,
}

impl Edit {
    /// Replaces the bytes of `span` by `new`.
    pub fn new(span: Span, new: impl Into<String>) -> Self {
        Self { span, new: new.into() }
    }

    /// The smallest edit at one place that turns `old` into `new`; `None` if they are equal.
    ///
    /// It never splits a character.
    pub fn minimal(old: &str, new: &str) -> Option<Edit> {
        if old == new {
            return None;
        }
        let same = |(a, b): &(char, char)| a == b;
        let width = |(a, _): (char, char)| a.len_utf8();
        let prefix: usize = old.chars().zip(new.chars()).take_while(same).map(width).sum();
        let (old, new) = (&old[prefix..], &new[prefix..]);
        let suffix: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(width).sum();
        let span = Span::from(prefix..prefix + old.len() - suffix);
        Some(Edit::new(span, &new[..new.len() - suffix]))
    }

    /// `old` after this edit.
    ///
    /// Ends of the span inside a character or past the end of `old` go back to the nearest place before them that
    /// exists.
    pub fn apply(&self, old: &str) -> String {
        let start = floor(old, self.span.start);
        let end = floor(old, self.span.end).max(start);
        [&old[..start], &self.new, &old[end..]].concat()
    }

    /// The bytes of the text after, where [`new`](Self::new) now stands.
    pub fn new_span(&self) -> Span {
        Span::new(self.span.start, self.new_end())
    }

    /// Where `offset` of the text before stands in the text after.
    ///
    /// Offsets inside what goes move to where what comes begins (`Bias::Inside`: ends). At the edge of an edit the
    /// offset stays before what comes (`Bias::Inside`: goes behind it).
    pub fn map_offset(&self, offset: u32, bias: Bias) -> u32 {
        if offset < self.span.start {
            offset
        } else if offset > self.span.end {
            self.behind(offset)
        } else {
            match bias {
                Bias::Outside => self.span.start,
                Bias::Inside => self.new_end(),
            }
        }
    }

    /// Where `span` of the text before stands in the text after; `None` if nothing of it is left.
    ///
    /// If the edit reaches over one end of the span, what is left of it counts, and what comes is text at its end, as
    /// `bias` says. An edit of exactly this span keeps it with `Bias::Inside`.
    pub fn map_span(&self, span: Span, bias: Bias) -> Option<Span> {
        let edit = self.span;
        // A place has no end to grow at: it grows only by what is put at this very place.
        let grows = bias == Bias::Inside && (!span.is_empty() || span == edit);
        if span.end < edit.start || (span.end == edit.start && !grows) {
            return Some(span);
        }
        if span.start > edit.end || (span.start == edit.end && !grows) {
            return Some(Span { start: self.behind(span.start), end: self.behind(span.end) });
        }
        if edit.contains_span(span) && edit != span {
            return None;
        }
        let start = match span.start {
            start if start < edit.start => start,
            _ if grows => edit.start,
            _ => self.new_end(),
        };
        let end = match span.end {
            end if end > edit.end => self.behind(end),
            _ if grows => self.new_end(),
            _ => edit.start,
        };
        (start < end || span.is_empty()).then_some(Span { start, end })
    }

    /// The end of what comes.
    fn new_end(&self) -> u32 {
        self.span.start.saturating_add(to_u32(self.new.len()))
    }

    /// An offset behind the edit, moved by how much longer or shorter the text became.
    fn behind(&self, offset: u32) -> u32 {
        (offset - self.span.end).saturating_add(self.new_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edit: (u32, u32, &str), span: (u32, u32), outside: Option<(u32, u32)>, inside: Option<(u32, u32)>) {
        let edit = Edit::new(Span::new(edit.0, edit.1), edit.2);
        let span = Span::new(span.0, span.1);
        let expect = |pair: Option<(u32, u32)>| pair.map(|(start, end)| Span::new(start, end));
        assert_eq!(edit.map_span(span, Bias::Outside), expect(outside), "{edit:?} {span} outside");
        assert_eq!(edit.map_span(span, Bias::Inside), expect(inside), "{edit:?} {span} inside");
    }

    #[test]
    fn maps_spans() {
        let same = |span| (Some(span), Some(span));
        let cases = [
            // Far from the edit.
            ((5, 7, "abc"), (1, 3), same((1, 3))),
            ((5, 7, "abc"), (9, 11), same((10, 12))),
            // Within the span.
            ((5, 7, "abc"), (4, 9), same((4, 10))),
            ((5, 5, "abc"), (4, 9), same((4, 12))),
            // At an end of the span.
            ((5, 5, "abc"), (2, 5), (Some((2, 5)), Some((2, 8)))),
            ((5, 5, "abc"), (5, 9), (Some((8, 12)), Some((5, 12)))),
            ((5, 7, "abc"), (2, 5), (Some((2, 5)), Some((2, 8)))),
            ((5, 7, ""), (7, 9), same((5, 7))),
            // Over an end of the span.
            ((5, 7, "abc"), (2, 6), (Some((2, 5)), Some((2, 8)))),
            ((5, 7, "abc"), (6, 9), (Some((8, 10)), Some((5, 10)))),
            // All of the span.
            ((5, 7, "abc"), (5, 7), (None, Some((5, 8)))),
            ((5, 7, ""), (5, 7), (None, None)),
            ((4, 8, "abc"), (5, 7), (None, None)),
            // A place.
            ((5, 5, "abc"), (5, 5), (Some((5, 5)), Some((5, 8)))),
            ((4, 8, "abc"), (5, 5), (None, None)),
            ((4, 8, "abc"), (4, 4), same((4, 4))),
            ((4, 8, "abc"), (8, 8), same((7, 7))),
        ];
        for (edit, span, (outside, inside)) in cases {
            check(edit, span, outside, inside);
        }
    }

    #[test]
    fn finds_the_smallest_edit() {
        let minimal = |old, new| Edit::minimal(old, new).map(|edit| (edit.span, edit.new));
        assert_eq!(minimal("same", "same"), None);
        assert_eq!(minimal("aaa", "aa"), Some((Span::new(2, 3), String::new())));
        // The two letters share their first byte, and the edit still takes whole ones.
        assert_eq!(minimal("aжb", "aиb"), Some((Span::new(1, 3), "и".into())));
        assert_eq!(minimal("", "é"), Some((Span::new(0, 0), "é".into())));
    }
}
