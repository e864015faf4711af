//! The lists of `server/languages`: head, columns, order, no entry twice.

use std::collections::BTreeSet;

use super::Complaint;
use crate::repo::Repo;

const FOLDER: &str = "server/languages/";

/// Lists whose order means something: the first reading that fits stands, or the next is tried.
const ORDERED: &[&str] =
    &["times/deictic.tsv", "times/rules.txt", "times/tense.tsv", "times/vague.tsv", "times/words.tsv"];

/// Tables in which the first column alone is no key, and how many columns are.
const KEYS: &[(&str, usize)] = &[
    ("gazetteer/places.tsv", 2),
    ("gazetteer/organisations.tsv", 2),
    ("gazetteer/demonyms.tsv", 2),
    ("lexicon/irregular-verbs.tsv", 4),
];

/// What every head says.
const HEAD: &[&str] = &["# source: ", "# licence: ", "# date: "];

/// All lists are as their readers expect them.
pub fn lists_are_in_order(repo: &Repo, found: &mut Vec<Complaint>) {
    for path in repo.paths() {
        let Some((_, name)) = path.strip_prefix(FOLDER).and_then(|path| path.split_once('/')) else { continue };
        if path.starts_with("server/languages/build/") || !(name.ends_with(".tsv") || name.ends_with(".txt")) {
            continue;
        }
        match repo.text(path) {
            Some(text) => List { path, name, text }.check(found),
            None => found.push(Complaint::new(path, 1, "not UTF-8", "write it as UTF-8")),
        }
    }
}

struct List<'a> {
    path: &'a str,
    /// Below the language's folder: `lexicon/titles.tsv`.
    name: &'a str,
    text: &'a str,
}

impl List<'_> {
    fn check(&self, found: &mut Vec<Complaint>) {
        let mut say =
            |line: usize, what: String, remedy: &str| found.push(Complaint::new(self.path, line, what, remedy));
        let lines: Vec<&str> = self.text.split('\n').collect();
        if let Some(at) = lines.iter().position(|line| line.ends_with('\r')) {
            say(at + 1, "a line ends in CR LF".into(), "end lines in LF");
        }
        if !self.text.ends_with('\n') {
            say(lines.len(), "the last line does not end".into(), "end it in LF");
        }
        let head = lines.iter().take_while(|line| line.starts_with('#')).count();
        for key in HEAD.iter().filter(|key| !lines[..head].iter().any(|line| line.starts_with(**key))) {
            say(
                1,
                format!("the head has no `{}`", key.trim()),
                "say where the list comes from, under which licence, and when",
            );
        }
        if self.name.ends_with("rules.txt") {
            return;
        }
        let is_table = self.name.ends_with(".tsv");
        let columns = if is_table { lines.get(head).map_or(0, |names| names.split('\t').count()) } else { 1 };
        let rows = lines
            .iter()
            .enumerate()
            .skip(head + usize::from(is_table))
            .map(|(at, row)| (at + 1, row.trim_end_matches('\r')));
        let rows: Vec<(usize, &str)> = rows.take(lines.len() - 1 - head - usize::from(is_table)).collect();
        for (line, row) in &rows {
            if row.trim().is_empty() || row.starts_with('#') {
                say(*line, "a line that is no entry".into(), "comments stand in the head");
            }
            if row.split('\t').count() > columns {
                say(
                    *line,
                    format!("more than {columns} columns"),
                    "name the column in the first line, or take the tab out",
                );
            }
        }
        self.check_order(&rows, &mut say);
    }

    fn check_order(&self, rows: &[(usize, &str)], say: &mut impl FnMut(usize, String, &str)) {
        if !ORDERED.contains(&self.name) {
            for pair in rows.windows(2) {
                let ((_, before), (line, row)) = (pair[0], pair[1]);
                if row.split('\t').lt(before.split('\t')) {
                    say(
                        line,
                        format!("`{}` stands after `{}`", key(row, 1), key(before, 1)),
                        "sort by the bytes of the first column",
                    );
                }
            }
        }
        let width = KEYS.iter().find(|(name, _)| *name == self.name).map_or(1, |(_, width)| *width);
        let mut seen = BTreeSet::new();
        // What stands twice in a list with an order of its own has two meanings there.
        for (line, row) in rows.iter().filter(|_| !ORDERED.contains(&self.name)) {
            if !seen.insert(key(row, width)) {
                say(*line, format!("`{}` stands here twice", key(row, width).replace('\t', " ")), "keep one");
            }
        }
    }
}

/// The first columns of a row.
fn key(row: &str, columns: usize) -> &str {
    match row.match_indices('\t').nth(columns - 1) {
        Some((at, _)) => &row[..at],
        None => row,
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    fn list(name: &str, rows: &str) -> Vec<String> {
        let text = format!("# What it is.\n# source: us\n# licence: MIT\n# date: 2026-01-01\n{rows}");
        let path = format!("server/languages/en/{name}");
        said(lists_are_in_order, &[(&path, &text)]).into_iter().map(|said| said.replace(&path, "")).collect()
    }

    #[test]
    fn lists_are_sorted_by_bytes_and_say_nothing_twice() {
        assert!(list("a.txt", "B\na\na b\nä\n").is_empty());
        assert!(list("a.tsv", "word\tkind\na\tx\na b\ty\nb\n").is_empty());
        assert_eq!(list("a.txt", "a\nB\n"), [":6: `B` stands after `a`"]);
        assert_eq!(list("a.tsv", "word\tkind\na\tx\na\ty\n"), [":7: `a` stands here twice"]);
        assert!(list("gazetteer/places.tsv", "name\tcanonical\na\tx\na\ty\n").is_empty());
        assert!(list("times/words.tsv", "word\tclass\nb\tx\na\ty\nb\tz\n").is_empty());
    }

    #[test]
    fn lists_have_columns_a_head_and_plain_lines() {
        assert_eq!(list("a.tsv", "word\na\tx\n"), [":6: more than 1 columns"]);
        assert_eq!(list("a.txt", "a\n\nb\n"), [":6: a line that is no entry", ":6: `` stands after `a`"]);
        assert_eq!(list("a.txt", "a\r\n"), [":5: a line ends in CR LF"]);
        assert_eq!(list("a.txt", "a\nb"), [":6: the last line does not end"]);
        let bare = said(lists_are_in_order, &[("server/languages/en/a.txt", "# source: us\na\n")]);
        assert_eq!(bare.len(), 2);
    }
}
