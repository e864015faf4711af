//! Rope, line index and plain counting agree, in every encoding, on text as it comes from wires and web pages.

use std::ops::Range;

use proptest::prelude::*;
use text::{Edit, LineIndex, Position, PositionEncoding, Span, Text};

/// What texts are strung together from: scripts, characters of one to four bytes, all that ends a line, and all that
/// merely looks like it does.
const PIECES: &[&str] = &[
    "Talks ended.",
    "a",
    " ",
    "Заявил",
    "„Так“",
    "…",
    "é",
    "e\u{301}",
    "😀",
    "👩\u{200d}👩\u{200d}👧",
    "🇫🇷",
    "𝔘",
    "\u{a0}",
    "\u{feff}",
    "\n",
    "\r\n",
    "\r",
    "\n\r",
    "\u{85}",
    "\u{b}",
    "\u{c}",
    "\u{2028}",
    "\u{2029}",
    "\0",
];

fn any_text(pieces: Range<usize>) -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, pieces).prop_map(|pieces| pieces.concat())
}

fn any_position() -> impl Strategy<Value = Position> {
    let place = || prop_oneof![8 => 0..30u32, 1 => Just(u32::MAX), 1 => any::<u32>()];
    (place(), place()).prop_map(|(line, column)| Position { line, column })
}

/// Counting as the protocol describes it, character by character.
mod plain {
    use super::*;

    /// Every line with the byte it starts at, without its line end.
    pub fn lines(source: &str) -> Vec<(usize, &str)> {
        let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
        while at < source.len() {
            let rest = &source[at..];
            let width = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
            if width > 0 {
                lines.push((start, &source[start..at]));
                start = at + width;
            }
            at += if width > 0 { width } else { rest.chars().next().map_or(1, char::len_utf8) };
        }
        lines.push((start, &source[start..]));
        lines
    }

    pub fn position(source: &str, encoding: PositionEncoding, offset: u32) -> Position {
        let mut offset = (offset as usize).min(source.len());
        while !source.is_char_boundary(offset) {
            offset -= 1;
        }
        let lines = lines(source);
        let line = lines.iter().rposition(|&(start, _)| start <= offset).unwrap();
        let (start, content) = lines[line];
        let before = &content[..(offset - start).min(content.len())];
        Position { line: line as u32, column: encoding.width(before) }
    }

    pub fn offset(source: &str, encoding: PositionEncoding, position: Position) -> u32 {
        let Some(&(start, content)) = lines(source).get(position.line as usize) else { return source.len() as u32 };
        let mut column = 0u32;
        for (byte, char) in content.char_indices() {
            let next = column + encoding.width(char.encode_utf8(&mut [0; 4]));
            if next > position.column {
                return (start + byte) as u32;
            }
            column = next;
        }
        (start + content.len()) as u32
    }
}

/// Everything that can be asked about `source` gives the same answer everywhere.
fn check_agreement(source: &str) {
    let (rope, index) = (Text::new(source), LineIndex::new(source));
    let lines = plain::lines(source);
    assert_eq!((rope.len(), index.len()), (source.len() as u32, source.len() as u32));
    assert_eq!((rope.line_count() as usize, index.line_count() as usize), (lines.len(), lines.len()));
    for (line, (start, content)) in lines.iter().enumerate() {
        let span = Span::from(*start..start + content.len());
        assert_eq!((rope.line_span(line as u32), index.line_span(line as u32)), (span, span));
    }
    for encoding in PositionEncoding::ALL {
        for offset in (0..=source.len() as u32 + 2).chain([u32::MAX]) {
            let position = plain::position(source, encoding, offset);
            assert_eq!(rope.position(encoding, offset), position, "rope, byte {offset}, {encoding:?}");
            assert_eq!(index.position(encoding, offset), position, "index, byte {offset}, {encoding:?}");
            check_offset(source, &rope, &index, encoding, position);
            check_offset(source, &rope, &index, encoding, Position { column: position.column + 1, ..position });
        }
        check_offset(source, &rope, &index, encoding, Position::new(lines.len() as u32, 0));
        check_offset(source, &rope, &index, encoding, Position::new(u32::MAX, u32::MAX));
    }
    check_chars(source, &index);
}

