//! Cards of people, bodies and places.

use ::registry::{ENTITIES, Role};
use corpus::{Entity, Index, Member, RoleSeen};
use jiff::civil::Date;
use lang::PlaceKind;
use nlp::Analysis;
use nlp::mentions::Kind;

use super::{counted, shortened};
use crate::marks::{Hit, Marks};
use crate::markup::{Markup, Place};
use crate::outline;
use crate::records::Term;
use crate::snapshot::Snapshot;

/// Other roles, and quotations, shown at most.
const ROLES: usize = 6;
const QUOTES: usize = 3;
/// Characters of a quotation shown, and spellings named.
const QUOTE: usize = 140;
const SPELLINGS: usize = 6;
/// Bodies and places that belong to one, and events at it, named.
const PARTS: usize = 3;
const EVENTS: usize = 2;

/// Where somebody asks: an article, and the words there, if they are there already.
#[derive(Clone, Copy)]
pub(crate) struct Seat<'a> {
    pub path: &'a str,
    pub article: u32,
    pub hit: Option<&'a Hit>,
}

impl Snapshot {
    /// `None` for a capital word of which nothing is known but that it stands here.
    pub(crate) fn entity_card(&self, entity: &Entity, seat: Seat) -> Option<Markup> {
        if entity.kind == Kind::Other && entity.articles(&self.index) < 2 {
            return None;
        }
        let referred = seat.hit.and_then(|hit| self.referred_entity(seat.path, hit.span));
        let record = referred.or_else(|| self.record(entity));
        let day = self.index.article(seat.path, seat.article).and_then(|article| article.day);
        let mut card = Markup::default();
        let house = referred.map(|entry| entry.name.clone());
        let house = house.or_else(|| self.house_name(entity).map(|house| house.name));
        let item = record.and_then(|record| record.qid.as_deref()).map(|item| format!(" ({item})")).unwrap_or_default();
        card.title(format!("{}{item}", house.as_deref().unwrap_or(&entity.name)));
        let term = record.zip(day).map(|(record, day)| Term::of(&record.roles, day));
        let role = self.role_at(entity, seat);
        // An office without days may be one of any day: what articles of the day say is worth more.
        let is_dated = |role: &&Role| role.from.is_some() || role.to.is_some();
        let now = term.as_ref().and_then(|term| term.now);
        let held = now.filter(is_dated).map(held_line);
        let seen = || role.as_ref().map(|role| self.role_line(role, seat.path));
        let first = held.or_else(seen).or_else(|| now.map(held_line)).or_else(|| self.kind_line(entity));
        let registered = record.map(|record| registered_lines(record, term.as_ref())).unwrap_or_default();
        for line in first.into_iter().chain(registered).chain(self.belongings(entity)) {
            card.line(line);
        }
        let mentions = mentions_line(entity, &self.index);
        let spellings = self.spelling_here(entity, seat).into_iter().chain(spellings(entity, self)).collect::<Vec<_>>();
        let quotes = self.last_quotes(entity);
        // The last lines are counted before the middle is filled.
        let room = self.room(&card).saturating_sub(1 + spellings.len());
        let quotes = &quotes[..quotes.len().min(room)];
        // What is said in the article itself is shown where the registry has the line above.
        let shown = role.as_ref().filter(|_| now.is_none_or(|role| !is_dated(&role)));
        for other in self.other_roles(entity, shown, (room - quotes.len()).min(ROLES)) {
            card.item(self.role_line(&other, ""));
        }
        for line in spellings {
            card.line(line);
        }
        for (quote, place) in quotes {
            card.quote(quote, place.clone());
        }
        card.line(mentions);
        self.note_progress(&mut card);
        Some(card)
    }

    /// `city in Austria`, `organisation, part of the Foreign Ministry`; nothing of people.
    fn kind_line(&self, entity: &Entity) -> Option<String> {
        match entity.kind {
            Kind::Organization => Some(match self.whole(entity) {
                Some(whole) => format!("organisation, part of {}", whole.name),
                None => "organisation".to_owned(),
            }),
            Kind::Place => {
                let kind = match self.lang.places.exact(&entity.name).map(|place| place.kind) {
                    Some(PlaceKind::Country) => "country",
                    Some(PlaceKind::Capital) => "capital",
                    Some(PlaceKind::City) => "city",
                    Some(PlaceKind::Region) => "region",
                    None => "place",
                };
                let country = self.country_of(&entity.name).filter(|country| **country != *entity.name);
                let joins = if kind == "capital" { "of" } else { "in" };
                Some(country.map_or_else(|| kind.to_owned(), |country| format!("{kind} {joins} {country}")))
            }
            Kind::Person | Kind::Event | Kind::Other => None,
        }
    }

