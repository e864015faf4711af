//! Content: what is said, before the source, behind the cue, or both.

use std::ops::Range;

use text::Spans;

use super::Reader;

/// So many tokens make a clause worth being content.
const CLAUSE: usize = 4;

impl Reader<'_> {
    /// The content of a cue with its source, inside its sentence.
    pub(super) fn content(
        &self,
        source: Range<usize>,
        cue: Range<usize>,
        behind: usize,
        sentence: &Range<usize>,
    ) -> Option<Spans> {
        let inverted = source.start >= cue.end;
        let first = source.start.min(cue.start);
        let last = if inverted { source.end } else { behind };
        let before =
            self.clause(sentence.start, first).filter(|_| first > sentence.start && self.ends_content(first - 1));
        let after = self.rest(last, sentence.end);
        let says_that = self.words.is(last, &["that", "whether"]) || self.words.raw(last) == ":";
        match (before, after) {
            (Some(before), after)
                if !says_that
                    && (inverted
                        || !after.as_ref().is_some_and(|_| self.has_verb(last..sentence.end))
                        || self.is_quote_before(first)) =>
            {
                // `"…," he said, "…"`: an interrupted quotation goes on behind the cue.
                let resumed = after
                    .filter(|after| self.quotes_in(after.cover()).any(|quote| quote.span.start >= after.first().start));
                match resumed {
                    Some(resumed) => Spans::collect(before.iter().chain(resumed.iter())),
                    None => Some(before),
                }
            }
            (before, None) => before,
            (_, after) => after,
        }
    }

    /// The token before the source ends content: a comma, a closing mark, a dash.
    fn ends_content(&self, at: usize) -> bool {
        matches!(self.words.raw(at), "," | "\"" | "”" | "»" | "’" | "?" | "!" | "—" | "–" | "“" | "…" | "...")
    }

    fn is_quote_before(&self, first: usize) -> bool {
        first > 0 && matches!(self.words.raw(first - 1), "\"" | "”" | "»" | "“")
    }

    fn has_verb(&self, tokens: Range<usize>) -> bool {
        tokens.into_iter().any(|at| self.is_finite(at))
    }

    /// The words from `first` to before `end`, without the marks at their edges; at least a clause.
    pub(super) fn clause(&self, first: usize, end: usize) -> Option<Spans> {
        let mut last = end;
        while last > first && matches!(self.words.raw(last - 1), "," | "—" | "–" | "-") {
            last -= 1;
        }
        (last >= first + CLAUSE).then(|| Spans::from(self.words.span(first, last - 1)))
    }

    /// The words behind a cue, to the sentence's end without its stop.
    pub(super) fn rest(&self, first: usize, end: usize) -> Option<Spans> {
        let mut start = first;
        while start < end && (self.words.is(start, &["that", "whether"]) || matches!(self.words.raw(start), "," | ":"))
        {
            start += 1;
        }
        let mut last = end;
        while last > start && self.words.raw(last - 1) == "." {
            last -= 1;
        }
        (last > start + 1).then(|| Spans::from(self.words.span(start, last - 1)))
    }
}
