//! L601: words that make a claim sound settled, in the writer's own voice.

use lang::Language;
use nlp::claims::Claim;
use nlp::tokens::Words;
use nlp::{ClaimKind, SourceKind, Standing};
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Fix, Severity};
use crate::registry::{Check, Rule};
use crate::written::capital;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "L601",
    name: "weasel-certainty",
    summary: "obviously, of course, no secret: sureness in place of a source",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Information) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    for claim in article.read.claims.iter().filter(|claim| is_own_voice(article, claim)) {
        let Some((words, start)) = article.words_at(claim.span) else { continue };
        for phrase in phrases(&words, article.context.lang) {
            let span = words.span(phrase.start, phrase.end - 1).shift(start);
            if article.is_quoted(span) || is_reported(article, span) {
                continue;
            }
            let mut finding = article.finding(
                &RULE,
                span,
                severity(article, span),
                format!("sureness in place of a source: {}", article.words(span)),
            );
            if article.is_draft() {
                let fix = without(&words, phrase, article.context.lang);
                finding.fixes = fix.map(|fix| shifted(fix, start)).into_iter().collect();
            }
            found.push(finding);
        }
    }
}

fn severity(article: &Article, span: Span) -> Severity {
    // Where the words stand for a source as well, agentless-attribution weighs them.
    let agentless = article.read.attributions.iter().any(|attribution| {
        attribution.source_kind == SourceKind::Agentless && attribution.cue.cover().intersects(span)
    });
    if agentless || !article.is_draft() { Severity::Hint } else { Severity::Information }
}

/// The writer speaks: not a headline, not somebody who goes on from the sentence before.
fn is_own_voice(article: &Article, claim: &Claim) -> bool {
    !matches!(claim.kind, ClaimKind::Headline | ClaimKind::NonContent)
        && matches!(claim.standing, Standing::OutletVoice | Standing::SameSentence)
        && article.is_body(claim.span)
}

/// The words are part of what somebody is reported to say or think.
fn is_reported(article: &Article, span: Span) -> bool {
    let named = article.read.attributions.iter().filter(|other| other.source_kind != SourceKind::Agentless);
    named.filter_map(|other| other.content.as_ref()).any(|content| content.iter().any(|part| part.contains_span(span)))
}

/// The phrases of a sentence, as ranges of its tokens; marks at a phrase's end are not in them.
fn phrases(words: &Words, lang: &Language) -> Vec<std::ops::Range<usize>> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((len, ())) = words.phrase(&lang.not_certainty, at) {
            at += len;
        } else if let Some((len, ())) = words.phrase(&lang.certainty, at) {
            let mut phrase = at..at + len;
            while phrase.len() > 1 && words.raw(phrase.end - 1) == "," {
                phrase.end -= 1;
            }
            while phrase.len() > 1 && words.raw(phrase.start) == "," {
                phrase.start += 1;
            }
            at = phrase.end;
            all.push(phrase);
        } else {
            at += 1;
        }
    }
    all
}

/// The sentence without the phrase, its commas and its capital mended.
fn without(words: &Words, phrase: std::ops::Range<usize>, lang: &Language) -> Option<Fix> {
    let before = phrase.start.checked_sub(1);
    let is_first = (0..phrase.start).all(|at| !words.shape(at).is_word());
    let comma_before = before.is_some_and(|before| words.raw(before) == ",");
    let that = lang.closed.relatives.contains(words.lower(phrase.end))
        && lang.closed.definite.contains(words.lower(phrase.end));
    let comma_behind = words.raw(phrase.end) == ",";
    // `It is clear why he left` leaves a question behind.
    let is_clause = phrase.clone().any(|at| lang.auxiliaries.contains(words.lower(at)));
    let next = phrase.end + usize::from(that || comma_behind && (comma_before || is_first));
    if is_clause && !that && !comma_behind || next >= words.len() {
        return None;
    }
    // An aside takes both its commas along; at the end of a sentence the one before it.
    let ends = !words.shape(next).is_word() && next == phrase.end;
    let aside = comma_before && (next > phrase.end && !that || ends);
    let from = if aside { before.unwrap_or(phrase.start) } else { phrase.start };
    let start = words.span(from, from).start;
    let start = if aside || ends { words.text[..start as usize].trim_end().len() as u32 } else { start };
    let rest = words.span(next, next);
    let mut edits = Vec::new();
    if is_first {
        edits.push((Span::new(start, rest.end), capital(words.raw(next))));
    } else {
        let space = if aside && !ends { " " } else { "" };
        edits.push((Span::new(start, rest.start), space.to_owned()));
    }
    let shown = words.span(phrase.start, phrase.end - 1).of(words.text);
    Some(Fix { title: format!("Take out “{shown}”"), edits, safe: false })
}

fn shifted(fix: Fix, base: u32) -> Fix {
    Fix { edits: fix.edits.into_iter().map(|(span, new)| (span.shift(base), new)).collect(), ..fix }
}