    /// What belongs to a body or place, and what happened at it last.
    fn belongings(&self, entity: &Entity) -> Vec<String> {
        let mut lines = Vec::new();
        if !matches!(entity.kind, Kind::Organization | Kind::Place) {
            return lines;
        }
        let parts = self.parts(entity);
        if !parts.is_empty() {
            let mut named: Vec<&str> = parts.iter().take(PARTS).map(|part| &*part.name).collect();
            named.extend((parts.len() > PARTS).then_some("…"));
            lines.push(format!("belonging to it: {}", named.join(", ")));
        }
        if entity.kind == Kind::Place {
            let is_here = |place: &str| *place == *entity.name;
            let mut events =
                self.index.events_where(|fact| fact.interval.is_some() && fact.place.as_deref().is_some_and(is_here));
            events.sort_by_key(|event| std::cmp::Reverse(event.interval));
            let told = |(from, to): (Date, Date), label: &str| {
                format!("{}, {}", shortened(label, 60), outline::days(from, to))
            };
            let last: Vec<String> =
                events.iter().take(EVENTS).filter_map(|event| Some(told(event.interval?, &event.label))).collect();
            if !last.is_empty() {
                lines.push(format!("events here: {}", last.join("; ")));
            }
        }
        lines
    }

    /// How a name is written at the place, where the house writes it in another way.
    fn spelling_here(&self, entity: &Entity, seat: Seat) -> Option<String> {
        let house = self.house_name(entity)?;
        let hit = seat.hit?;
        let document = self.documents.get(seat.path)?;
        let mark =
            document.marks.article(seat.article)?.mentions(hit.number).iter().find(|mark| mark.span == hit.span)?;
        let here = Analysis::folded(&document.text, hit.span);
        let wanted = if here.contains(' ') { &house.name } else { &house.short };
        let is_name = mark.form == nlp::Form::Name;
        (is_name && here != *wanted && here != house.name)
            .then(|| format!("written “{here}” here, “{wanted}” in house style"))
    }

    /// The role on the article's date: the latest seen up to that day; without a day the one the article gives, or the
    /// latest of all.
    pub(crate) fn role_at(&self, entity: &Entity, seat: Seat) -> Option<RoleSeen> {
        let day = self.index.article(seat.path, seat.article).and_then(|article| article.day);
        // Of the roles that an article gives, its first stands where the article introduces.
        let member = |hit: &Hit| Member { path: seat.path.into(), article: hit.article, entity: hit.number };
        let introduced = || self.index.roles_of(&member(seat.hit?)).into_iter().next();
        let until = || day.and_then(|_| entity.role_until(&self.index, day));
        introduced().or_else(until).or_else(|| entity.last_role(&self.index))
    }

    /// Other offices, each where it was seen first, the dated before the undated.
    fn other_roles(&self, entity: &Entity, shown: Option<&RoleSeen>, limit: usize) -> Vec<RoleSeen> {
        let mut others: Vec<RoleSeen> = Vec::new();
        for role in entity.titles(&self.index) {
            let known = shown.into_iter().chain(&others).any(|other| other.office == role.office);
            if others.len() < limit && !known {
                others.push(role);
            }
        }
        others
    }

    /// `Russian Foreign Minister, 2022-01-20 (Izvestia, 000.txt:1)`; without the place in the asking document.
    pub(super) fn role_line(&self, role: &RoleSeen, path: &str) -> String {
        let day = role.day.map(|day| format!(", {day}")).unwrap_or_default();
        if *role.member.path == *path {
            return format!("{}{day}", role.title);
        }
        let outlet =
            self.index.article(&role.member.path, role.member.article).and_then(|article| article.outlet.as_deref());
        let outlet = outlet.map(|outlet| format!("{outlet}, ")).unwrap_or_default();
        format!(
            "{}{day} ({outlet}{})",
            role.title,
            self.place(&role.member, |marks| {
                Some(
                    marks
                        .article(role.member.article)?
                        .mentions(role.member.entity)
                        .get(role.mention as usize)?
                        .span
                        .start,
                )
            })
        )
    }

    /// `000.txt:1`
    fn place(&self, member: &Member, offset: impl Fn(&Marks) -> Option<u32>) -> String {
        let place = self.line_of(member, offset);
        place.map_or_else(|| member.path.to_string(), |place| place.to_string())
    }