fn check_offset(source: &str, rope: &Text, index: &LineIndex, encoding: PositionEncoding, position: Position) {
    let offset = plain::offset(source, encoding, position);
    assert_eq!(rope.offset(encoding, position), offset, "rope, {position:?}, {encoding:?}");
    assert_eq!(index.offset(encoding, position), offset, "index, {position:?}, {encoding:?}");
}

fn check_chars(source: &str, index: &LineIndex) {
    let mut count = 0;
    for (byte, char) in source.char_indices() {
        for inside in 0..char.len_utf8() {
            assert_eq!(index.chars((byte + inside) as u32), count);
        }
        assert_eq!(index.byte_of_char(count), byte as u32);
        count += 1;
    }
    assert_eq!((index.chars(index.len()), index.byte_of_char(count)), (count, index.len()));
    assert_eq!(index.byte_of_char(u32::MAX), index.len());
}

#[test]
fn agree_on_every_pair_of_pieces() {
    check_agreement("");
    for first in PIECES {
        for second in PIECES {
            check_agreement(&format!("{first}{second}"));
            check_agreement(&format!("x{first}{second}😀y"));
        }
    }
}

#[test]
fn only_the_protocols_line_ends_count() {
    let source = "a\u{85}b\u{b}c\u{c}d\u{2028}e\u{2029}f\rg\r\nh\n";
    assert_eq!(Text::new(source).line_count(), 4);
    assert_eq!(LineIndex::new(source).line_count(), 4);
}

#[test]
fn second_half_of_a_pair_means_its_start() {
    let text = Text::new("a😀b");
    assert_eq!(text.offset(PositionEncoding::Utf16, Position::new(0, 2)), 1);
    assert_eq!(text.offset(PositionEncoding::Utf16, Position::new(0, 3)), 5);
    assert_eq!(text.span(PositionEncoding::Utf32, Position::new(0, 2), Position::new(0, 1)), Span::new(1, 5));
}

