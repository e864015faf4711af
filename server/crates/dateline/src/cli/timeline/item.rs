//! One event of the timeline: when, and how anyone can know.

use std::sync::Arc;

use corpus::{Event, Member};
use ide::{Document, Path, Profile};
use jiff::civil::Date;
use nlp::dates::Clue;
use nlp::times::{Said, Unit};
use nlp::{Analysis, Article, Certainty, ResolvedTime};
use text::Span;

use crate::cli::events::called;
use crate::cli::folder::Folder;
use crate::cli::report::Place;

/// One event.
pub struct Item {
    /// Its name across runs.
    pub id: String,
    /// First and last day, both inclusive; the last one is open where only a bound is known. `None` is undated.
    pub days: Option<Days>,
    /// How exact that is.
    pub precision: Precision,
    /// How its article calls it.
    pub label: String,
    /// The lexicon's type.
    pub kind: String,
    /// Who takes part.
    pub who: Vec<String>,
    /// Where.
    pub r#where: Option<String>,
    /// Who takes part and where it was, in all ways the folder has to call them: for those who look for it.
    pub aliases: (Vec<String>, Vec<String>),
    /// Where it is told, by its mention.
    pub place: Place,
    /// The words that date it and how they do.
    pub basis: String,
    /// The sentence.
    pub quote: String,
    /// In how many articles it is told.
    pub articles: usize,
    /// By whom, each once; an article of no known outlet by its file, drafts left out where there are articles.
    pub outlets: Vec<String>,
}

/// First and last day; the last one is open where only a bound is known.
pub type Days = (Date, Option<Date>);

/// When, how exact, and on what words that rests.
type Dating = (Option<Days>, Precision, String);

/// How exact a time is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Precision {
    /// A day.
    Day,
    /// From one day to another.
    Days,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// Longer than a year.
    Years,
    /// Somewhere between bounds.
    Interval,
    /// Not known.
    Undated,
}

/// The mention that tells best when an event was: one that has all its days, else one that has some, else the one that
/// defines it. Only those that are `evidence` count.
pub fn dating(folder: &Folder, event: &Event, evidence: impl Fn(&Path) -> bool) -> Member {
    let days = |member: &Member| folder.snapshot.index().event_fact(member)?.interval;
    let members = || {
        let definition = std::iter::once(&event.definition);
        definition.chain(&event.members).filter(|member| evidence(&member.path))
    };
    let whole = members().find(|member| event.interval.is_some() && days(member) == event.interval);
    let partly = || members().find(|member| days(member).is_some());
    whole.or_else(partly).or_else(|| members().next()).unwrap_or(&event.definition).clone()
}

/// A document, read for the events it tells of.
pub struct Reader<'a> {
    folder: &'a Folder,
    document: Arc<Document>,
    analysis: Arc<Analysis>,
}

