//! L602: in a draft that keeps to a yardstick of likelihood, words that it does not have, words of two of its rows, and a
//! likelihood in one sentence with how sure the writer is.

use std::collections::BTreeMap;

use lang::estimates::{Band, Estimate, EstimateKind, Yardstick};
use nlp::ClaimKind;
use nlp::tokens::Words;
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "L602",
    name: "estimative-language",
    summary: "a likelihood that is not told in the words of the chosen yardstick",
    level: Level { source: None, draft: Some(Severity::Error) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let Some(yardstick) = article.context.house.yardstick.filter(|_| article.is_draft()) else { return };
    let told: Vec<Told> = sentences(article).flat_map(|sentence| told(article, sentence)).collect();
    let usual = usual_row(&told, yardstick);
    for one in &told {
        if one.estimate.kind == EstimateKind::Confidence {
            let beside = told.iter().find(|other| other.sentence == one.sentence && other.is_likelihood());
            found.extend(beside.map(|likelihood| mixed(article, one, likelihood)));
            continue;
        }
        match one.estimate.band(yardstick) {
            None => found.push(outside(article, one, yardstick, usual)),
            Some(band) if usual.is_some_and(|usual| usual != band.row) => {
                found.push(other_row(article, one, band, yardstick));
            }
            Some(_) => {}
        }
    }
}

/// A word of a sentence for how likely something is, or for how sure the writer is.
struct Told<'a> {
    sentence: Span,
    span: Span,
    estimate: &'a Estimate,
    /// A verb's auxiliary stands right before it: `will possibly close`.
    behind_will: bool,
}

impl Told<'_> {
    fn is_likelihood(&self) -> bool {
        self.estimate.kind != EstimateKind::Confidence
    }
}

/// The sentences of the draft's own text.
fn sentences(article: &Article) -> impl Iterator<Item = Span> {
    let claims = article.read.claims.iter();
    let own = claims.filter(|claim| !matches!(claim.kind, ClaimKind::Headline | ClaimKind::NonContent));
    own.map(|claim| claim.span).filter(|span| article.is_body(*span))
}

fn told<'a>(article: &Article<'a>, sentence: Span) -> Vec<Told<'a>> {
    let Some((words, base)) = article.words_at(sentence) else { return Vec::new() };
    // `Could the line close?` asks, and judges nothing.
    if words.raw(words.len().saturating_sub(1)) == "?" {
        return Vec::new();
    }
    let lang = article.context.lang;
    let mut all = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((len, estimate)) = words.phrase(&lang.estimates.phrases, at) else {
            at += 1;
            continue;
        };
        let span = words.span(at, at + len - 1).shift(base);
        if estimate.kind != EstimateKind::None
            && !is_name(article, &words, at, span, estimate.kind)
            && !is_others(article, span)
        {
            let behind_will = at > 0 && lang.closed.future.contains(words.lower(at - 1));
            all.push(Told { sentence, span, estimate, behind_will });
        }
        at += len;
    }
    all
}

/// The month of May; a word of a name. No sentence that states something begins with a modal.
fn is_name(article: &Article, words: &Words, at: usize, span: Span, kind: EstimateKind) -> bool {
    let inside = |other: Span| other.contains_span(span);
    let is_large = words.shape(at).is_capital() && (at > 0 || kind == EstimateKind::Modal);
    is_large
        || article.read.times.iter().any(|time| inside(time.span))
        || article.read.entities.iter().flat_map(|entity| &entity.mentions).any(|mention| inside(mention.span))
}

/// Somebody else says so, and not the writer: a quotation, or what somebody is reported to say. `We assess` is the writer.
fn is_others(article: &Article, span: Span) -> bool {
    let lang = article.context.lang;
    let is_writer = |source: &text::Spans| {
        let words = article.words(source.cover()).to_lowercase();
        lang.closed.authors.contains(&words)
    };
    let others = article.read.attributions.iter().filter(|one| one.source.as_ref().is_some_and(|own| !is_writer(own)));
    let contents = others.filter_map(|one| one.content.as_ref());
    article.is_quoted(span) || contents.into_iter().any(|content| content.iter().any(|part| part.contains_span(span)))
}

