//! What is offered to somebody who edits a file of the registry: entries of those whom the folder names, keys that an entry
//! has not yet, and values as far as they can be known.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use ::registry::written::{Field, Part, Place, Value, ValueKind};
use ::registry::{ENTITIES, EVENTS, EntityKind, FieldForm, Form, Shape};
use corpus::{Entity, key};
use nlp::Kind;
use text::Span;

use super::Subject;
use super::card::field_card;
use crate::markup::Markup;
use crate::outline::{SymbolKind, days, symbol_kind};
use crate::records::kinds;
use crate::snapshot::Snapshot;

/// Something that may be written at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What was typed of it up to the cursor, and what stands behind that to be replaced. Bytes of the file.
    pub typed: Span,
    /// What stands there afterwards.
    pub text: String,
    /// The same for a list.
    pub label: String,
    /// More of it.
    pub detail: String,
    /// What it is.
    pub kind: OfferKind,
    /// What a key means.
    pub card: Option<Markup>,
}

/// What is offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfferKind {
    /// A new entry, whole.
    Entry(SymbolKind),
    /// The key of a field.
    Key,
    /// A word of a list that is closed.
    Word,
    /// A name, or the key of an entry.
    Name(SymbolKind),
}

/// At most so much is offered: nobody reads more before typing on.
const OFFERED: usize = 40;

/// Where somebody writes, and what is there of it.
struct Desk<'a> {
    snapshot: &'a Snapshot,
    path: &'a str,
    text: &'a str,
    place: Place<'a>,
    offset: u32,
}

impl Snapshot {
    /// What may be written at `offset` of a file of the registry, the likeliest first.
    pub fn entry_offers(&self, path: &str, offset: u32) -> Vec<Offer> {
        let (Some(text), Some(place)) = (self.registry.text(path), self.entry_place(path, offset)) else {
            return Vec::new();
        };
        let desk = Desk { snapshot: self, path, text, place, offset };
        let mut all = match place.part {
            Part::Value(field, value) => desk.values(field, desk.begun(value)),
            Part::Room(field) => desk.values(field, Begun::nothing(offset)),
            Part::Key(field) => desk.keys(field.key_span, field.equals.is_some()),
            Part::Entry(span) => desk.entries(span),
            Part::Between => desk.keys(Span::empty(offset), false),
        };
        all.truncate(OFFERED);
        all
    }
}

/// A value that somebody has begun.
struct Begun {
    /// With quotation marks.
    span: Span,
    /// What stands before the cursor, without them.
    words: String,
}

impl Begun {
    fn nothing(offset: u32) -> Begun {
        Begun { span: Span::empty(offset), words: String::new() }
    }
}

