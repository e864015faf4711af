//! Names of people, bodies and places of the folder and of the registry, for somebody who has begun to write one in a draft.

use std::cmp::Reverse;
use std::sync::Arc;

use ::registry::EntityKind;
use corpus::{Entity, Match, key};
use jiff::civil::Date;
use nlp::Kind;
use rules::Profile;
use text::Span;

use super::Begun;
use crate::hover::person::{Seat, held_line};
use crate::markup::Markup;
use crate::outline::{SymbolKind, symbol_kind};
use crate::records::{HouseName, Term};
use crate::snapshot::{Document, Snapshot};

/// A name that goes on as somebody has begun to write one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nameable {
    /// What was typed of it. Bytes from the start of the draft.
    pub typed: Span,
    /// What stands where `typed` stands, in house spelling.
    pub text: String,
    /// How much of the name it is.
    pub written: Written,
    /// The office on the draft's day.
    pub role: Option<String>,
    /// A person, body or place.
    pub kind: SymbolKind,
    /// Who across the folder, for [`Snapshot::name_card`]: `per:anna-berg`, or the registry's key.
    pub id: String,
}

/// How much of a name is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Written {
    /// The full name with the office: for the first mention.
    Introduced,
    /// The surname alone: for later ones.
    Short,
    /// The name alone.
    Full,
}

/// At most so many people, bodies and places are offered.
const OFFERED: usize = 12;
/// Candidates looked at.
const LOOKED_AT: usize = 200;
/// Letters of a name that have to be there before it is guessed.
const LEAST: usize = 2;
/// Words of a name that may have been typed.
const LONGEST: usize = 4;

/// Somebody or something that may be meant.
struct Candidate<'a> {
    how: Match,
    entity: Option<Arc<Entity>>,
    record: Option<&'a ::registry::Entity>,
}

impl Snapshot {
    /// The names that may be meant by the capitalised words before `offset` in a draft, the likeliest first: of each person
    /// the full name with the office on the draft's day, then the surname, then the name alone. Nothing inside a quotation,
    /// where the words are another's.
    pub fn nameable(&self, path: &str, offset: u32) -> Vec<Nameable> {
        let Some(document) = self.documents.get(path).filter(|document| document.profile == Profile::Draft) else {
            return Vec::new();
        };
        if Begun::at(&document.text, offset).is_some() {
            return Vec::new();
        }
        let day = self.day_at(document, offset).unwrap_or(self.config.today);
        let offered = begun(&document.text, offset).into_iter().find_map(|typed| {
            let found = self.candidates(typed.of(&document.text));
            (!found.is_empty()).then(|| found.iter().flat_map(|found| self.offers(found, typed, day)).collect())
        });
        offered.unwrap_or_default()
    }

    /// The card of somebody whose name was offered, as of the day of the draft's article at `offset`.
    pub fn name_card(&self, path: &str, offset: u32, id: &str) -> Option<Markup> {
        let document = self.documents.get(path)?;
        let article = document.marks.article_at(offset).unwrap_or_default();
        let Some((_, slug)) = id.split_once(':') else { return self.record_card(document, offset, id) };
        // Namesakes have a number behind the name.
        let words = slug.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').replace('-', " ");
        let found = self.index.find(&words, usize::MAX).into_iter().map(|(_, entity)| entity);
        let entity = found.into_iter().find(|entity| entity.id == id)?;
        self.entity_card(&entity, Seat { path, article, hit: None })
    }

    /// The card of somebody whom the registry has and no article names.
    fn record_card(&self, document: &Document, offset: u32, key: &str) -> Option<Markup> {
        let record = self.registry.entity(key)?;
        Some(self.unseen_card(record, self.day_at(document, offset).unwrap_or(self.config.today)))
    }

    /// What the registry has on a day of somebody or something that no article names.
    pub(crate) fn unseen_card(&self, record: &::registry::Entity, day: Date) -> Markup {
        let mut card = Markup::default();
        card.title(&*record.name);
        if let Some(role) = Term::of(&record.roles, day).now {
            card.line(held_line(role));
        }
        card.line("no article names it");
        card
    }

