//! `dateline overview`: a folder on one screen: its articles, people, events and findings.

use std::io::{self, Write};
use std::process::ExitCode;

use nlp::Kind;
use rules::Severity;

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::{Report, word};
use super::table::{Cell, Format, Table};
use super::{articles, entities, events};

/// Options of `dateline overview`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// All rows of every table
    #[arg(long)]
    all: bool,
}

/// Rows shown of a table, unless all are asked for.
const ROWS: usize = 12;

/// Prints four tables.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    let out = &mut anstream::stdout().lock();
    let report = Report::new(&folder, |finding| finding.severity >= Severity::Information);
    section(out, "Articles", article_table(&folder), usize::MAX, "dateline articles")?;
    let rows = if args.all { usize::MAX } else { ROWS };
    section(out, "People", people(&folder), rows, "dateline entities --kind person")?;
    section(out, "Events", event_table(&folder), rows, "dateline events")?;
    section(out, "Findings", findings(&report), rows, "dateline check")?;
    Ok(folder.done())
}

fn section(out: &mut dyn Write, title: &str, mut table: Table, rows: usize, more: &str) -> io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let dim = anstyle::Style::new().dimmed();
    let count = table.len();
    table.truncate(rows);
    writeln!(out, "{bold}{title}{bold:#} {dim}{count}{dim:#}\n")?;
    table.write(Format::Text, out)?;
    if count > table.len() {
        writeln!(out, "{dim}… and {} more: {more}{dim:#}", count - table.len())?;
    }
    writeln!(out)
}

fn article_table(folder: &Folder) -> Table {
    articles::table(folder)
}

fn people(folder: &Folder) -> Table {
    let mut table = Table::new(&["name", "role", "mentions", "articles", "introduced"]);
    let index = folder.snapshot.index();
    for entity in entities::entities(folder, Some(Kind::Person)) {
        table.row([
            Cell::from(entity.name.as_ref()),
            Cell::from(entity.role(index).map(|role| role.title.to_string())),
            Cell::from(entity.mentions),
            Cell::from(entity.articles(index)),
            Cell::from(entities::introduction(folder, &entity).map(|place| place.address())),
        ]);
    }
    table
}

/// Dated events, those told most often first; the rest by their place in the calendar is `dateline events`' to show.
fn event_table(folder: &Folder) -> Table {
    let mut table = Table::new(&["when", "event", "articles", "told"]);
    let mut all = events::events(folder);
    all.retain(|event| event.interval.is_some());
    all.sort_by_key(|event| std::cmp::Reverse(events::articles(event)));
    for event in all {
        let days =
            event.interval.map(|(from, to)| if from == to { from.to_string() } else { format!("{from} to {to}") });
        table.row([
            Cell::from(days),
            Cell::from(event.label.as_ref()),
            Cell::from(events::articles(&event)),
            Cell::from(events::definition(folder, &event).map(|place| place.address())),
        ]);
    }
    table
}

/// What weighs most first.
fn findings(report: &Report) -> Table {
    let mut table = Table::new(&["at", "level", "code", "finding"]);
    let mut all: Vec<_> = report.findings().collect();
    all.sort_by_key(|noted| std::cmp::Reverse(noted.finding.severity));
    for noted in all {
        table.row([
            Cell::from(noted.place.address()),
            Cell::from(word(noted.finding.severity)),
            Cell::from(noted.finding.code),
            Cell::from(noted.finding.message.as_str()),
        ]);
    }
    table
}
