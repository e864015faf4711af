//! `dateline quotes`: who said it.

use std::process::ExitCode;

use nlp::Analysis;

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::table::{Cell, Format, Table};

/// Options of `dateline quotes`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The form of the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Prints a row for every quotation.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    table(&folder).write(args.format, &mut anstream::stdout().lock())?;
    Ok(folder.done())
}

/// A row for every quotation that is somebody's speech, by path and place: quotations inside others and single terms in
/// quotation marks without a speaker are left out.
pub fn table(folder: &Folder) -> Table {
    let mut table = Table::new(&["at", "date", "speaker", "source", "quote", "id", "start", "end"])
        .hide(&["source", "id", "start", "end"]);
    for document in folder.documents() {
        let Some(analysis) = folder.snapshot.analysis(&document.path) else { continue };
        for (number, article) in analysis.articles.iter().enumerate() {
            for speech in article.quotes.iter().filter(|speech| !speech.nested) {
                let words = Analysis::folded(&document.text, speech.span);
                let attribution = speech.attribution.and_then(|at| article.attributions.get(at));
                if attribution.is_none() && words.split(' ').count() < TERM {
                    continue;
                }
                let speaker = speech.attribution.and_then(|at| article.speakers.get(at).copied().flatten());
                let known = speaker.and_then(|entity| {
                    let member =
                        corpus::Member { path: document.path.clone(), article: number as u32, entity: entity as u32 };
                    folder.snapshot.index().entity_of(&member)
                });
                let source = attribution.and_then(|attribution| attribution.source.as_ref());
                let source = source.map(|source| Analysis::folded(&document.text, source.cover()));
                let place = Place::new(folder, document.clone(), speech.span);
                table.row([
                    Cell::from(place.address()),
                    Cell::from(super::articles::date(&article.date)),
                    Cell::from(known.as_ref().map(|entity| entity.name.to_string()).or_else(|| source.clone())),
                    Cell::from(source),
                    Cell::from(words),
                    Cell::from(known.map(|entity| entity.id.clone())),
                    Cell::from(place.chars.0 as usize),
                    Cell::from(place.chars.1 as usize),
                ]);
            }
        }
    }
    table
}

/// Fewer words than this in quotation marks are a term or a title.
const TERM: usize = 5;
