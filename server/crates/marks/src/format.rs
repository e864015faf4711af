//! The canonical order of a sidecar.

use text::Span;

use crate::change::remove;
use crate::layout::{Entry, Layout, List, Which};
use crate::problem::Problem;
use crate::sidecar::Sidecar;
use crate::write;

/// A sidecar in canonical order: the keys above the lists, articles and marks one a line by place and then by id, the
/// keys of a line in their order.
///
/// Comments stay with the line they stand on or above. Nothing is lost, and formatting twice changes nothing more. A
/// sidecar that is not TOML as a whole comes back as it is: what is torn has to be mended by somebody who knows what was
/// meant. Lists written as `[[blocks]]` stay as they are, too.
pub fn fmt(source: &str) -> String {
    let layout = Layout::new(source);
    if layout.broken || !layout.problems.is_empty() {
        return source.to_owned();
    }
    let mut lists: Vec<_> = [Which::Articles, Which::Marks]
        .into_iter()
        .filter_map(|which| list(source, &layout, which, layout.list(which)?))
        .collect();
    lists.sort_by_key(|(span, _)| *span);
    let mut out = source.to_owned();
    for (span, new) in lists.into_iter().rev() {
        out.replace_range(span.range(), &new);
    }
    out
}

/// What keeps [`fmt`] from a sidecar, if something does.
pub fn unformattable(source: &str) -> Option<Problem> {
    Layout::new(source).problems.into_iter().next()
}

/// A sidecar without the entries that do not count: those withdrawn, and what a merge left of them a second time.
///
/// Comments stay. A sidecar that [`fmt`] would leave alone comes back as it is.
pub fn purge(source: &str) -> String {
    if unformattable(source).is_some() {
        return source.to_owned();
    }
    let (sidecar, _) = Sidecar::parse(source);
    let entries = sidecar.articles.iter().map(|article| &article.entry);
    let mut idle: Vec<_> = entries.chain(sidecar.marks.iter().map(|mark| &mark.entry)).collect();
    idle.retain(|entry| !entry.is_in_force());
    // From the last on, so that the places of those before stay right.
    idle.sort_by_key(|entry| std::cmp::Reverse(entry.span));
    let mut out = source.to_owned();
    for entry in idle {
        if let Some(change) = remove(&out, entry) {
            out = change.edit.apply(&out);
        }
    }
    out
}

/// What the canonical order sorts by: the place, then the id.
pub(crate) fn order(entry: &Entry) -> (u32, u32, String) {
    let number = |value: Option<&toml_edit::Value>| {
        value.and_then(toml_edit::Value::as_integer).and_then(|number| u32::try_from(number).ok())
    };
    let (start, end) = match entry.list {
        Which::Articles => {
            let field = |key| entry.get(key).map(|field| &field.value);
            (number(field("from")), number(field("to")))
        }
        Which::Marks => {
            let at = entry.get("at").and_then(|at| at.value.as_array());
            (number(at.and_then(|at| at.get(0))), number(at.and_then(|at| at.get(1))))
        }
    };
    let id = entry.get("id").and_then(|id| id.value.as_str()).unwrap_or_default().to_owned();
    (start.unwrap_or(0), end.unwrap_or(0), id)
}

/// An entry with the comments that belong to it.
struct Piece {
    /// What it sorts by.
    key: (u32, u32, String),
    /// The comments on lines of their own above it.
    above: Vec<String>,
    /// The entry.
    line: String,
    /// The comment on its line.
    beside: Option<String>,
}

/// A list anew, from its name to before its `]`.
fn list(source: &str, layout: &Layout, which: Which, list: List) -> Option<(Span, String)> {
    let close = list.close?;
    let end = write::line_end(source);
    let entries: Vec<_> = layout.entries_of(which).collect();
    let starts = entries.iter().map(|entry| entry.span.start).chain([close]);
    let ends = [list.open.end].into_iter().chain(entries.iter().map(|entry| entry.span.end));
    let mut gaps = ends.zip(starts).map(|(from, to)| comments(Span::new(from, to).of(source)));
    let (beside_open, mut above) = gaps.next()?;
    let mut pieces = Vec::with_capacity(entries.len());
    for (entry, (beside, next)) in entries.iter().zip(gaps) {
        let above = std::mem::replace(&mut above, next);
        pieces.push(Piece { key: order(entry), above, line: line(entry, source), beside });
    }
    pieces.sort_by(|a, b| a.key.cmp(&b.key));
    let mut out =
        format!("{} = [{}{end}", which.name(), beside_open.map_or(String::new(), |comment| format!(" {comment}")));
    for piece in pieces {
        piece.above.iter().for_each(|comment| out.extend(["  ", comment, end]));
        out.extend(["  ", &piece.line, ","]);
        piece.beside.iter().for_each(|comment| out.extend([" ", comment]));
        out.push_str(end);
    }
    above.iter().for_each(|comment| out.extend(["  ", comment, end]));
    Some((Span::new(list.open.start, close), out))
}

/// An entry in canonical form; as it is if comments stand between its keys.
fn line(entry: &Entry, source: &str) -> String {
    let raw = entry.span.of(source);
    if raw.contains('\n') && raw.contains('#') {
        return raw.to_owned();
    }
    write::entry(entry.list, write::written(entry, source))
}

/// The comments between two entries: on the line of the first, and on lines of their own.
fn comments(gap: &str) -> (Option<String>, Vec<String>) {
    // Nothing but space, a comma and comments stands there.
    let comment = |line: &str| line.find('#').map(|at| line[at..].trim_end().to_owned());
    let mut lines = gap.split('\n');
    let beside = lines.next().and_then(comment);
    (beside, lines.filter_map(comment).collect())
}
