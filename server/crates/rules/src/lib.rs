//! Rules: what is worth telling the reader of an article or the writer of a briefing.
//!
//! A rule is a declaration and one function from a context to findings, in a file of its own; its page under
//! `docs/rules` is its manual, its hover text and its test. This crate does not know how findings are shown.

mod context;
pub mod finding;
mod people;
pub mod quotation;
mod registry;
mod roll;
mod rules;
pub mod sourcing;
mod speaker;
pub mod written;

use rayon::prelude::*;

pub use context::{Article, Context, House, Level, Levels, Places, Profile, weighed};
pub use finding::{Choice, Finding, Fix, Related, Severity};
pub use registry::{Check, RULES, Rule, find};
pub use roll::Roll;
pub use rules::later_version;

/// All findings on one document, by position and code.
///
/// Findings stand on the text of articles; those on dates may stand on headers and datelines too. A rule that is off
/// for the document's profile is not run.
pub fn check(context: &Context) -> Vec<Finding> {
    in_order(RULES.iter().flat_map(|rule| check_rule(rule, context)).collect())
}

/// The same for a document that somebody waits for: all cores share the rules.
pub fn check_at_once(context: &Context) -> Vec<Finding> {
    in_order(RULES.par_iter().flat_map_iter(|rule| check_rule(rule, context)).collect())
}

fn in_order(mut all: Vec<Finding>) -> Vec<Finding> {
    all.sort_by(|a: &Finding, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    all.dedup();
    all
}

fn check_rule(rule: &Rule, context: &Context) -> Vec<Finding> {
    let weigh = |found| weighed(rule, found, context.profile, context.levels);
    let mut found = Vec::new();
    let Check::Article(check) = rule.check else { return found };
    if weigh(Severity::Error).is_none() {
        return found;
    }
    for article in context.articles() {
        check(&article, &mut found);
    }
    found.into_iter().filter_map(|finding| Some(Finding { severity: weigh(finding.severity)?, ..finding })).collect()
}
