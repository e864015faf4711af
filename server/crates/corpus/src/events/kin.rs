//! How events hang together: the rounds of a series, and what is part of what.
//!
//! Both are said only where slots prove it. Rounds are of one type and share two parties, or have different numbers and
//! share a party or their place. A part is held where and when its umbrella is, and is of a type that such an umbrella
//! holds (`umbrellas.tsv`): the signing at a summit.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use lang::{EventStatus, Language};

use super::local::{Told, length};
use super::{Event, class};
use crate::{Index, key};

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
const UMBRELLA: i32 = 31;

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
        self.held_at(event, begins, from).filter(|umbrella| self.is_part(event, umbrella)).collect()
    }

    /// What is part of it.
    pub fn parts(&self, event: &Event) -> Vec<Arc<Event>> {
        let Some((from, to)) = event.interval else { return Vec::new() };
        self.held_at(event, from, to).filter(|part| self.is_part(part, event)).collect()
    }

    /// What is held at the place of an event and begins in these days.
    fn held_at<'b>(&'b self, event: &Event, from: Date, to: Date) -> impl Iterator<Item = Arc<Event>> + 'b {
        let place = event.place.as_deref().map(key::plain).unwrap_or_default();
        let ends = (place.clone(), to, usize::MAX);
        self.held.range((place, from, 0)..=ends).map(|((_, _, at), ())| self.events[*at].clone())
    }

    fn is_part(&self, part: &Event, whole: &Event) -> bool {
        let Some(((from, to), (begins, ends))) = part.interval.zip(whole.interval) else { return false };
        let holds = self
            .lang
            .umbrellas
            .get(class(&whole.kind))
            .is_some_and(|kinds| kinds.iter().any(|kind| **kind == *class(&part.kind)));
        let inside = begins <= from && to <= ends && length((begins, ends)) <= UMBRELLA;
        let (a, b) = (told(part), told(whole));
        let parties = a.participants.is_empty() || b.participants.is_empty() || a.shares_party(&b);
        holds && inside && parties && part.id != whole.id && part.place == whole.place
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
fn is_round(event: &Event, other: &Event) -> bool {
    let (a, b) = (told(event), told(other));
    let shared = a.participants.iter().filter(|party| b.participants.contains(party)).count();
    let numbered = event.ordinal.is_some() && other.ordinal.is_some() && event.ordinal != other.ordinal;
    let near = a.shares_party(&b) || event.place.is_some() && event.place == other.place;
    let told_apart = event.interval != other.interval || numbered;
    event.id != other.id && told_apart && (shared > 1 || numbered && near)
}

/// What tells an event apart, without its days.
fn told(event: &Event) -> Told {
    Told {
        place: event.place.clone(),
        participants: event.participants.clone(),
        ordinal: event.ordinal,
        ..Told::default()
    }
}
