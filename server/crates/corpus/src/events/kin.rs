//! How events hang together: the rounds of a series, and what is part of what.
//!
//! Both are said only where slots prove it. Rounds are of one type and share two parties, or have different numbers and
//! share a party or their place, or an article that tells of both names no other party to one. A part is held where and
//! when its umbrella is, and is of a type that such an umbrella holds (`umbrellas.tsv`): the signing at a summit; or it is
//! a shorter one of its own type.
//!
//! [`Kinship`] is for who asks about all events, [`Kin`](super::Kin) for who asks about one: the rules are these.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use lang::{EventStatus, Language};

use super::local::length;
use super::{Event, class};
use crate::{Index, Member, key};

/// All events of a folder by what they may have in common.
pub struct Kinship<'a> {
    index: &'a Index,
    events: Vec<Arc<Event>>,
    by_kind: BTreeMap<Box<str>, Vec<usize>>,
    /// Those with a day and a place, by the place and the first day.
    held: BTreeMap<(String, Date, usize), ()>,
    lang: Arc<Language>,
}

/// The most days that an umbrella may last: what lasts longer is a time.
pub(super) const UMBRELLA: i32 = 31;

impl<'a> Kinship<'a> {
    /// Looks at all events of an index.
    pub fn new(index: &'a Index) -> Kinship<'a> {
        let events = index.events();
        let (mut by_kind, mut held) = (BTreeMap::<Box<str>, Vec<usize>>::new(), BTreeMap::new());
        for (at, event) in events.iter().enumerate() {
            by_kind.entry(class(&event.kind).into()).or_default().push(at);
            if let Some((place, (from, _))) = event.place.as_deref().zip(event.interval) {
                held.insert((key::plain(place), from, at), ());
            }
        }
        Kinship { index, events, by_kind, held, lang: Language::load(lang::DEFAULT_TAG) }
    }

    /// The other events of its series, by day, those without one last.
    pub fn rounds(&self, event: &Event) -> Vec<Arc<Event>> {
        let all = self.by_kind.get(class(&event.kind)).into_iter().flatten().map(|&at| &self.events[at]);
        let mut rounds: Vec<Arc<Event>> = all.filter(|other| is_round(event, other)).cloned().collect();
        rounds
            .sort_by(|a, b| (a.interval.is_none(), a.interval, &a.id).cmp(&(b.interval.is_none(), b.interval, &b.id)));
        rounds
    }

    /// What it is part of.
    pub fn umbrellas(&self, event: &Event) -> Vec<Arc<Event>> {
        let Some((from, _)) = event.interval else { return Vec::new() };
        let begins = from.checked_sub(UMBRELLA.days()).unwrap_or(from);
        self.held_at(event, begins, from).filter(|umbrella| is_part(event, umbrella, &self.lang, &nowhere)).collect()
    }

    /// What is part of it.
    pub fn parts(&self, event: &Event) -> Vec<Arc<Event>> {
        let Some((from, to)) = event.interval else { return Vec::new() };
        self.held_at(event, from, to).filter(|part| is_part(part, event, &self.lang, &nowhere)).collect()
    }

    /// What is held at the place of an event and begins in these days.
    fn held_at<'b>(&'b self, event: &Event, from: Date, to: Date) -> impl Iterator<Item = Arc<Event>> + 'b {
        let place = event.place.as_deref().map(key::plain).unwrap_or_default();
        let ends = (place.clone(), to, usize::MAX);
        self.held.range((place, from, 0)..=ends).map(|((_, _, at), ())| self.events[*at].clone())
    }

    /// How it stands with an event: what the latest article says that says anything; else by its days and the articles'.
    pub fn status(&self, event: &Event) -> Option<EventStatus> {
        status(event, self.index)
    }
}

fn status(event: &Event, index: &Index) -> Option<EventStatus> {
    let articles = || {
        let members = event.members.iter();
        members.filter_map(|member| Some((index.article(&member.path, member.article)?, member)))
    };
    let evidence = || articles().filter(|(article, _)| !article.draft);
    let said = evidence().filter_map(|(article, member)| Some((article.day, index.event_fact(member)?.status?)));
    // Of equal days the last in order counts.
    let last = said.max_by_key(|(day, _)| *day).map(|(_, status)| status);
    // A draft is no evidence of what was held, but of what day it is.
    let told = articles().filter_map(|(article, _)| article.day).max();
    match (last, event.interval, told) {
        (Some(EventStatus::Cancelled), ..) => last,
        (_, Some((_, to)), Some(told)) if to < told => Some(EventStatus::Held),
        (_, Some((from, _)), Some(told)) if from > told => Some(EventStatus::Planned),
        _ => last,
    }
}

/// Two events of one series.
pub(super) fn is_round(a: &Event, b: &Event) -> bool {
    let shared = shared_parties(a, b);
    let numbered = a.ordinal.is_some() && b.ordinal.is_some() && a.ordinal != b.ordinal;
    let is_open = a.participants.is_empty() || b.participants.is_empty();
    let near = shared > 0 || is_same_place(a, b) || is_open && are_told_together(a, b);
    let told_apart = a.interval != b.interval || numbered;
    a.id != b.id && class(&a.kind) == class(&b.kind) && told_apart && (shared > 1 || numbered && near)
}

/// An event is held on days of another and where it is, by nobody else, and is of a type that the other holds. `lies_in`
/// says whether the first of two places lies in the second.
pub(super) fn is_part(part: &Event, whole: &Event, lang: &Language, lies_in: &impl Fn(&str, &str) -> bool) -> bool {
    let (Some((from, to)), Some((begins, ends))) = (part.interval, whole.interval) else { return false };
    let (inner, outer) = (class(&part.kind), class(&whole.kind));
    let kinds = lang.umbrellas.get(outer);
    let is_round = inner == outer && whole.ordinal.is_none() && length((from, to)) < length((begins, ends));
    let holds = is_round || kinds.is_some_and(|kinds| kinds.iter().any(|kind| **kind == *inner));
    let inside = begins <= from && to <= ends && length((begins, ends)) <= UMBRELLA;
    let places = || part.place.as_deref().zip(whole.place.as_deref());
    let shared = shared_parties(part, whole) > 0;
    let open = part.participants.is_empty() || whole.participants.is_empty();
    let there = is_same_place(part, whole) && (shared || open && !is_round)
        || shared && places().is_some_and(|(part, whole)| lies_in(part, whole));
    part.id != whole.id && holds && inside && there
}

/// For who knows no map.
fn nowhere(_: &str, _: &str) -> bool {
    false
}

/// Some article tells of both. Members are in order.
fn are_told_together(a: &Event, b: &Event) -> bool {
    let article = |member: &Member| (member.path.clone(), member.article);
    a.members.iter().any(|member| {
        let at = b.members.partition_point(|other| article(other) < article(member));
        b.members.get(at).is_some_and(|other| article(other) == article(member))
    })
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
