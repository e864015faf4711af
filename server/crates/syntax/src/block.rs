//! Blocks: one heading, one paragraph, one line of metadata, as a reader sees them.

use text::Span;
use tree_sitter::Node;

use crate::lines::{self, Line};
use crate::{marks, wrap};

/// A stretch of the page that a reader takes for one: a paragraph, a heading, a credit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the file: from the start of its first line to the end of its last, with the spaces there
    /// and without the line end.
    pub span: Span,
    /// Of its kind and its text. Blocks with the same hash have the same text and the same parts, wherever they stand.
    pub hash: u64,
    /// How many blank lines stand directly above it.
    pub blank_before: u32,
    /// Its lines in the file, without line ends; at least one. More than one if the text is wrapped, and in front
    /// matter.
    pub lines: Vec<Span>,
    /// What stands out in it, in the order of where it starts; what contains comes before what is contained.
    pub parts: Vec<Part>,
}

impl Block {
    /// Its text in `source`, the file it is from.
    pub fn text<'a>(&self, source: &'a str) -> &'a str {
        self.span.of(source)
    }

    /// The first of its parts of this kind.
    pub fn part(&self, kind: PartKind) -> Option<Part> {
        self.parts.iter().copied().find(|part| part.kind == kind)
    }
}

/// What a block is, by its shape alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum BlockKind {
    /// `---` to `---` at the start of a Markdown file. See [`front_matter`](crate::front_matter).
    FrontMatter,
    /// `Date: 2026-03-04`, a line of the header at the start of a file. See [`metadata`](crate::metadata()).
    ///
    /// The shape allows other lines (`Harbour: 3 ferries run again`); whoever knows the words of keys may look twice.
    Metadata,
    /// A Markdown heading. Headlines without `#` are paragraphs here.
    Heading,
    /// Text.
    Paragraph,
    /// Text that a dash opens: speech, in many languages.
    Dialogue,
    /// An item of a list, with its marker.
    ListItem,
    /// `Photo: REUTERS/Anna Berg`, where the shape alone tells.
    Credit,
    /// A ruled line: `---`, `* * *`.
    Separator,
}

/// Something that stands out in a block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it stands, in bytes from the start of the block.
    pub span: Span,
}

/// What a part of a block is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum PartKind {
    /// `MOSCOW, June 24. /TASS/.` at the start of a paragraph, up to and with the stop or dash that ends it.
    ///
    /// It has the shape of a dateline; whether the place is one, and the date one, is for others to say.
    Dateline,
    /// `MOSCOW` in a dateline.
    DatelinePlace,
    /// `June 24` in a dateline; `2022-01-20` in a header date.
    DatelineDate,
    /// `TASS` in a dateline, without its slashes or parentheses.
    DatelineAgency,
    /// `date 2022-01-20` before the text of the first line.
    HeaderDate,
    /// From an opening mark to its closing mark, both included; to the end of the block if it is left open.
    Quotation,
    /// A mark that may open or close (`"`), or that pairs with nothing.
    QuoteMark,
    /// From ( to ), both included; to the end of the block if it is left open.
    Parenthesis,
    /// A dash that stands for a pause, or opens speech.
    Dash,
    /// `Date` in `Date: 2026-03-04`.
    MetadataKey,
    /// `2026-03-04` in `Date: 2026-03-04`.
    MetadataValue,
    /// `##`
    HeadingMarker,
    /// `-`, `•`, `12.` before an item of a list.
    ListMarker,
}

/// The blocks of `source`, whose tree has this root.
pub(crate) fn blocks(root: Node<'_>, source: &str) -> Vec<Block> {
    let lines = lines::read(root, source);
    let mut blocks = Vec::with_capacity(lines.len());
    for range in wrap::paragraphs(&lines, source) {
        blocks.extend(block(&lines[range], source));
    }
    blocks
}

/// The block of some lines, the first of which says what it is.
fn block(lines: &[Line], source: &str) -> Option<Block> {
    let (first, last) = (lines.first()?, lines.last()?);
    let span = first.span.cover(last.span);
    let text = span.of(source);

    let mut parts: Vec<Part> = Vec::new();
    parts.extend(first.parts.iter().map(|part| Part { kind: part.kind, span: part.span.unshift(span.start) }));
    if has_marks(first.kind) {
        let from = parts.iter().map(|part| part.span.end).max().unwrap_or(0);
        marks::find(text, from, &mut parts);
    }
    let hash = hash(first.kind, text, &parts);
    let blank_before = first.blank_before;
    let lines = match first.kind {
        BlockKind::FrontMatter => lines::split(source, span),
        _ => lines.iter().map(|line| line.span).collect(),
    };
    Some(Block { kind: first.kind, span, hash, blank_before, lines, parts })
}

fn has_marks(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::FrontMatter | BlockKind::Metadata | BlockKind::Separator)
}

/// All parts follow from the kind and the text, save a header date, which only the first block of a file has.
fn hash(kind: BlockKind, text: &str, parts: &[Part]) -> u64 {
    let dated = parts.first().is_some_and(|part| part.kind == PartKind::HeaderDate);
    let salt = 2 * kind as u64 + u64::from(dated) + 1;
    text::hash64(text.as_bytes()) ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
