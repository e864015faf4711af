//! A document that is open and edited.

use std::fmt;
use std::sync::Arc;

use ropey::Rope;

use crate::{Edit, Position, PositionEncoding, Span, to_u32};

/// The text of an open document: a rope, so that an edit and a position cost the logarithm of its length.
///
/// A clone is cheap and shares everything that later edits do not touch.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text {
    rope: Rope,
}

impl Text {
    /// A rope over a copy of `source`.
    pub fn new(source: &str) -> Self {
        Self { rope: Rope::from_str(source) }
    }

    /// How many bytes.
    pub fn len(&self) -> u32 {
        to_u32(self.rope.len_bytes())
    }

    /// Whether it holds no byte.
    pub fn is_empty(&self) -> bool {
        self.rope.len_bytes() == 0
    }

    /// How many lines; at least one, since what follows the last line end counts, even if it is empty.
    pub fn line_count(&self) -> u32 {
        to_u32(self.rope.len_lines())
    }

    /// Replaces the bytes of `edit.span`.
    ///
    /// Ends inside a character or past the end go back to the nearest place before them that exists, as in
    /// [`Edit::apply`].
    pub fn edit(&mut self, edit: &Edit) {
        let start = self.char_at(edit.span.start);
        let end = self.char_at(edit.span.end).max(start);
        self.rope.remove(start..end);
        self.rope.insert(start, &edit.new);
    }

    /// What the text says at `span`; clamped like [`Span::of`].
    pub fn slice(&self, span: Span) -> String {
        let start = self.char_at(span.start);
        let end = self.char_at(span.end).max(start);
        self.rope.slice(start..end).to_string()
    }

    /// Some text that begins at `offset`, as much as can be had without copying; empty at the end and inside of a
    /// character. Reading on from the end of what it gives yields the whole text.
    pub fn chunk(&self, offset: u32) -> &str {
        let (chunk, start, _, _) = self.rope.chunk_at_byte(self.clamp(offset));
        chunk.get(self.clamp(offset) - start..).unwrap_or_default()
    }

    /// The whole text, shared.
    pub fn to_arc(&self) -> Arc<str> {
        String::from(&self.rope).into()
    }

    /// Where the byte at `offset` stands.
    ///
    /// An offset inside a character means its start; one past the end means the end; one between `\r` and `\n` means
    /// the end of the line.
    pub fn position(&self, encoding: PositionEncoding, offset: u32) -> Position {
        let char = self.char_at(offset);
        let line = self.rope.char_to_line(char);
        let (start, end) = self.line_chars(line);
        let column = self.units(encoding, char.min(end)) - self.units(encoding, start);
        Position { line: to_u32(line), column: to_u32(column) }
    }

    /// The byte at `position`.
    ///
    /// A column past the end of its line means that end, a line past the last means the end of the text, a column
    /// inside a character means its start.
    pub fn offset(&self, encoding: PositionEncoding, position: Position) -> u32 {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.len();
        }
        let (start, end) = self.line_chars(line);
        let unit = self.units(encoding, start).saturating_add(position.column as usize);
        let char = self.char_of_unit(encoding, unit.min(self.units(encoding, end)));
        to_u32(self.rope.char_to_byte(char))
    }

    /// The bytes between two positions, whichever comes first.
    pub fn span(&self, encoding: PositionEncoding, start: Position, end: Position) -> Span {
        let (start, end) = (self.offset(encoding, start), self.offset(encoding, end));
        Span { start: start.min(end), end: start.max(end) }
    }

    /// The bytes of a line without its line end; empty at the end of the text for a line that does not exist.
    pub fn line_span(&self, line: u32) -> Span {
        if line >= self.line_count() {
            return Span::empty(self.len());
        }
        let (start, end) = self.line_chars(line as usize);
        Span::from(self.rope.char_to_byte(start)..self.rope.char_to_byte(end))
    }

    fn clamp(&self, offset: u32) -> usize {
        (offset as usize).min(self.rope.len_bytes())
    }

    /// The number of the character that holds the byte at `offset`.
    fn char_at(&self, offset: u32) -> usize {
        self.rope.byte_to_char(self.clamp(offset))
    }

    /// The characters of a line that exists, without its line end.
    fn line_chars(&self, line: usize) -> (usize, usize) {
        let start = self.rope.line_to_char(line);
        let mut end = self.rope.line_to_char(line + 1);
        if end > start && self.rope.char(end - 1) == '\n' {
            end -= 1;
            if end > start && self.rope.char(end - 1) == '\r' {
                end -= 1;
            }
        } else if end > start && self.rope.char(end - 1) == '\r' {
            end -= 1;
        }
        (start, end)
    }

    /// Code units from the start of the text to a character.
    fn units(&self, encoding: PositionEncoding, char: usize) -> usize {
        match encoding {
            PositionEncoding::Utf8 => self.rope.char_to_byte(char),
            PositionEncoding::Utf16 => self.rope.char_to_utf16_cu(char),
            PositionEncoding::Utf32 => char,
        }
    }

    /// The character that holds a code unit of the text.
    fn char_of_unit(&self, encoding: PositionEncoding, unit: usize) -> usize {
        match encoding {
            PositionEncoding::Utf8 => self.rope.byte_to_char(unit),
            PositionEncoding::Utf16 => self.rope.utf16_cu_to_char(unit),
            PositionEncoding::Utf32 => unit,
        }
    }
}

impl From<&str> for Text {
    fn from(source: &str) -> Self {
        Self::new(source)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}
