//! Places as editors name them.

/// What a column counts; client and server agree on it at the start of a session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16: a character beyond U+FFFF counts two. What every client understands.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl PositionEncoding {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Utf32];

    /// The protocol's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    /// How many code units `source` has.
    pub fn width(self, source: &str) -> u32 {
        crate::to_u32(match self {
            Self::Utf8 => source.len(),
            Self::Utf16 => source.chars().map(char::len_utf16).sum(),
            Self::Utf32 => source.chars().count(),
        })
    }
}

/// A line and a column, both counted from zero.
///
/// A column means nothing without the [`PositionEncoding`] it was counted in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Position {
    /// The line; lines end at `\n`, `\r\n` and a lone `\r`.
    pub line: u32,
    /// Code units from the start of the line.
    pub column: u32,
}

impl Position {
    /// Line and column, counted from zero.
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}
