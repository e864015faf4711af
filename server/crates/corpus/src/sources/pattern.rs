//! What a quotation asks for: its words, and where words may have been left out or put in.

use lang::segment::{self, Shape};
use text::Span;

use super::words::{is_said, key, pair};

/// A quotation to look for.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    pub(super) text: Box<str>,
    pub(super) items: Vec<Item>,
    words: usize,
}

/// A word, or a place where there may be others.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Word {
        key: u16,
        /// In the quotation.
        span: Span,
        /// A mark stands before it: here speech may have been interrupted, and a sentence may begin.
        seam: bool,
        /// Its first letter may be in either case, because something begins with it.
        anew: bool,
    },
    /// Up to so many words stand here in the source.
    Gap(u16),
}

/// Words that square brackets may stand for.
const BRACKET: u16 = 6;
/// Words that an ellipsis may stand for.
const ELLIPSIS: u16 = 150;
/// Words of a quotation that are compared. What is longer is as good as found by them.
const LONGEST: usize = 600;

impl Pattern {
    /// The pattern of a quotation's words, its outer marks apart. `…` and `...` stand for any words the speaker said in
    /// between, `[brackets]` for a few; `[T]he` is a word whose case was changed.
    pub fn new(quotation: &str) -> Pattern {
        let mut reader = Reader { text: quotation, tokens: Vec::new(), items: Vec::new(), seam: true, anew: true };
        reader.tokens = segment::words(quotation).map(|(range, shape)| (range.into(), shape)).collect();
        reader.read();
        let mut items = reader.items;
        while let Some(Item::Gap(_)) = items.last() {
            items.pop();
        }
        let leading = items.iter().take_while(|item| matches!(item, Item::Gap(_))).count();
        items.drain(..leading);
        items.truncate(LONGEST);
        let said = |item: &&Item| match item {
            Item::Word { span, .. } => span.of(quotation).contains(char::is_alphanumeric),
            Item::Gap(_) => false,
        };
        Pattern { text: quotation.into(), words: items.iter().filter(said).count(), items }
    }

    /// How many words it asks for.
    pub fn words(&self) -> usize {
        self.words
    }

    /// Keys that a file with the quotation has, whatever was interrupted, each once.
    pub(super) fn required(&self) -> Vec<u16> {
        let mut keys = Vec::new();
        let mut before = None;
        for item in &self.items {
            match *item {
                Item::Word { key, seam, .. } => {
                    keys.push(key);
                    keys.extend(before.filter(|_| !seam).map(|before| pair(before, key)));
                    before = Some(key);
                }
                Item::Gap(_) => before = None,
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whether words may be missing between two of its words that are not in a gap.
    pub(super) fn has_seams(&self) -> bool {
        self.items.iter().skip(1).any(|item| matches!(item, Item::Word { seam: true, .. }))
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<(Span, Shape)>,
    items: Vec<Item>,
    seam: bool,
    anew: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let (span, shape) = self.tokens[at];
            let token = span.of(self.text);
            at += 1;
            match token {
                "[" => at = self.bracket(at),
                "…" => self.gap(ELLIPSIS),
                _ if token.len() > 2 && token.bytes().all(|byte| byte == b'.') => self.gap(ELLIPSIS),
                _ if shape == Shape::Mark && !is_said(token) => (self.seam, self.anew) = (true, true),
                _ => self.word(span, token),
            }
        }
    }

    fn word(&mut self, span: Span, word: &str) {
        self.items.push(Item::Word { key: key(word), span, seam: self.seam, anew: self.anew });
        (self.seam, self.anew) = (false, word == "?");
    }

    fn gap(&mut self, words: u16) {
        match self.items.last_mut() {
            Some(Item::Gap(before)) => *before = words.max(*before),
            _ => self.items.push(Item::Gap(words)),
        }
        (self.seam, self.anew) = (false, true);
    }

    /// Reads from behind an opening bracket, and says where to go on.
    fn bracket(&mut self, at: usize) -> usize {
        let Some(close) = (at..self.tokens.len()).find(|&at| self.tokens[at].0.of(self.text) == "]") else { return at };
        let (open, end) = (self.tokens[at - 1].0, self.tokens[close].0);
        let inside = Span::new(open.end, end.start).of(self.text).trim();
        let next = self.tokens.get(close + 1).copied();
        let next = next.filter(|(span, shape)| span.start == end.end && *shape != Shape::Mark);
        let glued = self
            .items
            .last()
            .is_some_and(|item| matches!(item, Item::Word { span, .. } if span.end == open.start && !span.is_empty()));
        if let (false, Some((rest, _)), true) = (glued, next, inside.chars().count() == 1) {
            let word = format!("{inside}{}", rest.of(self.text));
            let span = Span::new(open.start, rest.end);
            self.items.push(Item::Word { key: key(&word), span, seam: self.seam, anew: true });
            (self.seam, self.anew) = (false, false);
            return close + 2;
        }
        // A word that was changed in part is a word that may be any other.
        if glued {
            self.items.pop();
        }
        self.gap(if inside.starts_with(['…', '.']) { ELLIPSIS } else { BRACKET });
        close + 1 + usize::from(next.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(text: &str) -> String {
        let items = Pattern::new(text).items;
        let items = items.iter().map(|item| match item {
            Item::Word { span, seam, .. } => format!("{}{}", if *seam { "|" } else { "" }, span.of(text)),
            Item::Gap(words) => format!("<{words}>"),
        });
        items.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn patterns() {
        assert_eq!(draw("We go, and you stay."), "|We go |and you stay");
        assert_eq!(draw("… we go ... and [the others] stay […]"), "we go <150> and <6> stay");
        assert_eq!(draw("[t]he harbour[s] we [have] [sic]"), "|[t]he <6> we");
        assert_eq!(draw("open [bracket"), "|open bracket");
        assert_eq!(draw("[…]"), "");
        assert_eq!(Pattern::new("Who pays? We do").words(), 4);
    }
}
