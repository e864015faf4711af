//! Days of a briefing, each against the sentences of sources that tell the same.

use jiff::civil::Date;
use nlp::times::ResolvedTime;
use text::Span;

use super::{Checked, Desk, Matter, Place, State, content_words, is_akin, is_told};
use crate::snapshot::Path;

/// Files that are read for the evidence of a day.
const FILES: usize = 8;
/// Days that a stretch may have and still say when something was.
const SHORT: i32 = 7;
/// Days of a month.
const MONTH: i32 = 31;
/// Words that a passage has to share with the sentence.
const SHARED: usize = 2;

/// One part in so many of what the sentence's words are worth has to be shared.
const PART: u32 = 4;

/// Days as words give them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Days {
    /// From the first to the last.
    Known(Date, Date),
    /// Month and day of a year that is not known.
    Yearless(i8, i8),
}

/// A sentence of a source and how much of what is asked it tells.
struct Passage {
    path: Path,
    span: Span,
    score: u32,
}

/// The best passages for and against a day.
#[derive(Default)]
struct Found {
    /// It gives the day.
    stated: Option<Passage>,
    /// It gives none, and its article was written on the day.
    written: Option<Passage>,
    /// It gives another.
    other: Option<Passage>,
}

/// What is asked of the sources: the words beside a day in its sentence, and what each is worth.
struct Asked {
    words: Vec<(String, u32)>,
    day: (Date, Date),
    /// Other days that the sentence gives.
    beside: Vec<(Date, Date)>,
    /// It is the day on which somebody said something, so that the day of an article tells it.
    of_saying: bool,
}

impl Days {
    fn of(time: &ResolvedTime) -> Option<Days> {
        match time.interval {
            Some((from, to)) => ((to - from).get_days() < SHORT).then_some(Days::Known(from, to)),
            None => Days::yearless(&time.value),
        }
    }

    /// `XXXX-06-24`
    fn yearless(value: &str) -> Option<Days> {
        let (month, day) = value.strip_prefix("XXXX-")?.get(..5)?.split_once('-')?;
        Some(Days::Yearless(month.parse().ok()?, day.parse().ok()?))
    }

    /// Something that was then may have been on the days from `from` to `to`.
    fn meets(self, (from, to): (Date, Date)) -> bool {
        match self {
            Days::Known(first, last) => first <= to && from <= last,
            Days::Yearless(month, day) if from == to => (from.month(), from.day()) == (month, day),
            Days::Yearless(month, _) => from.month() <= month && month <= to.month(),
        }
    }
}

