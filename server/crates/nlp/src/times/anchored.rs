//! Times that hang on an event: `the eve of the summit`, `three days before the inauguration`.
//!
//! The event's day is what a reader's registry says of it, or what the article itself says of the one event of that
//! word. Where neither says one, the words stay as open as they are.

use jiff::civil::Date;
use lang::Language;
use text::Span;

use super::{ResolvedTime, Said, Unit, calendar};
use crate::events::EventMention;
use crate::known::Known;
use crate::tokens::{self, Words};

/// What an article says, and what is known besides, of the days of events.
pub(crate) struct Days<'a> {
    /// The file's text.
    pub source: &'a str,
    /// The article's place in it.
    pub article: Span,
    /// Its events.
    pub events: &'a [EventMention],
    /// What a registry says.
    pub known: &'a Known,
    /// The language it is written in.
    pub lang: &'a Language,
}

impl Days<'_> {
    /// Gives the times that hang on an event their days.
    pub(crate) fn anchor(&self, times: &mut [ResolvedTime]) {
        for time in times {
            let found = match time.expression.said {
                Said::Eve => self.eve(time.span),
                Said::Length(unit, Some(amount)) if time.interval.is_none() => {
                    amount.whole().and_then(|count| self.counted(time.span, unit, i32::try_from(count).ok()?))
                }
                _ => None,
            };
            let Some((day, why)) = found else { continue };
            if time.expression.said == Said::Eve {
                time.value = calendar::unit_value(day, Unit::Day);
            }
            (time.interval, time.why) = (Some((day, day)), why);
        }
    }

    /// The day before the event that the last words at `span` name.
    fn eve(&self, span: Span) -> Option<(Date, String)> {
        let text = span.of(self.source);
        let tokens = tokens::tokens(text);
        let words = Words::new(text, &tokens);
        let (event, day) = (1..words.len()).find_map(|at| {
            let event = words.span(at, words.len() - 1).shift(span.start);
            Some((event, self.day_of(event)?))
        })?;
        Some((calendar::add_days(day, -1), format!("the day before: {} is {day}", event.of(self.source))))
    }

    /// So many units before or after the event that is named behind `span`.
    fn counted(&self, span: Span, unit: Unit, count: i32) -> Option<(Date, String)> {
        let rest = Span::new(span.end, self.article.end.min(span.end.saturating_add(LOOK)));
        let rest = rest.within(self.source);
        let text = rest.of(self.source);
        let tokens = tokens::tokens(text);
        let words = Words::new(text, &tokens);
        let rules = &self.lang.times.rules;
        let side: i32 = rules.value(rules.class("side"), words.lower(0))?.parse().ok()?;
        if words.is_empty() || !self.lang.closed.articles.contains(words.lower(1)) {
            return None;
        }
        let last = words.len().min(2 + LONGEST);
        let (event, day) = (2..last).rev().find_map(|end| {
            let event = words.span(2, end).shift(rest.start);
            Some((event, self.day_of(event)?))
        })?;
        let day_meant = calendar::add_units(day, unit, count.saturating_mul(side));
        // Weeks and months before a day are seldom meant to the day.
        (unit == Unit::Day).then(|| (day_meant, format!("counted from {}, {day}", event.of(self.source))))
    }

    /// The one day of the event that the words at `span` name.
    fn day_of(&self, span: Span) -> Option<Date> {
        let words = span.of(self.source);
        if let Some(event) = self.known.event(words, self.article.of(self.source)) {
            return Some(event.interval.0);
        }
        let mut days = self.events.iter().filter(|event| event.core.of(self.source).eq_ignore_ascii_case(words));
        let mut days = days.by_ref().filter_map(|event| event.interval).filter(|(first, last)| first == last);
        let (day, _) = days.next()?;
        days.all(|(other, _)| other == day).then_some(day)
    }
}

/// How far behind a length its event is looked for, in bytes.
const LOOK: u32 = 120;

/// How many words an event's name has at most.
const LONGEST: usize = 6;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use lang::Language;

    use crate::known::{Known, KnownEvent};
    use crate::{Context, Memory};

    /// Words, value and first day of each time of an article.
    fn times(text: &str, known: Known) -> Vec<(String, String, Option<String>)> {
        let lang = Language::load(lang::DEFAULT_TAG);
        let context = Context {
            file_name: "a.txt".into(),
            today: date(2026, 1, 1),
            earliest: date(2000, 1, 1),
            written: Some(date(2025, 3, 4)),
            dated: Vec::new(),
            said: Vec::new(),
            boundaries: Vec::new(),
            known: Arc::new(known),
            mode: None,
        };
        let read = crate::analyze(text, &syntax::Tree::parse(text), &context, &lang, &mut Memory::default());
        let times = read.articles.iter().flat_map(|article| &article.times);
        times
            .map(|time| {
                let first = time.interval.map(|(first, _)| first.to_string());
                (time.span.of(text).to_owned(), time.value.clone(), first)
            })
            .collect()
    }

    fn found(words: &str, value: &str, first: Option<&str>) -> (String, String, Option<String>) {
        (words.into(), value.into(), first.map(str::to_owned))
    }

    #[test]
    fn a_registered_event_is_counted_from() {
        let day = date(2025, 3, 20);
        let known =
            KnownEvent { names: vec!["bridge inauguration".into(), "inauguration".into()], interval: (day, day) };
        let text =
            "The minister will come to Merrow three days before the inauguration of the bridge, and stay two weeks.";
        let known = Known { events: vec![known], ..Known::default() };
        assert_eq!(
            times(text, known),
            [found("three days", "P3D", Some("2025-03-17")), found("two weeks", "P2W", None)]
        );
        assert_eq!(
            times(text, Known::default()),
            [found("three days", "P3D", None), found("two weeks", "P2W", None)],
            "and nothing is guessed where it is not known"
        );
    }

    #[test]
    fn an_event_that_the_article_dates_has_an_eve() {
        let text = "The summit on March 10 in Geneva is near. On the eve of the summit she met the mayor.";
        assert_eq!(
            times(text, Known::default()),
            [
                found("March 10", "2025-03-10", Some("2025-03-10")),
                found("the eve of the summit", "2025-03-09", Some("2025-03-09"))
            ]
        );
    }
}
