//! What a token can be in a time expression: classes, as bits.
//!
//! The classes named here are those whose members cannot be listed (numbers) or are listed in tables of their own
//! (months). All others are made by `times/words.tsv`, which gives each of its classes the next free bit.

/// A set of classes.
pub type Classes = u64;

/// A name of a month.
pub const MONTH: Classes = 1;
/// A name of a weekday, singular.
pub const WEEKDAY: Classes = 1 << 1;
/// A name of a weekday, plural: `Mondays`.
pub const WEEKDAYS: Classes = 1 << 2;
/// A short form that may carry a full stop: `Jan`, `Tue`.
pub const SHORT: Classes = 1 << 3;
/// A cardinal number in words: `seven`.
pub const CARDINAL: Classes = 1 << 4;
/// A whole number in figures: `7`, `1,000`.
pub const INT: Classes = 1 << 5;
/// A number with a fraction in figures: `3.5`.
pub const DECIMAL: Classes = 1 << 6;
/// A day of a month in figures: `20`.
pub const DAY: Classes = 1 << 7;
/// A day of a month in figures as an ordinal: `20th`.
pub const NTH_DAY: Classes = 1 << 8;
/// An ordinal in words or figures: `third`, `20th`.
pub const ORDINAL: Classes = 1 << 9;
/// A year of our time in figures: 1900 to 2099.
pub const YEAR: Classes = 1 << 10;
/// An older year in figures: 1000 to 1899.
pub const OLD_YEAR: Classes = 1 << 11;
/// Two figures.
pub const TWO: Classes = 1 << 12;
/// An hour in figures: 0 to 24.
pub const HOUR: Classes = 1 << 13;
/// A time of day in figures: `15:00`.
pub const CLOCK: Classes = 1 << 14;
/// An hour in figures that carries its half of the day: `3pm`.
pub const HALF_DAY_HOUR: Classes = 1 << 15;
/// Year, month and day in figures: `2022-01-20`.
pub const ISO: Classes = 1 << 16;
/// Day, month and year in figures, in either order: `20/01/2022`.
pub const SLASH: Classes = 1 << 17;
/// Day, month and year in figures with stops: `20.01.2022`.
pub const DOTTED: Classes = 1 << 18;
/// A decade in figures: `1990s`.
pub const DECADE: Classes = 1 << 19;
/// A unit of time, singular.
pub const UNIT: Classes = 1 << 20;
/// A unit of time, plural.
pub const UNITS: Classes = 1 << 21;
/// Begins with a large letter.
pub const CAPITAL: Classes = 1 << 22;
/// All letters small.
pub const LOWER: Classes = 1 << 23;
/// Ends a date: a mark that joins nothing. The end of the text counts as one.
pub const BREAK: Classes = 1 << 24;
/// Two figures and two figures after a slash or a dash would make a year: `1991/92`.
pub const SHORT_YEAR: Classes = TWO;
/// Figures that count money: `$1.76`.
pub const AMOUNT: Classes = 1 << 25;

/// The first bit for the classes of `times/words.tsv`.
pub(super) const FIRST_FREE: u32 = 26;

/// Classes by the name patterns give them.
pub(super) const NAMED: &[(&str, Classes)] = &[
    ("month", MONTH),
    ("weekday", WEEKDAY),
    ("weekdays", WEEKDAYS),
    ("cardinal", CARDINAL),
    ("int", INT),
    ("decimal", DECIMAL),
    ("day", DAY),
    ("nth-day", NTH_DAY),
    ("ordinal", ORDINAL),
    ("year", YEAR),
    ("old-year", OLD_YEAR),
    ("two", TWO),
    ("hour", HOUR),
    ("clock", CLOCK),
    ("half-day-hour", HALF_DAY_HOUR),
    ("iso", ISO),
    ("slash", SLASH),
    ("dotted", DOTTED),
    ("decade", DECADE),
    ("unit", UNIT),
    ("units", UNITS),
    ("capital", CAPITAL),
    ("lower", LOWER),
    ("break", BREAK),
    ("amount", AMOUNT),
];

/// What the figures `text` can be; `tail` tells what letters behind figures mean.
pub(super) fn figures(text: &str, tail: impl Fn(&str) -> Classes) -> Classes {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    match rest.bytes().next() {
        None => whole(text),
        Some(b',') => grouped(rest),
        Some(b':') => clock(text),
        Some(b'.') => match numbers::<4>(text, '.') {
            Some((_, 2)) => DECIMAL,
            Some(([a, b, c, _], 3)) if is_calendar(text, '.', [a, b, c]) => DOTTED,
            _ => 0,
        },
        Some(mark @ (b'-' | b'/')) => numeric_date(text, mark as char),
        Some(_) => {
            let value = text[..digits].parse::<u32>().unwrap_or(u32::MAX);
            tail(rest) & tail_fits(digits, value)
        }
    }
}

