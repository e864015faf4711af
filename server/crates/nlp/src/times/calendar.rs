//! Days, weeks, months and named days: arithmetic and TIMEX3's way of writing them.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::{Amount, Season, Unit, YearPart};

/// English month names, for messages.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// English weekday names, for messages.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The name of a month, 1 is January, for messages.
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"the month")
}

/// The name of a weekday, 1 is Monday, for messages.
pub fn weekday_name(weekday: i8) -> &'static str {
    usize::try_from(weekday - 1).ok().and_then(|at| WEEKDAYS.get(at)).unwrap_or(&"the day")
}

/// The most days the month can have; in an unknown year February has 29.
pub fn days_in_month(year: Option<i16>, month: i8) -> i8 {
    Date::new(year.unwrap_or(2000), month, 1).map_or(31, Date::days_in_month)
}

/// The weekday of `date`, 1 is Monday.
pub fn weekday(date: Date) -> i8 {
    date.weekday().to_monday_one_offset()
}

/// `days` later; the same day where the calendar ends.
pub fn add_days(date: Date, days: i32) -> Date {
    Span::new().try_days(days).map_or(date, |span| add(date, span))
}

/// `count` units later.
pub fn add_units(date: Date, unit: Unit, count: i32) -> Date {
    let by = |factor: i32| count.saturating_mul(factor);
    // More units than any calendar holds cannot be a span; the day stays.
    let span = match unit {
        Unit::Second | Unit::Minute => return date,
        Unit::Hour => Span::new().try_days(by(1) / 24),
        Unit::Day => Span::new().try_days(by(1)),
        Unit::Week | Unit::Weekend => Span::new().try_weeks(by(1)),
        Unit::Month => Span::new().try_months(by(1)),
        Unit::Quarter => Span::new().try_months(by(3)),
        Unit::Year => Span::new().try_years(by(1)),
        Unit::Decade => Span::new().try_years(by(10)),
        Unit::Century => Span::new().try_years(by(100)),
    };
    span.map_or(date, |span| add(date, span))
}

fn add(date: Date, span: Span) -> Date {
    date.checked_add(span).unwrap_or(date)
}

/// First and last day of the `unit` that `date` lies in.
pub fn unit_of(date: Date, unit: Unit) -> (Date, Date) {
    let year = date.year();
    let years = |first: i16, last: i16| (day(first, 1, 1).unwrap_or(date), day(last, 12, 31).unwrap_or(date));
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => (date, date),
        Unit::Week => {
            let monday = add_days(date, 1 - i32::from(weekday(date)));
            (monday, add_days(monday, 6))
        }
        Unit::Weekend => {
            let saturday = add_days(date, 6 - i32::from(weekday(date)));
            (saturday, add_days(saturday, 1))
        }
        Unit::Month => (date.first_of_month(), date.last_of_month()),
        Unit::Quarter => months(year, (date.month() - 1) / 3 * 3 + 1, 3).unwrap_or((date, date)),
        Unit::Year => years(year, year),
        Unit::Decade => years(year / 10 * 10, year / 10 * 10 + 9),
        Unit::Century => years((year - 1) / 100 * 100 + 1, (year - 1) / 100 * 100 + 100),
    }
}

/// `count` months from `first` on, in one year.
fn months(year: i16, first: i8, count: i8) -> Option<(Date, Date)> {
    Some((day(year, first, 1)?, day(year, first + count - 1, 1)?.last_of_month()))
}

/// First and last day of a part of a year. A season has none: where it begins is a matter of place and custom.
pub fn part_of(year: i16, part: YearPart) -> Option<(Date, Date)> {
    match part {
        YearPart::Month(month) => months(year, month, 1),
        YearPart::Quarter(quarter) => months(year, quarter.checked_mul(3)?.checked_sub(2)?, 3),
        YearPart::Half(half) => months(year, half.checked_mul(6)?.checked_sub(5)?, 6),
        YearPart::Season(_) => None,
    }
}

/// The month in which a part of a year begins, for telling before from after.
pub fn first_month(part: YearPart) -> i8 {
    match part {
        YearPart::Month(month) => month,
        YearPart::Quarter(quarter) => quarter.saturating_mul(3).saturating_sub(2),
        YearPart::Half(half) => half.saturating_mul(6).saturating_sub(5),
        YearPart::Season(Season::Winter) => 1,
        YearPart::Season(Season::Spring) => 3,
        YearPart::Season(Season::Summer) => 6,
        YearPart::Season(Season::Fall) => 9,
    }
}

/// A day, if there is such a day.
pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The day a rule of `times/holidays.tsv` places in `year`; none for calendars that are not reckoned here.
pub fn named_day(rule: &str, year: i16) -> Option<Date> {
    if let Some(offset) = rule.strip_prefix("easter") {
        return Some(add_days(easter(year)?, offset.parse().ok()?));
    }
    if let Some(offset) = rule.strip_prefix("orthodox-easter") {
        return Some(add_days(orthodox_easter(year)?, offset.parse().ok()?));
    }
    let (month, rest) = rule.split_once('-')?;
    let month = month.parse().ok()?;
    match rest.split_once('#') {
        Some((name, nth)) => nth_weekday(year, month, name, nth.parse().ok()?),
        None => day(year, month, rest.parse().ok()?),
    }
}

fn nth_weekday(year: i16, month: i8, name: &str, nth: i8) -> Option<Date> {
    let at = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|&short| short == name)?;
    let weekday = Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()?;
    day(year, month, 1)?.nth_weekday_of_month(nth, weekday).ok()
}

