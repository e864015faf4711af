//! `dateline baseline`: findings that a folder lives with, so that only new ones are told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path as FilePath, PathBuf};
use std::process::ExitCode;

use super::Common;
use super::fmt::counted;
use super::folder::{Failure, Folder, Input};
use super::replace::replace;
use super::report::Report;

/// Options of `dateline baseline`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Write down the findings there are
    Write {
        #[command(flatten)]
        input: Input,
        /// Where to [default: .dateline/baseline.tsv]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Where a folder's baseline lies.
const FILE: &str = ".dateline/baseline.tsv";

/// What the file begins with, for who opens it.
const HEAD: &str = "# Findings that `dateline check --baseline` does not tell, one a line: file, rule, fingerprint, words.\n\
                    # Written by `dateline baseline write`. Lines may be deleted: their findings are told again.\n";

/// Findings that are not told.
pub struct Baseline {
    lines: BTreeMap<String, Line>,
}

/// One finding, as it is written down.
struct Line {
    code: String,
    path: String,
}

/// Writes down all findings of what is named. 2: not everything could be read.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let Command::Write { input, output } = &args.command;
    let folder = Folder::read(input, common)?;
    let report = Report::new(&folder, |_| true);
    let file = output.clone().unwrap_or_else(|| folder.root.join(FILE));
    let shown = output.as_ref().map_or_else(|| folder.shown(FILE), |file| file.display().to_string());
    let failed = |error: std::io::Error| Failure::new(format!("{shown}: {error}"));
    let there = fs::read_to_string(&file).unwrap_or_default();
    if !there.is_empty() && !there.starts_with("# Findings that `dateline check") {
        return Err(Failure::new(format!("{shown}: is no baseline; nothing was written to it")));
    }
    let lines: BTreeSet<String> = report.fingerprints().map(|(print, noted)| line(&print, noted)).collect();
    let count = lines.len();
    let text: String = std::iter::once(HEAD.to_owned()).chain(lines).collect();
    replace(&file, text.as_bytes()).map_err(failed)?;
    anstream::println!("{shown}: {}", counted(count, "finding"));
    Ok(folder.done())
}

/// A line; sorted by file, so that changes of one file stand together.
fn line(print: &str, noted: &super::report::Noted) -> String {
    let words = noted.place.text.as_ref().map_or("", |text| noted.place.span.of(&text.0));
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
    format!("{}\t{}\t{print}\t{words}\n", noted.path, noted.finding.code)
}

impl Baseline {
    /// Reads the baseline of a folder, or the file that is named.
    pub fn read(root: &FilePath, file: Option<&FilePath>) -> Result<Baseline, Failure> {
        let file = file.map_or_else(|| root.join(FILE), FilePath::to_path_buf);
        let text = fs::read_to_string(&file).map_err(|error| {
            Failure::new(format!("{}: {error}; `dateline baseline write` writes one", file.display()))
        })?;
        let mut lines = BTreeMap::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
            let mut columns = line.split('\t');
            let (Some(path), Some(code), Some(print)) = (columns.next(), columns.next(), columns.next()) else {
                let place = format!("{}:{}", file.display(), number + 1);
                return Err(Failure::new(format!(
                    "{place}: no line of a baseline: `dateline baseline write` writes anew"
                )));
            };
            lines.insert(print.to_owned(), Line { code: code.to_owned(), path: path.to_owned() });
        }
        Ok(Baseline { lines })
    }

    /// Takes what was written down out of a report: how many findings that were, and how many that were written down of
    /// the files and rules of the report are gone.
    pub fn apply(&self, report: &mut Report, folder: &Folder, wanted: impl Fn(&str) -> bool) -> (usize, usize) {
        let known: BTreeSet<String> = report.fingerprints().map(|(print, _)| print).collect();
        let told = report.retain(|print| !self.lines.contains_key(print));
        let was_read = |path: &str| {
            folder.files.iter().any(|file| **file == *path)
                || !folder.root.join(path).exists()
                || marks::article_path(path).is_some()
        };
        let gone = self
            .lines
            .iter()
            .filter(|(print, line)| !known.contains(*print) && wanted(&line.code) && was_read(&line.path));
        (told, gone.count())
    }
}
