//! `dateline events`: what happened, when and where, by the articles.

use std::process::ExitCode;
use std::sync::Arc;

use corpus::Event;

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::table::{Cell, Format, Table};

/// Options of `dateline events`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The form of the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Prints a row for every event.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    table(&folder).write(args.format, &mut anstream::stdout().lock())?;
    Ok(folder.done())
}

/// A row for every event, by day; those without one come last.
pub fn table(folder: &Folder) -> Table {
    let columns = ["from", "to", "event", "place", "participants", "mentions", "articles", "told", "kind", "id"];
    let mut table = Table::new(&columns).hide(&["kind", "id"]);
    for event in events(folder) {
        let names = |name: &str| called(folder, name);
        table.row([
            Cell::from(event.interval.map(|(from, _)| from.to_string())),
            Cell::from(event.interval.map(|(_, to)| to.to_string())),
            Cell::from(event.label.as_ref()),
            Cell::from(event.place.as_deref().map(names)),
            Cell::from(event.participants.iter().map(|name| names(name)).collect::<Vec<_>>()),
            Cell::from(event.members.len()),
            Cell::from(articles(&event)),
            Cell::from(definition(folder, &event).map(|place| place.address())),
            Cell::from(event.kind.as_ref()),
            Cell::from(event.id.as_str()),
        ]);
    }
    table
}

/// All events, by day, those without one last. What is told of once, as `the talks` and no more, is left out: an event
/// has a day, a place, two parties, a number in a series, or is told of again.
pub fn events(folder: &Folder) -> Vec<Arc<Event>> {
    let index = folder.snapshot.index();
    let mut all = index.events();
    all.retain(|event| {
        let dated =
            || event.members.iter().any(|member| index.event_fact(member).is_some_and(|fact| fact.value.is_some()));
        event.place.is_some()
            || event.participants.len() > 1
            || event.ordinal.is_some()
            || event.members.len() > 1
            || dated()
    });
    all.sort_by(|a, b| (a.interval.is_none(), a.interval, &a.id).cmp(&(b.interval.is_none(), b.interval, &b.id)));
    all
}

/// In how many articles an event is told.
pub fn articles(event: &Event) -> usize {
    let mut all: Vec<_> = event.members.iter().map(|member| (&member.path, member.article)).collect();
    all.sort();
    all.dedup();
    all.len()
}

/// The mention that dates or places it.
pub fn definition(folder: &Folder, event: &Event) -> Option<Place> {
    let span = folder.snapshot.event_mention(&event.definition)?;
    Some(Place::new(folder, folder.snapshot.document(&event.definition.path)?, span))
}

/// A name as the folder's entities have it.
pub fn called(folder: &Folder, name: &str) -> String {
    let kinds = [nlp::Kind::Place, nlp::Kind::Organization, nlp::Kind::Person];
    let known = kinds.into_iter().find_map(|kind| folder.snapshot.index().entity_named(kind, name));
    known.map_or_else(|| name.to_owned(), |entity| entity.name.to_string())
}
