//! The queries name nodes and fields that exist, and capture what they say.

use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator};

const PAGE: &str = "\
---
title: Ferries
---

# Ferries run again

OSLO, March 4 (Norwire) - “We go,” she said (twice).
— Really?
- ferries
* * *
Photo: NORWIRE/Anna Berg
";

/// What each pattern captures of the page, in the order of the text.
fn captures(query: &str) -> Vec<(String, &'static str)> {
    let language = Language::from(grammar::LANGUAGE);
    let query = Query::new(&language, query).unwrap();
    let mut parser = Parser::new();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(PAGE, None).unwrap();
    let mut cursor = QueryCursor::new();
    let mut found = Vec::new();
    let mut all = cursor.captures(&query, tree.root_node(), PAGE.as_bytes());
    while let Some((found_match, index)) = all.next() {
        let capture = found_match.captures()[*index];
        let name = query.capture_names()[capture.index as usize].to_owned();
        found.push((name, PAGE[capture.node.byte_range()].trim_end()));
    }
    found
}

fn captured(query: &str, name: &str) -> Vec<&'static str> {
    captures(query).into_iter().filter(|(capture, _)| capture == name).map(|(_, text)| text).collect()
}

#[test]
fn highlights() {
    let highlights = grammar::HIGHLIGHTS_QUERY;
    assert_eq!(captured(highlights, "markup.heading"), ["# Ferries run again"]);
    assert_eq!(captured(highlights, "module"), ["OSLO"]);
    assert_eq!(captured(highlights, "constant"), ["March 4"]);
    assert_eq!(captured(highlights, "markup.quote"), ["“We go,”"]);
    assert_eq!(captured(highlights, "punctuation.delimiter"), ["“", "”"]);
    assert_eq!(captured(highlights, "punctuation.bracket"), ["(", ")"]);
    assert_eq!(captured(highlights, "punctuation.special"), ["---", "---", "#", "—", "* * *"]);
}

#[test]
fn folds() {
    let folds = captured(grammar::FOLDS_QUERY, "fold");
    assert_eq!(folds.len(), 4);
    assert_eq!(folds[0], "---\ntitle: Ferries\n---");
}

#[test]
fn textobjects() {
    let textobjects = grammar::TEXTOBJECTS_QUERY;
    assert_eq!(captured(textobjects, "quotation.outer"), ["“We go,”"]);
    assert_eq!(captured(textobjects, "quotation.inner"), ["We go,"]);
    assert_eq!(captured(textobjects, "parenthesis.inner"), ["twice"]);
    assert_eq!(captured(textobjects, "parameter.inside"), ["We go,"]);
    assert_eq!(captured(textobjects, "dateline.outer"), ["OSLO, March 4 (Norwire) -"]);
    for (name, _) in captures(textobjects) {
        let (_, ending) = name.rsplit_once('.').unwrap();
        assert!(["outer", "inner", "around", "inside"].contains(&ending), "{name}");
    }
}

#[test]
fn injections() {
    assert_eq!(captured(grammar::INJECTIONS_QUERY, "injection.content"), ["title: Ferries"]);
}
