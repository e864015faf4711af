//! `dateline entities --show NAME`: all that a folder says of one person, body or place, as Markdown.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use corpus::{Entity, Event, Member, RoleSeen, key};
use jiff::civil::Date;
use nlp::{Form, Kind};
use registry::EntityKind;
use text::PositionEncoding;

use super::{introduction, mention};
use crate::cli::folder::Folder;
use crate::cli::page::{self, Page, counted, days, escaped};

/// The dossier of `entity`: with its role on the day `on`, if one is given; lists of at most `limit` items.
pub fn page(folder: &Folder, entity: &Entity, on: Option<Date>, limit: usize) -> Page {
    let mut page = Page::new(&entity.name, limit);
    page.line(&head(folder, entity));
    let members = page::by_day(folder, entity.members(folder.snapshot.index()));
    page.list("Where", bounds(folder, entity, &members));
    page.list("On record", on_record(folder, entity));
    if let Some(day) = on {
        page.list(&format!("Role on {day}"), [role_on(folder, entity, day)]);
    }
    page.list("Spellings", spellings(folder, &members));
    page.list("Roles", roles(folder, entity));
    page.list("Says", quotations(folder, entity));
    page.list("Is spoken about", spoken_about(folder, entity));
    page.list("Named with", company(folder, entity, &members));
    page.list("Events", events(folder, entity, &members));
    page.list("Articles", articles(folder, &members));
    page
}

/// ``person, `per:ines-marvaldi`: 34 mentions in 12 articles, 2025-01-31 to 2025-06-12``
fn head(folder: &Folder, entity: &Entity) -> String {
    let articles = counted(entity.articles(folder.snapshot.index()), "article", "articles");
    let mentions = counted(entity.mentions, "mention", "mentions");
    let days = entity.days.map(|(first, last)| format!(", {}", days(first, last))).unwrap_or_default();
    format!("{}, `{}`: {mentions} in {articles}{days}", entity.kind.name(), entity.id)
}

/// Where it is introduced, and its first and last mention by the days of the articles.
fn bounds(folder: &Folder, entity: &Entity, members: &[Member]) -> Vec<String> {
    let at = |what: &str, member: &Member, number: u32| {
        let place = mention(folder, member, number)?;
        Some(format!("{what}: {}, {}", page::whence(folder, member), place.address()))
    };
    let index = folder.snapshot.index();
    let is_dated = |member: &&Member| index.article(&member.path, member.article).is_some_and(|own| own.day.is_some());
    let last_of = |member: &Member| index.fact(member).map_or(0, |fact| fact.mentions.len().saturating_sub(1)) as u32;
    let (first, last) = (members.first(), members.iter().rev().find(is_dated).or(members.last()));
    let introduced = introduction(folder, entity)
        .map(|place| format!("introduced: {}, {}", page::whence(folder, &entity.definition), place.address()));
    let first = first.and_then(|member| at("first mentioned", member, 0));
    let last = last.and_then(|member| at("last mentioned", member, last_of(member)));
    [introduced, first, last].into_iter().flatten().collect()
}

/// What `entities.toml` says: names, offices with their days, and where it says so.
fn on_record(folder: &Folder, entity: &Entity) -> Vec<String> {
    let registry = folder.snapshot.registry();
    let Some(known) = registry.entities() else { return Vec::new() };
    let aliases = entity.aliases(folder.snapshot.index());
    let own: BTreeSet<String> = aliases.iter().map(AsRef::as_ref).chain([&*entity.name]).map(key::plain).collect();
    let is_kind = |kind: EntityKind| match entity.kind {
        Kind::Person => kind == EntityKind::Person,
        Kind::Place => kind == EntityKind::Place,
        _ => matches!(kind, EntityKind::Organisation | EntityKind::Outlet),
    };
    // A full name or none: a surname may be another's.
    let is_it = |entry: &&registry::Entity| {
        is_kind(entry.kind)
            && entry
                .names()
                .map(key::plain)
                .any(|name| own.contains(&name) && (entity.kind != Kind::Person || name.contains(' ')))
    };
    let at = |span: text::Span| {
        let lines = registry.lines(registry::ENTITIES)?;
        let position = lines.position(PositionEncoding::Utf32, span.start);
        Some(format!("{}:{}:{}", folder.shown(registry::ENTITIES), position.line + 1, position.column + 1))
    };
    let mut items = Vec::new();
    for entry in known.all.iter().filter(is_it) {
        let others: Vec<String> = entry.names().skip(1).map(escaped).collect();
        let also = if others.is_empty() { String::new() } else { format!(", also {}", others.join(", ")) };
        let qid = entry.qid.as_ref().map(|qid| format!(", {}", escaped(qid))).unwrap_or_default();
        let died = entry.died.map(|died| format!(", died {}", days(died.first, died.last))).unwrap_or_default();
        let place = at(entry.span).unwrap_or_default();
        items.push(format!("{} (`{}`){also}{qid}{died}: {place}", escaped(&entry.name), entry.key));
        items.extend(entry.roles.iter().map(|role| {
            let org = role.org.as_ref().map(|org| format!(", {}", escaped(org))).unwrap_or_default();
            let from = role.from.map(|from| from.first.to_string()).unwrap_or_default();
            let to = role.to.map(|to| to.last.to_string()).unwrap_or_default();
            let term = if from.is_empty() && to.is_empty() { String::new() } else { format!(", {from}–{to}") };
            format!("{}{org}{term}: {}", escaped(&role.title), at(role.span).unwrap_or_default())
        }));
    }
    items
}

