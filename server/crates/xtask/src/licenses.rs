//! The notices of the crates that the program is made of, which have to go wherever it goes.
//!
//! Cargo knows them: all packages that the program needs to run, on any system. Of several licences that a crate offers one
//! is taken, the shortest that it has a text of; equal texts stand once.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::process::output;
use crate::repo::root;

const HEAD: &str = "dateline is made of these crates. Written by `cargo xtask codegen`.\n";

/// A crate.
struct Crate {
    /// `serde 1.0.229`
    name: String,
    /// `MIT OR Apache-2.0`
    license: String,
    text: Option<String>,
}

/// All notices, by the crates' names.
pub fn notices() -> Result<String, Box<dyn Error>> {
    let arguments = ["metadata", "--format-version", "1", "--locked"];
    let metadata: Value = serde_json::from_str(&output(Command::new(cargo()).args(arguments).current_dir(root()))?)?;
    let needed = needed(&metadata).ok_or("cargo metadata has no graph of packages")?;
    let mut crates = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        // What is in the repository is under the repository's own licence.
        if !package["source"].is_null() && package["id"].as_str().is_some_and(|id| needed.contains(id)) {
            crates.push(read(package)?);
        }
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(written(&crates))
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The packages that the program cannot run without: not what only builds or tests it.
fn needed(metadata: &Value) -> Option<BTreeSet<&str>> {
    let nodes = metadata["resolve"]["nodes"].as_array()?;
    let nodes: BTreeMap<&str, &Value> = nodes.iter().filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let packages = metadata["packages"].as_array()?;
    let program = packages.iter().find(|package| package["name"] == "dateline")?["id"].as_str()?;
    let mut found = BTreeSet::from([program]);
    let mut open = vec![program];
    while let Some(id) = open.pop() {
        for dependency in nodes.get(id)?["deps"].as_array()? {
            let runs = dependency["dep_kinds"].as_array()?.iter().any(|kind| kind["kind"].is_null());
            let package = dependency["pkg"].as_str()?;
            if runs && found.insert(package) {
                open.push(package);
            }
        }
    }
    Some(found)
}

fn read(package: &Value) -> Result<Crate, Box<dyn Error>> {
    let field = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
    let manifest = field("manifest_path");
    let folder = Path::new(&manifest).parent().ok_or("a package has no folder")?;
    Ok(Crate {
        name: format!("{} {}", field("name"), field("version")),
        license: field("license"),
        text: text(folder)?,
    })
}

/// Files that hold a licence, in the order in which they are taken: of the permissive ones the short ones first.
const FILES: [&str; 6] = ["license-mit", "license.mit", "license-zlib", "license-bsd", "license", "copying"];

fn text(folder: &Path) -> Result<Option<String>, Box<dyn Error>> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let begins =
        |start: &&str| names.iter().find(|name| name.to_lowercase().replace("licence", "license").starts_with(*start));
    let Some(name) = FILES.iter().find_map(begins).filter(|name| folder.join(name).is_file()) else { return Ok(None) };
    let text = fs::read_to_string(folder.join(name))?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    Ok(Some(lines.join("\n").trim_matches('\n').to_owned()))
}

fn written(crates: &[Crate]) -> String {
    let mut texts: Vec<(&str, Vec<&Crate>)> = Vec::new();
    for one in crates {
        let text = one.text.as_deref().unwrap_or_default();
        match texts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, of)) => of.push(one),
            None => texts.push((text, vec![one])),
        }
    }
    let mut all = String::from(HEAD);
    for (text, of) in texts {
        all.push('\n');
        for one in of {
            let _ = writeln!(all, "--- {} ({})", one.name, one.license);
        }
        if !text.is_empty() {
            let _ = writeln!(all, "\n{text}");
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_stand_once() {
        let one = |name: &str, text: Option<&str>| Crate {
            name: name.to_owned(),
            license: "MIT".to_owned(),
            text: text.map(str::to_owned),
        };
        let crates = [one("a 1", Some("Take it.")), one("b 2", None), one("c 3", Some("Take it."))];
        let expected = format!("{HEAD}\n--- a 1 (MIT)\n--- c 3 (MIT)\n\nTake it.\n\n--- b 2 (MIT)\n");
        assert_eq!(written(&crates), expected);
    }

    #[test]
    fn what_only_builds_is_not_needed() {
        let metadata = serde_json::json!({
            "packages": [{"name": "dateline", "id": "d"}, {"name": "a", "id": "a"}, {"name": "b", "id": "b"}],
            "resolve": {"nodes": [
                {"id": "d", "deps": [
                    {"pkg": "a", "dep_kinds": [{"kind": null}]},
                    {"pkg": "b", "dep_kinds": [{"kind": "build"}, {"kind": "dev"}]},
                ]},
                {"id": "a", "deps": []},
                {"id": "b", "deps": []},
            ]},
        });
        assert_eq!(needed(&metadata), Some(BTreeSet::from(["d", "a"])));
    }
}
