//! `dateline events --show ID|WORDS`: all that a folder says of one event, as Markdown.

use std::sync::Arc;

use corpus::Event;
use corpus::events::Kinship;
use nlp::facts::EventFact;

use super::{articles, called, definition};
use crate::cli::folder::Folder;
use crate::cli::page::{self, Page, counted, days, escaped};

/// The dossier of `event`, lists of at most `limit` items.
pub fn page(folder: &Folder, event: &Event, limit: usize) -> Page {
    let index = folder.snapshot.index();
    let kinship = Kinship::new(index);
    let mut page = Page::new(&event.label, limit);
    let told = counted(event.members.len(), "mention", "mentions");
    page.line(&format!(
        "{}, `{}`: {told} in {}",
        event.kind,
        event.id,
        counted(articles(event), "article", "articles")
    ));
    page.list("What is known", slots(folder, event, &kinship));
    page.list("Days by", evidence(folder, event));
    page.list("Part of", kinship.umbrellas(event).iter().map(|other| line(folder, other)));
    page.list("Its parts", kinship.parts(event).iter().map(|other| line(folder, other)));
    page.list("Of the same series", kinship.rounds(event).iter().map(|other| line(folder, other)));
    page.list("Mentions", mentions(folder, event, |_| Some(String::new())));
    page
}

fn slots(folder: &Folder, event: &Event, kinship: &Kinship) -> Vec<String> {
    let day = event.interval.map(|(from, to)| format!("when: {}", days(from, to)));
    let status = kinship.status(event).map(|status| format!("status: {}", status.name()));
    let place = event.place.as_deref().map(|name| format!("where: {}", escaped(&called(folder, name))));
    let parties: Vec<String> = event.participants.iter().map(|name| escaped(&called(folder, name))).collect();
    let who = (!parties.is_empty()).then(|| format!("who: {}", parties.join(", ")));
    let ordinal = event.ordinal.map(|ordinal| format!("number in its series: {ordinal}"));
    let told = definition(folder, event)
        .map(|place| format!("best told: {}, {}", page::whence(folder, &event.definition), place.address()));
    [day, status, place, who, ordinal, told].into_iter().flatten().collect()
}

/// The mentions that give a day, with what it comes to.
fn evidence(folder: &Folder, event: &Event) -> Vec<String> {
    mentions(folder, event, |fact| {
        let value = fact.value.as_deref()?;
        let days = fact.interval.map_or_else(|| value.to_owned(), |(from, to)| days(from, to));
        Some(format!(" → {days}"))
    })
}

/// Mentions by the days of their articles, with what `note` says of each; without those of which it says nothing.
fn mentions(folder: &Folder, event: &Event, note: impl Fn(&EventFact) -> Option<String>) -> Vec<String> {
    let members = page::by_day(folder, &event.members);
    let line = |member: &corpus::Member| {
        let note = note(folder.snapshot.index().event_fact(member)?)?;
        let place = page::place(folder, member, folder.snapshot.event_mention(member))?;
        Some(format!("{}: {}{note}, {}", page::whence(folder, member), page::words(&place), place.address()))
    };
    members.iter().filter_map(line).collect()
}

fn line(folder: &Folder, event: &Arc<Event>) -> String {
    let days = event.interval.map_or_else(|| "undated".to_owned(), |(from, to)| days(from, to));
    let place = definition(folder, event).map(|place| place.address()).unwrap_or_default();
    format!("{days}: {} (`{}`) {place}", escaped(&event.label), event.id)
}
