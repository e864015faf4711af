//! The evidence of a briefing, written down: which words of which files, and what these files were.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ide::Document;
use serde::{Deserialize, Serialize};

use super::{Entry, matter, state, words};
use crate::cli::folder::{Failure, Folder};

const SCHEMA: u32 = 1;

/// `NAME.dateline.lock`. Offsets count code points from the start of the text.
#[derive(Serialize, Deserialize, Debug)]
struct Lock {
    schema: u32,
    briefing: String,
    sha256: String,
    /// SHA-256 of the bytes of each source, by path.
    sources: BTreeMap<String, String>,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

#[derive(Serialize, Deserialize, Debug)]
struct Evidence {
    matter: String,
    state: String,
    at: [u32; 2],
    words: String,
    source: String,
    span: [u32; 2],
    has: String,
}

fn file(briefing: &Path) -> PathBuf {
    briefing.with_extension("dateline.lock")
}

/// Writes the evidence down.
pub(super) fn write(briefing: &Path, folder: &Folder, document: &Document, entries: &[Entry]) -> Result<(), Failure> {
    let mut lock = Lock {
        schema: SCHEMA,
        briefing: document.path.to_string(),
        sha256: folder.sha256(&document.path).unwrap_or_default().to_owned(),
        sources: BTreeMap::new(),
        evidence: Vec::new(),
    };
    for entry in entries {
        let (Some(told), Some(place)) = (&entry.checked.evidence, &entry.evidence) else { continue };
        lock.sources.insert(told.path.to_string(), folder.sha256(&told.path).unwrap_or_default().to_owned());
        lock.evidence.push(Evidence {
            matter: matter(entry.checked.matter).to_owned(),
            state: state(entry.checked.state).to_owned(),
            at: [entry.place.chars.0, entry.place.chars.1],
            words: entry.words(),
            source: told.path.to_string(),
            span: [place.chars.0, place.chars.1],
            has: words(place),
        });
    }
    let path = file(briefing);
    let text = toml::to_string(&lock).map_err(|error| Failure::new(error.to_string()))?;
    let head =
        "# The evidence of a briefing, written by `dateline verify --lock`; `dateline verify --locked` compares.\n";
    fs::write(&path, format!("{head}{text}")).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// What has changed since, a line each.
pub(super) fn compare(briefing: &Path, folder: &Folder, document: &Document) -> Result<Vec<String>, Failure> {
    let path = file(briefing);
    let fail = |error: String| Failure::new(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(&path).map_err(|error| fail(error.to_string()))?;
    let lock: Lock = toml::from_str(&text).map_err(|error| fail(error.to_string()))?;
    if lock.schema != SCHEMA {
        return Err(fail(format!("written in form {}, and this program reads form {SCHEMA}", lock.schema)));
    }
    let mut changes = Vec::new();
    if folder.sha256(&document.path) != Some(&lock.sha256) {
        changes.push(format!("{}: the briefing has changed", folder.shown(&document.path)));
    }
    for (source, sha256) in &lock.sources {
        let shown = folder.shown(source);
        let known = folder.snapshot.document(source);
        match (folder.sha256(source), known) {
            (Some(now), _) if now == sha256 => {}
            (Some(_), Some(known)) => {
                changes.push(format!("{shown}: the source has changed"));
                changes.extend(
                    lock.evidence
                        .iter()
                        .filter(|evidence| evidence.source == *source)
                        .filter_map(|evidence| moved(&shown, evidence, &known)),
                );
            }
            _ => changes.push(format!("{shown}: the source is gone")),
        }
    }
    Ok(changes)
}

/// Where evidence stands now, if not where it stood.
fn moved(shown: &str, evidence: &Evidence, source: &Document) -> Option<String> {
    let [start, end] = evidence.span.map(|at| source.lines.byte_of_char(at) as usize);
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if source.text.get(start..end.max(start)).is_some_and(|text| folded(text) == evidence.has) {
        return None;
    }
    let still = folded(&source.text).contains(&evidence.has);
    let what = if still { "has moved" } else { "is no longer there" };
    Some(format!("{shown}: {what}: {}", evidence.has))
}
