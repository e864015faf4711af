//! What is known from outside, held against an article: offices, deaths, events.

use jiff::civil::Date;
use lang::public::OfficeHolder;
use text::Span;

use super::days::Days;
use super::evidence::{Fact, Reader, evidence, sentence};
use super::{Clue, Evidence};
use crate::coreference::{Entity, Role};
use crate::known::{KnownEvent, KnownPerson, KnownRole};
use crate::layout::Zone;
use crate::times::{Said, TimeExpression, Unit, calendar};
use crate::tokens;

impl Reader<'_> {
    /// Facts from people and events that are known.
    pub(super) fn outside(&self) -> Vec<Fact> {
        let mut all = Vec::new();
        let inaugurations: Vec<Span> =
            self.lang.inaugurations.iter().flat_map(|word| self.places_named(word)).collect();
        for (number, entity) in self.clues.people.entities.iter().enumerate() {
            let names = || std::iter::once(&entity.name).chain(&entity.aliases);
            let mut people = names().filter_map(|name| self.clues.known.person(name));
            let Some(person) = people.next() else {
                let holder = names().find_map(|name| self.lang.office_holders.get(name));
                all.extend(holder.into_iter().flat_map(|holder| self.public(entity, holder, &inaugurations)));
                continue;
            };
            if people.all(|other| other == person) {
                all.extend(entity.roles.iter().filter_map(|role| self.office(person, role)));
                all.extend(self.death(person, number));
            }
        }
        all.extend(self.events());
        all
    }

    /// Facts from an office that somebody is known to hold. Nobody bears its title before that; who has left it may bear
    /// it for life.
    fn public(&self, entity: &Entity, holder: &OfficeHolder, inaugurations: &[Span]) -> Vec<Fact> {
        let person = KnownPerson::in_office(holder);
        let titled = entity.roles.iter().filter_map(|role| {
            let fact = self.office(&person, role)?;
            Some(Fact { evidence: Evidence { clue: Clue::Public, ..fact.evidence }, ..fact })
        });
        let mut all: Vec<Fact> = titled.collect();
        let begun: Vec<(Date, Date)> = person.roles.iter().filter_map(|role| role.from.zip(role.from)).collect();
        for place in self.inaugurations(&person, inaugurations) {
            all.extend(self.event(place, &begun, Clue::Public));
        }
        all
    }

    /// Where the article names the act by which somebody begins to hold an office: `the inauguration of President X`.
    /// `words` are the places of the act's names.
    fn inaugurations(&self, person: &KnownPerson, words: &[Span]) -> Vec<Span> {
        let whole = |&word: &Span| {
            let rest =
                Span::new(word.end, self.paragraph(word).end.min(word.end + INAUGURATED)).within(self.clues.source);
            let rest = rest.of(self.clues.source).strip_prefix(" of ")?;
            let named = person.names.iter().find_map(|name| rest.find(name.as_str()).map(|at| at + name.len()))?;
            let between = rest.get(..named)?;
            (!between.contains([',', ';', ':'])).then(|| Span::new(word.start, word.end + 4 + named as u32))
        };
        words.iter().filter_map(whole).collect()
    }

    /// Who bears a title writes nothing before he held the office; what is told of the article's own days is not told
    /// of somebody who has left it.
    fn office(&self, person: &KnownPerson, role: &Role) -> Option<Fact> {
        if self.is_not_in_office(role.span) {
            return None;
        }
        let roles = person.roles_of(&role.title, self.clues.recall, self.lang);
        let (first, today) = (self.clues.earliest, self.clues.today);
        let is_now = self.is_of_now(role.span);
        let stretch =
            |role: &&KnownRole| (role.from.unwrap_or(first), role.to.filter(|_| is_now).unwrap_or(today.max(first)));
        let days = Days::spans(roles.iter().map(stretch).collect());
        let from = roles.iter().map(|role| role.from).min().flatten();
        let to =
            roles.iter().map(|role| role.to).collect::<Option<Vec<Date>>>().and_then(|days| days.into_iter().max());
        let bounds =
            [from.map(|day| format!("not before {day}")), to.filter(|_| is_now).map(|day| format!("not after {day}"))];
        let bounds: Vec<String> = bounds.into_iter().flatten().collect();
        if bounds.is_empty() {
            return None;
        }
        let name = person.names.first().map_or("", String::as_str);
        let title = roles.first().and_then(|role| role.titles.first()).map_or("", String::as_str);
        let why = format!("{name} as {title}: {}", bounds.join(", "));
        Some(Fact { evidence: evidence(Clue::Office, role.span, why), days, soft: false })
    }

    /// `former`, `late` before the title, `-elect` behind it.
    fn is_not_in_office(&self, title: Span) -> bool {
        let source = self.clues.source;
        let paragraph = self.paragraph(title);
        let before = Span::new(title.start.saturating_sub(NEAR).max(paragraph.start), title.start).within(source);
        let before = before.of(source);
        let words = tokens::tokens(before);
        let last = words.iter().rev().map(|token| token.of(before).to_lowercase()).find(|word| word != "-");
        let behind = Span::new(title.end, paragraph.end.max(title.end)).of(source);
        let suffix = behind.strip_prefix('-').map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            format!("-{}", rest[..end].to_lowercase())
        });
        last.into_iter().chain(suffix).any(|word| self.lang.not_in_office.contains(word.trim_end_matches('-')))
    }

    /// Somebody who says something in the article's own days is alive.
    fn death(&self, person: &KnownPerson, number: usize) -> Option<Fact> {
        let died = person.died?;
        let people = self.clues.people;
        let speaks = people.attributions.iter().zip(people.speakers).find(|(attribution, speaker)| {
            let place = attribution.source.as_ref().map(text::Spans::cover);
            **speaker == Some(number)
                && place.is_some_and(|place| self.is_of_now(place) && !self.is_not_in_office(place))
        });
        let place = speaks?.0.cue.cover();
        let name = person.names.first().map_or("", String::as_str);
        let why = format!("{name} speaks, and died on {died}: not after");
        Some(Fact {
            evidence: evidence(Clue::Death, place, why),
            days: Days::between(self.clues.earliest, died),
            soft: false,
        })
    }

    /// What the sentence around tells is of the article's own days: it stands in the text, and no word leads into another
    /// time.
    fn is_of_now(&self, span: Span) -> bool {
        let around = sentence(self.clues.source, self.paragraph(span), span);
        let is_near = |said: &Said| {
            matches!(
                said,
                Said::Weekday { direction: None | Some(0), .. }
                    | Said::Day(_)
                    | Said::TheDay
                    | Said::Length(..)
                    | Said::Calendar { year: None, day: Some(_), .. }
            )
        };
        let mut inside = self.clues.times.iter().filter(|(time, _)| around.contains_span(time.span));
        inside.all(|(time, zone)| *zone != Zone::Caption && is_near(&time.said)) && self.is_body(span)
    }

    /// Where no expression of time tells the zone, words are taken for text unless a caption stands in their paragraph.
    fn is_body(&self, span: Span) -> bool {
        !self.clues.times.iter().any(|(time, zone)| {
            matches!(zone, Zone::Caption | Zone::Credit) && self.paragraph(span).contains_span(time.span)
        })
    }

    /// Events that are known and told as past or as to come.
    fn events(&self) -> Vec<Fact> {
        let mut all = Vec::new();
        for event in &self.clues.known.events {
            for place in self.places_of(event) {
                all.extend(self.event(place, &[event.interval], Clue::Event));
            }
        }
        all
    }

    /// What is told, at `place`, of an event that was in one of these stretches.
    fn event(&self, place: Span, stretches: &[(Date, Date)], clue: Clue) -> Vec<Fact> {
        let (Some(first), Some(last)) =
            (stretches.iter().map(|days| days.0).min(), stretches.iter().map(|days| days.1).max())
        else {
            return Vec::new();
        };
        let around = sentence(self.clues.source, self.paragraph(place), place);
        let cues = self.cues(around);
        let name = place.of(self.clues.source);
        let (days, why) = match cues.is_ahead(place.unshift(around.start)) {
            Some(true) => (Days::between(self.clues.earliest, last), format!("{name} is to come: not after {last}")),
            Some(false) => (Days::between(first, self.clues.today), format!("{name} is past: not before {first}")),
            None => return Vec::new(),
        };
        let mut all = vec![Fact { evidence: Evidence { span: place, why, clue }, days, soft: false }];
        all.extend(self.offset(place, stretches, clue).into_iter().flatten());
        all
    }

    /// `three days before the inauguration`: a day of its own, past or to come. Where the only weekday that the article
    /// tells as to come is that day's, it is that day, and less than a week ahead.
    fn offset(&self, place: Span, stretches: &[(Date, Date)], clue: Clue) -> Option<Vec<Fact>> {
        let source = self.clues.source;
        let near = |(time, _): &&(TimeExpression, Zone)| time.span.end <= place.start;
        let (time, _) = self.clues.times.iter().rfind(near)?;
        let Said::Length(Unit::Day, Some(count)) = time.said else { return None };
        let between = Span::new(time.span.end, place.start).of(source).trim();
        let between = between.strip_suffix(" the").unwrap_or(between).to_lowercase();
        let side = *self.lang.event_offsets.exact(&between)?;
        let count = i32::try_from(count.whole()?).ok()?;
        let counted = stretches.iter().map(|&(first, last)| match side {
            -1 => calendar::add_days(first, -count),
            _ => calendar::add_days(last, count),
        });
        let counted: Vec<Date> = counted.collect();
        let (first, last) = (*counted.iter().min()?, *counted.iter().max()?);
        let words = time.span.cover(place);
        let around = sentence(source, self.paragraph(words), words);
        let is_ahead = self.cues(around).is_ahead(time.span.unshift(around.start))?;
        let fact =
            |span: Span, days: Days, why: String| Fact { evidence: Evidence { span, why, clue }, days, soft: false };
        let name = words.of(source);
        if !is_ahead {
            let days = Days::between(first, self.clues.today);
            return Some(vec![fact(words, days, format!("{name} is past: not before {first}"))]);
        }
        let days = Days::between(self.clues.earliest, last);
        let mut all = vec![fact(words, days, format!("{name} is to come: not after {last}"))];
        let weekdays = self.clues.times.iter().filter_map(|(time, zone)| match time.said {
            Said::Weekday { weekday, direction: None } if *zone == Zone::Body && self.is_ahead(time) == Some(true) => {
                Some((weekday, time.span))
            }
            _ => None,
        });
        let weekdays: Vec<(i8, Span)> = weekdays.collect();
        if let Some((weekday, span)) = weekdays.first()
            && weekdays.iter().all(|(other, _)| other == weekday)
        {
            let fitting: Vec<Date> = counted.into_iter().filter(|day| calendar::weekday(*day) == *weekday).collect();
            let is_this_week = self.tells_of_this_week();
            let before = |day: &Date| {
                let week = calendar::unit_of(*day, Unit::Week).0;
                (if is_this_week { week } else { calendar::add_days(*day, -6) }, *day)
            };
            if let Some(day) = fitting.first() {
                let days = Days::spans(fitting.iter().map(before).collect());
                let or = fitting[1..].iter().map(|day| format!(" or {day}")).collect::<String>();
                all.push(fact(*span, days, format!("{} is {day}{or}, {name}", span.of(source))));
            }
        }
        Some(all)
    }

    /// What is to come is said to be this week's.
    fn tells_of_this_week(&self) -> bool {
        self.clues.times.iter().any(|(time, zone)| {
            time.said == Said::Period(Unit::Week, 0) && *zone == Zone::Body && self.is_ahead(time) == Some(true)
        })
    }

    /// Where the article names an event: by a name, or by the end of one (`the inauguration`).
    fn places_of(&self, event: &KnownEvent) -> Vec<Span> {
        let mut all: Vec<Span> = event.names.iter().flat_map(|name| self.places_named(name)).collect();
        let (Some(first), Some(last)) = (self.clues.paragraphs.first(), self.clues.paragraphs.last()) else {
            return all;
        };
        let article = first.cover(*last).of(self.clues.source);
        for name in &event.names {
            let Some((_, noun)) = name.rsplit_once(char::is_whitespace) else { continue };
            for place in self.places_named(noun) {
                let before = Span::new(place.start.saturating_sub(4), place.start).of(self.clues.source);
                let is_definite =
                    tokens::tokens(before).last().is_some_and(|token| token.of(before).eq_ignore_ascii_case("the"));
                let is_whole = all.iter().any(|whole| whole.contains_span(place));
                if is_definite && !is_whole && self.clues.known.event(noun, article) == Some(event) {
                    all.push(place);
                }
            }
        }
        all
    }

    /// Where a name stands in the article's paragraphs, in either case of letters.
    fn places_named(&self, name: &str) -> Vec<Span> {
        let mut all = Vec::new();
        for paragraph in self.clues.paragraphs {
            let text = paragraph.of(self.clues.source);
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            // Most bytes are none that the name begins with.
            let first = name.bytes().next().unwrap_or_default();
            let begins = text.bytes().enumerate().filter(|(_, byte)| byte.eq_ignore_ascii_case(&first));
            for (at, _) in begins {
                let Some(found) = text.get(at..at + name.len()).filter(|found| found.eq_ignore_ascii_case(name)) else {
                    continue;
                };
                if !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + found.len()..].chars().next()) {
                    all.push(Span::from(at..at + found.len()).shift(paragraph.start));
                }
            }
        }
        all
    }
}

