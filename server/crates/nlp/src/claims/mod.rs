//! Claims: what each sentence of an article asserts, who stands behind it and when it was
//! (the guideline's kinds, attribution classes and date classes).
//!
//! Which unattributed sentence needs a source is a judgement: figures, contested acts, motives, forecasts and
//! evaluations do; schedules, records and settled background do not. The weights below are the guideline's order.

mod dating;
mod need;
mod signs;
mod standing;

use lang::Language;
use text::Span;

use crate::article::{Article, Speech, Whole};
use crate::attribution::Attribution;
use crate::clause::Clause;
use crate::layout::Zone;
use crate::sentences::Sentence;
use crate::times::{ResolvedTime, TimeKind};
use crate::tokens::Words;
use need::COLUMN;
pub use need::Why;
pub(crate) use signs::signs;
pub use signs::{Sign, SignKind};
use standing::Carry;

/// What kind of sentence (contract page, `claims.kind`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClaimKind {
    /// A checkable assertion.
    Claim,
    /// At least half direct speech.
    Quote,
    /// A judgement, forecast or motive.
    Opinion,
    /// A settled public fact.
    Background,
    /// A headline.
    Headline,
    /// Caption, credit, navigation, dateline.
    NonContent,
}

/// Who stands behind it (contract page, `claims.attributed`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// A source in the same sentence.
    SameSentence,
    /// Inside a quotation whose speaker stands at its other end.
    RunningQuotation,
    /// Carried over from an earlier sentence.
    CarriedFromEarlier,
    /// Its source follows.
    CarriedFromLater,
    /// Nobody but the outlet.
    OutletVoice,
}

/// When it was (contract page, `claims.dated`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Dated {
    /// Day, month, year; the year may come from the article.
    Explicit,
    /// `on Wednesday`, `last month`.
    RelativeResolvable,
    /// The same event as a dated neighbour.
    Inherited,
    /// `recently`.
    Vague,
    /// No date where one is expected.
    None,
    /// A position, forecast or condition: no date expected.
    Timeless,
}

/// One sentence, judged. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Claim {
    /// The sentence.
    pub span: Span,
    /// Its kind.
    pub kind: ClaimKind,
    /// Who stands behind it.
    pub standing: Standing,
    /// The attribution it rests on, as an index into the article's.
    pub attribution: Option<usize>,
    /// When it was.
    pub dated: Dated,
    /// How much a reader needs a source for it, 0 to 100, and why.
    pub need: (u8, Why),
    /// How much a reader needs a date for it, 0 to 100.
    pub date_need: u8,
}

/// From this need on an editor wants to be told.
pub const WANTED: u8 = 50;

impl Claim {
    /// It wants a source, and has none of its own: an editor would ask who says so.
    pub fn is_unattributed(&self) -> bool {
        let content = !matches!(self.kind, ClaimKind::Headline | ClaimKind::NonContent);
        let alone = matches!(self.standing, Standing::OutletVoice | Standing::CarriedFromEarlier);
        content && alone && self.need.0 >= WANTED
    }

    /// A headline that looks like text: what it asks for is a hint.
    fn into_title(self) -> Claim {
        Claim { need: (self.need.0.min(COLUMN), self.need.1), date_need: 0, ..self }
    }
}

/// Judges every sentence of an article.
pub(crate) fn judge(article: &Article, parts: &[Whole], lang: &Language) -> Vec<Claim> {
    let mut all: Vec<Claim> = Vec::new();
    let is_column = is_column(article, parts);
    let is_game = is_full_of(SignKind::Game, GAME, parts);
    let is_results = is_full_of(SignKind::Record, RESULTS, parts);
    let titled = stopped_title(article, parts);
    let mut carried: Option<Carry> = None;
    // Of a paragraph that the pipeline has yet to read it is not known who says what: it claims nothing so far.
    for part in parts.iter().filter(|part| part.zone != Zone::Body || part.annotations.is_close) {
        let near = near(&article.attributions, part.span);
        for (index, sentence) in part.annotations.sentences.iter().enumerate() {
            let clause = part.annotations.clauses.get(index).copied().flatten();
            let span = sentence.span.shift(part.span.start);
            let words = &part.words;
            let judge = Judge {
                article,
                part,
                words,
                near: &near,
                lang,
                span,
                sentence,
                clause,
                is_column,
                is_game,
                is_results,
            };
            let claim = judge.claim(carried, &all[all.len().saturating_sub(2)..]);
            carried = judge.carry(&claim, carried);
            all.push(if titled == Some(span) { claim.into_title() } else { claim });
        }
        // `She points to other figures:` opens what follows.
        carried = carried.filter(|_| part.zone == Zone::Body && part.text.trim_end().ends_with(':'));
    }
    all
}

/// So many tokens a headline has at most, its marks counted.
const TITLE: usize = 18;
/// Below so many paragraphs nothing has a headline of its own.
const ARTICLE: usize = 3;

/// `Senator Backs Fee Against Ports;`: archives close headlines with a mark, and they look like text. The first sentence
/// of an article that has no title, short and alone in its paragraph or closed by a semicolon.
fn stopped_title(article: &Article, parts: &[Whole]) -> Option<Span> {
    let mut body = parts.iter().filter(|part| part.zone == Zone::Body);
    let first = body.next().filter(|_| article.layout.title.is_none())?;
    let sentence = first.annotations.sentences.first().filter(|sentence| sentence.tokens.len() <= TITLE)?;
    let alone = first.annotations.sentences.len() == 1 || sentence.span.of(first.text).trim_end().ends_with(';');
    (alone && body.count() + 1 >= ARTICLE).then(|| sentence.span.shift(first.span.start))
}

