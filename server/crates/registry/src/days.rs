//! A day, month or year of the calendar.

use jiff::civil::Date;
use toml_edit::Value;

/// The first and last day of what a field names: one day for `2024-05-19`, a month for `"2024-05"`, a year for `2024`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day, included.
    pub last: Date,
}

impl Days {
    /// What a value names, if it is of the calendar.
    pub(crate) fn of(value: &Value) -> Option<Days> {
        match value {
            Value::Datetime(moment) => {
                let date = moment.value().date?;
                Days::named(&format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
            }
            Value::Integer(year) => Days::named(&format!("{:04}", year.value())),
            Value::String(words) => Days::named(words.value().trim()),
            _ => None,
        }
    }

    /// The same of words: `2024-05-19`, `2024-05`, `2024`.
    pub fn named(words: &str) -> Option<Days> {
        let parts: Vec<&str> = words.split('-').collect();
        let is_padded = |(at, part): (usize, &&str)| {
            part.len() == if at == 0 { 4 } else { 2 } && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !parts.iter().enumerate().all(is_padded) {
            return None;
        }
        let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i8>().ok());
        let year: i16 = parts.first()?.parse().ok()?;
        match parts.len() {
            1 => Some(Days { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? }),
            2 => {
                let first = Date::new(year, number(1)?, 1).ok()?;
                Some(Days { first, last: first.last_of_month() })
            }
            3 => {
                let day = Date::new(year, number(1)?, number(2)?).ok()?;
                Some(Days { first: day, last: day })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years() {
        let read = |words: &str| Days::named(words).map(|days| format!("{} {}", days.first, days.last));
        assert_eq!(read("2024-05-19").as_deref(), Some("2024-05-19 2024-05-19"));
        assert_eq!(read("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(read("2024").as_deref(), Some("2024-01-01 2024-12-31"));
        for words in ["", "24", "2024-13", "2024-2", "2023-02-29", "2024-05-19-1", "May 2024", "-024"] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}
