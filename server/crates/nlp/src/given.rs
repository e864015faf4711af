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
use crate::recall::Recall;
use crate::tokens::Words;

/// The same reading with these mentions (bytes from the file's start) and no others: they are joined as mentions of its
/// own would be. One that is joined with nothing is alone.
pub fn with_mentions(source: &str, mut analysis: Analysis, given: &[(Span, Kind)], lang: &Language) -> Analysis {
    let found = found(&analysis);
    let company: Vec<Vec<Box<str>>> = analysis.articles.iter().map(company).collect();
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
    let mut facts = facts::facts(source, &analysis.articles);
    for (article, company) in facts.articles.iter_mut().zip(company) {
        article.company = company;
    }
    analysis.facts = facts.into();
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

/// Whom and what an article names by itself.
fn company(article: &Article) -> Vec<Box<str>> {
    let is_named = |entity: &&Entity| entity.mentions.iter().any(|mention| mention.form == Form::Name);
    article.entities.iter().filter(is_named).map(|entity| entity.name.as_str().into()).collect()
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
    // They are joined by their bare names.
    let mut whole: FxHashMap<Span, Span> = FxHashMap::default();
    let placed: Vec<Placed> = things
        .map(|(span, kind)| {
            let placed = placed(source, *span, *kind, found, lang);
            whole.insert(placed.mention.span, *span);
            placed
        })
        .collect();
    let mut entities = coreference::join(source, &placed, None, &Recall::default(), lang);
    for alone in &placed {
        let span = alone.mention.span;
        if !entities.iter().any(|entity| entity.mentions.iter().any(|mention| mention.span == span)) {
            entities.push(single(source, alone));
        }
    }
    for mention in entities.iter_mut().flat_map(|entity| &mut entity.mentions) {
        mention.span = whole.get(&mention.span).copied().unwrap_or(mention.span);
    }
    entities.sort_by_key(|entity| entity.mentions.first().map(|mention| mention.span));
    entities
}

/// A name without what is written around it: `Ms. Areld's`, `the Courier`, `defender Tomas Areld`.
fn bare_name(source: &str, span: Span, kind: Kind, lang: &Language) -> Span {
    let text = span.of(source);
    let mut start = 0;
    let mut end = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.').len();
    for ending in ["'s", "’s"] {
        end = text[..end].strip_suffix(ending).map_or(end, str::len);
    }
    while let Some((word, rest)) = text[start..end].split_once(char::is_whitespace) {
        let plain = word.trim_end_matches('.').to_lowercase();
        let rest = rest.trim_start();
        let small = word.chars().all(|c| !c.is_uppercase()) && rest.contains(char::is_uppercase);
        let title = kind == Kind::Person
            && (lang.titles.single(&plain).is_some()
                || lang.title_modifiers.contains(&plain)
                || lang.demonyms.contains_key(word));
        if !(small || title || lang.closed.articles.contains(&plain)) || rest.is_empty() {
            break;
        }
        start = end - rest.len();
    }
    Span::new(span.start + start as u32, span.start + end.max(start) as u32)
}

/// A given mention, with what was found of the same words.
fn placed(source: &str, span: Span, kind: Kind, found: &[Placed], lang: &Language) -> Placed {
    let overlap = |placed: &&Placed| placed.mention.span.intersection(span).len();
    let known = found.iter().filter(|placed| placed.mention.span.intersects(span)).max_by_key(overlap);
    let alike = known.filter(|known| known.mention.kind == kind);
    let form = match (alike, form(span.of(source), kind, lang)) {
        (Some(known), Form::Name) => known.mention.form,
        (_, form) => form,
    };
    let span = if form == Form::Name { bare_name(source, span, kind, lang) } else { span };
    let mention = Mention {
        span,
        kind,
        form,
        role: alike.and_then(|known| known.mention.role),
        canonical: alike.and_then(|known| known.mention.canonical.clone()),
        // Its kind is given, and no gazetteer says so: `Colts` may be the short name of another.
        confidence: if alike.is_some_and(|known| known.mention.found_by.starts_with("gazetteer")) { 95 } else { 75 },
        found_by: "given",
    };
    Placed { mention, furniture: known.is_some_and(|known| known.furniture) }
}

/// A name has a large letter; one small word stands for somebody, several describe. `Police` in a headline names nobody.
fn form(words: &str, kind: Kind, lang: &Language) -> Form {
    let lower = words.to_lowercase();
    let common = |word: &str| {
        lang.person_nouns.contains(word)
            || lang.group_nouns.single(word).is_some()
            || lang.officials.single(word).is_some()
    };
    if kind == Kind::Person && (common(&lower) || lower.strip_suffix('s').is_some_and(common)) {
        return Form::Nominal;
    }
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

/// Given events: what is told of them where they were found, and what act their words tell of. Many of them are of no
/// type that the lexicons know.
fn events(source: &str, given: &[(Span, Kind)], article: &Article, lang: &Language) -> Vec<EventMention> {
    let spans = given.iter().filter(|(_, kind)| *kind == Kind::Event).map(|(span, _)| *span);
    spans
        .map(|span| {
            let known = article
                .events
                .iter()
                .filter(|event| event.core.intersects(span) || span.contains_span(event.core))
                .min_by_key(|event| event.span.len());
            let event = known.cloned().unwrap_or_else(|| bare(source, span, lang));
            let kind = lang.acts.of(&Analysis::folded(source, span).to_lowercase(), &lang.function);
            EventMention { span, core: span, kind, ..event }
        })
        .collect()
}

fn bare(source: &str, span: Span, lang: &Language) -> EventMention {
    let words = Analysis::folded(source, span).to_lowercase();
    let is_verb = words.split(' ').any(|word| lang.event_verbs.single(word).is_some());
    EventMention {
        span,
        core: span,
        form: if is_verb { Form::Verb } else { Form::Nominal },
        kind: Box::default(),
        place: None,
        participants: Vec::new(),
        interval: None,
        value: None,
        ordinal: None,
        turn: None,
        status: None,
    }
}