proptest! {
    #[test]
    fn agree_on_any_text(source in any_text(0..60)) {
        check_agreement(&source);
    }

    #[test]
    fn position_and_back(source in any_text(0..300), offset in any::<prop::sample::Index>()) {
        let (rope, index) = (Text::new(&source), LineIndex::new(&source));
        let offset = offset.index(source.len() + 1) as u32;
        for encoding in PositionEncoding::ALL {
            let position = rope.position(encoding, offset);
            let back = rope.offset(encoding, position);
            prop_assert_eq!(rope.position(encoding, back), position);
            prop_assert_eq!(index.offset(encoding, position), back);
            // Only inside a character and inside of a line end does the way back lead elsewhere.
            let inside = !source.is_char_boundary(offset as usize)
                || source.as_bytes()[..offset as usize].ends_with(b"\r") && source[offset as usize..].starts_with('\n');
            prop_assert!(inside || back == offset);
        }
    }

    /// A client keeps a plain string, and sends what it changes as lines and columns; the server must end up with the
    /// same string, whatever the client counts in.
    #[test]
    fn edits_by_position_follow_the_client(
        start in any_text(0..200),
        edits in prop::collection::vec((any_position(), any_position(), any_text(0..8)), 1..30),
    ) {
        for encoding in PositionEncoding::ALL {
            let (mut client, mut server) = (start.clone(), Text::new(&start));
            for (from, to, new) in &edits {
                let (a, b) = (plain::offset(&client, encoding, *from), plain::offset(&client, encoding, *to));
                client.replace_range(a.min(b) as usize..a.max(b) as usize, new);
                let span = server.span(encoding, *from, *to);
                server.edit(&Edit::new(span, new.as_str()));
                prop_assert_eq!(server.to_string(), client.as_str());
                prop_assert_eq!(server.line_count() as usize, plain::lines(&client).len());
            }
            check_agreement_sampled(&client, &server);
        }
    }

    /// Any offsets, also such as no client could mean.
    #[test]
    fn edits_by_byte_equal_a_string(
        start in any_text(0..100),
        edits in prop::collection::vec((0..600u32, 0..600u32, any_text(0..8)), 1..30),
    ) {
        let (mut plain, mut rope) = (start.clone(), Text::new(&start));
        for (from, to, new) in edits {
            let edit = Edit::new(Span { start: from, end: to }, new);
            plain = edit.apply(&plain);
            let before = rope.clone();
            rope.edit(&edit);
            prop_assert_eq!(&*rope.to_arc(), plain.as_str());
            prop_assert_eq!(rope == before, before.to_string() == plain);
        }
        check_agreement_sampled(&plain, &rope);
    }

    #[test]
    fn the_smallest_edit_is_right(old in any_text(0..12), new in any_text(0..12)) {
        match Edit::minimal(&old, &new) {
            None => prop_assert_eq!(&old, &new),
            Some(edit) => {
                prop_assert_eq!(edit.apply(&old), new.as_str());
                prop_assert!(old.is_char_boundary(edit.span.start as usize));
                prop_assert!(old.is_char_boundary(edit.span.end as usize));
            }
        }
    }

    /// A span that an edit does not touch says the same before and after.
    #[test]
    fn untouched_spans_keep_their_text(
        old in any_text(1..30),
        places in prop::array::uniform4(any::<prop::sample::Index>()),
        new in any_text(0..4),
        inside: bool,
    ) {
        let place = |number: usize| LineIndex::new(&old).byte_of_char(places[number].index(old.chars().count() + 1) as u32);
        let span = Span::new(place(0).min(place(1)), place(0).max(place(1)));
        let edit = Edit::new(Span::new(place(2).min(place(3)), place(2).max(place(3))), new);
        let after = edit.apply(&old);
        let bias = if inside { text::Bias::Inside } else { text::Bias::Outside };
        let mapped = edit.map_span(span, bias);
        if let Some(mapped) = mapped {
            prop_assert!(mapped.start <= mapped.end && mapped.end as usize <= after.len());
            prop_assert!(after.is_char_boundary(mapped.start as usize) && after.is_char_boundary(mapped.end as usize));
        }
        if edit.span.end < span.start || span.end < edit.span.start {
            prop_assert_eq!(mapped.map(|mapped| mapped.of(&after)), Some(span.of(&old)));
        }
    }

    #[test]
    fn chunks_and_slices_read_the_text(source in any_text(0..400), offset: u32) {
        let rope = Text::new(&source);
        let mut read = String::new();
        while !rope.chunk(read.len() as u32).is_empty() {
            read += rope.chunk(read.len() as u32);
        }
        prop_assert_eq!(&read, &source);
        let span = Span { start: offset % 700, end: offset / 700 % 700 };
        prop_assert_eq!(rope.slice(span), span.of(&source));
        let _ = rope.chunk(offset);
    }

    #[test]
    fn spans_stay_in_order_and_apart(all in prop::collection::vec((0..60u32, 0..8u32), 1..12)) {
        let all: Vec<_> = all.into_iter().map(|(start, len)| Span::new(start, start + len)).collect();
        let spans = text::Spans::collect(all.iter().copied()).unwrap();
        prop_assert!(spans.as_slice().windows(2).all(|pair| pair[0].end < pair[1].start));
        for byte in 0..70 {
            prop_assert_eq!(spans.contains(byte), all.iter().any(|span| span.contains(byte)));
        }
    }
}

/// A rope that has been edited answers as a fresh line index does.
fn check_agreement_sampled(source: &str, rope: &Text) {
    let index = LineIndex::new(source);
    for encoding in PositionEncoding::ALL {
        for offset in (0..=source.len() as u32).step_by(7) {
            let position = rope.position(encoding, offset);
            assert_eq!(index.position(encoding, offset), position);
            assert_eq!(index.offset(encoding, position), rope.offset(encoding, position));
        }
    }
}
