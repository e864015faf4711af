//! What became otherwise between two versions of a statement, each in a sentence that a reader understands.

use lang::Language;
use text::Span;

use super::alike::{Shared, Speakers, speakers};
use super::{Class, Given, Manner, Statement};

/// Something that is otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What.
    pub kind: ChangeKind,
    /// In a sentence.
    pub says: String,
    /// In the file of the earlier version.
    pub before: Span,
    /// In the file of the later one.
    pub after: Span,
}

/// What may be otherwise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ChangeKind {
    /// Words inside quotation marks.
    Words,
    /// A number of the same things.
    Number,
    /// Who says it.
    Speaker,
    /// What a reader learns of the source: more.
    Strengthened,
    /// Less.
    Weakened,
    /// A word of doubt is gone.
    HedgeLost,
    /// A word of doubt is new.
    HedgeAdded,
    /// The whole is worded otherwise, inside quotation marks.
    Translation,
}

impl ChangeKind {
    /// Its name, for programs and headings.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::Words => "words",
            ChangeKind::Number => "number",
            ChangeKind::Speaker => "speaker",
            ChangeKind::Strengthened | ChangeKind::Weakened => "source",
            ChangeKind::HedgeLost | ChangeKind::HedgeAdded => "certainty",
            ChangeKind::Translation => "translation",
        }
    }
}

impl Class {
    /// In words, behind `the source is`.
    pub fn words(self) -> &'static str {
        match self {
            Class::Named => "named",
            Class::Described => "described and not named",
            Class::Undescribed => "neither named nor described",
            Class::Vague => "a group that nobody can ask",
            Class::Nobody => "nobody",
        }
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Class::Named => "named",
            Class::Described => "described",
            Class::Undescribed => "undescribed",
            Class::Vague => "vague",
            Class::Nobody => "none",
        }
    }
}

/// Of so many hundredths of its words in common a quotation is not worded anew.
const WORDED_ANEW: usize = 70;
/// So much of what is said has to stand in both before a word of doubt can be missed in one.
const WHOLE: u32 = 70;

/// What is otherwise in `after`. What one of two quotations leaves away at its ends is no change of its words.
pub(super) fn changes(before: Given, after: Given, lang: &Language) -> Vec<Change> {
    let (a, b) = (before.statement, after.statement);
    let mut all: Vec<Change> = Vec::new();
    all.extend(speaker(before, after).or_else(|| source(before, after)));
    let numbers = numbers(before, after);
    let shared = Shared::of(a, b);
    let whole = shared.of_longer >= WHOLE || a.manner == Manner::Quoted && b.manner == Manner::Quoted;
    all.extend(certainty(before, after).filter(|_| whole));
    if a.manner == Manner::Quoted && b.manner == Manner::Quoted {
        all.extend(wording(before, after, &numbers, lang));
    }
    all.extend(numbers);
    all.sort_by_key(|change| (change.kind, change.after));
    all
}

fn speaker(before: Given, after: Given) -> Option<Change> {
    let (a, b) = (before.statement, after.statement);
    let (one, other) = (a.speaker.as_deref()?, b.speaker.as_deref()?);
    let differ = speakers(a, b) == Speakers::Different;
    differ.then(|| Change {
        kind: ChangeKind::Speaker,
        says: format!("Said by {one} before, by {other} here."),
        before: place(a),
        after: place(b),
    })
}

fn source(before: Given, after: Given) -> Option<Change> {
    let (a, b) = (before.statement, after.statement);
    let is_open = |statement: &Statement| statement.manner == Manner::Quoted && !statement.is_attributed;
    if a.class == b.class || is_open(a) || is_open(b) {
        return None;
    }
    let told = |given: Given| match given.statement.source {
        Some(span) => format!("“{}” ({})", folded(given.text, span), given.statement.class.words()),
        None if given.statement.manner == Manner::Told => "nobody: the outlet itself tells it".to_owned(),
        None => "nobody".to_owned(),
    };
    Some(Change {
        kind: if b.class < a.class { ChangeKind::Strengthened } else { ChangeKind::Weakened },
        says: format!("The source was {}, and is {}.", told(before), told(after)),
        before: place(a),
        after: place(b),
    })
}

