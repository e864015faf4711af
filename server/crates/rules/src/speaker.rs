//! Quotations that nobody says: who could, and how a writer names them.
//!
//! A speaker need not be found by the reader of attributions: a person, a body, an office or a pronoun beside the
//! quotation is enough for another reader, and to say that nobody speaks takes that none is there.

use std::sync::Arc;

use corpus::Entity;
use lang::segment::Shape;
use lang::{Language, WordClass};
use nlp::article::Speech;
use nlp::tokens::Words;
use nlp::{Kind, Zone};
use text::Span;

use crate::context::{Article, Context};
use crate::finding::Fix;
use crate::quotation::{self, Judgement};

/// A quotation without a speaker.
pub(crate) struct Unspoken<'a> {
    /// It.
    pub speech: &'a Speech,
    /// The sentences it stands in.
    pub sentences: Span,
}

/// The quotations of an article that are somebody's words and have nobody who says them: not in their own sentence,
/// not in the ones beside it, not in what leads to them.
pub(crate) fn unspoken<'a>(article: &'a Article) -> Vec<Unspoken<'a>> {
    // Who speaks is known once the paragraphs have been read closely.
    if !article.is_analysed() || !article.is_close() {
        return Vec::new();
    }
    let interview = is_interview(article);
    let mut spoken: Vec<Span> = Vec::new();
    let mut found = Vec::new();
    for speech in article.read.quotes.iter().filter(|speech| !speech.nested && article.is_body(speech.span)) {
        let place = Place::new(article, speech);
        if place.has_speaker(&spoken) {
            spoken.push(speech.span);
        } else if !speech.dash && speech.opened && speech.closed && place.is_clause() && !place.is_label() {
            let answer = interview && place.outside().is_empty();
            found.extend((!answer).then_some(Unspoken { speech, sentences: place.sentences }));
        }
    }
    found
}

/// How many are offered as speaker.
const CANDIDATES: usize = 3;

/// Fixes that name a speaker behind the quotation: the one who says it in a source of the folder, and those named near
/// it, the nearest first. None where the quotation stands amid words of the writer's.
pub(crate) fn attach(article: &Article, speech: &Speech, sentences: Span) -> Vec<Fix> {
    let source = article.context.source;
    if Span::new(sentences.start, speech.span.start).of(source).contains(char::is_alphanumeric)
        || Span::new(speech.span.end, sentences.end.max(speech.span.end)).of(source).contains(char::is_alphanumeric)
    {
        return Vec::new();
    }
    let told = in_a_source(article, speech).map(|entity| entity.name.to_string());
    let near = near(article, speech.span).into_iter().filter(|name| Some(name) != told.as_ref());
    let mut fixes: Vec<Fix> = told.iter().map(|name| naming(article, speech, name, true)).collect();
    fixes.extend(near.take(CANDIDATES).map(|name| naming(article, speech, &name, false)));
    fixes
}

/// Who says these words in a source of the folder.
fn in_a_source(article: &Article, speech: &Speech) -> Option<Arc<Entity>> {
    let Judgement::Found { places, .. } = quotation::judge(article, speech) else { return None };
    let place = places.first()?;
    quotation::speaker_at(article, &place.path, place.speech.as_ref())
}

