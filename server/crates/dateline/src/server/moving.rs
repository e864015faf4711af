//! Sidecars go with their articles when an editor renames files or folders.

use std::path::{Path, PathBuf};

use marks::{Place, TREE, article_path, marks_path};

use super::folder::Folder;
use super::proto::{DocumentChange, RenameFile, RenameFileOptions, Uri, WorkspaceEdit};
use crate::uri;

/// The moves of a folder's sidecars, when `old` becomes `new`, which may be folders.
pub fn moved(folder: &Folder, old: &Path, new: &Path) -> Vec<DocumentChange> {
    let (Some(from), Some(to)) = (folder.name(old), folder.name(new)) else { return Vec::new() };
    let sidecars = folder.sidecars.iter().filter_map(|sidecar| Some((sidecar, moved_sidecar(sidecar, &from, &to)?)));
    let place = |name: &str| Uri(uri::from_path(&folder.root().join(name)));
    let rename = |(sidecar, moved): (&ide::Path, PathBuf)| {
        DocumentChange::RenameFile(RenameFile {
            old_uri: place(sidecar),
            new_uri: place(&moved.to_string_lossy()),
            options: Some(RenameFileOptions { overwrite: None, ignore_if_exists: Some(true) }),
            annotation_id: None,
        })
    };
    sidecars.map(rename).collect()
}

/// The edit of these moves, if there are any.
pub fn edit(moves: Vec<DocumentChange>) -> Option<WorkspaceEdit> {
    let edit = WorkspaceEdit { document_changes: Some(moves), ..WorkspaceEdit::default() };
    edit.document_changes.as_ref().is_some_and(|moves| !moves.is_empty()).then_some(edit)
}

/// Where a sidecar belongs when the file or folder `old` of its article is called `new`; `None` if it stays or goes along.
fn moved_sidecar(sidecar: &str, old: &str, new: &str) -> Option<PathBuf> {
    let article = article_path(sidecar)?;
    let below = article.strip_prefix(old)?;
    let is_tree = sidecar.starts_with(TREE);
    // A sidecar beside its article goes along with the folder of both.
    if !(below.is_empty() || below.starts_with('/') && is_tree) {
        return None;
    }
    let layout = if is_tree { Place::Tree } else { Place::Beside };
    marks_path(layout, &format!("{new}{below}")).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sidecar_goes_with_its_article() {
        let check = |sidecar: &str, old: &str, new: &str, expected: Option<&str>| {
            assert_eq!(moved_sidecar(sidecar, old, new), expected.map(PathBuf::from), "{sidecar}: {old} to {new}");
        };
        let tree = ".dateline/marks/news/a.txt.toml";
        check(tree, "news/a.txt", "news/b.txt", Some(".dateline/marks/news/b.txt.toml"));
        check(tree, "news", "old/news", Some(".dateline/marks/old/news/a.txt.toml"));
        check(tree, "new", "old", None);
        check(tree, "other.txt", "b.txt", None);
        let beside = "news/a.txt.dateline.toml";
        check(beside, "news/a.txt", "b.txt", Some("b.txt.dateline.toml"));
        check(beside, "news", "old", None);
    }
}