    fn candidates(&self, typed: &str) -> Vec<Candidate<'_>> {
        let query = key::plain(typed);
        let fits = |how: &Match| *how >= Match::Word;
        let is_written = |name: &str| corpus::matches(&key::plain(name), &query).filter(fits);
        let mut all: Vec<Candidate> = Vec::new();
        let mut add = |how: Match, entity: Arc<Entity>| {
            let is_there = |known: &Candidate| known.entity.as_ref().is_some_and(|known| known.id == entity.id);
            if self.is_offered(&entity, &query) && !all.iter().any(is_there) {
                all.push(Candidate { how, record: self.record(&entity), entity: Some(entity) });
            }
        };
        for (how, entity) in self.index.find(&query, LOOKED_AT).into_iter().filter(|(how, _)| fits(how)) {
            add(how, entity);
        }
        // Who is found under another spelling than the one that the house wants.
        let wanted = self.config.house.names.iter().filter_map(|(found, wanted)| Some((is_written(wanted)?, found)));
        for (how, found) in wanted {
            let whole = self.index.find(found, LOOKED_AT).into_iter().filter(|(found, _)| *found == Match::Whole);
            whole.for_each(|(_, entity)| add(how, entity));
        }
        let registered = self.registry.entities().into_iter().flat_map(|entities| &entities.all);
        let unseen: Vec<Candidate> = registered
            .filter_map(|record| Some((record.names().filter_map(is_written).max()?, record)))
            .filter(|(_, record)| !all.iter().any(|known| known.record.is_some_and(|other| other.key == record.key)))
            .map(|(how, record)| Candidate { how, entity: self.entity_of_record(record), record: Some(record) })
            .collect();
        all.extend(unseen);
        all.sort_by_cached_key(|found| {
            let mentions = found.entity.as_ref().map_or(0, |entity| entity.mentions);
            let is_person = found.kind() == SymbolKind::Person;
            (found.how != Match::Whole, !is_person, found.record.is_none(), Reverse(mentions), found.id())
        });
        all.truncate(OFFERED);
        all
    }

    /// What the draft itself has of the word that is being typed is no name to offer.
    fn is_offered(&self, entity: &Entity, query: &str) -> bool {
        let is_named = matches!(entity.kind, Kind::Person | Kind::Organization | Kind::Place);
        let definition = self.documents.get(&*entity.definition.path);
        let is_own = definition.is_some_and(|document| document.profile == Profile::Draft);
        is_named && !(is_own && key::plain(&entity.name) == query)
    }

    /// Who or what of the folder an entry of the registry is about.
    pub(crate) fn entity_of_record(&self, record: &::registry::Entity) -> Option<Arc<Entity>> {
        let kind = match record.kind {
            EntityKind::Person => Kind::Person,
            EntityKind::Place => Kind::Place,
            EntityKind::Organisation | EntityKind::Outlet => Kind::Organization,
        };
        let mut named = record.names().filter_map(|name| self.index.entity_named(kind, name));
        named.find(|entity| self.record(entity).is_some_and(|other| other.key == record.key))
    }

    fn offers(&self, found: &Candidate, typed: Span, day: Date) -> Vec<Nameable> {
        let house = self.written_name(found);
        let role = self.role_on(found, day);
        let offer = |text: String, written| Nameable {
            typed,
            text,
            written,
            role: role.clone(),
            kind: found.kind(),
            id: found.id(),
        };
        if found.kind() != SymbolKind::Person {
            return vec![offer(house.name, Written::Full)];
        }
        let introduced = role.as_ref().map(|role| offer(format!("{}, {role}", house.name), Written::Introduced));
        let full = offer(house.name.clone(), Written::Full);
        let short = (house.short != house.name).then(|| offer(house.short, Written::Short));
        match introduced {
            Some(introduced) => [Some(introduced), short, Some(full)].into_iter().flatten().collect(),
            None => [Some(full), short].into_iter().flatten().collect(),
        }
    }

    fn written_name(&self, found: &Candidate) -> HouseName {
        let house = found.entity.as_ref().and_then(|entity| self.house_name(entity));
        house.unwrap_or_else(|| {
            let name = found.record.map(|record| record.name.clone());
            let name = name.or_else(|| Some(found.entity.as_ref()?.name.to_string())).unwrap_or_default();
            let surname = found.record.and_then(|record| record.surname.clone());
            let short = surname.unwrap_or_else(|| self.surname(&name).to_owned());
            HouseName { name, short }
        })
    }

    /// The office on a day: what the registry says, else the last that articles up to the day give.
    fn role_on(&self, found: &Candidate, day: Date) -> Option<String> {
        let registered = found.record.and_then(|record| Term::of(&record.roles, day).now);
        let seen = || {
            let entity = found.entity.as_ref().filter(|entity| entity.kind == Kind::Person)?;
            let until = entity.role_until(&self.index, Some(day));
            let undated = || entity.days.is_none().then(|| entity.role(&self.index)).flatten();
            until.or_else(undated).map(|role| role.title.to_string())
        };
        // An entry that has roles says when none is held.
        let says_none = found.record.is_some_and(|record| !record.roles.is_empty());
        registered.map(|role| role.title.clone()).or_else(|| if says_none { None } else { seen() })
    }

    /// The day of the article at a place of a draft, else of the draft's only one.
    fn day_at(&self, document: &Document, offset: u32) -> Option<Date> {
        let article = document.marks.article_at(offset).unwrap_or_default();
        self.index.article(&document.path, article)?.day
    }
}

