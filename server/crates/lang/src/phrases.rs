//! Phrases of one or more tokens, found by the longest match at a token.

use rustc_hash::FxHashMap;

use crate::segment;

/// A phrase's token: a word, or a gap of one to three tokens (`*` in the data).
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Word(Box<str>),
    Gap,
}

#[derive(Debug, Clone)]
struct Entry<T> {
    rest: Box<[Part]>,
    value: T,
}

/// A dictionary of phrases. Keys are cut by [`segment::words`]; `’` in a key is written `'`.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    heads: FxHashMap<Box<str>, Vec<Entry<T>>>,
    len: usize,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { heads: FxHashMap::default(), len: 0 }
    }
}

/// The longest gap `*` may stand for.
const LONGEST_GAP: usize = 3;

impl<T> Phrases<T> {
    /// A dictionary of these phrases. The first of two equal phrases stands.
    pub fn new<'a>(phrases: impl Iterator<Item = (&'a str, T)>) -> Phrases<T> {
        let mut all = Phrases::default();
        for (phrase, value) in phrases {
            all.insert(phrase, value);
        }
        for entries in all.heads.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        all
    }

    fn insert(&mut self, phrase: &str, value: T) {
        let phrase = phrase.replace('’', "'");
        let mut parts = segment::words(&phrase).map(|(range, _)| match &phrase[range] {
            "*" => Part::Gap,
            word => Part::Word(word.into()),
        });
        let Some(Part::Word(head)) = parts.next() else { return };
        let rest: Box<[Part]> = parts.collect();
        let entries = self.heads.entry(head).or_default();
        if entries.iter().all(|entry| entry.rest != rest) {
            entries.push(Entry { rest, value });
            self.len += 1;
        }
    }

    /// The longest phrase that starts at token 0 of `word`, which gives the token at a distance: how many tokens it
    /// takes, and its value.
    pub fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &T)> {
        let entries = self.heads.get(word(0)?)?;
        entries.iter().find_map(|entry| Some((1 + matched(&entry.rest, 1, &word)?, &entry.value)))
    }

    /// The value of a phrase of one token.
    pub fn single(&self, word: &str) -> Option<&T> {
        let entries = self.heads.get(word)?;
        entries.iter().find(|entry| entry.rest.is_empty()).map(|entry| &entry.value)
    }

    /// The value of exactly this phrase.
    pub fn exact(&self, phrase: &str) -> Option<&T> {
        let mut words = segment::words(phrase).map(|(range, _)| &phrase[range]).peekable();
        // Most are refused by their first word.
        self.heads.get(*words.peek()?)?;
        let words: Vec<&str> = words.collect();
        let (len, value) = self.longest(|at| words.get(at).copied())?;
        (len == words.len()).then_some(value)
    }

    /// What the phrases say, in no order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.heads.values().flatten().map(|entry| &entry.value)
    }

    /// How many phrases there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// How many tokens from `at` on `parts` take, if they match.
fn matched<'w>(parts: &[Part], at: usize, word: &impl Fn(usize) -> Option<&'w str>) -> Option<usize> {
    match parts.split_first() {
        None => Some(0),
        Some((Part::Word(expected), rest)) => {
            let found = word(at)?;
            (found == &**expected).then(|| matched(rest, at + 1, word))?.map(|len| len + 1)
        }
        Some((Part::Gap, rest)) => (1..=LONGEST_GAP)
            .find_map(|gap| word(at + gap - 1).and_then(|_| matched(rest, at + gap, word)).map(|len| len + gap)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_match_wins_and_gaps_are_short() {
        let phrases = Phrases::new([("foreign minister", 1), ("foreign", 2), ("it was * announced", 3)].into_iter());
        let find = |text: &'static str| {
            let words: Vec<&str> = text.split(' ').collect();
            phrases.longest(|at| words.get(at).copied()).map(|(len, &value)| (len, value))
        };
        assert_eq!(find("foreign minister of"), Some((2, 1)));
        assert_eq!(find("foreign aid"), Some((1, 2)));
        assert_eq!(find("it was later announced"), Some((4, 3)));
        assert_eq!(find("it was a b c d announced"), None);
        assert_eq!(phrases.exact("foreign minister"), Some(&1));
        assert_eq!(phrases.exact("foreign minister x"), None);
    }
}
