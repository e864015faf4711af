//! Any text has blocks that cover it, on character boundaries, in linear time.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use syntax::{BlockKind, PartKind, Tree};
use text::Span;
use tree_sitter::Node;

use crate::{Random, pages, wrap};

const PIECES: &[&str] = &[
    "“",
    "”",
    "‘",
    "’",
    "„",
    "«",
    "»",
    "‹",
    "›",
    "‚",
    "‟",
    "\"",
    "'",
    "(",
    ")",
    "[",
    "—",
    "―",
    "–",
    "-",
    "--",
    "---",
    "----",
    "* * *",
    "#",
    "# ",
    "- ",
    "1. ",
    " ",
    " ",
    " ",
    "\t",
    "\u{a0}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "\u{feff}",
    ".",
    ". ",
    ",",
    ":",
    "/",
    "word",
    "5",
    "Слово",
    "é",
    "e\u{301}",
    "漢字",
    "「",
    "」",
    "『",
    "』",
    "🙂",
    "OSLO",
    ", June 24",
    " (AP) -",
    " /TASS/.",
    "2022-01-20",
    "date ",
    "Key: value",
    "Photo: A/B",
    "©",
];

const LINE_ENDS: &[&str] = &["\n", "\n", "\n\n", "\r\n", "\r", "\n\n\n", "\n---\n", "\nkey: 1\n"];

fn check(source: &str) {
    let blocks = Tree::parse(source).blocks(source);
    let mut end = 0;
    for block in &blocks {
        assert!(is_blank(&source[end..block.span.start as usize]), "{source:?}");
        let text = &source[block.span.range()];
        assert!(!is_blank(text), "{source:?}");
        assert!(!text.ends_with(['\n', '\r']) && !text.starts_with(['\n', '\r']), "{source:?}");
        check_lines(source, block.span, &block.lines);
        for part in &block.parts {
            assert!(!part.span.is_empty() && text.get(part.span.range()).is_some(), "{part:?} in {text:?}");
        }
        let starts: Vec<_> = block.parts.iter().map(|part| part.span.start).collect();
        assert!(starts.is_sorted(), "{:?} in {text:?}", block.parts);
        end = block.span.end as usize;
    }
    assert!(is_blank(&source[end..]), "{source:?}");
}

/// The lines of a block cover it but for line ends, and are none themselves; front matter is one piece.
fn check_lines(source: &str, span: Span, lines: &[Span]) {
    assert_eq!(lines.first().map(|line| line.start), Some(span.start));
    assert_eq!(lines.last().map(|line| line.end), Some(span.end));
    for pair in lines.windows(2) {
        let between = &source[pair[0].end as usize..pair[1].start as usize];
        assert!(["\n", "\r\n", "\r"].contains(&between), "{source:?}");
    }
    for line in lines {
        assert!(!source[line.range()].contains(['\n', '\r']), "{source:?}");
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

fn random_text(random: &mut Random, pieces: usize) -> String {
    let piece = |random: &mut Random| match random.below(6) {
        0 => random.pick(LINE_ENDS),
        _ => random.pick(PIECES),
    };
    (0..pieces).map(|_| piece(random)).collect()
}

#[test]
fn blocks_cover_any_text() {
    pages::ALL.iter().chain(&[pages::DRAFT]).for_each(|page| {
        check(page);
        check(&wrap(page, 72));
        check(&page.replace('\n', "\r"));
    });
    let mut random = Random(0x5eed);
    for _ in 0..6_000 {
        let pieces = random.below(40);
        check(&random_text(&mut random, pieces));
    }
}

/// Whoever remembers what was found in a block by its hash finds the same.
#[test]
fn blocks_with_the_same_hash_are_the_same() {
    let mut random = Random(0x4a5);
    let mut known = HashMap::new();
    for _ in 0..6_000 {
        let pieces = random.below(8);
        let source = random_text(&mut random, pieces);
        for block in Tree::parse(&source).blocks(&source) {
            let text = block.text(&source).to_owned();
            let content = (block.kind, text, block.parts);
            let first = known.entry(block.hash).or_insert_with(|| content.clone());
            assert_eq!(*first, content);
        }
    }
    assert!(known.len() > 1_000);
}

/// The tree pairs marks within a run of lines, the blocks pair them within a block. Where both are one line, they agree.
#[test]
fn marks_pair_as_in_the_tree() {
    let mut random = Random(0x0dd);
    for _ in 0..6_000 {
        let pieces = random.below(24);
        let text: String = (0..pieces).map(|_| random.pick(PIECES)).collect();
        for source in [text.clone(), format!("Words before it.\n\n{text}\n\nand after")] {
            let tree = Tree::parse(&source);
            let mut of_tree = Vec::new();
            collect(tree.root(), &mut of_tree);
            let mut of_blocks = Vec::new();
            for block in tree.blocks(&source).iter().filter(|block| block.kind != BlockKind::Separator) {
                let marks = block.parts.iter().filter(|part| is_mark(part.kind));
                of_blocks.extend(marks.map(|part| (part.kind, part.span.shift(block.span.start))));
            }
            assert_eq!(of_tree, of_blocks, "{source:?}");
        }
    }
}

fn is_mark(kind: PartKind) -> bool {
    matches!(kind, PartKind::Quotation | PartKind::QuoteMark | PartKind::Parenthesis | PartKind::Dash)
}

/// The marks of a tree; those of a quotation are the quotation's.
fn collect(node: Node<'_>, marks: &mut Vec<(PartKind, Span)>) {
    let kind = match node.kind() {
        "quotation" => Some(PartKind::Quotation),
        "parenthesis" => Some(PartKind::Parenthesis),
        "dash" => Some(PartKind::Dash),
        "quote_mark" if node.parent().is_none_or(|parent| parent.kind() != "quotation") => Some(PartKind::QuoteMark),
        _ => None,
    };
    marks.extend(kind.map(|kind| (kind, Span::from(node.byte_range()))));
    for index in 0..node.child_count() {
        collect(node.child(index).unwrap(), marks);
    }
}

/// Four times the text may take four times as long, and somewhat more on a busy machine, but not sixteen times.
#[test]
fn linear_time() {
    let units = [
        "a ",
        "(",
        "“",
        "“ ‘",
        "\"",
        "”",
        "—",
        "a\n",
        "(\n",
        "“\n",
        "\n",
        "- a\n",
        "a: 1\n",
        "---\n",
        "a\n\n",
        "word word word\n",
        "漢",
    ];
    for unit in units {
        let time = |bytes: usize| {
            let source = unit.repeat(bytes / unit.len());
            let tree = Tree::parse(&source);
            let measure = || {
                let start = Instant::now();
                tree.blocks(&source);
                start.elapsed()
            };
            (0..2).map(|_| measure()).min().unwrap()
        };
        let (short, long) = (time(20_000), time(80_000));
        assert!(long < short * 9 + Duration::from_millis(100), "{unit:?}: {short:?}, then {long:?}");
    }
}

/// One line of four megabytes, and a stray mark at its start.
#[test]
fn a_very_long_line() {
    let source = format!("“{}", pages::PRESS_REVIEW.replace('\n', " ").repeat(4_000_000 / pages::PRESS_REVIEW.len()));
    let blocks = Tree::parse(&source).blocks(&source);
    assert_eq!(blocks.len(), 1);
}
