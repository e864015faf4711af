//! Whose entry in the registry somebody or something of the articles is, and how the house writes the name.

use ::registry::{ENTITIES, EVENTS, EntityKind, Role};
use corpus::{Entity, Event};
use jiff::civil::Date;
use nlp::{Form, Kind};
use text::Span;

use crate::marks::Hit;
use crate::navigation::{Known, Target};
use crate::snapshot::{Path, Snapshot};

/// How the house writes a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HouseName {
    /// All of it.
    pub name: String,
    /// What somebody is called by later on: the surname. The same as the name, if it is no person's.
    pub short: String,
}

impl Snapshot {
    /// The entry of the registry for what stands at `offset`: nothing where there is none, or where it may be one of
    /// several.
    pub fn type_definition(&self, path: &str, offset: u32) -> Vec<Target> {
        let target = self.known(path, offset).and_then(|(hit, known)| {
            let (file, span) = match &known {
                Known::Entity(entity) => (ENTITIES, self.record_at(entity, path, &hit)?.span),
                Known::Event(event) => (EVENTS, self.event_record(event, Some((path, &hit)))?.span),
            };
            let path: Path = file.into();
            Some(Target { origin: hit.span, path, span: self.block_of(file, span), focus: span, form: Form::Name })
        });
        target.into_iter().collect()
    }

    /// The registry's entry of a person, body or place: the one that has its name, else the one that has another way in
    /// which articles write it, else, for a person, the one whose names may be spellings of it.
    pub fn record(&self, entity: &Entity) -> Option<&::registry::Entity> {
        let kinds = kinds(entity.kind);
        let is_kind = |entry: &&::registry::Entity| kinds.contains(&entry.kind) && !entry.is_not(&entity.name);
        let named = |name: &str| only(self.registry.named(name).filter(is_kind));
        // A bare surname that the registry lists is anybody's of that name.
        let is_telling = |alias: &str| entity.kind != Kind::Person || alias.trim().contains(' ');
        let by_alias = || {
            let aliases = entity.aliases(&self.index);
            same(aliases.iter().filter(|alias| is_telling(alias)).filter_map(|alias| named(alias)))
        };
        let by_spelling = || {
            let is_one = |entry: &&::registry::Entity| {
                is_kind(entry) && entry.names().any(|name| corpus::is_one_person(name, &entity.name))
            };
            (entity.kind == Kind::Person).then(|| only(self.registry.spelled(&entity.name).filter(is_one))).flatten()
        };
        self.registry.entities()?;
        named(&entity.name).or_else(by_alias).or_else(by_spelling)
    }

    /// The registry's entry of somebody or something as it is named at a place: what a reader says there counts first.
    pub(crate) fn record_at(&self, entity: &Entity, path: &str, hit: &Hit) -> Option<&::registry::Entity> {
        self.referred_entity(path, hit.span).or_else(|| self.record(entity))
    }

    /// The registry's entry of an event: the one that a reader links the words at `seat` to; by a name that the words at `seat`, or those of its definition, mean; else by
    /// its kind, place and days. Days that do not meet are another event's.
    pub(crate) fn event_record(&self, event: &Event, seat: Option<(&str, &Hit)>) -> Option<&::registry::Event> {
        let all = &self.registry.events()?.all;
        let meets = |entry: &::registry::Event| {
            event.interval.is_none_or(|(from, to)| entry.days.first <= to && from <= entry.days.last)
        };
        let said = |words: &str, text: &str| {
            let known = self.registry.known().event(words, text)?;
            let is_it = |entry: &&::registry::Event| known.names.first() == Some(&entry.name);
            only(all.iter().filter(is_it)).filter(|entry| meets(entry))
        };
        let here = || {
            let (path, hit) = seat?;
            let text = &self.documents.get(path)?.text;
            said(hit.span.of(text), text)
        };
        let there = || said(&event.label, &self.documents.get(&*event.definition.path)?.text);
        let by_slots = || {
            let (place, kind) = (event.place.as_deref()?, &*event.kind);
            event.interval?;
            let fits = |entry: &&::registry::Event| {
                entry.kind.as_deref() == Some(kind)
                    && meets(entry)
                    && entry.place.as_deref().is_some_and(|named| self.is_called(named, place))
            };
            only(all.iter().filter(fits))
        };
        let linked = || seat.and_then(|(path, hit)| self.referred_event(path, hit.span));
        linked().or_else(here).or_else(there).or_else(by_slots)
    }

