//! The events of one article: its mentions joined, before anybody looks at other articles.
//!
//! Mentions of one type are one event where they give the same place, day, number or parties and contradict each other
//! in nothing. A mention that tells nothing (`the talks`) belongs to the one event of its type that was told of before
//! it; where several were, it stays alone.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;
use lang::{Language, PlaceKind, Turn};
use nlp::facts::{ArticleFacts, EventFact};

use super::{class, story};

/// An event as one article tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Local {
    /// Its type; see [`class`].
    pub kind: Box<str>,
    pub told: Told,
    /// Its mentions, as numbers of the article's events; at least one.
    pub mentions: Vec<u32>,
    /// The mention that dates and places it best.
    pub best: u32,
    /// How well that does so.
    pub rank: Rank,
    /// Nothing but its article's story says which event it is; see [`story`].
    pub bare: bool,
    /// Whom its article names, if it is bare.
    pub company: Arc<[u64]>,
    /// Its article's events were given, whatever tells them apart.
    pub given: bool,
}

/// How well a mention defines an event, in order: the greatest does best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Rank {
    /// A draft is no evidence.
    source: bool,
    days: bool,
    is_day: bool,
    place: bool,
    ordinal: bool,
    participants: usize,
    /// An article that has a day before others, the earliest first.
    article: Option<Reverse<Date>>,
}

/// What is told of an event.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Told {
    pub place: Option<Box<str>>,
    /// Sorted.
    pub participants: Vec<Box<str>>,
    pub when: When,
    /// Its number in a series.
    pub ordinal: Option<u32>,
}

/// When it was, as far as it is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct When {
    /// First and last day, few enough to tell it apart.
    pub days: Option<(Date, Date)>,
    /// A stretch of time it lies in: `in February`.
    pub within: Option<(Date, Date)>,
    /// Month and day, where the year is open.
    pub yearly: Option<(i8, i8)>,
}

/// The events of an article, in the order of their first mentions.
pub(super) fn events(article: &ArticleFacts) -> Vec<Local> {
    let given = !article.company.is_empty();
    let mut all: Vec<Local> = Vec::new();
    for (number, fact) in article.events.iter().enumerate() {
        let (kind, mut told, number) = (class(&fact.kind), Told::of(fact), number as u32);
        if given {
            // What stands beside given words is theirs by chance; who takes part is seen by the whole company.
            told.participants.clear();
        }
        let telling = |local: &Local| *local.kind == *kind && local.told.is_telling();
        if told.ordinal.is_none() {
            told.ordinal = fact.turn.and_then(|turn| number_in_turn(&all, kind, turn));
        }
        let is_its_turn = |local: &Local| fact.turn.is_none_or(|turn| may_be(local, turn, article.day));
        let fits = |local: &Local| telling(local) && local.told.fits(&told) && is_its_turn(local);
        let chosen = if told.is_telling() {
            only(&all, |local| telling(local) && local.told.agrees(&told) && is_of_turn(local, fact, &told, article))
        } else if all.iter().any(telling) {
            only(&all, telling).filter(|&at| fits(&all[at])).or_else(|| meant(&all, fits, fact, article))
        } else {
            only(&all, |local| *local.kind == *kind)
        };
        match chosen {
            Some(at) => all[at].add(&told, number, Rank::of(&told, article)),
            None => {
                let rank = Rank::of(&told, article);
                let (kind, mentions, company) = (kind.into(), vec![number], Arc::default());
                all.push(Local { kind, told, mentions, best: number, rank, bare: false, company, given });
            }
        }
    }
    let mut company: Option<Arc<[u64]>> = None;
    for local in &mut all {
        local.bare = given || local.told.place.is_none() && local.told.participants.is_empty();
        if local.bare {
            local.company = company.get_or_insert_with(|| story::company(article).into()).clone();
        }
    }
    all
}

/// `previous talks in Vienna` are none of the `talks in Vienna` that an article is about, unless the days say so.
fn is_of_turn(local: &Local, fact: &EventFact, told: &Told, article: &ArticleFacts) -> bool {
    let turn = local.mentions.first().and_then(|&at| article.events.get(at as usize)?.turn);
    let sets_apart = |turn: Option<Turn>| matches!(turn, Some(Turn::Previous | Turn::Next));
    let same_days = told.when.days.is_some() && told.when.days == local.told.when.days;
    let same_number = told.ordinal.is_some() && told.ordinal == local.told.ordinal;
    turn == fact.turn || !sets_apart(turn) && !sets_apart(fact.turn) || same_days || same_number
}

