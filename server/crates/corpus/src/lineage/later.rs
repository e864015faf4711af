//! What later versions of a statement say otherwise than somebody who took it from an earlier one.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use lang::Language;
use quick_cache::sync::Cache;
use text::Span;

use super::alike::{self, Figures};
use super::change::changes;
use super::{Change, ChangeKind, Given, Lineage, Manner, Place, Statement, Told};
use crate::Path;

/// A later version that says otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Later {
    /// The last version that says it as the one who asks.
    pub base: Place,
    /// The last one after it that does not.
    pub later: Place,
    /// What is otherwise there: `before` stands in the text of the one who asks, `after` in that of the version.
    pub changes: Vec<Change>,
}

/// Days after which another restatement tells of something else.
const NEAR: i32 = 31;
/// Of so many hundredths of its words in a version a quotation is one of that version.
const QUOTED: usize = 90;
/// Words that were changed in more places are no change but other words.
const PLACES: usize = 2;
/// Nor are more words at one place.
const WORDS: usize = 5;
/// Bytes between a quotation and the words for who says it.
const BESIDE: u32 = 24;
/// Marks of what is left out or put in: what is otherwise there is so on purpose.
const MARKED: [&str; 3] = ["…", "...", "["];

/// Versions of what was asked last, by its words: a draft asks for all it says at every key. True of one set of files.
#[derive(Clone, Default)]
pub(super) struct Memo(Arc<OnceLock<Cache<u64, Arc<[Place]>>>>);

/// A draft says less.
const KEPT: usize = 1_024;

impl Memo {
    fn recall(&self, given: Given, find: impl FnOnce() -> Vec<Place>) -> Arc<[Place]> {
        let cache = self.0.get_or_init(|| Cache::new(KEPT));
        let key = given.wording();
        cache.get(&key).unwrap_or_else(|| {
            let found: Arc<[Place]> = find().into();
            cache.insert(key, found.clone());
            found
        })
    }
}

impl Lineage {
    /// What the last version of `statement`, which stands in a `text` outside of the folder's sources, says otherwise than
    /// the version it was taken from. `None` where no version with a day says the same, or none after it says anything else.
    /// `is_person` tells of a version's speaker, and with `None` of the statement's: a body speaks through people.
    pub fn later(
        &self,
        text: &str,
        statement: &Statement,
        lang: &Language,
        is_person: impl Fn(Option<&Place>) -> bool,
    ) -> Option<Later> {
        let told = Told::default();
        let here = Given { text, told: &told, statement };
        let places = self.memo.recall(here, || self.alike_to(here, |_, _| false));
        let mut dated: Vec<(Date, &Place)> =
            places.iter().filter_map(|place| Some((self.when(place).day?, place))).collect();
        dated.sort();
        let compared = dated.into_iter().filter_map(|(day, place)| {
            let there = self.given(place)?;
            let persons = || is_person(None) && is_person(Some(place));
            Some(Compared { day, place, there, changes: otherwise(here, there, lang, persons) })
        });
        let compared: Vec<Compared> = compared.collect();
        let base = compared.iter().rev().find(|other| other.changes.is_empty() && rests_on(here, other.there))?;
        let is_later = |other: &&Compared| other.day > base.day && !other.changes.is_empty();
        // What is told again in other words is told of something else after a while.
        let is_near = |other: &&Compared| is_quoted(here, other.there) || days(base.day, other.day) <= NEAR;
        let later = compared.iter().rev().filter(is_later).find(is_near)?;
        Some(Later { base: base.place.clone(), later: later.place.clone(), changes: later.changes.clone() })
    }

    /// The statements of other articles that give the same things a number, each with the figure there and the one of
    /// `statement`, which is the article's `own` or stands in none.
    pub fn counts(&self, text: &str, statement: &Statement, own: &Path) -> Vec<(Place, Counted)> {
        if statement.terms.figures.is_empty() {
            return Vec::new();
        }
        let told = Told::default();
        let here = Given { text, told: &told, statement };
        let places = self.memo.recall(here, || self.alike_to(here, |_, _| false));
        let found = places.iter().flat_map(|place| {
            let other =
                self.given(place).filter(|there| place.path != *own || there.statement.article != statement.article);
            let pairs = other.into_iter().flat_map(|there| counted_in_both(here, there));
            pairs.map(move |counted| (place.clone(), counted))
        });
        found.collect()
    }
}

/// The same things, counted by two articles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Number and word, in the file of the one who asks.
    pub here: Span,
    /// In the other's.
    pub there: Span,
    /// Both give one number.
    pub same: bool,
}

