//! A204: something is known, reported or announced, and nobody says by whom.

use nlp::attribution::Attitude;
use nlp::{Attribution, Grade, SourceKind};

use crate::context::Article;
use crate::finding::{Finding, Severity};
use crate::registry::{Check, EVIDENCE, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "A204",
    name: "agentless-attribution",
    summary: "a report without a reporter",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    // `is expected to`, `seems to` is the writer's own guess, not what somebody is hidden behind.
    let told = |attribution: &&Attribution| {
        let thought = attribution.attitude == Some(Attitude::Belief);
        attribution.source_kind == SourceKind::Agentless && (attribution.grade == Grade::Speech || thought)
    };
    for attribution in article.read.attributions.iter().filter(told) {
        let cue = attribution.cue.cover();
        if !article.is_body(cue) {
            continue;
        }
        let severity = match article.is_draft() {
            _ if article.is_nested(attribution) => Severity::Hint,
            true => Severity::Warning,
            false => Severity::Information,
        };
        found.push(article.finding(
            &RULE,
            cue,
            severity,
            format!("nobody is named who says so: {}", article.words(cue)),
        ));
    }
}
