//! Documents that are open: opened, edited, closed, and in which folder.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ide::{Change, Path, Registry};
use text::{Edit, PositionEncoding, Span, Text};

use super::sidecars::is_sidecar;
use super::{Open, Owner, QUIET};
use crate::config;
use crate::files::{Reason, Skipped};
use crate::server::event::FolderId;
use crate::server::folder::Folder;
use crate::server::proto::{MessageType, Position, TextDocumentContentChangeEvent};
use crate::uri;

impl Owner {
    /// A document was opened: from now on its buffer is the truth.
    pub(super) fn open(&mut self, uri: String, version: i32, text: String) {
        if self.open.contains_key(&uri) {
            self.warn(format!("{uri} was opened twice; the second text counts"));
            self.close(&uri);
        }
        let (folder, path) = self.home(&uri);
        let open = Open { version, text: Text::new(&text), folder, path: path.clone(), too_large: false };
        self.open.insert(uri.clone(), open);
        self.enter_buffer(&uri, text);
        self.may_be_unread(folder, &path, Duration::ZERO);
        self.tell(&uri);
        self.was_edited(folder);
    }

    /// A document was edited. Versions only grow; a change that is not newer is dropped, never guessed at.
    pub(super) fn change(&mut self, uri: &str, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let encoding = self.client.encoding;
        let Some(open) = self.open.get_mut(uri) else {
            return self.warn(format!("an edit of {uri}, which is not open, was dropped"));
        };
        if version <= open.version {
            let message = format!("version {version} of {uri} was dropped: version {} was there before", open.version);
            return self.warn(message);
        }
        open.version = version;
        let mut edits = Vec::with_capacity(changes.len());
        for change in changes {
            let edit = edit_of(&open.text, encoding, change);
            open.text.edit(&edit);
            edits.push(edit);
        }
        let (folder, path) = (open.folder, open.path.clone());
        self.edit_buffer(uri, edits);
        self.may_be_unread(folder, &path, QUIET);
        self.tell(uri);
        self.was_edited(folder);
    }

    /// A document was saved.
    pub(super) fn save(&mut self, uri: &str) {
        // The buffer is the truth; only a configuration is read from disk. A client that watches may be slower to tell.
        if let Some(path) = uri::to_path(uri).filter(|path| path.ends_with(config::FILE)) {
            self.files_changed(&[path]);
        }
    }

    /// A document was closed: from now on its file is the truth.
    pub(super) fn close(&mut self, uri: &str) {
        let Some(open) = self.open.remove(uri) else {
            return self.warn(format!("{uri} was closed and is not open"));
        };
        if !self.client.pull {
            self.tools.findings.forget(uri);
        }
        let Some(folder) = self.folders.get_mut(&open.folder) else { return };
        folder.close(&open.path);
        let is_last = !folder.workspace && !self.open.values().any(|other| other.folder == open.folder);
        if Registry::is_file(&open.path) && !is_last {
            self.reload_registry(open.folder, &open.path);
        } else if folder.workspace {
            self.tools.rereader.closed(folder.source(), open.path, uri.to_owned());
        } else if is_last {
            self.folders.remove(&open.folder);
            self.stale.remove(&open.folder);
        } else if is_sidecar(&open.path) {
            let text = folder.sidecar_on_disk(&open.path);
            folder.annotate(&open.path, text);
            self.tell_annotated(open.folder, &open.path);
        }
    }

