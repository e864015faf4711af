//! Direct speech over sentences and paragraphs, and whose it is.
//!
//! A quotation that is left open goes on in the next paragraphs when one of them closes it, or opens again; paragraphs
//! between belong to it. Otherwise it ends with its paragraph and is marked as not closed.

use lang::Language;
use lang::segment::Shape;
use text::{Span, Spans};

use super::Whole;
use crate::attribution::{Attribution, Grade};
use crate::layout::Zone;
use crate::quotes::{self, Quote};

/// Direct speech, whole. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Speech {
    /// From its first mark to its last.
    pub span: Span,
    /// An opening mark stands at its start, or the dash of a dialogue paragraph.
    pub opened: bool,
    /// A closing mark stands at its end.
    pub closed: bool,
    /// Marks of a kind that do not belong together: `« … "`.
    pub mixed: bool,
    /// Opened by a dash.
    pub dash: bool,
    /// Inside another quotation.
    pub nested: bool,
    /// The attribution whose content it is, as an index into the article's attributions.
    pub attribution: Option<usize>,
}

/// So many paragraphs may stand between an opening mark and the one that closes it.
const LONGEST: usize = 12;
/// So many bytes stand between a quotation and the words beside it that attribute it: a mark and a space.
const BESIDE: u32 = 2;

/// The speeches of an article, in text order.
pub(super) fn assemble(parts: &[Whole]) -> Vec<Speech> {
    let body: Vec<&Whole> = parts.iter().filter(|part| part.zone == Zone::Body).collect();
    let mut all: Vec<Speech> = Vec::new();
    let mut at = 0;
    while at < body.len() {
        let mut next = at + 1;
        for quote in &body[at].annotations.quotes {
            let mut speech = placed(quote, body[at].span.start);
            if all.iter().any(|known| known.closed && known.span.contains_span(speech.span))
                && speech.span != body[at].span
                && !quote.opened
            {
                continue;
            }
            speech.nested |= all.iter().any(|known| known.span.contains_span(speech.span));
            if quote.opened
                && !quote.closed
                && quote.depth == 0
                && let Some((last, end, closed)) = continuation(&body, at)
            {
                speech.span.end = end;
                speech.closed = closed;
                next = next.max(last);
            }
            all.push(speech);
        }
        at = next.min(at + 1);
    }
    drop_continuations(all)
}

fn placed(quote: &Quote, base: u32) -> Speech {
    Speech {
        span: quote.span.shift(base),
        opened: quote.opened,
        closed: quote.closed,
        mixed: !quote.paired,
        dash: quote.dash,
        nested: quote.depth > 0,
        attribution: None,
    }
}

/// Where the speech that paragraph `at` leaves open ends: paragraph, offset, and whether a mark closes it there.
fn continuation(body: &[&Whole], at: usize) -> Option<(usize, u32, bool)> {
    for (index, part) in body.iter().enumerate().skip(at + 1).take(LONGEST) {
        let base = part.span.start;
        // The mark that closes without having been opened here closes what was open.
        if let Some(close) = part.annotations.quotes.iter().find(|quote| !quote.opened && quote.closed) {
            return Some((index, close.span.end + base, true));
        }
        // A paragraph may open again what goes on, and close it at last.
        let reopened =
            part.annotations.quotes.first().filter(|quote| quote.opened && quote.span.start == 0 && !quote.dash);
        match reopened {
            Some(quote) if quote.closed => return Some((index, quote.span.end + base, true)),
            Some(_) => continue,
            None => {}
        }
    }
    None
}

/// What a speech that runs over paragraphs has swallowed is no speech of its own.
fn drop_continuations(all: Vec<Speech>) -> Vec<Speech> {
    let mut kept: Vec<Speech> = Vec::new();
    for speech in all {
        let part_of = kept.iter().any(|known| {
            known.span.contains_span(speech.span)
                && (!speech.opened || !speech.closed || speech.span.end == known.span.end)
        });
        if !part_of {
            kept.push(speech);
        }
    }
    kept
}

