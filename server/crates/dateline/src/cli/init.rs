//! `dateline init`: what a folder needs that several people share. What is there is never changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Common;
use super::folder::{self, Failure};
use crate::config::{FILE, Settings};
use crate::files;

/// Options of `dateline init`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The folder [default: the current one]
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// Lines of `.gitattributes`: both people's lines are kept when branches are merged.
const UNION: [&str; 2] = [".dateline/marks/** merge=union", ".dateline/baseline.tsv merge=union"];

/// The line of `.gitignore`: what was read can be read again.
const CACHE: [&str; 1] = [".dateline/cache/"];

/// Writes the files that are missing, and says of all others what they lack.
pub fn run(args: &Args, _: &Common) -> Result<ExitCode, Failure> {
    let root = &args.folder;
    if !root.is_dir() {
        return Err(Failure::new(format!("{}: no such folder", root.display())));
    }
    if let Some(refusal) = files::refusal(root) {
        return Err(Failure::new(format!("{refusal}: name the folder of articles")));
    }
    let configuration = configuration(root);
    put(root, FILE, &configuration, &[])?;
    put(root, ".gitattributes", &lines(&UNION), &UNION)?;
    put(root, ".gitignore", &lines(&CACHE), &CACHE)?;
    Ok(ExitCode::SUCCESS)
}

fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Writes a file that is not there; of one that is, says which of the lines are not in it.
fn put(root: &Path, name: &str, text: &str, wanted: &[&str]) -> Result<(), Failure> {
    let file = root.join(name);
    let shown = folder::shown(root, name);
    let failed = |error: std::io::Error| Failure::new(format!("{shown}: {error}"));
    if !file.exists() {
        fs::write(&file, text).map_err(failed)?;
        anstream::println!("{shown}: written");
        return Ok(());
    }
    let there = fs::read(&file).map_err(failed)?;
    let there = String::from_utf8_lossy(&there);
    let missing: Vec<&&str> = wanted.iter().filter(|line| !there.lines().any(|has| has.trim() == **line)).collect();
    if missing.is_empty() {
        anstream::println!("{shown}: is there and stays as it is");
    }
    for line in missing {
        anstream::println!("{shown}: is there and stays as it is; add the line {line}");
    }
    Ok(())
}

/// Names of folders in which people keep texts of their own.
const DRAFTS: [&str; 5] = ["briefing", "briefings", "draft", "drafts", "notes"];

/// A configuration of what is found in the folder.
fn configuration(root: &Path) -> String {
    let listing = files::list(root, &Settings::default().scope());
    let parent = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let folders: BTreeSet<String> = listing.files.iter().filter_map(|path| parent(path)).collect();
    let is_drafts = |folder: &&String| {
        let last = folder.rsplit('/').next().unwrap_or_default();
        DRAFTS.iter().any(|name| last.eq_ignore_ascii_case(name))
    };
    let mut drafts: Vec<String> = folders.iter().filter(is_drafts).map(|folder| format!("{folder}/**")).collect();
    let inside = |path: &str| drafts.iter().any(|glob| path.starts_with(glob.trim_end_matches("**")));
    let count = listing.files.iter().filter(|path| inside(path)).count();
    let sources = listing.files.len() - count;
    if drafts.is_empty() {
        drafts.push("briefings/**".to_owned());
    }
    let quoted: Vec<String> = drafts.iter().map(|glob| format!("{glob:?}")).collect();
    format!(
        "#:schema {}/raw/main/docs/dateline.schema.json\n# All settings: dateline config --explain\n\n[documents]\n\
         # {sources} found here as sources, which are evidence and never written.\n\
         include = [\"**/*.txt\", \"**/*.md\"]\n\
         # {count} found here as drafts, which are texts of your own.\ndrafts = [{}]\n",
        env!("CARGO_PKG_REPOSITORY"),
        quoted.join(", ")
    )
}
