//! D101: an article that does not state when it was published.

use jiff::civil::Date;
use nlp::dates::Clue;
use nlp::times::{ResolvedTime, Said};
use nlp::{ArticleDate, Certainty};
use text::Span;

use super::year_not_stated::years;
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::registry::{Check, Rule};
use crate::written::year_put_in;

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
    finding.related = yearless(article).map(|time| related(article, time)).collect();
    if article.is_draft() {
        finding.fixes = fixes(article);
    }
    found.push(finding);
}

/// The text's own day at its head: the day it is inferred to be of, else today. And its one year, for the dates that
/// hang on it.
fn fixes(article: &Article) -> Vec<Fix> {
    let date = &article.read.date;
    let inferred = date.day.filter(|_| date.certainty == Certainty::Inferred);
    let mut fixes = Vec::new();
    if article.index == 0 {
        let day = inferred.unwrap_or(article.context.today);
        let today = if inferred.is_none() { ", today," } else { "" };
        let edit = at_the_head(article.context.source, day);
        fixes.push(Fix { title: format!("State the date {day}{today} at the head"), edits: vec![edit], safe: false });
    }
    if let [year] = years(date)[..] {
        let edits: Vec<_> = yearless(article).filter_map(|time| year_put_in(article, time, year)).collect();
        let title = format!("Insert the year {year}");
        fixes.extend((!edits.is_empty()).then_some(Fix { title, edits, safe: false }));
    }
    fixes
}

/// A line of the front matter; the front matter too where there is none.
fn at_the_head(text: &str, day: Date) -> (Span, String) {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    match first.trim_end() == "---" {
        true => (Span::empty(first.len() as u32), format!("date: {day}{end}")),
        false => (Span::empty(0), format!("---{end}date: {day}{end}---{end}{end}")),
    }
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
fn yearless<'a>(article: &'a Article) -> impl Iterator<Item = &'a ResolvedTime> {
    let open = |time: &&ResolvedTime| {
        matches!(time.expression.said, Said::Calendar { year: None, month: Some(_), .. }) && article.is_body(time.span)
    };
    article.read.times.iter().filter(open)
}

fn related(article: &Article, time: &ResolvedTime) -> Related {
    Related { path: None, span: time.span, message: format!("{}: year not known", article.words(time.span)) }
}
