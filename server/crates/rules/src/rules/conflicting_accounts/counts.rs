//! One event, and other numbers of the same things.

use std::sync::Arc;

use corpus::lineage::{Counted, Lineage, Manner, Statement};
use corpus::{Event, Member};
use lang::segment::Shape;
use nlp::{Analysis, TimeKind};
use text::Span;

use super::{Conflict, Place, is_the_odd_one, most_told};
use crate::context::Article;
use crate::finding::Finding;

/// The same things, counted in another article.
struct Other<'a> {
    place: Place<'a>,
    statement: &'a Statement,
    counted: Counted,
    text: &'a str,
}

/// The numbers of the article that others do not give.
pub(super) fn conflicts(article: &Article) -> Vec<Finding> {
    let context = article.context;
    let shared = shared(article);
    // What an article says, statement by statement, takes a while to find, and is asked at every key.
    let counts = shared.iter().any(|(core, _)| is_counted_beside(article, *core));
    let told = || context.places.statements(context.path);
    let Some(told) = (counts && !context.sources.is_empty()).then(told).flatten() else { return Vec::new() };
    let own = told.statements.iter().filter(|statement| statement.article == article.index as u32);
    let own = own.filter(|statement| statement.manner != Manner::Quoted && !statement.terms.figures.is_empty());
    own.filter(|statement| is_settled(article, context.source, statement))
        .flat_map(|own| of(article, own, &shared))
        .collect()
}

/// What others count otherwise of a statement. `shared` are the article's events that others tell, too.
fn of(article: &Article, own: &Statement, shared: &[(Span, Arc<Event>)]) -> Vec<Finding> {
    let here = shared.iter().filter(|(core, _)| own.span().contains_span(*core));
    let events: Vec<&Event> = here.map(|(_, event)| &**event).collect();
    if events.is_empty() {
        return Vec::new();
    }
    let lineage = article.context.places.lineage();
    let counts = lineage.counts(article.context.source, own, article.context.path);
    let others: Vec<Other> = counts
        .iter()
        .filter_map(|(place, counted)| {
            let other = Other::of(article, lineage, place, *counted)?;
            let same = events.iter().any(|event| other.tells(article, event));
            (same && is_settled(article, other.text, other.statement)).then_some(other)
        })
        .collect();
    let about = events.first().map(|event| about(event)).unwrap_or_default();
    let figures = own.terms.figures.iter().map(|figure| figure.span);
    figures
        .filter(|figure| is_exact(article, article.context.source, own, *figure))
        .filter_map(|figure| conflict(article, own, figure, &others, &about))
        .collect()
}

fn conflict(article: &Article, own: &Statement, figure: Span, others: &[Other], about: &str) -> Option<Finding> {
    let others = others.iter().filter(|other| other.counted.here == figure);
    let exact = others.filter(|other| is_exact(article, other.text, other.statement, other.counted.there));
    let (same, against): (Vec<&Other>, Vec<&Other>) = exact.partition(|other| other.counted.same);
    let told: Vec<String> = against.iter().map(|other| other.words(article)).collect();
    let usual = most_told(told.iter().map(String::as_str))?.to_owned();
    let most = against.iter().filter(|other| other.words(article) == usual).map(|other| other.place).collect();
    let odd = match article.is_draft() {
        // Whose number a source has is that source's; whether a later one has another is another rule's question.
        true => same.is_empty(),
        false => is_the_odd_one(article, same.iter().map(|other| other.place).collect(), most),
    };
    if !odd {
        return None;
    }
    let is_reported = |statement: &Statement| statement.is_attributed;
    let reported = is_reported(own)
        && against.iter().any(|other| is_reported(other.statement) && !is_one_source(own, other.statement));
    let conflict = Conflict {
        span: figure,
        here: number(article, article.context.source, figure),
        usual,
        about: about.to_owned(),
        others: against.iter().map(|other| (other.words(article), other.place, other.counted.there)).collect(),
        reported,
    };
    Some(conflict.finding(article))
}

