//! Hostile texts: none is an error, and none takes more than linear time.

use std::time::{Duration, Instant};

use tree_sitter::{Node, Parser, Tree};

fn parse(source: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&grammar::LANGUAGE.into()).unwrap();
    parser.parse(source, None).unwrap()
}

/// No error, and every character that is no space in a block; a line has no line end.
fn check(source: &str) {
    let tree = parse(source);
    let root = tree.root_node();
    assert!(!root.has_error(), "{source:?}");
    assert_eq!(root.end_byte(), source.len(), "{source:?}");
    let mut end = 0;
    for index in 0..root.child_count() {
        let block = root.child(index).unwrap();
        assert!(source[end..block.start_byte()].chars().all(is_space), "{source:?}");
        end = block.end_byte();
        check_lines(block, source);
    }
    assert!(source[end..].chars().all(is_space), "{source:?}");
}

fn check_lines(node: Node<'_>, source: &str) {
    let text = &source[node.byte_range()];
    if node.kind() == "line" {
        assert!(!text.is_empty() && !text.contains(['\n', '\r']), "{text:?}");
    }
    for index in 0..node.child_count() {
        check_lines(node.child(index).unwrap(), source);
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// A generator of numbers that are random enough (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn line_ends() {
    let kinds = |source: &str| {
        let tree = parse(source);
        let root = tree.root_node();
        let kinds = (0..root.child_count()).map(|index| root.child(index).unwrap().kind().to_owned());
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(kinds("# A\r\n\r\nB\r\n"), ["heading", "paragraph"]);
    assert_eq!(kinds("# A\r\rB\rC"), ["heading", "paragraph"]);
    assert_eq!(kinds("---\r\na: b\r\n---\r\nB"), ["front_matter", "paragraph"]);
    assert_eq!(kinds("\u{feff}---\na: b\n---"), ["front_matter"]);
    assert_eq!(kinds("\u{feff}# A"), ["heading"]);
    // Next line, form feed and the line separator are spaces within a line, and a line of them is blank.
    assert_eq!(kinds("A\u{85}# B\u{c}# C\u{2028}# D"), ["paragraph"]);
    assert_eq!(kinds("A\n\u{c}\u{85}\u{a0}\nB"), ["paragraph", "paragraph"]);
}

#[test]
fn odd_texts() {
    let texts = [
        "",
        " ",
        "\n",
        "\r",
        "\r\n",
        "\n\r",
        "\0",
        "a\0b\n\0\n",
        "\u{feff}",
        "\u{feff}\n",
        "\u{85}",
        "\u{2028}a",
        "-",
        "--",
        "---",
        "---\n",
        "---\n---",
        "---\na:",
        "---\na: b\n--",
        "#",
        "# ",
        "(",
        ")",
        "“",
        "”",
        "\"",
        "—",
        "— ",
        "- ",
        "*",
        "1.",
        "1. ",
        "a:",
        "a: 1",
        "a: 1\nb: 2",
        "\na: 1\n\n",
        "date 2022-01-20",
        "2022-01-20",
        "OSLO (",
        "OSLO (A",
        "OSLO /A/",
        "/A/",
        "©",
        "(A/B)",
        "()",
        "(\n)",
        "“\n\n”",
        "“\r”\r\r“",
        "\u{10ffff}",
        "e\u{301}\u{200d}👩‍👩‍👧",
        "…",
        "« »",
        "’",
        "‘",
        "‘a",
        "\t\u{b}a",
    ];
    for text in texts {
        check(text);
        check(&format!("{text}\n{text}"));
        check(&format!("a{text} b\n\n{text}c"));
    }
}

#[test]
fn any_mix_of_pieces() {
    let pieces = [
        "“",
        "”",
        "‘",
        "’",
        "„",
        "«",
        "»",
        "‹",
        "›",
        "\"",
        "'",
        "(",
        ")",
        "—",
        "–",
        "-",
        "--",
        "---",
        "* * *",
        "#",
        "# ",
        "- ",
        "1. ",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        " ",
        " ",
        "\t",
        "\u{a0}",
        "\u{c}",
        "\u{85}",
        "\0",
        "\u{feff}",
        ".",
        ". ",
        ",",
        ":",
        "/",
        "word",
        "Слово",
        "é",
        "e\u{301}",
        "漢字",
        "「",
        "」",
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
        "key: 1\n",
        "---\n",
    ];
    let mut random = Random(0x5eed);
    for _ in 0..4_000 {
        let length = random.below(24);
        let text: String = (0..length).map(|_| pieces[random.below(pieces.len())]).collect();
        check(&text);
    }
}

/// Four times the text may take four times as long, and somewhat more on a busy machine, but not sixteen times.
#[test]
fn linear_time() {
    let units = [
        "a",
        " ",
        "-",
        "- ",
        "#",
        "(",
        ")",
        "()",
        "“",
        "”",
        "“”",
        "“ ‘",
        "\"",
        "‘a",
        "’",
        "—",
        "a\n",
        "(\n",
        "“\n",
        "”\n",
        "\n",
        "\r",
        "\0",
        "a. ",
        "— a\n",
        "- a\n",
        "a: 1\n",
        "---\n",
        "---\na: 1\n",
        "*\n",
        "OSLO, ",
        "OSLO (AP) - ",
        "A/B ",
        "漢",
        "1. ",
        "©\n",
    ];
    for unit in units {
        let time = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            let measure = || {
                let start = Instant::now();
                let tree = parse(&text);
                assert!(!tree.root_node().has_error(), "{unit:?}");
                start.elapsed()
            };
            (0..2).map(|_| measure()).min().unwrap()
        };
        let (short, long) = (time(20_000), time(80_000));
        assert!(long < short * 9 + Duration::from_millis(100), "{unit:?}: {short:?}, then {long:?}");
    }
}
