//! D101: an article that does not state when it was published.

use nlp::dates::Clue;
use nlp::times::Said;
use nlp::{ArticleDate, Certainty};

use crate::context::Article;
use crate::finding::{Finding, Related, Severity};
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D101",
    name: "undated-article",
    summary: "an article that does not state its date",
    level: crate::Level { source: Some(Severity::Warning), draft: Some(Severity::Warning) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let date = &article.read.date;
    // A stated date settles it; a day and month without a year are `year-not-stated`'s.
    if date.certainty == Certainty::Stated || is_yearless(date) || is_inherited(article) {
        return;
    }
    let Some(span) = article.first_words() else { return };
    let severity = if is_narrow(date) { Severity::Information } else { Severity::Warning };
    let mut finding = article.finding(&RULE, span, severity, message(date));
    finding.related = yearless(article);
    found.push(finding);
}

/// A dateline or header states day and month and not the year.
pub(super) fn is_yearless(date: &ArticleDate) -> bool {
    let stated = date.evidence.first().is_some_and(|evidence| {
        matches!(evidence.clue, Clue::Header | Clue::Dateline | Clue::Metadata | Clue::Masthead)
    });
    stated && date.certainty != Certainty::Stated && date.value.is_some()
}

/// What is known narrows the date enough for a reader: one answer, or a picture's day as a bound.
fn is_narrow(date: &ArticleDate) -> bool {
    date.certainty == Certainty::Inferred || date.evidence.iter().any(|evidence| evidence.clue == Clue::Caption)
}

/// The date is the file's, stated for an article before this one.
pub(super) fn is_inherited(article: &Article) -> bool {
    let evidence = &article.read.date.evidence;
    article.index > 0
        && !evidence.is_empty()
        && evidence.iter().all(|evidence| evidence.span.end <= article.read.layout.span.start)
}

fn message(date: &ArticleDate) -> String {
    let proof: Vec<&str> = date.evidence.iter().map(|evidence| evidence.why.as_str()).take(3).collect();
    match (date.certainty, &date.value, date.from, date.to) {
        (Certainty::Inferred, Some(value), ..) => {
            format!("date not stated; the text allows only {value} ({})", proof.join("; "))
        }
        (Certainty::Bounded, ..) if !date.candidates.is_empty() => {
            let years: Vec<String> = date.candidates.iter().map(i16::to_string).collect();
            format!("date not stated; {} ({})", list("possible years are", &years), proof.join("; "))
        }
        (_, _, Some(from), Some(to)) => {
            format!("date not stated; not before {from} and not after {to} ({})", proof.join("; "))
        }
        (_, _, Some(from), None) => format!("date not stated; not before {from} ({})", proof.join("; ")),
        (_, _, None, Some(to)) => format!("date not stated; not after {to} ({})", proof.join("; ")),
        _ => "date not stated, and nothing in the text tells it".to_owned(),
    }
}

fn list(lead: &str, years: &[String]) -> String {
    if years.len() > 8 { format!("{} years are possible", years.len()) } else { format!("{lead} {}", years.join(", ")) }
}

/// The expressions whose year hangs on the article's date.
fn yearless(article: &Article) -> Vec<Related> {
    let open = article
        .read
        .times
        .iter()
        .filter(|time| matches!(time.expression.said, Said::Calendar { year: None, month: Some(_), .. }));
    open.filter(|time| article.is_body(time.span))
        .map(|time| Related {
            path: None,
            span: time.span,
            message: format!("{}: year not known", article.words(time.span)),
        })
        .collect()
}
