//! One article, read as a whole: its date, its people, who says what, what is claimed.

mod speech;
mod surnames;
mod voice;

use std::sync::Arc;

use lang::Language;
use text::{Span, Spans};

use crate::attribution::{Attribution, SourceKind};
use crate::claims::{self, Claim};
use crate::coreference::{self, Entity, Placed};
use crate::dates::{self, ArticleDate, Clues, People};
use crate::document::Context;
use crate::events::{self, EventMention};
use crate::layout::{ArticleLayout, Layout, Zone};
use crate::mentions::{Kind, Mention};
use crate::recall::Recall;
use crate::segment::SegmentAnnotations;
use crate::times::anchored::Days;
use crate::times::resolve::{self, InSentence};
use crate::times::{Mode, ResolvedTime, TimeExpression, narrative};
use crate::tokens::Words;

pub use speech::Speech;
pub use voice::Voice;

/// One article. Offsets count from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// Where it stands, its title, outlet, language and segments.
    pub layout: ArticleLayout,
    /// When it was written.
    pub date: ArticleDate,
    /// Its sentences, in text order; furniture's too.
    pub sentences: Vec<Span>,
    /// Its quotations: `quotes[i]` may run over several paragraphs.
    pub quotes: Vec<Speech>,
    /// Its time expressions, resolved.
    pub times: Vec<ResolvedTime>,
    /// Who and what it mentions, mentions joined.
    pub entities: Vec<Entity>,
    /// Events it mentions.
    pub events: Vec<EventMention>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// Speaker of each attribution, as an index into `entities`.
    pub speakers: Vec<Option<usize>>,
    /// Its sentences, judged.
    pub claims: Vec<Claim>,
}

/// A segment with its place in the file and what it says.
pub(crate) struct Whole<'a> {
    pub text: &'a str,
    pub span: Span,
    pub zone: Zone,
    pub annotations: &'a Arc<SegmentAnnotations>,
    /// Its words; bytes count from the segment's start.
    pub words: Words<'a>,
}

/// A file whose articles are to be read: everything but the articles themselves.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    pub source: &'a str,
    pub layout: &'a Layout,
    pub segments: &'a [Arc<SegmentAnnotations>],
    pub context: &'a Context,
    pub recall: &'a Recall,
    pub lang: &'a Language,
}

/// Reads an article from its segments. `inherited` is the date of the file where the article has none of its own.
pub(crate) fn analyze_article(file: File, article: &ArticleLayout, inherited: Option<&ArticleDate>) -> Article {
    let File { source, context, recall, lang, .. } = file;
    let parts: Vec<Whole> = article.segments.clone().filter_map(|index| file.part(index)).collect();
    let outlet = article.outlet.as_ref().map(|outlet| outlet.name.as_str());
    let mentions = mentions(source, article, &parts, lang);
    let entities = coreference::join(source, &mentions, outlet, recall, lang);
    let quotes = speech::assemble(&parts);
    let mut attributions = if article.language.analysed { attributions(&parts) } else { Vec::new() };
    surnames::name(&mut attributions, &mentions);
    let quotes = speech::attribute(quotes, &parts, &attributions, lang);
    speech::complete(&mut attributions, &quotes);
    speech::turns(&mut attributions, &parts);
    let speakers = speakers(source, &attributions, &entities, &parts, lang);
    let people = People { entities: &entities, attributions: &attributions, speakers: &speakers };
    let date = date(file, article, &parts, inherited, &people);
    let mut times = times(&parts, &date, context.mode, recall, lang);
    let events = parts
        .iter()
        .filter(|part| matches!(part.zone, Zone::Body | Zone::Headline | Zone::Subhead | Zone::Caption))
        .flat_map(|part| events::events(part, &times, &entities, recall, lang))
        .collect::<Vec<EventMention>>();
    Days { source, article: article.span, events: &events, known: &context.known, lang }.anchor(&mut times);
    let mut read = Article {
        layout: article.clone(),
        date,
        sentences: parts
            .iter()
            .flat_map(|part| part.annotations.sentences.iter().map(|sentence| sentence.span.shift(part.span.start)))
            .collect(),
        quotes,
        times,
        entities,
        events,
        attributions,
        speakers,
        claims: Vec::new(),
    };
    if article.language.analysed {
        read.claims = claims::judge(&read, &parts, lang);
    }
    read
}

impl<'a> File<'a> {
    fn part(&self, index: usize) -> Option<Whole<'a>> {
        let segment = self.layout.segments.get(index)?;
        let annotations = self.segments.get(index)?;
        let text = segment.span.of(self.source);
        let words = Words::known(text, &annotations.tokens, &annotations.lowered);
        Some(Whole { text, span: segment.span, zone: segment.zone, annotations, words })
    }
}

/// The mentions of an article. In another language the names of the gazetteers are still names; nothing else is read.
fn mentions(source: &str, article: &ArticleLayout, parts: &[Whole], lang: &Language) -> Vec<Placed> {
    let mut all = placed(parts);
    if article.language.analysed {
        return surnames::complete(source, all, parts, lang);
    }
    all.retain(|placed| placed.mention.found_by.starts_with("gazetteer"));
    all
}

