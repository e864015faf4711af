//! Dated events of the plain kind: talks, a visit, a summit, with a place or a date beside the word.
//!
//! An event is told by a noun (`the second round of talks in Vienna on February 12-13`) or by a verb
//! (`Velde resigned on Tuesday`). The span is a whole phrase: what belongs to the noun, joined with it by small words, or
//! the clause from its subject to its place and day.

use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use lang::segment::Shape;
use lang::{EventStatus, EventVerb, Language, PlaceKind, Turn, VerbForm, WordClass};
use rustc_hash::FxHasher;
use text::Span;

use crate::article::Whole;
use crate::coreference::Entity;
use crate::layout::Zone;
use crate::mentions::{Form, Kind};
use crate::recall::Recall;
use crate::sentences::Sentence;
use crate::times::{ResolvedTime, TimeKind};
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
    /// Names of the people, countries and bodies that take part, as the article's entities are called; people by surname.
    pub participants: Vec<Box<str>>,
    /// First and last day, where a date stands beside it and is resolved.
    pub interval: Option<(Date, Date)>,
    /// What that date comes to, as TIMEX3 value; its year may be open: `XXXX-02-04`.
    pub value: Option<Box<str>>,
    /// `second round` is 2; `previous` and `next` are no ordinals.
    pub ordinal: Option<u32>,
    /// Which of a series it is, by where it stands to the one that is told of: `the previous round`.
    pub turn: Option<Turn>,
    /// Whether it is to come, was held or called off, as far as the words beside it say.
    pub status: Option<EventStatus>,
}

/// Where, who, when, which of a series, and how it stands with it.
struct Circumstances<'a> {
    place: Option<&'a Name<'a>>,
    participants: Vec<Box<str>>,
    day: Option<&'a Day>,
    ordinal: Option<u32>,
    turn: Option<Turn>,
    status: Option<EventStatus>,
}

/// How far from an event's word its place and date may stand, in tokens.
const REACH: usize = 14;

/// The tokens at which a word begins that may tell of an event: a noun or a verb of the lexicon.
pub(crate) fn words(words: &Words, lang: &Language) -> Vec<usize> {
    let tells =
        |at: &usize| words.phrase(&lang.event_nouns, *at).is_some() || words.phrase(&lang.event_verbs, *at).is_some();
    (0..words.len()).filter(tells).collect()
}

/// The events of one segment. Only what is told apart counts: by a place, a date, an ordinal, two participants or a
/// definite article.
pub(crate) fn events(
    segment: &Whole,
    times: &[ResolvedTime],
    entities: &[Entity],
    recall: &Recall,
    lang: &Language,
) -> Vec<EventMention> {
    let (times, names) = (days(segment, times, lang), names(segment, entities));
    let reader = Reader { words: &segment.words, segment, times, names, lang };
    let told = recall.events(reader.depends_on(), || reader.events());
    told.iter().map(|event| event.shift(segment.span.start)).collect()
}

/// A time in the segment, a stretch of days as one.
#[derive(Hash)]
struct Day {
    span: Span,
    interval: Option<(Date, Date)>,
    value: Box<str>,
}

/// A name in the segment, as the article knows it.
#[derive(Hash)]
struct Name<'a> {
    span: Span,
    kind: Kind,
    name: &'a str,
}

/// The dates of a segment; `February 12-13` is one.
fn days(segment: &Whole, times: &[ResolvedTime], lang: &Language) -> Vec<Day> {
    let first = times.partition_point(|time| time.span.start < segment.span.start);
    let mut all: Vec<Day> = Vec::new();
    for time in times[first..].iter().take_while(|time| time.span.start < segment.span.end) {
        if !matches!(time.kind, TimeKind::Date | TimeKind::Time) || time.expression.vague {
            continue;
        }
        let span = time.span.unshift(segment.span.start);
        if let Some(last) = all.last_mut()
            && is_range(segment.text, last.span, span, lang)
        {
            last.interval = last.interval.zip(time.interval).map(|((from, _), (_, to))| (from, to.max(from)));
            last.span = last.span.cover(span);
            continue;
        }
        all.push(Day { span, interval: time.interval, value: time.value.as_str().into() });
    }
    all
}

