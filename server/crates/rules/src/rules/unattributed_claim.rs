//! A201: a contestable assertion in the outlet's own voice.

use std::cell::LazyCell;

use nlp::ClaimKind;
use nlp::claims::{Claim, Standing, WANTED, Why};

use crate::context::Article;
use crate::finding::{Finding, Severity};
use crate::registry::{Check, EVIDENCE, Rule};
use crate::speaker;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "A201",
    name: "unattributed-claim",
    summary: "a contestable assertion without a source",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    // Where nobody says the words that a sentence quotes, that is the finding: one cause, one finding.
    let unspoken = LazyCell::new(|| speaker::unspoken(article));
    let quotes = |claim: &Claim| article.read.quotes.iter().any(|speech| speech.span.intersects(claim.span));
    let is_quoted = |claim: &Claim| unspoken.iter().any(|unspoken| unspoken.speech.span.intersects(claim.span));
    for claim in &article.read.claims {
        let Some(severity) = severity(article, claim) else { continue };
        if !(quotes(claim) && is_quoted(claim)) {
            found.push(article.finding(&RULE, claim.span, severity, message(claim)));
        }
    }
}

fn severity(article: &Article, claim: &Claim) -> Option<Severity> {
    let content = !matches!(claim.kind, ClaimKind::Headline | ClaimKind::NonContent);
    let (need, _) = claim.need;
    if !content || need == 0 || !article.is_body(claim.span) {
        return None;
    }
    match claim.standing {
        Standing::OutletVoice | Standing::CarriedFromEarlier if need >= WANTED => {
            Some(if article.is_draft() { Severity::Warning } else { Severity::Information })
        }
        Standing::OutletVoice => Some(Severity::Hint),
        // Carried over from a source before: defensible either way, and most often right.
        _ => None,
    }
}

fn message(claim: &Claim) -> String {
    let what = match claim.need.1 {
        Why::AfterVague => {
            return "goes on after a vague source, which lends it no authority: no source of its own".to_owned();
        }
        why => why.words(),
    };
    match claim.standing {
        Standing::CarriedFromEarlier => format!("no source of its own for {what}: the one before may be meant"),
        _ => format!("no source for {what}"),
    }
}
