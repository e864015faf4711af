//! The notices of the crates that the program is made of, which have to go wherever it goes.
//!
//! Cargo knows them: all packages that the program needs to run, on any system. Of several licences that a crate offers one
//! is taken, the shortest that it has a text of; equal texts stand once.

use std::collections::BTreeSet;
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
    let ask = |arguments: &[&str]| output(Command::new(cargo()).args(arguments).arg("--locked").current_dir(root()));
    let of = ["tree", "--package", "dateline", "--edges", "normal", "--target", "all"];
    let needed = needed(&ask(&[&of[..], &["--prefix", "none", "--format", "{p}"]].concat())?);
    let metadata: Value = serde_json::from_str(&ask(&["metadata", "--format-version", "1"])?)?;
    let mut crates = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        // What is in the repository is under the repository's own licence.
        if !package["source"].is_null() && needed.contains(&name(package)) {
            crates.push(read(package)?);
        }
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(written(&crates))
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// `serde 1.0.229`, of lines as `serde v1.0.229 (*)`: the crates that the program cannot run without, not what only builds or
/// tests it.
fn needed(tree: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?.strip_prefix('v')?))
    };
    tree.lines().filter_map(name).collect()
}

fn name(package: &Value) -> String {
    let word = |name: &str| package[name].as_str().unwrap_or_default();
    format!("{} {}", word("name"), word("version"))
}

fn read(package: &Value) -> Result<Crate, Box<dyn Error>> {
    let field = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
    let manifest = field("manifest_path");
    let folder = Path::new(&manifest).parent().ok_or("a package has no folder")?;
    Ok(Crate { name: name(package), license: field("license"), text: text(folder)? })
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
    fn names_are_read_off_the_tree() {
        let tree = "dateline v0.1.0 (a/b)\nserde v1.0.229 (*)\nyoke-derive v0.8.4 (proc-macro)\n\n";
        let expected = ["dateline 0.1.0", "serde 1.0.229", "yoke-derive 0.8.4"];
        assert_eq!(needed(tree), BTreeSet::from(expected.map(str::to_owned)));
    }
}
