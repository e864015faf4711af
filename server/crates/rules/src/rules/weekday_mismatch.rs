//! D106: a weekday that does not fall on the date beside it.

use crate::context::Article;
use crate::finding::Finding;
use crate::registry::Rule;
use crate::{Level, Severity};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D106",
    name: "weekday-mismatch",
    summary: "a weekday that does not fall on its date",
    level: Level { source: Some(Severity::Warning), draft: Some(Severity::Error) },
    first_form: false,
    since: "0.1.0",
    check,
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let _ = (article, found);
}
