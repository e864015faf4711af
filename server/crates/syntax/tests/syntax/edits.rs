//! After every edit, the tree and the blocks are those of a fresh run.

use syntax::Tree;
use text::{Edit, Span};
use tree_sitter::Node;

use crate::{Random, pages, wrap};

const PIECES: &[&str] = &[
    "a",
    "b",
    " ",
    " ",
    "word ",
    "Слово ",
    "é",
    "e\u{301}",
    "漢字",
    "🙂",
    "👩‍👩‍👧",
    "\u{a0}",
    "\t",
    "\0",
    "\u{c}",
    "\u{85}",
    "\u{feff}",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "“",
    "”",
    "‘",
    "’",
    "„",
    "«",
    "»",
    "\"",
    "(",
    ")",
    "—",
    "– ",
    "- ",
    "--",
    "---\n",
    "\n---\n",
    "* * *",
    "# ",
    "\n# ",
    "\n- ",
    "\n1. ",
    "\n— ",
    ". ",
    ".",
    ",",
    ":",
    "/",
    "OSLO, March 4 (AP) - ",
    "\nKESTREL, March 4. /VELTA/. ",
    "date 2024-02-15 ",
    "Date: 2024-03-04\n",
    "Source: Norwire\n",
    "title: x\n",
    "\nPhoto: A/B\n",
    "©",
    "(Photo: A/B)",
    "and this was typed in the middle of a line, which is far too long now ",
];

#[test]
fn ten_thousand_edits() {
    let texts = [
        pages::DRAFT.to_owned(),
        pages::TWO_IN_ONE.to_owned(),
        wrap(pages::DIGEST, 60),
        pages::DRAFT.replace('\n', "\r\n"),
        wrap(pages::WEB_PAGE, 72).replace('\n', "\r"),
        "Date: 2024-03-04\nSource: Norwire\n\nText “open (and\nso” on.".to_owned(),
        String::new(),
        "“".repeat(20) + &"(".repeat(20),
    ];
    let mut random = Random(0xed17);
    for start in &texts {
        let mut source = start.clone();
        let mut tree = Tree::parse(&source);
        for _ in 0..10_000 / texts.len() {
            let edit = random_edit(&mut random, &source);
            let new = edit.apply(&source);
            tree = tree.reparse(&source, &edit, &new);
            let fresh = Tree::parse(&new);
            assert!(is_same(tree.root(), fresh.root()), "{edit:?} on {source:?}\n{tree:?}\n{fresh:?}");
            assert_eq!(tree.blocks(&new), fresh.blocks(&new), "{edit:?} on {source:?}");
            source = new;
        }
    }
}

/// Mostly small edits, sometimes a paste or a cut; texts neither vanish nor grow without end.
fn random_edit(random: &mut Random, source: &str) -> Edit {
    let places: Vec<u32> = source.char_indices().map(|(at, _)| at as u32).chain([source.len() as u32]).collect();
    let from = random.below(places.len());
    let reach = match random.below(20) {
        0 => 400,
        1..=4 => 12,
        5..=9 => 1,
        _ => 0,
    };
    let reach = if source.len() > 3_000 { reach.max(40) } else { reach };
    let to = (from + random.below(reach + 1)).min(places.len() - 1);
    let pieces = random.below(4);
    let new: String = (0..pieces).map(|_| random.pick(PIECES)).collect();
    Edit::new(Span::new(places[from], places[to]), new)
}

/// Kinds, places and fields of all nodes.
fn is_same(left: Node<'_>, right: Node<'_>) -> bool {
    let (mut left, mut right) = (left.walk(), right.walk());
    loop {
        let (a, b) = (left.node(), right.node());
        if a.kind_id() != b.kind_id() || a.range() != b.range() || left.field_id() != right.field_id() {
            return false;
        }
        let moves = (left.goto_first_child(), right.goto_first_child());
        if moves.0 != moves.1 {
            return false;
        }
        if moves.0 {
            continue;
        }
        loop {
            let moves = (left.goto_next_sibling(), right.goto_next_sibling());
            if moves.0 != moves.1 {
                return false;
            }
            if moves.0 {
                break;
            }
            if !left.goto_parent() {
                return true;
            }
            right.goto_parent();
        }
    }
}

/// Spans past the end and inside characters are put right, as [`Edit::apply`] does.
#[test]
fn edits_off_the_mark() {
    let source = "Слово “за” слово.";
    for span in [Span::new(1, 3), Span::new(5, 999), Span::new(999, 1_000), Span { start: 9, end: 2 }] {
        let edit = Edit::new(span, "ё");
        let new = edit.apply(source);
        let tree = Tree::parse(source).reparse(source, &edit, &new);
        assert_eq!(tree.blocks(&new), Tree::parse(&new).blocks(&new));
    }
}