/// The role it is given on a day or last before it.
fn role_on(folder: &Folder, entity: &Entity, day: Date) -> String {
    match entity.role_until(folder.snapshot.index(), Some(day)) {
        Some(role) => format!("{}{}: {}", escaped(&role.title), status(folder, &role), proof(folder, &role)),
        None => "no article of that day or before gives one".to_owned(),
    }
}

/// `, former`: how somebody stands to the office, where he does not simply hold it.
fn status(folder: &Folder, role: &RoleSeen) -> String {
    folder.snapshot.lang.role_status(&role.title).map(|status| format!(", *{}*", status.name())).unwrap_or_default()
}

/// `2025-03-04, Montavar Herald, 01.txt:4:5`
fn proof(folder: &Folder, role: &RoleSeen) -> String {
    let place = mention(folder, &role.member, role.mention).map(|place| place.address());
    let whence = page::whence(folder, &role.member);
    place.map_or_else(|| whence.clone(), |place| format!("{whence}, {place}"))
}

/// Every way it is named, the most frequent first, and in which articles.
fn spellings(folder: &Folder, members: &[Member]) -> Vec<String> {
    let mut all: BTreeMap<String, BTreeMap<usize, (usize, String)>> = BTreeMap::new();
    for (order, member) in members.iter().enumerate() {
        let forms = folder.snapshot.index().fact(member).map_or(&[][..], |fact| &fact.mentions);
        let named = (0..).zip(forms).filter(|(_, form)| **form == Form::Name).map(|(number, _)| number);
        for place in named.filter_map(|number| mention(folder, member, number)) {
            let own = all.entry(page::words(&place)).or_default();
            own.entry(order).or_insert_with(|| (0, place.address())).0 += 1;
        }
    }
    let mut all: Vec<_> = all.into_iter().collect();
    let count = |articles: &BTreeMap<usize, (usize, String)>| articles.values().map(|(count, _)| count).sum::<usize>();
    all.sort_by_key(|(_, articles)| Reverse(count(articles)));
    let line = |(spelling, articles): &(String, BTreeMap<usize, (usize, String)>)| {
        let total = count(articles);
        let shown = articles.values().take(PLACES).map(|(count, address)| match count {
            1 => address.clone(),
            _ => format!("{address} (×{count})"),
        });
        let more = articles.len().checked_sub(PLACES).filter(|more| *more > 0).map(|more| format!("{more} more"));
        let shown: Vec<String> = shown.chain(more).collect();
        let articles = counted(articles.len(), "article", "articles");
        format!("“{spelling}” {} in {articles}: {}", total, shown.join(", "))
    };
    all.iter().map(line).collect()
}

/// Articles named with a spelling.
const PLACES: usize = 6;

/// Every title, by the day it was seen first, with the last day it was seen on and the mention that proves it.
fn roles(folder: &Folder, entity: &Entity) -> Vec<String> {
    let mut all: Vec<(RoleSeen, RoleSeen, usize)> = Vec::new();
    for role in entity.roles(folder.snapshot.index()) {
        let same = |(first, ..): &&mut (RoleSeen, RoleSeen, usize)| {
            first.office == role.office && first.title.to_lowercase() == role.title.to_lowercase()
        };
        match all.iter_mut().find(same) {
            Some((_, last, count)) => {
                *count += 1;
                if role.day.is_some() {
                    *last = role;
                }
            }
            None => all.push((role.clone(), role, 1)),
        }
    }
    let line = |(first, last, count): &(RoleSeen, RoleSeen, usize)| {
        let title = format!("{}{}", escaped(&first.title), status(folder, first));
        let mut line = format!("{title}: {}", proof(folder, first));
        if *count > 1 {
            let until = last.day.filter(|day| first.day != Some(*day)).map(|day| format!(", last on {day}"));
            line.push_str(&format!("; {} in all{}", counted(*count, "time", "times"), until.unwrap_or_default()));
        }
        line
    };
    all.iter().map(line).collect()
}

/// What it is quoted as saying, latest first.
fn quotations(folder: &Folder, entity: &Entity) -> Vec<String> {
    let quotes = entity.last_quotes(folder.snapshot.index(), usize::MAX).into_iter();
    let lines = quotes.filter_map(|(member, number)| {
        let place = page::place(folder, &member, folder.snapshot.quotation(&member, number))?;
        Some(format!("{}: {} {}", page::whence(folder, &member), page::words(&place), place.address()))
    });
    lines.collect()
}

