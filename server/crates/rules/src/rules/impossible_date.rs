//! D107: a date that no calendar has, or that reads two ways.

use nlp::times::check::ambiguous_numeric;

use crate::context::Article;
use crate::finding::Finding;
use crate::registry::{Check, Rule};
use crate::{Level, Severity};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D107",
    name: "impossible-or-ambiguous-date",
    summary: "a date that no calendar has, or that reads two ways",
    level: Level { source: Some(Severity::Warning), draft: Some(Severity::Error) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let severity = if article.is_draft() { Severity::Error } else { Severity::Warning };
    for time in article.read.times.iter().filter(|time| article.is_read(time.span)) {
        let message = match (&time.expression.impossible, ambiguous_numeric(&time.expression)) {
            (Some(why), _) => why.clone(),
            (None, Some((day_first, month_first))) => {
                format!(
                    "{} reads as {day_first} (day first) and as {month_first} (month first)",
                    article.words(time.span)
                )
            }
            (None, None) => continue,
        };
        found.push(article.finding(&RULE, time.span, severity, message));
    }
}
