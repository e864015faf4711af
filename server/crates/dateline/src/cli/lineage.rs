//! `dateline lineage`: where a quotation, a figure or a statement comes from, and how it changed on the way.

mod html;
pub mod output;

use std::path::PathBuf;
use std::process::ExitCode;

use ide::Line;
use text::PositionEncoding;

use super::Common;
use super::explain::place;
use super::folder::{self, Failure, Folder, Input};

/// Options of `dateline lineage`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A place in an article, as FILE:LINE:COL; with --all, files and folders to read
    #[arg(value_name = "PLACE|PATH")]
    what: Vec<PathBuf>,
    /// Every statement that two articles and more give
    #[arg(long)]
    all: bool,
    /// The folder that is read
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// A form of the answer.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Version by version, for people
    Text,
    /// One JSON array, a list of versions for every line
    Json,
    /// One page that needs nothing else
    Html,
}

/// Prints the line of one statement, or all lines of a folder.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let (folder, lines) = if args.all { all(args, common)? } else { one(args, common)? };
    let out = &mut anstream::stdout().lock();
    match args.format {
        Format::Text => output::text(&folder, &lines, out)?,
        Format::Json => output::json(&folder, &lines, out)?,
        Format::Html => html::write(&folder, &lines, out)?,
    }
    Ok(folder.done())
}

fn all(args: &Args, common: &Common) -> Result<(Folder, Vec<Line>), Failure> {
    let input = Input { paths: args.what.clone(), root: args.root.clone(), stdin: None };
    let folder = Folder::read(&input, common)?;
    let lines = folder.snapshot.lines();
    Ok((folder, lines))
}

fn one(args: &Args, common: &Common) -> Result<(Folder, Vec<Line>), Failure> {
    let wanted = "name one place as FILE:LINE:COL, line and column counted from one, or say --all";
    let [what] = &*args.what else { return Err(Failure::new(wanted)) };
    let (file, at) = place(&what.to_string_lossy()).ok_or_else(|| Failure::new(format!("{what:?}: {wanted}")))?;
    let root = folder::root(&Input { paths: vec![file.clone()], root: args.root.clone(), stdin: None })?;
    let input = Input { paths: Vec::new(), root: Some(root), stdin: None };
    let folder = Folder::read(&input, common)?;
    let is_meant = |shown: String| std::fs::canonicalize(shown).ok() == std::fs::canonicalize(&file).ok();
    let document = folder.documents().find(|document| is_meant(folder.shown(&document.path)));
    let document = document.ok_or_else(|| {
        let root = folder.root.display();
        Failure::new(format!("{}: not among the articles of {root}; --root names another folder", file.display()))
    })?;
    let offset = document.lines.offset(PositionEncoding::Utf32, at);
    let line = folder.snapshot.line_at(&document.path, offset);
    let lines: Vec<Line> = line.into_iter().collect();
    if lines.is_empty() {
        anstream::eprintln!("no other article gives what stands at {}", what.display());
    }
    Ok((folder, lines))
}