/// Gives each speech the attribution whose cue stands beside it: in a sentence it touches, in the lead-in that ends
/// with a colon, or in the sentence right after.
pub(super) fn attribute(
    mut speeches: Vec<Speech>,
    parts: &[Whole],
    attributions: &[Attribution],
    lang: &Language,
) -> Vec<Speech> {
    let sentences: Vec<Span> = parts
        .iter()
        .filter(|part| part.zone == Zone::Body)
        .flat_map(|part| part.annotations.sentences.iter().map(|sentence| sentence.span.shift(part.span.start)))
        .collect();
    for index in 0..speeches.len() {
        let speech = &speeches[index];
        let touching = attributions.iter().position(|attribution| {
            if !takes(attribution, speech) || speech.span.contains_span(attribution.cue.first()) {
                return false;
            }
            let sentence = sentences.iter().find(|sentence| sentence.contains_span(attribution.cue.first()));
            sentence.is_some_and(|sentence| sentence.intersects(speech.span))
        });
        let whole = attributions.iter().position(|attribution| {
            let content = attribution.content.as_ref();
            !attribution.nested && content.is_some_and(|content| content.contains_span(speech.span))
        });
        let found = touching
            .or(whole)
            .or_else(|| beside(speech, parts, &sentences, attributions))
            .or_else(|| lead_in(speech, &sentences, attributions))
            .or_else(|| resumed(speech, &speeches[..index], parts, attributions, lang));
        speeches[index].attribution = found;
    }
    speeches
}

/// What a source says is all that it is quoted with: the rest of a quotation over sentences and paragraphs, and the
/// quotation that goes on behind `," she said.`
pub(super) fn complete(attributions: &mut [Attribution], speeches: &[Speech]) {
    for speech in speeches.iter().filter(|speech| !speech.nested) {
        let Some(attribution) = speech.attribution.and_then(|at| attributions.get_mut(at)) else { continue };
        let mut own = attribution.source.iter().flat_map(Spans::iter).chain(attribution.cue.iter());
        // A mark that closes without having been opened may cover the words that attribute.
        if own.any(|span| span.intersects(speech.span)) {
            continue;
        }
        let content = attribution.content.iter().flat_map(Spans::iter).chain([speech.span]);
        attribution.content = Spans::collect(content);
    }
}

/// The turns of an interview: what stands between two speakers' labels goes on with the first. What follows the last label
/// may be the writer's again.
pub(super) fn turns(attributions: &mut [Attribution], parts: &[Whole]) {
    let body: Vec<&Whole> = parts.iter().filter(|part| part.zone == Zone::Body).collect();
    let labels: Vec<(usize, usize)> = attributions
        .iter()
        .enumerate()
        .filter(|(_, attribution)| attribution.is_label)
        .filter_map(|(at, label)| Some((at, body.iter().position(|part| part.span.contains_span(label.cue.first()))?)))
        .collect();
    for pair in labels.windows(2) {
        let [(at, here), (_, next)] = *pair else { continue };
        let more = body.get(here + 1..next).unwrap_or_default().iter().map(|part| part.span);
        let content = attributions[at].content.iter().flat_map(Spans::iter).chain(more);
        attributions[at].content = Spans::collect(content);
    }
}

fn takes(attribution: &Attribution, speech: &Speech) -> bool {
    let content = attribution.content.as_ref();
    content.is_some_and(|content| content.iter().any(|span| span.intersects(speech.span)))
}

/// Nothing but a mark stands between the speech and the words that attribute: `"Who?" she asked`.
fn beside(speech: &Speech, parts: &[Whole], sentences: &[Span], attributions: &[Attribution]) -> Option<usize> {
    let own = parts.iter().find(|part| part.span.contains_span(speech.span));
    if own.is_some_and(|part| quotes::is_nickname(&part.words, speech.span.unshift(part.span.start))) {
        return None;
    }
    let near =
        |place: Span| parts.iter().any(|part| part.span.contains_span(place) && part.span.intersects(speech.span));
    let place = |attribution: &Attribution| {
        let words = attribution.source.iter().flat_map(Spans::iter).chain(attribution.cue.iter());
        words.reduce(Span::cover).unwrap_or_default()
    };
    // What they say stands behind them, in another sentence: then this is not it.
    let says_other = |attribution: &Attribution, own: Span| {
        let same = || sentences.iter().any(|sentence| sentence.contains_span(own) && sentence.intersects(speech.span));
        attribution.content.as_ref().is_some_and(|content| content.first().start >= own.end) && !same()
    };
    attributions.iter().position(|attribution| {
        if attribution.nested || attribution.grade != Grade::Speech {
            return false;
        }
        // Most stand elsewhere: how far is asked first.
        let own = place(attribution);
        let before = own.start >= speech.span.end && own.start - speech.span.end <= BESIDE;
        let behind = speech.span.start >= own.end && speech.span.start - own.end <= BESIDE;
        (before && !says_other(attribution, own) || behind) && near(own)
    })
}

