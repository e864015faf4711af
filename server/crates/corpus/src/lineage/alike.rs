//! Whether two articles give the same statement. What is not sure is left alone: a false join tells a reader that somebody
//! said what he did not.

use super::{Given, Manner, Statement};
use crate::name;

/// Who says two statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Speakers {
    /// One and the same.
    Same,
    /// Of one of them it is not known, or both may be meant.
    Open,
    /// Two.
    Different,
}

/// What two statements have in common, in parts of what the shorter and the longer one has, in hundredths. A name counts
/// half: all of a story has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Shared {
    pub of_shorter: u32,
    pub of_longer: u32,
    /// Words that are no names.
    pub plain: u32,
    pub all: u32,
    /// Both have names, and none of them is the other's.
    pub opposed: bool,
}

/// Fewer words than this are anybody's.
const SHORT: usize = 5;
/// Days within which a restatement is one.
const NEAR: i32 = 31;
/// Days within which a quotation is translated twice.
const TRANSLATED: i32 = 3;

/// The same statement.
pub(super) fn alike(a: Given, b: Given) -> bool {
    let shared = Shared::of(a.statement, b.statement);
    if shared.all < 2 {
        return false;
    }
    match (a.statement.manner, b.statement.manner) {
        (Manner::Quoted, Manner::Quoted) => is_one_quotation(a, b, shared) || is_translated(a, b, shared),
        (one, other) => is_restated(a, b, shared, one == Manner::Told && other == Manner::Told),
    }
}

/// In the order of the shorter one most of its words stand in the other; somebody else's have to be nearly the same.
fn is_one_quotation(a: Given, b: Given, shared: Shared) -> bool {
    if shared.of_shorter < 60 || shared.all < 3 {
        return false;
    }
    let (kept, shorter) = kept(a, b);
    let turned = a.statement.terms.negated != b.statement.terms.negated;
    let (enough, words) = match (speakers(a.statement, b.statement), turned) {
        (Speakers::Different, false) => (90, 8),
        (Speakers::Different, true) => return false,
        (_, true) => (85, 8),
        _ => (70, SHORT),
    };
    shorter >= words && kept * 100 >= shorter * enough
}

/// One person's words of these days, most of what carries meaning the same, put otherwise.
fn is_translated(a: Given, b: Given, shared: Shared) -> bool {
    speakers(a.statement, b.statement) == Speakers::Same
        && is_near(a, b, TRANSLATED, false)
        && a.statement.terms.negated == b.statement.terms.negated
        && shared.plain >= 4
        && shared.of_shorter >= 55
        && shared.of_longer >= 50
        && figures(a.statement, b.statement) != Figures::Other
}

/// In a writer's words the same: who is named is not somebody else, most words are the same, and the figures are.
fn is_restated(a: Given, b: Given, shared: Shared, bare: bool) -> bool {
    let figures = figures(a.statement, b.statement);
    let counted = figures != Figures::None;
    let turned = a.statement.terms.negated != b.statement.terms.negated;
    if turned || shared.opposed || shared.plain < if counted { 2 } else { 3 } {
        return false;
    }
    let (shorter, longer) = match (speakers(a.statement, b.statement), figures) {
        _ if bare && !counted => return false,
        (Speakers::Different, _) => (80, 60),
        (_, Figures::Other) => (75, 60),
        _ if bare => (75, 60),
        _ => (65, 40),
    };
    shared.of_shorter >= shorter && shared.of_longer >= longer && is_near(a, b, NEAR, true)
}

/// The days of their articles are so near, as far as they are known.
fn is_near(a: Given, b: Given, most: i32, unknown: bool) -> bool {
    let days = a.when().day.zip(b.when().day);
    days.map_or(unknown, |(a, b)| a.until(b).is_ok_and(|span| span.get_days().abs() <= most))
}

/// How many words two statements have in the same order, and how many the shorter has.
pub(super) fn kept(a: Given, b: Given) -> (usize, usize) {
    let keys = |given: Given| given.words().into_iter().map(|(_, key)| key).collect::<Vec<u16>>();
    let (a, b) = (keys(a), keys(b));
    let mut row = vec![0usize; b.len() + 1];
    for key in &a {
        let mut corner = 0;
        for at in 0..b.len() {
            let above = row[at + 1];
            row[at + 1] = if *key == b[at] { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    (row[b.len()], a.len().min(b.len()))
}

impl Shared {
    pub fn of(a: &Statement, b: &Statement) -> Shared {
        let distinct = |statement: &Statement| {
            let mut words: Vec<u32> = statement.terms.words.to_vec();
            words.sort_unstable();
            words.dedup_by_key(|word| *word >> 1);
            words
        };
        let (one, other) = (distinct(a), distinct(b));
        let weight = |word: &u32| 2 - (word & 1);
        let in_other = |word: &u32| other.binary_search_by_key(&(word >> 1), |word| word >> 1).ok();
        // What is a name in one of them is one.
        let both: Vec<u32> = one.iter().filter_map(|word| in_other(word).map(|at| word | other[at] & 1)).collect();
        let named = |words: &[u32]| words.iter().any(|word| word & 1 == 1);
        let sum = |words: &[u32]| words.iter().map(weight).sum::<u32>().max(1);
        let common: u32 = both.iter().map(weight).sum();
        let (less, more) = (sum(&one).min(sum(&other)), sum(&one).max(sum(&other)));
        Shared {
            of_shorter: common * 100 / less,
            of_longer: common * 100 / more,
            plain: both.iter().filter(|word| *word & 1 == 0).count() as u32,
            all: both.len() as u32,
            opposed: named(&one) && named(&other) && !named(&both),
        }
    }
}

/// Who says two statements.
pub(super) fn speakers(a: &Statement, b: &Statement) -> Speakers {
    let (Some(one), Some(other)) = (&a.speaker, &b.speaker) else { return Speakers::Open };
    let part = |long: &str, short: &str| long.to_lowercase().contains(&short.to_lowercase());
    let person = |name: &str| name::surname_key(name);
    match () {
        () if person(one) == person(other) && name::may_be_one(one, other) => Speakers::Same,
        () if part(one, other) || part(other, one) => Speakers::Same,
        () => Speakers::Different,
    }
}

/// The figures of two statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Figures {
    /// Nothing is counted in both.
    None,
    /// What both count has the same number.
    Same,
    /// Another number is given.
    Other,
}

/// What two statements count.
pub(super) fn figures(a: &Statement, b: &Statement) -> Figures {
    let pairs = a.terms.figures.iter().flat_map(|one| {
        b.terms.figures.iter().filter(move |other| other.unit == one.unit).map(move |other| (one, other))
    });
    let mut told = Figures::None;
    for (one, _) in pairs {
        let same = b.terms.figures.iter().any(|other| other.unit == one.unit && other.value == one.value);
        if !same {
            return Figures::Other;
        }
        told = Figures::Same;
    }
    told
}