fn counted_in_both(here: Given, there: Given) -> Vec<Counted> {
    let own = here.statement.terms.figures.iter().filter(|figure| is_counted_once(here, figure.span));
    let pairs = own.filter_map(|figure| {
        let mut others = there.statement.terms.figures.iter().filter(|other| other.unit == figure.unit);
        let other = others.next().filter(|other| is_counted_once(there, other.span))?;
        Some(Counted { here: figure.span, there: other.span, same: other.value == figure.value })
    });
    pairs.collect()
}

/// A version beside the statement that was asked for.
struct Compared<'a> {
    day: Date,
    place: &'a Place,
    there: Given<'a>,
    changes: Vec<Change>,
}

/// What a version says otherwise that a writer has to know. Another translation is none: which of them is right nobody can
/// see from here; and what a reader learns of the source is the writer's to say.
fn otherwise(here: Given, there: Given, lang: &Language, persons: impl Fn() -> bool) -> Vec<Change> {
    let quoted = is_quoted(here, there) && is_whole(here) && is_whole(there);
    let marked = is_marked(here) || is_marked(there);
    let mut all = changes(here, there, lang);
    let count = |kind: ChangeKind| all.iter().filter(|change| change.kind == kind).count();
    // Two statements with several other numbers, or words in many places, are two rather than one that was changed.
    let (numbers, words) = (count(ChangeKind::Number), count(ChangeKind::Words));
    all.retain(|change| match change.kind {
        ChangeKind::Number => {
            numbers == 1 && is_counted_once(here, change.before) && is_counted_once(there, change.after)
        }
        ChangeKind::HedgeLost | ChangeKind::HedgeAdded => !marked,
        ChangeKind::Words => quoted && !marked && words <= PLACES && is_other_words(here, there, change),
        ChangeKind::Speaker => quoted && is_by_name(here) && is_by_name(there) && persons(),
        ChangeKind::Strengthened | ChangeKind::Weakened | ChangeKind::Translation => false,
    });
    all
}

/// Nothing else of these things is counted, and not as part of a description: `a 47-metre mast`.
fn is_counted_once(given: Given, span: Span) -> bool {
    let figures = &given.statement.terms.figures;
    let own = figures.iter().find(|figure| figure.span == span);
    let same = |unit: u32| figures.iter().filter(|figure| figure.unit == unit).count();
    !span.of(given.text).contains('-') && own.is_some_and(|figure| same(figure.unit) == 1)
}

/// A few words, and not only how they are set; nor does one of both go on where the other ends or begins.
fn is_other_words(here: Given, there: Given, change: &Change) -> bool {
    let (old, new) = (change.before.of(here.text), change.after.of(there.text));
    let is_short = |words: &str| words.split_whitespace().count() <= WORDS;
    let letters = |words: &str| words.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (own, other) = (here.statement.span(), there.statement.span());
    let starts = (change.before.start == own.start, change.after.start == other.start);
    let ends = (change.before.end == own.end, change.after.end == other.end);
    is_short(old) && is_short(new) && letters(old) != letters(new) && starts.0 == starts.1 && ends.0 == ends.1
}

/// The words for the source stand beside the quotation, and end in the speaker's surname, but for what is put in behind it:
/// no pronoun, and nobody whom they only mention.
fn is_by_name(given: Given) -> bool {
    let statement = given.statement;
    let far = |source: Span| {
        let said = statement.span();
        source.start.saturating_sub(said.end).max(said.start.saturating_sub(source.end)) > BESIDE
    };
    if statement.source.is_none_or(far) {
        return false;
    }
    let last = |words: &str| words.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let surname = statement.speaker.as_deref().map(last);
    let words = statement.source.map(|source| source.of(given.text));
    let named = words.and_then(|words| words.split(',').next()).map(last);
    surname.is_some() && surname == named
}

/// Both are quotations.
fn is_quoted(here: Given, there: Given) -> bool {
    here.statement.manner == Manner::Quoted && there.statement.manner == Manner::Quoted
}

/// Nothing in it is marked as quoted, so that all of it is, or nothing.
fn is_whole(given: Given) -> bool {
    let pieces = given.statement.spans.iter();
    !pieces.map(|piece| piece.of(given.text)).any(|words| words.contains(['"', '“', '”', '„', '«', '»']))
}

fn is_marked(given: Given) -> bool {
    let words = given.statement.span().of(given.text);
    MARKED.iter().any(|mark| words.contains(mark))
}

/// What says nothing else says the same as well: the words of a quotation, the numbers of what is counted.
fn rests_on(here: Given, there: Given) -> bool {
    match here.statement.manner {
        Manner::Quoted => {
            let words = here.words().len();
            alike::kept(here, there).0 * 100 >= words * QUOTED
        }
        _ => {
            here.statement.terms.figures.is_empty() || alike::figures(here.statement, there.statement) == Figures::Same
        }
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
