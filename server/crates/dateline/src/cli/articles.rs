//! `dateline articles`: what there is to read, and when it was written.

use std::process::ExitCode;

use nlp::{ArticleDate, Certainty};

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::table::{Cell, Format, Table};

/// Options of `dateline articles`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The form of the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Prints a row for every article.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    table(&folder).write(args.format, &mut anstream::stdout().lock())?;
    Ok(folder.done())
}

/// A row for every article, by path and place.
pub fn table(folder: &Folder) -> Table {
    let columns = ["at", "date", "certainty", "outlet", "title", "language", "note", "path", "start", "end"];
    let mut table = Table::new(&columns).hide(&["certainty", "language", "path", "start", "end"]);
    for document in folder.documents() {
        let Some(analysis) = folder.snapshot.analysis(&document.path) else { continue };
        for article in &analysis.articles {
            let place = Place::new(folder, document.clone(), article.layout.span);
            let layout = &article.layout;
            table.row([
                Cell::from(place.address()),
                Cell::from(date(&article.date)),
                Cell::from(article.date.certainty.name()),
                Cell::from(layout.outlet.as_ref().map(|outlet| outlet.name.clone())),
                Cell::from(layout.title.map(|span| nlp::Analysis::folded(&document.text, span))),
                Cell::from(layout.language.tag.as_str()),
                Cell::from(note(layout)),
                Cell::from(document.path.as_ref()),
                Cell::from(place.chars.0 as usize),
                Cell::from(place.chars.1 as usize),
            ]);
        }
    }
    table
}

/// A date as people read it: `2025-03-04`, `June 24: 2014 or 2025` would need a language, so `XXXX-06-24: 2014, 2025`.
pub fn date(date: &ArticleDate) -> Option<String> {
    let years: Vec<String> = date.candidates.iter().map(ToString::to_string).collect();
    let bounds = || match (date.from, date.to) {
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
        (Some(from), None) => Some(format!("not before {from}")),
        (None, Some(to)) => Some(format!("not after {to}")),
        (None, None) => None,
    };
    match (&date.value, date.certainty) {
        (Some(value), Certainty::Stated) => Some(value.clone()),
        (Some(value), Certainty::Inferred) => Some(format!("{value} (inferred)")),
        (Some(value), _) if !years.is_empty() => Some(format!("{value} ({})", years.join(", "))),
        (Some(value), _) if value.starts_with('X') => Some(value.clone()),
        _ => bounds(),
    }
}

/// What else a reader should know before reading.
fn note(layout: &nlp::layout::ArticleLayout) -> Option<String> {
    let language = (!layout.language.analysed).then(|| format!("{}, not analysed", layout.language.name));
    let translated = layout.translation.as_ref().map(|translation| {
        let from = translation.from.as_deref().unwrap_or("?");
        let by = translation.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        format!("translated: {from} → {}{by}", layout.language.tag)
    });
    let notes: Vec<String> = language.into_iter().chain(translated).collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}
