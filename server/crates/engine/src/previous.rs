//! What was worked out of the text read before, for reading one that differs from it in a few places: a paragraph somebody types in.
//!
//! A row of an encoder knows [`DEPTH`] tokens to each side, so a key changes the rows of the nine tokens about it, and all others are
//! those that were there. What is read off the rows token by token is kept with them, and the moves that made the tree
//! ([`crate::moves`]); names hang on the whole text, and are made anew.

use std::ops::Range;

use crate::encoder::DEPTH;
use crate::kernels::GROUP;
use crate::labels::Tag;
use crate::moves::Moves;
use crate::vocabulary::Lexeme;

/// What [`crate::Pipeline::analyze_again`] remembers of one text: 0.6 KB a token.
#[derive(Default)]
pub struct Previous {
    seen: Vec<Seen>,
    pub(crate) tags: Vec<Tag>,
    /// What the parser and the recogniser of names need of each token.
    pub(crate) parser: Vec<f32>,
    pub(crate) names: Vec<f32>,
    pub(crate) moves: Moves,
}

/// What the encoders see of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen([u64; 4], bool, bool);

/// What is new of each token of a stretch.
#[derive(Default)]
pub(crate) struct Fresh {
    pub tags: Vec<Tag>,
    pub parser: Vec<f32>,
    pub names: Vec<f32>,
}

impl Seen {
    /// Of a lexeme, with or without a space after it.
    pub fn new(lexeme: &Lexeme, space: bool) -> Seen {
        Seen([lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape], lexeme.is_space, space)
    }
}

impl Previous {
    /// Tokens beyond which nothing is remembered.
    pub(crate) const LONGEST: usize = 2048;

    /// The tokens of a text that are to be encoded, and those of the text before whose place they take. Whole groups of rows.
    pub(crate) fn stale(&self, seen: &[Seen]) -> (Range<usize>, Range<usize>) {
        let shorter = seen.len().min(self.seen.len());
        let alike = |(a, b): &(&Seen, &Seen)| a == b;
        let before = seen.iter().zip(&self.seen).take_while(alike).count();
        let after = seen.iter().rev().zip(self.seen.iter().rev()).take(shorter - before).take_while(alike).count();
        if before == seen.len().max(self.seen.len()) {
            return (before..before, before..before);
        }
        let from = before.saturating_sub(DEPTH) / GROUP * GROUP;
        let to = (seen.len() - after + DEPTH).next_multiple_of(GROUP).min(seen.len());
        (from..to, from..self.seen.len() - (seen.len() - to))
    }

    /// Puts what is `fresh` in the place of what was there.
    pub(crate) fn renew(&mut self, seen: Vec<Seen>, place: Range<usize>, fresh: Fresh) {
        fn put(kept: &mut Vec<f32>, tokens: usize, place: &Range<usize>, fresh: Vec<f32>) {
            let width = kept.len().checked_div(tokens).unwrap_or(0);
            kept.splice(place.start * width..place.end * width, fresh);
        }
        put(&mut self.parser, self.seen.len(), &place, fresh.parser);
        put(&mut self.names, self.seen.len(), &place, fresh.names);
        self.tags.splice(place, fresh.tags);
        self.seen = seen;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<Seen> {
        text.bytes().map(|byte| Seen([u64::from(byte); 4], false, true)).collect()
    }

    fn stale(before: &str, after: &str) -> (Range<usize>, Range<usize>) {
        Previous { seen: seen(before), ..Previous::default() }.stale(&seen(after))
    }

    #[test]
    fn a_change_is_seen_four_tokens_away() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(stale("", text), (0..26, 0..0));
        assert_eq!(stale(text, ""), (0..0, 0..26));
        // The thirteenth token changes, is added, is taken away.
        assert_eq!(stale(text, &text.replace('m', "_")), (8..20, 8..20));
        assert_eq!(stale(text, &text.replace('m', "_m")), (8..20, 8..19));
        assert_eq!(stale(text, &text.replace('m', "")), (8..16, 8..17));
        // What comes or goes at the end was not there before.
        assert_eq!(stale(text, &format!("{text}_")), (20..27, 20..26));
        assert_eq!(stale(text, &text[..25]), (20..25, 20..26));
        let (new, old) = stale(text, text);
        assert!(new.is_empty() && old.is_empty());
    }
}
