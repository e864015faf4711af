//! What an editor asks in a file of the registry while somebody edits it. Nothing here needs the file to be whole: what
//! stands where is looked up in the text as it is, what an entry says in what could be read last.

mod card;
mod offers;
mod places;

use std::sync::Arc;

use ::registry::written::{Part, Place};
use ::registry::{ENTITIES, EVENTS, Form, Shape};
use corpus::{Entity, Event, Member};
use nlp::Kind;
use text::Span;

use crate::marks::Thing;
use crate::records::only;
use crate::snapshot::Snapshot;

pub use offers::{Offer, OfferKind};

/// Events of one name that are looked at.
const LOOKED_AT: usize = 50;

/// Whom or what a place of a file names.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Entity(&'a ::registry::Entity),
    Event(&'a ::registry::Event),
}

impl Snapshot {
    /// Who or what of the folder an entry is: namesakes that it may be any of are left out.
    pub(crate) fn entities_of(&self, record: &::registry::Entity) -> Vec<Arc<Entity>> {
        let kinds = [Kind::Person, Kind::Organization, Kind::Place];
        let kinds = kinds.into_iter().filter(|kind| crate::records::kinds(*kind).contains(&record.kind));
        let named = kinds.flat_map(|kind| record.names().filter_map(move |name| self.index.entity_named(kind, name)));
        let surname = |name| self.index.people_called(self.surname(name).rsplit(' ').next().unwrap_or_default());
        let is_person = record.kind == ::registry::EntityKind::Person;
        let spelled = record.names().filter(|_| is_person).flat_map(surname);
        let mut all: Vec<Arc<Entity>> = named.chain(spelled).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        all.retain(|entity| self.record(entity).is_some_and(|other| other.key == record.key));
        all
    }

    /// The events of the folder that an entry is about, the most told one first.
    fn events_of(&self, record: &::registry::Event) -> Vec<Arc<Event>> {
        let mut all = self.index.events_between(record.days.first, record.days.last);
        let named = record.names().flat_map(|name| self.index.find_events(name, LOOKED_AT));
        all.extend(named.map(|(_, event)| event));
        all.retain(|event| self.event_record(event, None).is_some_and(|other| other.key == record.key));
        all.extend(self.linked_events(&record.key));
        all.sort_by(|a, b| (b.members.len(), &a.id).cmp(&(a.members.len(), &b.id)));
        all.dedup_by(|a, b| a.id == b.id);
        all
    }

    /// The events of which readers say that they are the entry's.
    fn linked_events(&self, key: &str) -> Vec<Arc<Event>> {
        let mut all = Vec::new();
        for (path, annotations) in self.annotations.iter() {
            let Some(document) = self.documents.get(&**path) else { continue };
            let hits = annotations.linked_events(key).filter_map(|span| document.marks.hit(span.start));
            let members = hits.filter(|hit| hit.thing == Thing::Event).map(|hit| Member {
                path: document.path.clone(),
                article: hit.article,
                entity: hit.number,
            });
            all.extend(members.filter_map(|member| self.index.event_of(&member)));
        }
        all
    }

    fn entry_place(&self, path: &str, offset: u32) -> Option<Place<'_>> {
        self.registry.written(path)?.place(path, offset)
    }

    /// Whom or what a place names, and the words that do.
    fn subject(&self, path: &str, place: &Place) -> Option<(Span, Subject<'_>)> {
        let own = || self.entry_of(path, place.entry?);
        match place.part {
            Part::Entry(span) => Some((span, own()?)),
            Part::Value(field, value) => {
                let words = value.words()?;
                let form = place.form?;
                let is_name = form != Form::Role && NAMES.contains(&&*field.key);
                let subject = match form.field(&field.key)?.shape {
                    Shape::Entry | Shape::Entries => self.referred(words).map(Subject::Entity),
                    _ if is_name => own(),
                    _ if field.key == "not" => only(self.registry.named(words)).map(Subject::Entity),
                    _ => None,
                };
                Some((value.span, subject?))
            }
            Part::Key(_) | Part::Room(_) | Part::Between => None,
        }
    }

    /// The entry of a key of a file.
    fn entry_of(&self, path: &str, key: &str) -> Option<Subject<'_>> {
        match path {
            ENTITIES => self.registry.entity(key).map(Subject::Entity),
            EVENTS => self.registry.event(key).map(Subject::Event),
            _ => None,
        }
    }

    /// The entry that a key or a name refers to.
    fn referred(&self, words: &str) -> Option<&::registry::Entity> {
        self.registry.entity(words).or_else(|| only(self.registry.named(words)))
    }
}

/// Fields that hold names of the entry itself.
const NAMES: &[&str] = &["name", "surname", "aliases", "variants"];