impl<'a> Reader<'a> {
    /// `None` for what is not there.
    pub fn new(folder: &'a Folder, path: &Path) -> Option<Reader<'a>> {
        let (document, analysis) = (folder.snapshot.document(path)?, folder.snapshot.analysis(path)?);
        Some(Reader { folder, document, analysis })
    }

    /// The event as this document tells it.
    pub fn item(&self, event: &Event, member: &Member) -> Option<Item> {
        let article = self.analysis.articles.get(member.article as usize)?;
        let told = article.events.get(member.entity as usize)?;
        let sentence = article.sentences.iter().copied().find(|sentence| sentence.contains_span(told.span));
        let sentence = sentence.unwrap_or(told.span);
        let words = |span: Span| Analysis::folded(&self.document.text, span);
        // Days that only a draft knows are no evidence; a longer time, such as a month, is its own.
        let own = told.interval.map(|own| event.interval.filter(|all| all.0 <= own.0 && own.1 <= all.1).unwrap_or(own));
        let own = own.map(|(from, to)| (from, Some(to)));
        let (days, precision, basis) = match own {
            Some(days) => (Some(days), precision(days), self.basis(article, told, sentence)),
            None => self
                .bounds(article, sentence)
                .unwrap_or_else(|| (None, Precision::Undated, self.open(article, told, sentence))),
        };
        let folder = self.folder;
        Some(Item {
            id: event.id.clone(),
            days,
            precision,
            label: words(told.span),
            kind: event.kind.to_string(),
            who: event.participants.iter().map(|name| self.called(event, name)).collect(),
            r#where: event.place.as_deref().map(|name| called(folder, name)),
            aliases: (
                event.participants.iter().flat_map(|name| aliases(folder, &self.called(event, name))).collect(),
                event.place.iter().flat_map(|name| aliases(folder, name)).collect(),
            ),
            place: Place::new(folder, self.document.clone(), told.span),
            basis,
            quote: words(sentence),
            articles: crate::cli::events::articles(event),
            outlets: outlets(folder, event),
        })
    }

    /// Who takes part, by the folder's name: events call people by surname, so who is meant is for the articles to say
    /// that tell of it.
    fn called(&self, event: &Event, name: &str) -> String {
        let index = self.folder.snapshot.index();
        let in_article = |told: &Member| {
            let entities = &index.article(&told.path, told.article)?.entities;
            let is_meant = |entity: &nlp::facts::EntityFact| {
                entity.kind == nlp::Kind::Person && nlp::coreference::surname(&entity.name) == name
            };
            let entity = entities.iter().position(is_meant)? as u32;
            Some(index.entity_of(&Member { entity, ..told.clone() })?.name.to_string())
        };
        event.members.iter().find_map(in_article).unwrap_or_else(|| called(self.folder, name))
    }

    /// The article's own bounds, where something else than what it tells of the past gives them, and the sentence tells
    /// of the time the article was written in: `these days`, `this week`. What an article looks back on may lie long
    /// before its bounds.
    fn bounds(&self, article: &Article, sentence: Span) -> Option<Dating> {
        let date = &article.date;
        let from = date.from.filter(|_| date.certainty == Certainty::Bounded && date.candidates.is_empty())?;
        // Of all evidence, that of this very bound.
        let bound = from.to_string();
        let gives = |evidence: &&nlp::dates::Evidence| {
            !matches!(evidence.clue, Clue::Past | Clue::Future) && evidence.why.contains(&bound)
        };
        let clue = date.evidence.iter().find(gives)?;
        let is_present = |time: &&ResolvedTime| match time.expression.said {
            Said::Period(unit, 0) => unit > Unit::Day,
            Said::Day(0) => true,
            _ => time.value == "PRESENT_REF",
        };
        let time = article.times.iter().filter(|time| sentence.contains_span(time.span)).find(is_present)?;
        let words = Analysis::folded(&self.document.text, time.span);
        let basis = format!("“{words}”, in an article not before {from}: {}", self.evidence(clue));
        Some((Some((from, date.to)), Precision::Interval, basis))
    }

    /// `“yesterday”: counted from 2022-01-20; the article's date: header “date 2022-01-20”`
    fn basis(&self, article: &Article, told: &nlp::EventMention, sentence: Span) -> String {
        let Some(time) = self.time(article, told, sentence) else {
            return "dated in another sentence".to_owned();
        };
        let said = format!("“{}”: {}", Analysis::folded(&self.document.text, time.span), time.why);
        let own_day = article.date.day.map(|day| day.to_string());
        let counted = own_day.is_some_and(|day| time.why.contains(&day));
        match article.date.evidence.first().filter(|_| counted) {
            Some(clue) => format!("{said}; the article's date: {}", self.evidence(clue)),
            None => said,
        }
    }

    /// Why an event has no date: words whose year or day is open, or none.
    fn open(&self, article: &Article, told: &nlp::EventMention, sentence: Span) -> String {
        match (&told.value, self.time(article, told, sentence)) {
            (Some(value), Some(time)) => {
                format!("“{}”: {value}, {}", Analysis::folded(&self.document.text, time.span), time.why)
            }
            (Some(value), None) => format!("not more exactly than {value}"),
            (None, _) => String::new(),
        }
    }

    /// The time that dates the mention: of those that come to the same, one in the phrase, else the nearest in the
    /// sentence.
    fn time<'t>(&self, article: &'t Article, told: &nlp::EventMention, sentence: Span) -> Option<&'t ResolvedTime> {
        let starts = told.interval.map(|(from, _)| from);
        let same = |time: &&ResolvedTime| match starts {
            Some(from) => time.interval.is_some_and(|(first, _)| first == from),
            None => told.value.as_deref() == Some(time.value.as_str()),
        };
        let here = article.times.iter().filter(|time| sentence.contains_span(time.span) && !time.expression.vague);
        let distance = |time: &&ResolvedTime| match told.span.contains_span(time.span) {
            true => 0,
            false => time.span.start.abs_diff(told.core.start).max(1),
        };
        here.filter(same).min_by_key(distance)
    }

    fn evidence(&self, clue: &nlp::dates::Evidence) -> String {
        let words = Analysis::folded(&self.document.text, clue.span);
        if words.is_empty() || clue.why.contains(&words) {
            clue.why.clone()
        } else {
            format!("{} “{words}”", clue.why)
        }
    }
}

