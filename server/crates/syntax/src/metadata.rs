//! Keys and values, from front matter and from the lines of a header.

use text::Span;

use crate::block::{Block, BlockKind, PartKind};

/// Keys and values of front matter, as spans in the file; none for other blocks.
///
/// Those of the outermost level that fit on one line: `title: Ferries` and not what is nested below `tags:`, whose
/// value is empty. Quotation marks around a value, and a comment after it, are left out.
pub fn front_matter(source: &str, block: &Block) -> Vec<(Span, Span)> {
    if block.kind != BlockKind::FrontMatter {
        return Vec::new();
    }
    let in_file =
        |line: &Span| entry(line.of(source)).map(|(key, value)| (key.shift(line.start), value.shift(line.start)));
    block.lines.iter().filter_map(in_file).collect()
}

/// Key and value of a line of metadata, as spans in the file; `None` for other blocks.
///
/// The value of `Tags:` is empty, at the end of the line.
pub fn metadata(_source: &str, block: &Block) -> Option<(Span, Span)> {
    let in_file = |kind| block.part(kind).map(|part| part.span.shift(block.span.start));
    let key = in_file(PartKind::MetadataKey)?;
    Some((key, in_file(PartKind::MetadataValue).unwrap_or(Span::empty(block.span.end))))
}

/// Key and value of `key: value`, in bytes from the start of the line.
fn entry(line: &str) -> Option<(Span, Span)> {
    if line.starts_with([' ', '\t', '#', '-']) {
        return None;
    }
    let colon = line.match_indices(':').map(|(at, _)| at).find(|&at| {
        let after = &line[at + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    })?;
    let value = uncommented(&line[colon + 1..]);
    Some((bare(line, 0, &line[..colon]), bare(line, colon + 1, value)))
}

/// Without a comment, which a space and `#` open outside of quotation marks.
fn uncommented(value: &str) -> &str {
    if value.trim_start().starts_with(['"', '\'']) {
        return value;
    }
    value.split_once(" #").map_or(value, |(value, _)| value)
}

/// The span of `piece`, which stands at `start`, without spaces and marks around it.
fn bare(line: &str, start: usize, piece: &str) -> Span {
    let trimmed = piece.trim();
    let inner = ['"', '\''].iter().find_map(|&mark| trimmed.strip_prefix(mark)?.strip_suffix(mark));
    let shown = inner.unwrap_or(trimmed);
    if shown.is_empty() {
        return Span::from(line.len()..line.len());
    }
    let lead = piece.len() - piece.trim_start().len() + usize::from(inner.is_some());
    Span::from(start + lead..start + lead + shown.len())
}