fn numbers(before: Given, after: Given) -> Vec<Change> {
    let (a, b) = (&before.statement.terms.figures, &after.statement.terms.figures);
    let mut all = Vec::new();
    for one in a {
        let same_unit = || b.iter().filter(|other| other.unit == one.unit);
        if same_unit().any(|other| other.value == one.value) {
            continue;
        }
        // What the earlier one counts as well has been told.
        let fresh = |value: &str| !a.iter().any(|known| known.unit == one.unit && *known.value == *value);
        if let Some(other) = same_unit().find(|other| fresh(&other.value)) {
            all.push(Change {
                kind: ChangeKind::Number,
                says: became(&folded(before.text, one.span), &folded(after.text, other.span)),
                before: one.span,
                after: other.span,
            });
        }
    }
    all
}

fn certainty(before: Given, after: Given) -> Option<Change> {
    let (a, b) = (before.statement, after.statement);
    let (one, other) = match (a.manner, b.manner) {
        (Manner::Quoted, Manner::Quoted) => shared_stretches(before, after),
        _ => (a.span(), b.span()),
    };
    let inside = |statement: &Statement, stretch: Span| {
        statement.terms.hedges.iter().copied().find(|hedge| stretch.contains_span(*hedge))
    };
    match (inside(a, one), inside(b, other)) {
        (Some(hedge), None) => Some(Change {
            kind: ChangeKind::HedgeLost,
            says: format!("“{}” is gone: what was left open is told as sure.", folded(before.text, hedge)),
            before: hedge,
            after: b.span(),
        }),
        (None, Some(hedge)) => Some(Change {
            kind: ChangeKind::HedgeAdded,
            says: format!("“{}” is new: what was told as sure is left open.", folded(after.text, hedge)),
            before: a.span(),
            after: hedge,
        }),
        _ => None,
    }
}

/// From the first to the last word that stands in both of two quotations: what lies beyond may have been left away.
fn shared_stretches(before: Given, after: Given) -> (Span, Span) {
    let (a, b) = (before.words(), after.words());
    let hunks = hunks(&a, &b);
    let stretch = |words: &[(Span, u16)], differing: Vec<&std::ops::Range<usize>>| {
        let starts = differing.first().filter(|first| first.start == 0).map_or(0, |first| first.end);
        let ends = differing.last().filter(|last| last.end == words.len()).map_or(words.len(), |last| last.start);
        let shared = words.get(starts..ends).unwrap_or_default();
        shared.first().zip(shared.last()).map_or(Span::default(), |(first, last)| first.0.cover(last.0))
    };
    (
        stretch(&a, hunks.iter().map(|(one, _)| one).collect()),
        stretch(&b, hunks.iter().map(|(_, other)| other).collect()),
    )
}

/// Words that differ between two quotations, numbers and words of doubt aside, which are told for themselves.
fn wording(before: Given, after: Given, numbers: &[Change], lang: &Language) -> Vec<Change> {
    let (a, b) = (before.words(), after.words());
    let hunks = hunks(&a, &b);
    let differing: usize = hunks.iter().map(|(one, _)| one.len()).sum();
    let kept = a.len().saturating_sub(differing);
    if kept * 100 < a.len().min(b.len()) * WORDED_ANEW {
        return vec![Change {
            kind: ChangeKind::Translation,
            says: "The same in other words, inside quotation marks: another translation, or not what was said."
                .to_owned(),
            before: before.statement.span(),
            after: after.statement.span(),
        }];
    }
    let inner = hunks.into_iter().map(|hunk| within(hunk, a.len(), b.len()));
    let inner = inner.filter(|(one, other)| !(one.is_empty() && other.is_empty()));
    let inner = inner.filter(|(one, other)| !is_cut(&a, one, other) && !is_cut(&b, other, one));
    let changes = inner.filter_map(|(one, other)| {
        let cover = |words: &[(Span, u16)], range: std::ops::Range<usize>| {
            let behind = range.start.checked_sub(1).map_or(0, |last| words[last].0.end);
            words[range].iter().map(|(span, _)| *span).reduce(Span::cover).unwrap_or(Span::empty(behind))
        };
        let (one, other) = (cover(&a, one), cover(&b, other));
        let counted = numbers.iter().any(|change| change.before.intersects(one) || change.after.intersects(other));
        let doubt = has_doubt(before, one) || has_doubt(after, other);
        if counted || doubt && is_light(before, one, lang) && is_light(after, other, lang) {
            return None;
        }
        let (old, new) = (folded(before.text, one), folded(after.text, other));
        let says = match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("“{new}” was put in."),
            (_, true) => format!("“{old}” was left out."),
            _ => became(&old, &new),
        };
        Some(Change { kind: ChangeKind::Words, says, before: one, after: other })
    });
    changes.collect()
}

