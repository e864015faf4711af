//! The generated parser is the one that `grammar.js` says.

use std::fs;

use sha2::{Digest, Sha256};
use tree_sitter::Language;

const CRATE: &str = env!("CARGO_MANIFEST_DIR");

/// `generate.sh` records the sums of `grammar.js` and of what it made. A change of either without the other shows here.
#[test]
fn is_fresh() {
    let sums = fs::read_to_string(format!("{CRATE}/src/generated.sha256")).unwrap();
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").expect("sum, two spaces, path");
        let bytes = fs::read(format!("{CRATE}/{path}")).unwrap();
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, sum, "{path} has changed: run generate.sh");
    }
    assert_eq!(sums.lines().count(), 4);
}

/// The scanner counts on the order of the external tokens.
#[test]
fn tokens_are_in_the_scanners_order() {
    let read = |path: &str| fs::read_to_string(format!("{CRATE}/{path}")).unwrap();
    let (grammar, scanner) = (read("grammar.js"), read("src/scanner.c"));
    let between = |text: &str, from: &str, to: &str| {
        let (_, rest) = text.split_once(from).unwrap();
        rest.split_once(to).unwrap().0.to_owned()
    };
    let of_grammar = between(&grammar, "externals: $ => [", "],");
    let of_scanner = between(&scanner, "enum TokenType {", "};");
    let names = |text: &str, prefix: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        lines
            .map(|line| line.trim_end_matches(',').trim_start_matches(prefix).trim_matches('_').to_lowercase())
            .collect()
    };
    assert_eq!(names(&of_grammar, "$."), names(&of_scanner, ""));
}

#[test]
fn node_types_are_those_of_the_parser() {
    let language = Language::from(grammar::LANGUAGE);
    assert_eq!(language.name(), Some("briefing"));
    for id in 0..language.node_kind_count() as u16 {
        let Some(kind) = language.node_kind_for_id(id) else { continue };
        let shown = language.node_kind_is_visible(id) && kind != "ERROR";
        assert!(!shown || grammar::NODE_TYPES.contains(&format!("\"type\": \"{kind}\"")), "{kind}");
    }
}
