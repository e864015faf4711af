//! What holds what: bodies and the bodies they belong to, places and their countries, events and the visits or talks that
//! they are a part of. Only what names, the gazetteer or an event's days, place and parties show; and only what articles of
//! the folder mention, since whoever asks wants to go there.

use std::sync::Arc;

use corpus::{Entity, Event, Kin};
use lang::PlaceKind;
use nlp::Kind;
use text::Span;

use crate::hover::counted;
use crate::hover::person::mentions_line;
use crate::marks::Thing;
use crate::navigation::Known;
use crate::outline::{SymbolKind, symbol_kind};
use crate::snapshot::{Path, Snapshot};

/// A body, place or event, at the place that introduces or dates it. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// Which across the folder: `org:foreign-ministry`.
    pub id: String,
    /// The name.
    pub name: String,
    /// A body, place or event.
    pub kind: SymbolKind,
    /// More: `4 mentions in 2 articles`, an event's days.
    pub detail: String,
    /// The file.
    pub path: Path,
    /// The sentence around the name.
    pub span: Span,
    /// The name's place.
    pub focus: Span,
}

/// Nobody reads more of them.
const LIMIT: usize = 256;
/// Heads of bodies of a state, by what `body-words.tsv` calls them: these belong to the country they name.
const OF_STATES: [&str; 2] = ["state", "military"];

impl Snapshot {
    /// The body, place or event at `offset`. People are no part of anything.
    pub fn node(&self, path: &str, offset: u32) -> Option<Node> {
        let (_, known) = self.known(path, offset)?;
        self.node_of(&known)
    }

    /// What the body, place or event called `id` belongs to, the nearest first. It stood at `offset` of the file when it
    /// was asked for.
    pub fn supertypes(&self, path: &str, offset: u32, id: &str) -> Vec<Node> {
        match self.called(path, offset, id) {
            Some(Known::Entity(entity)) => self.entity_nodes(self.whole(&entity).into_iter().collect()),
            Some(Known::Event(event)) => self.event_nodes(self.kin(&event).wholes),
            None => Vec::new(),
        }
    }

    /// What belongs to the body, place or event called `id`: bodies and places that are spoken of most first, events by day.
    pub fn subtypes(&self, path: &str, offset: u32, id: &str) -> Vec<Node> {
        match self.called(path, offset, id) {
            Some(Known::Entity(entity)) => self.entity_nodes(self.parts(&entity)),
            Some(Known::Event(event)) => self.event_nodes(self.kin(&event).parts),
            None => Vec::new(),
        }
    }

    /// The events that belong to one, its rounds among them.
    pub(crate) fn kin(&self, event: &Event) -> Kin {
        self.index.kin(event, |part, whole| self.country_of(part).is_some_and(|country| country == whole))
    }

    /// What a body or place belongs to: the nearest that the folder knows.
    pub(crate) fn whole(&self, entity: &Entity) -> Option<Arc<Entity>> {
        let named =
            |(kind, name): (Kind, String)| self.index.entity_named(kind, &name).filter(|whole| whole.kind == kind);
        let wholes = self.names_of_wholes(entity.kind, &entity.name);
        wholes.into_iter().filter_map(named).find(|whole| whole.id != entity.id)
    }

    /// What belongs to a body or place.
    pub(crate) fn parts(&self, entity: &Entity) -> Vec<Arc<Entity>> {
        let mut parts: Vec<Arc<Entity>> = Vec::new();
        for kind in [Kind::Organization, Kind::Place] {
            // A name says by itself what it may belong to: nothing is looked up for the others.
            let fits = |name: &&str| {
                let wholes = self.names_of_wholes(kind, name);
                wholes.iter().any(|(kind, whole)| *kind == entity.kind && self.is_name_of(entity, whole))
            };
            parts.extend(self.index.names(kind).filter(fits).filter_map(|name| self.index.entity_named(kind, name)));
        }
        parts.retain(|part| part.id != entity.id && self.whole(part).is_some_and(|whole| whole.id == entity.id));
        parts.sort_by(|a, b| (b.mentions, &a.id).cmp(&(a.mentions, &b.id)));
        parts.dedup_by(|a, b| a.id == b.id);
        parts
    }

    fn is_name_of(&self, entity: &Entity, name: &str) -> bool {
        *entity.name == *name || self.index.entity_named(entity.kind, name).is_some_and(|named| named.id == entity.id)
    }

    /// The names of what a name may belong to, the nearest first: bodies in whose names others stand, the country of a
    /// body of state, the country of a town.
    fn names_of_wholes(&self, kind: Kind, name: &str) -> Vec<(Kind, String)> {
        match kind {
            Kind::Place => self.country_of(name).map(|country| (Kind::Place, country.to_owned())).into_iter().collect(),
            Kind::Organization => {
                let mut rest = name;
                let owners: Vec<&str> = std::iter::from_fn(|| {
                    rest = self.owner_in(rest)?;
                    Some(rest)
                })
                .collect();
                let bodies = owners.iter().map(|owner| (Kind::Organization, (*owner).to_owned()));
                // Of a body inside a body of state the last says whose state it is.
                let of_state = owners.iter().rev().chain([&name]).find(|body| self.is_of_state(body));
                let state = of_state.and_then(|body| self.state_in(body)).map(|state| (Kind::Place, state));
                bodies.chain(state).collect()
            }
            Kind::Person | Kind::Event | Kind::Other => Vec::new(),
        }
    }

