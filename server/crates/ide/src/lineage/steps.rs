//! A line as steps: a version comes from an earlier one, and later ones take it up.

use corpus::lineage::{Manner, Place, Statement};
use text::Span;

use super::{Line, Version, words};
use crate::hover::shortened;
use crate::snapshot::{Path, Snapshot};

/// A version at its place. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Which of its file, by its words, so that it is found again where edits have moved them.
    pub id: String,
    /// The first of its words.
    pub name: String,
    /// Day, outlet and file, and what is otherwise in it: `2025-06-07, Montavar Herald, 06-herald.txt · words`.
    pub detail: String,
    /// The file.
    pub path: Path,
    /// From its first word to its last.
    pub span: Span,
}

/// Characters of a statement that a list shows.
const SHOWN: usize = 60;
/// What the id of a step begins with; no entity's does.
const PREFIX: &str = "said:";

impl Snapshot {
    /// The statement at `offset`, if other articles give it, too.
    pub fn step(&self, path: &str, offset: u32) -> Option<Step> {
        let (line, at) = self.line_through(path, &self.lineage().at(path, offset)?)?;
        line.versions.get(at).map(step)
    }

    /// The version that the statement called `id` comes from. It stood at `offset` of the file when it was asked for.
    pub fn comes_from(&self, path: &str, offset: u32, id: &str) -> Vec<Step> {
        let through = self.statement_called(path, offset, id).and_then(|place| self.line_through(path, &place));
        let before = |(line, at): (Line, usize)| line.versions.get(line.versions.get(at)?.from()?).map(step);
        through.and_then(before).into_iter().collect()
    }

    /// The later versions that come from it, by day.
    pub fn taken_up(&self, path: &str, offset: u32, id: &str) -> Vec<Step> {
        let through = self.statement_called(path, offset, id).and_then(|place| self.line_through(path, &place));
        let Some((line, at)) = through else { return Vec::new() };
        line.versions.iter().filter(|version| version.from() == Some(at)).map(step).collect()
    }

    /// The line of a statement, if it has two versions, and the statement's number in it.
    fn line_through(&self, path: &str, place: &Place) -> Option<(Line, usize)> {
        let span = self.lineage().statement(place)?.span();
        let line = self.line_at(path, span.start)?;
        let at = line.versions.iter().position(|version| *version.path == *path && version.span == span)?;
        Some((line, at))
    }

    /// The same statement as before, also where edits have moved it.
    fn statement_called(&self, path: &str, offset: u32, id: &str) -> Option<Place> {
        let document = self.documents.get(path)?;
        let is_called = |statement: &Statement| id_of(&words(&document.text, &statement.spans)) == id;
        let here = self.lineage().at(path, offset);
        let here = here.filter(|place| self.lineage().statement(place).is_some_and(is_called));
        here.or_else(|| {
            let at = self.lineage().told(path)?.statements.iter().position(is_called)? as u32;
            Some(Place { path: document.path.clone(), at })
        })
    }
}

impl Step {
    /// Whether an id is a step's.
    pub fn is_id(id: &str) -> bool {
        id.starts_with(PREFIX)
    }
}

impl Version {
    /// The version it comes from: the one it was copied from, else the last one before it.
    fn from(&self) -> Option<usize> {
        self.copy_of.or(self.after)
    }
}

fn step(version: &Version) -> Step {
    let short = shortened(&version.words, SHOWN);
    Step {
        id: id_of(&version.words),
        name: if version.manner == Manner::Quoted { format!("“{short}”") } else { short },
        detail: detail(version),
        path: version.path.clone(),
        span: version.span,
    }
}

fn detail(version: &Version) -> String {
    let known: Vec<&str> = version.outlet.as_deref().into_iter().chain([&*version.path]).collect();
    let whence = format!("{}, {}", version.day(), known.join(", "));
    let mut kinds: Vec<&str> = version.changes.iter().map(|change| change.kind.name()).collect();
    kinds.dedup();
    match (version.copy_of, kinds.is_empty()) {
        (Some(_), _) => format!("{whence} · copied"),
        (None, true) => whence,
        (None, false) => format!("{whence} · {}", kinds.join(", ")),
    }
}

fn id_of(words: &str) -> String {
    format!("{PREFIX}{:08x}", text::hash64(words.as_bytes()) as u32)
}