impl Desk<'_> {
    /// Days and months, each against the sentences of sources that tell the same.
    pub(super) fn dates(&mut self, article: &nlp::Article) -> Vec<Checked> {
        let quoted = |span: Span| article.quotes.iter().any(|speech| speech.span.contains_span(span));
        let analysis = self.analysis;
        let told = |span: Span| is_told(analysis.zone_at(span.start)) && !quoted(span);
        let definite =
            |(from, to): (Date, Date)| from == to || from.day() == 1 && (27..MONTH).contains(&days(from, to));
        let times: Vec<(Span, (Date, Date))> = article
            .times
            .iter()
            .filter(|time| told(time.span))
            .filter_map(|time| Some((time.span, time.interval.filter(|interval| definite(*interval))?)))
            .collect();
        let mut all = Vec::new();
        for (span, day) in times {
            let (state, says, place) = self.date(article, span, day);
            all.push(self.checked(article, span, Matter::Date, state, says, place));
        }
        all
    }

    fn date(&mut self, article: &nlp::Article, span: Span, day: (Date, Date)) -> (State, String, Option<Place>) {
        let sentence = article.sentences.iter().copied().find(|sentence| sentence.contains_span(span)).unwrap_or(span);
        let asked = self.asked(article, sentence, span, day);
        let found = self.passages(sentence, span, &asked);
        let place = |passage: &Passage| Some(self.snapshot.evidence(&passage.path, passage.span));
        let against = found.other.as_ref().map_or(0, |passage| passage.score);
        // A day that is given is worth more than one that is only known of the article; another day, told much more
        // like it, speaks against both.
        let given = found.stated.filter(|passage| passage.score * 5 >= against * 3);
        let written = found.written.filter(|passage| passage.score * 5 >= against * 4);
        match (given.or(written), &found.other) {
            (Some(passage), _) => (State::Found, String::new(), place(&passage)),
            (None, Some(other)) => (State::Differs, "another day in the source".to_owned(), place(other)),
            (None, None) => (State::Missing, "no source tells of it".to_owned(), None),
        }
    }

    fn asked(&self, article: &nlp::Article, sentence: Span, span: Span, day: (Date, Date)) -> Asked {
        let (text, lang) = (&self.document.text, &self.snapshot.lang);
        let times = || article.times.iter().filter(|time| sentence.contains_span(time.span));
        let mut words: Vec<String> = Vec::new();
        let mut at = sentence.start;
        for time in times().map(|time| time.span).chain([Span::empty(sentence.end)]) {
            words.extend(content_words(Span::new(at.min(time.start), time.start).of(text), lang));
            at = at.max(time.end);
        }
        words.sort_unstable();
        words.dedup();
        let sources = &self.snapshot.sources;
        let saying = |attribution: &&nlp::Attribution| sentence.contains_span(attribution.cue.cover());
        // `told reporters on Monday that …`: what stands first in what is said, may belong to the saying.
        let outside = |attribution: &nlp::Attribution| {
            let content =
                attribution.content.as_ref().map(text::Spans::cover).filter(|content| content.intersects(span));
            content.is_none_or(|content| {
                content_words(Span::new(content.start.min(span.start), span.start).of(text), lang).is_empty()
            })
        };
        let mut sayings = article.attributions.iter().filter(saying).peekable();
        Asked {
            words: words
                .into_iter()
                .map(|word| (sources.rarity(&word), word))
                .map(|(worth, word)| (word, worth))
                .collect(),
            day,
            beside: times().filter(|time| !time.span.intersects(span)).filter_map(|time| time.interval).collect(),
            of_saying: sayings.peek().is_some() && sayings.all(outside),
        }
    }

    fn passages(&mut self, sentence: Span, span: Span, asked: &Asked) -> Found {
        let text = &self.document.text;
        let told = format!(
            "{} {}",
            Span::new(sentence.start, span.start).of(text),
            Span::new(span.end, sentence.end).of(text)
        );
        let mut found = Found::default();
        for path in self.snapshot.sources.alike(&told, FILES) {
            let Some(document) = self.snapshot.documents.get(&path).cloned() else { continue };
            let Some(analysis) = self.analysis_of(&path) else { continue };
            for article in &analysis.articles {
                let words: Vec<Vec<String>> = article
                    .sentences
                    .iter()
                    .map(|span| content_words(span.of(&document.text), &self.snapshot.lang))
                    .collect();
                let written = match (article.date.day, &article.date.value) {
                    (Some(day), _) => Some(Days::Known(day, day)),
                    (None, value) => value.as_deref().and_then(Days::yearless),
                };
                let written = written.is_some_and(|written| written.meets(asked.day));
                for (at, &span) in article.sentences.iter().enumerate() {
                    let own = asked.shared(&[&words[at]]);
                    let (before, behind) = (at.checked_sub(1).map(|at| &words[at]), words.get(at + 1));
                    let around: Vec<&Vec<String>> = [Some(&words[at]), before, behind].into_iter().flatten().collect();
                    let wide = asked.shared(&around);
                    // What the sentences around it tell is half about it.
                    let score = own.1.midpoint(wide.1);
                    if wide.0 < SHARED + usize::from(own.0 == 0) || score * PART < asked.worth() {
                        continue;
                    }
                    let days: Vec<Days> = article
                        .times
                        .iter()
                        .filter(|time| span.contains_span(time.span))
                        .filter_map(Days::of)
                        .collect();
                    let passage = |score: u32| Passage { path: path.clone(), span, score };
                    if days.iter().any(|days| days.meets(asked.day)) {
                        better(&mut found.stated, passage(score));
                    } else if written && (days.is_empty() || asked.of_saying) {
                        better(&mut found.written, passage(score));
                    }
                    let else_where =
                        |days: &Days| !days.meets(asked.day) && !asked.beside.iter().any(|beside| days.meets(*beside));
                    if own.0 >= SHARED && !days.is_empty() && days.iter().all(else_where) {
                        better(&mut found.other, passage(own.1));
                    }
                }
            }
        }
        found
    }
}

impl Asked {
    /// What all its words are worth.
    fn worth(&self) -> u32 {
        self.words.iter().map(|(_, worth)| worth).sum()
    }

    /// How many of the words the texts have, and what these are worth.
    fn shared(&self, texts: &[&Vec<String>]) -> (usize, u32) {
        let has = |word: &str| texts.iter().any(|text| text.iter().any(|other| is_akin(word, other)));
        let shared = self.words.iter().filter(|(word, _)| has(word));
        shared.fold((0, 0), |(count, worth), (_, more)| (count + 1, worth + more))
    }
}

fn better(best: &mut Option<Passage>, passage: Passage) {
    if best.as_ref().is_none_or(|best| passage.score > best.score) {
        *best = Some(passage);
    }
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}
