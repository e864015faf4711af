//! Which events belong together: the rounds of a series, and a visit with the meetings that it holds. Only what the slots
//! prove: a day, a place or a party that nobody states joins nothing.

use std::sync::Arc;

use jiff::{ToSpan, civil::Date};
use nlp::facts::EventFact;

use crate::{Event, Index, Member, key};

/// Rounds of one series lie no farther apart.
const APART: i32 = 366;
/// What goes on for longer, such as a war, holds too much to be told.
const LONGEST: i32 = 31;
/// Kinds of events that hold others.
const WIDE: [&str; 3] = ["visit", "summit", "conference"];

/// Events that belong to one event. None is given where nothing is proven.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Kin {
    /// The round before it in its series.
    pub before: Option<Arc<Event>>,
    /// The round behind it.
    pub after: Option<Arc<Event>>,
    /// Events that hold it, the shortest first.
    pub wholes: Vec<Arc<Event>>,
    /// Events that it holds, by day.
    pub parts: Vec<Arc<Event>>,
}

impl Index {
    /// The events that belong to `event`. `lies_in` says whether the first of two places lies in the second.
    pub fn kin(&self, event: &Event, lies_in: impl Fn(&str, &str) -> bool) -> Kin {
        let Some(days) = event.interval else { return Kin::default() };
        let mut kin = Kin::default();
        if let Some(ordinal) = event.ordinal {
            kin.before = self.round(event, days, ordinal.checked_sub(1));
            kin.after = self.round(event, days, ordinal.checked_add(1));
        }
        if length(days.0, days.1) > LONGEST {
            return kin;
        }
        for other in self.events_between(days.0, days.1) {
            if holds(&other, event, &lies_in) {
                kin.wholes.push(other);
            } else if holds(event, &other, &lies_in) {
                kin.parts.push(other);
            }
        }
        kin.wholes.sort_by_key(|whole| (whole.interval.map(|(from, to)| length(from, to)), whole.id.clone()));
        kin.parts.sort_by_key(|part| (part.interval, part.id.clone()));
        kin
    }

    /// The one event of this number in the series of `event`.
    fn round(&self, event: &Event, (from, to): (Date, Date), number: Option<u32>) -> Option<Arc<Event>> {
        let number = number.filter(|number| *number > 0)?;
        let around = (from.checked_sub(APART.days()).ok()?, to.checked_add(APART.days()).ok()?);
        let is_near = |fact: &EventFact| {
            fact.ordinal == Some(number)
                && fact.interval.is_some_and(|(first, last)| first <= around.1 && around.0 <= last)
        };
        let is_earlier = event.ordinal.is_some_and(|own| number < own);
        let follows = |other: &Event| {
            other.interval.is_some_and(|(first, last)| if is_earlier { last <= from } else { to <= first })
        };
        let is_round =
            |other: &Arc<Event>| other.ordinal == Some(number) && is_of_series(event, other) && follows(other);
        let mut rounds = self.events_where(is_near).into_iter().filter(is_round);
        rounds.next().filter(|_| rounds.next().is_none())
    }
}

/// Both are of one kind, between the same two parties, or at one place with one of them; or an article that tells of
/// both names no other party to one of them.
fn is_of_series(a: &Event, b: &Event) -> bool {
    let shared = shared_parties(a, b);
    let is_open = a.participants.is_empty() || b.participants.is_empty() || shared > 0;
    let is_one = shared > 1 || shared > 0 && is_same_place(a, b) || is_open && are_told_together(a, b);
    a.id != b.id && a.kind == b.kind && is_one
}

/// Some article tells of both. Members are in order.
fn are_told_together(a: &Event, b: &Event) -> bool {
    let article = |member: &Member| (member.path.clone(), member.article);
    a.members.iter().any(|member| {
        let at = b.members.partition_point(|other| article(other) < article(member));
        b.members.get(at).is_some_and(|other| article(other) == article(member))
    })
}

/// `whole` is on all days of `part` and at its place, has a party of it, and is of a wider kind or goes on for longer.
fn holds(whole: &Event, part: &Event, lies_in: &impl Fn(&str, &str) -> bool) -> bool {
    let (Some((from, to)), Some((first, last))) = (whole.interval, part.interval) else { return false };
    let is_wide = |event: &Event| WIDE.contains(&&*event.kind);
    let is_longer = length(from, to) > length(first, last);
    let is_wider = match whole.kind == part.kind {
        true => is_longer && whole.ordinal.is_none(),
        false => is_wide(whole) && (!is_wide(part) || is_longer && &*part.kind != "visit"),
    };
    let is_there = is_same_place(whole, part)
        || whole.place.as_deref().zip(part.place.as_deref()).is_some_and(|(whole, part)| lies_in(part, whole));
    whole.id != part.id && is_wider && from <= first && last <= to && is_there && shared_parties(whole, part) > 0
}

fn is_same_place(a: &Event, b: &Event) -> bool {
    a.place.as_deref().zip(b.place.as_deref()).is_some_and(|(a, b)| key::plain(a) == key::plain(b))
}

/// How many parties both have.
fn shared_parties(a: &Event, b: &Event) -> usize {
    let names = |event: &Event| event.participants.iter().map(|party| key::plain(party)).collect::<Vec<String>>();
    let (ours, theirs) = (names(a), names(b));
    ours.iter().filter(|ours| theirs.contains(ours)).count()
}

fn length(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