/// The writer says `I`, outside of quotations, in two sentences or more: a column, a letter, a memoir.
fn is_column(article: &Article, parts: &[Whole]) -> bool {
    let own = |part: &Whole, sentence: &Sentence| {
        let quoted = |span: Span| article.quotes.iter().any(|speech| speech.span.contains_span(span));
        let mut writer = part.annotations.writer.iter().filter(|at| sentence.tokens.contains(at));
        writer.any(|&at| !quoted(part.words.tokens[at].span.shift(part.span.start)))
    };
    let body = parts.iter().filter(|part| part.zone == Zone::Body);
    let sentences = body.flat_map(|part| part.annotations.sentences.iter().filter(move |sentence| own(part, sentence)));
    sentences.take(2).count() == 2
}

/// So many words of games stand in the report of one.
const GAME: usize = 5;
/// So many words of public records stand in a report of results, of a company or of a vote.
const RESULTS: usize = 8;

/// Words of a kind stand all over the body, so many at least.
fn is_full_of(kind: SignKind, least: usize, parts: &[Whole]) -> bool {
    let body = parts.iter().filter(|part| part.zone == Zone::Body);
    let signs = body.flat_map(|part| &part.annotations.signs);
    signs.filter(|sign| sign.kind == kind).take(least).count() == least
}

/// The tokens that are `I`, `my`; `World War I` is a number.
pub(crate) fn writer(words: &Words, lang: &Language) -> Vec<usize> {
    let number = |at: usize| words.raw(at) == "I" && at > 0 && words.shape(at - 1).is_capital();
    (0..words.len()).filter(|&at| lang.closed.first_person.contains(words.lower(at)) && !number(at)).collect()
}

/// The attributions whose words or content stand in a paragraph.
fn near(all: &[Attribution], paragraph: Span) -> Vec<usize> {
    let touches = |attribution: &Attribution| {
        attribution.cue.intersects(paragraph)
            || attribution.content.as_ref().is_some_and(|content| content.intersects(paragraph))
    };
    all.iter().enumerate().filter(|(_, attribution)| touches(attribution)).map(|(at, _)| at).collect()
}

struct Judge<'a> {
    article: &'a Article,
    part: &'a Whole<'a>,
    words: &'a Words<'a>,
    /// The attributions that stand in the paragraph or say something in it, by their number.
    near: &'a [usize],
    lang: &'a Language,
    sentence: &'a Sentence,
    /// The sentence, from the file's start.
    span: Span,
    /// Its main clause, from the segment's start.
    clause: Option<Clause>,
    /// The writer speaks for himself: what he judges is his.
    is_column: bool,
    /// The article reports a game.
    is_game: bool,
    /// The article reports results.
    is_results: bool,
}

impl Judge<'_> {
    fn claim(&self, carried: Option<Carry>, previous: &[Claim]) -> Claim {
        if self.part.zone != Zone::Body {
            return self.furniture();
        }
        let speech = self.speech();
        let (standing, attribution) = self.standing(speech, carried);
        let need = self.need(standing, carried);
        let (dated, date_need) = self.dating(speech, standing, previous);
        let kind = match need.1 {
            _ if speech.is_some() => ClaimKind::Quote,
            Why::Forecast | Why::Evaluation | Why::Motive => ClaimKind::Opinion,
            _ if standing == Standing::OutletVoice && self.is_background() => ClaimKind::Background,
            _ => ClaimKind::Claim,
        };
        Claim { span: self.span, kind, standing, attribution, dated, need, date_need }
    }

    fn furniture(&self) -> Claim {
        let headline = matches!(self.part.zone, Zone::Headline | Zone::Subhead);
        Claim {
            span: self.span,
            kind: if headline { ClaimKind::Headline } else { ClaimKind::NonContent },
            standing: Standing::OutletVoice,
            attribution: None,
            dated: Dated::Timeless,
            need: (0, Why::Nothing),
            date_need: 0,
        }
    }

    /// The speech that at least half of the sentence is.
    fn speech(&self) -> Option<&Speech> {
        self.article.quotes.iter().filter(|speech| !speech.nested).find(|speech| {
            self.span.intersection(speech.span).len() * 2 >= self.span.len() && self.span.intersects(speech.span)
        })
    }

    /// The attributions of the paragraph with their numbers.
    fn nearby(&self) -> impl Iterator<Item = (usize, &Attribution)> {
        self.near.iter().map(|&at| (at, &self.article.attributions[at]))
    }

    /// The attributions whose cue stands in the sentence.
    fn attributions(&self) -> impl Iterator<Item = (usize, &Attribution)> {
        self.nearby().filter(|(_, attribution)| self.span.contains_span(attribution.cue.first()))
    }

    fn times(&self) -> impl Iterator<Item = &ResolvedTime> {
        self.article.times.iter().filter(|time| self.span.contains_span(time.span))
    }

    fn is_question(&self) -> bool {
        self.words.raw(self.sentence.tokens.end.saturating_sub(1)).starts_with('?')
    }

    /// A date that is not vague stands in the sentence.
    fn has_date(&self) -> bool {
        self.times().any(|time| time.kind == TimeKind::Date && !time.expression.vague)
    }

    /// The writer stands in the sentence: `I saw`, `my father`.
    fn is_of_writer(&self) -> bool {
        let mut writer = self.part.annotations.writer.iter().filter(|at| self.sentence.tokens.contains(at));
        self.is_column && writer.any(|&at| !self.is_quoted(at))
    }

    /// Token `at` lies in quoted words.
    fn is_quoted(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        let span = token.span.shift(self.part.span.start);
        self.article.quotes.iter().any(|speech| speech.span.contains_span(span))
    }
}
