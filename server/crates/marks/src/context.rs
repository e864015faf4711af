//! What stands around some words, and how well a place fits it.

use text::Span;
use unicode_normalization::char::canonical_combining_class;
use unicode_segmentation::UnicodeSegmentation;

use crate::fold::{Folded, fold};

/// How many code points of context a mark keeps on each side.
const WIDTH: usize = 32;

/// What stands before and after `span`, up to 32 code points each, as it is.
pub(crate) fn around(text: &str, span: Span) -> (&str, &str) {
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let start = before.char_indices().rev().nth(WIDTH - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(WIDTH).map_or(after.len(), |(at, _)| at);
    (&before[start..], &after[..end])
}

/// Whether the words at `span` do not tell their place by themselves: they stand there more than once, or they are cut
/// out of a longer word.
///
/// The whole file is looked at and not one article of it: where articles begin may be read otherwise tomorrow.
pub(crate) fn is_needed(text: &str, span: Span) -> bool {
    if cuts_word(text, span.start) || cuts_word(text, span.end) {
        return true;
    }
    let (text, quote) = (Folded::new(text), fold(span.of(text)));
    let first = text.as_str().find(&quote);
    let next = first.map(|first| first + quote.chars().next().map_or(1, char::len_utf8));
    next.is_some_and(|next| text.as_str()[next..].contains(&quote))
}

/// Whether the byte at `offset` stands in the middle of a word, as Unicode cuts words (UAX 29).
pub(crate) fn cuts_word(text: &str, offset: u32) -> bool {
    let (before, after) = text.split_at(offset as usize);
    let Some(right) = after.chars().next() else { return false };
    // Accents belong to the letter before them.
    let Some(left) = before.rfind(|char| canonical_combining_class(char) == 0) else { return false };
    let around = &text[left..offset as usize + right.len_utf8()];
    around.starts_with(char::is_alphanumeric) && around.split_word_bounds().count() == 1
}

/// How well the surroundings of a place fit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Fit {
    /// From 0 to 1: the mean likeness, by edit distance, of the sides that are known.
    pub score: f64,
    /// Nothing has changed.
    pub exact: bool,
}

/// What a mark remembers of its surroundings, folded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Context {
    before: Option<String>,
    after: Option<String>,
}

impl Context {
    /// `None` if neither side is known.
    pub fn new(before: Option<&str>, after: Option<&str>) -> Option<Self> {
        let side = |words: Option<&str>| words.filter(|words| !words.is_empty()).map(fold);
        let (before, after) = (side(before), side(after));
        (before.is_some() || after.is_some()).then_some(Self { before, after })
    }

    /// How well the folded place `start..end` fits.
    pub fn fit(&self, text: &Folded, start: usize, end: usize) -> Fit {
        let before = self.before.as_deref().map(|before| (before, text.before(start, before)));
        let after = self.after.as_deref().map(|after| (after, text.after(end, after)));
        let sides = || before.iter().chain(&after);
        let exact = sides().all(|(then, now)| then == now);
        if exact {
            return Fit { score: 1.0, exact };
        }
        let alike: f64 = sides().map(|(then, now)| strsim::normalized_levenshtein(then, now)).sum();
        Fit { score: alike / sides().count().max(1) as f64, exact }
    }

    /// Whether the words were cut out of a longer word at their start, at their end.
    pub fn cuts(&self) -> (bool, bool) {
        let last = self.before.as_deref().and_then(|before| before.chars().next_back());
        let first = self.after.as_deref().and_then(|after| after.chars().next());
        (last.is_some_and(char::is_alphanumeric), first.is_some_and(char::is_alphanumeric))
    }
}