    pub(crate) fn line_of(&self, member: &Member, offset: impl Fn(&Marks) -> Option<u32>) -> Option<Place> {
        let document = self.documents.get(&*member.path)?;
        let line = document.lines.position(text::PositionEncoding::Utf8, offset(&document.marks)?).line + 1;
        Some(Place { path: document.path.clone(), line })
    }

    /// The last words of a speaker and where they stand, latest first, what has no date last.
    fn last_quotes(&self, entity: &Entity) -> Vec<(String, Option<Place>)> {
        let quotes = entity.last_quotes(&self.index, QUOTES).into_iter();
        let lines = quotes.filter_map(|(member, at)| {
            let quote = self.index.article(&member.path, member.article)?.quotes.get(at as usize)?;
            let start = |marks: &Marks| Some(marks.article(member.article)?.quotes.get(at as usize)?.start);
            let place = self.line_of(&member, start);
            // The place names the file.
            let whence = if place.is_some() { self.dated(&member) } else { self.told(&member) };
            Some((format!("{} — {whence}", shortened(&quote.text, QUOTE)), place))
        });
        lines.collect()
    }

    /// `2025-03-04, Montavar Herald`, as far as it is known.
    fn dated(&self, member: &Member) -> String {
        let article = self.index.article(&member.path, member.article);
        let date = article.and_then(|article| article.date.as_deref()).map(in_words);
        match (date, article.and_then(|article| article.outlet.as_deref())) {
            (Some(date), Some(outlet)) => format!("{date}, {outlet}"),
            (None, Some(outlet)) => format!("{outlet}, undated"),
            (date, None) => date.unwrap_or_else(|| "undated".to_owned()),
        }
    }

    /// `2025-03-04, Montavar Herald`, or the file's name.
    pub(crate) fn told(&self, member: &Member) -> String {
        let article = self.index.article(&member.path, member.article);
        let date = article.and_then(|article| article.date.as_deref()).map(in_words);
        match (article.is_some_and(|article| article.outlet.is_some()), date) {
            (true, _) => self.dated(member),
            (false, Some(date)) => format!("{date}, {}", member.path),
            (false, None) => format!("{}, undated", member.path),
        }
    }
}

/// A date as cards tell it: what of it is open, in words.
fn in_words(value: &str) -> String {
    if value.starts_with('X') { super::date::open(value) } else { value.to_owned() }
}

/// `6 mentions in 4 articles, 2022-01-20 to 2025-07-23; 2 descriptions`
pub(crate) fn mentions_line(entity: &Entity, index: &Index) -> String {
    let mut line = format!(
        "{} in {}",
        counted(entity.names, "mention", "mentions"),
        counted(entity.articles(index), "article", "articles")
    );
    match entity.days {
        Some((first, last)) if first == last => line.push_str(&format!(", {first}")),
        Some((first, last)) => line.push_str(&format!(", {first} to {last}")),
        None => {}
    }
    match entity.mentions.saturating_sub(entity.names) {
        0 => {}
        described => line.push_str(&format!("; {}", counted(described, "description", "descriptions"))),
    }
    line
}

fn spellings(entity: &Entity, snapshot: &Snapshot) -> Option<String> {
    let aliases = entity.aliases(&snapshot.index);
    let mut named: Vec<&str> = aliases.iter().take(SPELLINGS).map(AsRef::as_ref).collect();
    if aliases.len() > SPELLINGS {
        named.push("…");
    }
    (!named.is_empty()).then(|| format!("also written {}", named.join(", ")))
}

/// What the registry has of somebody or something besides the office of the day.
fn registered_lines(record: &::registry::Entity, term: Option<&Term>) -> Vec<String> {
    let held = |when: &str, role: Option<&Role>| role.map(|role| format!("{when}: {}", held_line(role)));
    let before = held("before", term.and_then(|term| term.before));
    let after = held("after", term.and_then(|term| term.after));
    let died = record.died.map(|died| format!("died {} ({ENTITIES})", outline::days(died.first, died.last)));
    let grade = record.reliability.as_deref().map(|grade| format!("reliability {grade} ({ENTITIES})"));
    [before, after, died, grade].into_iter().flatten().collect()
}

/// `President of Velmia, since 2019-05-20 (entities.toml)`
pub(crate) fn held_line(role: &Role) -> String {
    let days = match (role.from, role.to) {
        (Some(from), Some(to)) => format!(", {} to {}", from.first, to.last),
        (Some(from), None) => format!(", since {}", from.first),
        (None, Some(to)) => format!(", until {}", to.last),
        (None, None) => String::new(),
    };
    format!("{}{days} ({ENTITIES})", role.title)
}
