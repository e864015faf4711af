//! Text as editors and articles have it: bytes, lines, positions, edits.
//!
//! Everything above this crate counts in **bytes of UTF-8**, as half-open [`Span`]s of `u32`.
//! Editors count lines and columns, and the columns in code units of an encoding that is agreed on at the start of a
//! session; [`Position`] and [`PositionEncoding`] say so, and two types convert:
//!
//! - [`Text`] holds a document that is open and edited (a rope);
//! - [`LineIndex`] knows the lines of a text that is kept elsewhere, or nowhere.
//!
//! Both give the same answer for every offset and every position of the same text.
//!
//! Lines end at `\n`, `\r\n` and a lone `\r`, and nowhere else: the protocol counts so.
//! News wires send form feeds and next-line characters, and a line counted there would shift all that follow.
//!
//! Nothing in this crate fails: an offset past the end or inside a character goes to the nearest place before it that
//! exists. Texts are shorter than 4 GiB; larger ones are refused where files are read.

mod edit;
mod lines;
mod position;
mod rope;
mod span;

pub use edit::{Bias, Edit};
pub use lines::LineIndex;
pub use position::{Position, PositionEncoding};
pub use rope::Text;
pub use span::{Span, Spans};

/// A hash that is the same on every machine and in every version, good enough to take equal hashes for equal bytes
/// (XXH3, 64 bits).
pub fn hash64(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}

/// The start of the character that holds `offset`, or the end of `source` if `offset` lies beyond it.
pub(crate) fn floor(source: &str, offset: u32) -> usize {
    let offset = (offset as usize).min(source.len());
    (0..=offset).rev().find(|&byte| source.is_char_boundary(byte)).unwrap_or(0)
}

/// A length or offset in bytes as `u32`; texts are shorter than 4 GiB.
pub(crate) fn to_u32(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
