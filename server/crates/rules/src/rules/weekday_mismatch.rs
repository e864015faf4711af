//! D106: a weekday that does not fall on the date beside it.

use jiff::civil::Date;
use nlp::Certainty;
use nlp::times::check::weekday_mismatch;

use crate::context::Article;
use crate::finding::{Finding, Fix};
use crate::registry::{Check, Rule};
use crate::{Level, Severity};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D106",
    name: "weekday-mismatch",
    summary: "a weekday that does not fall on its date",
    level: Level { source: Some(Severity::Warning), draft: Some(Severity::Error) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    for time in &article.read.times {
        // Without the year in the words the weekday is evidence for the year, unless the article's date is stated.
        let Some(mismatch) = weekday_mismatch(time) else { continue };
        let certain = mismatch.year_stated || article.read.date.certainty == Certainty::Stated;
        if !certain || !article.is_read(mismatch.span) {
            continue;
        }
        let severity = if article.is_draft() { Severity::Error } else { Severity::Warning };
        let date = long(mismatch.date);
        let mut finding = article.finding(
            &RULE,
            mismatch.span,
            severity,
            format!("{date} is a {}{}", weekday(mismatch.date), header(article, mismatch.nearest)),
        );
        finding.fixes.push(Fix {
            title: format!("Change the weekday to {}", weekday(mismatch.date)),
            edits: vec![(mismatch.span, weekday(mismatch.date))],
        });
        found.push(finding);
    }
}

/// The nearest date that fits the weekday is the article's own.
fn header(article: &Article, nearest: Date) -> String {
    match article.read.date.day {
        Some(day) if day == nearest => {
            format!("; {} {} would match the article's date", weekday(nearest), long(nearest))
        }
        _ => String::new(),
    }
}

fn weekday(date: Date) -> String {
    date.strftime("%A").to_string()
}

fn long(date: Date) -> String {
    date.strftime("%B %-d, %Y").to_string()
}
