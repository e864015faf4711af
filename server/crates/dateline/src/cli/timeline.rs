//! `dateline timeline`: what happened, day by day, each event with the words that date it.
//!
//! No date is made up: an event without one stands in a list of its own. Only where its article's day is bounded, and the
//! bounds do not come from what the article tells of the past, an event has those bounds, and says so.

mod html;
mod item;
mod output;

use std::collections::BTreeMap;
use std::process::ExitCode;

use ide::Path;
use jiff::civil::Date;

use self::item::{Item, Reader};
use super::Common;
use super::events::events;
use super::folder::{Failure, Folder, Input};

/// Options of `dateline timeline`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The form of the timeline
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Only what ends on this day or later, as 2024-01-31
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Only what begins on this day or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Only what these take part in; part of a name is enough
    #[arg(long, value_name = "NAME")]
    who: Vec<String>,
    /// Only what happened here
    #[arg(long = "where", value_name = "PLACE")]
    place: Vec<String>,
    /// Only events of this kind, or with these words
    #[arg(long, value_name = "WORDS")]
    event: Vec<String>,
    /// The list of events that nothing dates, instead of the timeline
    #[arg(long)]
    undated: bool,
}

/// A form of the timeline.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Columns for people, undated events apart
    Text,
    /// Tabs between columns
    Tsv,
    /// Commas between columns (RFC 4180)
    Csv,
    /// One JSON object with two lists, `dated` and `undated`
    Json,
    /// One page for a browser, with a line of days
    Html,
    /// An iCalendar of what is dated (RFC 5545)
    Ics,
}

/// The events of a folder that were asked for.
pub struct Timeline {
    /// By day, then by the last day and the name.
    pub dated: Vec<Item>,
    /// Those that nothing dates, by article and place in it.
    pub undated: Vec<Item>,
}

/// Prints the timeline.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    if args.undated && args.format == Format::Ics {
        return Err(Failure::new(
            "a calendar has no room for what is not dated: leave out --undated, or use another format",
        ));
    }
    let folder = Folder::read(&args.input, common)?;
    let timeline = Timeline::of(&folder).filtered(args);
    let today = common.today.unwrap_or_else(super::folder::today);
    timeline.write(&folder, args.format, args.undated, today, &mut anstream::stdout().lock())?;
    timeline.name_left_out(args.format, args.undated);
    Ok(folder.done())
}

impl Timeline {
    /// All events of a folder.
    pub fn of(folder: &Folder) -> Timeline {
        let all = events(folder);
        // What only drafts tell of is no evidence; where there is nothing else, it is what was asked for.
        let is_source = |path: &Path| {
            folder.snapshot.document(path).is_some_and(|document| document.profile == ide::Profile::Source)
        };
        let any_source = folder.files.iter().any(is_source);
        let is_evidence = |path: &Path| !any_source || is_source(path);
        let told = all.into_iter().filter(|event| event.members.iter().any(|member| is_evidence(&member.path)));
        // A document is read once for all its events.
        let mut by_path: BTreeMap<Path, Vec<_>> = BTreeMap::new();
        for event in told {
            let member = item::dating(folder, &event, is_evidence);
            by_path.entry(member.path.clone()).or_default().push((event, member));
        }
        let read = by_path.iter().flat_map(|(path, events)| {
            let reader = Reader::new(folder, path);
            let items = events.iter().filter_map(|(event, member)| reader.as_ref()?.item(event, member));
            items.collect::<Vec<_>>()
        });
        let (mut dated, mut undated): (Vec<Item>, Vec<Item>) = read.partition(|item| item.days.is_some());
        dated.sort_by(|a, b| a.order().cmp(&b.order()));
        undated.sort_by(|a, b| (&a.place.shown, a.place.span).cmp(&(&b.place.shown, b.place.span)));
        Timeline { dated, undated }
    }

    fn filtered(self, args: &Args) -> Timeline {
        let has = |wanted: &[String], words: &[String]| {
            let within = |one: &String| words.iter().any(|word| word.to_lowercase().contains(&one.to_lowercase()));
            wanted.is_empty() || wanted.iter().any(within)
        };
        let is_wanted = |item: &Item| {
            has(&args.who, &item.aliases.0)
                && has(&args.place, &item.aliases.1)
                && has(&args.event, &[item.label.clone(), item.kind.clone()])
                && item.lies(args.from, args.to)
        };
        let keep = |items: Vec<Item>| items.into_iter().filter(is_wanted).collect();
        Timeline { dated: keep(self.dated), undated: keep(self.undated) }
    }

    /// Says on standard error what a form has no room for.
    fn name_left_out(&self, format: Format, undated: bool) {
        let count = match format {
            Format::Text | Format::Json | Format::Html => 0,
            _ if undated => 0,
            Format::Tsv | Format::Csv => self.undated.len(),
            Format::Ics => self.undated.len() + self.dated.iter().filter(|item| item.is_bounded()).count(),
        };
        if count > 0 {
            let events = if count == 1 { "event" } else { "events" };
            anstream::eprintln!(
                "{count} {events} without a date of their own left out; --undated lists what nothing dates"
            );
        }
    }
}
