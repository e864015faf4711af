//! Dated events of the plain kind: talks, a visit, a summit, with a place or a date beside the word.

use jiff::civil::Date;
use lang::Language;
use lang::segment::Shape;
use text::Span;

use crate::article::Whole;
use crate::mentions::{Form, Kind, Mention};
use crate::times::ResolvedTime;
use crate::tokens::Words;

/// A mention of an event. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EventMention {
    /// The phrase with what tells it apart: `the second round of negotiations in Abu Dhabi on February 4-5`.
    pub span: Span,
    /// Its head word: `negotiations`.
    pub core: Span,
    /// Noun or verb.
    pub form: Form,
    /// The type the lexicon gives: `talks`, `visit`, `summit`.
    pub kind: Box<str>,
    /// Canonical name of the place it is said to be in.
    pub place: Option<Box<str>>,
    /// Names of the people, countries and bodies that take part, as the article's entities are called.
    pub participants: Vec<Box<str>>,
    /// First and last day, where a date stands beside it and is resolved.
    pub interval: Option<(Date, Date)>,
    /// What that date comes to, as TIMEX3 value; its year may be open: `XXXX-02-04`.
    pub value: Option<Box<str>>,
    /// `second round` is 2; `previous` and `next` are no ordinals.
    pub ordinal: Option<u32>,
}

/// How far from an event's word its place and date may stand, in tokens.
const REACH: usize = 14;

/// The events of one segment. Only what is told apart counts: by a place, a date, an ordinal, two participants or a
/// definite article.
pub(crate) fn events(segment: &Whole, times: &[ResolvedTime], lang: &Language) -> Vec<EventMention> {
    let tokens = &segment.annotations.tokens;
    let text = segment.text;
    let words = Words::new(text, tokens);
    let mut all = Vec::new();
    for at in 0..words.len() {
        if let Some(event) =
            noun_event(&words, at, segment, times, lang).or_else(|| verb_event(&words, at, segment, times, lang))
        {
            all.push(event);
        }
    }
    all.dedup_by(|b, a| a.span.intersects(b.span) && a.kind == b.kind);
    all
}

fn noun_event(
    words: &Words,
    at: usize,
    segment: &Whole,
    times: &[ResolvedTime],
    lang: &Language,
) -> Option<EventMention> {
    // What the lexicon gives no type is no occurrence one can jump to: a deployment, an incident.
    let (len, noun) = words.phrase(&lang.event_nouns, at)?;
    let head = at;
    let at = at + len - 1;
    // `the second round of negotiations`: what it is a round of says what it is.
    let noun = rounds_of(words, at, lang).unwrap_or(noun);
    // `March 1` is no march.
    let month = words.shape(head).is_capital() && lang.times.months.contains_key(words.lower(head));
    if &*noun.kind == "other" || month {
        return None;
    }
    if !words.shape(head).is_word() || part_of_round(words, head, lang) {
        return None;
    }
    let start = noun_phrase_start(words, head, lang);
    let sentence = segment.annotations.sentences.iter().find(|sentence| sentence.tokens.contains(&at))?;
    let limit = phrase_end(words, at, sentence.tokens.end, lang);
    let base = segment.span.start;
    let near = words.span(start, date_limit(words, start, limit, sentence) - 1).shift(base);
    let time = times.iter().find(|time| near.contains_span(time.span) && time.interval.is_some());
    let dated = times.iter().find(|time| near.contains_span(time.span) && time.kind == crate::TimeKind::Date);
    let place = place_in(words, at, limit, segment);
    let participants = participants(words, start, limit, segment, place.as_ref().map(|(mention, _)| mention.span));
    let ordinal = (start..at).find_map(|at| lang.times.ordinals.get(words.lower(at)).copied());
    let definite = words.is(start, &["the", "this", "these", "that"]);
    let told_apart =
        place.is_some() || dated.is_some() || participants.len() > 1 || ordinal.is_some() || definite && !noun.weak;
    if !told_apart {
        return None;
    }
    let end = [place.as_ref().map(|(mention, _)| mention.span.end + base), dated.map(|time| time.span.end)]
        .into_iter()
        .flatten()
        .max();
    let phrase = words.span(start, at).shift(base);
    let span = Span::new(phrase.start, end.unwrap_or(0).max(phrase.end));
    Some(EventMention {
        span,
        core: words.span(head, head).shift(base),
        form: Form::Nominal,
        kind: noun.kind.clone(),
        place: place.map(|(_, name)| name),
        participants,
        interval: time.and_then(|time| time.interval),
        value: time.or(dated).map(|time| time.value.as_str().into()),
        ordinal,
    })
}

