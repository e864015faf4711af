//! Histories: texts in which a date hangs on the one told before it, and not on the day of writing.
//!
//! News and narrative are resolved differently by every tagger that does both well (HeidelTime has a mode for each, to
//! be chosen by its user: Strötgen and Gertz, 2013). Here the article itself tells which it is.

use jiff::civil::Date;

use super::resolve::InSentence;
use super::{Said, Season, Unit, Which, YearPart, calendar};
use crate::dates::ArticleDate;

/// What the dates of an article hang on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Mode {
    /// On the day of writing.
    #[default]
    News,
    /// On the last date told.
    Narrative,
}

/// How many years have to be stated before a text can be a history.
const STATED: usize = 6;

/// So many are enough where months of the whole year are named without one, and nothing hangs on the day of writing.
const FEW: usize = 3;

/// Whether these months, a bit each, are not those around one day of writing.
fn spread(months: u16) -> bool {
    months.count_ones() >= 7
}

/// So many stated years outweigh one day that hangs on the day of writing: histories quote speakers as well.
const OUTWEIGH: usize = 4;

/// What the dates of these expressions, an article's, hang on.
///
/// A history states years, most of them long over when it was written (where that is known), some with their months, and
/// hardly ever says `yesterday` or `on Monday`.
pub fn mode(expressions: &[InSentence], date: &ArticleDate) -> Mode {
    let written = date.day.map(|day| day.year()).or_else(|| date.from.map(|day| day.year()));
    let (mut stated, mut full, mut deictic, mut recent) = (0, 0, 0, 0);
    // Months named without a year, a bit each.
    let mut months = 0_u16;
    for one in expressions.iter().filter(|one| one.body) {
        match one.expression.said {
            Said::Calendar { year: Some(year), month, .. } => {
                let over = written.is_none_or(|written| year + 1 < written);
                stated += usize::from(over);
                full += usize::from(over && month.is_some());
                recent += usize::from(!over);
            }
            Said::Calendar { year: None, month: Some(month), .. } => {
                months |= 1 << month.clamp(1, 12);
            }
            Said::YearPart { which: Which::Year(year), .. } if written.is_none_or(|written| year + 1 < written) => {
                stated += 1;
                full += 1;
            }
            Said::Day(_) | Said::Weekday { .. } | Said::Period(Unit::Week | Unit::Weekend | Unit::Month, _) => {
                deictic += 1;
            }
            _ => {}
        }
    }
    let states = stated >= STATED && full * 4 >= stated && stated * 2 > recent;
    let tells = states && stated >= OUTWEIGH * deictic || stated >= FEW && spread(months) && deictic == 0;
    if tells { Mode::Narrative } else { Mode::News }
}

/// A date that begins within so many bytes of its sentence sets the scene: `By the end of 1942, …`.
pub(super) const LEAD: u32 = 24;

/// Whether `now`, told inside a sentence, is no place for the story to go on from: a year alone (`plans for 1976`), or
/// one far away (`papers published on 30 November 2005`).
pub(super) fn is_aside(before: Date, now: Date, unit: Unit) -> bool {
    unit >= Unit::Year || (now.year() - before.year()).abs() > FAR
}

/// How many years a story goes on at once in the middle of a sentence.
const FAR: i16 = 8;

/// The year of a month (and day) without one, told after `last`, whose finest unit is `unit`: a story goes on, rather
/// than back, but not by half a year.
pub(super) fn year_after(last: Date, unit: Unit, month: i8, day: Option<i8>) -> i16 {
    if unit >= Unit::Year {
        return last.year();
    }
    let from = i32::from(last.month()) * 31 + if unit < Unit::Month { i32::from(last.day()) } else { 0 };
    let to = i32::from(month) * 31 + if unit < Unit::Month { i32::from(day.unwrap_or(31)) } else { 0 };
    match to - from {
        ..BACK => last.year().saturating_add(1),
        _ => last.year(),
    }
}

/// How far (in days, months of 31) a story goes back in a year; what lies farther back is the next year's.
const BACK: i32 = -5 * 31;

/// The year of a part of one, told after `last`.
pub(super) fn part_after(last: Date, unit: Unit, part: YearPart) -> i16 {
    match part {
        YearPart::Month(month) => year_after(last, unit, month, None),
        // `That winter`, told in January or February, is the one that lasts.
        YearPart::Season(Season::Winter) if last.month() < 3 && unit < Unit::Year => last.year(),
        _ => year_after(last, unit.max(Unit::Month), first_month(part), None),
    }
}

/// The month from which a story goes on that has told a part of a year: a winter begins in December.
pub(super) fn first_month(part: YearPart) -> i8 {
    match part {
        YearPart::Season(Season::Winter) => 12,
        _ => calendar::first_month(part),
    }
}
