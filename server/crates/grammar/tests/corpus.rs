//! The cases of `test/corpus`: a text, and its tree.
//!
//! The format is that of `tree-sitter test`, which reads the same files; here they run without it.
//! `UPDATE_EXPECT=1 cargo test -p grammar` writes the trees anew.

use std::fmt::Write;
use std::{env, fs};

use tree_sitter::{Node, Parser};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/test/corpus");

#[test]
fn corpus() {
    let mut failures = String::new();
    let mut files: Vec<_> = fs::read_dir(CORPUS).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let page = fs::read_to_string(&path).unwrap();
        let mut fresh = String::new();
        for case in cases(&page) {
            let tree = draw(case.input);
            if tree != case.tree.trim() {
                let name = path.file_stem().unwrap().display();
                write!(failures, "{name}: {}\nexpected\n{}\nfound\n{tree}\n\n", case.name, case.tree).unwrap();
            }
            write!(fresh, "{}\n{}\n{}\n{}\n{}\n\n{tree}\n\n", bar('='), case.name, bar('='), case.input, bar('-'))
                .unwrap();
        }
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, fresh.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(failures.is_empty() || env::var_os("UPDATE_EXPECT").is_some(), "{failures}");
}

struct Case<'a> {
    name: &'a str,
    input: &'a str,
    tree: &'a str,
}

/// The cases of a page. A name stands between bars of `=`, a bar of `-` between a text and its tree.
fn cases(page: &str) -> impl Iterator<Item = Case<'_>> {
    let bars = bar('=') + "\n";
    let parts: Vec<&str> = page.split(bars.as_str()).skip(1).collect();
    assert!(parts.len().is_multiple_of(2) && !parts.is_empty(), "a name needs a bar above and below");
    let cases = parts.chunks(2).map(|pair| {
        let (input, tree) = pair[1].split_once(&format!("{}\n", bar('-'))).expect("a bar before the tree");
        Case { name: pair[0].trim(), input: input.strip_suffix('\n').unwrap_or(input), tree }
    });
    cases.collect::<Vec<_>>().into_iter()
}

fn bar(mark: char) -> String {
    mark.to_string().repeat(80)
}

fn draw(source: &str) -> String {
    let mut parser = Parser::new();
    parser.set_language(&grammar::LANGUAGE.into()).unwrap();
    let tree = parser.parse(source, None).unwrap();
    let mut drawn = String::new();
    draw_node(tree.root_node(), None, 0, &mut drawn);
    drawn
}

/// One line per named node, children further in, as `tree-sitter test --update` has it.
fn draw_node(node: Node<'_>, field: Option<&str>, depth: usize, drawn: &mut String) {
    if depth > 0 {
        write!(drawn, "\n{:1$}", "", 2 * depth).unwrap();
    }
    if let Some(field) = field {
        write!(drawn, "{field}: ").unwrap();
    }
    write!(drawn, "({}", node.kind()).unwrap();
    for index in 0..node.child_count() {
        let child = node.child(index).unwrap();
        if child.is_named() {
            draw_node(child, node.field_name_for_child(index), depth + 1, drawn);
        }
    }
    drawn.push(')');
}
