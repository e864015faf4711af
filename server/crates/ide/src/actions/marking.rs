//! What may be said of words in a mark, besides a note: that they are to be verified, how credible they are, whence they
//! come; and the last mark, taken back.

use ::marks::{Mark, NewMark, Scope, Value, marks_path};
use corpus::sources::Pattern;
use text::Span;

use super::{Action, ActionKind, Desk, FileChange};
use crate::hover::shortened;
use crate::snapshot::{Path, Snapshot};
use crate::stops::Stop;

/// So many places that have the same words are offered.
const SOURCES: usize = 3;
/// Fewer words stand anywhere.
const TELLING: usize = 3;

/// The grades of a report, as intelligence services write them, from 1.
pub(crate) const CREDIBILITY: [&str; 6] =
    ["confirmed", "probably true", "possibly true", "doubtful", "improbable", "cannot be judged"];

/// A mark that was made while the server ran.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LastMark {
    /// The file that it is a mark of.
    pub path: Path,
    /// Its name in the sidecar.
    pub id: String,
    /// Its entry as it was written.
    pub line: String,
}

impl LastMark {
    /// The one mark that is in `after` and not in `before`.
    pub fn between(before: &[Mark], after: &[Mark], path: &Path, text: &str) -> Option<LastMark> {
        let is_new = |mark: &&Mark| before.iter().all(|old| old.id != mark.id);
        let new = crate::records::only(after.iter().filter(is_new))?;
        Some(LastMark { path: path.clone(), id: new.id.clone(), line: new.entry.span.of(text).to_owned() })
    }
}

impl Snapshot {
    /// Takes back the mark that was made last, as long as its line says what it said then.
    pub fn undo_last_mark(&self) -> Option<Action> {
        let last = self.last_mark.as_ref()?;
        let annotations = self.annotations.get(&last.path)?;
        let mark = annotations.sidecar.marks.iter().find(|mark| mark.id == last.id)?;
        if mark.entry.span.of(&annotations.text) != last.line {
            return None;
        }
        let change = ::marks::remove(&annotations.text, &mark.entry)?;
        let path = Path::from(marks_path(self.config.sidecars, &last.path)?);
        let title = format!("Undo the last mark, on “{}”", shortened(&mark.quote, 40));
        let changes = vec![FileChange { path, creates: false, edits: vec![change.edit] }];
        Some(Action { title, changes, ..Action::of(ActionKind::Mark) })
    }
}

impl Desk<'_> {
    pub(super) fn mark_actions(&self, span: Span) -> Vec<Action> {
        let Some(span) = self.words_at(span) else { return Vec::new() };
        let words = shortened(&nlp::Analysis::folded(&self.document.text, span), 40);
        let mark = |title: String, kind: &str, says: &[(&str, Value)]| {
            self.mark(title, span, NewMark::Of { kind, scope: Scope::Here, says })
        };
        let note = [("note", Value::Words(""))];
        let grade = [("credibility", Value::Number(6))];
        let mut actions = vec![
            mark(format!("Mark “{words}” as to be verified"), "verify", &note),
            mark(format!("Mark “{words}” as to be done"), "todo", &note),
            mark(format!("Grade the credibility of “{words}” … (6, to be changed)"), "grade", &grade),
            mark(format!("Highlight “{words}”"), "highlight", &[]).map(|action| Action { caret: None, ..action }),
        ];
        actions.extend(self.sources(span).into_iter().map(|(path, line)| {
            let says = [("source", Value::Words(&path))];
            mark(format!("Source of “{words}”: {path}:{line}"), "source", &says)
                .map(|action| Action { caret: None, ..action })
        }));
        actions.into_iter().flatten().collect()
    }

    /// Other files that have the same words, each with the first line of them.
    fn sources(&self, span: Span) -> Vec<(Path, u32)> {
        let words = span.of(&self.document.text);
        if words.split_whitespace().count() < TELLING {
            return Vec::new();
        }
        let mut found: Vec<(Path, u32)> = Vec::new();
        for place in self.snapshot.sources.find(&Pattern::new(words)) {
            let is_news = place.path != self.document.path && found.iter().all(|(path, _)| *path != place.path);
            let document = self.snapshot.documents.get(&place.path).filter(|_| is_news);
            if let (Some(document), Some(first)) = (document, place.spans.first()) {
                let line = document.lines.position(text::PositionEncoding::Utf8, first.start).line + 1;
                found.push((place.path, line));
            }
        }
        found.truncate(SOURCES);
        found
    }

    /// The way to the marks around a place, for editors that have no other.
    pub(super) fn ways(&self, span: Span) -> Vec<Action> {
        let way = |title: &str, forward: bool| {
            let place = self.snapshot.beside(&self.document.path, span.start, Stop::Mark, forward)?;
            let shows = Some((self.document.path.clone(), place));
            Some(Action { title: title.to_owned(), shows, ..Action::of(ActionKind::Mark) })
        };
        [way("Go to the next mark", true), way("Go to the mark before", false)].into_iter().flatten().collect()
    }
}
