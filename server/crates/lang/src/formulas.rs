//! Formulas: sentences with gaps, such as `details in the material of *`.
//!
//! A formula is compared word by word; stops, commas, quotation marks, brackets and dashes count neither in it nor in
//! the text, a colon does. `*` stands for one or more words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::segment::{self, Shape};

/// A list of formulas, each with a value.
#[derive(Debug, Clone)]
pub struct Formulas<T> {
    by_first: FxHashMap<Box<str>, Vec<usize>>,
    open: Vec<usize>,
    entries: Vec<(Box<[Box<str>]>, T)>,
}

impl<T> Default for Formulas<T> {
    fn default() -> Self {
        Formulas { by_first: FxHashMap::default(), open: Vec::new(), entries: Vec::new() }
    }
}

const GAP: &str = "*";

impl<T> Formulas<T> {
    /// A list of these formulas. Where several match, the one with most words of its own does.
    pub fn new<'a>(formulas: impl Iterator<Item = (&'a str, T)>) -> Formulas<T> {
        let mut all = Formulas::default();
        for (formula, value) in formulas {
            let parts: Box<[Box<str>]> = words(formula).into_iter().map(Box::from).collect();
            let index = all.entries.len();
            match parts.first().map(AsRef::as_ref) {
                None => continue,
                Some(GAP) => all.open.push(index),
                Some(first) => all.by_first.entry(first.into()).or_default().push(index),
            }
            all.entries.push((parts, value));
        }
        all
    }

    /// The formula that all of `words` (as [`words`] cuts them, small) match, with the words each gap stands for.
    pub fn matching(&self, words: &[&str]) -> Option<(&T, Vec<Range<usize>>)> {
        let of_first = words.first().and_then(|&first| self.by_first.get(first));
        let candidates = of_first.into_iter().flatten().chain(&self.open);
        let matches = candidates.filter_map(|&index| {
            let (parts, value) = &self.entries[index];
            let own = parts.iter().filter(|part| &***part != GAP).count();
            Some((own, value, gaps(parts, words)?))
        });
        matches.max_by_key(|(own, ..)| *own).map(|(_, value, gaps)| (value, gaps))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The words of a formula, or of small text that is to be compared with one.
pub fn words(text: &str) -> Vec<&str> {
    let counts = |word: &&str, shape: Shape| shape != Shape::Mark || matches!(*word, ":" | "*" | "&" | "©");
    segment::words(text)
        .map(|(range, shape)| (&text[range], shape))
        .filter(|(word, shape)| counts(word, *shape))
        .map(|(word, _)| word)
        .collect()
}

/// What each gap of `parts` stands for, if `words` match: leftmost first, each as short as it can be.
///
/// As in file-name globs it is enough to return to the latest gap, so the work is at most parts times words.
fn gaps(parts: &[Box<str>], words: &[&str]) -> Option<Vec<Range<usize>>> {
    let mut gaps: Vec<Range<usize>> = Vec::new();
    let (mut part, mut word) = (0, 0);
    let mut latest = None;
    while word < words.len() {
        match parts.get(part).map(AsRef::as_ref) {
            Some(GAP) => {
                latest = Some(part);
                gaps.push(word..word + 1);
                part += 1;
                word += 1;
            }
            Some(own) if own == words[word] => {
                part += 1;
                word += 1;
            }
            _ => {
                let gap = gaps.last_mut()?;
                gap.end += 1;
                word = gap.end;
                part = latest? + 1;
            }
        }
    }
    (part == parts.len()).then_some(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::single_range_in_vec_init)] // one gap, and a range is what a gap is
    fn gaps_hold_one_word_or_more() {
        let formulas = Formulas::new(
            [("details in the material of *", 1), ("* topped * headlines *", 2), ("read more", 3)].into_iter(),
        );
        let find = |text: &str| formulas.matching(&words(text)).map(|(value, gaps)| (*value, gaps));
        assert_eq!(find("details in the material of the harbour post"), Some((1, vec![5..8])));
        assert_eq!(find("details in the material of"), None);
        assert_eq!(find("these stories topped monday headlines across velmia"), Some((2, vec![0..2, 3..4, 5..7])));
        assert_eq!(find("read more"), Some((3, vec![])));
        assert_eq!(find("“read more.”"), Some((3, vec![])));
        assert_eq!(find("read more of it"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn the_formula_with_most_words_of_its_own_wins() {
        let formulas = Formulas::new(
            [("translated by *", 1), ("translated by robots", 2), ("translated * robots", 3)].into_iter(),
        );
        assert_eq!(formulas.matching(&["translated", "by", "robots"]).map(|(value, _)| *value), Some(2));
        assert_eq!(formulas.matching(&["translated", "by", "nuns"]).map(|(value, _)| *value), Some(1));
    }

    #[test]
    fn a_gap_goes_on_where_the_next_word_comes_too_early() {
        let formulas = Formulas::new([("* in the * of *", ())].into_iter());
        let text = "it is in the end in the hands of god";
        assert!(formulas.matching(&words(text)).is_some());
        assert!(formulas.matching(&words("in the hands of god")).is_none());
    }
}
