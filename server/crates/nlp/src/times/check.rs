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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::ArticleDate;
    use crate::times::resolve::InSentence;
    use crate::times::{extract, resolve};
    use crate::tokens::tokens;
    use jiff::civil::date;
    use lang::Language;

    fn read(text: &str, day: Option<Date>) -> Vec<ResolvedTime> {
        let lang = Language::load(lang::DEFAULT_TAG);
        let found = extract(text, &tokens(text), &lang);
        let all: Vec<InSentence> = found
            .iter()
            .map(|expression| InSentence { expression, sentence: text, sentence_start: 0, body: true })
            .collect();
        resolve(&all, &ArticleDate { day, ..ArticleDate::default() }, &lang)
    }

    #[test]
    fn weekdays_that_do_not_fit() {
        let text = "OSLO, Friday, July 24, 2025. /Test/.";
        let found = weekday_mismatch(&read(text, None)[0]).unwrap();
        assert_eq!((found.said, found.actual, found.nearest, found.year_stated), (5, 4, date(2025, 7, 25), true));
        assert_eq!(found.span.of(text), "Friday");
        assert_eq!(weekday_mismatch(&read("Thursday, July 24, 2025", None)[0]), None);
        let found = weekday_mismatch(&read("It was on Monday, July 24.", Some(date(2025, 7, 25)))[0]).unwrap();
        assert_eq!((found.nearest, found.year_stated), (date(2025, 7, 21), false));
        // Nobody knows which year.
        assert_eq!(weekday_mismatch(&read("It was on Monday, July 24.", None)[0]), None);
    }

    #[test]
    fn figures_in_either_order() {
        let ambiguous = |text: &str| ambiguous_numeric(&read(text, None)[0].expression);
        assert_eq!(ambiguous("on 01/04/2025"), Some((date(2025, 4, 1), date(2025, 1, 4))));
        assert_eq!(ambiguous("on 13/04/2025"), None);
        assert_eq!(ambiguous("on 04/04/2025"), None);
        assert_eq!(ambiguous("on 2025-01-04"), None);
        // The article's other dates tell the order; the words alone still do not.
        let both = read("on 13/03/2025 and on 01/04/2025", None);
        assert_eq!(both[1].value, "2025-04-01");
        assert_eq!(read("on 01/04/2025", None)[0].value, "2025-XX-XX");
    }

    #[test]
    fn dates_that_do_not_exist() {
        let impossible = |text: &str| read(text, None).last().and_then(|time| time.expression.impossible.clone());
        assert_eq!(impossible("on June 31, 2024"), Some("June has 30 days".to_owned()));
        assert_eq!(impossible("on 29 February 2023"), Some("2023 is not a leap year: February has 28 days".to_owned()));
        assert_eq!(impossible("on 29 February 2024"), None);
        assert_eq!(impossible("on February 29"), None);
        assert_eq!(impossible("on 2025-02-30"), Some("February has 28 days".to_owned()));
        assert_eq!(
            impossible("from March 5 to March 3"),
            Some("the end of the range lies before its start".to_owned())
        );
        assert_eq!(impossible("2010-2009"), Some("the end of the range lies before its start".to_owned()));
        assert_eq!(impossible("from November 3 to February 2"), None);
        assert_eq!(impossible("on March 5 and March 3"), None);
    }
}