/// How far behind `inauguration` the name stands, in bytes.
const INAUGURATED: u32 = 80;

/// How far before a title a word may stand that takes it away, in bytes.
const NEAR: u32 = 40;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use lang::Language;

    use crate::{Context, Memory};

    /// Certainty, value and bounds of the date of an article of which nothing else is known.
    fn dated(text: &str) -> String {
        let lang = Language::load(lang::DEFAULT_TAG);
        let context = Context {
            file_name: "a.txt".into(),
            today: date(2026, 1, 1),
            earliest: date(2000, 1, 1),
            written: None,
            dated: Vec::new(),
            said: Vec::new(),
            boundaries: Vec::new(),
            known: Arc::default(),
            mode: None,
        };
        let read = crate::analyze(text, &syntax::Tree::parse(text), &context, &lang, &mut Memory::default());
        let date = &read.articles[0].date;
        let bound =
            |name: &str, day: Option<jiff::civil::Date>| day.map(|day| format!(" {name} {day}")).unwrap_or_default();
        let value = date.value.as_deref().unwrap_or("-");
        format!("{:?} {value}{}{}", date.certainty, bound("from", date.from), bound("to", date.to)).to_lowercase()
    }

    #[test]
    fn nobody_bears_a_title_before_its_office() {
        assert_eq!(dated("US President Joe Biden said the talks would go on."), "bounded - from 2021-01-20");
        assert_eq!(dated("US Vice President Joe Biden said the talks would go on."), "bounded - from 2009-01-20");
        assert_eq!(dated("Joe Biden said the talks would go on."), "unknown -");
        // Titles are borne for life: there is no last day.
        assert_eq!(dated("President Barack Obama spoke of it at length on Monday."), "bounded - from 2009-01-20");
        assert_eq!(dated("President-elect Joe Biden said the talks would go on."), "unknown -");
    }

    #[test]
    fn an_inauguration_is_the_first_day_of_an_office() {
        let text = "The minister will come to Oslo on Friday, the palace said.\n\nHe will land three days before the \
                    inauguration of US President-elect Donald Trump.";
        assert_eq!(dated(text), "inferred 2025-01 from 2025-01-11 to 2025-01-17");
        let text = text.replace("to Oslo", "to Oslo this week");
        assert_eq!(dated(&text), "inferred 2025-01 from 2025-01-13 to 2025-01-17");
    }
}