/// Easter Sunday in the Gregorian calendar, by Gauss's reckoning as Lichtenberg corrected it.
fn easter(year: i16) -> Option<Date> {
    let x = i32::from(year);
    let century = x / 100;
    let m = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let s = 2 - (3 * century + 3) / 4;
    let moon = x % 19;
    let d = (19 * moon + m) % 30;
    let limit = 21 + d - (d + moon / 11) / 29;
    let sunday = 7 - (x + x / 4 + s) % 7;
    let march = limit + 7 - (limit - sunday).rem_euclid(7);
    Some(add_days(day(year, 3, 1)?, march - 1))
}

/// Easter Sunday of the eastern churches, as a day of the Gregorian calendar.
fn orthodox_easter(year: i16) -> Option<Date> {
    let x = i32::from(year);
    let d = (19 * (x % 19) + 15) % 30;
    let e = (2 * (x % 4) + 4 * (x % 7) - d + 34) % 7;
    let julian = d + e + 114;
    let date = day(year, i8::try_from(julian / 31).ok()?, i8::try_from(julian % 31 + 1).ok()?)?;
    let century = x / 100;
    Some(add_days(date, century - century / 4 - 2))
}

/// TIMEX3's name of the `unit` that `date` lies in: `2025-W30`, `2025-Q3`, `202`.
pub fn unit_value(date: Date, unit: Unit) -> String {
    let year = date.year();
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => {
            format!("{}-{:02}-{:02}", year_value(Some(year)), date.month(), date.day())
        }
        Unit::Week | Unit::Weekend => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}{}", week.year(), week.week(), if unit == Unit::Weekend { "-WE" } else { "" })
        }
        Unit::Month => format!("{}-{:02}", year_value(Some(year)), date.month()),
        Unit::Quarter => format!("{}-Q{}", year_value(Some(year)), (date.month() - 1) / 3 + 1),
        Unit::Year => year_value(Some(year)),
        Unit::Decade if year < 1 => format!("BC{:03}", (1 - i32::from(year)) / 10),
        Unit::Century if year < 1 => format!("BC{:02}", (1 - i32::from(year)) / 100),
        Unit::Decade => format!("{:03}", year / 10),
        Unit::Century => format!("{:02}", year / 100),
    }
}

/// TIMEX3's name of a part of a year: `2012-Q3`, `XXXX-SU`.
pub fn part_value(year: Option<i16>, part: YearPart) -> String {
    let year = year_value(year);
    match part {
        YearPart::Month(month) => format!("{year}-{month:02}"),
        YearPart::Quarter(quarter) => format!("{year}-Q{quarter}"),
        YearPart::Half(half) => format!("{year}-H{half}"),
        YearPart::Season(season) => format!("{year}-{}", season.code()),
    }
}

/// Four figures, or four X for an unknown year. The year 0 is the one before the year 1: `BC0001`.
pub fn year_value(year: Option<i16>) -> String {
    match year {
        None => "XXXX".to_owned(),
        Some(year @ 1..) => format!("{year:04}"),
        Some(year) => format!("BC{:04}", 1 - i32::from(year)),
    }
}

/// TIMEX3's way of writing a length: `P7W`, `PT3H`, `PXM`, `P3.5Y`.
pub fn length_value(unit: Unit, amount: Option<Amount>) -> String {
    let (time, letter, factor) = match unit {
        Unit::Second => ("T", "S", 1),
        Unit::Minute => ("T", "M", 1),
        Unit::Hour => ("T", "H", 1),
        Unit::Day => ("", "D", 1),
        Unit::Weekend => ("", "WE", 1),
        Unit::Week => ("", "W", 1),
        Unit::Month => ("", "M", 1),
        Unit::Quarter => ("", "Q", 1),
        Unit::Year => ("", "Y", 1),
        Unit::Decade => ("", if amount.is_some() { "Y" } else { "DE" }, 10),
        Unit::Century => ("", if amount.is_some() { "Y" } else { "CE" }, 100),
    };
    match amount {
        Some(Amount(hundredths)) => format!("P{time}{}{letter}", Amount(hundredths.saturating_mul(factor))),
        None => format!("P{time}X{letter}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn named_days() {
        assert_eq!(named_day("12-25", 2025), Some(date(2025, 12, 25)));
        assert_eq!(named_day("easter+0", 2024), Some(date(2024, 3, 31)));
        assert_eq!(named_day("easter-2", 2000), Some(date(2000, 4, 21)));
        assert_eq!(named_day("orthodox-easter+0", 2024), Some(date(2024, 5, 5)));
        assert_eq!(named_day("11-thu#4", 1999), Some(date(1999, 11, 25)));
        assert_eq!(named_day("08-mon#-1", 2025), Some(date(2025, 8, 25)));
        assert_eq!(named_day("islamic:01-10", 2025), None);
    }

    #[test]
    fn units_and_values() {
        assert_eq!(unit_of(date(2025, 7, 23), Unit::Week), (date(2025, 7, 21), date(2025, 7, 27)));
        assert_eq!(unit_of(date(2025, 7, 23), Unit::Quarter), (date(2025, 7, 1), date(2025, 9, 30)));
        assert_eq!(unit_value(date(2025, 1, 1), Unit::Week), "2025-W01");
        assert_eq!(unit_value(date(2024, 12, 30), Unit::Week), "2025-W01");
        assert_eq!(length_value(Unit::Decade, Some(Amount::new(0.5))), "P5Y");
        assert_eq!(length_value(Unit::Year, Some(Amount::new(3.5))), "P3.5Y");
    }

    #[test]
    fn arithmetic_ends_where_the_calendar_ends() {
        let last = date(9999, 12, 31);
        assert_eq!(add_units(last, Unit::Century, i32::MAX), last);
        assert_eq!(add_days(last, 1), last);
        assert_eq!(unit_of(last, Unit::Week).0, date(9999, 12, 27));
    }
}