/// What one of two quotations has more at its beginning or end, the other may have left away.
fn within((one, other): Hunk, words: usize, others: usize) -> Hunk {
    let least = one.len().min(other.len());
    match () {
        () if one.end == words && other.end == others => {
            (one.start..one.start + least, other.start..other.start + least)
        }
        () if one.start == 0 && other.start == 0 => (one.end - least..one.end, other.end - least..other.end),
        () => (one, other),
    }
}

/// The words that one quotation has more lie before its beginning, or behind its end: what stands in both beside them
/// might as well be the same words at their other end.
fn is_cut(words: &[(Span, u16)], more: &std::ops::Range<usize>, none: &std::ops::Range<usize>) -> bool {
    let same = |from: usize, other: usize, len: usize| (0..len).all(|at| words[from + at].1 == words[other + at].1);
    let (before, behind) = (more.start, words.len() - more.end);
    let fits = |len: usize| len <= more.len() && none.is_empty();
    fits(before) && none.start == before && same(0, more.end - before, before)
        || fits(behind) && same(more.start, more.end, behind)
}

/// Nothing but words of doubt, and small words.
fn is_light(given: Given, span: Span, lang: &Language) -> bool {
    let is_small = |word: &str| lang.function.contains(word) || lang.closed.modals.contains(word);
    let hedges = &given.statement.terms.hedges;
    hedges.iter().any(|hedge| hedge.contains_span(span))
        || span.of(given.text).split_whitespace().all(|word| is_small(&word.to_lowercase()))
}

fn has_doubt(given: Given, span: Span) -> bool {
    given.statement.terms.hedges.iter().any(|hedge| hedge.intersects(span))
}

type Hunk = (std::ops::Range<usize>, std::ops::Range<usize>);

/// Stretches of words that differ, between those that stand in both in the same order.
fn hunks(a: &[(Span, u16)], b: &[(Span, u16)]) -> Vec<Hunk> {
    let width = b.len() + 1;
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for one in (0..a.len()).rev() {
        for other in (0..b.len()).rev() {
            let (right, below) = (longest[one * width + other + 1], longest[(one + 1) * width + other]);
            let same = a[one].1 == b[other].1;
            longest[one * width + other] =
                if same { longest[(one + 1) * width + other + 1] + 1 } else { right.max(below) };
        }
    }
    let (mut one, mut other, mut from) = (0, 0, (0, 0));
    let mut all = Vec::new();
    let close = |all: &mut Vec<Hunk>, from: (usize, usize), to: (usize, usize)| {
        if from != to {
            all.push((from.0..to.0, from.1..to.1));
        }
    };
    while one < a.len() && other < b.len() {
        if a[one].1 == b[other].1 {
            close(&mut all, from, (one, other));
            (one, other) = (one + 1, other + 1);
            from = (one, other);
        } else if longest[(one + 1) * width + other] >= longest[one * width + other + 1] {
            one += 1;
        } else {
            other += 1;
        }
    }
    close(&mut all, from, (a.len(), b.len()));
    all
}

fn became(old: &str, new: &str) -> String {
    format!("“{old}” became “{new}”.")
}

/// Where the words for the source stand, else what is said.
fn place(statement: &Statement) -> Span {
    statement.source.unwrap_or_else(|| statement.span())
}

fn folded(text: &str, span: Span) -> String {
    nlp::Analysis::folded(text, span)
}
