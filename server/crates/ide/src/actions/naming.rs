//! What may be said of a name: that it belongs into the registry, that it is an entry's or is not, that it is no name.

use ::marks::{NewMark, Scope, Value};
use ::registry::{ENTITIES, EVENTS, EntityKind};
use corpus::{Entity, Event, key};
use nlp::{Form, Kind};
use text::Span;

use super::{Action, ActionKind, Desk, FileChange};
use crate::hover::shortened;
use crate::marks::Hit;
use crate::navigation::Known;
use crate::records::kinds;
use crate::said::{NO_NAME, occurrences};

/// So many entries that may be meant are offered.
const CHOICES: usize = 3;
/// Longer words are no name.
const LONGEST: usize = 80;

impl Desk<'_> {
    /// What may be said of the name at `span`, or of the words there as a name.
    pub(super) fn name_actions(&self, span: Span) -> Vec<Action> {
        let known = self.snapshot.known(&self.document.path, span.start);
        let mut actions = match &known {
            Some((hit, Known::Entity(entity))) if self.is_name(hit) => self.entity_actions(hit, entity),
            Some((hit, Known::Event(event))) => self.event_actions(hit, event),
            _ => Vec::new(),
        };
        let named = known.as_ref().and_then(|(hit, known)| match known {
            Known::Entity(entity) if self.is_name(hit) => Some((hit.span, entity.kind)),
            _ => None,
        });
        actions.extend(self.kind_actions(span, named));
        actions
    }

    fn is_name(&self, hit: &Hit) -> bool {
        let article = self.document.marks.article(hit.article);
        let mentions = article.map_or(&[][..], |article| article.mentions(hit.number));
        mentions.iter().any(|mention| mention.span == hit.span && mention.form == Form::Name)
    }

    fn folded(&self, span: Span) -> String {
        nlp::Analysis::folded(&self.document.text, span)
    }

    fn entity_actions(&self, hit: &Hit, entity: &Entity) -> Vec<Action> {
        let words = self.folded(hit.span);
        let record =
            self.snapshot.referred_entity(&self.document.path, hit.span).or_else(|| self.snapshot.record(entity));
        let mut actions = match record {
            None => self.additions(entity),
            Some(_) => Vec::new(),
        };
        actions.extend(self.other_names(entity, &words, record));
        actions.extend(self.not_the_same(entity, &words, record));
        actions.extend(self.links(hit, entity, record));
        actions
    }

    /// A block in `entities.toml`; of a name that may be anything, a block of each kind.
    fn additions(&self, entity: &Entity) -> Vec<Action> {
        let all = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place];
        let (kinds, says_kind) = match kinds(entity.kind).first() {
            Some(kind) => (vec![*kind], false),
            None => (all.to_vec(), true),
        };
        let add = |kind: EntityKind| {
            let new = self.snapshot.new_entity(entity, kind, &[]);
            let of = if says_kind { format!(" as {}", a_kind(kind)) } else { String::new() };
            let change = self.snapshot.registry.addition(&new)?;
            Some(self.registering(format!("Add {} to {ENTITIES}{of}", new.name), ENTITIES, change))
        };
        kinds.into_iter().filter_map(add).collect()
    }

    /// Entries that the name may belong to, though they do not have it.
    fn other_names(&self, entity: &Entity, words: &str, record: Option<&::registry::Entity>) -> Vec<Action> {
        let may_be = |entry: &&::registry::Entity| record.is_none_or(|record| record.key == entry.key);
        let add = |entry: &::registry::Entity| {
            let change = ::registry::add_word(self.registry_text(ENTITIES)?, &entry.key, "aliases", words)?;
            let title = format!("“{words}” is another name of {}", entry.name);
            Some(Action { caret: None, ..self.registering(title, ENTITIES, change) })
        };
        let lacks =
            |entry: &&::registry::Entity| !entry.names().any(|name| name == words) && !self.is_surname(entry, words);
        self.alike(entity, words).into_iter().filter(may_be).filter(lacks).take(CHOICES).filter_map(add).collect()
    }

    /// A bare surname is not written down as a name: it is anybody's who bears it.
    fn is_surname(&self, entry: &::registry::Entity, words: &str) -> bool {
        entry.kind == EntityKind::Person && entry.names().any(|name| self.snapshot.surname(name) == words)
    }

    fn alike(&self, entity: &Entity, words: &str) -> Vec<&::registry::Entity> {
        let registry = &self.snapshot.registry;
        let is_kind = |entry: &&::registry::Entity| kinds(entity.kind).contains(&entry.kind);
        let allows = |entry: &&::registry::Entity| is_kind(entry) && !entry.is_not(words);
        if entity.kind == Kind::Person {
            let is_one = |entry: &&::registry::Entity| entry.names().any(|name| corpus::may_be_one(name, words));
            return registry.spelled(words).filter(allows).filter(is_one).collect();
        }
        let said = key::plain(words);
        let shares = |entry: &&::registry::Entity| entry.names().any(|name| shares_a_word(&key::plain(name), &said));
        registry.entities().into_iter().flat_map(|entities| &entities.all).filter(allows).filter(shares).collect()
    }

    /// The folder takes the words for a name of somebody who has another.
    fn not_the_same(&self, entity: &Entity, words: &str, record: Option<&::registry::Entity>) -> Option<Action> {
        let is_bare = entity.kind == Kind::Person && !words.contains(' ');
        let name = record.map_or(&*entity.name, |record| &*record.name);
        if is_bare || name == words || record.is_some_and(|record| record.names().any(|name| name == words)) {
            return None;
        }
        let title = format!("“{words}” is not {name}");
        let text = self.registry_text(ENTITIES);
        match record {
            Some(record) => {
                let change = ::registry::add_word(text?, &record.key, "not", words)?;
                Some(Action { caret: None, ..self.registering(title, ENTITIES, change) })
            }
            None => {
                let kind = *kinds(entity.kind).first()?;
                let new = self.snapshot.new_entity(entity, kind, &[words.to_owned()]);
                let change = self.snapshot.registry.addition(&new)?;
                Some(self.registering(title, ENTITIES, change))
            }
        }
    }

    /// The words here are an entry's that the folder would not take them for.
    fn links(&self, hit: &Hit, entity: &Entity, record: Option<&::registry::Entity>) -> Vec<Action> {
        let words = self.folded(hit.span);
        let is_other = |entry: &&::registry::Entity| record.is_none_or(|record| record.key != entry.key);
        let link = |entry: &::registry::Entity| {
            let says = [("ref", Value::Words(&entry.key))];
            self.marking(format!("“{words}” is {} here", entry.name), hit.span, "entity", Scope::Here, &says)
        };
        self.alike(entity, &words).into_iter().filter(is_other).take(CHOICES).filter_map(link).collect()
    }

    /// The words are no name, or a name of another kind: here, everywhere in the file, or in all files of the folder.
    fn kind_actions(&self, span: Span, named: Option<(Span, Kind)>) -> Vec<Action> {
        let inside = named.filter(|(name, _)| span.is_empty() || name.contains_span(span));
        let Some(words) = inside.map(|(name, _)| name).or_else(|| self.may_be_name(span)) else { return Vec::new() };
        let text = self.folded(words);
        let count = occurrences(&self.document.text, words.of(&self.document.text)).count();
        let places = self.snapshot.told_places(words.of(&self.document.text));
        let found = inside.map(|(_, kind)| kind);
        let sayings = [
            (NO_NAME, "no name", None),
            ("person", "a person", Some(Kind::Person)),
            ("organisation", "an organisation", Some(Kind::Organization)),
            ("place", "a place", Some(Kind::Place)),
        ];
        let mut actions = Vec::new();
        for (word, phrase, kind) in sayings {
            if (kind.is_none() && found.is_none()) || (kind.is_some() && kind == found) {
                continue;
            }
            let says = [("ref", Value::Words(word))];
            let title = format!("“{}” is {phrase}", shortened(&text, 40));
            let everywhere = format!("{title}, at all {count} places of this file");
            let in_folder = format!("{title}, in the whole folder ({places})");
            actions.extend(self.marking(title, words, "entity", Scope::Here, &says));
            if count > 1 {
                let wide = self.marking(everywhere, words, "entity", Scope::Article, &says);
                actions.extend(wide.map(|action| Action { wide: true, ..action }));
            }
            // Also of words that stand here alone: tomorrow's articles will have them.
            let folder = self.marking(in_folder, words, "entity", Scope::Folder, &says);
            actions.extend(folder.map(|action| Action { wide: true, ..action }));
        }
        actions
    }

    /// Selected words of one line that begin large. A cursor of one letter selects nothing.
    fn may_be_name(&self, span: Span) -> Option<Span> {
        let words = span.of(&self.document.text);
        let is_name = words.chars().nth(1).is_some()
            && words.chars().count() <= LONGEST
            && words.starts_with(char::is_uppercase)
            && words.trim() == words
            && !words.contains('\n');
        is_name.then_some(span)
    }

    fn event_actions(&self, hit: &Hit, event: &Event) -> Vec<Action> {
        let record = self.snapshot.event_record(event, Some((&self.document.path, hit)));
        let add = || {
            let change = ::registry::add_event(self.registry_text(EVENTS), &self.snapshot.new_event(event)?)?;
            let title = format!("Add “{}” to {EVENTS}", shortened(&event.label, 60));
            Some(self.registering(title, EVENTS, change))
        };
        let addition = if record.is_none() { add() } else { None };
        let is_other = |entry: &&::registry::Event| record.is_none_or(|record| record.key != entry.key);
        let link = |entry: &::registry::Event| {
            let says = [("event", Value::Words(&entry.key))];
            self.marking(format!("Link to event {}", entry.name), hit.span, "event", Scope::Here, &says)
        };
        let alike = self.events_alike(event).into_iter().filter(is_other).take(CHOICES);
        addition.into_iter().chain(alike.filter_map(link)).collect()
    }

    /// Entries of the same kind or with a word in common, whose days do not speak against it.
    fn events_alike(&self, event: &Event) -> Vec<&::registry::Event> {
        let said = key::plain(&event.label);
        let meets = |entry: &&::registry::Event| {
            event.interval.is_none_or(|(from, to)| entry.days.first <= to && from <= entry.days.last)
        };
        let fits = |entry: &&::registry::Event| {
            let is_kind = entry.kind.as_deref().is_some_and(|kind| *kind == *event.kind);
            is_kind || entry.names().any(|name| shares_a_word(&key::plain(name), &said))
        };
        let all = self.snapshot.registry.events().into_iter().flat_map(|events| &events.all);
        all.filter(meets).filter(fits).collect()
    }

    fn registry_text(&self, file: &str) -> Option<&str> {
        self.snapshot.registry.text(file).map(|text| &**text)
    }

    fn registering(&self, title: String, file: &str, change: ::registry::Change) -> Action {
        let creates = self.registry_text(file).is_none();
        let changes = vec![FileChange { path: file.into(), creates, edits: vec![change.edit] }];
        Action { title, changes, caret: Some((file.into(), change.caret)), ..Action::of(ActionKind::Mark) }
    }

    /// A mark that leaves nothing to be written.
    fn marking(&self, title: String, span: Span, kind: &str, scope: Scope, says: &[(&str, Value)]) -> Option<Action> {
        Some(Action { caret: None, ..self.mark(title, span, NewMark::Of { kind, scope, says })? })
    }
}

fn a_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "a person",
        EntityKind::Organisation => "an organisation",
        EntityKind::Place => "a place",
        EntityKind::Outlet => "an outlet",
    }
}

/// Two names, in plain letters, have one of their longer words in common.
fn shares_a_word(a: &str, b: &str) -> bool {
    a.split(' ').filter(|word| word.len() > 3).any(|word| b.split(' ').any(|other| other == word))
}
