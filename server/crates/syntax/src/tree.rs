//! Parsing, and parsing again after an edit.

use std::cell::RefCell;

use text::Edit;
use tree_sitter::{InputEdit, Parser, Point};

use crate::block::{self, Block};

/// The tree of a text. Cloning it is cheap.
#[derive(Clone)]
pub struct Tree(tree_sitter::Tree);

impl Tree {
    /// The tree of `source`.
    pub fn parse(source: &str) -> Tree {
        parse(source, None)
    }

    /// The tree of `new_source`, which is `old` after `edit`; this is the tree of `old`.
    ///
    /// It equals the tree that [`parse`](Self::parse) gives, and takes the time of what changed.
    pub fn reparse(&self, old: &str, edit: &Edit, new_source: &str) -> Tree {
        let start = floor(old, edit.span.start);
        let old_end = floor(old, edit.span.end).max(start);
        let new_end = floor(new_source, (start + edit.new.len()) as u32);
        let mut tree = self.0.clone();
        tree.edit(&InputEdit {
            start_byte: start,
            old_end_byte: old_end,
            new_end_byte: new_end,
            start_position: point(old, start),
            old_end_position: point(old, old_end),
            new_end_position: point(new_source, new_end),
        });
        parse(new_source, Some(&tree))
    }

    /// The blocks of `source`, whose tree this is, in text order. They cover every visible character once.
    pub fn blocks(&self, source: &str) -> Vec<Block> {
        block::blocks(self.0.root_node(), source)
    }

    /// The tree as an S-expression, for tests and bug reports.
    pub fn to_sexp(&self) -> String {
        self.0.root_node().to_sexp()
    }

    /// The tree itself, for those who ask for more than blocks.
    pub fn root(&self) -> tree_sitter::Node<'_> {
        self.0.root_node()
    }
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_sexp())
    }
}

fn parse(source: &str, old: Option<&tree_sitter::Tree>) -> Tree {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new({
            let mut parser = Parser::new();
            // It fails for a grammar that another version of tree-sitter generated; the tests would not pass.
            parser.set_language(&grammar::LANGUAGE.into()).expect("the grammar fits the library");
            parser
        });
    }
    // Without a language, or when it is cancelled, a parser gives no tree: it has one, and is not.
    PARSER.with_borrow_mut(|parser| Tree(parser.parse(source, old).expect("a parser with a language gives a tree")))
}

/// The start of the character that holds `offset`, or the end of `source`.
fn floor(source: &str, offset: u32) -> usize {
    let offset = (offset as usize).min(source.len());
    (0..=offset).rev().find(|&byte| source.is_char_boundary(byte)).unwrap_or(0)
}

/// Tree-sitter counts rows by `\n` alone, and columns in bytes.
fn point(source: &str, offset: usize) -> Point {
    let before = &source.as_bytes()[..offset];
    let row = before.iter().filter(|&&byte| byte == b'\n').count();
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    Point::new(row, offset - line_start)
}