    /// `Foreign Ministry` in `Diplomatic Academy of the Foreign Ministry`.
    fn owner_in<'a>(&self, name: &'a str) -> Option<&'a str> {
        let closed = &self.lang.closed;
        let words = name.split(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        });
        let of = words.clone().skip(1).find(|(_, word)| closed.of.contains(word))?;
        let (start, _) = words.into_iter().find(|(at, word)| *at > of.0 && !closed.definite.contains(word))?;
        name.get(start..)
    }

    /// The place whose state a body is of: `Norway` of `Norwegian Foreign Ministry`, `Bank of Norway`, `Ministry of Defence
    /// of Norway`.
    fn state_in(&self, name: &str) -> Option<String> {
        let first = name.split(' ').next()?;
        let demonym = self.lang.demonyms.get(first).map(|demonym| demonym.place.to_string());
        // A place that no gazetteer has: `Velmian`.
        let of_folder = || {
            let stems = self.lang.adjective_endings.iter().filter_map(|ending| first.strip_suffix(&**ending));
            let place = stems.filter_map(|stem| self.index.entity_named(Kind::Place, stem)).next()?;
            (place.kind == Kind::Place).then(|| place.name.to_string())
        };
        let behind = || {
            let last = self.owner_in(name)?;
            Some(self.lang.places.exact(last).map_or(last, |place| &place.canonical).to_owned())
        };
        demonym.or_else(of_folder).or_else(behind)
    }

    /// A body whose head word is that of a body of state: the last of its words, or the last before an `of`.
    fn is_of_state(&self, name: &str) -> bool {
        let words = name.split(' ');
        let head = words.take_while(|word| !self.lang.closed.of.contains(word)).last().unwrap_or_default();
        self.lang.body_words.get(head).is_some_and(|kind| OF_STATES.contains(&&**kind))
    }

    /// The country that a town lies in, by the gazetteer. Whose a region is, may be what the news is about.
    pub(crate) fn country_of(&self, place: &str) -> Option<&str> {
        let known = self.lang.places.exact(place)?;
        if !matches!(known.kind, PlaceKind::City | PlaceKind::Capital) || known.country.is_empty() {
            return None;
        }
        self.lang.countries.get(&known.country).map(|country| &**country).filter(|country| **country != *place)
    }

    fn called(&self, path: &str, offset: u32, id: &str) -> Option<Known> {
        let document = self.documents.get(path)?;
        let is_it = |known: &Known| match known {
            Known::Entity(entity) => entity.id == id,
            Known::Event(event) => event.id == id,
        };
        let known = |thing: Thing, member: &corpus::Member| match thing {
            Thing::Entity => self.index.entity_of(member).map(Known::Entity),
            Thing::Event => self.index.event_of(member).map(Known::Event),
        };
        let here = document.marks.hits(offset).into_iter().filter_map(|hit| {
            let member = corpus::Member { path: document.path.clone(), article: hit.article, entity: hit.number };
            known(hit.thing, &member)
        });
        // Edits may have moved the words.
        let anywhere = document.marks.members(&document.path).filter_map(|(thing, member)| known(thing, &member));
        here.chain(anywhere).find(is_it)
    }

    fn node_of(&self, known: &Known) -> Option<Node> {
        match known {
            Known::Entity(entity) => self.entity_node(entity),
            Known::Event(event) => self.event_node(event),
        }
    }

    fn entity_nodes(&self, entities: Vec<Arc<Entity>>) -> Vec<Node> {
        entities.iter().take(LIMIT).filter_map(|entity| self.entity_node(entity)).collect()
    }

    fn event_nodes(&self, events: Vec<Arc<Event>>) -> Vec<Node> {
        events.iter().take(LIMIT).filter_map(|event| self.event_node(event)).collect()
    }

    fn entity_node(&self, entity: &Entity) -> Option<Node> {
        if !matches!(entity.kind, Kind::Organization | Kind::Place) {
            return None;
        }
        let member = &entity.definition;
        let article = self.documents.get(&*member.path)?.marks.article(member.article)?;
        let focus = self.mention(member, self.index.fact(member)?.introduction)?;
        let span = article.introduction(member.entity).unwrap_or(focus).cover(focus);
        Some(Node {
            id: entity.id.clone(),
            name: entity.name.to_string(),
            kind: symbol_kind(entity.kind)?,
            detail: mentions_line(entity, &self.index),
            path: member.path.clone(),
            span,
            focus,
        })
    }

    fn event_node(&self, event: &Event) -> Option<Node> {
        let member = &event.definition;
        let mark =
            self.documents.get(&*member.path)?.marks.article(member.article)?.events.get(member.entity as usize)?;
        let days = event.interval.map(|(from, to)| crate::outline::days(from, to));
        let mentions = counted(event.members.len(), "mention", "mentions");
        Some(Node {
            id: event.id.clone(),
            name: event.label.to_string(),
            kind: SymbolKind::Event,
            detail: days.into_iter().chain([mentions]).collect::<Vec<_>>().join(" · "),
            path: member.path.clone(),
            span: mark.sentence.cover(mark.span),
            focus: mark.span,
        })
    }
}