    /// The file of a document that was closed has been read.
    pub(super) fn closed(&mut self, uri: &str, id: FolderId, path: Path, text: Option<Arc<str>>) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        if self.open.contains_key(uri) || folder.is_open(&path) {
            return;
        }
        match text {
            _ if is_sidecar(&path) => {
                folder.annotate(&path, text);
                self.tell_annotated(id, &path);
                return self.others_are_stale(id, Duration::ZERO);
            }
            Some(_) => folder.files.insert(path.clone()),
            None => folder.files.remove(&path),
        };
        folder.host.apply(Change::Close { path, disk: text });
        self.others_are_stale(id, Duration::ZERO);
        self.read_closely(id);
    }

    /// Enters the text of an open document into its folder, if it is not too large.
    pub(super) fn enter_buffer(&mut self, uri: &str, text: String) {
        let Some(open) = self.open.get_mut(uri) else { return };
        let Some(folder) = self.folders.get_mut(&open.folder) else { return };
        if is_sidecar(&open.path) {
            return self.enter_sidecar(uri);
        }
        if Registry::is_file(&open.path) {
            return self.enter_registry(uri);
        }
        folder.open(&open.path, uri);
        let limit = folder.scope().max_size();
        let size = text.len() as u64;
        open.too_large = size > limit;
        if open.too_large {
            folder.host.apply(Change::Disk { path: open.path.clone(), text: None });
            let skipped = Skipped { path: open.path.clone(), reason: Reason::TooLarge { size, limit } };
            self.tools.outbox.show(MessageType::Warning, format!("Not looked at: {skipped}"));
        } else {
            folder.host.apply(Change::Open { path: open.path.clone(), text });
        }
    }

    /// Passes edits on to the folder, unless the text became too large or no longer is.
    fn edit_buffer(&mut self, uri: &str, edits: Vec<Edit>) {
        let Some(open) = self.open.get_mut(uri) else { return };
        if is_sidecar(&open.path) {
            return self.enter_sidecar(uri);
        }
        if Registry::is_file(&open.path) {
            return self.enter_registry(uri);
        }
        let Some(folder) = self.folders.get_mut(&open.folder) else { return };
        let is_too_large = u64::from(open.text.len()) > folder.scope().max_size();
        if !is_too_large && !open.too_large {
            folder.host.apply(Change::Edit { path: open.path.clone(), edits });
        } else if is_too_large != open.too_large {
            if is_too_large {
                folder.host.apply(Change::Close { path: open.path.clone(), disk: None });
            }
            let text = open.text.to_string();
            self.enter_buffer(uri, text);
        }
    }

    /// Open documents belong to the innermost folder, also when folders come and go.
    pub(super) fn rehome(&mut self) {
        let uris: Vec<_> = self.open.keys().cloned().collect();
        for uri in uris {
            let inside = uri::to_path(&uri).and_then(|file| self.folder_of(&file));
            let Some(open) = self.open.get(&uri) else { continue };
            let (old, old_path) = (open.folder, open.path.clone());
            let stays = match inside {
                Some((id, _)) => id == old,
                None => self.folders.get(&old).is_some_and(|folder| !folder.workspace),
            };
            if stays {
                continue;
            }
            let text = open.text.to_string();
            if let Some(folder) = self.folders.get_mut(&old) {
                folder.close(&old_path);
                if folder.workspace && folder.scope().includes(&old_path) {
                    self.tools.rereader.closed(folder.source(), old_path, uri.clone());
                } else if folder.workspace {
                    folder.host.apply(Change::Close { path: old_path, disk: None });
                } else {
                    self.folders.remove(&old);
                    self.stale.remove(&old);
                }
            }
            let (folder, path) = self.home(&uri);
            if let Some(open) = self.open.get_mut(&uri) {
                (open.folder, open.path) = (folder, path);
            }
            self.enter_buffer(&uri, text);
            self.tell(&uri);
        }
    }

    /// The folder a document belongs to and its name there. A file of no folder gets one of its own, with its sidecar.
    fn home(&mut self, uri: &str) -> (FolderId, Path) {
        let file = uri::to_path(uri);
        if let Some((id, path)) = file.as_deref().and_then(|file| self.folder_of(file)) {
            return (id, path);
        }
        let (root, path) = match file.as_deref().map(|file| (file.parent(), file.file_name())) {
            Some((Some(root), Some(name))) => (root.to_path_buf(), name.to_string_lossy().into_owned()),
            _ => (PathBuf::new(), uri.to_owned()),
        };
        let home = |file| self.home_of_sidecar(file).or_else(|| self.home_of_registry(file));
        if let Some(home) = file.as_deref().and_then(home) {
            return home;
        }
        let id = self.new_folder(root, false);
        if let Some(folder) = self.folders.get_mut(&id) {
            folder.take_sidecars_of(&path);
        }
        (id, path.into())
    }

    /// The folder of an open article that is in none of the workspace, if `file` is its sidecar.
    fn home_of_sidecar(&self, file: &FilePath) -> Option<(FolderId, Path)> {
        self.open.values().find_map(|open| {
            let folder = self.folders.get(&open.folder).filter(|folder| !folder.workspace)?;
            let name = folder.name(file)?;
            (marks::article_path(&name) == Some(&*open.path)).then_some((open.folder, name))
        })
    }

    /// The innermost folder of the workspace that holds a file.
    pub(super) fn folder_of(&self, file: &FilePath) -> Option<(FolderId, Path)> {
        let holds = |folder: &&Folder| file.starts_with(folder.root());
        // A sidecar is its article's, also where a client takes the folder that it lies in for one of the workspace.
        let innermost = self.workspace_folders().filter(holds).max_by_key(|folder| {
            let as_sidecar = folder.name(file).is_some_and(|name| name.starts_with(marks::TREE));
            (as_sidecar, folder.root().as_os_str().len())
        })?;
        Some((innermost.id, innermost.name(file)?))
    }
}

/// An edit of the client in bytes. What lies outside of the text is taken to mean its end.
fn edit_of(text: &Text, encoding: PositionEncoding, change: TextDocumentContentChangeEvent) -> Edit {
    use TextDocumentContentChangeEvent::{TextDocumentContentChangePartial, TextDocumentContentChangeWholeDocument};
    match change {
        TextDocumentContentChangePartial(change) => {
            let position = |position: Position| text::Position::new(position.line, position.character);
            let span = text.span(encoding, position(change.range.start), position(change.range.end));
            Edit::new(span, change.text)
        }
        // Most of it is what was there before, and need not be looked at again.
        TextDocumentContentChangeWholeDocument(change) => {
            Edit::minimal(&text.to_string(), &change.text).unwrap_or_else(|| Edit::new(Span::empty(text.len()), ""))
        }
    }
}