/// People of the article, those named next to the quotation first.
fn near(article: &Article, span: Span) -> Vec<String> {
    let people = article.read.entities.iter().filter(|entity| entity.kind == Kind::Person);
    let distance = |mention: Span| {
        // Who was named before speaks rather than who is named afterwards.
        if mention.end <= span.start { span.start - mention.end } else { 2 * mention.start.saturating_sub(span.end) }
    };
    let mut all: Vec<(u32, &str)> = people
        .filter_map(|entity| {
            let mentions = entity.mentions.iter().filter(|mention| !mention.furniture);
            Some((mentions.map(|mention| distance(mention.span)).min()?, entity.name.as_str()))
        })
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// `"We will go."` becomes `"We will go," Ines Calder said.`
fn naming(article: &Article, speech: &Speech, name: &str, safe: bool) -> Fix {
    let source = article.context.source;
    let said = article.context.lang.citation.speaker.replace('*', name);
    let inner = quotation::inner(source, speech.span);
    let words = inner.of(source);
    let mut edits = Vec::new();
    match words.chars().next_back() {
        Some('.') if !words.ends_with("..") => edits.push((Span::new(inner.end - 1, inner.end), ",".to_owned())),
        Some('?' | '!' | ',' | '…' | '.') | None => {}
        Some(_) => edits.push((Span::empty(inner.end), ",".to_owned())),
    }
    let stop = if source[speech.span.end as usize..].starts_with(['.', '!', '?']) { "" } else { "." };
    edits.push((Span::empty(speech.span.end), format!(" {said}{stop}")));
    Fix { title: format!("Name {name} as the speaker"), edits, safe }
}

/// A quotation and what stands around it.
struct Place<'a> {
    article: &'a Article<'a>,
    speech: &'a Speech,
    /// The sentences that it touches.
    sentences: Span,
}

