//! The house is as its map says: crates, arrows, modules, and who may touch the world.

use super::source::{code_lines, is_for_tests};
use super::{Complaint, has_word, numbered};
use crate::markdown::{Heading, Page};
use crate::repo::{Package, Repo};

const MAP: &str = "docs/ARCHITECTURE.md";

/// Every crate has its section in the code map, and the arrows there are its dependencies.
pub fn code_map_is_true(repo: &Repo, found: &mut Vec<Complaint>) {
    let Some(text) = repo.text(MAP) else {
        return found.push(Complaint::new(MAP, 1, "there is no map of the house", "write it"));
    };
    let page = Page::new(text);
    for package in repo.packages().unwrap_or_default() {
        let of_package = |heading: &&Heading| heading.level == 3 && heading.text == package.name;
        match page.headings.iter().find(of_package) {
            Some(heading) => arrows_are_true(text, &page, heading, &package, found),
            None => {
                let what = format!("the code map has no heading ### `{}`", package.name);
                found.push(Complaint::new(
                    MAP,
                    1,
                    what,
                    format!("say there what {} owns and may not know", package.folder),
                ));
            }
        }
    }
}

fn arrows_are_true(text: &str, page: &Page, heading: &Heading, package: &Package, found: &mut Vec<Complaint>) {
    let next = page.headings.iter().find(|other| other.line > heading.line).map_or(usize::MAX, |next| next.line);
    let in_section = |line: usize| heading.line < line && line < next;
    let arrows = numbered(text)
        .find_map(|(number, line)| Some((number, line.strip_prefix("Arrows: ")?)).filter(|_| in_section(number)));
    let names = if package.arrows.is_empty() { "none".to_owned() } else { package.arrows.join(", ") };
    let remedy = format!("the manifest says `Arrows: {names}.`");
    let Some((line, arrows)) = arrows else {
        let what = format!("the section on {} has no line of arrows", package.name);
        return found.push(Complaint::new(MAP, heading.line, what, remedy));
    };
    let mut drawn: Vec<&str> = arrows.trim_end_matches('.').split(", ").map(|name| name.trim_matches('`')).collect();
    drawn.retain(|name| *name != "none");
    drawn.sort_unstable();
    if drawn != package.arrows {
        let what = format!("the arrows of {} are not its dependencies", package.name);
        found.push(Complaint::new(MAP, line, what, remedy));
    }
}

/// Every Rust file begins with what it is.
pub fn modules_say_what_they_are(repo: &Repo, found: &mut Vec<Complaint>) {
    for (path, text) in repo.texts().filter(|(path, _)| path.ends_with(".rs")) {
        if !text.starts_with("//! ") {
            found.push(Complaint::new(path, 1, "the module does not say what it is", "begin it with a line of `//!`"));
        }
    }
}

/// Words, and the crates that may say them.
const KEPT: &[(&str, &[&str])] = &[
    ("std::fs", OUTSIDE),
    ("std::env", OUTSIDE),
    ("std::net", OUTSIDE),
    ("std::process", OUTSIDE),
    ("SystemTime", OUTSIDE),
    ("tokio", OUTSIDE),
    ("tower_lsp", OUTSIDE),
    ("async fn", OUTSIDE),
    ("serde_json", &["dateline", "engine", "exchange"]),
    ("postcard", &["dateline", "ide"]),
    ("ropey", &["text"]),
    ("tree_sitter", &["grammar", "syntax"]),
];

/// What touches the world.
const OUTSIDE: &[&str] = &["dateline"];

/// Reading, waiting, clocks and environment are the binary's; every other library has its one crate.
pub fn only_the_outside_touches_the_world(repo: &Repo, found: &mut Vec<Complaint>) {
    for (path, text) in repo.texts().filter(|(path, _)| path.ends_with(".rs") && !is_for_tests(path)) {
        let Some(name) = path.strip_prefix("server/crates/").and_then(|path| path.split('/').next()) else { continue };
        if name == "xtask" {
            continue;
        }
        for (number, line) in code_lines(text) {
            for (word, _) in KEPT.iter().filter(|(word, crates)| !crates.contains(&name) && says(line, word)) {
                let what = format!("{name} may not know `{word}`");
                found.push(Complaint::new(
                    path,
                    number,
                    what,
                    "take the value as an argument; the binary asks the world",
                ));
            }
        }
    }
}

/// Whether code names something, also as one of several: `std::{env, fs}`.
fn says(line: &str, word: &str) -> bool {
    let grouped = |module: &str| line.split_once("std::{").is_some_and(|(_, names)| has_word(names, module));
    has_word(line, word) || word.strip_prefix("std::").is_some_and(grouped)
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn the_map_shows_every_crate_with_its_arrows() {
        let map = |text| {
            let files = [
                ("server/crates/a/Cargo.toml", "[package]\nname = 'a'\n[dependencies]\nb = '1'\nc = '1'"),
                ("server/crates/b/Cargo.toml", "[package]\nname = 'b'"),
                ("server/crates/c/Cargo.toml", "[package]\nname = 'c'"),
                (MAP, text),
            ];
            said(code_map_is_true, &files)
        };
        assert!(map("### `a`\n\nArrows: c, b.\n\n### `b`\nArrows: none.\n\n### `c`\nArrows: none.\n").is_empty());
        let wrong = map("### `a`\n\nArrows: b.\n\n### `b`\n\n## `c`\nArrows: none.\n");
        let expected = [
            "docs/ARCHITECTURE.md:3: the arrows of a are not its dependencies",
            "docs/ARCHITECTURE.md:5: the section on b has no line of arrows",
            "docs/ARCHITECTURE.md:1: the code map has no heading ### `c`",
        ];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn only_the_binary_asks_the_world() {
        let file = |path, text| said(only_the_outside_touches_the_world, &[(path, text)]);
        let nlp = "server/crates/nlp/src/a.rs";
        for text in [
            "use std::fs::read;",
            "use std::{env, path};",
            "async fn f() {}",
            "use serde_json::Value;",
            "use ropey::Rope;",
        ] {
            assert_eq!(file(nlp, text).len(), 1, "{text}");
            assert!(file("server/crates/nlp/tests/a.rs", text).is_empty(), "{text}");
        }
        assert!(file(nlp, "// std::fs is for others\nuse std::path;").is_empty());
        assert!(file("server/crates/lang/src/a.rs", "#[derive(Deserialize)]").is_empty());
        assert!(file("server/crates/text/src/a.rs", "use ropey::Rope;").is_empty());
    }
}
