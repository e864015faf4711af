//! The lines of a text that is kept elsewhere.

use crate::{Position, PositionEncoding, Span, to_u32};

/// The lines and the characters of a text that is not open, without the text.
///
/// It gives the same answers as [`Text`](crate::Text).
/// Plain ASCII costs four bytes a line, text full of other characters a quarter of its length on top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineIndex {
    /// Bytes of the text.
    len: u32,
    /// Where each line starts; the first one at 0.
    starts: Box<[u32]>,
    /// One bit a line: it ends with `\r\n`.
    two_byte_ends: Box<[u64]>,
    /// The stretches of 64 bytes that hold more than ASCII, in order.
    blocks: Box<[Block]>,
    /// The characters beyond U+FFFF, which count two in UTF-16.
    pairs: Box<[u32]>,
}

/// 64 bytes of a text, some of which are not ASCII.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Block {
    /// Its place: it begins at byte `64 * number`.
    number: u32,
    /// Code points that start before it.
    chars: u32,
    /// One bit a byte: a character starts there. Bits past the end of the text are not set.
    starts: u64,
}

impl LineIndex {
    /// Reads `source` once.
    pub fn new(source: &str) -> Self {
        let (starts, two_byte_ends) = find_lines(source.as_bytes());
        let (blocks, pairs) = find_chars(source.as_bytes());
        Self {
            len: to_u32(source.len()),
            starts: starts.into(),
            two_byte_ends: two_byte_ends.into(),
            blocks: blocks.into(),
            pairs: pairs.into(),
        }
    }

    /// How many bytes the text has.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether the text holds no byte.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many lines; at least one, since what follows the last line end counts, even if it is empty.
    pub fn line_count(&self) -> u32 {
        to_u32(self.starts.len())
    }

    /// Where the byte at `offset` stands; see [`Text::position`](crate::Text::position).
    pub fn position(&self, encoding: PositionEncoding, offset: u32) -> Position {
        let offset = self.floor(offset);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let span = self.line_span(to_u32(line));
        let column = self.units(encoding, offset.min(span.end)) - self.units(encoding, span.start);
        Position { line: to_u32(line), column }
    }

    /// The byte at `position`; see [`Text::offset`](crate::Text::offset).
    pub fn offset(&self, encoding: PositionEncoding, position: Position) -> u32 {
        let span = self.line_span(position.line);
        let unit = self.units(encoding, span.start).saturating_add(position.column);
        if unit >= self.units(encoding, span.end) { span.end } else { self.byte_of_unit(encoding, unit) }
    }

    /// The bytes between two positions, whichever comes first.
    pub fn span(&self, encoding: PositionEncoding, start: Position, end: Position) -> Span {
        let (start, end) = (self.offset(encoding, start), self.offset(encoding, end));
        Span { start: start.min(end), end: start.max(end) }
    }

    /// The bytes of a line without its line end; empty at the end of the text for a line that does not exist.
    pub fn line_span(&self, line: u32) -> Span {
        let number = line as usize;
        match (self.starts.get(number), self.starts.get(number + 1)) {
            (Some(&start), Some(&next)) => Span::new(start, next - self.line_end_width(number)),
            (Some(&start), None) => Span::new(start, self.len),
            (None, _) => Span::empty(self.len),
        }
    }

    /// How many code points stand before the byte at `offset`; an offset inside a character means its start.
    pub fn chars(&self, offset: u32) -> u32 {
        let offset = self.floor(offset);
        let after = self.blocks.partition_point(|block| block.begin() <= offset);
        match self.blocks[..after].last() {
            None => offset,
            Some(block) => block.chars_before(offset),
        }
    }

    /// The byte where the code point with this number starts, counted from zero; the end of the text if there are not
    /// so many.
    pub fn byte_of_char(&self, char: u32) -> u32 {
        let after = self.blocks.partition_point(|block| block.chars <= char);
        let byte = match self.blocks[..after].last() {
            None => char,
            Some(block) => block.byte_of_char(char),
        };
        byte.min(self.len)
    }

