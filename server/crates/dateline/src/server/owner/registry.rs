//! The registry: of its buffers where the client has them open, of its files otherwise.

use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Instant;

use ide::{Change, Path, Registry};

use super::{Owner, QUIET};
use crate::files;
use crate::server::event::FolderId;
use crate::server::folder::Folder;

/// So many documents are read again in one task.
const AT_ONCE: usize = 64;

impl Owner {
    /// The open buffer of a file of the registry says this.
    pub(super) fn enter_registry(&mut self, uri: &str) {
        let Some(open) = self.open.get(uri) else { return };
        let (id, path, text) = (open.folder, open.path.clone(), open.text.to_string());
        let Some(folder) = self.folders.get_mut(&id) else { return };
        folder.open(&path, uri);
        self.register(id, &path, Some(text.into()));
    }

    /// A file of the registry is read from disk: it has changed there, or its buffer was closed.
    pub(super) fn reload_registry(&mut self, id: FolderId, path: &str) {
        let Some(folder) = self.folders.get(&id).filter(|folder| !folder.is_open(path)) else { return };
        let text = folder.registry_on_disk(path);
        self.register(id, path, text);
    }

    fn register(&mut self, id: FolderId, path: &str, text: Option<Arc<str>>) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        if folder.host.snapshot().registry().text(path) == text.as_ref() {
            return;
        }
        folder.host.apply(Change::Registry { path: path.into(), text });
        // Articles that are not open follow when nobody types.
        self.stale.insert(id, Instant::now() + QUIET);
        // What is on its way was read by what the registry said before.
        if folder.reading.is_some() {
            self.start_reading(id);
        }
        if self.client.pull {
            self.tools.outbox.refresh_findings();
        }
        if self.client.refreshes_hints {
            self.tools.outbox.refresh_hints();
        }
        // The other file may refer to entries of this one.
        let others = self.open.iter().filter(|(_, open)| open.folder == id && *open.path != *path);
        others.for_each(|(uri, _)| self.check(uri));
    }

    /// Has what the registry concerns be read again in the background.
    pub(super) fn settle(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let documents = folder.host.take_unsettled();
        for some in documents.chunks(AT_ONCE) {
            self.tools.rereader.closely(folder.source(), some.to_vec());
        }
    }

    /// The folder of an open article that is in none of the workspace, if `file` is of its registry.
    pub(super) fn home_of_registry(&self, file: &FilePath) -> Option<(FolderId, Path)> {
        self.folders.values().filter(|folder| !folder.workspace).find_map(|folder| {
            let name = folder.name(file).filter(|name| Registry::is_file(name))?;
            self.open.values().any(|open| open.folder == folder.id).then_some((folder.id, name))
        })
    }
}

impl Folder {
    /// Reads the registry as it lies on disk, before anything is read in its light.
    pub fn load_registry(&mut self) {
        for path in [registry::ENTITIES, registry::EVENTS] {
            if let Some(text) = self.registry_on_disk(path) {
                self.host.apply(Change::Registry { path: path.into(), text: Some(text) });
            }
        }
    }

    fn registry_on_disk(&self, path: &str) -> Option<Arc<str>> {
        files::read(self.root(), path, self.scope()).ok().map(Into::into)
    }
}
