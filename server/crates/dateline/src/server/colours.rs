//! What an editor may colour, as the protocol's semantic tokens: standard types, so that every theme has a colour for
//! them, and modifiers that say which part of an attribution it is.

use ide::{Colour, Document, Part};
use text::{PositionEncoding, Span};

use super::proto::{
    Full, Range, SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaResponse,
    SemanticTokensFullDelta, SemanticTokensLegend, SemanticTokensOptions, SemanticTokensOptionsRange,
};
use super::view::View;

/// The types, in the order of their numbers.
const TYPES: [&str; 3] = ["variable", "keyword", "string"];
/// The modifiers, in the order of their bits.
const MODIFIERS: [&str; 5] = ["source", "cue", "content", "unnamed", "direct"];

/// What is offered.
pub fn options() -> SemanticTokensOptions {
    SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: TYPES.map(str::to_owned).to_vec(),
            token_modifiers: MODIFIERS.map(str::to_owned).to_vec(),
        },
        range: Some(SemanticTokensOptionsRange::Bool(true)),
        full: Some(Full::SemanticTokensFullDelta(SemanticTokensFullDelta { delta: Some(true) })),
        ..SemanticTokensOptions::default()
    }
}

/// All colours of a document.
pub fn all(view: &View, path: &str) -> Option<SemanticTokens> {
    let document = view.document(path)?;
    let data = tokens(view, &document, path, Span::new(0, document.lines.len()));
    Some(SemanticTokens { result_id: Some(result_id(&data)), data })
}

/// The same for a client that has the colours called `known`: nothing, if they are still so, else all of them. What they
/// were is not remembered, since a document's colours are few.
pub fn since(view: &View, path: &str, known: &str) -> Option<SemanticTokensDeltaResponse> {
    let all = all(view, path)?;
    Some(match all.result_id.as_deref() == Some(known) {
        true => SemanticTokensDelta { result_id: all.result_id, edits: Vec::new() }.into(),
        false => all.into(),
    })
}

/// The colours in a stretch of a document.
pub fn within(view: &View, path: &str, range: Range) -> Option<SemanticTokens> {
    let document = view.document(path)?;
    let span = Span::new(view.offset(&document, range.start), view.offset(&document, range.end));
    Some(SemanticTokens { result_id: None, data: tokens(view, &document, path, span) })
}

fn tokens(view: &View, document: &Document, path: &str, span: Span) -> Vec<SemanticToken> {
    let colours = view.snapshot.colours(path, span);
    let pieces = colours.iter().flat_map(|colour| lines(document, colour.span).map(move |piece| (piece, colour)));
    let (mut line, mut start) = (0, 0);
    let mut all = Vec::new();
    for (piece, colour) in pieces {
        let range = view.range(document, piece);
        let begins = range.start;
        let delta_line = begins.line - line;
        let delta_start = if delta_line == 0 { begins.character - start } else { begins.character };
        let (token_type, token_modifiers_bitset) = numbers(colour);
        let length = range.end.character - begins.character;
        all.push(SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset });
        (line, start) = (begins.line, begins.character);
    }
    all
}

/// Not every client takes a token of several lines.
fn lines(document: &Document, span: Span) -> impl Iterator<Item = Span> {
    let line = |offset| document.lines.position(PositionEncoding::Utf8, offset).line;
    let (first, last) = (line(span.start), line(span.end));
    (first..=last).map(move |line| document.lines.line_span(line).intersection(span)).filter(|piece| !piece.is_empty())
}

/// Type and modifiers in the numbers of the legend.
fn numbers(colour: &Colour) -> (u32, u32) {
    match colour.part {
        Part::Source { unnamed } => (0, 1 | u32::from(unnamed) << 3),
        Part::Cue => (1, 1 << 1),
        Part::Content { direct } => (2, 1 << 2 | u32::from(direct) << 4),
    }
}

/// Equal colours have one name.
fn result_id(tokens: &[SemanticToken]) -> String {
    let bytes: Vec<u8> = tokens
        .iter()
        .flat_map(|token| {
            [token.delta_line, token.delta_start, token.length, token.token_type, token.token_modifiers_bitset]
        })
        .flat_map(u32::to_le_bytes)
        .collect();
    format!("{:016x}", text::hash64(&bytes))
}
