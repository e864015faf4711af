//! D106: a weekday that does not fall on the date beside it.

use jiff::civil::Date;
use nlp::Certainty;
use nlp::times::check::{WeekdayMismatch, weekday_mismatch};
use nlp::times::{ResolvedTime, calendar};
use text::Span;

use crate::context::Article;
use crate::finding::{Finding, Fix, Related};
use crate::registry::{Check, Rule};
use crate::written::{Written, figures, weekday};
use crate::{Level, Severity};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "D106",
    name: "weekday-mismatch",
    summary: "a weekday that does not fall on its date",
    level: Level { source: Some(Severity::Warning), draft: Some(Severity::Error) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    for (index, time) in article.read.times.iter().enumerate() {
        // Without the year in the words the weekday is evidence for the year, unless the article's date is stated.
        let Some(mismatch) = weekday_mismatch(time) else { continue };
        let certain = mismatch.year_stated || article.read.date.certainty == Certainty::Stated;
        if !certain || !article.is_read(mismatch.span) || fits_elsewhere(article, index, &mismatch) {
            continue;
        }
        let severity = if article.is_draft() { Severity::Error } else { Severity::Warning };
        let written = Written::of(article);
        let said = format!("{} is a {}", long(mismatch.date), weekday(mismatch.date));
        let own = article.read.date.day.is_some_and(|day| day == mismatch.nearest);
        let message = match own {
            true => {
                format!(
                    "{said}; {}, {} would match the article's date",
                    weekday(mismatch.nearest),
                    long(mismatch.nearest)
                )
            }
            false => said,
        };
        let mut finding = article.finding(&RULE, mismatch.span, severity, message);
        finding.related = own.then(|| own_date(article)).flatten().into_iter().collect();
        let weekday_fix = Fix {
            title: format!("Change the weekday to {}", weekday(mismatch.date)),
            edits: vec![(mismatch.span, weekday(mismatch.date))],
            // Which of the two is wrong, the writer has to know.
            safe: false,
        };
        let day_fix = day_fix(article, time, &mismatch, &written);
        // Where the weekday fits the text's own day, the day is the likelier slip.
        finding.fixes = if own { vec![day_fix, weekday_fix] } else { vec![weekday_fix, day_fix] };
        found.push(finding);
    }
}

/// The day that falls on the weekday, in the place of the one that does not.
fn day_fix(article: &Article, time: &ResolvedTime, mismatch: &WeekdayMismatch, written: &Written) -> Fix {
    let (date, nearest) = (mismatch.date, mismatch.nearest);
    let is_near = (date.year(), date.month()) == (nearest.year(), nearest.month());
    let number = figures(article.context.source, time.span, date.day()).filter(|_| is_near);
    let edit = match number {
        Some(number) => (number, nearest.day().to_string()),
        None => (time.span, written.weekday_and_day(nearest)),
    };
    Fix { title: format!("Change the day to {}", written.day(nearest)), edits: vec![edit], safe: false }
}

/// The weekday fits the other end of a range, or the day before or after where a zone is named: the clock had turned
/// there.
fn fits_elsewhere(article: &Article, index: usize, mismatch: &WeekdayMismatch) -> bool {
    let times = &article.read.times;
    let next_day = (mismatch.nearest - mismatch.date).get_days().abs() <= 1;
    let fits = |other: &ResolvedTime| {
        other.interval.is_some_and(|(from, to)| from == to && calendar::weekday(from) == mismatch.said)
    };
    let joined = |a: &ResolvedTime, b: &ResolvedTime| {
        let between = if a.span.end <= b.span.start { Span::new(a.span.end, b.span.start) } else { return false };
        let between = between.of(article.context.source).trim();
        matches!(between, "-" | "–" | "—") || article.context.lang.closed.range_links.contains(between)
    };
    let Some(time) = times.get(index) else { return false };
    let next = times.get(index + 1).is_some_and(|next| joined(time, next) && fits(next));
    let before = index.checked_sub(1).and_then(|at| times.get(at)).is_some_and(|one| joined(one, time) && fits(one));
    next || before || next_day && names_zone(article, time.span)
}

/// A clock's zone stands in the sentence: `11 p.m. GMT`.
fn names_zone(article: &Article, span: Span) -> bool {
    let rules = &article.context.lang.times.rules;
    let Some(sentence) = article.sentence(span) else { return false };
    let mut words = sentence.of(article.context.source).split(|c: char| !c.is_alphanumeric());
    words.any(|word| word.chars().all(char::is_uppercase) && rules.value(rules.class("zone"), word).is_some())
}

/// Where the article says its own day.
fn own_date(article: &Article) -> Option<Related> {
    let evidence = article.read.date.evidence.first().filter(|evidence| !evidence.span.is_empty())?;
    Some(Related { path: None, span: evidence.span, message: format!("the article's date: {}", evidence.why) })
}

fn long(date: Date) -> String {
    date.strftime("%B %-d, %Y").to_string()
}