impl<'a> Other<'a> {
    fn of(
        article: &Article<'a>,
        lineage: &'a Lineage,
        place: &'a corpus::lineage::Place,
        counted: Counted,
    ) -> Option<Other<'a>> {
        let statement = lineage.statement(place).filter(|statement| statement.manner != Manner::Quoted)?;
        let text = article.context.sources.source(&place.path)?.text();
        Some(Other { place: (&place.path, statement.article), statement, counted, text })
    }

    fn words(&self, article: &Article) -> String {
        number(article, self.text, self.counted.there)
    }

    /// Its words tell of an event.
    fn tells(&self, article: &Article, event: &Event) -> bool {
        let (path, number) = self.place;
        let here = event.members.iter().filter(|member| member.path == *path && member.article == number);
        let mut spans = here.filter_map(|member| article.context.places.event(member));
        spans.any(|span| self.statement.span().intersects(span))
    }
}

/// The events of the article that another tells, too, each with the place of its word.
fn shared(article: &Article) -> Vec<(Span, Arc<Event>)> {
    let context = article.context;
    let number = article.index as u32;
    let is_other = |member: &Member| member.path != *context.path || member.article != number;
    let told = article.read.events.iter().zip(0..).filter_map(|(event, entity)| {
        let joined = context.index.event_of(&Member { path: context.path.clone(), article: number, entity })?;
        joined.members.iter().any(is_other).then_some((event.core, joined))
    });
    told.collect()
}

/// A number that is no day stands in the sentence of a word.
fn is_counted_beside(article: &Article, core: Span) -> bool {
    let sentence = article.read.sentences.iter().find(|sentence| sentence.contains_span(core));
    sentence.is_some_and(|sentence| {
        let words = lang::segment::words(sentence.of(article.context.source));
        let numbers = words.filter(|(range, shape)| {
            let word = &sentence.of(article.context.source)[range.clone()];
            *shape == Shape::Number || article.context.lang.times.numbers.contains_key(&*word.to_lowercase())
        });
        let mut places = numbers.map(|(range, _)| Span::from(range).shift(sentence.start));
        let is_day = |place: Span| {
            article
                .read
                .times
                .iter()
                .any(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.span.contains_span(place))
        };
        places.any(|place| !is_day(place))
    })
}

/// A number without the words that it counts: `11 million`.
fn number(article: &Article, text: &str, figure: Span) -> String {
    let words = Analysis::folded(text, figure).to_lowercase();
    let numbers = &article.context.lang.times.numbers;
    let mut all = words.split(' ');
    let first = all.next().unwrap_or_default().to_owned();
    let more = all.take_while(|word| numbers.contains_key(*word));
    more.fold(first, |number, word| format!("{number} {word}"))
}

/// `the strike in Brodno`
fn about(event: &Event) -> String {
    let place = event.place.iter().map(|place| format!(" in {place}")).collect::<String>();
    format!("the {}{place}", event.kind)
}

/// Nothing says that the number was another one before.
fn is_settled(article: &Article, text: &str, statement: &Statement) -> bool {
    let words = small_words(statement.span().of(text));
    let updates = &article.context.lang.number_updates;
    !(0..words.len()).any(|at| updates.longest(|n| words.get(at + n).map(String::as_str)).is_some())
}

/// No word before a number leaves open how many it is.
fn is_exact(article: &Article, text: &str, statement: &Statement, figure: Span) -> bool {
    let words = small_words(Span::new(statement.span().start.min(figure.start), figure.start).of(text));
    let bounds = &article.context.lang.number_bounds;
    let ends = |at: usize| {
        bounds.longest(|n| words.get(at + n).map(String::as_str)).is_some_and(|(len, ())| at + len == words.len())
    };
    !(words.len().saturating_sub(BOUND)..words.len()).any(ends)
}

/// Words of the longest such phrase.
const BOUND: usize = 4;

fn small_words(text: &str) -> Vec<String> {
    let words = lang::segment::words(text).filter(|(_, shape)| *shape != Shape::Mark);
    words.map(|(range, _)| text[range].to_lowercase()).collect()
}

fn is_one_source(a: &Statement, b: &Statement) -> bool {
    a.speaker.is_some() && a.speaker == b.speaker
}