fn whole(text: &str) -> Classes {
    let value = text.parse::<u32>().unwrap_or(u32::MAX);
    let mut classes = INT;
    match text.len() {
        1 | 2 => {
            classes |= if (1..=31).contains(&value) { DAY } else { 0 };
            classes |= if value <= 24 { HOUR } else { 0 };
            classes |= if text.len() == 2 { TWO } else { 0 };
        }
        4 if (1900..2100).contains(&value) => classes |= YEAR,
        4 if (1000..1900).contains(&value) => classes |= OLD_YEAR,
        _ => {}
    }
    classes
}

/// `,000`: groups of three.
fn grouped(rest: &str) -> Classes {
    let even = rest[1..].split(',').all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    if even { INT } else { 0 }
}

fn clock(text: &str) -> Classes {
    match numbers::<4>(text, ':') {
        Some(([hour, minute, second, _], 2 | 3)) if hour <= 24 && minute < 60 && second < 60 => CLOCK,
        _ => 0,
    }
}

/// What the letters behind `digits` figures of this value may say.
fn tail_fits(digits: usize, value: u32) -> Classes {
    let decade = matches!(digits, 2 | 4) && value.is_multiple_of(10) && (digits == 2 || (1000..2100).contains(&value));
    let mut classes = ORDINAL;
    classes |= if decade { DECADE } else { 0 };
    classes |= if (1..=31).contains(&value) { NTH_DAY } else { 0 };
    classes | if value <= 12 { HALF_DAY_HOUR } else { 0 }
}

fn numeric_date(text: &str, mark: char) -> Classes {
    let stamp = text.len() > 10 && text.as_bytes()[10] == b'T' && text.is_char_boundary(10);
    let date = if stamp { &text[..10] } else { text };
    match numbers::<4>(date, mark) {
        Some(([a, b, c, _], 3)) if is_calendar(date, mark, [a, b, c]) => {
            if date.find(mark) == Some(4) {
                ISO
            } else {
                SLASH
            }
        }
        _ => 0,
    }
}

/// Three numbers that can be a date: the year in front, or a year of four figures (two, after slashes) behind.
fn is_calendar(text: &str, mark: char, [a, b, c]: [u32; 3]) -> bool {
    let mut widths = text.split(mark).map(str::len);
    let (first, last) = (widths.next().unwrap_or(0), widths.next_back().unwrap_or(0));
    let day_and_month = |x: u32, y: u32| (1..=31).contains(&x) && (1..=12).contains(&y);
    match (first, last) {
        (4, 1 | 2) => (1000..2100).contains(&a) && day_and_month(c, b),
        (1 | 2, 4) => (1000..2100).contains(&c) && (day_and_month(a, b) || (mark != '.' && day_and_month(b, a))),
        (1 | 2, 2) => mark == '/' && (day_and_month(a, b) || day_and_month(b, a)),
        _ => false,
    }
}

/// The numbers between the marks, and how many there are; none if a part is no number or there are more than `N`.
pub(super) fn numbers<const N: usize>(text: &str, mark: char) -> Option<([u32; N], usize)> {
    let mut all = [0; N];
    let mut len = 0;
    for part in text.split(mark) {
        *all.get_mut(len)? = part.parse().ok()?;
        len += 1;
    }
    Some((all, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Classes {
        figures(text, |tail| match tail {
            "th" => ORDINAL | NTH_DAY,
            "s" => DECADE,
            "pm" => HALF_DAY_HOUR,
            _ => 0,
        })
    }

    #[test]
    fn figures_say_what_they_can_be() {
        assert_eq!(of("8"), INT | DAY | HOUR);
        assert_eq!(of("31"), INT | DAY | TWO);
        assert_eq!(of("1,000"), INT);
        assert_eq!(of("2022"), INT | YEAR);
        assert_eq!(of("1789"), INT | OLD_YEAR);
        assert_eq!(of("3.5"), DECIMAL);
        assert_eq!(of("15:00"), CLOCK);
        assert_eq!(of("20th"), ORDINAL | NTH_DAY);
        assert_eq!(of("200th"), ORDINAL);
        assert_eq!(of("1990s"), DECADE);
        assert_eq!(of("3pm"), HALF_DAY_HOUR);
    }

    #[test]
    fn dates_in_figures() {
        assert_eq!(of("2022-01-20"), ISO);
        assert_eq!(of("2022-01-20T12:30:00Z"), ISO);
        assert_eq!(of("20.01.2022"), DOTTED);
        assert_eq!(of("01/04/2025"), SLASH);
        assert_eq!(of("13/25/2025"), 0);
        assert_eq!(of("2022-13-20"), 0);
        assert_eq!(of("10.0.3"), 0);
        assert_eq!(of("3:75"), 0);
    }

    #[test]
    fn odd_figures_are_nothing() {
        for odd in ["99999999999999999999", "1-", "2022-01-20é", "1,", "1:2:3:4:5", "7é", "0x7f", "2022-01-2T1"] {
            let _ = of(odd);
        }
    }
}
