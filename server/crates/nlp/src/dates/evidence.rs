//! What an article says of its own date: direct statements, and facts that allow some days and no others.

use std::sync::Arc;

use jiff::civil::Date;
use lang::Language;
use text::Span;

use super::days::Days;
use super::file_name::{self, Named};
use super::{Clue, Clues, Evidence};
use crate::layout::Zone;
use crate::times::tense::Cues;
use crate::times::{Said, TimeExpression, Unit, calendar, extract};
use crate::tokens;

/// One clue and the days it allows.
pub(super) struct Fact {
    pub(super) evidence: Evidence,
    pub(super) days: Days,
    /// It holds in good writing but for exceptions: enough to list years, not to name a day.
    pub(super) soft: bool,
}

/// The clues of one article beside the days in question.
pub(super) struct Reader<'a> {
    pub(super) clues: &'a Clues<'a>,
    pub(super) lang: &'a Language,
}

/// Lines further down than this are no masthead.
const MASTHEAD_LINES: usize = 12;

/// A line with more than these bytes beside its date says something else.
const MASTHEAD_REST: usize = 60;

impl<'a> Reader<'a> {
    pub(super) fn new(clues: &'a Clues<'a>, lang: &'a Language) -> Reader<'a> {
        Reader { clues, lang }
    }

    /// All days in question.
    pub(super) fn window(&self) -> Days {
        Days::between(self.clues.earliest, self.clues.today)
    }

    /// What the file says outright, strongest first.
    pub(super) fn direct(&self) -> Vec<Fact> {
        let mut all: Vec<Fact> = self.metadata().into_iter().collect();
        for (clue, zones) in
            [(Clue::Header, &[Zone::FrontMatter, Zone::Header][..]), (Clue::Dateline, &[Zone::Dateline])]
        {
            let times = self.clues.times.iter().filter(|(_, zone)| zones.contains(zone));
            all.extend(times.filter_map(|(time, _)| self.dated(time, clue)).take(1));
        }
        all.extend(self.masthead());
        all.extend(self.address());
        let name = self.named(self.clues.file_name);
        all.extend(name.map(|days| Fact {
            evidence: evidence(Clue::FileName, Span::default(), "file name"),
            days,
            soft: false,
        }));
        all
    }

    /// Facts that place the article in some weeks or days of each year.
    pub(super) fn places(&self) -> Vec<Fact> {
        let mut all = Vec::new();
        for at in 0..self.clues.times.len() {
            all.extend(self.today(at));
            all.extend(self.named_week(at));
        }
        all.extend(self.caption_and_weekday());
        all
    }

    /// Facts that say not before and not after, from dates with a year.
    pub(super) fn bounds(&self) -> Vec<Fact> {
        let mut all = Vec::new();
        for (time, zone) in self.clues.times {
            let Some((first, last)) = interval(&time.said).filter(|_| time.impossible.is_none()) else { continue };
            let (clue, days) = match zone {
                Zone::Caption if first == last => (Clue::Caption, Days::between(first, self.clues.today)),
                Zone::Body if !time.rule.ends_with("/year-attribute") => match self.is_ahead(time) {
                    Some(true) => (Clue::Future, Days::between(self.clues.earliest, last)),
                    Some(false) => (Clue::Past, Days::between(first, self.clues.today)),
                    None => continue,
                },
                _ => continue,
            };
            let why = match clue {
                Clue::Caption => format!("caption: not before {first}"),
                Clue::Future => format!("told as to come: not after {last}"),
                _ => format!("told as past: not before {first}"),
            };
            all.push(Fact { evidence: evidence(clue, time.span, why), days, soft: false });
        }
        all.extend(self.outside());
        all
    }

    /// Facts from days without a year, which hold where the article is known to stand near them.
    pub(super) fn brackets(&self) -> Vec<Fact> {
        let mut all = Vec::new();
        for (time, zone) in self.clues.times {
            let Said::Calendar { year: None, month: Some(month), day: Some(day) } = time.said else { continue };
            if *zone != Zone::Body {
                continue;
            }
            let day_in = |year| calendar::day(year, month, day);
            let name = time.span.of(self.clues.source);
            let fact = match self.is_ahead(time) {
                Some(false) => {
                    let days = self.yearly(|year| day_in(year).map(|day| (day, calendar::add_days(day, 300))));
                    Fact { evidence: evidence(Clue::Past, time.span, format!("{name} is past")), days, soft: false }
                }
                Some(true) => {
                    let days = self.yearly(|year| day_in(year).map(|day| (calendar::add_days(day, -300), day)));
                    Fact {
                        evidence: evidence(Clue::Future, time.span, format!("{name} is to come")),
                        days,
                        soft: false,
                    }
                }
                None => continue,
            };
            all.push(fact);
        }
        all
    }

    /// The paragraph `span` lies in.
    pub(super) fn paragraph(&self, span: Span) -> Span {
        let around = self.clues.paragraphs.iter().find(|paragraph| paragraph.contains_span(span));
        around.copied().unwrap_or(span)
    }

    /// The paragraph around a dateline, or as much of a long one as holds a lead.
    fn lead(&self, span: Span) -> Span {
        let paragraph = self.paragraph(span);
        Span::new(paragraph.start, paragraph.end.min(span.end.saturating_add(1000)))
    }

    /// The weekday of the article's own day, by words near its dateline: `Tuesday's headlines`, `said on Tuesday`.
    pub(super) fn weekdays(&self, near: Span) -> Vec<Fact> {
        let mut all = Vec::new();
        let paragraph = self.lead(near);
        let press = self.lang.times.rules.class("press");
        for (time, zone) in self.clues.times {
            let Said::Weekday { weekday, direction: None } = time.said else { continue };
            // A digest's teaser stands beside the dateline and is no body text.
            if !matches!(zone, Zone::Body | Zone::Headline) || !paragraph.contains_span(time.span) {
                continue;
            }
            let names_issue = self.words_after(time.span, 2).any(|class| class & press != 0);
            if names_issue || self.is_ahead(time) != Some(true) {
                let name = time.span.of(self.clues.source);
                let fact = Fact {
                    evidence: evidence(Clue::Weekday, time.span, format!("\"{name}\"")),
                    days: self.window_on(weekday),
                    soft: !names_issue,
                };
                if names_issue {
                    return vec![fact];
                }
                all.push(fact);
            }
        }
        all.truncate(1);
        all
    }

    /// A weekday beside a date without a year in the same words: the date falls on it.
    pub(super) fn own_weekday(&self, fact: &Fact) -> Option<Fact> {
        let (time, _) = self.clues.times.iter().find(|(time, _)| time.span == fact.evidence.span)?;
        let (weekday, span) = time.weekday?;
        let name = span.of(self.clues.source);
        Some(Fact {
            evidence: evidence(Clue::Weekday, span, format!("\"{name}\"")),
            days: self.window_on(weekday),
            soft: false,
        })
    }

    fn window_on(&self, weekday: i8) -> Days {
        // Day by day: stretches of a year each, so that weekdays can be told apart.
        self.yearly(|year| Some((calendar::day(year, 1, 1)?, calendar::day(year, 12, 31)?))).on(weekday)
    }

    fn yearly(&self, stretch: impl Fn(i16) -> Option<(Date, Date)>) -> Days {
        let (first, last) = (self.clues.earliest.year().saturating_sub(1), self.clues.today.year().saturating_add(1));
        Days::yearly(first, last, stretch).and(&self.window())
    }

    fn metadata(&self) -> Option<Fact> {
        let (span, text) = self.clues.metadata?;
        let times = extract(text, &tokens::tokens(text), self.lang);
        let days = times.iter().find_map(|time| self.days_of(&time.said))?;
        Some(Fact { evidence: evidence(Clue::Metadata, span, "metadata"), days, soft: false })
    }

    fn dated(&self, time: &TimeExpression, clue: Clue) -> Option<Fact> {
        let days = self.days_of(&time.said).filter(|days| !days.is_empty())?;
        let why = match clue {
            Clue::Header => "header",
            Clue::Dateline => "dateline",
            _ => "line at the top",
        };
        Some(Fact { evidence: evidence(clue, time.span, why), days, soft: false })
    }

    /// The days a statement allows, if it names a month at least.
    fn days_of(&self, said: &Said) -> Option<Days> {
        match *said {
            Said::Calendar { year: None, month: Some(month), day: Some(day) } => {
                Some(self.yearly(|year| calendar::day(year, month, day).map(|day| (day, day))))
            }
            Said::Calendar { year: Some(_), month: Some(_), .. } => {
                let (first, last) = interval(said)?;
                Some(Days::between(first, last))
            }
            Said::Numeric { year, first, second } => Some(Days::of(
                [calendar::day(year, first, second), calendar::day(year, second, first)]
                    .into_iter()
                    .flatten()
                    .collect(),
            )),
            _ => None,
        }
    }

    /// A date on a line of its own near the article's top: `Published: May 3, 2013 5:45 PM`.
    fn masthead(&self) -> Option<Fact> {
        let (first, _) = self.clues.times.first()?;
        let source = self.clues.source;
        let top = self.clues.inherited.map_or(0, |_| first.span.start);
        let mut found = self.clues.times.iter().filter(|(time, zone)| {
            !matches!(zone, Zone::Caption | Zone::Credit | Zone::Dateline)
                && is_full(&time.said)
                && self.stands_alone(time)
        });
        let (time, _) = found.find(|(time, _)| {
            let before = source.get(top as usize..time.span.start as usize).unwrap_or_default();
            before.lines().filter(|line| !line.trim().is_empty()).count() <= MASTHEAD_LINES
        })?;
        self.dated(time, Clue::Masthead)
    }

    /// Nothing stands on the line but the date, times, and words such as `Published`.
    fn stands_alone(&self, time: &TimeExpression) -> bool {
        let source = self.clues.source;
        let line = line(source, time.span);
        if line.len() > time.span.len() + MASTHEAD_REST as u32 {
            return false;
        }
        let rules = &self.lang.times.rules;
        let named = ["stamp", "zone", "half-day", "weekday", "month"];
        let stamp = named.iter().fold(0, |all, name| all | rules.class(name));
        let text = line.of(source);
        let others = |span: Span| self.clues.times.iter().any(|(time, _)| time.span.contains_span(span));
        tokens::tokens(text).iter().all(|token| {
            !token.shape.is_word() || others(token.span.shift(line.start)) || {
                let lexeme = self.lang.times.rules.lexeme(token.of(text), token.shape);
                lexeme.classes & stamp != 0
            }
        })
    }

    /// The address of the page, where it stands on one of the first lines.
    fn address(&self) -> Option<Fact> {
        let source = self.clues.source;
        let mut at = 0u32;
        for line in source.split_inclusive('\n').take(MASTHEAD_LINES) {
            if let Some(start) = line.find("://").or_else(|| line.find("www.")) {
                let days = self.named(&line[start..])?;
                let span = Span::new(at, at + line.trim_end().len() as u32);
                return Some(Fact { evidence: evidence(Clue::Address, span, "address"), days, soft: false });
            }
            at += line.len() as u32;
        }
        None
    }

    fn named(&self, name: &str) -> Option<Days> {
        let month = |word: &str| self.lang.times.months.get(word).copied();
        match file_name::date(name, self.clues.earliest, self.clues.today, month)? {
            Named::Day(day) => Some(Days::of(vec![day])),
            Named::Either(one, other) => Some(Days::of(vec![one, other])),
        }
    }

    /// `today (4 November 2011)`, `yesterday, June 23`.
    fn today(&self, at: usize) -> Option<Fact> {
        let (time, zone) = &self.clues.times[at];
        let (date, _) = self.clues.times.get(at + 1)?;
        let Said::Day(days) = time.said else { return None };
        let between = self.clues.source.get(time.span.end as usize..date.span.start as usize)?;
        if *zone != Zone::Body || !matches!(between.trim(), "(" | ",") || between.len() > 2 {
            return None;
        }
        let Said::Calendar { year, month: Some(month), day: Some(day) } = date.said else { return None };
        let on = |year| calendar::day(year, month, day).map(|day| calendar::add_days(day, -days)).map(|day| (day, day));
        let days = match year {
            Some(year) => Days::yearly(year, year, on),
            None => self.yearly(on),
        };
        let (one, other) = (time.span.of(self.clues.source), date.span.of(self.clues.source));
        Some(Fact {
            evidence: evidence(Clue::Today, time.span.cover(date.span), format!("\"{one}\" is {other}")),
            days,
            soft: false,
        })
    }

    /// `Last week (from January 26 to February 1)`: Monday to Sunday, in the years in which they are.
    fn named_week(&self, at: usize) -> Option<Fact> {
        let (week, zone) = &self.clues.times[at];
        let Said::Period(Unit::Week, by) = week.said else { return None };
        let [(first, _), (last, _), ..] = self.clues.times.get(at + 1..)? else { return None };
        let near =
            first.span.start.saturating_sub(week.span.end) < 12 && last.span.start.saturating_sub(first.span.end) < 12;
        if *zone != Zone::Body || !near {
            return None;
        }
        let on = |time: &TimeExpression, year: i16| match time.said {
            Said::Calendar { year: None, month: Some(month), day: Some(day) } => calendar::day(year, month, day),
            _ => None,
        };
        let days = self.yearly(|year| {
            let monday = on(first, year).filter(|&day| calendar::weekday(day) == 1)?;
            let sunday = calendar::add_days(monday, 6);
            let fits = on(last, sunday.year()) == Some(sunday);
            fits.then(|| (calendar::add_days(monday, -7 * by), calendar::add_days(sunday, -7 * by)))
        });
        let years = days.years();
        (!years.is_empty()).then(|| {
            let source = self.clues.source;
            let why = format!(
                "\"{}\" from {} to {} is Monday to Sunday in {}",
                week.span.of(source),
                first.span.of(source),
                last.span.of(source),
                list(&years)
            );
            Fact { evidence: evidence(Clue::Week, week.span.cover(last.span), why), days, soft: false }
        })
    }

    /// A picture taken on a Wednesday beside a text that tells what happened `on Wednesday`: of that very day.
    fn caption_and_weekday(&self) -> Option<Fact> {
        let captions =
            self.clues.times.iter().filter(|(time, zone)| *zone == Zone::Caption && time.impossible.is_none());
        let (day, caption) = captions
            .filter_map(|(time, _)| Some((interval(&time.said).filter(|(a, b)| a == b)?.0, time)))
            .max_by_key(|(day, _)| *day)?;
        let told: Vec<(i8, &TimeExpression)> = self
            .clues
            .times
            .iter()
            .filter_map(|(time, zone)| match time.said {
                Said::Weekday { weekday, direction: None }
                    if *zone == Zone::Body && self.is_ahead(time) != Some(true) =>
                {
                    Some((weekday, time))
                }
                _ => None,
            })
            .collect();
        let &(weekday, first) = told.first()?;
        // Another day told as past that follows so closely would be later than the picture.
        let later = told.iter().any(|&(other, _)| (1..4).contains(&(other - weekday).rem_euclid(7)));
        (weekday == calendar::weekday(day) && !later && day <= self.clues.today).then(|| {
            let why = format!("\"{}\" is the day of the picture, {day}", first.span.of(self.clues.source));
            Fact { evidence: evidence(Clue::Caption, caption.span, why), days: Days::of(vec![day]), soft: false }
        })
    }

    /// Whether the sentence around tells of what is to come (true) or past (false).
    pub(super) fn is_ahead(&self, time: &TimeExpression) -> Option<bool> {
        let sentence = sentence(self.clues.source, self.paragraph(time.span), time.span);
        self.cues(sentence).is_ahead(time.span.unshift(sentence.start))
    }

    /// What tells the time of a sentence.
    pub(super) fn cues(&self, sentence: Span) -> Arc<Cues> {
        self.clues.recall.cues(sentence.of(self.clues.source), self.lang)
    }

    /// The classes of the words behind `span`, possessive endings left out.
    fn words_after(&self, span: Span, count: usize) -> impl Iterator<Item = u64> {
        let rest = Span::new(span.end, span.end.saturating_add(40)).of(self.clues.source);
        let words = tokens::tokens(rest).into_iter().filter(|token| token.shape.is_word());
        words.take(count).map(|token| self.lang.times.rules.lexeme(token.of(rest), token.shape).classes)
    }
}

pub(super) fn evidence(clue: Clue, span: Span, why: impl Into<String>) -> Evidence {
    Evidence { span, why: why.into(), clue }
}

/// `2003, 2008, 2014`.
pub(super) fn list(years: &[i16]) -> String {
    years.iter().map(i16::to_string).collect::<Vec<_>>().join(", ")
}

/// First and last day of a date with a year.
fn interval(said: &Said) -> Option<(Date, Date)> {
    match *said {
        Said::Calendar { year: Some(year), month: Some(month), day: Some(day) } => {
            calendar::day(year, month, day).map(|day| (day, day))
        }
        Said::Calendar { year: Some(year), month: Some(month), day: None } => {
            let first = calendar::day(year, month, 1)?;
            Some((first, first.last_of_month()))
        }
        Said::Calendar { year: Some(year), month: None, day: None } => {
            Some((calendar::day(year, 1, 1)?, calendar::day(year, 12, 31)?))
        }
        _ => None,
    }
}

fn is_full(said: &Said) -> bool {
    matches!(said, Said::Calendar { year: Some(_), month: Some(_), day: Some(_) } | Said::Numeric { .. })
}

/// The line `span` begins on.
fn line(source: &str, span: Span) -> Span {
    let start = Span::new(0, span.start).of(source).rfind('\n').map_or(0, |at| at + 1);
    let end = source
        .get(span.end as usize..)
        .and_then(|rest| rest.find('\n'))
        .map_or(source.len(), |at| span.end as usize + at);
    Span::new(start as u32, end as u32)
}

/// How far a sentence may reach from an expression for its verbs to count.
const REACH: u32 = 400;

/// The sentence around `span`, roughly: between full stops before large letters, inside its paragraph.
pub(super) fn sentence(source: &str, paragraph: Span, span: Span) -> Span {
    let before = Span::new(span.start.saturating_sub(REACH).max(paragraph.start), span.start).of(source);
    let after = Span::new(span.end, span.end.saturating_add(REACH).min(paragraph.end)).of(source);
    let start = span.start - before.len() as u32 + ends(before).last().unwrap_or(0) as u32;
    let end = span.end + ends(after).next().unwrap_or(after.len()) as u32;
    Span::new(start, end)
}

/// Where sentences end in `text`, as offsets behind their full stops.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['.', '!', '?']).filter_map(|(at, mark)| {
        let rest = text[at + mark.len()..].trim_start_matches(['"', '”', '’', ')', '\'']);
        let space = rest.trim_start();
        let word_before = text[..at].chars().rev().take_while(|c| c.is_alphabetic()).count();
        (space.len() < rest.len() && word_before > 2 && space.starts_with(char::is_uppercase))
            .then_some(at + mark.len())
    })
}