/// The row of the yardstick that the draft goes by: that of most of its words, of two the one it begins with.
fn usual_row(told: &[Told], yardstick: Yardstick) -> Option<u8> {
    let mut rows: BTreeMap<u8, (usize, std::cmp::Reverse<usize>)> = BTreeMap::new();
    for (at, band) in told.iter().filter_map(|one| one.estimate.band(yardstick)).enumerate() {
        rows.entry(band.row).or_insert((0, std::cmp::Reverse(at))).0 += 1;
    }
    rows.into_iter().max_by_key(|(_, weight)| *weight).map(|(row, _)| row)
}

fn outside(article: &Article, one: &Told, yardstick: Yardstick, usual: Option<u8>) -> Finding {
    let words = article.words(one.span);
    let message = format!("no term of {}: {words}", yardstick.title());
    let mut finding = article.finding(&RULE, one.span, Severity::Warning, message);
    let row = usual.unwrap_or(1);
    let on = article.context.lang.estimates.on(yardstick);
    let fits = on.into_iter().filter(|(term, band)| band.row == row && term.words != one.estimate.words);
    finding.fixes = fits.filter_map(|(term, band)| Some(fix(article, one, &instead(one, term)?, band))).collect();
    // The likeliest to be meant first: what says `perhaps` rarely means almost certain.
    finding.fixes.truncate(CHOICES);
    finding
}

/// So many terms are offered.
const CHOICES: usize = 6;

/// A term as it would stand in the place of a word; nothing where the sentence would have to be made anew.
fn instead(one: &Told, term: &Estimate) -> Option<String> {
    let will = || term.behind_will.as_deref();
    match one.estimate.kind {
        EstimateKind::Modal => will().map(|term| format!("will {term}")),
        EstimateKind::Adverb if one.behind_will => will().map(str::to_owned),
        EstimateKind::Adverb => (term.kind == EstimateKind::Adverb).then(|| term.words.to_string()),
        EstimateKind::Adjective => (term.kind == EstimateKind::Adjective).then(|| term.words.to_string()),
        EstimateKind::Noun => {
            (term.kind == EstimateKind::Noun && term.words.starts_with("a ")).then(|| term.words.to_string())
        }
        EstimateKind::Confidence | EstimateKind::None => None,
    }
}

fn other_row(article: &Article, one: &Told, band: Band, yardstick: Yardstick) -> Finding {
    let message = format!("a term of the other row of {}: {}", yardstick.title(), article.words(one.span));
    let mut finding = article.finding(&RULE, one.span, Severity::Warning, message);
    let on = article.context.lang.estimates.on(yardstick);
    let same = |(term, other): &(&Estimate, Band)| {
        let is_same = other.percent == band.percent && other.row != band.row;
        is_same && (term.kind == one.estimate.kind || one.behind_will && term.behind_will.is_some())
    };
    finding.fixes = on.into_iter().filter(same).map(|(term, band)| fix(article, one, &term.words, band)).collect();
    finding
}

fn mixed(article: &Article, confidence: &Told, likelihood: &Told) -> Finding {
    let words = article.words(confidence.span);
    let message = format!("how sure and how likely in one sentence: {words}");
    let mut finding = article.finding(&RULE, confidence.span, Severity::Error, message);
    let message = format!("the likelihood: {}", article.words(likelihood.span));
    finding.related.push(Related { path: None, span: likelihood.span, message });
    finding
}

fn fix(article: &Article, one: &Told, new: &str, band: Band) -> Fix {
    let old = article.words(one.span);
    let is_large = old.starts_with(char::is_uppercase);
    let new = if is_large { crate::written::capital(new) } else { new.to_owned() };
    let (low, high) = band.percent;
    Fix {
        title: format!("Write “{new}” for “{old}” ({low}–{high} %)"), edits: vec![(one.span, new)], safe: false
    }
}