impl Candidate<'_> {
    fn kind(&self) -> SymbolKind {
        let seen = self.entity.as_ref().and_then(|entity| symbol_kind(entity.kind));
        let registered = || match self.record.map(|record| record.kind) {
            Some(EntityKind::Person) => SymbolKind::Person,
            Some(EntityKind::Place) => SymbolKind::Place,
            _ => SymbolKind::Organization,
        };
        seen.unwrap_or_else(registered)
    }

    fn id(&self) -> String {
        let seen = self.entity.as_ref().map(|entity| entity.id.clone());
        seen.or_else(|| Some(self.record?.key.clone())).unwrap_or_default()
    }
}

/// The capitalised words that end at `offset`, as a name may have been begun: the longest run of them first.
fn begun(text: &str, offset: u32) -> Vec<Span> {
    let Some(before) = text.get(..offset as usize) else { return Vec::new() };
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'' | '.');
    let mut starts: Vec<usize> = Vec::new();
    let mut end = before.len();
    while starts.len() < LONGEST {
        let start = before[..end].char_indices().rev().take_while(|(_, c)| inside(*c)).last().map(|(at, _)| at);
        let Some(start) = start.filter(|start| before[*start..end].starts_with(char::is_uppercase)) else { break };
        starts.push(start);
        match before[..start].strip_suffix(' ') {
            Some(rest) => end = rest.len(),
            None => break,
        }
    }
    let long_enough = |start: &usize| before[*start..].chars().filter(|c| c.is_alphabetic()).count() >= LEAST;
    let spans = starts.into_iter().rev().filter(long_enough);
    spans.map(|start| Span::new(start as u32, offset)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_begun() {
        let check = |text: &str, expected: &[&str]| {
            let found = begun(text, text.len() as u32);
            assert_eq!(found.iter().map(|span| span.of(text)).collect::<Vec<_>>(), expected, "{text}");
        };
        check("On Monday Ad", &["On Monday Ad", "Monday Ad", "Ad"]);
        check("said Łu", &["Łu"]);
        check("said zel", &[]);
        check("Zel ", &[]);
        check("Z", &[]);
        check("Tom A", &["Tom A"]);
        check("(Berg", &["Berg"]);
    }
}
