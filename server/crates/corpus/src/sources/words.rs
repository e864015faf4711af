//! The words of a text as a quotation is compared by them.
//!
//! White space, marks and their styles are folded away. A question mark stays: it turns what is said. So do signs that
//! are read aloud: per cent, currencies.

use lang::segment::{self, Shape};
use text::Span;

/// A word, with its key.
pub(crate) struct Word {
    pub span: Span,
    /// Equal words have equal keys; different words rarely do.
    pub key: u16,
}

/// The words of `text`, in order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    segment::words(text).filter_map(|(range, shape)| {
        let word = &text[range.clone()];
        (shape != Shape::Mark || is_said(word)).then(|| Word { span: range.into(), key: key(word) })
    })
}

/// The same as places and keys.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = (Span, u16)> + '_ {
    words(text).map(|word| (word.span, word.key))
}

/// A mark that is a word to the ear.
pub(crate) fn is_said(mark: &str) -> bool {
    mark.starts_with(['?', '%', '‰', '$', '€', '£', '¥', '₽', '&', '+', '=', '°', '§'])
}

/// The key of a word.
pub(crate) fn key(word: &str) -> u16 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let add = |hash: u64, c: u32| (hash ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01b3);
    // Nothing is folded in most words.
    let is_plain = word.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'[' | b']'));
    let hash = if is_plain {
        word.bytes().fold(START, |hash, byte| add(hash, byte.to_ascii_lowercase().into()))
    } else {
        folded(word).flat_map(char::to_lowercase).fold(START, |hash, c| add(hash, c.into()))
    };
    ((hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 48) as u16
}

/// The key of two words that stand together.
pub(crate) fn pair(first: u16, second: u16) -> u16 {
    let both = (u32::from(first) << 16 | u32::from(second)).wrapping_mul(0x9e37_79b1);
    (both ^ (both >> 15)).wrapping_mul(0x85eb_ca77).rotate_left(13) as u16
}

/// The characters that count, apostrophes alike.
fn folded(word: &str) -> impl Iterator<Item = char> + '_ {
    // Brackets are inside a word only where somebody changed the case of its first letter: `[t]he`.
    let unseen = |c: &char| matches!(c, '[' | ']' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let seen = word.chars().filter(move |c| !unseen(c));
    seen.map(|c| if segment::is_apostrophe(c) || c == '‘' { '\'' } else { c })
}

/// The same word. With `anew`, a sentence or quotation may begin with it: the case of the first letter is free.
pub(crate) fn same(a: &str, b: &str, anew: bool) -> bool {
    let (mut a, mut b) = (folded(a), folded(b));
    let alike = match (a.next(), b.next()) {
        (Some(x), Some(y)) => x == y || anew && x.to_lowercase().eq(y.to_lowercase()),
        (x, y) => x == y,
    };
    alike && a.eq(b)
}

/// Two texts have the same words, marks and white space folded.
pub fn same_words(a: &str, b: &str) -> bool {
    words(a).map(|word| word.key).eq(words(b).map(|word| word.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_is_no_word() {
        let same = |a: &str, b: &str| assert!(same_words(a, b), "{a} / {b}");
        same("“We shall go,”", "\"we  shall\u{a0}go.\"");
        same("don’t — ever", "Don't, ever");
        same("a day’s\r\nwork", "a day's work");
        same("twenty-five soft\u{ad}er", "twenty five softer");
        let differ = |a: &str, b: &str| assert!(!same_words(a, b), "{a} / {b}");
        differ("We go.", "We go?");
        differ("2.40 euros", "240 euros");
        differ("5%", "5");
        differ("is not", "is");
    }

    #[test]
    fn the_first_letter_is_free_where_something_begins() {
        assert!(super::same("The", "the", true) && !super::same("The", "the", false));
        assert!(super::same("workers’", "workers'", false) && !super::same("NATO", "Nato", true));
    }
}
