//! `cargo xtask tidy`: the pages are true, the arrows are kept, the data is in order. Also a test.

mod data;
mod files;
mod house;
pub mod pages;
pub mod rules;
mod source;

use std::fmt;

use crate::Outcome;
use crate::repo::{Repo, root};

/// Something that is not as it is said to be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    path: String,
    /// Line from one.
    line: usize,
    what: String,
    remedy: String,
}

type Check = fn(&Repo, &mut Vec<Complaint>);

const CHECKS: &[Check] = &[
    pages::paths_exist,
    pages::names_exist,
    pages::links_lead_somewhere,
    pages::every_page_is_in_the_book,
    house::code_map_is_true,
    house::modules_say_what_they_are,
    house::only_the_outside_touches_the_world,
    data::lists_are_in_order,
    rules::every_rule_has_its_page,
    files::no_test_is_ignored,
    files::nothing_tells_of_a_machine,
    files::dependencies_have_no_address,
];

/// Prints all complaints.
pub fn run(_: &[&str]) -> Outcome {
    let complaints = complaints(&Repo::read(&root())?);
    for complaint in &complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => println!("tidy"),
        1 => println!("1 complaint"),
        many => println!("{many} complaints"),
    }
    Ok(complaints.is_empty())
}

/// All complaints, by path and line.
pub fn complaints(repo: &Repo) -> Vec<Complaint> {
    let mut found = Vec::new();
    for check in CHECKS {
        check(repo, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

impl Complaint {
    fn new(path: &str, line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Complaint {
        Complaint { path: path.to_owned(), line, what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.path, self.line, self.what, self.remedy)
    }
}

/// The lines of a text, counted from one.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line))
}

/// Whether a word stands in a line, and is not a part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(inside) && !line[at + word.len()..].starts_with(inside))
}

#[cfg(test)]
fn said(check: Check, files: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    check(&Repo::of(files), &mut found);
    found.iter().map(|Complaint { path, line, what, .. }| format!("{path}:{line}: {what}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let complaints = complaints(&Repo::read(&root()).unwrap());
        let lines: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
    }
}
