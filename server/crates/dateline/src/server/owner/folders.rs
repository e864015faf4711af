//! Folders of the workspace, as they come and go.

use std::path::PathBuf;
use std::sync::Arc;

use super::Owner;
use crate::config::{self, Layer, Origin, Settings};
use crate::files;
use crate::server::event::{Event, FolderId};
use crate::server::folder::{Folder, Problems};
use crate::server::proto::{
    InitializeParams, MessageType, PublishDiagnosticsParams, RootPath, Uri, WorkspaceFolder, WorkspaceFolders,
};
use crate::server::watching;
use crate::uri;

impl Owner {
    /// Adds a folder, unless it is one that must not be read as a whole.
    pub(super) fn add_folder(&mut self, folder: &WorkspaceFolder) {
        let Some(root) = uri::to_path(&folder.uri.0) else {
            return self.warn(format!("{} is no folder of this machine; its files are not read", folder.uri.0));
        };
        if self.workspace_folders().any(|folder| folder.root() == root) {
            return;
        }
        if let Some(reason) = files::refusal(&root) {
            let message = format!(
                "{reason}, so its files are not read. Open files are looked at one by one; open a folder of articles \
                 to see them together"
            );
            return self.tools.outbox.show(MessageType::Warning, message);
        }
        self.new_folder(root, true);
    }

    /// A folder of the workspace, or one for a file without any.
    pub(super) fn new_folder(&mut self, root: PathBuf, workspace: bool) -> FolderId {
        let id = self.next_folder;
        self.next_folder += 1;
        let mut settings = Settings::default();
        settings.set(Origin::Initialization, self.initialization.clone());
        if let Some(day) = self.tools.today {
            settings.set(Origin::CommandLine, Layer::today(day));
        }
        let mut folder = Folder::new(id, root, workspace, Arc::clone(&self.tools.lang), settings, self.day);
        if !folder.root().as_os_str().is_empty() {
            folder.load_file();
        }
        folder.apply_settings(self.day);
        if !folder.root().as_os_str().is_empty() {
            folder.load_registry();
        }
        self.folders.insert(id, folder);
        id
    }

    /// Folders were added and removed.
    pub(super) fn change_folders(&mut self, added: Vec<WorkspaceFolder>, removed: Vec<WorkspaceFolder>) {
        let before = self.folder_ids();
        for root in removed.iter().filter_map(|folder| uri::to_path(&folder.uri.0)) {
            let ids: Vec<_> =
                self.workspace_folders().filter(|folder| folder.root() == root).map(|folder| folder.id).collect();
            ids.into_iter().for_each(|id| self.remove_folder(id));
        }
        added.iter().for_each(|folder| self.add_folder(folder));
        let new: Vec<_> = self.folder_ids().into_iter().filter(|id| !before.contains(id)).collect();
        for id in self.nest() {
            self.apply_settings(id);
        }
        self.rehome();
        if self.client_watches && self.client.watch_below {
            let roots = new.iter().filter_map(|id| self.folders.get(id)).filter(|folder| folder.workspace);
            let roots = roots.map(|folder| (folder.id, folder.root().to_path_buf())).collect();
            let registrations = watching::registrations(&self.client, roots);
            self.tools.outbox.register(registrations, Some(Event::WatchRefused));
        } else if !self.client_watches {
            self.watch_alone();
        }
        self.ask_settings();
        for id in new {
            self.report_problems(id, &Problems::default());
            self.start_reading(id);
        }
    }

    /// Tells folders which other folders lie in them; those for whom this is news. What lies in both belongs to the inner
    /// one alone.
    pub(super) fn nest(&mut self) -> Vec<FolderId> {
        let roots: Vec<PathBuf> = self.workspace_folders().map(|folder| folder.root().to_path_buf()).collect();
        let mut news = Vec::new();
        for folder in self.folders.values_mut().filter(|folder| folder.workspace) {
            let nested: Vec<String> =
                roots.iter().filter_map(|root| folder.name(root)).map(|name| name.to_string()).collect();
            if folder.nested != nested {
                folder.nested = nested;
                news.push(folder.id);
            }
        }
        news
    }

    fn remove_folder(&mut self, id: FolderId) {
        let Some(mut folder) = self.folders.remove(&id) else { return };
        self.stale.remove(&id);
        for reading in folder.stop_reading().into_iter().chain(folder.stop_closer()) {
            self.end_progress(&reading, "stopped");
        }
        for uri in &folder.shown {
            self.tools.findings.forget(uri);
        }
        if !folder.problems.file.is_empty() {
            self.tools.outbox.publish(PublishDiagnosticsParams::new(Uri(folder.uri(config::FILE)), None, Vec::new()));
        }
    }

    /// The folders of the workspace.
    pub(super) fn workspace_folders(&self) -> impl Iterator<Item = &Folder> {
        self.folders.values().filter(|folder| folder.workspace)
    }

    /// All folders there are now.
    pub(super) fn folder_ids(&self) -> Vec<FolderId> {
        self.folders.keys().copied().collect()
    }
}

/// The folders a client wants to work in. Older clients name one, in one of two ways.
#[expect(deprecated, reason = "older clients name their folder so")]
pub(super) fn roots(params: &InitializeParams) -> Vec<WorkspaceFolder> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders.clone(),
        Some(WorkspaceFolders::Null) => Vec::new(),
        None => {
            let root = params.root_uri.clone().or_else(|| match &params.root_path {
                Some(RootPath::String(path)) => Some(Uri(uri::from_path(path.as_ref()))),
                _ => None,
            });
            root.map(|uri| WorkspaceFolder { uri, name: String::new() }).into_iter().collect()
        }
    }
}