/// Nothing known of the days of an event contradicts that it is the previous, the last or the next of its series for an
/// article of `today`.
fn may_be(local: &Local, turn: Turn, today: Option<Date>) -> bool {
    let Some(((from, to), today)) = local.told.when.days.zip(today) else { return true };
    match turn {
        Turn::Previous | Turn::Last => from <= today,
        Turn::Next => to >= today,
    }
}

/// The number of the previous or the next round, where the article has told of one numbered round before.
fn number_in_turn(all: &[Local], kind: &str, turn: Turn) -> Option<u32> {
    let mut numbers: Vec<u32> =
        all.iter().filter(|local| *local.kind == *kind).filter_map(|local| local.told.ordinal).collect();
    numbers.sort_unstable();
    numbers.dedup();
    match (&numbers[..], turn) {
        ([number], Turn::Next) => number.checked_add(1),
        ([number], Turn::Previous) => number.checked_sub(1).filter(|number| *number > 0),
        _ => None,
    }
}

/// The number of the event that a bare mention means, of several that fit: the one that the article is about, with its
/// day and place, of several the one told of first. It was called so before: `the conversation` is none of the talks.
fn meant(all: &[Local], fits: impl Fn(&Local) -> bool, fact: &EventFact, article: &ArticleFacts) -> Option<usize> {
    let word = last_word(&fact.label);
    let has_word = |label: &str| label.split(' ').any(|other| other.eq_ignore_ascii_case(word));
    let called = |local: &Local| {
        let mut facts = local.mentions.iter().filter_map(|&at| article.events.get(at as usize));
        facts.any(|fact| has_word(&fact.label))
    };
    let fitting = all.iter().enumerate().filter(|(_, local)| fits(local));
    let order = |told: &Told| (told.when.is_day(), told.place.is_some());
    let (at, _) = fitting.max_by_key(|(at, local)| (order(&local.told), Reverse(*at)))?;
    all.iter().any(|local| fits(local) && called(local)).then_some(at)
}

fn last_word(label: &str) -> &str {
    label.rsplit(' ').next().unwrap_or(label)
}

/// The number of the one event that fits.
fn only(all: &[Local], fits: impl Fn(&Local) -> bool) -> Option<usize> {
    let mut found = (0..all.len()).filter(|&at| fits(&all[at]));
    found.next().filter(|_| found.next().is_none())
}

impl Local {
    fn add(&mut self, told: &Told, mention: u32, rank: Rank) {
        self.told.add(told);
        self.mentions.push(mention);
        if rank > self.rank {
            (self.best, self.rank) = (mention, rank);
        }
    }

    /// The day of its article.
    pub fn day(&self) -> Option<Date> {
        self.rank.article.map(|Reverse(day)| day)
    }

    /// The mention it is kept by.
    pub fn first(&self) -> u32 {
        self.mentions.first().copied().unwrap_or_default()
    }
}

impl Rank {
    fn of(told: &Told, article: &ArticleFacts) -> Rank {
        Rank {
            source: !article.draft,
            days: told.when.days.is_some(),
            is_day: told.when.is_day(),
            place: told.place.is_some(),
            ordinal: told.ordinal.is_some(),
            participants: told.participants.len().min(2),
            article: article.day.map(Reverse),
        }
    }
}

impl Told {
    fn of(fact: &EventFact) -> Told {
        Told {
            place: fact.place.clone(),
            participants: fact.participants.clone(),
            when: When::of(fact),
            ordinal: fact.ordinal,
        }
    }

    /// Something is told that sets it apart from others of its type.
    pub fn is_telling(&self) -> bool {
        self.place.is_some() || self.when != When::default() || self.ordinal.is_some() || self.participants.len() > 1
    }

    /// Nothing one tells contradicts the other: one place, days that overlap, one number, a party shared.
    pub fn fits(&self, other: &Told) -> bool {
        let place = self.place.is_none() || other.place.is_none() || self.same_place(other);
        let ordinal = self.ordinal.is_none() || other.ordinal.is_none() || self.ordinal == other.ordinal;
        let parties = self.participants.is_empty() || other.participants.is_empty() || self.shares_party(other);
        place && ordinal && parties && self.when.fits(other.when)
    }

