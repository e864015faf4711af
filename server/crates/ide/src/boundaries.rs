//! Where readers say that articles begin, and where they do not: `split` and `join` marks, and the actions that write them.

use ::marks::{Anchor, Doubt, NewMark, Scope};
use nlp::{Analysis, Article, Boundary, Zone};
use text::Span;

use crate::actions::{Action, Desk};
use crate::annotations::Annotations;
use crate::hover::shortened;
use crate::snapshot::Snapshot;

/// The kind of a mark on the first words of a paragraph with which an article begins.
pub(crate) const SPLIT: &str = "split";
/// The kind of a mark on the first words of what was taken for an article and is none of its own.
pub(crate) const JOIN: &str = "join";

/// A mark stands on so many letters at the start of a paragraph: enough to know it again, few enough to outlive an edit.
const OPENING: usize = 48;

impl Annotations {
    /// Where articles begin and where they do not, in text order.
    pub(crate) fn boundaries(&self) -> Vec<Boundary> {
        let boundary = |(mark, anchor): (&::marks::Mark, &::marks::Anchor)| {
            let begins = match mark.kind.as_str() {
                SPLIT => true,
                JOIN => false,
                _ => return None,
            };
            // Whoever mends the first words of an article does not take its beginning back.
            let place = match anchor {
                Anchor::Uncertain { span, why: Doubt::Changed, .. } => *span,
                _ => anchor.sure_span()?,
            };
            Some(Boundary { at: place.start, begins })
        };
        let mut all: Vec<Boundary> = self.marks_in_force().filter_map(boundary).collect();
        all.sort_unstable();
        all
    }

    fn speaks_of_boundaries(&self) -> bool {
        self.sidecar.marks.iter().any(|mark| matches!(mark.kind.as_str(), SPLIT | JOIN))
    }
}

impl Snapshot {
    /// What readers say of where the articles of a file begin that says `text`.
    pub(crate) fn boundaries(&self, path: &str, text: &str) -> Vec<Boundary> {
        let Some(annotations) = self.annotations.get(path).filter(|known| known.speaks_of_boundaries()) else {
            return Vec::new();
        };
        // Where marks stand is known of the text that is entered.
        if self.documents.get(path).is_some_and(|document| *document.text == *text) {
            return annotations.boundaries();
        }
        annotations.placed(text).boundaries()
    }
}

impl Desk<'_> {
    /// An article may begin with the paragraph at `span`, or what begins there may belong to the article before.
    pub(crate) fn boundary_action(&self, span: Span) -> Option<Action> {
        let analysis = self.snapshot.analysis(&self.document.path)?;
        let number = analysis.articles.iter().rposition(|article| article.layout.span.start <= span.start)?;
        let article = &analysis.articles[number];
        let start = paragraph_at(&analysis, span.start)?;
        let text_begins = text_of(&analysis, article)?;
        let (kind, at) = match start {
            start if start > text_begins => (SPLIT, start),
            _ if number > 0 => (JOIN, article.layout.span.start),
            _ => return None,
        };
        let words = self.opening(at);
        if self.is_said(words) {
            return None;
        }
        let shown = shortened(&Analysis::folded(&self.document.text, words), 40);
        let title = match kind {
            SPLIT => format!("Split article here, before “{shown}”"),
            _ => format!("Join with the article before “{shown}”"),
        };
        let action = self.mark(title, words, NewMark::Of { kind, scope: Scope::Here, says: &[] })?;
        Some(Action { caret: None, ..action })
    }

    /// A boundary is said to be here already: taking that back is another action.
    fn is_said(&self, words: Span) -> bool {
        let all = self.annotations.map(Annotations::boundaries).unwrap_or_default();
        all.iter().any(|boundary| words.start <= boundary.at && boundary.at < words.end)
    }

    /// The first words of what begins at `at`, on one line.
    fn opening(&self, at: u32) -> Span {
        let line = self.document.text[at as usize..].lines().next().unwrap_or_default();
        let end = match line.char_indices().nth(OPENING) {
            Some((end, _)) => line[..end].rfind(char::is_whitespace).unwrap_or(end),
            None => line.trim_end().len(),
        };
        Span::new(at, at + end as u32)
    }
}

/// Where the paragraph begins that holds `offset`.
fn paragraph_at(analysis: &Analysis, offset: u32) -> Option<u32> {
    let segments = &analysis.layout.segments;
    let at = segments.partition_point(|segment| segment.span.start <= offset).checked_sub(1)?;
    let block = segments.get(at).filter(|segment| offset <= segment.span.end)?.block;
    segments.iter().find(|segment| segment.block == block).map(|segment| segment.span.start)
}

/// Where the text of an article begins.
fn text_of(analysis: &Analysis, article: &Article) -> Option<u32> {
    let segments = analysis.layout.segments.get(article.layout.segments.clone())?;
    segments.iter().find(|segment| segment.zone == Zone::Body).map(|segment| segment.span.start)
}
