//! D102: day and month without a year, where the article's own year is open.

use nlp::times::{ResolvedTime, Said};
use nlp::{
    ArticleDate, Certainty,
    dates::{Clue, Evidence},
};
use text::Span;

use super::undated_article::{is_inherited, is_yearless};
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::registry::{Check, EVIDENCE, Rule};
use crate::written::year_put_in;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D102",
    name: "year-not-stated",
    summary: "a date without its year, in an article whose year is open",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let date = &article.read.date;
    if date.certainty == Certainty::Stated || !is_yearless(date) || is_inherited(article) {
        return;
    }
    // Who has entered what proves the year has stated it.
    if date.certainty == Certainty::Inferred && date.is_by_registry() {
        return;
    }
    let Some(place) = date.evidence.first().map(|evidence| evidence.span) else { return };
    let severity = if article.is_draft() { Severity::Warning } else { Severity::Information };
    let mut finding = article.finding(&RULE, place, severity, message(article));
    finding.related = others(article).into_iter().chain(offices(article)).collect();
    if article.is_draft() {
        finding.fixes = fixes(article, place);
    }
    found.push(finding);
}

/// Years a writer may choose from, the latest first.
const OFFERED: usize = 4;

/// The year, for the date itself and for those that hang on the same.
fn fixes(article: &Article, place: Span) -> Vec<Fix> {
    let here = |time: &&ResolvedTime| place.intersects(time.span);
    let Some(time) = article.read.times.iter().find(here) else { return Vec::new() };
    let year = |year: i16| {
        let edit = year_put_in(article, time, year)?;
        Some(Fix { title: format!("Insert the year {year}"), edits: vec![edit], safe: false })
    };
    years(&article.read.date).into_iter().take(OFFERED).filter_map(year).collect()
}

/// The years that fit, the latest first.
pub(super) fn years(date: &ArticleDate) -> Vec<i16> {
    let inferred = date.value.as_deref().and_then(|value| value.get(..4)?.parse().ok());
    inferred.map_or_else(|| date.candidates.iter().rev().copied().collect(), |year| vec![year])
}

fn message(article: &Article) -> String {
    let date = &article.read.date;
    let words = date.evidence.first().map(|evidence| article.words(evidence.span)).unwrap_or_default();
    let proof: Vec<&str> = date.evidence.iter().skip(1).map(|evidence| evidence.why.as_str()).collect();
    // The text alone leaves these years; what else is known stands beside it.
    if date.evidence.iter().any(is_public)
        && let Some(evidence) = date.evidence.iter().skip(1).find(|evidence| !is_public(evidence))
    {
        return format!("{words}: year not stated; {}", evidence.why);
    }
    if let (Certainty::Inferred, Some(value)) = (date.certainty, &date.value) {
        return format!("{words}: year not stated; the text allows only {value} ({})", proof.join("; "));
    }
    let years: Vec<String> = date.candidates.iter().map(i16::to_string).collect();
    match (years.is_empty(), proof.is_empty()) {
        (true, _) => format!("{words}: year not stated"),
        (false, true) if years.len() > 8 => format!("{words}: year not stated, and nothing in the text tells it"),
        (false, true) => format!("{words}: year not stated; {} are possible", years.join(", ")),
        // The strongest proof is a weekday as the text has it: "Tuesday" fits these years.
        (false, false) if years.len() > 8 => format!("{words}: year not stated; {} years are possible", years.len()),
        (false, false) => {
            let why = proof[0].split(" fits ").next().unwrap_or(proof[0]);
            format!("{words}: year not stated; {why} fits {}", years.join(", "))
        }
    }
}

/// What is known of public offices, where somebody bears one.
fn offices(article: &Article) -> impl Iterator<Item = Related> {
    let known = article.read.date.evidence.iter().filter(|evidence| is_public(evidence));
    known.map(|evidence| Related { path: None, span: evidence.span, message: evidence.why.clone() })
}

fn is_public(evidence: &Evidence) -> bool {
    evidence.clue == Clue::Public
}

/// The other yearless dates of the file that hang on the same year.
fn others(article: &Article) -> Vec<Related> {
    let place = article.read.date.evidence.first().map(|evidence| evidence.span);
    let same = article.context.analysis.articles.iter().filter(|other| other.date.value == article.read.date.value);
    let times = same
        .flat_map(|other| &other.times)
        .filter(|time| matches!(time.expression.said, Said::Calendar { year: None, month: Some(_), .. }));
    times
        .filter(|time| place.is_none_or(|place| !place.intersects(time.span)))
        .map(|time| Related {
            path: None,
            span: time.span,
            message: format!("{}: the same year", article.words(time.span)),
        })
        .collect()
}
