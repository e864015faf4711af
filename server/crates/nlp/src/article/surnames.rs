//! Surnames that are words besides: `Holder said`, `Cuban demurred`.
//!
//! A segment that is read on its own takes a large word at a sentence's start, or a word for what belongs to a country,
//! for what it is in a dictionary. Where the article names somebody in full who is called so, it is that person.

use lang::segment::Shape;
use lang::{Language, WordClass};
use rustc_hash::FxHashSet;
use text::{Span, Spans};

use super::Whole;
use crate::attribution::{Attribution, SourceKind};
use crate::coreference::{self, Placed};
use crate::layout::Zone;
use crate::mentions::{Form, Kind, Mention};
use crate::tokens::Words;

/// Which knowledge finds them.
const FOUND_BY: &str = "surnames";
/// How sure the kind is.
const CONFIDENCE: u8 = 75;

/// Adds the surnames that are words to the mentions of an article, in text order.
pub(super) fn complete(source: &str, mut placed: Vec<Placed>, parts: &[Whole], lang: &Language) -> Vec<Placed> {
    let surnames = surnames(source, &placed, lang);
    if surnames.is_empty() {
        return placed;
    }
    let mut found = Vec::new();
    for part in parts.iter().filter(|part| part.zone == Zone::Body) {
        let bare = (0..part.words.len()).filter(|&at| surnames.contains(part.words.raw(at)));
        found.extend(bare.filter(|&at| stands_alone(&part.words, at, lang)).map(|at| named(part, at)));
    }
    found.retain(|bare: &Placed| !placed.iter().any(|known| known.mention.span.intersects(bare.mention.span)));
    placed.extend(found);
    placed.sort_by_key(|placed| placed.mention.span);
    placed
}

/// Who is called by such a surname is named: nobody in particular is meant no more.
pub(super) fn name(attributions: &mut [Attribution], placed: &[Placed]) {
    let bare = placed.iter().map(|placed| &placed.mention).filter(|mention| mention.found_by == FOUND_BY);
    let bare: Vec<Span> = bare.map(|mention| mention.span).collect();
    if bare.is_empty() {
        return;
    }
    for attribution in attributions {
        let first = attribution.source.as_ref().map(Spans::first);
        // `Cuban, who is also a host`: what opens the phrase is who speaks.
        let opens = |span: &&Span| first.is_some_and(|first| first.start == span.start);
        if let Some(&span) = bare.iter().find(opens) {
            (attribution.source_kind, attribution.head) = (SourceKind::Named, Some(span));
        }
    }
}

/// The last names of those who are named in full, if they are words.
fn surnames<'a>(source: &'a str, placed: &[Placed], lang: &Language) -> FxHashSet<&'a str> {
    let titled = |placed: &Placed| placed.mention.form == Form::Name && placed.mention.role.is_some();
    let people = placed.iter().filter(|placed| placed.mention.kind == Kind::Person);
    let known = people.filter(|placed| titled(placed) || coreference::is_full_person(source, placed));
    let names = known.map(|placed| coreference::surname(placed.mention.span.of(source)));
    names.filter(|name| name.len() > 2 && is_word(name, lang)).collect()
}

fn is_word(name: &str, lang: &Language) -> bool {
    lang.demonyms.contains_key(name) || lang.is_known_word(&name.to_lowercase())
}

/// Not part of a longer name, nor what describes the noun behind it: `Cuban officials`, `Young voters`.
fn stands_alone(words: &Words, at: usize, lang: &Language) -> bool {
    let before = at.wrapping_sub(1);
    let described = lang.closed.before_attribute.contains(words.lower(before))
        || lang.closed.indefinite.contains(words.lower(before))
        || words.raw(before) == "-"
        || words.shape(before).is_capital() && !words.is_known(before, lang);
    let adverb = lang.closed.verb_adverbs.contains(words.lower(at + 1));
    let next = words.lower(at + 1 + usize::from(adverb));
    let verb = WordClass::VERB_ED.with(WordClass::VERB_S).with(WordClass::VERB);
    let class = lang.class(next);
    let owned = lang.demonyms.contains_key(words.raw(at));
    // `Cuban claims` are somebody's; `Mills forwards` them.
    let acts = class.any(verb) && !(owned && class.any(WordClass::NOUN.with(WordClass::ADJECTIVE)));
    let tells = lang.reporting.forms.single(next).is_some() || lang.auxiliaries.contains(next) || acts;
    let ends = matches!(words.shape(at + 1), Shape::Possessive) || matches!(words.raw(at + 1), "," | "." | ")");
    let told = lang.reporting.forms.single(words.lower(before)).is_some();
    // A word for what belongs to a country is that, but where it speaks.
    let speaks = tells || told || words.raw(at + 1) == ",";
    !described && if owned { speaks } else { tells || ends }
}

fn named(part: &Whole, at: usize) -> Placed {
    let span = part.words.span(at, at).shift(part.span.start);
    let (kind, form, found_by, confidence) = (Kind::Person, Form::Name, FOUND_BY, CONFIDENCE);
    let mention = Mention { span, kind, form, role: None, canonical: None, confidence, found_by };
    Placed { mention, furniture: false }
}
