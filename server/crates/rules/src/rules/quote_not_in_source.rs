//! Q303: a quotation that no source has, or that a source has from somebody else.

use std::sync::Arc;

use corpus::sources::{Hunk, Nearest, Occurrence, Pattern};
use jiff::civil::Date;
use nlp::article::Speech;
use nlp::{Analysis, SourceKind};
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::quotation::{self, Judgement, inner, is_mark};
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "Q303",
    name: "quote-not-in-source",
    summary: "a quotation that no source has in these words, or that somebody else says there",
    level: Level { source: None, draft: Some(Severity::Warning) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    // Where there is nothing to compare with, nothing can be missing.
    if !article.is_draft() || !article.is_analysed() || article.context.sources.is_empty() {
        return;
    }
    for speech in article.read.quotes.iter().filter(|speech| !speech.nested) {
        match quotation::judge(article, speech) {
            Judgement::Altered(nearest) => found.push(altered(article, speech, &nearest)),
            Judgement::Misattributed { place, speaker } => {
                found.push(misattributed(article, speech, &place, &speaker.name));
            }
            Judgement::Unknown => found.push(finding(article, speech, "in no article of the folder".to_owned())),
            _ => {}
        }
    }
}

fn finding(article: &Article, speech: &Speech, message: String) -> Finding {
    let span = inner(article.context.source, speech.span);
    article.finding(&RULE, span, Severity::Warning, message)
}

fn altered(article: &Article, speech: &Speech, nearest: &Nearest) -> Finding {
    let from = origin(article, &nearest.path, nearest.span);
    let quoted = inner(article.context.source, speech.span);
    let differences = differences(article, quoted, nearest);
    let mut finding = finding(article, speech, format!("not as in the source: {differences} ({from})"));
    finding.related.push(Related {
        path: Some(nearest.path.clone()),
        span: nearest.span,
        message: format!("the source's words ({from})"),
    });
    finding.fixes.extend(put_right(article, quoted, nearest));
    finding
}

fn misattributed(article: &Article, speech: &Speech, place: &Occurrence, speaker: &str) -> Finding {
    let span = place.spans.iter().copied().reduce(Span::cover).unwrap_or_default();
    let from = origin(article, &place.path, span);
    let here = quotation::speaker(article, speech).map_or_else(String::new, |here| format!(", not of {}", here.name));
    let mut finding = finding(article, speech, format!("words of {speaker}{here} ({from})"));
    finding.related.push(Related {
        path: Some(place.path.clone()),
        span,
        message: format!("said by {speaker} ({from})"),
    });
    finding.fixes.extend(rename(article, speech, speaker));
    finding
}

/// `Montavar Herald, January 30, 2025`; the file where neither is known.
fn origin(article: &Article, path: &Arc<str>, span: Span) -> String {
    let number = article.context.sources.source(path).map_or(0, |source| source.article_at(span.start));
    let facts = article.context.index.article(path, number);
    let outlet = facts.and_then(|facts| facts.outlet.as_deref()).map(str::to_owned);
    let day = facts.and_then(|facts| facts.day).map(long);
    match (outlet, day) {
        (None, None) => path.to_string(),
        (None, Some(day)) => format!("{path}, {day}"),
        (outlet, day) => outlet.into_iter().chain(day).collect::<Vec<_>>().join(", "),
    }
}

fn long(date: Date) -> String {
    date.strftime("%B %-d, %Y").to_string()
}

/// Differences a message shows.
const SHOWN: usize = 2;
/// Words of a difference it shows.
const WORDS: usize = 6;

fn differences(article: &Article, quoted: Span, nearest: &Nearest) -> String {
    let Some(source) = article.context.sources.source(&nearest.path) else { return String::new() };
    let here = |span: Span| shown(&Analysis::folded(article.context.source, span.shift(quoted.start)));
    let there = |span: Span| shown(&Analysis::folded(source.text(), span));
    let says = |hunk: &Hunk| match (hunk.quoted.is_empty(), hunk.source.is_empty()) {
        (true, _) => format!("“{}” left out", there(hunk.source)),
        (_, true) => format!("“{}” added", here(hunk.quoted)),
        _ => format!("“{}” for “{}”", here(hunk.quoted), there(hunk.source)),
    };
    let mut all: Vec<String> = nearest.hunks.iter().take(SHOWN).map(says).collect();
    match nearest.hunks.len() {
        0 => all.push("these words do not stand together".to_owned()),
        more if more > SHOWN => all.push(format!("and {} more", more - SHOWN)),
        _ => {}
    }
    all.join(", ")
}

fn shown(words: &str) -> String {
    let all: Vec<&str> = words.split(' ').collect();
    if all.len() <= WORDS { words.to_owned() } else { format!("{} …", all[..WORDS].join(" ")) }
}

/// Puts the source's words where others stand, and leaves the rest as it is written.
fn put_right(article: &Article, quoted: Span, nearest: &Nearest) -> Option<Fix> {
    let source = article.context.sources.source(&nearest.path)?;
    let words = quoted.of(article.context.source);
    let edits: Vec<(Span, String)> =
        nearest.hunks.iter().map(|hunk| edit(words, source.text(), hunk)).collect::<Option<_>>()?;
    // A fix that would leave something to report is none.
    let mut mended = words.to_owned();
    for (span, text) in edits.iter().rev() {
        mended.replace_range(span.range(), text);
    }
    if edits.is_empty() || article.context.sources.find(&Pattern::new(&mended)).is_empty() {
        return None;
    }
    let edits = edits.into_iter().map(|(span, text)| (span.shift(quoted.start), text)).collect();
    Some(Fix { title: "Put the source's words".to_owned(), edits, safe: true })
}

fn edit(quotation: &str, source: &str, hunk: &Hunk) -> Option<(Span, String)> {
    let text = Analysis::folded(source, hunk.source);
    if text.contains(|c: char| is_mark(c) && c != '’' && c != '\'') {
        return None;
    }
    let at = hunk.quoted;
    if hunk.source.is_empty() {
        return Some((with_space(quotation, at), String::new()));
    }
    if at.is_empty() {
        let text = if at.start == 0 { format!("{text} ") } else { format!(" {text}") };
        return Some((at, text));
    }
    let large = at.of(quotation).starts_with(char::is_uppercase);
    Some((at, if at.start == 0 && large { capital(&text) } else { text }))
}

/// Words and the space before them; at the beginning, the space behind.
fn with_space(text: &str, span: Span) -> Span {
    let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
    if span.start == 0 {
        return Span::new(0, span.end + (behind.len() - behind.trim_start().len()) as u32);
    }
    Span::new(before.trim_end().len() as u32, span.end)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Names the one whose words they are.
fn rename(article: &Article, speech: &Speech, speaker: &str) -> Option<Fix> {
    let attribution = article.read.attributions.get(speech.attribution?)?;
    let source = attribution.source.as_ref().filter(|source| source.count() == 1)?.first();
    let names = matches!(attribution.source_kind, SourceKind::Named | SourceKind::Anaphoric);
    let edits = vec![(source, speaker.to_owned())];
    names.then(|| Fix { title: format!("Name {speaker}"), edits, safe: true })
}