impl Item {
    /// What the timeline is sorted by.
    pub fn order(&self) -> impl Ord + '_ {
        (self.days.map(|(from, to)| (from, to.unwrap_or(Date::MAX))), &self.id)
    }

    /// It has the bounds of its article and no date of its own.
    pub fn is_bounded(&self) -> bool {
        self.precision == Precision::Interval
    }

    /// It may have been between these days. What nothing dates was not.
    pub fn lies(&self, from: Option<Date>, to: Option<Date>) -> bool {
        let Some((first, last)) = self.days else { return from.is_none() && to.is_none() };
        from.is_none_or(|from| last.is_none_or(|last| last >= from)) && to.is_none_or(|to| first <= to)
    }
}

impl Precision {
    /// The word for it: `day`, `days`, `week`, `month`, `quarter`, `year`, `years`, `interval`, `undated`.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Days => "days",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Quarter => "quarter",
            Precision::Year => "year",
            Precision::Years => "years",
            Precision::Interval => "interval",
            Precision::Undated => "undated",
        }
    }
}

/// A name, and the other names the folder has for the same.
fn aliases(folder: &Folder, name: &str) -> Vec<String> {
    let kinds = [nlp::Kind::Place, nlp::Kind::Organization, nlp::Kind::Person];
    let known = kinds.into_iter().find_map(|kind| folder.snapshot.index().entity_named(kind, name));
    let mut all = vec![name.to_owned()];
    if let Some(entity) = known {
        all.push(entity.name.to_string());
        all.extend(entity.aliases(folder.snapshot.index()).iter().map(ToString::to_string));
    }
    all
}

/// Who tells of an event, each once, in the order of their files.
fn outlets(folder: &Folder, event: &Event) -> Vec<String> {
    let is_source = |member: &&Member| {
        folder.snapshot.document(&member.path).is_some_and(|document| document.profile == Profile::Source)
    };
    let any_source = event.members.iter().any(|member| is_source(&member));
    let mut all: Vec<String> = Vec::new();
    for member in event.members.iter().filter(|member| !any_source || is_source(member)) {
        let outlet =
            folder.snapshot.index().article(&member.path, member.article).and_then(|facts| facts.outlet.clone());
        let file = || member.path.rsplit('/').next().unwrap_or_default().to_owned();
        let outlet = outlet.map_or_else(file, |outlet| outlet.to_string());
        if !all.contains(&outlet) {
            all.push(outlet);
        }
    }
    all
}

/// How exact the days are that an event's own words come to.
fn precision((from, to): Days) -> Precision {
    let Some(to) = to else { return Precision::Interval };
    let (month, year) = (from.first_of_month() == from, from.first_of_year() == from);
    let ends_month = to == to.last_of_month();
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month());
    let is_week = from.weekday() == jiff::civil::Weekday::Monday && (to - from).get_days() == 6;
    match months {
        _ if from == to => Precision::Day,
        _ if is_week => Precision::Week,
        0 if month && ends_month => Precision::Month,
        2 if month && ends_month && from.month() % 3 == 1 => Precision::Quarter,
        11 if year && ends_month => Precision::Year,
        12.. if year && to == to.last_of_year() => Precision::Years,
        _ => Precision::Days,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_and_how_exact_they_are() {
        let check = |from: Date, to: Date, expected: Precision| assert_eq!(precision((from, Some(to))), expected);
        check(date(2025, 2, 12), date(2025, 2, 12), Precision::Day);
        check(date(2025, 2, 12), date(2025, 2, 13), Precision::Days);
        check(date(2025, 2, 3), date(2025, 2, 9), Precision::Week);
        check(date(2024, 2, 1), date(2024, 2, 29), Precision::Month);
        check(date(2025, 4, 1), date(2025, 6, 30), Precision::Quarter);
        check(date(2025, 2, 1), date(2025, 4, 30), Precision::Days);
        check(date(2025, 1, 1), date(2025, 12, 31), Precision::Year);
        check(date(1990, 1, 1), date(1999, 12, 31), Precision::Years);
        check(date(2024, 12, 30), date(2025, 1, 1), Precision::Days);
        assert_eq!(precision((date(2025, 2, 12), None)), Precision::Interval);
    }
}
