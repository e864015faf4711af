//! Q301: a quotation of a clause or more, and nobody near it who says it.

use crate::context::Article;
use crate::finding::{Finding, Severity};
use crate::registry::{Check, EVIDENCE, Rule};
use crate::speaker::{self, Unspoken};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "Q301",
    name: "quote-without-speaker",
    summary: "a quotation without anybody beside it who says it",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    for Unspoken { speech, sentences } in speaker::unspoken(article) {
        let severity = if article.is_draft() { Severity::Warning } else { Severity::Information };
        let message = "quoted words without a speaker beside them".to_owned();
        let mut finding = article.finding(&RULE, speech.span, severity, message);
        if article.is_draft() {
            finding.fixes = speaker::attach(article, speech, sentences);
        }
        found.push(finding);
    }
}