/// `arrived in Kiev`, `met in Vienna on May 3`: a verb with a place or a date beside it.
fn verb_event(
    words: &Words,
    at: usize,
    segment: &Whole,
    times: &[ResolvedTime],
    lang: &Language,
) -> Option<EventMention> {
    let (form, kind) = lang.event_verbs.get(words.lower(at)).filter(|(_, kind)| &**kind != "other")?;
    let told = matches!(form, lang::VerbForm::Past | lang::VerbForm::S);
    let planned = *form == lang::VerbForm::Base && words.is(at.wrapping_sub(1), &["will", "to", "would"]);
    let noun = *form != lang::VerbForm::Past && words.phrase(&lang.event_nouns, at).is_some();
    if noun || !(told || planned) {
        return None;
    }
    let sentence = segment.annotations.sentences.iter().find(|sentence| sentence.tokens.contains(&at))?;
    let limit = clause_end(words, at, sentence.tokens.end);
    let base = segment.span.start;
    let near = words.span(at, limit - 1).shift(base);
    let whole = sentence.span.shift(base);
    let time = times
        .iter()
        .find(|time| near.contains_span(time.span) && time.interval.is_some())
        .or_else(|| times.iter().find(|time| whole.contains_span(time.span) && time.interval.is_some()));
    let place = place_in(words, at, limit, segment)?;
    let time = time?;
    let participants = participants(words, sentence.tokens.start, limit, segment, Some(place.0.span));
    if participants.is_empty() {
        return None;
    }
    Some(EventMention {
        span: words.span(at, at).shift(base).cover(place.0.span.shift(base)),
        core: words.span(at, at).shift(base),
        form: Form::Verb,
        kind: kind.clone(),
        place: Some(place.1),
        participants,
        interval: time.interval,
        value: Some(time.value.as_str().into()),
        ordinal: None,
    })
}

fn noun_phrase_start(words: &Words, at: usize, lang: &Language) -> usize {
    let mut start = at;
    while start > 0 && at - start < 10 {
        let before = start - 1;
        let class = lang.class(words.lower(before));
        let fits = words.is(
            before,
            &["the", "a", "an", "this", "these", "of", "and", "between", "new", "last", "next", "previous", "peace"],
        ) || class.any(lang::WordClass::ADJECTIVE.with(lang::WordClass::NOUN))
            && !class.any(lang::WordClass::VERB_S.with(lang::WordClass::VERB_ED))
            || words.shape(before).is_capital()
            || words.raw(before) == "-" && !words.space_before(before)
            || words.shape(before) == Shape::Possessive
            || lang.times.ordinals.contains_key(words.lower(before));
        if !fits || words.is(start, &["the", "a", "an", "this", "these"]) {
            break;
        }
        start = before;
    }
    // A phrase does not begin with what only joins.
    while start < at && words.is(start, &["of", "and", "between", "-", "'s"]) {
        start += 1;
    }
    start
}

/// The event's noun behind `of`, within a few words.
fn rounds_of<'l>(words: &Words, at: usize, lang: &'l Language) -> Option<&'l lang::EventNoun> {
    if words.lower(at + 1) != "of" {
        return None;
    }
    (at + 2..at + 5)
        .take_while(|&at| words.shape(at) == Shape::Lower)
        .find_map(|at| words.phrase(&lang.event_nouns, at))
        .map(|(_, noun)| noun)
}

