//! `dateline report --sources`: what each article rests on.

use std::process::ExitCode;

use rules::sourcing::{self, Sourcing};

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::table::{Cell, Format, Table};

/// Options of `dateline report`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// How the attributions of each article are sourced: by name, by description, or not at all
    #[arg(long, required = true)]
    sources: bool,
    /// The form of the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Prints a row for every article, and one for all of them.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    table(&folder).write(args.format, &mut anstream::stdout().lock())?;
    Ok(folder.done())
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
