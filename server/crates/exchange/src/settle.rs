//! Marks of other programs, held against the article.

use marks::{Anchor, CodePoints, Doubt, Line, Mark, Sidecar, anchor};
use text::{LineIndex, PositionEncoding, Span};

use crate::told::{Complaint, Told};

/// A mark that stands on its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// The line of the file it was read from.
    pub line: usize,
    /// The line of the sidecar, without an id if it is no mark of ours.
    pub mark: Line,
    /// It was written by us.
    pub own: bool,
    /// Of a mark of others: the number for its id.
    pub seed: u64,
    /// Where the words stand, if the file says that they stand elsewhere.
    pub moved: Option<CodePoints>,
}

/// Holds what was told of one article against its text, in the order of `told`.
///
/// A mark whose words stand where it says, or stand there once and fit, is settled. All others are complaints: nothing is
/// put on words that only look like its own. `orphans` settles marks of ours whose words stand nowhere, too: they stay
/// orphans.
pub fn settle(told: &[Told], text: &str, orphans: bool) -> Vec<Result<Settled, Complaint>> {
    let sidecar = Sidecar { marks: told.iter().map(probe).collect(), ..Sidecar::default() };
    let lines = LineIndex::new(text);
    let anchors = anchor(&sidecar, text, None);
    told.iter().zip(anchors).map(|(told, anchor)| one(told, text, &lines, &anchor, orphans)).collect()
}

fn one(told: &Told, text: &str, lines: &LineIndex, anchor: &Anchor, orphans: bool) -> Result<Settled, Complaint> {
    let settled = |mark: Line, moved| Settled { line: told.line, mark, own: told.own, seed: told.seed, moved };
    let Some(quote) = &told.quote else { return Ok(settled(told.says.clone(), None)) };
    match anchor {
        Anchor::Exact(span) | Anchor::Moved(span) => {
            let at = CodePoints::from_bytes(lines, *span);
            let moved = told.at.is_some_and(|before| before != at).then_some(at);
            Ok(settled(if told.own { told.says.clone() } else { on(text, *span, &told.says) }, moved))
        }
        _ if told.own && orphans => Ok(settled(told.says.clone(), None)),
        Anchor::Uncertain { choices, why, .. } => Err(doubtful(told, quote, lines, choices, *why)),
        Anchor::Orphan => Err(Complaint::new(
            told.line,
            format!("“{}” does not stand in the article; mend the words, or mark them anew", short(quote)),
        )),
    }
}

fn doubtful(told: &Told, quote: &str, lines: &LineIndex, choices: &[Span], why: Doubt) -> Complaint {
    let place = |span: &Span| {
        let position = lines.position(PositionEncoding::Utf32, span.start);
        format!("{}:{}", position.line + 1, position.column + 1)
    };
    let places: Vec<String> = choices.iter().take(5).map(place).collect();
    let (places, quote) = (places.join(", "), short(quote));
    let message = match why {
        Doubt::Several => format!("“{quote}” may be meant at {places}; say what stands before and after it"),
        Doubt::Changed => format!("“{quote}” stands at {places} in other words; mend the words"),
        Doubt::Surroundings => format!("“{quote}” stands at {places}, but among other words; mend what is around it"),
    };
    Complaint::new(told.line, message)
}

/// The line of a mark of others on the words at `span`.
fn on(text: &str, span: Span, says: &Line) -> Line {
    let mut line = Line::on(text, span);
    line.fields.extend(says.fields.iter().cloned());
    line
}

fn probe(told: &Told) -> Mark {
    let (before, after) = told.around.clone();
    Mark {
        id: String::new(),
        at: told.at,
        quote: told.quote.clone().unwrap_or_default(),
        before,
        after,
        kind: String::new(),
        rule: None,
        scope: Default::default(),
        why: None,
        note: None,
        entry: Default::default(),
    }
}

/// The first words of a long quote, on one line.
pub(crate) fn short(quote: &str) -> String {
    let folded = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(60) {
        Some((end, _)) => format!("{} …", folded[..end].trim_end()),
        None => folded,
    }
}
