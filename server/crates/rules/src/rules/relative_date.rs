//! D105: `yesterday`, `last week`: a day that only those know who know when the text was written.

use corpus::sources::Pattern;
use jiff::civil::Date;
use nlp::times::resolve::InSentence;
use nlp::times::{ResolvedTime, Said, Unit, Which, resolve};
use nlp::{ArticleDate, Certainty, ClaimKind};
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Related, Severity};
use crate::registry::{Check, Rule};
use crate::written::Written;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D105",
    name: "relative-date",
    summary: "a day counted from the day of writing",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Warning) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    if !article.is_analysed() {
        return;
    }
    let times = article.read.times.iter().enumerate().filter(|(index, time)| is_relative(article, *index, time));
    let times: Vec<&ResolvedTime> = times.map(|(_, time)| time).collect();
    if article.is_draft() {
        found.extend(times.into_iter().filter_map(|time| in_draft(article, time)));
    } else {
        found.extend(in_source(article, &times));
    }
}

/// Words of the text itself that count from the day it was written.
fn is_relative(article: &Article, index: usize, time: &ResolvedTime) -> bool {
    counts_from_writing(&time.expression.said)
        && !time.expression.vague
        && article.is_body(time.span)
        && !is_quotation(article, time.span)
        && !article.has_own_date(index)
        && !is_in_name(article, time)
}

fn counts_from_writing(said: &Said) -> bool {
    match said {
        Said::Day(_) | Said::YearsAgo(_) | Said::Weekday { .. } | Said::Reported { which: Which::Offset(_), .. } => {
            true
        }
        // The next day is the one after the day that was spoken of.
        Said::Period(unit, _) => *unit > Unit::Day,
        Said::YearPart { which, .. } | Said::Named { which, .. } => {
            matches!(which, Which::Offset(_) | Which::Toward(_))
        }
        _ => false,
    }
}

fn is_quotation(article: &Article, span: Span) -> bool {
    let claim = article.read.claims.iter().find(|claim| claim.span.contains_span(span));
    article.is_quoted(span) || claim.is_some_and(|claim| claim.kind == ClaimKind::Quote)
}

/// A weekday inside a name or a title: `Bloody Sunday`, `the Sunday Herald`.
fn is_in_name(article: &Article, time: &ResolvedTime) -> bool {
    let mentions = || article.read.entities.iter().flat_map(|entity| &entity.mentions);
    if !matches!(time.expression.said, Said::Weekday { .. }) {
        return false;
    }
    if mentions().any(|mention| mention.span.intersects(time.span)) {
        return true;
    }
    let Some(sentence) = article.sentence(time.span) else { return false };
    let before = Span::new(sentence.start, time.span.start).of(article.context.source);
    let word =
        before.strip_suffix(' ').and_then(|before| before.rsplit(char::is_whitespace).next()).unwrap_or_default();
    let place = time.span.start.saturating_sub(word.len() as u32 + 1);
    let is_name = mentions().any(|mention| mention.span.touches(place));
    let is_first = place == sentence.start;
    word.starts_with(char::is_uppercase) && !is_name && !is_first
}

/// On sources an expression whose day is known has its date shown beside it. Where the day of writing is not known, one
/// hint stands for all of them: they are settled by one date.
fn in_source(article: &Article, times: &[&ResolvedTime]) -> Option<Finding> {
    // Where the day is known and the year is not, that is year-not-stated's.
    let is_yearless = |time: &ResolvedTime| {
        time.value.starts_with("XXXX-")
            && !time.value.contains(['W', 'Q', 'S'])
            && time.value.matches('X').count() == "XXXX".len()
    };
    let mut open = times.iter().filter(|time| time.interval.is_none() && !is_yearless(time));
    let first = open.next()?;
    let message = format!("a relative date, counted from a day that is not stated: {}", article.words(first.span));
    let mut finding = article.finding(&RULE, first.span, Severity::Hint, message);
    finding.related = open
        .map(|time| Related {
            path: None,
            span: time.span,
            message: format!("{}: counted from the same day", article.words(time.span)),
        })
        .collect();
    Some(finding)
}