fn date(
    File { source, layout, context, recall, lang, .. }: File,
    article: &ArticleLayout,
    parts: &[Whole],
    inherited: Option<&ArticleDate>,
    people: &People,
) -> ArticleDate {
    let times: Vec<(TimeExpression, Zone)> = parts
        .iter()
        .flat_map(|part| part.annotations.times.iter().map(|time| (shifted_time(time, part.span.start), part.zone)))
        .collect();
    let paragraphs = paragraphs(layout, article);
    let clues = Clues {
        paragraphs: &paragraphs,
        source,
        file_name: &context.file_name,
        given: context.given(article.span),
        metadata: metadata_date(source, layout, parts, lang),
        times: &times,
        inherited,
        known: &context.known,
        people,
        recall,
        today: context.today,
        earliest: context.earliest,
    };
    dates::infer(&clues, lang)
}

/// The segments of one block are one paragraph.
fn paragraphs(layout: &Layout, article: &ArticleLayout) -> Vec<Span> {
    let mut all: Vec<(usize, Span)> = Vec::new();
    for segment in layout.segments.get(article.segments.clone()).unwrap_or_default() {
        match all.last_mut().filter(|(block, _)| *block == segment.block) {
            Some((_, span)) => *span = span.cover(segment.span),
            None => all.push((segment.block, segment.span)),
        }
    }
    all.into_iter().map(|(_, span)| span).collect()
}

/// The value of a `Date:` line or of front matter's `date:` key.
fn metadata_date<'a>(source: &'a str, layout: &Layout, parts: &[Whole], lang: &Language) -> Option<(Span, &'a str)> {
    let head = layout.segments.iter().filter(|segment| matches!(segment.zone, Zone::FrontMatter | Zone::Header));
    let own = parts
        .iter()
        .map(|part| (part.span, part.zone))
        .filter(|(_, zone)| matches!(zone, Zone::FrontMatter | Zone::Header))
        .map(|(span, _)| span);
    let spans: Vec<Span> = own.chain(head.map(|segment| segment.span).take(8)).collect();
    spans.into_iter().find_map(|span| dated_line(source, span, lang))
}

fn dated_line<'a>(source: &'a str, span: Span, lang: &Language) -> Option<(Span, &'a str)> {
    let text = span.of(source);
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if let Some((key, value)) = line.split_once(':') {
            let key = key.trim().to_lowercase();
            let dates = key.contains("date") || key.contains("published") || key.contains("updated");
            let value_start = at + line.len() - value.len();
            let trimmed = value.trim();
            if dates
                && (lang.furniture.header_keys.contains(&key) || lang.furniture.header_keys.is_empty())
                && trimmed.contains(|c: char| c.is_ascii_digit())
            {
                let start = value_start + value.find(trimmed).unwrap_or(0);
                return Some((
                    Span::new(span.start + start as u32, span.start + (start + trimmed.len()) as u32),
                    trimmed,
                ));
            }
        }
        at += line.len();
    }
    None
}

fn times(
    parts: &[Whole],
    date: &ArticleDate,
    mode: Option<Mode>,
    recall: &Recall,
    lang: &Language,
) -> Vec<ResolvedTime> {
    let shifted: Vec<(TimeExpression, &str, u32, bool)> = parts
        .iter()
        .flat_map(|part| {
            part.annotations.times.iter().map(|time| {
                let sentence =
                    part.annotations.sentences.iter().find(|sentence| sentence.span.contains_span(time.span));
                let span = sentence.map_or(Span::new(0, part.text.len() as u32), |sentence| sentence.span);
                (
                    shifted_time(time, part.span.start),
                    span.of(part.text),
                    part.span.start + span.start,
                    part.zone == Zone::Body,
                )
            })
        })
        .collect();
    let placed: Vec<InSentence> = shifted
        .iter()
        .map(|(expression, sentence, start, body)| InSentence {
            expression,
            sentence,
            sentence_start: *start,
            body: *body,
        })
        .collect();
    let mode = mode.unwrap_or_else(|| narrative::mode(&placed, date));
    resolve::resolve_in(mode, &placed, date, recall, lang)
}

fn placed(parts: &[Whole]) -> Vec<Placed> {
    let mut all = Vec::new();
    for part in parts {
        let furniture = part.zone != Zone::Body;
        all.extend(
            part.annotations
                .mentions
                .iter()
                .map(|mention| Placed { mention: shifted(mention, part.span.start), furniture }),
        );
    }
    all
}

fn shifted_time(time: &TimeExpression, base: u32) -> TimeExpression {
    TimeExpression {
        span: time.span.shift(base),
        weekday: time.weekday.map(|(day, span)| (day, span.shift(base))),
        ..time.clone()
    }
}

fn shifted(mention: &Mention, base: u32) -> Mention {
    Mention { span: mention.span.shift(base), role: mention.role.map(|role| role.shift(base)), ..mention.clone() }
}

fn attributions(parts: &[Whole]) -> Vec<Attribution> {
    parts
        .iter()
        .flat_map(|part| {
            part.annotations.attributions.iter().map(|attribution| placed_attribution(attribution, part.span.start))
        })
        .collect()
}

