//! `dateline report --sources`: what each article rests on. `--review` is a page of its own.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use rules::sourcing::{self, Sourcing};

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::review::Review;
use super::table::{Cell, Format, Table};

/// Options of `dateline report`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// How the attributions of each article are sourced: by name, by description, or not at all
    #[arg(long, required_unless_present = "review")]
    sources: bool,
    /// What is left to do: open questions, quotations that no source has, marks by kind, the share of unnamed sources
    #[arg(long, conflicts_with = "sources")]
    review: bool,
    /// The form: a table's, or md and html for the review [default: text, or md]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// The file to write instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A form of a report.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Text,
    Tsv,
    Csv,
    Json,
    #[value(alias = "md")]
    Markdown,
    Html,
}

/// Prints a row for every article, and one for all of them; or the review.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let format = table_format(args)?;
    let folder = Folder::read(&args.input, common)?;
    let mut out = Vec::new();
    match format {
        Some(format) => table(&folder).write(format, &mut out)?,
        None if args.format == Some(Form::Html) => out = Review::new(&folder).html().into_bytes(),
        None => out = Review::new(&folder).markdown().into_bytes(),
    }
    match &args.output {
        Some(file) if folder.is_document(file) => {
            return Err(Failure::new(format!("{}: is an article, and articles are never written", file.display())));
        }
        Some(file) => fs::write(file, out).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?,
        None => anstream::stdout().lock().write_all(&out)?,
    }
    Ok(folder.done())
}

/// The form of the table; `None` is the review.
fn table_format(args: &Args) -> Result<Option<Format>, Failure> {
    match (args.review, args.format) {
        (true, None | Some(Form::Markdown | Form::Html)) => Ok(None),
        (true, Some(_)) => Err(Failure::new("--review is a page: --format md or html")),
        (false, Some(Form::Html)) => {
            Err(Failure::new("--sources is a table: --format text, tsv, csv, json or markdown"))
        }
        (false, None | Some(Form::Text)) => Ok(Some(Format::Text)),
        (false, Some(Form::Tsv)) => Ok(Some(Format::Tsv)),
        (false, Some(Form::Csv)) => Ok(Some(Format::Csv)),
        (false, Some(Form::Json)) => Ok(Some(Format::Json)),
        (false, Some(Form::Markdown)) => Ok(Some(Format::Markdown)),
    }
}

/// Where each article begins, its title, and how its attributions are sourced.
pub fn by_article(folder: &Folder) -> Vec<(Place, Option<String>, Vec<Sourcing>)> {
    let lang = lang::Language::load(lang::DEFAULT_TAG);
    let mut all = Vec::new();
    for document in folder.documents().filter(|document| document.profile == ide::Profile::Source) {
        let Some(analysis) = folder.snapshot.analysis(&document.path) else { continue };
        for article in &analysis.articles {
            let layout = &article.layout;
            let title = layout.title.map(|span| nlp::Analysis::folded(&document.text, span));
            let at = Place::new(folder, document.clone(), layout.span);
            all.push((at, title, sourcing::of_article(&document.text, article, &lang)));
        }
    }
    all
}

/// The columns, in the order in which a source is worth less.
const CLASSES: [(&str, Sourcing); 5] = [
    ("named", Sourcing::Named),
    ("described", Sourcing::Described),
    ("undescribed", Sourcing::Undescribed),
    ("vague", Sourcing::Vague),
    ("agentless", Sourcing::Agentless),
];

fn table(folder: &Folder) -> Table {
    let classes = CLASSES.map(|(name, _)| name);
    let columns = [&["at", "date", "outlet", "title", "attributions"][..], &classes, &["path"]].concat();
    let mut table = Table::new(&columns).hide(&["title", "path"]);
    let lang = lang::Language::load(lang::DEFAULT_TAG);
    let mut total = [0; CLASSES.len()];
    for document in folder.documents() {
        let Some(analysis) = folder.snapshot.analysis(&document.path) else { continue };
        for article in &analysis.articles {
            let all = sourcing::of_article(&document.text, article, &lang);
            let counts = CLASSES.map(|(_, class)| all.iter().filter(|sourcing| **sourcing == class).count());
            total.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
            let layout = &article.layout;
            let head = [
                Cell::from(Place::new(folder, document.clone(), layout.span).address()),
                Cell::from(super::articles::date(&article.date)),
                Cell::from(layout.outlet.as_ref().map(|outlet| outlet.name.clone())),
                Cell::from(layout.title.map(|span| nlp::Analysis::folded(&document.text, span))),
            ];
            table.row(row(head, counts, Cell::from(document.path.as_ref())));
        }
    }
    if table.len() > 0 {
        table.row(row([Cell::from("total"), Cell::Empty, Cell::Empty, Cell::Empty], total, Cell::Empty));
    }
    table
}

fn row(head: [Cell; 4], counts: [usize; CLASSES.len()], path: Cell) -> impl Iterator<Item = Cell> {
    let all = counts.iter().sum::<usize>();
    head.into_iter().chain([Cell::from(all)]).chain(counts.map(Cell::from)).chain([path])
}