impl<'a> Place<'a> {
    fn new(article: &'a Article, speech: &'a Speech) -> Place<'a> {
        let all = &article.read.sentences;
        let first = all.partition_point(|sentence| sentence.end <= speech.span.start);
        let touched = all[first..].iter().take_while(|sentence| sentence.start < speech.span.end);
        let sentences = touched.fold(speech.span, |all, sentence| all.cover(*sentence));
        Place { article, speech, sentences }
    }

    fn has_speaker(&self, spoken: &[Span]) -> bool {
        self.speech.attribution.is_some()
            || self.is_labelled()
            || self.follows_colon()
            || self.outside().iter().any(|span| Company::of(self.article, *span).may_speak() || self.says(*span))
            || self.before().is_some_and(|before| {
                spoken.last().is_some_and(|earlier| earlier.intersects(before))
                    || self.attributes(before)
                    || Company::of(self.article, before).is_one(self.is_one_paragraph(before))
            })
            || self.after().is_some_and(|after| self.attributes(after) || self.points_back(after))
    }

    /// `- Ines Calder: "…"`, or a line behind it with her name.
    fn is_labelled(&self) -> bool {
        let context = self.article.context;
        self.article.read.voice(context.source, context.analysis, self.speech).speaker.is_some()
    }

    /// The words of its sentences that are not its own, in front of it and behind it.
    fn outside(&self) -> Vec<Span> {
        let Span { start, end } = self.speech.span;
        let around = [Span::new(self.sentences.start.min(start), start), Span::new(end, self.sentences.end.max(end))];
        let words = |span: &Span| span.of(self.article.context.source).contains(char::is_alphanumeric);
        around.into_iter().filter(words).collect()
    }

    /// `The banner read: "…"`: whatever leads to it with a colon says whose it is.
    fn follows_colon(&self) -> bool {
        let before = self.article.context.source.get(..self.speech.span.start as usize).unwrap_or_default();
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '•')).ends_with(':')
    }

    /// The sentence in front of it, unless a headline stands between.
    fn before(&self) -> Option<Span> {
        let all = &self.article.read.sentences;
        let earlier = all[..all.partition_point(|sentence| sentence.end <= self.sentences.start)].iter();
        let before = earlier.copied().rfind(|sentence| self.is_text(*sentence))?;
        (!self.is_parted(before.end, self.sentences.start)).then_some(before)
    }

    /// The sentence behind it.
    fn after(&self) -> Option<Span> {
        let all = &self.article.read.sentences;
        let mut later = all[all.partition_point(|sentence| sentence.start < self.sentences.end)..].iter();
        let after = later.find(|sentence| self.is_text(**sentence)).copied()?;
        (!self.is_parted(self.sentences.end, after.start)).then_some(after)
    }

    fn is_one_paragraph(&self, sentence: Span) -> bool {
        let both = sentence.cover(Span::empty(self.speech.span.start));
        self.article.body().any(|paragraph| paragraph.contains_span(both))
    }

    fn is_text(&self, sentence: Span) -> bool {
        self.article.is_body(sentence) && sentence.of(self.article.context.source).contains(char::is_alphanumeric)
    }

    fn is_parted(&self, from: u32, to: u32) -> bool {
        let segments = &self.article.context.analysis.layout.segments;
        let between = segments.iter().filter(|segment| segment.span.start >= from && segment.span.end <= to);
        between.into_iter().any(|segment| matches!(segment.zone, Zone::Headline | Zone::Subhead))
    }

    fn attributes(&self, sentence: Span) -> bool {
        self.article.read.attributions.iter().any(|attribution| sentence.contains_span(attribution.cue.first()))
    }

    /// `the announcer said,` whoever that is.
    fn says(&self, span: Span) -> bool {
        let text = span.of(self.article.context.source);
        let tokens = nlp::tokens::tokens(text);
        let words = Words::new(text, &tokens);
        let reporting = &self.article.context.lang.reporting;
        let said =
            |at: usize| words.phrase(&reporting.forms, at).is_some_and(|(_, form)| is_speech(reporting.verb(*form)));
        (0..words.len()).any(said)
    }

    /// `That was the harbour master's answer.`
    fn points_back(&self, sentence: Span) -> bool {
        let text = sentence.of(self.article.context.source);
        let tokens = nlp::tokens::tokens(text);
        let words = Words::new(text, &tokens);
        let closed = &self.article.context.lang.closed;
        closed.definite.contains(words.lower(0))
            && !closed.articles.contains(words.lower(0))
            && Company::of(self.article, sentence).may_speak()
    }

    /// A clause or more: five words and a finite verb.
    fn is_clause(&self) -> bool {
        let text = quotation::inner(self.article.context.source, self.speech.span).of(self.article.context.source);
        let tokens = nlp::tokens::tokens(text);
        let words = Words::new(text, &tokens);
        let count = (0..words.len()).filter(|at| words.shape(*at).is_word()).count();
        let lang = self.article.context.lang;
        count > TERM && !quotation::is_title(text, lang) && (0..words.len()).any(|at| is_finite(&words, at, lang))
    }

    /// A title, a slogan, a name: the words beside it say so, `under the slogan "…"`, `the "…" campaign`.
    fn is_label(&self) -> bool {
        let source = self.article.context.source;
        let beside = self.outside();
        let before = beside.iter().find(|span| span.end <= self.speech.span.start).map_or("", |span| span.of(source));
        let after = beside.iter().find(|span| span.start >= self.speech.span.end).map_or("", |span| span.of(source));
        let lang = self.article.context.lang;
        let (front, behind) = (nlp::tokens::tokens(before), nlp::tokens::tokens(after));
        let (front, behind) = (Words::new(before, &front), Words::new(after, &behind));
        let first = front.len().saturating_sub(NEXT);
        let named = (first..front.len()).any(|at| lang.quoted_labels.contains(front.lower(at)))
            || (0..NEXT).any(|at| lang.quoted_labels.contains(behind.lower(at)));
        // `a "we know best" attitude`: quoted words in the place of an adjective.
        let last = front.len().wrapping_sub(1);
        let determined = lang.closed.articles.contains(front.lower(last))
            || lang.closed.definite.contains(front.lower(last))
            || lang.closed.possessives.contains(front.lower(last));
        named || determined && behind.shape(0) == Shape::Lower
    }
}

/// Up to this many words in quotation marks are a term.
const TERM: usize = 4;

/// So many tokens beside a quotation may call it a title: `under the slogan,`.
const NEXT: usize = 3;

/// Token `at` is a finite verb: one that helps another, one whose form is no noun's, one behind its pronoun.
fn is_finite(words: &Words, at: usize, lang: &Language) -> bool {
    let lower = words.lower(at);
    let class = lang.class(lower);
    let before = words.lower(at.wrapping_sub(1));
    let subject = lang.person_pronouns.contains(before) || lang.closed.back_references.contains(before);
    let base = WordClass::VERB;
    let other = WordClass::NOUN.with(WordClass::ADJECTIVE);
    // `the northern harbours`
    let adjective = lang.class(before);
    let described = lang.closed.before_attribute.contains(before)
        || adjective.any(WordClass::ADJECTIVE) && !adjective.any(WordClass::NOUN);
    lang.auxiliaries.contains(lower)
        || lang.closed.modals.contains(lower)
        || lang.closed.contracted.contains(lower)
        || lower == "'s" && subject
        || at > 0 && class.any(WordClass::VERB_S.with(WordClass::VERB_ED)) && !class.any(other) && !described
        || class.any(base.with(WordClass::VERB_ED)) && subject
        // A command: `Stop the ship`.
        || at == 0 && class.any(base) && is_determiner(words.lower(1), lang)
}