fn placed_attribution(attribution: &Attribution, base: u32) -> Attribution {
    let all = |spans: &Option<Spans>| spans.as_ref().map(|spans| spans.shift(base));
    Attribution {
        source: all(&attribution.source),
        cue: attribution.cue.shift(base),
        content: all(&attribution.content),
        head: attribution.head.map(|span| span.shift(base)),
        addressee: attribution.addressee.map(|span| span.shift(base)),
        ..attribution.clone()
    }
}

/// Who speaks in each attribution: the entity its source names; `he`, `the expert` is the person who spoke last, `it` the
/// body. Somebody in the plural, or an office that nobody of the article holds, is left open.
fn speakers(
    source: &str,
    attributions: &[Attribution],
    entities: &[Entity],
    parts: &[Whole],
    lang: &Language,
) -> Vec<Option<usize>> {
    let (mut last_person, mut last_body) = (None, None);
    let mut spoken = 0;
    let mut all = Vec::with_capacity(attributions.len());
    for attribution in attributions {
        let named =
            attribution.source.as_ref().and_then(|source| entity_in(entities, source.cover(), attribution.head));
        let head = attribution.head.map(|head| head.of(source).to_lowercase()).unwrap_or_default();
        let person = named.filter(|&entity| entities[entity].kind == Kind::Person);
        let speaker = match attribution.source_kind {
            SourceKind::Named | SourceKind::Document => named,
            SourceKind::Anaphoric if person.is_some() => person,
            SourceKind::Anaphoric if attribution.names_office || head.ends_with('s') || head == "they" => None,
            SourceKind::Anaphoric if lang.closed.expletives.contains(&head) => last_body,
            SourceKind::Anaphoric if !is_person(&head, lang) => None,
            SourceKind::Anaphoric => {
                let cue = attribution.cue.first();
                let introduced = introduced_between(entities, parts, Span::new(spoken.min(cue.start), cue.start));
                introduced.or(last_person).or_else(|| previous_person(entities, parts, cue))
            }
            _ => None,
        };
        if let Some(entity) = speaker {
            let last = if entities[entity].kind == Kind::Person { &mut last_person } else { &mut last_body };
            *last = Some(entity);
            spoken = attribution.cue.cover().end;
        }
        all.push(speaker);
    }
    all
}

/// `he`, `the deputy minister`, not `the ministry`, `the leadership`: words for one person end with such a word.
fn is_person(head: &str, lang: &Language) -> bool {
    let noun = head.rsplit([' ', '-']).next().unwrap_or(head);
    lang.person_pronouns.contains(noun) || lang.person_nouns.contains(noun) || lang.titles.single(noun).is_some()
}

/// The entity a source is: the one at its head, else a person in it, else the first in it.
fn entity_in(entities: &[Entity], source: Span, head: Option<Span>) -> Option<usize> {
    let inside = |span: Span| {
        move |(_, entity): &(usize, &Entity)| entity.mentions.iter().any(|mention| span.contains_span(mention.span))
    };
    let at_head = head.and_then(|head| {
        entities
            .iter()
            .enumerate()
            .find(|(_, entity)| entity.mentions.iter().any(|mention| mention.span.intersects(head)))
    });
    let person = || entities.iter().enumerate().filter(inside(source)).find(|(_, entity)| entity.kind == Kind::Person);
    let any = || entities.iter().enumerate().find(inside(source));
    at_head.or_else(person).or_else(any).map(|(index, _)| index)
}

/// Whom a sentence of the cue's paragraph introduces as what it is about, after somebody else has spoken: `Economist Anna Berg
/// agrees. According to her, …`.
fn introduced_between(entities: &[Entity], parts: &[Whole], between: Span) -> Option<usize> {
    let part = parts.iter().find(|part| part.span.start <= between.end && between.end <= part.span.end)?;
    let heads = part.annotations.clauses.iter().flatten().filter_map(|clause| clause.head);
    let heads = heads.map(|head| head.shift(part.span.start)).filter(|head| between.contains_span(*head));
    let is_introduced = |entity: &Entity, head: Span| {
        entity.kind == Kind::Person && entity.mentions.first().is_some_and(|first| first.span.contains_span(head))
    };
    let mut introduced = heads.filter_map(|head| entities.iter().position(|entity| is_introduced(entity, head)));
    introduced.next_back()
}

/// The person named last before a cue, in its own or the preceding paragraph of text.
fn previous_person(entities: &[Entity], parts: &[Whole], cue: Span) -> Option<usize> {
    let body: Vec<Span> = parts.iter().filter(|part| part.zone == Zone::Body).map(|part| part.span).collect();
    let here = body.iter().position(|span| span.contains_span(cue))?;
    let floor = body[here.saturating_sub(1)].start;
    let people = entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Person);
    let last = people.filter_map(|(index, entity)| {
        entity
            .mentions
            .iter()
            .map(|mention| mention.span)
            .filter(|span| span.end <= cue.start && span.start >= floor)
            .max()
            .map(|span| (span, index))
    });
    last.max().map(|(_, index)| index)
}
