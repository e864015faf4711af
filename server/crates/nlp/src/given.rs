//! Readings with something given: what a mention or a source is when somebody else has said where it stands.
//!
//! Joining mentions and classing sources are measured apart from finding them; then the places are given, and only
//! what is asked is answered.

use lang::Language;
use rustc_hash::FxHashMap;
use text::{Span, Spans};

use crate::article::Article;
use crate::attribution::SourceKind;
use crate::attribution::source::Sources;
use crate::coreference::{self, Entity, EntityMention, Placed};
use crate::document::Analysis;
use crate::events::EventMention;
use crate::facts;
use crate::layout::Zone;
use crate::mentions::{Form, Kind, Mention};
use crate::tokens::Words;

/// The same reading with these mentions (bytes from the file's start) and no others: they are joined as mentions of its
/// own would be. One that is joined with nothing is alone.
pub fn with_mentions(source: &str, mut analysis: Analysis, given: &[(Span, Kind)], lang: &Language) -> Analysis {
    let found = found(&analysis);
    for article in &mut analysis.articles {
        let inside = |span: Span| article.layout.span.contains_span(span);
        let mut own: Vec<(Span, Kind)> = given.iter().copied().filter(|(span, _)| inside(*span)).collect();
        own.sort();
        own.dedup();
        let entities = entities(source, &own, &found, lang);
        article.speakers = article
            .speakers
            .iter()
            .map(|speaker| speaker.and_then(|at| same(article.entities.get(at)?, &entities)))
            .collect();
        article.events = events(source, &own, article, lang);
        article.entities = entities;
    }
    analysis.facts = facts::facts(source, &analysis.articles).into();
    analysis
}

/// Who a source is whose place (bytes from the file's start) is given.
pub fn source_kind(source: &str, analysis: &Analysis, place: &Spans, lang: &Language) -> Option<SourceKind> {
    let first = place.first();
    let parts = analysis.layout.segments.iter().zip(&analysis.segments);
    let (segment, annotations) = parts.into_iter().find(|(segment, _)| segment.span.intersects(first))?;
    let words = Words::new(segment.span.of(source), &annotations.tokens);
    let here = first.intersection(segment.span).unshift(segment.span.start);
    let start = annotations.tokens.iter().position(|token| token.span.intersects(here))?;
    let end = annotations.tokens.iter().rposition(|token| token.span.intersects(here))? + 1;
    let sources = Sources { words: &words, mentions: &annotations.mentions, lang };
    Some(sources.classify(start..end).kind)
}

/// All mentions that were found, their spans counted from the file's start.
fn found(analysis: &Analysis) -> Vec<Placed> {
    let mut all = Vec::new();
    for (segment, annotations) in analysis.layout.segments.iter().zip(&analysis.segments) {
        all.extend(annotations.mentions.iter().map(|mention| Placed {
            mention: Mention {
                span: mention.span.shift(segment.span.start),
                role: mention.role.map(|role| role.shift(segment.span.start)),
                ..mention.clone()
            },
            furniture: segment.zone != Zone::Body,
        }));
    }
    all
}

fn entities(source: &str, given: &[(Span, Kind)], found: &[Placed], lang: &Language) -> Vec<Entity> {
    let things = given.iter().filter(|(_, kind)| *kind != Kind::Event);
    let placed: Vec<Placed> = things.map(|(span, kind)| placed(source, *span, *kind, found)).collect();
    let mut entities = coreference::join(source, &placed, None, lang);
    for alone in &placed {
        let span = alone.mention.span;
        if !entities.iter().any(|entity| entity.mentions.iter().any(|mention| mention.span == span)) {
            entities.push(single(source, alone));
        }
    }
    entities.sort_by_key(|entity| entity.mentions.first().map(|mention| mention.span));
    entities
}

/// A given mention, with what was found of the same words.
fn placed(source: &str, span: Span, kind: Kind, found: &[Placed]) -> Placed {
    let overlap = |placed: &&Placed| placed.mention.span.intersection(span).len();
    let known = found.iter().filter(|placed| placed.mention.span.intersects(span)).max_by_key(overlap);
    let alike = known.filter(|known| known.mention.kind == kind);
    let form = alike.map_or_else(|| form(span.of(source)), |known| known.mention.form);
    let mention = Mention {
        span,
        kind,
        form,
        role: alike.and_then(|known| known.mention.role),
        canonical: alike.and_then(|known| known.mention.canonical.clone()),
        confidence: 100,
        found_by: "given",
    };
    Placed { mention, furniture: known.is_some_and(|known| known.furniture) }
}

/// A name has a large letter; one small word stands for somebody, several describe.
fn form(words: &str) -> Form {
    match (words.chars().any(char::is_uppercase), words.contains(char::is_whitespace)) {
        (true, _) => Form::Name,
        (false, true) => Form::Nominal,
        (false, false) => Form::Pronoun,
    }
}

fn single(source: &str, placed: &Placed) -> Entity {
    let Mention { span, form, role, kind, .. } = placed.mention;
    let mention = EntityMention { span, form, furniture: placed.furniture, role };
    Entity {
        kind,
        name: Analysis::folded(source, span),
        aliases: Vec::new(),
        mentions: vec![mention],
        roles: Vec::new(),
        introduction: 0,
        evidence: coreference::Evidence::of(100),
    }
}

/// The new entity that has a mention where the old one had one.
fn same(old: &Entity, new: &[Entity]) -> Option<usize> {
    let shared = |entity: &Entity| {
        old.mentions.iter().filter(|a| entity.mentions.iter().any(|b| a.span.intersects(b.span))).count()
    };
    let counts: FxHashMap<usize, usize> = new.iter().map(shared).enumerate().filter(|(_, count)| *count > 0).collect();
    counts.into_iter().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at))).map(|(at, _)| at)
}

/// Given events: what was found at their place, else the bare words.
fn events(source: &str, given: &[(Span, Kind)], article: &Article, lang: &Language) -> Vec<EventMention> {
    let spans = given.iter().filter(|(_, kind)| *kind == Kind::Event).map(|(span, _)| *span);
    spans
        .map(|span| {
            let known = article
                .events
                .iter()
                .filter(|event| event.core.intersects(span) || span.contains_span(event.core))
                .min_by_key(|event| event.span.len());
            known.map_or_else(|| bare(source, span, lang), |event| EventMention { span, core: span, ..event.clone() })
        })
        .collect()
}

fn bare(source: &str, span: Span, lang: &Language) -> EventMention {
    let words = Analysis::folded(source, span).to_lowercase();
    let kind = words.split(' ').rev().find_map(|word| lang.event_verbs.single(word).map(|verb| verb.kind.clone()));
    EventMention {
        span,
        core: span,
        form: if kind.is_some() { Form::Verb } else { Form::Nominal },
        kind: kind.unwrap_or_else(|| words.into()),
        place: None,
        participants: Vec::new(),
        interval: None,
        value: None,
        ordinal: None,
    }
}