/// What others are given as saying of it, latest first.
fn spoken_about(folder: &Folder, entity: &Entity) -> Vec<String> {
    let Some(start) = introduction(folder, entity).map(|place| place.span.start) else { return Vec::new() };
    let mut all = Vec::new();
    for talk in folder.snapshot.speakers_about(&entity.definition.path, start, &entity.id) {
        let Some(document) = folder.snapshot.document(&talk.party.path) else { continue };
        let number = talk.contents.first().and_then(|span| folder.snapshot.article_at(&talk.party.path, span.start));
        let member = Member { path: talk.party.path.clone(), article: number.unwrap_or_default(), entity: 0 };
        let day = folder.snapshot.index().article(&member.path, member.article).and_then(|article| article.day);
        let whence = page::whence(folder, &member);
        all.extend(talk.contents.iter().map(|span| {
            let place = super::Place::new(folder, document.clone(), *span);
            let line = format!("{whence}, {}: {} {}", escaped(&talk.party.name), page::words(&place), place.address());
            (Reverse(day), member.clone(), *span, line)
        }));
    }
    all.sort();
    all.into_iter().map(|(.., line)| line).collect()
}

/// Whom the same articles name, those in the most first.
fn company(folder: &Folder, entity: &Entity, members: &[Member]) -> Vec<String> {
    let index = folder.snapshot.index();
    let mut articles: Vec<(&corpus::Path, u32)> = members.iter().map(|member| (&member.path, member.article)).collect();
    articles.sort();
    articles.dedup();
    let mut counts: BTreeMap<String, (usize, Arc<Entity>)> = BTreeMap::new();
    for (path, article) in articles {
        let facts = index.article(path, article).map_or(&[][..], |facts| &facts.entities);
        let named =
            (0..).zip(facts).filter(|(_, fact)| fact.mentions.contains(&Form::Name) && fact.kind != Kind::Other);
        let others = named.filter_map(|(at, _)| index.entity_of(&Member { path: path.clone(), article, entity: at }));
        let others: BTreeMap<String, Arc<Entity>> = others.map(|other| (other.id.clone(), other)).collect();
        for (id, other) in others.into_iter().filter(|(id, _)| *id != entity.id) {
            counts.entry(id).or_insert((0, other)).0 += 1;
        }
    }
    let mut all: Vec<(usize, Arc<Entity>)> = counts.into_values().collect();
    all.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.id.cmp(&other.id)));
    let line = |(count, other): &(usize, Arc<Entity>)| {
        format!("{} (`{}`): {}", escaped(&other.name), other.id, counted(*count, "article", "articles"))
    };
    all.iter().map(line).collect()
}

/// Events that it takes part in or that are held there, by day.
fn events(folder: &Folder, entity: &Entity, members: &[Member]) -> Vec<String> {
    let index = folder.snapshot.index();
    let mut all: BTreeMap<_, Arc<Event>> = BTreeMap::new();
    for member in members {
        let Some((article, fact)) = index.article(&member.path, member.article).zip(index.fact(member)) else {
            continue;
        };
        let called = match entity.kind {
            Kind::Person => nlp::coreference::surname(&fact.name),
            _ => &fact.name,
        };
        let takes_part = |event: &nlp::facts::EventFact| {
            event.participants.iter().any(|party| **party == *called) || event.place.as_deref() == Some(called)
        };
        for (at, _) in (0..).zip(&article.events).filter(|(_, event)| takes_part(event)) {
            let Some(event) = index.event_of(&Member { entity: at, ..member.clone() }) else { continue };
            all.insert((event.interval.is_none(), event.interval, event.id.clone()), event);
        }
    }
    let line = |event: &Arc<Event>| {
        let days = event.interval.map_or_else(|| "undated".to_owned(), |(from, to)| days(from, to));
        let place = crate::cli::events::definition(folder, event).map(|place| place.address()).unwrap_or_default();
        format!("{days}: {} (`{}`) {place}", escaped(&event.label), event.id)
    };
    all.values().map(line).collect()
}

/// Where it is mentioned, an item for each article, by day.
fn articles(folder: &Folder, members: &[Member]) -> Vec<String> {
    let index = folder.snapshot.index();
    let line = |member: &Member| {
        let count = index.fact(member).map_or(0, |fact| fact.mentions.len());
        let title = index.article(&member.path, member.article).and_then(|article| article.title.as_deref());
        let title = title.map(|title| format!(", {}", escaped(title))).unwrap_or_default();
        let place = mention(folder, member, 0)?.address();
        let whence = page::whence(folder, member);
        Some(format!("{whence}{title}: {}, from {place}", counted(count, "mention", "mentions")))
    };
    members.iter().filter_map(line).collect()
}
