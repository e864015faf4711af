//! The lines of a made-up story against its labels in `tests/folders/travelling-story.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;
use toml::Table;

use super::extract::{Range, overlap};
use super::table::Row;
use super::{Extractor, Rows, TODAY};
use crate::process::output;
use crate::repo::root;

const FOLDER: &str = "tests/folders/travelling-story";
const SET: &str = "travelling story";

/// A labelled version.
struct Label {
    line: String,
    file: String,
    place: Range,
    changes: Vec<String>,
    is_copy: bool,
}

/// A version that was found.
struct Version {
    /// Which of the lines it is of.
    line: usize,
    file: String,
    place: Range,
    changes: Vec<String>,
    is_copy: bool,
}

/// Versions joined, joined wrongly, and changes told, by their kinds.
pub fn rows(extractor: &Extractor) -> Rows {
    let (labels, found) = (labels()?, found(extractor)?);
    let label_of = |version: &Version| {
        labels.iter().find(|label| label.file == version.file && overlap(label.place, version.place))
    };
    // The line that is meant is the one with the most of the labelled versions.
    let mut votes: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for version in &found {
        if let Some(label) = label_of(version) {
            *votes.entry((&label.line, version.line)).or_default() += 1;
        }
    }
    let meant = |name: &str| {
        let own = votes.iter().filter(|((line, _), _)| *line == name);
        own.max_by_key(|(_, count)| **count).map(|((_, line), _)| *line)
    };
    let is_right = |version: &Version, label: &Label| meant(&label.line) == Some(version.line);
    let version_of = |label: &Label| {
        let mut own = found.iter().filter(|version| version.file == label.file && overlap(label.place, version.place));
        own.find(|version| is_right(version, label))
    };
    let joined = labels.iter().filter(|label| version_of(label).is_some()).count();
    let wrong = found.iter().filter(|version| label_of(version).is_none_or(|label| !is_right(version, label))).count();
    let copies = labels.iter().filter(|label| label.is_copy);
    let folded = copies.clone().filter(|label| version_of(label).is_some_and(|version| version.is_copy)).count();
    let mut rows = vec![
        Row::share("versions joined", SET, joined, labels.len()),
        Row::share("versions joined, false", SET, wrong, found.len()),
        Row::share("copies folded", SET, folded, copies.count()),
    ];
    let (mut told, mut planted, mut invented, mut all) = (0, 0, 0, 0);
    for kind in ["words", "number", "speaker", "source", "certainty", "translation"] {
        let of_kind = |changes: &[String]| changes.iter().any(|change| change == kind);
        let wanted: Vec<&Label> = labels.iter().filter(|label| of_kind(&label.changes)).collect();
        let has = |label: &&&Label| version_of(label).is_some_and(|version| of_kind(&version.changes));
        let right = wanted.iter().filter(has).count();
        let reported = found.iter().filter(|version| of_kind(&version.changes));
        let false_ones =
            reported.clone().filter(|version| label_of(version).is_none_or(|label| !of_kind(&label.changes))).count();
        rows.push(Row::share(format!("changes told: {kind}"), SET, right, wanted.len()));
        (told, planted) = (told + right, planted + wanted.len());
        (invented, all) = (invented + false_ones, all + reported.count());
    }
    rows.push(Row::share("changes told", SET, told, planted));
    rows.push(Row::share("changes told, false", SET, invented, all));
    Ok(rows)
}

fn labels() -> Result<Vec<Label>, Box<dyn std::error::Error>> {
    let labels: Table = fs::read_to_string(root().join(format!("{FOLDER}.toml")))?.parse()?;
    let mut all = Vec::new();
    for label in labels.get("version").and_then(toml::Value::as_array).into_iter().flatten() {
        let text = |key: &str| label.get(key).and_then(toml::Value::as_str);
        let (Some(line), Some(file), Some(words)) = (text("line"), text("file"), text("words")) else {
            return Err("a version without line, file or words".into());
        };
        let source = fs::read_to_string(root().join(FOLDER).join(file))?;
        let at = source.find(words).ok_or_else(|| format!("{file}: {words:?} does not stand there"))?;
        let start = source[..at].chars().count();
        let changes = label.get("changes").and_then(toml::Value::as_array).into_iter().flatten();
        all.push(Label {
            line: line.to_owned(),
            file: file.to_owned(),
            place: (start, start + words.chars().count()),
            changes: changes.filter_map(|kind| Some(kind.as_str()?.to_owned())).collect(),
            is_copy: text("copy").is_some(),
        });
    }
    Ok(all)
}

fn found(extractor: &Extractor) -> Result<Vec<Version>, Box<dyn std::error::Error>> {
    let mut command = Command::new(&extractor.program);
    command.args(["lineage", "--all", "--today", TODAY, "--format", "json", "--root"]).arg(root().join(FOLDER));
    let told: Value = serde_json::from_str(&output(&mut command)?)?;
    let lines = told.as_array().into_iter().flatten().enumerate();
    let versions = lines.flat_map(|(number, line)| {
        let versions = line["versions"].as_array().into_iter().flatten();
        versions.filter_map(move |version| {
            let number_at = |at: usize| usize::try_from(version["chars"][at].as_u64()?).ok();
            let changes = version["changes"].as_array().into_iter().flatten();
            Some(Version {
                line: number,
                file: version["article"].as_str()?.rsplit('/').next()?.to_owned(),
                place: (number_at(0)?, number_at(1)?),
                changes: changes.filter_map(|change| Some(change["kind"].as_str()?.to_owned())).collect(),
                is_copy: !version["copy_of"].is_null(),
            })
        })
    });
    Ok(versions.collect())
}
