//! Renaming in the client's words: an edit of drafts, which the user confirms where it reaches into more than one.

use std::collections::HashMap;

use ide::{FileChange, Refusal};

use super::actions::Writer;
use super::proto::{
    ChangeAnnotation, Error, Position, PrepareRenamePlaceholder, PrepareRenameResult, Result, WorkspaceEdit,
};
use super::view::View;

/// The name at a position, if it may be changed; else why not. Clients show the message.
pub fn prepare(view: &View, path: &str, position: Position) -> Result<Option<PrepareRenameResult>> {
    let Some(document) = view.document(path) else { return Ok(None) };
    let renamable = view.snapshot.renamable(path, view.offset(&document, position)).map_err(|why| refused(&why))?;
    let range = view.range(&document, renamable.span);
    Ok(Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
        range,
        placeholder: renamable.name,
    })))
}

/// The edit that gives what stands at a position another name; `versions` are those of open documents, by address.
pub fn rename(
    view: &View,
    path: &str,
    position: Position,
    new: &str,
    versions: &HashMap<String, i32>,
) -> Result<Option<WorkspaceEdit>> {
    let Some(document) = view.document(path) else { return Ok(None) };
    let changes = view.snapshot.rename(path, view.offset(&document, position), new).map_err(|why| refused(&why))?;
    let several = changes.len() > 1;
    // One group a file: the user may leave out whole drafts.
    let annotation = |change: &FileChange| {
        let label = format!("dateline: rename to {} in {}", new.trim(), change.path);
        let count = change.edits.len();
        let description = format!("{count} {}", if count == 1 { "place" } else { "places" });
        (change.path.to_string(), ChangeAnnotation::new(label, Some(several), Some(description)))
    };
    let annotations: HashMap<String, ChangeAnnotation> = changes.iter().map(annotation).collect();
    let writer = Writer { view, versions };
    Ok(Some(writer.write(&changes, annotations, |change| change.path.to_string())))
}

fn refused(why: &Refusal) -> Error {
    Error::invalid_params(why.0.clone())
}
