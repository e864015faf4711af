//! What stands around some words, and how well a place fits it.

use text::Span;
use unicode_normalization::char::canonical_combining_class;
use unicode_segmentation::UnicodeSegmentation;

use crate::fold::{Folded, fold, joins};

/// How many code points of context a mark keeps on each side.
const WIDTH: usize = 32;

/// `span` with whole letters at its ends: with all accents of those it has a part of.
pub(crate) fn whole(text: &str, span: Span) -> Span {
    let span = span.within(text);
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let cut = !span.is_empty() && span.of(text).starts_with(joins);
    let start = match before.rfind(|char| !joins(char)) {
        Some(letter) if cut => letter,
        _ => before.len(),
    };
    let accents = after.len() - after.trim_start_matches(joins).len();
    Span::from(start..span.end as usize + accents)
}

/// What stands before and after `span`, up to 32 code points each, as it is.
///
/// No letter is cut from its accents: they would not be compared as they are.
pub(crate) fn around(text: &str, span: Span) -> (&str, &str) {
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let start = before.char_indices().rev().nth(WIDTH - 1).map_or(0, |(at, _)| at);
    let before = before[start..].trim_start_matches(joins);
    let Some((end, next)) = after.char_indices().nth(WIDTH) else { return (before, after) };
    let after = &after[..end];
    let whole = if joins(next) { after.trim_end_matches(joins).char_indices().next_back() } else { None };
    (before, whole.map_or(after, |(at, _)| &after[..at]))
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

/// What a mark remembers of its surroundings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Context {
    /// What stood before and after the words, folded; without the space next to them, of which the words may have taken
    /// a part.
    before: Option<String>,
    after: Option<String>,
    /// Whether the words were cut out of a longer word at their start and at their end.
    pub cuts: (bool, bool),
}

impl Context {
    /// `None` if neither side is known.
    pub fn new(before: Option<&str>, after: Option<&str>) -> Option<Self> {
        let side = |words: &str| Some(words).filter(|words| !words.is_empty()).map(fold);
        let cuts = (
            before.and_then(|before| before.chars().next_back()).is_some_and(is_inner),
            after.and_then(|after| after.chars().next()).is_some_and(is_inner),
        );
        let before = before.and_then(|before| side(before.trim_end()));
        let after = after.and_then(|after| side(after.trim_start()));
        (before.is_some() || after.is_some()).then_some(Self { before, after, cuts })
    }

    /// How well a place fits between these folded texts.
    pub fn fit(&self, before: &str, after: &str) -> Fit {
        let before = self.before.as_deref().map(|then| (then, last(before.trim_end(), then)));
        let after = self.after.as_deref().map(|then| (then, first(after.trim_start(), then)));
        let sides = || before.iter().chain(&after);
        let exact = sides().all(|(then, now)| then == now);
        if exact {
            return Fit { score: 1.0, exact };
        }
        let alike: f64 = sides().map(|(then, now)| strsim::normalized_levenshtein(then, now)).sum();
        Fit { score: alike / sides().count().max(1) as f64, exact }
    }
}

/// Whether a character next to some words means that they are cut out of a longer word.
fn is_inner(char: char) -> bool {
    char.is_alphanumeric() || joins(char)
}

/// As many of the last characters of `text` as `like` has.
fn last<'t>(text: &'t str, like: &str) -> &'t str {
    let nth = like.chars().count().saturating_sub(1);
    let from = text.char_indices().rev().nth(nth).map_or(0, |(at, _)| at);
    &text[from..]
}

/// As many of the first characters of `text` as `like` has.
fn first<'t>(text: &'t str, like: &str) -> &'t str {
    let to = text.char_indices().nth(like.chars().count()).map_or(text.len(), |(at, _)| at);
    &text[..to]
}
