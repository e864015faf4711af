//! The repository as the checks see it: all its files in memory, so that a check is a function and its test needs no disk.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// All files that are tracked or would be.
pub struct Repo {
    /// Path from the root, with `/` → text; `None` where it is not UTF-8.
    files: BTreeMap<String, Option<String>>,
}

/// A package of the workspace.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    /// `nlp`
    pub name: String,
    /// `server/crates/nlp`
    pub folder: String,
    /// The packages of the workspace it depends on, builds and tests apart; sorted.
    pub arrows: Vec<String>,
    /// The names of its benchmarks.
    pub benches: Vec<String>,
}

/// The repository's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).unwrap_or(here).to_path_buf()
}

impl Repo {
    /// Reads what `.gitignore` does not leave out.
    pub fn read(root: &Path) -> Result<Repo, Box<dyn Error>> {
        let walk = WalkBuilder::new(root)
            .hidden(false)
            .require_git(false)
            .git_global(false)
            .ignore(false)
            .parents(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        let mut files = BTreeMap::new();
        for entry in walk {
            let entry = entry?;
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            let path = entry.path().strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.insert(path, String::from_utf8(std::fs::read(entry.path())?).ok());
        }
        Ok(Repo { files })
    }

    /// All paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text of a file, if there is one and it is text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// All text files: path and text.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// Whether there is a file or folder of this path; `*` stands for what has no `/`.
    pub fn exists(&self, path: &str) -> bool {
        let wanted: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        self.paths().any(|path| {
            let mut parts = path.split('/');
            wanted.iter().all(|wanted| parts.next().is_some_and(|part| matches(wanted, part)))
        })
    }

    /// Whether the root has a file or folder of this name.
    pub fn is_top_level(&self, name: &str) -> bool {
        self.paths().any(|path| path.split('/').next() == Some(name))
    }

    /// All packages of the workspace, by path.
    pub fn packages(&self) -> Result<Vec<Package>, Box<dyn Error>> {
        let manifests = self.texts().filter(|(path, _)| path.ends_with("/Cargo.toml"));
        let tables: Vec<(&str, toml::Table)> = manifests
            .map(|(path, text)| Ok((path, text.parse().map_err(|error| format!("{path}: {error}"))?)))
            .collect::<Result<_, String>>()?;
        let name = |table: &toml::Table| table.get("package")?.get("name")?.as_str().map(str::to_owned);
        let names: Vec<String> = tables.iter().filter_map(|(_, table)| name(table)).collect();
        let package = |(path, table): &(&str, toml::Table)| {
            let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
            let mut arrows: Vec<String> = dependencies.into_iter().flatten().map(|(name, _)| name.clone()).collect();
            arrows.retain(|name| names.contains(name));
            arrows.sort();
            let benches = table.get("bench").and_then(toml::Value::as_array);
            let bench = |bench: &toml::Value| bench.get("name")?.as_str().map(str::to_owned);
            Some(Package {
                name: name(table)?,
                folder: path.trim_end_matches("/Cargo.toml").to_owned(),
                arrows,
                benches: benches.into_iter().flatten().filter_map(bench).collect(),
            })
        };
        Ok(tables.iter().filter_map(package).collect())
    }
}

#[cfg(test)]
impl Repo {
    /// With these files added or replaced.
    pub fn with(mut self, files: impl IntoIterator<Item = (String, String)>) -> Repo {
        self.files.extend(files.into_iter().map(|(path, text)| (path, Some(text))));
        self
    }

    /// A repository of these files.
    pub fn of(files: &[(&str, &str)]) -> Repo {
        Repo { files: BTreeMap::new() }.with(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => name
            .strip_prefix(before)
            .is_some_and(|rest| (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| matches(after, rest)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_file_a_folder_or_a_pattern() {
        let repo = Repo::of(&[("docs/rules/a-b.md", ""), ("README.md", "")]);
        for path in
            ["docs", "docs/", "docs/rules", "docs/rules/a-b.md", "docs/*/a-b.md", "docs/rules/*.md", "docs/rules/a*b*"]
        {
            assert!(repo.exists(path), "{path}");
        }
        for path in ["doc", "docs/rule", "docs/rules/a-b", "docs/rules/a-b.md/x", "rules", "docs/rules/*.rs"] {
            assert!(!repo.exists(path), "{path}");
        }
        assert!(repo.is_top_level("docs") && !repo.is_top_level("rules"));
    }

    #[test]
    fn arrows_are_the_workspace_s_own_dependencies() {
        let repo = Repo::of(&[
            ("Cargo.toml", "[workspace]"),
            (
                "server/crates/a/Cargo.toml",
                "[package]\nname = 'a'\n[dependencies]\nserde = '1'\nb = '1'\n[dev-dependencies]\nc = '1'",
            ),
            ("server/crates/b/Cargo.toml", "[package]\nname = 'b'\n[[bench]]\nname = 'x'"),
            ("server/crates/c/Cargo.toml", "[package]\nname = 'c'"),
        ]);
        let packages = repo.packages().unwrap();
        assert_eq!(packages[0].arrows, ["b"]);
        assert_eq!((packages[1].folder.as_str(), packages[1].benches[0].as_str()), ("server/crates/b", "x"));
    }
}