    /// They fit, and something that sets apart is the same in both.
    pub fn agrees(&self, other: &Told) -> bool {
        let place = self.place.is_some() && other.place.is_some() && self.same_place(other);
        self.fits(other) && (place || self.agrees_but_for_place(other))
    }

    /// The day, the number or two parties are the same.
    pub fn agrees_but_for_place(&self, other: &Told) -> bool {
        let ordinal = self.ordinal.is_some() && self.ordinal == other.ordinal;
        let shared = self.participants.iter().filter(|party| other.participants.contains(party)).count();
        ordinal || shared > 1 || self.when.is_day() && other.when.is_day() && self.when.fits(other.when)
    }

    /// One place, or a town and its country.
    fn same_place(&self, other: &Told) -> bool {
        self.place == other.place
            || self.place.as_deref().zip(other.place.as_deref()).is_some_and(|(a, b)| is_in(a, b) || is_in(b, a))
    }

    pub fn shares_party(&self, other: &Told) -> bool {
        self.participants.iter().any(|party| other.participants.iter().any(|other| same_party(party, other)))
    }

    /// Adds what another mention of the same event tells.
    pub fn add(&mut self, other: &Told) {
        self.place = self.place.take().or_else(|| other.place.clone());
        self.ordinal = self.ordinal.or(other.ordinal);
        let known = self.participants.len();
        for party in &other.participants {
            if !self.participants[..known].contains(party) {
                self.participants.push(party.clone());
            }
        }
        if self.participants.len() > known {
            self.participants.sort();
        }
        self.when.add(other.when);
    }
}

/// A town of this country, by the gazetteer.
fn is_in(town: &str, country: &str) -> bool {
    let lang = Language::load(lang::DEFAULT_TAG);
    let Some((town, country)) = lang.places.exact(town).zip(lang.places.exact(country)) else { return false };
    let is_country = |place: &lang::Place| matches!(place.kind, PlaceKind::Country);
    is_country(country) && !is_country(town) && !town.country.is_empty() && town.country == country.country
}

/// `Sarenian Senate` may be called `Senate`.
fn same_party(a: &str, b: &str) -> bool {
    let ends =
        |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    ends(a, b) || ends(b, a)
}

impl When {
    pub fn of(fact: &EventFact) -> When {
        // `Next week` is no stretch of seven days that something lasted.
        let week = fact.value.as_deref().is_some_and(|value| value.contains("-W"));
        let days = fact.interval.filter(|&interval| length(interval) <= LONGEST && !week);
        let within = fact.interval.filter(|_| days.is_none());
        let yearly = if fact.interval.is_none() { fact.value.as_deref().and_then(month_and_day) } else { None };
        When { days, within, yearly }
    }

    /// The day is told, if not its year.
    pub fn is_day(&self) -> bool {
        self.days.is_some() || self.yearly.is_some()
    }

    pub fn fits(&self, other: When) -> bool {
        let overlap = |a: Option<(Date, Date)>, b: Option<(Date, Date)>| match (a, b) {
            (Some((a, b)), Some((c, d))) => a <= d && c <= b,
            _ => true,
        };
        let in_year = |days: Option<(Date, Date)>, yearly: Option<(i8, i8)>| match (days, yearly) {
            (Some((from, to)), Some(day)) => from
                .series(jiff::Span::new().days(1))
                .take_while(|date| *date <= to)
                .any(|date| (date.month(), date.day()) == day),
            _ => true,
        };
        let same_day = self.yearly.is_none() || other.yearly.is_none() || self.yearly == other.yearly;
        overlap(self.days, other.days)
            && overlap(self.days, other.within)
            && overlap(self.within, other.days)
            && in_year(self.days, other.yearly)
            && in_year(other.days, self.yearly)
            && same_day
    }

    fn add(&mut self, other: When) {
        self.days = match (self.days, other.days) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, other) => one.or(other),
        };
        self.within = self.within.or(other.within);
        self.yearly = self.yearly.or(other.yearly);
    }
}

/// The most days, less one, that set an event apart. `In February` is a time, not a date.
pub(super) const LONGEST: i32 = 10;

/// Days from the first to the last; negative when the last comes first.
pub(super) fn length((from, to): (Date, Date)) -> i32 {
    // Two civil dates are never too far apart to be counted in days.
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// `XXXX-02-04`, alone or at the start of a range.
fn month_and_day(value: &str) -> Option<(i8, i8)> {
    let (month, day) = value.get(..10)?.strip_prefix("XXXX-")?.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}
