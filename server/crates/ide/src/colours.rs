//! What of a text an editor may colour: sources, cues and contents of attributions.

use std::collections::BTreeMap;

use nlp::{Article, Quotation, SourceKind};
use text::{Span, Spans};

use crate::snapshot::Snapshot;

/// What a stretch is in its attribution.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Who says it; without a name, `unnamed`.
    Source {
        /// Nobody who could be asked.
        unnamed: bool,
    },
    /// The words that attribute.
    Cue,
    /// What is said.
    Content {
        /// In the speaker's own words.
        direct: bool,
    },
}

/// A stretch of one colour, in bytes from the file's start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour {
    /// Where.
    pub span: Span,
    /// As what.
    pub part: Part,
}

impl Snapshot {
    /// The coloured stretches of a document that reach into `span`, by place; none overlaps another. Where one source
    /// speaks of another the inner attribution shows.
    pub fn colours(&self, path: &str, span: Span) -> Vec<Colour> {
        let Some(analysis) = self.analysis(path) else { return Vec::new() };
        let mut sheet = Sheet::default();
        for article in analysis.articles.iter().filter(|article| article.layout.span.touches_span(span)) {
            let mut layers = layers(article);
            layers.retain(|colour| colour.span.intersects(span));
            layers.into_iter().for_each(|colour| sheet.paint(colour));
        }
        sheet.0.into_iter().map(|(start, (end, part))| Colour { span: Span::new(start, end), part }).collect()
    }
}

/// The colours of an article from the lowest to the topmost: contents and quotations, the longest first, then who says
/// them and how.
fn layers(article: &Article) -> Vec<Colour> {
    let mut contents: Vec<Colour> = Vec::new();
    let mut frames: Vec<Colour> = Vec::new();
    for attribution in &article.attributions {
        let direct = attribution.quotation == Quotation::Direct;
        contents.extend(colours(attribution.content.as_ref(), Part::Content { direct }));
        let unnamed = matches!(
            attribution.source_kind,
            SourceKind::Anonymous | SourceKind::Vague | SourceKind::DocumentVague | SourceKind::Agentless
        );
        frames.extend(colours(attribution.source.as_ref(), Part::Source { unnamed }));
        frames.extend(colours(Some(&attribution.cue), Part::Cue));
    }
    let spoken = article.quotes.iter().filter(|speech| speech.attribution.is_some() && !speech.nested);
    contents.extend(spoken.map(|speech| Colour { span: speech.span, part: Part::Content { direct: true } }));
    contents.sort_by_key(|colour| std::cmp::Reverse(colour.span.len()));
    contents.into_iter().chain(frames).collect()
}

fn colours(spans: Option<&Spans>, part: Part) -> impl Iterator<Item = Colour> {
    spans.into_iter().flat_map(Spans::iter).map(move |span| Colour { span, part })
}

/// Stretches that do not overlap: where each starts, where it ends, and what it is.
#[derive(Default)]
struct Sheet(BTreeMap<u32, (u32, Part)>);

impl Sheet {
    /// Lays a colour over what is there.
    fn paint(&mut self, Colour { span, part }: Colour) {
        if span.is_empty() {
            return;
        }
        let before = self.0.range(..span.start).next_back().map(|(start, end)| (*start, *end));
        if let Some((start, (end, old))) = before.filter(|(_, (end, _))| *end > span.start) {
            self.0.insert(start, (span.start, old));
            if end > span.end {
                self.0.insert(span.end, (end, old));
            }
        }
        let covered: Vec<(u32, (u32, Part))> =
            self.0.range(span.start..span.end).map(|(start, end)| (*start, *end)).collect();
        for (start, (end, old)) in covered {
            self.0.remove(&start);
            if end > span.end {
                self.0.insert(span.end, (end, old));
            }
        }
        self.0.insert(span.start, (span.end, part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_colour_lies_on_top() {
        let content = |direct| Part::Content { direct };
        let paint = |all: &[(u32, u32, Part)]| {
            let mut sheet = Sheet::default();
            for &(start, end, part) in all {
                sheet.paint(Colour { span: Span::new(start, end), part });
            }
            sheet.0.into_iter().map(|(start, (end, part))| (start, end, part)).collect::<Vec<_>>()
        };
        assert_eq!(
            paint(&[(0, 9, content(false)), (3, 5, Part::Cue)]),
            [(0, 3, content(false)), (3, 5, Part::Cue), (5, 9, content(false))]
        );
        assert_eq!(
            paint(&[(2, 4, Part::Cue), (6, 9, Part::Cue), (3, 7, content(true))]),
            [(2, 3, Part::Cue), (3, 7, content(true)), (7, 9, Part::Cue)]
        );
        assert_eq!(paint(&[(2, 4, Part::Cue), (2, 4, content(true)), (5, 5, Part::Cue)]), [(2, 4, content(true))]);
        assert_eq!(paint(&[(2, 4, Part::Cue), (1, 9, content(true))]), [(1, 9, content(true))]);
    }
}
