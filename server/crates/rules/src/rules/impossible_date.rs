//! D107: a date that no calendar has, or that reads two ways.

use crate::context::Article;
use crate::finding::Finding;
use crate::registry::Rule;
use crate::{Level, Severity};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D107",
    name: "impossible-or-ambiguous-date",
    summary: "a date that no calendar has, or that reads two ways",
    level: Level { source: Some(Severity::Warning), draft: Some(Severity::Error) },
    first_form: false,
    since: "0.1.0",
    check,
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    for time in &article.read.times {
        if let Some(why) = &time.expression.impossible {
            let severity = if article.is_draft() { Severity::Error } else { Severity::Warning };
            found.push(article.finding(&RULE, time.span, severity, why.clone()));
        }
    }
}