/// A verb of saying, and no noun of the same form.
fn is_speech(verb: &lang::Verb) -> bool {
    verb.grade == lang::Grade::Speech && !verb.noun && verb.frames.contains(&lang::Frame::Quote)
}

fn is_determiner(word: &str, lang: &Language) -> bool {
    lang.closed.definite.contains(word) || lang.closed.articles.contains(word) || lang.closed.possessives.contains(word)
}

/// Who is named or described in some words.
struct Company<'a> {
    words: &'a str,
    lang: &'a Language,
    people: usize,
    bodies: usize,
    /// A capital word of which nothing is known.
    unknown: bool,
}

impl<'a> Company<'a> {
    fn of(article: &Article<'a>, span: Span) -> Company<'a> {
        let Context { source, lang, .. } = *article.context;
        let mut company = Company { words: span.of(source), lang, people: 0, bodies: 0, unknown: false };
        for entity in &article.read.entities {
            if !entity.mentions.iter().any(|mention| span.contains_span(mention.span)) {
                continue;
            }
            match entity.kind {
                Kind::Person => company.people += 1,
                Kind::Organization => company.bodies += 1,
                Kind::Other => company.unknown = true,
                Kind::Place | Kind::Event => {}
            }
        }
        company
    }

    /// A pronoun, an office, a group.
    fn described(&self) -> bool {
        self.any(|words, at| is_person(words, at, self.lang))
    }

    /// A body or a document in small letters: `the council`, `the statement`.
    fn institution(&self) -> bool {
        self.any(|words, at| is_institution(words.lower(at), self.lang))
    }

    fn any(&self, is_meant: impl Fn(&Words, usize) -> bool) -> bool {
        let tokens = nlp::tokens::tokens(self.words);
        let words = Words::new(self.words, &tokens);
        (0..words.len()).any(|at| is_meant(&words, at))
    }

    /// Somebody is there who may have said something.
    fn may_speak(&self) -> bool {
        self.people + self.bodies > 0 || self.unknown || self.described() || self.institution()
    }

    /// One is there, and a reader takes the words that follow for theirs: a person's in the next paragraph too, but
    /// those of a body that met or voted only where the sentence is right before them.
    fn is_one(&self, beside: bool) -> bool {
        match (self.people, self.bodies) {
            (1, _) => true,
            (0, 0) => self.described() || beside && self.institution(),
            (0, 1) => beside || self.described(),
            _ => false,
        }
    }
}

fn is_person(words: &Words, at: usize, lang: &Language) -> bool {
    let lower = words.lower(at);
    let single = lower.strip_suffix('s').unwrap_or(lower);
    lang.person_pronouns.contains(lower)
        || words.phrase(&lang.titles, at).is_some()
        || words.phrase(&lang.group_nouns, at).is_some()
        || words.phrase(&lang.source_nouns, at).is_some()
        || lang.person_nouns.contains(lower)
        || lang.person_nouns.contains(single)
        || lang.kinship.contains(lower)
}

fn is_institution(lower: &str, lang: &Language) -> bool {
    lang.noun_cues.contains(lower) || lang.body_words.contains_key(crate::written::capital(lower).as_str())
}

/// Questions and answers in turn: paragraphs that are questions, or stand behind the label of one.
fn is_interview(article: &Article) -> bool {
    let source = article.context.source;
    let question = |paragraph: &Span| {
        let text =
            paragraph.of(source).trim_end_matches(|c: char| c.is_whitespace() || quotation::is_mark(c) || c == '*');
        text.ends_with('?')
    };
    article.body().filter(question).count() >= 2
}