/// Nothing but a dash, or a word that joins two days, stands between.
fn is_range(text: &str, a: Span, b: Span, lang: &Language) -> bool {
    let Some(between) = text.get(a.end as usize..b.start as usize) else { return false };
    let between = between.trim();
    matches!(between, "-" | "–" | "—") || lang.closed.range_links.contains(between)
}

fn names<'a>(segment: &Whole, entities: &'a [Entity]) -> Vec<Name<'a>> {
    let mut all: Vec<Name> = Vec::new();
    for entity in entities {
        let first = entity.mentions.partition_point(|mention| mention.span.start < segment.span.start);
        let here = entity.mentions[first..].iter().take_while(|mention| mention.span.start < segment.span.end);
        let spans = here.filter(|mention| mention.form == Form::Name).map(|mention| mention.span);
        let (kind, name) = (entity.kind, entity.name.as_str());
        all.extend(spans.map(|span| Name { span: span.unshift(segment.span.start), kind, name }));
    }
    all.sort_by_key(|name| name.span);
    all
}

impl Name<'_> {
    fn called(&self) -> Box<str> {
        if self.kind == Kind::Person { crate::coreference::surname(self.name).into() } else { self.name.into() }
    }
}

struct Reader<'a> {
    words: &'a Words<'a>,
    segment: &'a Whole<'a>,
    times: Vec<Day>,
    names: Vec<Name<'a>>,
    lang: &'a Language,
}

impl EventMention {
    fn shift(&self, by: u32) -> EventMention {
        EventMention { span: self.span.shift(by), core: self.core.shift(by), ..self.clone() }
    }
}