impl Desk<'_> {
    fn begun(&self, value: &Value) -> Begun {
        // Words that have not been ended reach over what belongs to others.
        let end = if value.is_ended { value.span.end } else { self.offset };
        let before = Span::new(value.span.start, self.offset.min(end)).of(self.text);
        let words = match &value.kind {
            ValueKind::Words(_) => before.trim_matches(['"', '\'']),
            _ => before,
        };
        Begun { span: Span::new(value.span.start, end), words: words.to_owned() }
    }

    /// Keys that the table has not yet; before them, outside of roles, entries.
    fn keys(&self, typed: Span, has_value: bool) -> Vec<Offer> {
        let before = Span::new(0, typed.start).of(self.text);
        let line = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
        let begins_line = line.trim().is_empty();
        let opens = line.trim_end().ends_with(['{', ',']) && line.contains('{');
        if !begins_line && !opens {
            return Vec::new();
        }
        let words = Span::new(typed.start, self.offset.min(typed.end)).of(self.text);
        let is_free = |field: &&FieldForm| {
            let is_there =
                self.place.table.fields.iter().any(|other| other.key == field.key && other.key_span != typed);
            !is_there && self.has(field) && field.key.starts_with(words)
        };
        let fields = self.place.form.map_or(&[][..], Form::fields).iter().filter(is_free);
        let equals = if has_value { "" } else { " = " };
        let keys = fields.map(|field| Offer {
            typed,
            text: format!("{}{equals}", field.key),
            label: field.key.to_owned(),
            detail: field.means.to_owned(),
            kind: OfferKind::Key,
            card: Some(field_card(field)),
        });
        let mut all: Vec<Offer> = keys.collect();
        if begins_line && !has_value && self.place.form != Some(Form::Role) {
            all.extend(self.new_entries(typed, words));
        }
        all
    }

    /// Whether the entry is of a kind that has the field, as far as it says.
    fn has(&self, field: &FieldForm) -> bool {
        let is_other = match (self.place.form, field.key) {
            (Some(Form::Event), "date") => ["from", "to"].iter().any(|key| self.place.table.field(key).is_some()),
            (Some(Form::Event), "from" | "to") => self.place.table.field("date").is_some(),
            _ => false,
        };
        !is_other && self.kind().is_none_or(|kind| field.is_of(kind))
    }

    fn kind(&self) -> Option<EntityKind> {
        EntityKind::of(self.place.table.words("type")?)
    }

    /// Entries for a header that was begun: `[bra`.
    fn entries(&self, key: Span) -> Vec<Offer> {
        let before = Span::new(0, key.start).of(self.text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let is_alone = before[start..].chars().all(|c| c == '[');
        if !is_alone || self.offset < key.end || self.place.table.fields.iter().any(|field| field.key_span != key) {
            return Vec::new();
        }
        let behind = &self.text[key.end as usize..];
        let end = key.end + (behind.len() - behind.trim_start_matches(']').len()) as u32;
        self.new_entries(Span::new(start as u32, end), key.of(self.text))
    }

    /// Whole entries of those whom the folder names and the registry does not have; of events that have their days.
    fn new_entries(&self, typed: Span, words: &str) -> Vec<Offer> {
        let taken = self.snapshot.registry.written(self.path).map(|file| file.keys().collect()).unwrap_or_default();
        let mut all = match self.path {
            ENTITIES => self
                .unregistered(words, &[Kind::Person, Kind::Organization, Kind::Place])
                .into_iter()
                .filter_map(|entity| self.new_entity(typed, &taken, &entity))
                .collect(),
            EVENTS => self.new_events(typed, &taken, words),
            _ => Vec::new(),
        };
        all.truncate(OFFERED / 2);
        all
    }

    fn new_entity(&self, typed: Span, taken: &HashSet<&str>, entity: &Entity) -> Option<Offer> {
        let kind = *kinds(entity.kind).first()?;
        let new = self.snapshot.new_entity(entity, kind, &[]);
        Some(Offer {
            typed,
            text: ::registry::entity_block(self.text, taken, &new)?,
            label: new.name,
            detail: format!("new entry · {}", kind.word()),
            kind: OfferKind::Entry(symbol_kind(entity.kind)?),
            card: None,
        })
    }

    fn new_events(&self, typed: Span, taken: &HashSet<&str>, words: &str) -> Vec<Offer> {
        let found = self.snapshot.index.find_events(words, OFFERED * 2).into_iter().map(|(_, event)| event);
        let unknown = found.filter(|event| self.snapshot.event_record(event, None).is_none());
        let offer = |event: Arc<corpus::Event>| {
            let new = self.snapshot.new_event(&event)?;
            Some(Offer {
                typed,
                text: ::registry::event_block(self.text, taken, &new)?,
                detail: format!("new entry · {}", days(new.days.0, new.days.1)),
                label: new.name,
                kind: OfferKind::Entry(SymbolKind::Event),
                card: None,
            })
        };
        unknown.filter_map(offer).collect()
    }

    /// Those whom the folder names and the registry does not have, the most mentioned first.
    fn unregistered(&self, words: &str, of: &[Kind]) -> Vec<Arc<Entity>> {
        let found = self.snapshot.index.find(&words.replace('-', " "), usize::MAX).into_iter();
        let is_news = |entity: &Arc<Entity>| of.contains(&entity.kind) && self.snapshot.record(entity).is_none();
        found.map(|(_, entity)| entity).filter(is_news).take(OFFERED / 2).collect()
    }

    /// Values of a field.
    fn values(&self, field: &Field, begun: Begun) -> Vec<Offer> {
        let Some((form, known)) = self.place.form.and_then(|form| Some((form, form.field(&field.key)?))) else {
            return Vec::new();
        };
        let is_list = matches!(known.shape, Shape::List | Shape::Entries);
        let wraps = is_list && field.value.is_none();
        let given = given(field, self.offset);
        let written = |word: &str| match known.shape {
            Shape::Flag => word.to_owned(),
            _ if wraps => format!("[{}]", ::registry::quoted(word)),
            _ => ::registry::quoted(word),
        };
        let all = match known.shape {
            Shape::OneOf(words, _) => self.words(words.iter().map(|word| (*word).to_owned()), &begun),
            Shape::Flag => self.words(["true", "false"].map(str::to_owned), &begun),
            Shape::Entry | Shape::Entries => self.known_entries(&begun),
            Shape::Roles => return self.roles(field),
            Shape::Words | Shape::List => self.named(form, known.key, &begun),
            Shape::Days => Vec::new(),
        };
        let all = all.into_iter().filter(|(word, ..)| !given.contains(word.as_str()));
        let offer = |(word, detail, kind): Said| Offer {
            typed: begun.span,
            text: written(&word),
            label: word,
            detail,
            kind,
            card: None,
        };
        all.map(offer).collect()
    }

    fn words(&self, words: impl IntoIterator<Item = String>, begun: &Begun) -> Vec<Said> {
        let fits = words.into_iter().filter(|word| word.to_lowercase().starts_with(&begun.words.to_lowercase()));
        fits.map(|word| (word, String::new(), OfferKind::Word)).collect()
    }

    /// Keys of entries, by key or by name.
    fn known_entries(&self, begun: &Begun) -> Vec<Said> {
        let query = key::plain(&begun.words);
        let fits = |words: &str| query.is_empty() || corpus::matches(&key::plain(words), &query).is_some();
        let entries = self.snapshot.registry.entities().into_iter().flat_map(|entities| &entities.all);
        let is_own = |entry: &::registry::Entity| self.path == ENTITIES && self.place.entry == Some(&*entry.key);
        let entries = entries.filter(|entry| !is_own(entry) && (fits(&entry.key) || entry.names().any(fits)));
        let mut all: Vec<&::registry::Entity> = entries.collect();
        // Offices belong to bodies and places, and events are at places; people come first where they take part.
        let wants_people =
            matches!(self.place.part, Part::Value(field, _) | Part::Room(field) if field.key == "participants");
        all.sort_by_key(|entry| {
            ((entry.kind == EntityKind::Person) != wants_people, !entry.key.starts_with(&*begun.words))
        });
        let said = |entry: &::registry::Entity| {
            (
                entry.key.clone(),
                format!("{} · {}", entry.name, entry.kind.word()),
                OfferKind::Name(symbol_of(entry.kind)),
            )
        };
        all.into_iter().take(OFFERED).map(said).collect()
    }

    /// Names and offices that articles give.
    fn named(&self, form: Form, field: &str, begun: &Begun) -> Vec<Said> {
        match (form, field) {
            (Form::Entity, "name") => self.folder_names(begun),
            (Form::Entity, "aliases" | "variants") => self.spellings(begun),
            (Form::Role, "title") => self.words(self.titles(), begun),
            (Form::Event, "type") => {
                let lexicon = self.snapshot.lang.event_nouns.values().map(|noun| noun.kind.to_string());
                self.words(lexicon.collect::<BTreeSet<String>>(), begun)
            }
            _ => Vec::new(),
        }
    }

    fn folder_names(&self, begun: &Begun) -> Vec<Said> {
        let all = [Kind::Person, Kind::Organization, Kind::Place];
        let of = all.into_iter().filter(|kind| self.kind().is_none_or(|entry| kinds(*kind).contains(&entry)));
        let said = |entity: Arc<Entity>| {
            let kind = symbol_kind(entity.kind)?;
            let name = self.snapshot.new_entity(&entity, *kinds(entity.kind).first()?, &[]).name;
            Some((name, crate::hover::counted(entity.mentions, "mention", "mentions"), OfferKind::Name(kind)))
        };
        self.unregistered(&begun.words, &of.collect::<Vec<_>>()).into_iter().filter_map(said).collect()
    }

    /// Ways in which articles write what the entry is about, and which it has not.
    fn spellings(&self, begun: &Begun) -> Vec<Said> {
        let Some(record) = self.record() else { return Vec::new() };
        let mut all = BTreeSet::new();
        for entity in self.snapshot.entities_of(record) {
            let aliases = entity.aliases(&self.snapshot.index);
            let written = aliases.iter().map(|alias| &**alias).chain([&*entity.name]).map(str::to_owned);
            let is_surname = |alias: &String| self.snapshot.surname(&record.name) == alias;
            all.extend(written.filter(|alias| !record.names().any(|name| name == alias) && !is_surname(alias)));
        }
        self.words(all, begun)
    }

    /// Offices that articles give whom the entry is about.
    fn titles(&self) -> Vec<String> {
        let Some(record) = self.record() else { return Vec::new() };
        let known = |title: &String| record.roles.iter().any(|role| role.title == *title);
        let titles = self.snapshot.entities_of(record).into_iter().flat_map(|entity| self.snapshot.titles(&entity));
        titles.filter(|title| !known(title)).collect()
    }

    /// Whole roles, for a list of them.
    fn roles(&self, field: &Field) -> Vec<Offer> {
        let wraps = field.value.is_none();
        let offer = |title: String| {
            let role = format!("{{ title = {} }}", ::registry::quoted(&title));
            Offer {
                typed: Span::empty(self.offset),
                text: if wraps { format!("[\n  {role},\n]") } else { format!("{role},") },
                label: title,
                detail: "role".to_owned(),
                kind: OfferKind::Word,
                card: None,
            }
        };
        self.titles().into_iter().map(offer).collect()
    }

    fn record(&self) -> Option<&::registry::Entity> {
        match self.snapshot.entry_of(self.path, self.place.entry?)? {
            Subject::Entity(record) => Some(record),
            Subject::Event(_) => None,
        }
    }
}

/// A word with what is said beside it.
type Said = (String, String, OfferKind);

/// The words that a list holds already, but for the one at the cursor.
fn given(field: &Field, offset: u32) -> BTreeSet<&str> {
    match field.value.as_ref().map(|value| &value.kind) {
        Some(ValueKind::List(values)) => {
            values.iter().filter(|value| !value.span.touches(offset)).filter_map(|value| value.words()).collect()
        }
        _ => BTreeSet::new(),
    }
}

fn symbol_of(kind: EntityKind) -> SymbolKind {
    match kind {
        EntityKind::Person => SymbolKind::Person,
        EntityKind::Place => SymbolKind::Place,
        EntityKind::Organisation | EntityKind::Outlet => SymbolKind::Organization,
    }
}
