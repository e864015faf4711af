//! The last line of an extract: who and what a folder's files mention, across files.

use std::collections::HashMap;

use corpus::events::Kinship;
use corpus::{Entity, Event, Member};
use ide::{Path, Snapshot};
use nlp::{Analysis, Kind};
use text::Span;

use super::file::range;
use super::record;

/// Where the titles of people stand, by the mention they stand beside: the one thing that has to be remembered of a file
/// until all are read.
#[derive(Default)]
pub struct Titles(HashMap<(Member, u32), Span>);

impl Titles {
    /// The titles of a file.
    pub fn of(path: &Path, analysis: &Analysis) -> Titles {
        let mut titles = Titles::default();
        for (article, read) in analysis.articles.iter().enumerate() {
            for (entity, known) in read.entities.iter().enumerate() {
                let member = Member { path: path.clone(), article: article as u32, entity: entity as u32 };
                let titled = (0..).zip(&known.mentions).filter_map(|(number, mention)| Some((number, mention.role?)));
                titles.0.extend(titled.map(|(number, role)| ((member.clone(), number), role)));
            }
        }
        titles
    }

    /// Remembers those of one more file.
    pub fn extend(&mut self, other: Titles) {
        self.0.extend(other.0);
    }
}

/// Everyone, everything and every event of a folder, by id.
pub fn collection(snapshot: &Snapshot, titles: &Titles) -> record::Collection {
    let index = snapshot.index();
    let kinship = Kinship::new(index);
    record::Collection {
        folder: None,
        entities: index.entities().iter().map(|entity| entity_record(snapshot, entity, titles)).collect(),
        events: index.events().iter().map(|event| event_record(snapshot, event, &kinship)).collect(),
    }
}

fn entity_record(snapshot: &Snapshot, entity: &Entity, titles: &Titles) -> record::Entity {
    let index = snapshot.index();
    let introduction =
        index.fact(&entity.definition).and_then(|fact| snapshot.mention(&entity.definition, fact.introduction));
    let roles = entity.roles(index).into_iter().filter_map(|role| {
        let day = role.day.map(|day| day.to_string());
        let beside = titles.0.get(&(role.member.clone(), role.mention)).copied();
        let record::Place { path, start, end } =
            place(snapshot, &role.member, beside.or_else(|| snapshot.mention(&role.member, role.mention)))?;
        let status = snapshot.lang.role_status(&role.title).map(lang::RoleStatus::name);
        Some(record::Role { title: role.title.to_string(), status, path, start, end, from: day.clone(), to: day })
    });
    record::Entity {
        id: entity.id.clone(),
        kind: entity.kind.name(),
        name: entity.name.to_string(),
        aliases: entity.aliases(index).iter().map(ToString::to_string).collect(),
        definition: place(snapshot, &entity.definition, introduction),
        mentions: entity.mentions,
        documents: documents(entity.members(index)),
        roles: roles.collect(),
    }
}

fn event_record(snapshot: &Snapshot, event: &Event, kinship: &Kinship) -> record::Event {
    let anyone = [Kind::Person, Kind::Organization, Kind::Place];
    record::Event {
        id: event.id.clone(),
        label: event.label.to_string(),
        from: event.interval.map(|(from, _)| from.to_string()),
        to: event.interval.map(|(_, to)| to.to_string()),
        status: kinship.status(event).map(lang::EventStatus::name),
        ordinal: event.ordinal,
        part_of: kinship.umbrellas(event).iter().map(|umbrella| umbrella.id.clone()).collect(),
        place: event.place.as_deref().and_then(|name| id_of(snapshot, &[Kind::Place], name)),
        participants: event.participants.iter().filter_map(|name| id_of(snapshot, &anyone, name)).collect(),
        definition: place(snapshot, &event.definition, snapshot.event_mention(&event.definition)),
        mentions: event.members.len(),
        documents: documents(&event.members),
    }
}

fn id_of(snapshot: &Snapshot, kinds: &[Kind], name: &str) -> Option<String> {
    kinds.iter().find_map(|kind| snapshot.index().entity_named(*kind, name)).map(|entity| entity.id.clone())
}

fn documents(members: &[Member]) -> usize {
    let mut paths: Vec<&str> = members.iter().map(|member| &*member.path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.len()
}

fn place(snapshot: &Snapshot, member: &Member, span: Option<Span>) -> Option<record::Place> {
    let document = snapshot.document(&member.path)?;
    let [start, end] = range(&document, span?);
    Some(record::Place { path: member.path.to_string(), start, end })
}