fn in_draft(article: &Article, time: &ResolvedTime) -> Option<Finding> {
    let written = Written::of(article);
    let words = article.words(time.span);
    let place = |message: String| article.finding(&RULE, time.span, Severity::Warning, message);
    if let Some(copied) = copied(article, time) {
        let days = written.days(copied.days.0, copied.days.1);
        let here = time.interval.map(|(from, to)| format!(", here {}", written.days(from, to))).unwrap_or_default();
        let message = format!("{words} is {days} in {}{here}", copied.origin(&written));
        let mut finding = place(message);
        finding.related.push(Related {
            path: Some(copied.path.clone()),
            span: copied.span,
            message: format!("the same words, written on {}", written.day(copied.day)),
        });
        finding.fixes = written.expansions(article, time, copied.days, false);
        finding.fixes.extend(time.interval.into_iter().flat_map(|days| written.expansions(article, time, days, false)));
        return Some(finding);
    }
    if is_clear(article, time) {
        return None;
    }
    let Some(days) = time.interval else {
        return Some(place(format!("{words}: a relative date, counted from a day that is not stated")));
    };
    let mut finding = place(format!("{words} is {} only on the day of writing", written.days(days.0, days.1)));
    let anchor = article.read.date.evidence.first().filter(|evidence| !evidence.span.is_empty());
    finding.related = anchor
        .map(|evidence| Related {
            path: None,
            span: evidence.span,
            message: format!("the day it is counted from: {}", evidence.why),
        })
        .into_iter()
        .collect();
    let is_stated = article.read.date.certainty == Certainty::Stated;
    finding.fixes = written.expansions(article, time, days, is_stated);
    Some(finding)
}

/// How far from the day of writing a weekday tells its day by itself.
const WEEK: i32 = 7;

/// In a text that states its own day, that day and the weekdays around it are clear.
fn is_clear(article: &Article, time: &ResolvedTime) -> bool {
    let date = &article.read.date;
    let (Certainty::Stated, Some(day), Some((from, _))) = (date.certainty, date.day, time.interval) else {
        return false;
    };
    match time.expression.said {
        Said::Day(0) => true,
        Said::Weekday { direction: None | Some(0), .. } => (from - day).get_days().abs() <= WEEK,
        _ => false,
    }
}

/// The words stand in a source that was written on another day, and mean another day there.
struct Copied {
    path: std::sync::Arc<str>,
    span: Span,
    outlet: Option<String>,
    day: Date,
    days: (Date, Date),
}

impl Copied {
    fn origin(&self, written: &Written) -> String {
        let outlet = self.outlet.as_deref().unwrap_or(&self.path);
        format!("{outlet}, {}", written.day(self.day))
    }
}

/// Words around a time that are no accident, and how many of them stand on each side at the most.
const WORDS: usize = 6;
const SIDE: usize = 5;

fn copied(article: &Article, time: &ResolvedTime) -> Option<Copied> {
    let sentence = article.sentence(time.span)?;
    let pattern = Pattern::new(around(article.context.source, sentence, time.span));
    if article.context.sources.is_empty() || pattern.words() < WORDS {
        return None;
    }
    let mut found = None;
    for place in article.context.sources.find(&pattern) {
        let span = place.spans.iter().copied().reduce(Span::cover)?;
        let number = article.context.sources.source(&place.path)?.article_at(span.start);
        let facts = article.context.index.article(&place.path, number)?;
        let day = facts.day?;
        let days = meant_on(article, time, sentence, day)?;
        // Where one source means the same day, nothing went wrong.
        if Some(days) == time.interval {
            return None;
        }
        let outlet = facts.outlet.as_deref().map(str::to_owned);
        found.get_or_insert(Copied { path: place.path.clone(), span, outlet, day, days });
    }
    found
}

/// The words on both sides of a time, within its sentence.
fn around(text: &str, sentence: Span, time: Span) -> &str {
    let before = Span::new(sentence.start, time.start).of(text);
    let behind = Span::new(time.end, sentence.end).of(text);
    let start =
        before.char_indices().rev().filter(|(_, c)| c.is_whitespace()).nth(SIDE).map_or(0, |(at, c)| at + c.len_utf8());
    let end = behind.char_indices().filter(|(_, c)| c.is_whitespace()).nth(SIDE).map_or(behind.len(), |(at, _)| at);
    Span::new(sentence.start + start as u32, time.end + end as u32).of(text)
}

/// What the words would mean in a text of that day.
fn meant_on(article: &Article, time: &ResolvedTime, sentence: Span, day: Date) -> Option<(Date, Date)> {
    let one = InSentence {
        expression: &time.expression,
        sentence: sentence.of(article.context.source),
        sentence_start: sentence.start,
        body: true,
    };
    let date = ArticleDate { day: Some(day), ..ArticleDate::default() };
    resolve(&[one], &date, article.context.lang).pop()?.interval
}
