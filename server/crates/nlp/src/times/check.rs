//! What can be wrong with a date: for the rules that report it.

use jiff::civil::Date;
use text::Span;

use super::{ResolvedTime, Said, TimeExpression, calendar};

/// A weekday that its date does not fall on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WeekdayMismatch {
    /// The weekday's words; bytes as in the expression.
    pub span: Span,
    /// The weekday said, 1 is Monday.
    pub said: i8,
    /// The weekday the date falls on.
    pub actual: i8,
    /// The date.
    pub date: Date,
    /// The date nearest to it that falls on the weekday said, at most three days away.
    pub nearest: Date,
    /// The year stands in the words; else it was taken from the article's date.
    pub year_stated: bool,
}

/// Whether the weekday beside a date disagrees with it (`Friday, July 24, 2025`). Only for dates whose year is known.
pub fn weekday_mismatch(time: &ResolvedTime) -> Option<WeekdayMismatch> {
    let (said, span) = time.expression.weekday?;
    let (date, last) = time.interval?;
    let actual = calendar::weekday(date);
    if date != last || actual == said {
        return None;
    }
    let ahead = (i32::from(said) - i32::from(actual)).rem_euclid(7);
    let nearest = calendar::add_days(date, if ahead > 3 { ahead - 7 } else { ahead });
    let year_stated = matches!(time.expression.said, Said::Calendar { year: Some(_), .. });
    Some(WeekdayMismatch { span, said, actual, date, nearest, year_stated })
}

/// The two readings of a date in figures whose order nobody can tell (`01/04/2025`): day first, then month first.
pub fn ambiguous_numeric(expression: &TimeExpression) -> Option<(Date, Date)> {
    let Said::Numeric { year, first, second } = expression.said else { return None };
    Some((calendar::day(year, second, first)?, calendar::day(year, first, second)?))
}
