//! What an entry of the registry says of somebody or something that articles name, when it is written down.

use ::registry::{EntityKind, NewEntity, NewEvent};
use corpus::{Entity, Event, key};

use crate::snapshot::Snapshot;

/// So many offices are written down.
const TITLES: usize = 6;

impl Snapshot {
    /// The entry of somebody or something that articles name: its name in house form, other ways it is written, and offices seen.
    pub(crate) fn new_entity(&self, entity: &Entity, kind: EntityKind, not: &[String]) -> NewEntity {
        let name = self.house_name(entity).map_or_else(|| entity.name.to_string(), |house| house.name);
        let short = self.surname(&name).to_owned();
        let is_person = kind == EntityKind::Person;
        let is_taken = |alias: &str| self.registry.named(alias).any(|entry| entry.kind == kind);
        let is_news = |alias: &String| {
            !(*alias == name || is_person && *alias == short || not.contains(alias) || is_taken(alias))
        };
        let aliases = entity.aliases(&self.index).iter().map(ToString::to_string).filter(is_news).collect();
        let surname = Some(&short).filter(|short| is_person && name.contains(' ') && short.contains(' ')).cloned();
        let keys = match is_person && short != name {
            true => vec![key::slug(&short), key::slug(&name)],
            false => vec![key::slug(&name)],
        };
        let titles = if is_person { self.titles(entity) } else { Vec::new() };
        NewEntity { keys, kind, name, surname, aliases, not: not.to_vec(), titles }
    }

    /// Offices in the order in which they were seen, each in its fullest words.
    pub(crate) fn titles(&self, entity: &Entity) -> Vec<String> {
        let mut offices: Vec<(Box<str>, Box<str>)> = Vec::new();
        for role in entity.titles(&self.index) {
            match offices.iter_mut().find(|(office, _)| *office == role.office) {
                Some((_, title)) if title.len() < role.title.len() => *title = role.title,
                Some(_) => {}
                None => offices.push((role.office, role.title)),
            }
        }
        offices
            .into_iter()
            .map(|(_, title)| title.split_whitespace().collect::<Vec<_>>().join(" "))
            .take(TITLES)
            .collect()
    }

    /// Nothing is made up: an event whose days nobody tells is not registered.
    pub(crate) fn new_event(&self, event: &Event) -> Option<NewEvent> {
        let articles = &self.lang.closed.articles;
        let bare = event.label.split_once(' ').filter(|(first, _)| articles.contains(&first.to_lowercase()));
        let name = bare.map_or(&*event.label, |(_, rest)| rest).to_owned();
        let days = event.interval?;
        let slug = key::slug(&name);
        let entry = |name: &str| {
            let only = crate::records::only(self.registry.named(name));
            only.map_or_else(|| name.to_owned(), |entry| entry.key.clone())
        };
        Some(NewEvent {
            keys: vec![slug.clone(), format!("{slug}-{}", days.0)],
            name,
            kind: Some(event.kind.to_string()).filter(|kind| !kind.is_empty()),
            days,
            place: event.place.as_deref().map(entry),
            participants: event.participants.iter().map(|name| entry(name)).collect(),
        })
    }
}
