//! `dateline verify`: a briefing against its sources.

mod html;
mod lock;

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use ide::{Checked, Document, Matter, State};
use nlp::Analysis;
use serde_json::{Value, json};

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;

/// Options of `dateline verify`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The briefing
    #[arg(value_name = "BRIEFING")]
    briefing: PathBuf,
    /// The folder of its sources [default: the nearest with a dateline.toml, else the current one]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Where it goes, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the evidence down beside the briefing, as NAME.dateline.lock
    #[arg(long, conflicts_with = "locked")]
    lock: bool,
    /// Say what has changed since the evidence was written down
    #[arg(long)]
    locked: bool,
}

/// The form of the result.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// A line each, with the evidence
    Text,
    /// One JSON object
    Json,
    /// One page that needs nothing else
    Html,
}

/// One thing that was verified, and where its places are.
struct Entry {
    checked: Checked,
    place: Place,
    evidence: Option<Place>,
}

/// Verifies a briefing. 0: everything has its evidence; 1: something has none, or differs, or has changed; 2: not
/// everything could be read.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    if !args.briefing.is_file() {
        return Err(Failure::new(format!("{}: no such file: name one briefing", args.briefing.display())));
    }
    let root = args.root.clone().unwrap_or_else(|| folder_of(&args.briefing));
    let input = Input { paths: vec![root.clone(), args.briefing.clone()], root: Some(root), stdin: None };
    // The program ends with this command: the system takes a large folder back faster than it could be given back.
    let folder = ManuallyDrop::new(Folder::read(&input, common)?);
    let name = args.briefing.canonicalize().ok();
    // Asking the system of ten thousand files where they are takes a while: those of another name are not it.
    let last = |path: &str| path.rsplit('/').next().map(OsString::from);
    let alike = |document: &Arc<Document>| last(&document.path).as_deref() == args.briefing.file_name();
    let is_it = |document: &Arc<Document>| folder.root.join(&*document.path).canonicalize().ok() == name;
    let document = folder.documents().filter(alike).find(is_it).or_else(|| folder.documents().find(is_it));
    let Some(document) = document else {
        return Err(Failure::new(format!(
            "{}: could not be read as a briefing of the folder",
            args.briefing.display()
        )));
    };
    let entries: Vec<Entry> = folder
        .snapshot
        .verify(&document.path)
        .into_iter()
        .map(|checked| Entry::new(&folder, &document, checked))
        .collect();
    folder.name_skipped();
    if args.locked {
        let changes = lock::compare(&args.briefing, &folder, &document)?;
        for change in &changes {
            anstream::println!("{change}");
        }
        return Ok(ExitCode::from(u8::from(!changes.is_empty())));
    }
    let written = match args.format {
        Format::Text => text(&entries),
        Format::Json => format!("{:#}\n", json(&folder, &document, &entries)),
        Format::Html => {
            let analysis = folder.snapshot.analysis(&document.path);
            let title = analysis.as_ref().and_then(|analysis| analysis.articles.first()?.layout.title);
            html::page(&folder, &document, title.map(|title| title.of(&document.text)), &entries)
        }
    };
    match &args.output {
        Some(file) => fs::write(file, written).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?,
        None => anstream::stdout().lock().write_all(written.as_bytes())?,
    }
    if args.lock {
        lock::write(&args.briefing, &folder, &document, &entries)?;
    }
    let failed = entries.iter().any(|entry| matches!(entry.checked.state, State::Differs | State::Missing));
    Ok(ExitCode::from(if folder.skipped.is_empty() { u8::from(failed) } else { 2 }))
}

/// The folder a briefing belongs to: the nearest above it with a dateline.toml, else the one that holds its folder.
fn folder_of(briefing: &std::path::Path) -> PathBuf {
    let parent = match briefing.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let configured = parent.ancestors().find(|folder| folder.join(crate::config::FILE).is_file());
    let above = || if parent.ends_with("briefings") { parent.parent().map(PathBuf::from) } else { None };
    match configured.map(PathBuf::from).or_else(above) {
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) => folder,
        None => parent,
    }
}

impl Entry {
    fn new(folder: &Folder, document: &Arc<Document>, checked: Checked) -> Entry {
        let evidence = checked.evidence.as_ref().and_then(|evidence| {
            let document = folder.snapshot.document(&evidence.path)?;
            Some(Place::new(folder, document, evidence.span))
        });
        Entry { place: Place::new(folder, document.clone(), checked.span), evidence, checked }
    }

    /// Its words, white space folded.
    fn words(&self) -> String {
        words(&self.place)
    }

    /// `Montavar Herald, 2025-01-30`
    fn origin(&self) -> String {
        let Some(evidence) = &self.checked.evidence else { return String::new() };
        let day = evidence.day.map(|day| day.to_string());
        evidence.outlet.clone().into_iter().chain(day).collect::<Vec<_>>().join(", ")
    }
}

fn words(place: &Place) -> String {
    place.text.as_ref().map_or_else(String::new, |text| Analysis::folded(&text.0, place.span))
}

fn matter(matter: Matter) -> &'static str {
    match matter {
        Matter::Quotation => "quotation",
        Matter::Name => "name",
        Matter::Date => "date",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Found => "found",
        State::Exempt => "exempt",
        State::Differs => "differs",
        State::Missing => "missing",
    }
}

fn text(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in entries {
        let says = if entry.checked.says.is_empty() { String::new() } else { format!(": {}", entry.checked.says) };
        out += &format!(
            "{}: {} {}{says}\n",
            entry.place.address(),
            matter(entry.checked.matter),
            state(entry.checked.state)
        );
        out += &format!("    {}\n", entry.words());
        if let Some(evidence) = &entry.evidence {
            let origin = entry.origin();
            let origin = if origin.is_empty() { origin } else { format!(" ({origin})") };
            out += &format!("  = {}{origin}: {}\n", evidence.address(), words(evidence));
        }
    }
    let count = |wanted: State| entries.iter().filter(|entry| entry.checked.state == wanted).count();
    out += &format!(
        "{} verified: {} found, {} differ, {} missing, {} exempt\n",
        entries.len(),
        count(State::Found),
        count(State::Differs),
        count(State::Missing),
        count(State::Exempt)
    );
    out
}

fn json(folder: &Folder, document: &Document, entries: &[Entry]) -> Value {
    let all: Vec<Value> = entries
        .iter()
        .map(|entry| {
            json!({
                "matter": matter(entry.checked.matter),
                "state": state(entry.checked.state),
                "start": entry.place.chars.0, "end": entry.place.chars.1,
                "line": entry.place.start.0, "column": entry.place.start.1,
                "words": entry.words(),
                "says": entry.checked.says,
                "evidence": entry.checked.evidence.as_ref().zip(entry.evidence.as_ref()).map(|(told, place)| json!({
                    "path": told.path.as_ref(),
                    "start": place.chars.0, "end": place.chars.1,
                    "line": place.start.0, "column": place.start.1,
                    "words": words(place),
                    "outlet": told.outlet, "date": told.day.map(|day| day.to_string()),
                })),
            })
        })
        .collect();
    json!({ "path": document.path.as_ref(), "sha256": folder.sha256(&document.path), "entries": all })
}
