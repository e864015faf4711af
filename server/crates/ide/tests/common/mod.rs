//! Folders for tests: texts read from disk or made by hand, entered as a server would enter them.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use ide::{Change, Config, Host, Path, Snapshot, Target};
use jiff::civil::date;
use lang::{DEFAULT_TAG, Language};
use text::{Position, PositionEncoding};

/// An empty folder, seen on a fixed day.
pub fn host() -> Host {
    let config = Config { today: date(2026, 3, 1), ..Config::default() };
    Host::new(Language::load(DEFAULT_TAG), config)
}

/// A folder of these files.
pub fn folder(files: &[(&str, &str)]) -> Host {
    let mut host = host();
    for (path, text) in files {
        host.apply(Change::Disk { path: Path::from(*path), text: Some(Arc::from(*text)) });
    }
    host
}

/// The root of the repository.
pub fn root() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// All text files below a folder, with their names there.
pub fn files(folder: &FilePath) -> Vec<(Path, Arc<str>)> {
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

fn walk(root: &FilePath, folder: &FilePath, found: &mut Vec<(Path, Arc<str>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "txt" || extension == "md") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((name.into(), text.trim_start_matches('\u{feff}').into()));
        }
    }
}

/// A folder read from disk.
pub fn read(folder: &FilePath) -> Host {
    let mut host = host();
    let files = files(folder);
    let drafts = files.iter().map(|(path, _)| path.clone()).filter(|path| path.starts_with("briefings/")).collect();
    host.apply(Change::Drafts(drafts));
    for (path, text) in files {
        let document = Host::read(&host.snapshot(), &path, text);
        host.enter(document);
    }
    host
}

/// The byte at a line and column as an editor shows them: from 1, in UTF-16.
pub fn offset(snapshot: &Snapshot, path: &str, line: u32, column: u32) -> u32 {
    let document = snapshot.document(path).unwrap_or_else(|| panic!("there is no {path}"));
    document.lines.offset(PositionEncoding::Utf16, Position::new(line - 1, column - 1))
}

/// `path:line:column` of a place, as an editor shows it.
pub fn address(snapshot: &Snapshot, path: &str, offset: u32) -> String {
    let position = snapshot.document(path).unwrap().lines.position(PositionEncoding::Utf16, offset);
    format!("{path}:{}:{}", position.line + 1, position.column + 1)
}

/// Where targets lead to, in their order.
pub fn addresses(snapshot: &Snapshot, targets: &[Target]) -> Vec<String> {
    targets.iter().map(|target| address(snapshot, &target.path, target.focus.start)).collect()
}

/// The byte at which the `nth` (from 0) `words` stand in a document.
pub fn place(snapshot: &Snapshot, path: &str, words: &str, nth: usize) -> u32 {
    let document = snapshot.document(path).unwrap_or_else(|| panic!("there is no {path}"));
    let found = document.text.match_indices(words).nth(nth);
    found.unwrap_or_else(|| panic!("{words:?} does not stand {nth} times in {path}")).0 as u32
}
