//! `cargo xtask new-rule NAME CODE`: the two files of a rule, its line in the list, and its line in the book.

use std::fs;

use crate::Outcome;
use crate::book::SUMMARY;
use crate::repo::{Repo, root};
use crate::tidy::rules::{FOLDER, PAGES, REGISTRY, declared};

const RULE: &str = include_str!("new_rule/rule.txt");
const PAGE: &str = include_str!("new_rule/page.txt");

/// Writes the files and says what is to do in them.
pub fn run(arguments: &[&str]) -> Outcome {
    let [name, code] = arguments else { return Err("takes NAME CODE, as in `new-rule weekday-mismatch D106`".into()) };
    let root = root();
    let files = scaffold(&Repo::read(&root)?, name, code)?;
    for (path, text) in &files {
        fs::write(root.join(path), text)?;
        println!("{path}");
    }
    println!(
        "\nNow write the page: its texts are the tests. Then the rule, until `cargo suite {name}` passes; then `cargo xtask codegen`."
    );
    Ok(true)
}

/// The files that a new rule adds or changes: path and text.
///
/// # Errors
/// If the name or code is taken, or not of the usual form.
fn scaffold(repo: &Repo, name: &str, code: &str) -> Result<Vec<(String, String)>, String> {
    if !is_name(name) {
        return Err(format!("`{name}` is no name of a rule: small letters, with hyphens, as in weekday-mismatch"));
    }
    if !is_code(code) {
        return Err(format!("`{code}` is no code of a rule: a capital letter and three digits, as in D106"));
    }
    if let Some(taken) = declared(repo).find(|rule| rule.name == name || rule.code == code) {
        return Err(format!("there is {} {} already", taken.code, taken.name));
    }
    let module = name.replace('-', "_");
    let fill = |template: &str| {
        template.replace("{name}", name).replace("{code}", code).replace("{since}", env!("CARGO_PKG_VERSION"))
    };
    let text = |path: &str| repo.text(path).ok_or_else(|| format!("there is no {path}"));
    let modules = format!("{FOLDER}mod.rs");
    let line_of_module = format!("pub mod {module};");
    let before = |line: &str| line.starts_with("pub mod ") && *line > *line_of_module;
    let with_module = insert(text(&modules)?, &line_of_module, before);
    let line_in_list = format!("    &rules::{module}::RULE,");
    let after: Vec<String> = declared(repo)
        .filter(|rule| rule.code > code)
        .map(|rule| format!("    &rules::{}::RULE,", rule.module))
        .collect();
    let with_rule =
        insert(text(REGISTRY)?, &line_in_list, |line| after.iter().any(|other| other == line) || line == "];");
    let line_in_book = format!("  - [{name}](rules/{name}.md)");
    let in_book = insert(text(SUMMARY)?, &line_in_book, |line| {
        line.starts_with("  - [") && line.contains("](rules/") && *line > *line_in_book
    });
    Ok(vec![
        (format!("{FOLDER}{module}.rs"), fill(RULE)),
        (format!("{PAGES}{name}.md"), fill(PAGE)),
        (modules, with_module),
        (REGISTRY.to_owned(), with_rule),
        (SUMMARY.to_owned(), in_book),
    ])
}

/// A text with one more line, before the first one that comes after it, or at its end.
fn insert(text: &str, line: &str, comes_after: impl Fn(&str) -> bool) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|other| comes_after(other)).unwrap_or(lines.len());
    lines.insert(at, line);
    lines.join("\n") + "\n"
}

fn is_name(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    name.split('-').all(part)
}

fn is_code(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 4 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::complaints;

    #[test]
    fn a_new_rule_is_tidy_from_its_first_line() {
        let repo = Repo::read(&root()).unwrap();
        let before = complaints(&repo);
        let files = scaffold(&repo, "missing-verdict", "D150").unwrap();
        let (list, modules) = (files[3].1.clone(), files[2].1.clone());
        assert!(
            list.contains("    &rules::missing_verdict::RULE,\n")
                && list.lines().count() == repo.text(REGISTRY).unwrap().lines().count() + 1
        );
        assert!(modules.contains("pub mod missing_verdict;\n"));
        let after = complaints(&repo.with(files));
        let new: Vec<String> = after.iter().filter(|one| !before.contains(one)).map(ToString::to_string).collect();
        assert_eq!(new, Vec::<String>::new());
    }

    #[test]
    fn lines_find_their_place() {
        assert_eq!(insert("a\nc\n", "b", |line| line > "b"), "a\nb\nc\n");
        assert_eq!(insert("a\n", "b", |line| line > "b"), "a\nb\n");
    }

    #[test]
    fn names_and_codes_are_of_the_usual_form_and_free() {
        let repo = Repo::read(&root()).unwrap();
        for (name, code) in [
            ("Weekday", "D150"),
            ("a--b", "D150"),
            ("new", "d150"),
            ("new", "D15"),
            ("weekday-mismatch", "D150"),
            ("new", "D106"),
        ] {
            assert!(scaffold(&repo, name, code).is_err(), "{name} {code}");
        }
    }
}