/// Nothing, a mark or a word that joins stands before the speech; behind any other it is a title, or words picked out:
/// `she said on the radio's "Morning Hour"`.
fn opens_anew(speech: &Speech, paragraph: &Whole, lang: &Language) -> bool {
    let words = &paragraph.words;
    let before = words.at(speech.span.start - paragraph.span.start).checked_sub(1);
    before.is_none_or(|at| words.shape(at) == Shape::Mark || lang.closed.joins.contains(words.lower(at)))
}

/// `He did not say`: behind somebody's words the same who spoke them.
fn is_pronoun(attribution: &Attribution, paragraph: &Whole, lang: &Language) -> bool {
    let Some(source) = attribution.source.as_ref().map(Spans::first) else { return false };
    let words = &paragraph.words;
    let at = words.at(source.start.saturating_sub(paragraph.span.start));
    words.tokens.get(at).is_some_and(|token| token.span.len() == source.len())
        && lang.person_pronouns.contains(words.lower(at))
}

/// How many sentences of a paragraph begin between two places and end before the second.
fn sentences_between(paragraph: &Whole, first: Span, second: Span) -> usize {
    let sentences = paragraph.annotations.sentences.iter().map(|sentence| sentence.span.shift(paragraph.span.start));
    sentences.filter(|sentence| sentence.start >= first.end && sentence.end <= second.start).count()
}

/// `The diplomat said:` before the speech, in the same paragraph or the one before.
fn lead_in(speech: &Speech, sentences: &[Span], attributions: &[Attribution]) -> Option<usize> {
    let before = sentences.iter().rev().find(|sentence| sentence.end <= speech.span.start)?;
    let last = attributions.iter().rposition(|attribution| before.contains_span(attribution.cue.first()))?;
    let cue = attributions[last].cue.last();
    let near = before.end.saturating_sub(cue.end) <= 2;
    near.then_some(last)
}

/// Speech that goes on after its attribution is the same speaker's: resumed by a dash, or opened again right behind
/// `," she said.` in the same paragraph.
fn resumed(
    speech: &Speech,
    earlier: &[Speech],
    parts: &[Whole],
    attributions: &[Attribution],
    lang: &Language,
) -> Option<usize> {
    // What nobody says is a nickname, or a title.
    let before = earlier.iter().rev().find(|before| !before.nested && before.attribution.is_some())?;
    let paragraph = parts.iter().find(|part| part.span.contains_span(speech.span))?;
    // Of `She scolded him: "…," she said. "…"` the second cue goes on.
    let between = |at: usize| {
        let cue = attributions[at].cue.first();
        cue.start >= before.span.start && cue.end <= speech.span.start
    };
    let second = || (0..attributions.len()).find(|&at| takes(&attributions[at], before) && between(at));
    let attribution = before.attribution.filter(|&at| speech.dash || between(at)).or_else(second)?;
    let cue = attributions[attribution].cue.first();
    let here = Span::new(cue.end, speech.span.start);
    let near = sentences_between(paragraph, cue, speech.span) <= 1 && opens_anew(speech, paragraph, lang);
    let goes_on = || !is_taken(here, attribution, paragraph, attributions, lang);
    let own = speech.dash || paragraph.span.contains_span(before.span) && near && goes_on();
    own.then(|| nearest(here, attribution, paragraph, attributions))
}

/// Somebody else speaks between the cue of an attribution and a speech.
fn is_taken(between: Span, own: usize, paragraph: &Whole, attributions: &[Attribution], lang: &Language) -> bool {
    attributions.iter().enumerate().any(|(at, other)| {
        at != own
            && !other.nested
            && other.grade == Grade::Speech
            && other.source != attributions[own].source
            && between.contains_span(other.cue.first())
            && !is_pronoun(other, paragraph, lang)
    })
}

/// `"…," she said, asking next, "Where …"`: the last cue of the sentence that the speech stands in, if it is the same
/// source's.
fn nearest(between: Span, own: usize, paragraph: &Whole, attributions: &[Attribution]) -> usize {
    let same =
        |other: &Attribution| !other.nested && other.grade == Grade::Speech && other.source == attributions[own].source;
    let in_sentence = |cue: Span| {
        let words = || Span::new(cue.end, between.end).unshift(paragraph.span.start).of(paragraph.text);
        between.contains_span(cue) && !words().contains(['.', '!', '?'])
    };
    attributions.iter().rposition(|other| same(other) && in_sentence(other.cue.first())).unwrap_or(own)
}
