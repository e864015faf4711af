//! Briefings against their sources: `dateline verify` and the labels in `tests/folders`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use toml::Table;

use super::extract::{Range, overlap};
use super::table::Row;
use super::{Extractor, Rows, TODAY};
use crate::repo::root;

const SOURCES: &str = "docs/example";

/// A thing that was verified.
struct Entry {
    matter: String,
    place: Range,
    found: bool,
    faulty: bool,
}

/// Labelled things of one kind.
#[derive(Default)]
struct Counts {
    clean: usize,
    clean_found: usize,
    clean_flagged: usize,
    wrong: usize,
    wrong_found: usize,
    wrong_flagged: usize,
}

/// The briefings of the example folder.
pub fn rows(extractor: &Extractor) -> Rows {
    measure(extractor, "briefings", "tests/folders/briefings.toml", SOURCES)
}

/// Briefings that no rule was made on.
pub fn held_out(extractor: &Extractor) -> Rows {
    measure(extractor, "held-out", "tests/folders/held-out.toml", "tests/folders/held-out")
}

fn measure(extractor: &Extractor, set: &str, labels: &str, folder: &str) -> Rows {
    let labels: Table = fs::read_to_string(root().join(labels))?.parse()?;
    let mut read: BTreeMap<PathBuf, (String, Vec<Entry>)> = BTreeMap::new();
    let mut rows = Vec::new();
    for (kind, matter, name) in
        [("quote", "quotation", "quotations"), ("name", "name", "roles"), ("date", "date", "days")]
    {
        let mut counts = Counts::default();
        for label in labels.get(kind).and_then(toml::Value::as_array).into_iter().flatten() {
            let text = |key: &str| label.get(key).and_then(toml::Value::as_str);
            let (Some(file), Some(quote), Some(verdict)) = (text("file"), text("quote"), text("verdict")) else {
                return Err(format!("a {kind} without file, quote or verdict").into());
            };
            let path = root().join(folder).join(file);
            if !read.contains_key(&path) {
                read.insert(path.clone(), (fs::read_to_string(&path)?, extractor.verify(&path)?));
            }
            let Some((source, entries)) = read.get(&path) else { continue };
            let place = place(source, label, quote).ok_or_else(|| format!("{file}: {quote} does not stand there"))?;
            let here = || entries.iter().filter(|entry| entry.matter == matter && overlap(entry.place, place));
            let clean = match verdict {
                "true" | "right" => true,
                "altered" | "misattributed" | "unknown" | "wrong" => false,
                // A term, or the writer's own interview: nothing is asked of it.
                _ => continue,
            };
            counts.add(clean, here().any(|entry| entry.found), here().any(|entry| entry.faulty));
        }
        rows.push(Row::share(format!("evidence of {name}"), set, counts.clean_found, counts.clean));
        rows.push(Row::share(format!("evidence of {name}, false"), set, counts.wrong_found, counts.wrong));
        rows.push(Row::share(format!("{name} at fault, reported"), set, counts.wrong_flagged, counts.wrong));
        rows.push(Row::share(format!("{name} reported, false"), set, counts.clean_flagged, counts.clean));
    }
    Ok(rows)
}

/// Where a label's words stand: at its line and column, or at the only place.
fn place(source: &str, label: &toml::Value, quote: &str) -> Option<Range> {
    let number = |key: &str| label.get(key).and_then(toml::Value::as_integer).and_then(|n| usize::try_from(n).ok());
    let start = match (number("line"), number("col")) {
        (Some(line), Some(column)) => {
            let before: usize = source.split_inclusive('\n').take(line - 1).map(|line| line.chars().count()).sum();
            before + column - 1
        }
        _ => source[..source.find(quote)?].chars().count(),
    };
    Some((start, start + quote.chars().count()))
}

impl Counts {
    fn add(&mut self, clean: bool, found: bool, flagged: bool) {
        let (all, with, reported) = if clean {
            (&mut self.clean, &mut self.clean_found, &mut self.clean_flagged)
        } else {
            (&mut self.wrong, &mut self.wrong_found, &mut self.wrong_flagged)
        };
        *all += 1;
        *with += usize::from(found);
        *reported += usize::from(flagged);
    }
}

impl Extractor {
    fn verify(&self, briefing: &Path) -> Result<Vec<Entry>, Box<dyn Error>> {
        let mut command = Command::new(&self.program);
        command
            .args(["verify", "--today", TODAY, "--format", "json", "--root"])
            .arg(root().join(SOURCES))
            .arg(briefing);
        // Its exit code tells that something is at fault, and some of it shall be.
        let told: Value = serde_json::from_slice(&command.output()?.stdout)?;
        let entry = |entry: &Value| {
            let number = |key: &str| entry[key].as_u64().and_then(|n| usize::try_from(n).ok());
            let state = entry["state"].as_str()?;
            Some(Entry {
                matter: entry["matter"].as_str()?.to_owned(),
                place: (number("start")?, number("end")?),
                found: state == "found",
                faulty: matches!(state, "differs" | "missing"),
            })
        };
        Ok(told["entries"].as_array().into_iter().flatten().filter_map(entry).collect())
    }
}