    /// How the house writes what articles write so or so: as `style.names` wants it, else as the registry has it. `None`
    /// where the house says nothing.
    pub fn house_name(&self, entity: &Entity) -> Option<HouseName> {
        let record = self.record(entity);
        let wanted = || {
            let aliases = entity.aliases(&self.index);
            let mut written = std::iter::once(&entity.name).chain(&aliases);
            written.find_map(|name| self.config.house.names.get(&**name).cloned())
        };
        // A bare surname in `style.names` says how the surname is written.
        let with_surname = |wanted: String| match (entity.kind, entity.name.rsplit_once(' ')) {
            (Kind::Person, Some((given, _))) if !wanted.contains(' ') => format!("{given} {wanted}"),
            _ => wanted,
        };
        let name = wanted().map(with_surname).or_else(|| record.map(|record| record.name.clone()))?;
        let surname = record.and_then(|record| record.surname.clone()).filter(|surname| name.ends_with(&**surname));
        let short = match entity.kind {
            Kind::Person => surname.unwrap_or_else(|| self.surname(&name).to_owned()),
            _ => name.clone(),
        };
        Some(HouseName { name, short })
    }

    /// The last word of a person's name, with the small words that belong to it: `van Dyck`.
    pub(crate) fn surname<'a>(&self, name: &'a str) -> &'a str {
        let mut start = name.trim_end().rfind(' ').map_or(0, |at| at + 1);
        while let Some(before) = name[..start].trim_end().rfind(' ').map(|at| at + 1) {
            let word = name[before..start].trim();
            if !word.starts_with(char::is_lowercase) || !self.lang.name_particles.contains(word) {
                break;
            }
            start = before;
        }
        &name[start..]
    }

    /// A place of the registry, which may be named by its key, is called `name`.
    fn is_called(&self, named: &str, name: &str) -> bool {
        let plain = corpus::key::plain;
        let entry = self.registry.entity(named);
        plain(named) == plain(name) || entry.is_some_and(|entry| entry.names().any(|other| plain(other) == plain(name)))
    }

    /// From an entry's key to the last word before the next entry.
    pub(crate) fn block_of(&self, file: &str, key: Span) -> Span {
        let Some(text) = self.registry.text(file) else { return key };
        let starts = self.registry.keys(file);
        let end = starts.into_iter().filter(|start| *start > key.end).min();
        // The next key stands behind a bracket of its own.
        let block = &text[key.start as usize..end.map_or(text.len(), |end| end as usize)];
        let words = block.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '"' | '\''));
        Span::new(key.start, key.start + words.len() as u32)
    }
}

/// The roles of a person around a day: the one before, that of the day, the one behind.
pub(crate) struct Term<'a> {
    pub before: Option<&'a Role>,
    pub now: Option<&'a Role>,
    pub after: Option<&'a Role>,
}

impl<'a> Term<'a> {
    /// Of the roles that hold on a day the one that began last.
    pub fn of(roles: &'a [Role], day: Date) -> Term<'a> {
        let first = |role: &Role| role.from.map(|days| days.first);
        let last = |role: &Role| role.to.map(|days| days.last);
        let holds = |role: &&Role| first(role).is_none_or(|from| from <= day) && last(role).is_none_or(|to| day <= to);
        let now = roles.iter().filter(holds).max_by_key(|role| first(role));
        let is_over = |role: &&Role| last(role).is_some_and(|to| to < day);
        let is_ahead = |role: &&Role| first(role).is_some_and(|from| day < from);
        Term {
            before: roles.iter().filter(is_over).max_by_key(|role| last(role)),
            now,
            after: roles.iter().filter(is_ahead).min_by_key(|role| first(role)),
        }
    }
}

/// What the registry calls what articles have of this kind.
pub(crate) fn kinds(kind: Kind) -> &'static [EntityKind] {
    match kind {
        Kind::Person => &[EntityKind::Person],
        Kind::Organization => &[EntityKind::Organisation, EntityKind::Outlet],
        Kind::Place => &[EntityKind::Place],
        Kind::Event | Kind::Other => &[],
    }
}

/// The one value that an iterator gives.
pub(crate) fn only<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next();
    first.filter(|_| values.next().is_none())
}

/// The one entry that an iterator gives, however often.
fn same<'a>(mut entries: impl Iterator<Item = &'a ::registry::Entity>) -> Option<&'a ::registry::Entity> {
    let first = entries.next()?;
    entries.all(|entry| entry.key == first.key).then_some(first)
}
