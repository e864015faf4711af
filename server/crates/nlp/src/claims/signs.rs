//! The words of a segment by which a sentence asks for a source, or asks for less: known of the words alone, and so once.

use lang::segment::Shape;
use lang::{Language, VerbForm};

use crate::tokens::Words;

/// A word or phrase that counts in how much a sentence asks for a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sign {
    /// The token that it begins at.
    pub at: usize,
    /// What it is a sign of.
    pub kind: SignKind,
}

/// What a word is a sign of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignKind {
    /// A judgement: `unprecedented`.
    Opinion,
    /// Doubt or forecast: `is likely to`.
    Hedge,
    /// A motive: `in order to`.
    Motive,
    /// `may`, `would`.
    Modal,
    /// `can`
    Ability,
    /// An act that somebody will contest, in this form.
    Contested(VerbForm),
    /// Digits, `at least four`, `a third of`: it may count something.
    Number,
    /// `the largest`.
    Superlative,
    /// `all`, `nothing`.
    Total,
    /// A settled fact: `was founded in`.
    Background,
    /// What the outlet could not learn: `could not be verified`.
    Disclaimer,
    /// What stands in a public record, of a market, a company, a vote: `closed at`.
    Record,
    /// A report of a game: `touchdown`.
    Game,
}

impl SignKind {
    /// A word of judgement, doubt or motive, which is none inside some phrases.
    fn is_own_word(self) -> bool {
        matches!(
            self,
            SignKind::Opinion
                | SignKind::Hedge
                | SignKind::Motive
                | SignKind::Modal
                | SignKind::Ability
                | SignKind::Superlative
        )
    }
}

/// The signs of a segment, by token; those of one token in the order in which [`SignKind`] has them.
pub(crate) fn signs(words: &Words, lang: &Language) -> Vec<Sign> {
    let mut all = Vec::new();
    let mut plain = 0;
    for at in 0..words.len() {
        let lower = words.lower(at);
        plain = plain.max(words.phrase(&lang.no_signs, at).map_or(0, |(len, ())| at + len));
        let own = |kind: &SignKind| at >= plain || !kind.is_own_word();
        let phrase = |kind, phrases| words.phrase(phrases, at).map(|_| kind);
        let word = |kind, is_one: bool| is_one.then_some(kind);
        let kinds = [
            phrase(SignKind::Opinion, &lang.opinion),
            phrase(SignKind::Hedge, &lang.hedges),
            phrase(SignKind::Motive, &lang.motives),
            word(SignKind::Modal, lang.closed.modals.contains(lower) && !is_compound(words, at)),
            word(SignKind::Ability, lang.closed.abilities.contains(lower)),
            lang.contested.get(lower).map(|form| SignKind::Contested(*form)),
            word(SignKind::Number, is_number(words, at, lang)),
            word(SignKind::Superlative, lang.closed.superlatives.contains(lower)),
            word(SignKind::Total, lang.closed.totals.contains(lower)),
            phrase(SignKind::Background, &lang.background),
            phrase(SignKind::Disclaimer, &lang.disclaimers),
            phrase(SignKind::Record, &lang.records),
            phrase(SignKind::Game, &lang.games),
        ];
        all.extend(kinds.into_iter().flatten().filter(own).map(|kind| Sign { at, kind }));
    }
    all
}

/// `would-be`
fn is_compound(words: &Words, at: usize) -> bool {
    words.raw(at + 1) == "-" && !words.space_after(at)
}

/// A number in digits or behind `at least`, or a fraction that is not followed by its whole.
fn is_number(words: &Words, at: usize, lang: &Language) -> bool {
    let lower = words.lower(at);
    let before = words.lower(at.wrapping_sub(1));
    let is_estimate = || lang.closed.approximate.contains(before);
    let is_part = || {
        lang.closed.indefinite.contains(before)
            && (words.shape(at + 1) == Shape::Mark && words.raw(at + 1) != "-"
                || lang.function.contains(words.lower(at + 1)))
    };
    words.shape(at) == Shape::Number
        || lang.times.numbers.contains_key(lower) && is_estimate()
        || lang.closed.fractions.contains(lower) && is_part()
}
