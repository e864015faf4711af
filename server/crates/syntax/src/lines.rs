//! The lines of a page that are not blank, read off the tree.

use text::Span;
use tree_sitter::Node;

use crate::block::{BlockKind, Part, PartKind};

/// A line with something on it; front matter counts as one.
#[derive(Debug)]
pub(crate) struct Line {
    /// Where it stands in the file, without its line end.
    pub(crate) span: Span,
    /// What it is by itself; plain text is [`BlockKind::Paragraph`].
    pub(crate) kind: BlockKind,
    /// How many blank lines stand directly above it.
    pub(crate) blank_before: u32,
    /// What stands at its start, with spans in the file.
    pub(crate) parts: Vec<Part>,
}

/// All lines of the tree, in text order.
pub(crate) fn read(root: Node<'_>, source: &str) -> Vec<Line> {
    let mut reader = Reader { source, end: 0, lines: Vec::new() };
    let mut cursor = root.walk();
    for node in root.children(&mut cursor) {
        reader.block(node);
    }
    reader.lines
}

/// The lines of a part of a text, without their line ends.
pub(crate) fn split(source: &str, span: Span) -> Vec<Span> {
    let text = span.of(source);
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(length) = text[start..].find(['\n', '\r']) {
        let end = start + length;
        lines.push(Span::from(start..end).shift(span.start));
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    lines.push(Span::from(start..text.len()).shift(span.start));
    lines
}

struct Reader<'a> {
    source: &'a str,
    /// Where the last line ended.
    end: u32,
    lines: Vec<Line>,
}

impl Reader<'_> {
    fn block(&mut self, node: Node<'_>) {
        match node.kind() {
            "paragraph" => self.children(node, BlockKind::Paragraph),
            "heading" => self.children(node, BlockKind::Heading),
            "dialogue" => self.children(node, BlockKind::Dialogue),
            "list_item" => self.children(node, BlockKind::ListItem),
            "credit" => self.children(node, BlockKind::Credit),
            "header" => node.children(&mut node.walk()).for_each(|line| self.metadata(line)),
            "front_matter" => self.line(self.visible(node), BlockKind::FrontMatter, Vec::new()),
            "separator" => self.line(span(node), BlockKind::Separator, Vec::new()),
            // The grammar has no errors; if it had, what they hold would be text.
            _ => self.text(span(node)),
        }
    }

    /// The lines of a block. The first has its kind, the others are plain text by themselves.
    fn children(&mut self, node: Node<'_>, kind: BlockKind) {
        let mut kind = kind;
        for line in node.children(&mut node.walk()) {
            if line.kind() == "line" {
                self.line(span(line), kind, starts(line));
                kind = BlockKind::Paragraph;
            } else {
                self.text(span(line));
            }
        }
    }

    fn metadata(&mut self, node: Node<'_>) {
        let mut parts = Vec::with_capacity(2);
        push(&mut parts, PartKind::MetadataKey, node.child_by_field_name("key"));
        push(&mut parts, PartKind::MetadataValue, node.child_by_field_name("value"));
        for part in &mut parts {
            part.span.end = part.span.start + part.span.of(self.source).trim_end().len() as u32;
        }
        self.line(self.visible(node), BlockKind::Metadata, parts);
    }

    fn text(&mut self, span: Span) {
        for line in split(self.source, span) {
            if !line.of(self.source).trim().is_empty() {
                self.line(line, BlockKind::Paragraph, Vec::new());
            }
        }
    }

    fn line(&mut self, span: Span, kind: BlockKind, parts: Vec<Part>) {
        let ends = line_ends(Span::new(self.end, span.start).of(self.source));
        // The first line end above belongs to the line before.
        let blank_before = if self.lines.is_empty() { ends } else { ends.saturating_sub(1) };
        self.end = span.end;
        self.lines.push(Line { span, kind, blank_before, parts });
    }

    /// A node without the line end it holds.
    fn visible(&self, node: Node<'_>) -> Span {
        let span = span(node);
        let text = span.of(self.source);
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        Span::new(span.start, span.start + text.len() as u32)
    }
}

/// What stands at the start of a line, before its text.
fn starts(line: Node<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let Some(first) = line.named_child(0) else { return parts };
    match first.kind() {
        "heading_marker" => push(&mut parts, PartKind::HeadingMarker, Some(first)),
        "list_marker" => push(&mut parts, PartKind::ListMarker, Some(first)),
        "header_date" => {
            push(&mut parts, PartKind::HeaderDate, Some(first));
            push(&mut parts, PartKind::DatelineDate, first.named_child(0));
        }
        "dateline" => {
            push(&mut parts, PartKind::Dateline, Some(first));
            push(&mut parts, PartKind::DatelinePlace, first.child_by_field_name("place"));
            push(&mut parts, PartKind::DatelineDate, first.child_by_field_name("date"));
            push(&mut parts, PartKind::DatelineAgency, first.child_by_field_name("agency"));
        }
        _ => {}
    }
    parts
}

fn push(parts: &mut Vec<Part>, kind: PartKind, node: Option<Node<'_>>) {
    parts.extend(node.map(|node| Part { kind, span: span(node) }));
}

fn span(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}

/// How many lines end in `text`: `\r\n` is one end.
fn line_ends(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let is_end = |at: usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    (0..bytes.len()).filter(|&at| is_end(at)).count() as u32
}
