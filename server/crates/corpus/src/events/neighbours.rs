//! What belongs to one event, for who asks about it alone: the rounds beside it, what holds it and what it holds, by the
//! rules of [`super::kin`]. Looks at the events of its days, not at all of a folder.

use std::sync::Arc;

use jiff::{ToSpan, civil::Date};
use lang::Language;
use nlp::facts::EventFact;

use super::kin::{UMBRELLA, is_part, is_round};
use super::local::length;
use crate::{Event, Index};

/// Rounds of one series lie no farther apart.
const APART: i32 = 366;

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
        let lang = Language::load(lang::DEFAULT_TAG);
        let mut kin = Kin::default();
        if let Some(ordinal) = event.ordinal {
            kin.before = self.round(event, days, ordinal.checked_sub(1));
            kin.after = self.round(event, days, ordinal.checked_add(1));
        }
        if length(days) > UMBRELLA {
            return kin;
        }
        for other in self.events_between(days.0, days.1) {
            if is_part(event, &other, &lang, &lies_in) {
                kin.wholes.push(other);
            } else if is_part(&other, event, &lang, &lies_in) {
                kin.parts.push(other);
            }
        }
        kin.wholes.sort_by_key(|whole| (whole.interval.map(length), whole.id.clone()));
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
        let is_this = |other: &Arc<Event>| other.ordinal == Some(number) && is_round(event, other) && follows(other);
        let mut rounds = self.events_where(is_near).into_iter().filter(is_this);
        rounds.next().filter(|_| rounds.next().is_none())
    }
}
