//! Quotations inside one segment: pairs of marks, marks left open, marks that close without opening.
//!
//! Marks that can only open or only close (`“ « „`) say so themselves. A straight mark is read by its neighbours: it
//! opens before a word and after space, it closes after a word and before space; where both or neither fit, it closes
//! what is open and opens otherwise. Whether a mark that is left open is wrong is not decided here: a quotation may
//! run over paragraphs (see [`crate::article`]).

use lang::segment::Shape;
use text::Span;

use crate::tokens::{Token, Words};

/// A stretch of quoted words in one segment. Bytes from the segment's start.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Quote {
    /// Marks included.
    pub span: Span,
    /// The words between the marks.
    pub inner: Span,
    /// An opening mark stands at its start, or a speech dash.
    pub opened: bool,
    /// A closing mark stands at its end, or the speech that a dash opened ends there.
    pub closed: bool,
    /// Opened by a dash.
    pub dash: bool,
    /// The marks at both ends are of one kind.
    pub paired: bool,
    /// How many quotations it lies in.
    pub depth: u8,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// The family a mark belongs to: two marks of one family make a pair.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Family {
    Straight,
    /// `''` and ``` `` ```.
    Doubled,
    Curly,
    Single,
    Guillemet,
    Low,
    Dash,
}

struct Open {
    token: usize,
    family: Family,
}

/// Finds the quotations of `text`, in order of their starts. A `dialogue` segment is speech from its opening dash on, so
/// that a closing mark without an opening one is in order there.
pub fn quotes(text: &str, tokens: &[Token], dialogue: bool) -> Vec<Quote> {
    let words = Words::new(text, tokens);
    let mut reader = Reader { words: &words, open: Vec::new(), found: Vec::new(), spoken: dialogue };
    if dialogue && is_dash(words.raw(0)) {
        reader.open.push(Open { token: 0, family: Family::Dash });
    }
    for at in 0..words.len() {
        reader.step(at);
    }
    reader.finish()
}

/// `Mira "Swallow" Kovel`: a quotation that is part of a name, and nobody's words.
pub(crate) fn is_nickname(words: &Words, quote: Span) -> bool {
    let (first, behind) = (words.at(quote.start), words.at(quote.end));
    let capital = |at: usize| words.shape(at).is_capital();
    first > 0 && behind - first <= 4 && [first - 1, first + 1, behind].into_iter().all(capital)
}

struct Reader<'a> {
    words: &'a Words<'a>,
    open: Vec<Open>,
    found: Vec<Quote>,
    /// Speech has been seen in this segment, so that a dash may resume it.
    spoken: bool,
}

impl Reader<'_> {
    fn step(&mut self, at: usize) {
        if self.words.shape(at) != Shape::Mark {
            return;
        }
        if is_dash(self.words.raw(at)) {
            return self.dash(at);
        }
        let Some((family, side)) = mark(self.words, at) else { return };
        // Beyond this depth marks are noise, and a run of them must not cost more than its length.
        let deep = self.open.len() >= 8;
        let is_open = self.open.iter().any(|open| open.family != Family::Dash);
        match side {
            Side::Opens if !deep => self.open.push(Open { token: at, family }),
            Side::Opens => {}
            Side::Closes => self.close(at, family),
            Side::Either if is_open || deep || (!self.open.is_empty() && self.words.space_after(at)) => {
                self.close(at, family)
            }
            Side::Either => self.open.push(Open { token: at, family }),
        }
    }

    /// `…," he said. — And more`: a dash after a full stop and before a capital resumes speech.
    fn dash(&mut self, at: usize) {
        let after_stop = at > 0 && (self.words.raw(at - 1).ends_with(['.', '!', '?']));
        let before_capital = self.words.shape(at + 1).is_capital();
        if self.spoken && after_stop && before_capital && self.open.is_empty() {
            self.open.push(Open { token: at, family: Family::Dash });
        }
    }

    fn close(&mut self, at: usize, family: Family) {
        // A single mark that closes nothing of its kind is an apostrophe: "the workers’ rights".
        if family == Family::Single && self.open.iter().all(|open| open.family != Family::Single) {
            return;
        }
        // The innermost mark of the same family; else a dash; else whatever is innermost.
        let same = self.open.iter().rposition(|open| open.family == family);
        let dash = self.open.iter().rposition(|open| open.family == Family::Dash);
        match same.or(dash).or(self.open.len().checked_sub(1)) {
            Some(index) => {
                let open = self.open.remove(index);
                let paired = open.family == family || open.family == Family::Dash;
                self.push(Some(open.token), Some(at), paired, index);
            }
            None => self.push(None, Some(at), true, 0),
        }
        self.spoken = true;
    }

    fn push(&mut self, open: Option<usize>, close: Option<usize>, paired: bool, depth: usize) {
        let edge = self.words.text.len() as u32;
        let first = open.map_or(Span::new(0, 0), |at| self.words.span(at, at));
        let last = close.map_or(Span::new(edge, edge), |at| self.words.span(at, at));
        let dash = open.is_some_and(|at| is_dash(self.words.raw(at)));
        self.found.push(Quote {
            span: Span::new(first.start, last.end),
            inner: Span::new(first.end, last.start.max(first.end)),
            opened: open.is_some(),
            closed: close.is_some() || dash,
            dash,
            paired,
            depth: depth.min(255) as u8,
        });
    }

    fn finish(mut self) -> Vec<Quote> {
        for (depth, open) in std::mem::take(&mut self.open).into_iter().enumerate() {
            // A single mark that nothing closes is an apostrophe.
            if open.family != Family::Single {
                self.push(Some(open.token), None, true, depth);
            }
        }
        self.found.sort_by_key(|quote| (quote.span.start, std::cmp::Reverse(quote.span.end)));
        self.found
    }
}

