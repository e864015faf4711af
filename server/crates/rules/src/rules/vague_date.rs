//! D104: `recently`, `in the near future`: a time that no reader can put a day to.

use corpus::Member;
use jiff::civil::Date;
use lang::Loose;
use nlp::{ClaimKind, Grade, ResolvedTime, SourceKind, TimeKind};
use text::Span;

use crate::context::Article;
use crate::finding::{Finding, Fix, Severity};
use crate::registry::{Check, EVIDENCE, Rule};
use crate::written::Written;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D104",
    name: "vague-date",
    summary: "a time that no reader can put a day to",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    if !article.is_analysed() {
        return;
    }
    for (index, time) in article.read.times.iter().enumerate() {
        let is_date = time.expression.vague && time.kind == TimeKind::Date;
        if !is_date || !article.is_body(time.span) || is_quotation(article, time.span) || article.has_own_date(index) {
            continue;
        }
        let severity = match weight(article, time) {
            Some(Loose::Nothing) => continue,
            Some(Loose::Little) => Severity::Hint,
            None if is_reported(article, time.span) => Severity::Hint,
            None if article.is_draft() => Severity::Warning,
            None => Severity::Information,
        };
        let words = article.words(time.span);
        let mut finding = article.finding(&RULE, time.span, severity, format!("a vague time: {words}"));
        if article.is_draft() {
            finding.fixes = fixes(article, time);
        }
        found.push(finding);
    }
}

/// What the language says of the phrase, with the word behind it or alone.
fn weight(article: &Article, time: &ResolvedTime) -> Option<Loose> {
    let loose = &article.context.lang.loose_times;
    let words = article.words(time.span).to_lowercase();
    let behind = &article.context.source[time.span.end as usize..];
    let next = behind.strip_prefix(' ').map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
    let longer = next.and_then(|next| loose.get(format!("{words} {}", next.to_lowercase()).as_str()));
    longer.or_else(|| loose.get(words.as_str())).copied()
}

/// Quotations stand as they were said.
fn is_quotation(article: &Article, span: Span) -> bool {
    let claim = article.read.claims.iter().find(|claim| claim.span.contains_span(span));
    article.is_quoted(span) || claim.is_some_and(|claim| claim.kind == ClaimKind::Quote)
}

/// The word is a source's, in the writer's words: `he had recently met them, he said`.
fn is_reported(article: &Article, span: Span) -> bool {
    let reported = |attribution: &&nlp::Attribution| {
        attribution.grade == Grade::Speech
            && matches!(attribution.source_kind, SourceKind::Named | SourceKind::Anaphoric | SourceKind::Document)
    };
    let contents = article.read.attributions.iter().filter(reported).filter_map(|told| told.content.as_ref());
    contents.into_iter().any(|content| content.iter().any(|part| part.contains_span(span)))
}

/// The days of the event that the sentence tells of, where the folder knows them; `as of` for what holds now.
fn fixes(article: &Article, time: &ResolvedTime) -> Vec<Fix> {
    let written = Written::of(article);
    match (time.value.as_str(), article.read.date.day) {
        ("PRESENT_REF", Some(day)) => vec![as_of(article, time, written.as_of(day))],
        ("PRESENT_REF", None) => Vec::new(),
        (value, day) => {
            let event = event_days(article, time.span).filter(|days| lies(value, days.0, day));
            event
                .and_then(|(days, label)| {
                    let fix = written.in_place_of(article, time, days)?;
                    Some(Fix { title: format!("{} ({label})", fix.title), ..fix })
                })
                .into_iter()
                .collect()
        }
    }
}

fn as_of(article: &Article, time: &ResolvedTime, new: String) -> Fix {
    let first = article.read.sentences.iter().any(|sentence| sentence.start == time.span.start);
    let new = if first { crate::written::capital(&new) } else { new };
    let title = format!("Change “{}” to “{new}”", article.words(time.span));
    Fix { title, edits: vec![(time.span, new)], safe: false }
}

type Days = (Date, Date);

/// When the one event of the sentence was, by all articles together.
fn event_days(article: &Article, span: Span) -> Option<(Days, String)> {
    let sentence = article.sentence(span)?;
    let told = article.read.events.iter().enumerate().filter(|(_, event)| sentence.contains_span(event.span));
    let mut known = told.filter_map(|(at, _)| {
        let member = Member { path: article.context.path.clone(), article: article.index as u32, entity: at as u32 };
        let event = article.context.index.event_of(&member)?;
        Some((event.interval?, event.label.to_string()))
    });
    let first = known.next()?;
    known.all(|other| other.0 == first.0).then_some(first)
}

/// The days lie on the side of the text's own day that the word says.
fn lies(value: &str, (from, to): Days, written: Option<Date>) -> bool {
    match value {
        "PAST_REF" => written.is_none_or(|written| to <= written),
        "FUTURE_REF" => written.is_some_and(|written| from >= written),
        _ => false,
    }
}
