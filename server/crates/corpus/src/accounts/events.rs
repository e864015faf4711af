//! The days that an article gives events.

use jiff::civil::Date;
use lang::PlaceKind;
use nlp::{EventMention, Kind, ResolvedTime, Zone};
use text::Span;

use super::{Account, Reader};
use crate::events::class;

/// Types of which two in a fortnight at one place are more often one told wrongly than two.
const SINGLE: [&str; 11] = [
    "talks",
    "summit",
    "signing",
    "inauguration",
    "election",
    "vote",
    "resignation",
    "ratification",
    "death",
    "launch",
    "conference",
];

/// The most days, less one, that one event may have.
const LONGEST: i32 = 10;

/// Words that may stand between an event and its day.
const REACH: usize = 8;

impl Reader<'_> {
    /// The days that the article gives events, in text order.
    pub fn accounts(&self) -> Vec<Account> {
        let in_text = |event: &&EventMention| {
            self.analysis.zone_at(event.core.start) == Some(Zone::Body)
                && SINGLE.contains(&class(&event.kind))
                && !self.article.quotes.iter().any(|speech| speech.span.contains_span(event.core))
        };
        let mut all: Vec<Account> =
            self.article.events.iter().filter(in_text).flat_map(|event| self.of_event(event)).collect();
        // `the last meeting on June 2` is the one in the place that the article gave that day before.
        let known: Vec<Account> = all.iter().filter(|account| account.place.is_some()).cloned().collect();
        for account in all.iter_mut().filter(|account| account.place.is_none()) {
            let same = |other: &&Account| other.kind == account.kind && other.days == account.days;
            if let Some(other) = known.iter().find(same) {
                account.place = other.place.clone();
                account.ordinal = account.ordinal.or(other.ordinal);
            }
        }
        all.retain(|account| account.place.is_some() || account.parties.len() > 1);
        all.sort_by_key(|account| account.span);
        // `held the third round`: verb and noun tell of one event.
        all.dedup_by(|again, first| {
            let same = again.span == first.span && again.kind == first.kind;
            if same {
                first.ordinal = first.ordinal.or(again.ordinal);
                first.place = first.place.take().or_else(|| again.place.clone());
                first.parties.append(&mut again.parties);
                first.parties.sort();
                first.parties.dedup();
            }
            same
        });
        all
    }

    fn of_event(&self, event: &EventMention) -> Vec<Account> {
        let within = |span: &&Span| span.contains_span(event.core);
        let Some(sentence) = self.article.sentences.iter().find(within).copied() else { return Vec::new() };
        if self.is_planned(sentence) {
            return Vec::new();
        }
        let place = self.place(event);
        let parties = self.parties(event, sentence, place.as_deref());
        let past = |(_, to): (Date, Date)| self.article.date.day.is_none_or(|day| to <= day);
        let account = |(span, days, timed): (Span, (Date, Date), bool)| Account {
            article: self.number,
            span,
            event: event.core,
            kind: class(&event.kind).into(),
            place: place.clone(),
            parties: parties.clone(),
            days,
            ordinal: event.ordinal,
            timed,
        };
        self.days(event, sentence).into_iter().filter(|(_, days, _)| past(*days)).map(account).collect()
    }

    /// What has not happened yet is no account of it.
    fn is_planned(&self, sentence: Span) -> bool {
        let words = sentence.of(self.source).split(|c: char| !c.is_alphanumeric());
        words.map(str::to_lowercase).any(|word| self.lang.closed.future.contains(&word))
    }

    /// The days of an event: those in its phrase, and behind it those that `on` joins with it, `on May 16 and June 2`.
    fn days(&self, event: &EventMention, sentence: Span) -> Vec<(Span, (Date, Date), bool)> {
        let times =
            self.article.times.iter().filter(|time| sentence.contains_span(time.span) && !time.expression.vague);
        let mut all: Vec<(Span, (Date, Date), bool)> = Vec::new();
        for time in times {
            let Some(days) = time.interval.filter(|days| length(*days) <= LONGEST) else { continue };
            let follows = all.last().is_some_and(|(last, ..)| self.is_joined(*last, time.span));
            if !(follows || event.span.contains_span(time.span) || self.is_on(event, time)) {
                continue;
            }
            let timed = time.expression.daytime.is_some();
            match all.last_mut() {
                // `February 4-5`
                Some(last) if follows && self.is_range(last.0, time.span) => {
                    (last.0, last.1.1) = (last.0.cover(time.span), days.1.max(last.1.1));
                }
                _ => all.push((time.span, days, timed)),
            }
        }
        all
    }

    fn is_joined(&self, a: Span, b: Span) -> bool {
        let between = self.between(a, b);
        between == "," || between == &*self.lang.citation.and || self.is_range(a, b)
    }

    fn is_range(&self, a: Span, b: Span) -> bool {
        matches!(self.between(a, b), "-" | "–" | "—")
    }

    fn between(&self, a: Span, b: Span) -> &str {
        self.source.get(a.end as usize..b.start as usize).unwrap_or("?").trim()
    }

    /// `the second round of their Vienna talks on June 3`: behind the event, with no other event and no stop between.
    fn is_on(&self, event: &EventMention, time: &ResolvedTime) -> bool {
        let between = self.between(event.core, time.span);
        let on = self.lang.written_dates.get("on").and_then(|form| form.split(' ').next()).unwrap_or_default();
        let other = |other: &&EventMention| {
            event.core.end <= other.core.start
                && other.core.end <= time.span.start
                && class(&other.kind) != class(&event.kind)
        };
        event.core.end <= time.span.start
            && between.rsplit(' ').next() == Some(on)
            && between.split_whitespace().count() <= REACH
            && !between.contains([',', ';', ':', '"', '“', '”', '(', '—'])
            && !self.article.events.iter().any(|event| other(&event))
    }

    /// Where it was: the event's place, or the town among those that its phrase names.
    fn place(&self, event: &EventMention) -> Option<Box<str>> {
        let is_town =
            |name: &str| self.lang.places.exact(name).is_some_and(|place| !matches!(place.kind, PlaceKind::Country));
        event.place.clone().or_else(|| event.participants.iter().find(|name| is_town(name)).cloned())
    }

    /// A country, or a place that no list knows.
    fn is_country(&self, name: &str) -> bool {
        self.lang.places.exact(name).is_none_or(|place| matches!(place.kind, PlaceKind::Country))
    }

    /// Who took part: those in the phrase, and the countries and bodies that the sentence names before it.
    fn parties(&self, event: &EventMention, sentence: Span, place: Option<&str>) -> Vec<Box<str>> {
        let before = Span::new(sentence.start, event.core.start.max(sentence.start));
        let named = self.article.entities.iter().filter(|entity| {
            entity.mentions.iter().any(|mention| before.contains_span(mention.span))
                && match entity.kind {
                    Kind::Organization => true,
                    Kind::Place => self.is_country(&entity.name),
                    _ => false,
                }
        });
        let all = event.participants.iter().cloned().chain(named.map(|entity| entity.name.as_str().into()));
        let mut all: Vec<Box<str>> = all.filter(|name| Some(&**name) != place).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// Days from the first to the last.
fn length((from, to): (Date, Date)) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