fn is_dash(raw: &str) -> bool {
    matches!(raw, "—" | "–" | "―")
}

fn mark(words: &Words, at: usize) -> Option<(Family, Side)> {
    let (family, side) = match words.raw(at) {
        "\"" | "＂" => (Family::Straight, straight(words, at)),
        "''" => (Family::Doubled, straight(words, at)),
        "``" => (Family::Doubled, Side::Opens),
        // In German text “ closes what „ opened.
        "“" if at > 0 && !words.space_before(at) && (words.space_after(at) || words.shape(at + 1) == Shape::Mark) => {
            (Family::Low, Side::Closes)
        }
        "“" => (Family::Curly, Side::Opens),
        "”" => (Family::Curly, Side::Closes),
        "„" => (Family::Low, Side::Opens),
        "«" => (Family::Guillemet, Side::Opens),
        "»" => (Family::Guillemet, Side::Closes),
        "‘" => (Family::Single, Side::Opens),
        "’" if words.space_after(at) || !words.shape(at + 1).is_word() => (Family::Single, Side::Closes),
        _ => return None,
    };
    Some((family, side))
}

fn straight(words: &Words, at: usize) -> Side {
    let before = if words.space_before(at) { None } else { words.raw(at.wrapping_sub(1)).chars().next_back() };
    let after = if words.space_after(at) { None } else { words.raw(at + 1).chars().next() };
    // Feet and inches: 6'2".
    let opens_after = before.is_none_or(|c| matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '«' | '‘' | '\''));
    let opens_before = after.is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '\'' | '‘' | '(' | '[' | '.' | '…' | '#' | '@')
    });
    let closes_after = before.is_some_and(|c| !matches!(c, '(' | '['));
    let closes_before = after.is_none_or(|c| !c.is_alphanumeric());
    match (opens_after && opens_before, closes_after && closes_before) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => Side::Either,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(text: &str) -> Vec<String> {
        let dialogue = text.starts_with('—');
        quotes(text, &crate::tokens::tokens(text), dialogue)
            .iter()
            .map(|quote| {
                format!(
                    "{}{}{}",
                    if quote.opened { "[" } else { "~" },
                    quote.inner.of(text).trim(),
                    if quote.closed { "]" } else { "~" }
                )
            })
            .collect()
    }

    #[test]
    fn marks_of_every_kind_pair() {
        assert_eq!(draw("He said \"no\" and “yes” and «maybe» and „nie“."), ["[no]", "[yes]", "[maybe]", "[nie]"]);
        assert_eq!(draw("“He said ‘no’ twice,” she said."), ["[He said ‘no’ twice,]", "[no]"]);
        assert_eq!(draw("the \"open door\" policy's end, '90s style"), ["[open door]"]);
        assert_eq!(draw("\"The workers’ rights are safe,\" he said."), ["[The workers’ rights are safe,]"]);
    }

    #[test]
    fn open_ends_stay_open() {
        assert_eq!(draw("He said \"we will go."), ["[we will go.~"]);
        assert_eq!(draw("this is the past,\" he said."), ["~this is the past,]"]);
        assert_eq!(draw("talks on \"irritants,\" as we say."), ["[irritants,]"]);
    }

    #[test]
    fn dashes_open_speech() {
        assert_eq!(draw("— We go at once,\" he said."), ["[We go at once,]"]);
        assert_eq!(draw("— That is \"it,\" and more, \" he told us."), ["[That is \"it,\" and more,]", "[it,]"]);
        assert_eq!(
            draw("\"He is known,\" X said. — His words confirm it."),
            ["[He is known,]", "[His words confirm it.]"]
        );
        assert_eq!(draw("It stopped — for a while. He left."), Vec::<String>::new());
    }
}
