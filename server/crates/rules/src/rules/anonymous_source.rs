//! A202: an unnamed individual, or bare "sources", at first mention.

use lang::Language;
use nlp::attribution::Attribution;
use nlp::{Kind, SourceKind};
use text::Span;

use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::registry::{Check, EVIDENCE, Rule};
use crate::sourcing::Anonymous;
use crate::written::capital;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "A202",
    name: "anonymous-source",
    summary: "an unnamed source at its first mention",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let all = &article.read.attributions;
    for (index, attribution) in all.iter().enumerate() {
        let Some(source) = first_mention(article, attribution) else { continue };
        let severity = if speaks_for_a_body(article, attribution, source) || article.is_nested(attribution) {
            Severity::Hint
        } else {
            weight(article)
        };
        let place = with_opening(article, attribution, source);
        let later = later_mentions(article, &all[index + 1..]);
        let (message, grade) = grade(article, attribution, source, &later);
        let mut finding = article.finding(&RULE, place, severity, message);
        finding.grade = Some(grade);
        finding.related = later;
        if article.is_draft() {
            finding.fixes = as_before(article, &all[..index], attribution, source).into_iter().collect();
        }
        found.push(finding);
    }
}

/// `a source said` becomes what the source before it was, `a source in the ministry said`: only the writer knows whether
/// it is the same one.
fn as_before(article: &Article, earlier: &[Attribution], attribution: &Attribution, source: Span) -> Option<Fix> {
    let told = |attribution: &Attribution| Anonymous::of(article.context.source, attribution, article.context.lang);
    let here = told(attribution);
    let before = earlier.iter().rev().filter(|earlier| first_mention(article, earlier).is_some());
    let mut before = before.filter(|earlier| told(earlier).described && told(earlier).plural == here.plural);
    let before = before.next().filter(|_| !here.described)?.source.as_ref()?.cover();
    let begins = |span: Span| article.read.sentences.iter().any(|sentence| sentence.start == span.start);
    let words = article.words(before);
    let words = if begins(before) { small(&words, article.context.lang) } else { words };
    let new = if begins(source) { capital(&words) } else { words.clone() };
    Some(Fix { title: format!("Describe as before: {words}"), edits: vec![(source, new)], safe: false })
}

/// Without the large letter of a sentence's start, where the word has it from there.
fn small(words: &str, lang: &Language) -> String {
    let first = words.split(' ').next().unwrap_or_default();
    let lower = first.to_lowercase();
    if lang.is_known_word(&lower) { format!("{lower}{}", &words[first.len()..]) } else { words.to_owned() }
}

fn weight(article: &Article) -> Severity {
    if article.is_draft() { Severity::Warning } else { Severity::Information }
}

/// `According to sources`: words that open a sentence and name its source stand together.
fn with_opening(article: &Article, attribution: &Attribution, source: Span) -> Span {
    let cue = attribution.cue.cover();
    let opens = article.read.sentences.iter().any(|sentence| sentence.start == cue.start);
    let beside = cue.end <= source.start && article.words(Span::new(cue.end, source.start)).trim().is_empty();
    if opens && beside { cue.cover(source) } else { source }
}

fn first_mention(article: &Article, attribution: &Attribution) -> Option<Span> {
    let source = attribution.source.as_ref()?.cover();
    let first = attribution.source_kind == SourceKind::Anonymous && !attribution.later_mention;
    let one =
        first && article.is_report(attribution) && article.is_word(attribution) && !article.is_officials(attribution);
    (one && article.is_body(source) && !asks_for_the_outlet(article, attribution)).then_some(source)
}

/// `a reporter asked`: it is the outlet's, or another's, and its question is no news.
fn asks_for_the_outlet(article: &Article, attribution: &Attribution) -> bool {
    let head = attribution.head.map(|head| article.words(head).to_lowercase()).unwrap_or_default();
    article.context.lang.closed.reporters.contains(&head)
}

/// `a Foreign Ministry spokesman`: the body is named and the post is given.
fn speaks_for_a_body(article: &Article, attribution: &Attribution, source: Span) -> bool {
    let head = attribution.head.map(|head| article.words(head).to_lowercase()).unwrap_or_default();
    let body = article.read.entities.iter().any(|entity| {
        matches!(entity.kind, Kind::Organization | Kind::Place)
            && entity.mentions.iter().any(|mention| source.contains_span(mention.span))
    });
    body && article.context.lang.closed.spokespeople.contains(head.rsplit(' ').next().unwrap_or_default())
}

/// Mentions of the same source further on: `the source said`, until another unnamed source is introduced.
fn later_mentions(article: &Article, rest: &[Attribution]) -> Vec<Related> {
    let here = rest.iter().take_while(|attribution| first_mention(article, attribution).is_none());
    let later =
        here.filter(|attribution| attribution.source_kind == SourceKind::Anonymous && attribution.later_mention);
    later
        .filter_map(|attribution| attribution.source.as_ref())
        .map(|source| Related { path: None, span: source.cover(), message: "the same source again".to_owned() })
        .collect()
}

/// The grade, for people and for programs: whether the source is described, how many it is, and whether more are claimed
/// than speak.
fn grade(article: &Article, attribution: &Attribution, source: Span, later: &[Related]) -> (String, &'static str) {
    let Anonymous { described, counted, plural } =
        Anonymous::of(article.context.source, attribution, article.context.lang);
    let is_one = plural && counted.is_none() && is_one(article, later);
    let (says, grade) = match (described, counted) {
        (true, None) => ("described, not named".to_owned(), "described"),
        (true, Some(count)) => (format!("counted ({count}) and described, not named"), "counted"),
        (false, None) => ("not named and not described".to_owned(), "undescribed"),
        (false, Some(count)) => (format!("counted ({count}), not named and not described"), "counted"),
    };
    let who = if plural { "sources" } else { "source" };
    let words = article.words(source);
    match is_one {
        true => (format!("{who} {says}, and further on it is one: {words}"), "plural-but-one"),
        false => (format!("{who} {says}: {words}"), grade),
    }
}

/// The plural was one: `sources said`, and then `the source said`.
fn is_one(article: &Article, later: &[Related]) -> bool {
    let lang = article.context.lang;
    later.iter().any(|again| {
        let words = article.words(again.span).to_lowercase();
        let noun = words.rsplit(' ').next().unwrap_or_default();
        lang.person_nouns.contains(noun) || lang.source_nouns.single(noun).is_some() && !noun.ends_with('s')
    })
}
