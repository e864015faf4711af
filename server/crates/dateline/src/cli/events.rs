//! `dateline events`: what happened, when and where, by the articles.

mod dossier;
mod story;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use corpus::events::Kinship;
use corpus::{Event, key};

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::page::Page;
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
    /// All that is known of one of them, as Markdown: an id, or words of it, in any order
    #[arg(long, value_name = "ID|WORDS", conflicts_with = "format")]
    show: Option<String>,
    /// With --show or --story: as one page for a browser
    #[arg(long)]
    html: bool,
    /// Who reported one of them when, on whose word, and where they differ, as Markdown
    #[arg(long, value_name = "ID|WORDS", conflicts_with_all = ["format", "show"])]
    story: Option<String>,
    /// With --show and --story: at most so many lines in each list; 0 is all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

/// Prints a row for every event.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    let out = &mut anstream::stdout().lock();
    match (&args.show, &args.story) {
        (Some(words), _) => {
            let event = find(&folder, words)?;
            let page = dossier::page(&folder, &event, args.limit);
            write!(out, "{}", shown(&folder, &page, args.html))?;
        }
        (None, Some(words)) => {
            let event = find(&folder, words)?;
            let page = story::page(&folder, &event, args.limit);
            write!(out, "{}", shown(&folder, &page, args.html))?;
        }
        (None, None) => table(&folder).write(args.format, out)?,
    }
    Ok(folder.done())
}

/// The page for a browser, or as Markdown.
fn shown(folder: &Folder, page: &Page, html: bool) -> String {
    if html { page.html(folder) } else { page.text().to_owned() }
}

/// A row for every event, by day; those without one come last.
pub fn table(folder: &Folder) -> Table {
    let columns =
        ["from", "to", "event", "status", "place", "participants", "mentions", "articles", "told", "kind", "id"];
    let mut table = Table::new(&columns).hide(&["kind", "id"]);
    let kinship = Kinship::new(folder.snapshot.index());
    for event in events(folder) {
        let names = |name: &str| called(folder, name);
        table.row([
            Cell::from(event.interval.map(|(from, _)| from.to_string())),
            Cell::from(event.interval.map(|(_, to)| to.to_string())),
            Cell::from(event.label.as_ref()),
            Cell::from(kinship.status(&event).map(lang::EventStatus::name)),
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

/// The one event of an id, or that all of these words are said of: in a mention, its type, its place, its parties or its
/// days. An error says which it may be.
fn find(folder: &Folder, words: &str) -> Result<Arc<Event>, Failure> {
    let all = folder.snapshot.index().events();
    if let Some(event) = all.iter().find(|event| event.id == words.trim()) {
        return Ok(event.clone());
    }
    let wanted = key::plain(words);
    let said: Vec<(Vec<String>, String)> = all.iter().map(|event| said_of(folder, event)).collect();
    let is_called = |at: &usize| said[*at].0.contains(&wanted);
    let has_all = |at: &usize| {
        let text = format!(" {} ", said[*at].1);
        !wanted.is_empty() && wanted.split(' ').all(|word| text.contains(&format!(" {word} ")))
    };
    let called: Vec<usize> = (0..all.len()).filter(is_called).collect();
    let found = if called.is_empty() { (0..all.len()).filter(has_all).collect() } else { called };
    match found[..] {
        [at] => Ok(all[at].clone()),
        [] => Err(Failure::new(format!("no event here is called {words:?}; {}", nearest(&all, &said, &wanted)))),
        _ => {
            let found: Vec<&Arc<Event>> = found.iter().map(|at| &all[*at]).collect();
            Err(Failure::new(format!("{words:?} may be {}: say which, by more words or the id", list(&found))))
        }
    }
}

/// What an event is called, each way for itself; and all that is said of it in one.
fn said_of(folder: &Folder, event: &Event) -> (Vec<String>, String) {
    let facts = event.members.iter().filter_map(|member| folder.snapshot.index().event_fact(member));
    let labels: Vec<String> = facts.map(|fact| key::plain(&fact.label)).collect();
    let slots = [Some(&event.kind), event.place.as_ref()].into_iter().flatten().chain(&event.participants);
    let slots = slots.map(|slot| key::plain(slot)).chain([key::plain(&event.id)]);
    let text: Vec<String> = labels.iter().cloned().chain(slots).collect();
    (labels, text.join(" "))
}

/// Events that share most of the words, as a hint.
fn nearest(all: &[Arc<Event>], said: &[(Vec<String>, String)], wanted: &str) -> String {
    let shared = |text: &str| wanted.split(' ').filter(|word| text.split(' ').any(|other| other == *word)).count();
    let mut near: Vec<(usize, &Arc<Event>)> = all
        .iter()
        .zip(said)
        .map(|(event, (_, text))| (shared(text), event))
        .filter(|(shared, _)| *shared > 0)
        .collect();
    near.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let near: Vec<&Arc<Event>> = near.into_iter().map(|(_, event)| event).collect();
    if near.is_empty() {
        "`dateline events` lists all there are".to_owned()
    } else {
        format!("near it: {}", list(&near))
    }
}

/// How many are named in an error.
const SHOWN: usize = 5;

fn list(all: &[&Arc<Event>]) -> String {
    let named = all.iter().take(SHOWN).map(|event| format!("{} ({})", event.label, event.id));
    let more = all.len().checked_sub(SHOWN).filter(|more| *more > 0).map(|more| format!("{more} more"));
    named.chain(more).collect::<Vec<_>>().join(", ")
}

/// A name as the folder's entities have it.
pub fn called(folder: &Folder, name: &str) -> String {
    let kinds = [nlp::Kind::Place, nlp::Kind::Organization, nlp::Kind::Person];
    let known = kinds.into_iter().find_map(|kind| folder.snapshot.index().entity_named(kind, name));
    known.map_or_else(|| name.to_owned(), |entity| entity.name.to_string())
}