impl Reader<'_> {
    /// A hash of all that the events hang on.
    fn depends_on(&self) -> u64 {
        let mut hasher = FxHasher::default();
        text::hash64(self.segment.text.as_bytes()).hash(&mut hasher);
        (self.segment.zone, &self.times, &self.names).hash(&mut hasher);
        hasher.finish()
    }

    /// The events; bytes count from the segment's start.
    fn events(&self) -> Vec<EventMention> {
        let mut all: Vec<EventMention> = Vec::new();
        for &at in &self.segment.annotations.events {
            let Some(event) = self.noun_event(at).or_else(|| self.verb_event(at)) else { continue };
            // Of two that tell of one thing in one phrase the longer stands.
            match all.last_mut().filter(|last| last.span.intersects(event.span) && last.kind == event.kind) {
                Some(last) if last.span.len() < event.span.len() => *last = event,
                Some(_) => {}
                None => all.push(event),
            }
        }
        all
    }

    fn noun_event(&self, head: usize) -> Option<EventMention> {
        let (words, lang) = (self.words, self.lang);
        let (len, noun) = words.phrase(&lang.event_nouns, head)?;
        let last = head + len - 1;
        // `the second round of negotiations`: what it is a round of says what it is.
        let noun = self.rounds_of(last).unwrap_or(noun);
        // What the lexicon gives no type is no occurrence one can jump to: a deployment, an incident.
        if &*noun.kind == "other" || !words.shape(head).is_word() || self.part_of_round(head) {
            return None;
        }
        if !self.is_noun(head, last) || self.is_in_name(head, last) {
            return None;
        }
        let start = self.phrase_start(head);
        if self.is_counted(start, head) || self.is_only_course(start) {
            return None;
        }
        let sentence = self.sentence(last)?;
        let limit = self.phrase_end(last, sentence.tokens.end);
        let day_limit = self.date_limit(start, limit, sentence);
        let day = self.own_day(start, head, last, day_limit);
        let before = self.premodifying_place(start, head);
        let behind = self.place_in(last + 1, limit, last).filter(|place| self.is_attached(last, self.first(place)));
        let place = behind.as_ref().or(before.as_ref());
        let mut participants = self.participants(start, limit, place.map(|place| place.span));
        participants.extend(self.nations(start, head));
        participants.sort();
        participants.dedup();
        // `a meeting with Areld`: whom it is with tells it apart.
        let with =
            matches!(&*noun.kind, "talks" | "meeting") && lang.closed.party_links.contains(words.lower(last + 1));
        let ordinal = (start..last).find_map(|at| lang.times.ordinals.get(words.lower(at)).copied());
        let definite = lang.closed.definite.contains(words.lower(start));
        let told_apart = place.is_some()
            || day.is_some()
            || participants.len() > 1
            || ordinal.is_some()
            || definite && !noun.weak
            || with && !participants.is_empty();
        if !told_apart {
            return None;
        }
        let phrase = words.span(start, last);
        let ends = [behind.as_ref().map(|place| self.whole_place(place)), day.map(|day| day.span)];
        let span = ends.into_iter().flatten().filter(|end| end.start >= phrase.start).fold(phrase, Span::cover);
        let turn = (start..last).find_map(|at| lang.event_turns.get(words.lower(at)).copied());
        let status = self.status(start, last, limit);
        let told = Circumstances { place, participants, day, ordinal, turn, status };
        Some(self.event(span, (head, Form::Nominal), &noun.kind, told))
    }

    /// `met in Vienna on May 3`, `Velde resigned on Tuesday`: a verb with a place and a date beside it, or with a date
    /// where the verb says enough.
    fn verb_event(&self, at: usize) -> Option<EventMention> {
        let (words, lang) = (self.words, self.lang);
        let (len, verb) = words.phrase(&lang.event_verbs, at).filter(|(_, verb)| &*verb.kind != "other")?;
        let EventVerb { form, kind, day_alone } = verb;
        let last = at + len - 1;
        let told = matches!(form, VerbForm::Past | VerbForm::S | VerbForm::Participle);
        let planned = *form == VerbForm::Base && lang.closed.unreal.contains(words.lower(at.wrapping_sub(1)));
        let noun = !matches!(form, VerbForm::Past | VerbForm::Participle)
            && !planned
            && words.phrase(&lang.event_nouns, at).is_some_and(|_| self.is_noun(at, at));
        let attribute = lang.closed.before_attribute.contains(words.lower(at.wrapping_sub(1)))
            || at == 0
            || words.raw(at - 1) == "-";
        if noun || attribute || !(told || planned) || self.is_in_name(at, at) || self.segment.zone != Zone::Body {
            return None;
        }
        let sentence = self.sentence(at)?;
        let limit = self.clause_end(last, sentence.tokens.end);
        // What a relative clause tells is another matter.
        let ends = |at: &usize| lang.closed.relatives.contains(words.lower(*at));
        let limit = (last + 1..limit).find(ends).unwrap_or(limit);
        let place = self.place_in(last + 1, limit, last);
        let (begins, subjects) = self.subject(at, sentence.tokens.start);
        let near = words.span(begins, limit.max(last + 1) - 1);
        let day =
            self.times.iter().find(|day| near.contains_span(day.span)).or_else(|| self.opening_day(sentence, begins));
        // `visit Geneva`: where a visit is its object says.
        let visit = &**kind == "visit";
        let place = place.or_else(|| self.object_place(last + 1).filter(|_| visit));
        let placed = place.is_some() && !subjects.is_empty();
        let brief =
            |day: &Day| day.interval.is_none_or(|(from, to)| from.until(to).is_ok_and(|span| span.get_days() < 4));
        let told = match day {
            Some(day) => placed || *day_alone && brief(day) && begins < at,
            None => placed && visit,
        };
        if !told {
            return None;
        }
        let mut span = words.span(begins, last);
        if let Some(day) = day.filter(|day| near.contains_span(day.span)) {
            span = span.cover(day.span);
        }
        if let Some(object) = self.object_end(last, limit) {
            span = span.cover(words.span(last, object));
        }
        if let Some(place) = &place {
            span = span.cover(self.whole_place(place));
        }
        // A passive's subject is what is done, not who does it.
        let passive = *form != VerbForm::S
            && lang.auxiliaries.contains(words.lower(at.wrapping_sub(1)))
            && lang.closed.participle_verbs.contains(words.lower(at.wrapping_sub(1)));
        let subjects = if passive && *day_alone {
            self.participants(at, limit, place.as_ref().map(|place| place.span))
        } else {
            subjects
        };
        let status = self.verb_status(at, *form, planned);
        let (place, participants) = (place.as_ref(), subjects);
        let told = Circumstances { place, participants, day, ordinal: None, turn: None, status };
        Some(self.event(span, (at, Form::Verb), kind, told))
    }

    /// How it stands with an event by the words of its noun's phrase, `start..=last`, and by the verb behind it, at
    /// `limit`. What its phrase says counts first: `the cancelled talks`.
    fn status(&self, start: usize, last: usize, limit: usize) -> Option<EventStatus> {
        let (words, lang) = (self.words, self.lang);
        let inside = (start..last).find_map(|at| words.phrase(&lang.event_status.inside, at));
        let behind = || [last + 1, limit].into_iter().find_map(|at| words.phrase(&lang.event_status.behind, at));
        inside.or_else(behind).map(|(_, status)| *status)
    }

    /// The same of a verb, by its form and the verbs that help it: `met`, `will meet`, `will be signed`. What `would` or
    /// `may` be is neither.
    fn verb_status(&self, at: usize, form: VerbForm, planned: bool) -> Option<EventStatus> {
        let helps = |at: &usize| {
            let lower = self.words.lower(*at);
            self.lang.auxiliaries.contains(lower) || self.lang.closed.participle_verbs.contains(lower)
        };
        let helpers: Vec<&str> = (0..at).rev().take(3).take_while(helps).map(|at| self.words.lower(at)).collect();
        if helpers.iter().any(|word| self.lang.closed.future.contains(word)) {
            return Some(EventStatus::Planned);
        }
        let unreal = helpers.iter().any(|word| self.lang.closed.unreal.contains(word));
        let told = matches!(form, VerbForm::Past | VerbForm::Participle) && !planned && !unreal;
        told.then_some(EventStatus::Held)
    }

    fn event(&self, span: Span, (core, form): (usize, Form), kind: &str, told: Circumstances) -> EventMention {
        let Circumstances { place, participants, day, ordinal, turn, status } = told;
        EventMention {
            span,
            core: self.words.span(core, core),
            form,
            kind: kind.into(),
            place: place.map(|place| place.name.into()),
            participants,
            interval: day.and_then(|day| day.interval),
            value: day.map(|day| day.value.clone()),
            ordinal,
            turn,
            status,
        }
    }

    fn sentence(&self, at: usize) -> Option<&Sentence> {
        self.segment.annotations.sentences.iter().find(|sentence| sentence.tokens.contains(&at))
    }

    /// A word that may be noun or verb is a noun where neither `to`, a modal nor a subject's name stands before it, and
    /// where no other noun follows that it only describes.
    fn is_noun(&self, head: usize, last: usize) -> bool {
        let (words, lang) = (self.words, self.lang);
        // `March 1` is no march.
        if words.shape(head).is_capital() && lang.times.months.contains_key(words.lower(head)) {
            return false;
        }
        let verb = lang.class(words.lower(head)).any(WordClass::VERB.with(WordClass::VERB_S));
        let before = words.lower(head.wrapping_sub(1));
        let person = head > 0
            && self.names.iter().any(|name| {
                matches!(name.kind, Kind::Person | Kind::Organization)
                    && name.span.end == words.span(head - 1, head - 1).end
            });
        let finite = lang.class(words.lower(head)).any(WordClass::VERB_S);
        if verb && head == last && (lang.closed.unreal.contains(before) || person && finite) {
            return false;
        }
        // `exchanged fire` is a verb.
        let in_verb = (head.saturating_sub(2)..head)
            .any(|at| words.phrase(&lang.event_verbs, at).is_some_and(|(len, _)| at + len > head));
        if in_verb {
            return false;
        }
        let next = lang.class(words.lower(last + 1));
        let compound = words.shape(last + 1) == Shape::Lower
            && next.any(WordClass::NOUN)
            && !next.any(WordClass::VERB.with(WordClass::VERB_S).with(WordClass::VERB_ED).with(WordClass::ADVERB))
            && !lang.function.contains(words.lower(last + 1));
        !compound
    }

    /// `National Assembly` meets nobody.
    fn is_in_name(&self, first: usize, last: usize) -> bool {
        let span = self.words.span(first, last);
        self.names.iter().any(|name| name.span.intersects(span) && name.kind != Kind::Other)
    }

    /// `64 votes`, `three strikes`: what is counted is not one occurrence.
    fn is_counted(&self, start: usize, head: usize) -> bool {
        let counts = |at: usize| {
            self.words.shape(at) == Shape::Number || self.lang.times.numbers.contains_key(self.words.lower(at))
        };
        let dated = |at: usize| {
            let span = self.words.span(at, at);
            self.times.iter().any(|day| day.span.intersects(span))
        };
        (start.saturating_sub(1)..head).any(|at| counts(at) && !dated(at))
    }

    /// `the hope of signing`, `the edge of war`: the phrase goes on before an `of`, and is of something else.
    fn is_only_course(&self, start: usize) -> bool {
        start > 1 && self.lang.closed.of.contains(self.words.lower(start - 1)) && {
            let first = self.lang.closed.definite.contains(self.words.lower(start))
                || self.lang.closed.articles.contains(self.words.lower(start))
                || self.words.shape(start).is_capital();
            !first
        }
    }

    fn phrase_start(&self, at: usize) -> usize {
        let (words, lang) = (self.words, self.lang);
        let determiner = |at: usize| {
            let lower = words.lower(at);
            lang.closed.definite.contains(lower)
                || lang.closed.articles.contains(lower)
                || lang.closed.possessives.contains(lower)
        };
        let headline = self.segment.zone == Zone::Headline;
        let mut start = at;
        while start > 0 && at - start < 10 && !determiner(start) {
            let before = start - 1;
            let lower = words.lower(before);
            let class = lang.class(lower);
            let describes = class.any(WordClass::ADJECTIVE.with(WordClass::NOUN))
                && !class.any(WordClass::VERB_S.with(WordClass::VERB_ED))
                && !lang.function.contains(lower);
            let large = words.shape(before).is_capital()
                && !(headline && class.any(WordClass::VERB.with(WordClass::VERB_S)))
                && !lang.function.contains(lower);
            let time = {
                let span = words.span(before, before);
                self.times.iter().any(|day| day.span.intersects(span))
            };
            let fits = determiner(before)
                || lang.closed.event_openers.contains(lower)
                    && !lang.closed.of.contains(lower)
                    && !lang.closed.range_links.contains(lower)
                || describes
                || large
                || time
                || words.raw(before) == "-" && !words.space_before(before)
                || words.shape(before) == Shape::Possessive
                || lang.times.ordinals.contains_key(lower);
            if !fits {
                break;
            }
            start = before;
        }
        // A phrase does not begin with what only joins.
        let joins = |at: usize| {
            lang.closed.party_links.contains(words.lower(at))
                || matches!(words.shape(at), Shape::Mark | Shape::Possessive)
        };
        while start < at && joins(start) {
            start += 1;
        }
        start
    }

    /// The event's noun behind `of`, within a few words.
    fn rounds_of(&self, at: usize) -> Option<&lang::EventNoun> {
        if !self.lang.closed.of.contains(self.words.lower(at + 1)) {
            return None;
        }
        (at + 2..at + 5)
            .take_while(|&at| self.words.shape(at) == Shape::Lower)
            .find_map(|at| self.words.phrase(&self.lang.event_nouns, at))
            .map(|(_, noun)| noun)
    }

    /// `negotiations` in `the second round of negotiations`: the round is the event.
    fn part_of_round(&self, at: usize) -> bool {
        let is_of = |at: usize| self.lang.closed.of.contains(self.words.lower(at));
        let mut of = at.wrapping_sub(1);
        while of < at && !is_of(of) && at - of < 4 && self.words.shape(of) == Shape::Lower {
            of = of.wrapping_sub(1);
        }
        of > 0 && is_of(of) && self.words.phrase(&self.lang.event_nouns, of - 1).is_some()
    }

    /// Where the phrase of an event's word ends: at a comma or a finite verb too.
    fn phrase_end(&self, at: usize, limit: usize) -> usize {
        let (words, lang) = (self.words, self.lang);
        let end = self.clause_end(at, limit);
        let verb = |at: usize| {
            let class = lang.class(words.lower(at));
            lang.closed.event_ends.contains(words.lower(at))
                || class.any(WordClass::VERB_S.with(WordClass::VERB_ED))
                    && !class.any(WordClass::NOUN.with(WordClass::ADJECTIVE))
                    && !lang.closed.event_participles.contains(words.lower(at))
        };
        // `, held in Geneva on January 28-29,` goes on with the phrase.
        let aside = |at: usize| words.raw(at) == "," && !lang.closed.event_participles.contains(words.lower(at + 1));
        (at + 1..end).find(|&here| aside(here) || verb(here)).unwrap_or(end)
    }

    /// How far an event's date may stand: where its phrase is the sentence's subject, in the predicate too
    /// (`The previous round was held on January 23-24`).
    fn date_limit(&self, start: usize, limit: usize, sentence: &Sentence) -> usize {
        let subject = start <= sentence.tokens.start + 2;
        let predicate = subject
            && (self.lang.closed.predicate_verbs.contains(self.words.lower(limit))
                || self.lang.event_verbs.single(self.words.lower(limit)).is_some());
        // `the strike that began on March 24`
        let relative = self.lang.closed.relatives.contains(self.words.lower(limit))
            && self.lang.event_verbs.single(self.words.lower(limit + 1)).is_some();
        let predicate = predicate || relative;
        if predicate { self.clause_end(limit, sentence.tokens.end) } else { limit }
    }

    /// The date that belongs to an event's noun: in front of it (`Saturday's exchange`), joined with it by small words, or
    /// in its own predicate.
    fn own_day(&self, start: usize, head: usize, last: usize, limit: usize) -> Option<&Day> {
        let words = self.words;
        let before = words.span(start, head);
        let near = words.span(last, limit.max(last + 1) - 1);
        let inside = self.times.iter().find(|day| before.contains_span(day.span));
        inside.or_else(|| {
            let day = self.times.iter().find(|day| near.contains_span(day.span))?;
            let first = words.at(day.span.start);
            // `What would end the strike tomorrow?`: a day that nothing joins is the verb's.
            let joined = first > 0 && self.lang.closed.event_links.contains(words.lower(first - 1));
            (joined && self.is_attached(last, first)).then_some(day)
        })
    }

    /// All that stands between an event's word and what may belong to it joins: small words, names, days, and no other
    /// event; in its own predicate verbs too.
    fn is_attached(&self, last: usize, to: usize) -> bool {
        (last + 1..to).all(|at| {
            let (words, lang) = (self.words, self.lang);
            let lower = words.lower(at);
            let class = lang.class(lower);
            let other = words.phrase(&lang.event_nouns, at).is_some_and(|(_, noun)| !noun.weak)
                && !self.part_of_round(at)
                && words.shape(at) == Shape::Lower
                && class.any(WordClass::NOUN);
            let span = words.span(at, at);
            let joins = lang.closed.event_links.contains(lower)
                || lang.closed.relatives.contains(lower) && lang.event_verbs.single(words.lower(at + 1)).is_some()
                || lang.closed.event_participles.contains(lower)
                || lang.closed.predicate_verbs.contains(lower)
                || lang.closed.verb_adverbs.contains(lower)
                || lang.event_verbs.single(lower).is_some()
                || words.shape(at).is_capital()
                || matches!(words.shape(at), Shape::Possessive | Shape::Number)
                || words.raw(at) == ","
                || words.raw(at) == "-"
                || lang.name_particles.contains(lower)
                || lang.times.numbers.contains_key(lower)
                || lang.place_after.contains(lower)
                || lang.place_before.contains(lower)
                || self.times.iter().any(|day| day.span.intersects(span))
                || class.any(WordClass::NOUN.with(WordClass::ADJECTIVE)) && !class.any(WordClass::VERB_S);
            joins && !other
        })
    }

    /// Where the phrase behind a verb ends, `(ratified) a treaty`; absent where none stands there.
    fn object_end(&self, verb: usize, limit: usize) -> Option<usize> {
        let (words, lang) = (self.words, self.lang);
        let part = |at: &usize| {
            let lower = words.lower(*at);
            let class = lang.class(lower);
            lang.closed.articles.contains(lower)
                || lang.closed.definite.contains(lower) && !lang.closed.relatives.contains(lower)
                || lang.closed.possessives.contains(lower)
                || matches!(words.shape(*at), Shape::Possessive | Shape::Number)
                || words.shape(*at).is_capital()
                || class.any(WordClass::NOUN.with(WordClass::ADJECTIVE)) && !lang.function.contains(lower)
        };
        let end = (verb + 1..limit).take_while(part).last()?;
        (!lang.closed.articles.contains(words.lower(end))).then_some(end)
    }

    /// A date that the sentence opens with, before the subject: `On February 12 the sides met`.
    fn opening_day(&self, sentence: &Sentence, subject: usize) -> Option<&Day> {
        let first = sentence.tokens.start;
        let opening = self.words.span(first, (first + 4).min(subject.max(first)));
        self.times.iter().find(|day| opening.intersects(day.span) && day.span.end <= opening.end)
    }

    /// Where the words that can belong to an event's word end: at a stop, a quotation, or too far.
    fn clause_end(&self, at: usize, limit: usize) -> usize {
        let end = (at + 1..limit.min(at + REACH))
            .find(|&at| matches!(self.words.raw(at), "." | ";" | ":" | "\"" | "“" | "”" | "(" | "—"));
        end.unwrap_or(limit.min(at + REACH)).max(at + 1)
    }

    /// Where a verb's subject begins, and who is in it: the names and small words in front of the verb, back to the
    /// clause's start.
    fn subject(&self, verb: usize, floor: usize) -> (usize, Vec<Box<str>>) {
        let (words, lang) = (self.words, self.lang);
        let mut first = verb;
        while first > floor && verb - first < 14 {
            let before = first - 1;
            let lower = words.lower(before);
            let class = lang.class(lower);
            let helps = lang.auxiliaries.contains(lower) || lang.closed.verb_adverbs.contains(lower);
            let noun = class.any(WordClass::NOUN) || class.any(WordClass::ADJECTIVE) && !class.any(WordClass::VERB_ED);
            let part = helps
                || words.shape(before).is_capital()
                || words.shape(before) == Shape::Possessive
                || lang.closed.articles.contains(lower)
                || lang.closed.definite.contains(lower)
                || lang.closed.possessives.contains(lower)
                || lang.closed.title_glue.contains(lower) && !lang.closed.range_links.contains(lower)
                || self.is_day(before)
                || noun && !lang.closed.clause_openers.contains(lower)
                || words.raw(before) == "-"
                || lang.closed.clause_openers.contains(lower)
                    && lang.closed.range_links.contains(lower)
                    && words.shape(first).is_capital();
            if !part {
                break;
            }
            first = before;
        }
        let joins = |at: usize| {
            matches!(words.shape(at), Shape::Mark | Shape::Possessive)
                || lang.closed.title_glue.contains(words.lower(at)) && !lang.closed.articles.contains(words.lower(at))
                || self.is_day(at)
        };
        while first < verb && joins(first) {
            first += 1;
        }
        let names = if first < verb { self.participants(first, verb, None) } else { Vec::new() };
        (first, names)
    }

    fn is_day(&self, at: usize) -> bool {
        let span = self.words.span(at, at);
        self.times.iter().any(|day| day.span.intersects(span))
    }

    fn first(&self, name: &Name) -> usize {
        self.words.at(name.span.start)
    }

    /// A place with the noun that goes with it: `Brodno bridge`.
    fn whole_place(&self, place: &Name) -> Span {
        let next = self.words.at(place.span.end.saturating_sub(1)) + 1;
        let noun = self.words.shape(next) == Shape::Lower && self.lang.place_after.contains(self.words.lower(next));
        if noun { place.span.cover(self.words.span(next, next)) } else { place.span }
    }

    /// The place that a verb's object is: `visited Geneva`.
    fn object_place(&self, at: usize) -> Option<Name<'_>> {
        let start = self.words.span(at, at).start;
        let place = self.names.iter().find(|name| name.kind == Kind::Place && name.span.start == start)?;
        Some(Name { ..*place })
    }

    /// The countries that adjectives before an event's word name: `the Sarenian-Velmian talks`.
    fn nations(&self, start: usize, head: usize) -> Vec<Box<str>> {
        let demonyms = (start..head).filter_map(|at| self.lang.demonyms.get(self.words.raw(at)));
        demonyms.map(|demonym| demonym.place.clone()).collect()
    }

    /// `in Geneva`, `at the port of Kestrel`, `on the Brodno bridge` behind an event's word.
    fn place_in(&self, first: usize, limit: usize, head: usize) -> Option<Name<'_>> {
        if limit <= first {
            return None;
        }
        let span = self.words.span(first, limit - 1);
        let places = self.names.iter().filter(|name| name.kind == Kind::Place && span.contains_span(name.span));
        places.filter(|name| self.is_located(self.first(name), head)).map(|name| Name { ..*name }).next()
    }

    /// A preposition of place stands before the token, an article or `the port of` between.
    fn is_located(&self, name: usize, head: usize) -> bool {
        let (words, lang) = (self.words, self.lang);
        let mut before = name.wrapping_sub(1);
        if before < name && lang.closed.of.contains(words.lower(before)) {
            let noun = before.wrapping_sub(1);
            if noun > before
                || !(lang.place_before.contains(words.lower(noun)) || lang.place_after.contains(words.lower(noun)))
            {
                return false;
            }
            before = noun.wrapping_sub(1);
        }
        if before < name && lang.closed.articles.contains(words.lower(before)) {
            before = before.wrapping_sub(1);
        }
        // `on the Brodno bridge`, but not `on Velmia`.
        let behind = (name + 1..name + 3).any(|at| lang.place_after.contains(words.lower(at)));
        let lower = words.lower(before);
        let joins = lang.closed.event_places.contains(lower) || behind && lang.closed.surfaces.contains(lower);
        (head..name).contains(&before) && joins
    }

    /// `the Vienna summit`: a town in front of an event's word is where it is. A country there takes part.
    fn premodifying_place(&self, start: usize, head: usize) -> Option<Name<'_>> {
        if start >= head {
            return None;
        }
        let span = self.words.span(start, head - 1);
        let town = |name: &&Name| {
            let known = self.lang.places.exact(name.name).map(|place| place.kind);
            let behind = self.words.at(name.span.end.saturating_sub(1)) + 1;
            name.kind == Kind::Place
                && behind == head
                && !matches!(known, Some(PlaceKind::Country))
                && span.contains_span(name.span)
        };
        self.names.iter().find(town).map(|name| Name { ..*name })
    }

    fn participants(&self, first: usize, limit: usize, place: Option<Span>) -> Vec<Box<str>> {
        if limit <= first {
            return Vec::new();
        }
        let span = self.words.span(first, limit - 1);
        // `Sarenia's Senate`: whose body it is takes no part itself.
        let owns = |name: &Name| {
            let behind = self.words.at(name.span.end.saturating_sub(1)) + 1;
            let next = self.words.span(behind + 1, behind + 1);
            self.words.shape(behind) == Shape::Possessive && self.names.iter().any(|other| other.span.intersects(next))
        };
        let parties = self.names.iter().filter(|name| {
            span.contains_span(name.span) && Some(name.span) != place && name.kind != Kind::Other && !owns(name)
        });
        let mut names: Vec<Box<str>> = parties.map(Name::called).collect();
        names.sort();
        names.dedup();
        names
    }
}
