//! `dateline extract`: everything that is known, as JSON Lines.

mod collection;
mod file;
mod record;

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use self::collection::{Titles, collection};
use self::file::Reader;
use super::Common;
use super::folder::{Failure, Folder, Input};

/// Options of `dateline extract`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// What to add
    #[arg(long, value_name = "LAYERS", value_delimiter = ',')]
    layers: Vec<Layer>,
}

/// A layer that is not printed unless it is asked for.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Layer {
    Tokens,
}

/// Prints a line for every file, by path, and one for the folder.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut titles = Titles::default();
    for document in folder.documents() {
        let Some(analysis) = folder.snapshot.analysis(&document.path) else { continue };
        let reader = Reader { snapshot: &folder.snapshot, document: &document, analysis: &analysis };
        let mut record = reader.record(folder.sha256(&document.path));
        record.tokens = args.layers.contains(&Layer::Tokens).then(|| reader.tokens());
        line(&mut out, &record)?;
        titles.add(&document.path, &analysis);
    }
    line(&mut out, &collection(&folder.snapshot, &titles))?;
    out.flush()?;
    Ok(folder.done())
}

fn line(out: &mut impl Write, record: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, record).map_err(|error| Failure::new(error.to_string()))?;
    writeln!(out)?;
    Ok(())
}
