//! The timeline as people, spreadsheets, programs and calendars read it.

use std::io::{self, Write};

use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::item::Item;
use super::{Format, Timeline, html};
use crate::cli::folder::Folder;
use crate::cli::table::{self, Cell, Table};

const COLUMNS: [&str; 10] = ["start", "end", "precision", "event", "who", "where", "article", "line", "basis", "quote"];

impl Timeline {
    /// Writes it in a form. `today` is the day a calendar says it was made on.
    pub fn write(
        &self,
        folder: &Folder,
        format: Format,
        undated: bool,
        today: Date,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let shown = if undated { &self.undated } else { &self.dated };
        match format {
            Format::Text => self.text(undated, out),
            Format::Tsv => table(shown).write(table::Format::Tsv, out),
            Format::Csv => table(shown).write(table::Format::Csv, out),
            Format::Json => {
                let list = |items: &[Item]| items.iter().map(value).collect::<Vec<_>>();
                let all = match undated {
                    true => json!({ "undated": list(&self.undated) }),
                    false => json!({ "dated": list(&self.dated), "undated": list(&self.undated) }),
                };
                writeln!(out, "{all:#}")
            }
            Format::Html => write!(out, "{}", html::page(folder, self, undated)),
            Format::Ics => write!(out, "{}", calendar(&self.dated, today)),
        }
    }

    fn text(&self, undated: bool, out: &mut dyn Write) -> io::Result<()> {
        if !undated {
            people(&self.dated, true).write(table::Format::Text, out)?;
        }
        if !undated && !self.dated.is_empty() && !self.undated.is_empty() {
            writeln!(out)?;
        }
        if !undated && !self.undated.is_empty() {
            writeln!(out, "undated:")?;
        }
        people(&self.undated, false).write(table::Format::Text, out)
    }
}

/// What fits on a line.
fn people(items: &[Item], dated: bool) -> Table {
    let columns: &[&'static str] = match dated {
        true => &["start", "end", "event", "who", "where", "told", "basis"],
        false => &["event", "who", "where", "told", "basis"],
    };
    let mut table = Table::new(columns);
    for item in items {
        let rest = [
            Cell::from(item.label.as_str()),
            Cell::from(item.who.clone()),
            Cell::from(item.r#where.clone()),
            Cell::from(item.place.address()),
            Cell::from(item.basis.as_str()),
        ];
        let days = dated.then(|| [Cell::from(start(item)), Cell::from(end(item))]);
        table.row(days.into_iter().flatten().chain(rest));
    }
    table
}

fn table(items: &[Item]) -> Table {
    let mut table = Table::new(&COLUMNS);
    for item in items {
        table.row([
            Cell::from(start(item)),
            Cell::from(end(item)),
            Cell::from(item.precision.name()),
            Cell::from(item.label.as_str()),
            Cell::from(item.who.clone()),
            Cell::from(item.r#where.clone()),
            Cell::from(item.place.shown.as_str()),
            Cell::from(item.place.start.0 as usize),
            Cell::from(item.basis.as_str()),
            Cell::from(item.quote.as_str()),
        ]);
    }
    table
}

/// The columns, and what programs want besides.
fn value(item: &Item) -> Value {
    json!({
        "start": start(item),
        "end": end(item),
        "precision": item.precision.name(),
        "event": item.label,
        "who": item.who,
        "where": item.r#where,
        "article": item.place.shown,
        "line": item.place.start.0,
        "basis": item.basis,
        "quote": item.quote,
        "id": item.id,
        "kind": item.kind,
        "articles": item.articles,
        "outlets": item.outlets,
        "column": item.place.start.1,
        "chars": [item.place.chars.0, item.place.chars.1],
    })
}

fn start(item: &Item) -> Option<String> {
    item.days.map(|(from, _)| from.to_string())
}

fn end(item: &Item) -> Option<String> {
    item.days.and_then(|(_, to)| to).map(|to| to.to_string())
}

/// Events that have a day of their own. What only has the bounds of its article would fill a calendar with days on which
/// nothing is known to have happened.
fn calendar(items: &[Item], today: Date) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", concat!("-//dateline//dateline ", env!("CARGO_PKG_VERSION"), "//EN")));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    for item in items.iter().filter(|item| !item.is_bounded()) {
        if let Some((from, Some(to))) = item.days {
            calendar.push(event(item, from, to, today));
        }
    }
    calendar
}

fn event(item: &Item, from: Date, to: Date, today: Date) -> Event {
    let day = |key: &str, day: Date| Property::new(key, basic(day)).add_parameter("VALUE", "DATE").done();
    let told = format!("{}\n{}\n{}", item.quote, item.basis, item.place.address());
    let mut event = Event::new();
    event
        .uid(&format!("{}@dateline", item.id))
        .add_property("DTSTAMP", format!("{}T000000Z", basic(today)))
        .summary(&item.label)
        .description(&told)
        .append_property(day("DTSTART", from))
        // A calendar's end is the day behind the last.
        .append_property(day("DTEND", to.tomorrow().unwrap_or(to)))
        .add_property("CATEGORIES", &item.kind)
        .add_property("TRANSP", "TRANSPARENT")
        .add_property("X-DATELINE-PRECISION", item.precision.name());
    if let Some(place) = &item.r#where {
        event.location(place);
    }
    event.done()
}

/// `20250723`
fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}
