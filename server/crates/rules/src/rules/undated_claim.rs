//! D103: a past event without a day.

use nlp::claims::WANTED;
use nlp::{ClaimKind, Dated};

use crate::context::Article;
use crate::finding::{Finding, Severity};
use crate::registry::{Check, EVIDENCE, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D103",
    name: "undated-claim",
    summary: "a past event without a date in reach",
    level: EVIDENCE,
    first_form: true,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    for claim in &article.read.claims {
        let told = !matches!(claim.kind, ClaimKind::Headline | ClaimKind::NonContent | ClaimKind::Quote);
        if !told || claim.dated != Dated::None || claim.date_need == 0 || !article.is_body(claim.span) {
            continue;
        }
        let severity = match claim.date_need {
            need if need < WANTED => Severity::Hint,
            _ if article.is_draft() => Severity::Warning,
            _ => Severity::Information,
        };
        found.push(article.finding(
            &RULE,
            claim.span,
            severity,
            "an event without a date: none in the sentence, none carried over".to_owned(),
        ));
    }
}
