//! D107: a date that no calendar has, or that reads two ways.

use nlp::times::check::ambiguous_numeric;
use nlp::times::{ResolvedTime, Said, calendar};
use text::Span;

use crate::context::Article;
use crate::finding::{Finding, Fix, Related};
use crate::registry::{Check, Rule};
use crate::written::{Written, figures};
use crate::{Level, Severity};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D107",
    name: "impossible-or-ambiguous-date",
    summary: "a date that no calendar has, or that reads two ways",
    level: Level { source: Some(Severity::Warning), draft: Some(Severity::Error) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let severity = if article.is_draft() { Severity::Error } else { Severity::Warning };
    for (index, time) in article.read.times.iter().enumerate().filter(|(_, time)| article.is_read(time.span)) {
        let message = match (&time.expression.impossible, ambiguous_numeric(&time.expression)) {
            (Some(why), _) => why.clone(),
            (None, Some((day_first, month_first))) => {
                format!(
                    "{} reads as {day_first} (day first) and as {month_first} (month first)",
                    article.words(time.span)
                )
            }
            (None, None) => continue,
        };
        let mut finding = article.finding(&RULE, time.span, severity, message);
        let written = Written::of(article);
        if let Some((day_first, month_first)) = ambiguous_numeric(&time.expression) {
            finding.fixes = vec![whole("Day first", time, written.day(day_first))];
            finding.fixes.push(whole("Month first", time, written.day(month_first)));
        } else if let Some(last) = last_day(time) {
            finding.fixes = near_days(article, time, last, &written);
        } else if let Some(start) = index.checked_sub(1).map(|before| &article.read.times[before]) {
            finding.related.push(Related {
                path: None,
                span: start.span,
                message: format!("the start of the range: {}", article.words(start.span)),
            });
            finding.fixes = swapped(article, start, time).into_iter().collect();
        }
        found.push(finding);
    }
}

fn whole(title: &str, time: &ResolvedTime, new: String) -> Fix {
    Fix { title: format!("{title}: {new}"), edits: vec![(time.span, new)], safe: false }
}

/// The last day of the month, where a day is said that comes after it.
fn last_day(time: &ResolvedTime) -> Option<i8> {
    let Said::Calendar { year, month: Some(month), day: Some(day) } = time.expression.said else { return None };
    let last = calendar::days_in_month(year, month);
    (day > last).then_some(last)
}

/// The last day of the month, and the day behind it.
fn near_days(article: &Article, time: &ResolvedTime, last: i8, written: &Written) -> Vec<Fix> {
    let Said::Calendar { year, month: Some(month), day: Some(day) } = time.expression.said else { return Vec::new() };
    let mut fixes = Vec::new();
    if let Some(number) = figures(article.context.source, time.span, day) {
        let title = format!("Change the day to {} {last}", calendar::month_name(month));
        fixes.push(Fix { title, edits: vec![(number, last.to_string())], safe: false });
    }
    let next = year.and_then(|year| calendar::day(year, month, last)).map(|last| calendar::add_days(last, 1));
    if let Some(next) = next {
        fixes.push(whole("Change the date to the day behind it", time, written.day(next)));
    }
    fixes
}

/// The two ends of a range, each in the other's place; the year stays where it stands.
fn swapped(article: &Article, start: &ResolvedTime, end: &ResolvedTime) -> Option<Fix> {
    let text = article.context.source;
    let (a, b) = (&start.expression, &end.expression);
    let spans = match (&a.said, &b.said) {
        (Said::Calendar { month, day: Some(from), .. }, Said::Calendar { month: same, day: Some(to), .. })
            if month == same =>
        {
            (figures(text, start.span, *from)?, figures(text, end.span, *to)?)
        }
        (Said::Calendar { day: None, .. }, Said::Calendar { day: None, .. }) => (start.span, end.span),
        _ => (without_year(article, start), without_year(article, end)),
    };
    let (first, second) = (spans.0.of(text).to_owned(), spans.1.of(text).to_owned());
    let title = format!("Swap {} and {}", article.words(spans.0), article.words(spans.1));
    Some(Fix { title, edits: vec![(spans.0, second), (spans.1, first)], safe: false })
}

/// The words of a date up to its year.
fn without_year(article: &Article, time: &ResolvedTime) -> Span {
    let Said::Calendar { year: Some(year), .. } = time.expression.said else { return time.span };
    let words = time.span.of(article.context.source);
    let before =
        words.strip_suffix(year.to_string().as_str()).map(|words| words.trim_end_matches([',', ' ', '\u{a0}']));
    before.map_or(time.span, |before| Span::new(time.span.start, time.span.start + before.len() as u32))
}
