//! `dateline show`: every layer drawn under the text, in the form the tests use, so that a report of something wrong is
//! nearly a test.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use fixture::Mark;
use ide::{Document, Layer, Snapshot};

use super::Common;
use super::folder::{Failure, Folder, Input};

/// Options of `dateline show`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The layers, with commas between [default: all but tokens, tree and entities]
    #[arg(long, value_name = "LAYERS", value_delimiter = ',')]
    layers: Vec<Layer>,
    /// Say which knowledge found it
    #[arg(long)]
    why: bool,
}

/// Prints the text with its layers.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    if args.file.is_dir() {
        return Err(Failure::new(format!("{} is a folder: `dateline show` draws one file", args.file.display())));
    }
    let folder = Folder::read(&Input { paths: vec![args.file.clone()], root: None, stdin: None }, common)?;
    let usual = Layer::ALL.into_iter().filter(|layer| !matches!(layer, Layer::Tokens | Layer::Tree | Layer::Entities));
    let layers: Vec<Layer> = if args.layers.is_empty() { usual.collect() } else { args.layers.clone() };
    let mut out = anstream::stdout().lock();
    for document in folder.documents() {
        out.write_all(draw(&folder.snapshot, &document, &layers, args.why).as_bytes())?;
    }
    Ok(folder.done())
}

fn draw(snapshot: &Snapshot, document: &Arc<Document>, layers: &[Layer], why: bool) -> String {
    let labels = layers.iter().flat_map(|layer| snapshot.labels(&document.path, *layer));
    let marks: Vec<Mark> = labels
        .map(|label| match why && !label.why.is_empty() {
            true => Mark::new(label.span, format!("{} ({})", label.text, label.why)),
            false => Mark::new(label.span, label.text),
        })
        .collect();
    let names: Vec<&str> = layers.iter().map(|layer| layer.name()).collect();
    let facts = document.facts();
    let day = facts.articles.first().and_then(|article| article.day);
    let written = day.map(|day| format!(" written={day}")).unwrap_or_default();
    fixture::fence(&format!("article{written} check={}", names.join(",")), &document.text, &marks)
}