    /// How many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.starts)
            + size_of_val(&*self.two_byte_ends)
            + size_of_val(&*self.blocks)
            + size_of_val(&*self.pairs)
    }

    /// How many bytes end this line, which is not the last one.
    fn line_end_width(&self, line: usize) -> u32 {
        let two = self.two_byte_ends.get(line / 64).is_some_and(|bits| bits >> (line % 64) & 1 == 1);
        if two { 2 } else { 1 }
    }

    /// The start of the character that holds the byte at `offset`; the end of the text for what lies beyond.
    fn floor(&self, offset: u32) -> u32 {
        let offset = offset.min(self.len);
        // A character has at most four bytes.
        (offset.saturating_sub(3)..=offset).rev().find(|&byte| self.is_char_start(byte)).unwrap_or(offset)
    }

    fn is_char_start(&self, byte: u32) -> bool {
        byte >= self.len
            || match self.blocks.binary_search_by_key(&(byte / 64), |block| block.number) {
                Ok(found) => self.blocks[found].starts >> (byte % 64) & 1 == 1,
                Err(_) => true,
            }
    }

    /// Code units from the start of the text to the start of a character.
    fn units(&self, encoding: PositionEncoding, byte: u32) -> u32 {
        match encoding {
            PositionEncoding::Utf8 => byte,
            PositionEncoding::Utf16 => self.chars(byte) + to_u32(self.pairs.partition_point(|&pair| pair < byte)),
            PositionEncoding::Utf32 => self.chars(byte),
        }
    }

    /// The start of the character that holds a code unit of the text.
    fn byte_of_unit(&self, encoding: PositionEncoding, unit: u32) -> u32 {
        match encoding {
            PositionEncoding::Utf8 => self.floor(unit),
            PositionEncoding::Utf16 => self.byte_of_utf16(unit),
            PositionEncoding::Utf32 => self.byte_of_char(unit),
        }
    }

    fn byte_of_utf16(&self, unit: u32) -> u32 {
        // Every pair that starts before the unit adds one unit to the characters before it.
        // The last of them may be the very character that the unit is the second half of.
        let unit_of = |pair: &u32| self.units(PositionEncoding::Utf16, *pair);
        let before = self.pairs.partition_point(|pair| unit_of(pair) < unit);
        match self.pairs[..before].last() {
            Some(pair) if unit_of(pair) + 1 == unit => *pair,
            _ => self.byte_of_char(unit - to_u32(before)),
        }
    }
}

impl Block {
    fn begin(&self) -> u32 {
        self.number * 64
    }

    fn char_count(&self) -> u32 {
        self.starts.count_ones()
    }

    /// Code points before a byte at or behind this block's begin, with nothing but ASCII between block and byte.
    fn chars_before(&self, byte: u32) -> u32 {
        match byte - self.begin() {
            inside @ 0..64 => self.chars + (self.starts & !(u64::MAX << inside)).count_ones(),
            behind => self.chars + self.char_count() + (behind - 64),
        }
    }

    /// The byte of a code point at or behind this block's first, with nothing but ASCII between.
    fn byte_of_char(&self, char: u32) -> u32 {
        let nth = char - self.chars;
        if nth >= self.char_count() {
            return (self.begin() + 64).saturating_add(nth - self.char_count());
        }
        let rest = (0..nth).fold(self.starts, |bits, _| bits & (bits - 1));
        self.begin() + rest.trailing_zeros()
    }
}

/// Where lines start, and which of them end with two bytes.
fn find_lines(bytes: &[u8]) -> (Vec<u32>, Vec<u64>) {
    let (mut starts, mut two_byte_ends) = (vec![0], Vec::new());
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        let end = at + found;
        let two = bytes[end..].starts_with(b"\r\n");
        if two {
            let line = starts.len() - 1;
            two_byte_ends.resize((line / 64 + 1).max(two_byte_ends.len()), 0u64);
            two_byte_ends[line / 64] |= 1 << (line % 64);
        }
        at = end + if two { 2 } else { 1 };
        starts.push(to_u32(at));
    }
    (starts, two_byte_ends)
}

/// The stretches that are not plain ASCII, and the characters of four bytes.
fn find_chars(bytes: &[u8]) -> (Vec<Block>, Vec<u32>) {
    let (mut blocks, mut pairs) = (Vec::new(), Vec::new());
    let mut chars = 0;
    for (number, stretch) in bytes.chunks(64).enumerate() {
        if stretch.is_ascii() {
            chars += to_u32(stretch.len());
            continue;
        }
        let mut starts = 0;
        for (place, byte) in stretch.iter().enumerate() {
            let continues = byte & 0b1100_0000 == 0b1000_0000;
            starts |= u64::from(!continues) << place;
            if *byte >= 0b1111_0000 {
                pairs.push(to_u32(number * 64 + place));
            }
        }
        blocks.push(Block { number: to_u32(number), chars, starts });
        chars += starts.count_ones();
    }
    (blocks, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters() {
        let source = "Ж".repeat(40) + &"a".repeat(200) + "😀é";
        let index = LineIndex::new(&source);
        let chars: Vec<_> = source.char_indices().map(|(byte, _)| byte as u32).chain([source.len() as u32]).collect();
        for (number, &byte) in chars.iter().enumerate() {
            assert_eq!(index.chars(byte), number as u32);
            assert_eq!(index.byte_of_char(number as u32), byte);
        }
        assert_eq!(index.byte_of_char(9999), index.len());
        assert_eq!(index.chars(u32::MAX), chars.len() as u32 - 1);
    }

    #[test]
    fn stays_small() {
        let plain = "An article of plain words.\n".repeat(100);
        let curly = "Он сказал: «да».\n".repeat(100);
        assert!(LineIndex::new(&plain).memory() < plain.len() / 4);
        assert!(LineIndex::new(&curly).memory() < curly.len() / 2);
    }
}