/// `negotiations` in `the second round of negotiations`: the round is the event.
fn part_of_round(words: &Words, at: usize, lang: &Language) -> bool {
    let mut of = at.wrapping_sub(1);
    while of < at && words.lower(of) != "of" && at - of < 4 && words.shape(of) == Shape::Lower {
        of = of.wrapping_sub(1);
    }
    words.lower(of) == "of" && of > 0 && words.phrase(&lang.event_nouns, of - 1).is_some()
}

/// Where the phrase of an event's word ends: at a comma or a finite verb too.
fn phrase_end(words: &Words, at: usize, limit: usize, lang: &Language) -> usize {
    let end = clause_end(words, at, limit);
    let verb = |at: usize| {
        let class = lang.class(words.lower(at));
        words.is(
            at,
            &[
                "is",
                "was",
                "are",
                "were",
                "has",
                "have",
                "had",
                "will",
                "would",
                "can",
                "could",
                "may",
                "might",
                "that",
                "which",
                "who",
                "and",
                "but",
                "as",
                "while",
                "after",
                "before",
                "following",
            ],
        ) || class.any(lang::WordClass::VERB_S.with(lang::WordClass::VERB_ED))
            && !class.any(lang::WordClass::NOUN.with(lang::WordClass::ADJECTIVE))
            && !words.is(at, &["held", "scheduled", "planned"])
    };
    let between = (at..at + 2).any(|at| words.is(at, &["between", "with"]));
    (at + 1..end)
        .find(|&here| words.raw(here) == "," || verb(here) && !(between && words.lower(here) == "and"))
        .unwrap_or(end)
}

/// How far an event's date may stand: where its phrase is the sentence's subject, in the predicate too
/// (`The previous round was held on January 23-24`).
fn date_limit(words: &Words, start: usize, limit: usize, sentence: &crate::Sentence) -> usize {
    let subject = start <= sentence.tokens.start + 2;
    let predicate = subject && words.is(limit, &["is", "was", "were", "are", "will", "took", "has", "had"]);
    if predicate { clause_end(words, limit, sentence.tokens.end) } else { limit }
}

/// Where the words that can belong to an event's word end: at a stop, a quotation, or too far.
fn clause_end(words: &Words, at: usize, limit: usize) -> usize {
    let end = (at + 1..limit.min(at + REACH))
        .find(|&at| matches!(words.raw(at), "." | ";" | ":" | "\"" | "“" | "”" | "(" | "—"));
    end.unwrap_or(limit.min(at + REACH)).max(at + 1)
}

/// `in Geneva` behind an event's word.
fn place_in<'a>(words: &Words, at: usize, limit: usize, segment: &'a Whole) -> Option<(&'a Mention, Box<str>)> {
    let span = words.span(at, limit - 1);
    segment
        .annotations
        .mentions
        .iter()
        .filter(|mention| mention.kind == Kind::Place && span.contains_span(mention.span))
        .find_map(|mention| {
            let first = words.at(mention.span.start);
            let before = first.checked_sub(1)?;
            let preposition = if words.lower(before) == "the" { before.checked_sub(1)? } else { before };
            if !words.is(preposition, &["in", "at", "to", "near", "outside"]) {
                return None;
            }
            let name = mention.canonical.clone().unwrap_or_else(|| mention.span.of(segment.text).into());
            Some((mention, name))
        })
}

fn participants(words: &Words, start: usize, limit: usize, segment: &Whole, place: Option<Span>) -> Vec<Box<str>> {
    let span = words.span(start, limit - 1);
    let mut names: Vec<Box<str>> = segment
        .annotations
        .mentions
        .iter()
        .filter(|mention| {
            span.contains_span(mention.span)
                && Some(mention.span) != place
                && mention.form == Form::Name
                && mention.kind != Kind::Other
        })
        .map(|mention| match (&mention.canonical, mention.kind) {
            (Some(canonical), _) => canonical.clone(),
            (None, Kind::Person) => crate::coreference::surname(mention.span.of(segment.text)).into(),
            (None, _) => mention.span.of(segment.text).into(),
        })
        .collect();
    names.sort();
    names.dedup();
    names
}
