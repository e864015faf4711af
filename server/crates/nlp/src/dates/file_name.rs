//! Dates in the names of files and the addresses of pages.

use jiff::civil::Date;

use crate::times::calendar;

/// What a name says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Named {
    /// One day: `2025-03-06`, `20250306`, `2013/may/03`, `25-03-2025`.
    Day(Date),
    /// One of two days: `06-03-2025`.
    Either(Date, Date),
}

/// Years a name may state though no undated article of the collection is guessed to be so old.
const FIRST: Date = jiff::civil::date(1900, 1, 1);

/// The first date in `name` that lies between [`FIRST`], or `earliest` where that is before it, and `today`. `month` knows
/// months by name.
pub(super) fn date(name: &str, earliest: Date, today: Date, month: impl Fn(&str) -> Option<i8>) -> Option<Named> {
    let runs = runs(name);
    let fits = |date: &Date| (earliest.min(FIRST)..=today).contains(date);
    let compact = runs.iter().filter(|run| run.len() == 8 && run.bytes().all(|b| b.is_ascii_digit()));
    let compact = compact
        .filter_map(|run| day(run[..4].parse().ok()?, run[4..6].parse().ok()?, run[6..].parse().ok()?))
        .find(fits);
    let mut apart = runs.windows(3).filter_map(|three| in_three(three, &month));
    let apart = apart.find(|named| match named {
        Named::Day(date) => fits(date),
        Named::Either(a, b) => fits(a) && fits(b),
    });
    apart.or(compact.map(Named::Day))
}

/// Runs of digits and runs of letters.
fn runs(name: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut kind = None;
    for (at, c) in name.char_indices() {
        let this = if c.is_ascii_digit() { Some(true) } else { c.is_alphabetic().then_some(false) };
        if this != kind {
            if kind.is_some() {
                all.push(&name[start..at]);
            }
            (start, kind) = (at, this);
        }
    }
    if kind.is_some() {
        all.push(&name[start..]);
    }
    all
}

fn in_three(three: &[&str], month: &impl Fn(&str) -> Option<i8>) -> Option<Named> {
    let [a, b, c] = three else { return None };
    let number = |run: &str, most: usize| (run.len() <= most).then(|| run.parse::<i16>().ok())?;
    let year = |run: &str| if run.len() == 4 { number(run, 4) } else { None };
    let named = month(&b.to_lowercase());
    if let (Some(year), Some(day_number)) = (year(a), number(c, 2)) {
        let month = named.or_else(|| number(b, 2).and_then(|month| i8::try_from(month).ok()))?;
        return day(year, i16::from(month), day_number).map(Named::Day);
    }
    let year = year(c)?;
    let first = number(a, 2)?;
    match (named, number(b, 2)) {
        (Some(month), _) => day(year, i16::from(month), first).map(Named::Day),
        (None, Some(second)) => match (day(year, second, first), day(year, first, second)) {
            (Some(one), Some(other)) if one != other => Some(Named::Either(one.min(other), one.max(other))),
            (one, other) => one.or(other).map(Named::Day),
        },
        (None, None) => None,
    }
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    calendar::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as d;

    fn read(name: &str) -> Option<Named> {
        date(name, d(2000, 1, 1), d(2026, 11, 22), |word| (word == "may").then_some(5))
    }

    #[test]
    fn names_with_dates() {
        assert_eq!(read("2025-03-06_port.txt"), Some(Named::Day(d(2025, 3, 6))));
        assert_eq!(read("port_20250306.txt"), Some(Named::Day(d(2025, 3, 6))));
        assert_eq!(read("port 25.03.2025.txt"), Some(Named::Day(d(2025, 3, 25))));
        assert_eq!(read("XIE19990313.0173.txt"), Some(Named::Day(d(1999, 3, 13))));
        assert_eq!(read("06-03-2025.txt"), Some(Named::Either(d(2025, 3, 6), d(2025, 6, 3))));
        assert_eq!(read("06-06-2025.txt"), Some(Named::Day(d(2025, 6, 6))));
        assert_eq!(read("http://www.example.org/2013/may/03/local"), Some(Named::Day(d(2013, 5, 3))));
    }

    #[test]
    fn names_without() {
        for name in [
            "",
            "000_c215c7c4f7e88443.txt",
            "2025.txt",
            "1-2-3.txt",
            "20991231.txt",
            "99999999.txt",
            "é2025-13-40.txt",
            "123456789012345678901234567890",
        ] {
            assert_eq!(read(name), None, "{name}");
        }
    }
}
