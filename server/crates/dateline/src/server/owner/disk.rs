//! What changes on disk.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ide::{Document, Path};

use super::Owner;
use crate::config;
use crate::files::{self, Skipped};
use crate::server::event::FolderId;
use crate::server::folder::Folder;
use crate::server::proto::MessageType;
use crate::server::watch::Watcher;

impl Owner {
    /// Files were created, changed or deleted, or folders with all that lies in them.
    pub(super) fn files_changed(&mut self, changed: &[PathBuf]) {
        for id in self.folder_ids() {
            let Some(folder) = self.folders.get_mut(&id) else { continue };
            let mut inside: Vec<_> = changed.iter().filter(|path| path.starts_with(folder.root())).cloned().collect();
            if inside.iter().any(|path| *path == folder.root().join(config::FILE)) {
                self.reload_file(id);
            }
            for path in [registry::ENTITIES, registry::EVENTS] {
                let file = self.folders.get(&id).map(|folder| folder.root().join(path));
                if file.is_some_and(|file| inside.iter().any(|changed| file.starts_with(changed))) {
                    self.reload_registry(id, path);
                }
            }
            let Some(folder) = self.folders.get_mut(&id).filter(|folder| folder.workspace) else { continue };
            inside.retain(|path| concerns(folder, path));
            if inside.iter().any(|path| path.ends_with(".gitignore") || path.ends_with(".ignore")) {
                inside = vec![folder.root().to_path_buf()];
            }
            self.read_again(id, inside);
        }
    }

    /// Has files read again.
    pub(super) fn read_again(&mut self, id: FolderId, changed: Vec<PathBuf>) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        if changed.is_empty() {
            return;
        }
        if let Some(reading) = &mut folder.reading {
            // What the reading brings may be older than this, so it is looked at once more at the end.
            reading.changed.extend(changed.iter().cloned());
        }
        self.tools.rereader.changed(folder.source(), changed);
    }

    /// Files have been read again.
    pub(super) fn reread(
        &mut self,
        id: FolderId,
        changed: &[PathBuf],
        present: Vec<Path>,
        documents: Vec<Arc<Document>>,
        skipped: Vec<Skipped>,
    ) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let before: Vec<_> = folder.skipped.keys().cloned().collect();
        let skipped = folder.update(changed, present, documents, skipped);
        let new: Vec<_> = skipped.into_iter().filter(|skipped| !before.contains(&skipped.path)).collect();
        self.name_skipped(&new, false);
        self.others_are_stale(id, Duration::ZERO);
        self.read_closely(id);
    }

    /// Files that are not read are named: each in the log, all together in one message.
    pub(super) fn name_skipped(&self, skipped: &[Skipped], show: bool) {
        const SHOWN: usize = 3;
        for skipped in skipped {
            self.tools.outbox.log(MessageType::Warning, format!("Not read: {skipped}"));
        }
        if show && !skipped.is_empty() {
            let first: Vec<_> = skipped.iter().take(SHOWN).map(ToString::to_string).collect();
            let more = match skipped.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!("; and {more} more, named in the log"),
            };
            let files =
                if skipped.len() == 1 { "1 file was".to_owned() } else { format!("{} files were", skipped.len()) };
            self.tools.outbox.show(MessageType::Warning, format!("{files} not read: {}{more}", first.join("; ")));
        }
    }

    /// Watches every folder without the client.
    pub(super) fn watch_alone(&mut self) {
        self.client_watches = false;
        for folder in self.folders.values_mut().filter(|folder| folder.workspace && folder.watcher.is_none()) {
            match Watcher::new(folder.root(), self.tools.events.clone()) {
                Ok(watcher) => folder.watcher = Some(watcher),
                Err(error) => {
                    let message = format!("{} cannot be watched: {error}", folder.root().display());
                    self.tools.outbox.show(MessageType::Warning, message);
                }
            }
        }
    }
}

/// Whether a change of this file can matter: not if it is hidden, nor if it is open, since then the buffer counts.
fn concerns(folder: &Folder, file: &FilePath) -> bool {
    let Some(name) = folder.name(file) else { return file == folder.root() };
    let is_rule = name.ends_with(".gitignore") || name.ends_with(".ignore");
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    (is_rule || !hidden || files::concerns_sidecars(&name)) && !folder.is_open(&name)
}
