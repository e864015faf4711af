//! Times that hang on an event: `the eve of the summit`, `three days before the inauguration`.
//!
//! The event's day is what a reader's registry says of it, or what the article itself says of the one event of that word.

use jiff::civil::Date;
use lang::Language;
use text::Span;

use super::{Amount, ResolvedTime, Said, Unit, calendar};
use crate::events::EventMention;
use crate::known::Known;
use crate::tokens::{self, Words};

/// Gives such times their days, where the event has one. `text` is the article's, which begins at byte `start`.
pub(crate) fn anchor(
    times: &mut [ResolvedTime],
    text: &str,
    start: u32,
    events: &[EventMention],
    known: &Known,
    lang: &Language,
) {
    let days = Days { text, start, events, known };
    for time in times {
        match time.expression.said {
            Said::Eve => {
                let Some((words, day)) = days.named_in(time.span) else { continue };
                let day = calendar::add_days(day, -1);
                time.value = calendar::unit_value(day, Unit::Day);
                (time.interval, time.why) = (Some((day, day)), format!("the day before {words}"));
            }
            Said::Length(unit, Some(amount)) => {
                let Some((words, day)) = days.counted_from(time.span, unit, amount, lang) else { continue };
                (time.interval, time.why) = (Some((day, day)), format!("{unit_words} {words}", unit_words = time.span.of_article(text, start)));
            }
            _ => {}
        }
    }
}
