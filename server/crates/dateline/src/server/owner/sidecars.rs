//! Sidecars: of their buffers where the client has them open, of their files otherwise.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use ide::{Change, Path};

use super::{Owner, QUIET};
use crate::files;
use crate::server::event::FolderId;

impl Owner {
    /// These are the sidecars there are, in the whole folder or among what `changed`.
    pub(super) fn take_sidecars(&mut self, id: FolderId, changed: Option<&[PathBuf]>, present: Vec<(Path, Arc<str>)>) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        folder.take_sidecars(changed, present);
    }

    /// The open buffer of a sidecar says this; what it is about is told anew at once.
    pub(super) fn enter_sidecar(&mut self, uri: &str) {
        let Some(open) = self.open.get(uri) else { return };
        let Some(folder) = self.folders.get_mut(&open.folder) else { return };
        folder.open(&open.path, uri);
        let (id, path) = (open.folder, open.path.clone());
        if folder.annotate(&path, Some(open.text.to_string().into())) {
            self.others_are_annotated(id);
        }
        self.tell_annotated(id, &path);
    }

    /// A sidecar says something else of other files than its own: what is on its way was read by what it said before.
    fn others_are_annotated(&mut self, id: FolderId) {
        if self.folders.get(&id).is_some_and(|folder| folder.reading.is_some()) {
            self.start_reading(id);
        }
        self.others_are_stale(id, QUIET);
    }

    /// Tells the findings of the open document that a sidecar belongs to.
    pub(super) fn tell_annotated(&mut self, id: FolderId, sidecar: &str) {
        let article = marks::article_path(sidecar);
        let about = self.open.iter().find(|(_, open)| open.folder == id && Some(&*open.path) == article);
        if let Some(uri) = about.map(|(uri, _)| uri.clone()) {
            self.tell(&uri);
        }
        if self.client.pull {
            self.tools.outbox.refresh_findings();
        }
        if self.client.refreshes_hints {
            self.tools.outbox.refresh_hints();
        }
    }
}

/// Whether an open document is a sidecar, and not an article.
pub(super) fn is_sidecar(path: &str) -> bool {
    marks::article_path(path).is_some()
}

impl crate::server::folder::Folder {
    /// What a sidecar says, or that it is gone. Whether it says, or said, anything of other files.
    pub fn annotate(&mut self, sidecar: &str, text: Option<Arc<str>>) -> bool {
        let Some(article) = marks::article_path(sidecar) else { return false };
        let reaches = |host: &ide::Host| host.snapshot().annotations(article).is_some_and(|said| said.reaches_others());
        let before = reaches(&self.host);
        self.host.apply(Change::Sidecar { path: article.into(), text });
        before || reaches(&self.host)
    }

    /// Reads the sidecars of one article, wherever they may lie: nobody lists the files of a folder that is not in the
    /// workspace.
    pub fn take_sidecars_of(&mut self, article: &str) {
        for place in [marks::Place::Tree, marks::Place::Beside] {
            let Some(sidecar) = marks::marks_path(place, article) else { continue };
            if let Some(text) = self.sidecar_on_disk(&sidecar) {
                self.annotate(&sidecar, Some(text));
            }
        }
    }

    /// What the file of a sidecar says.
    pub fn sidecar_on_disk(&self, sidecar: &str) -> Option<Arc<str>> {
        files::read(self.root(), sidecar, self.scope()).ok().map(Into::into)
    }

    fn take_sidecars(&mut self, changed: Option<&[PathBuf]>, present: Vec<(Path, Arc<str>)>) {
        let concerned = |path: &Path| {
            let file = self.root().join(&**path);
            changed.is_none_or(|changed| changed.iter().any(|changed| file.starts_with(changed)))
        };
        let here: HashSet<&Path> = present.iter().map(|(path, _)| path).collect();
        let is_gone = |path: &&Path| concerned(path) && !here.contains(path);
        let gone: Vec<Path> = self.sidecars.iter().filter(is_gone).cloned().collect();
        let gone = gone.into_iter().map(|path| (path, None));
        let all: Vec<(Path, Option<Arc<str>>)> =
            gone.chain(present.into_iter().map(|(path, text)| (path, Some(text)))).collect();
        for (path, text) in &all {
            match text {
                Some(_) => self.sidecars.insert(path.clone()),
                None => self.sidecars.remove(path),
            };
        }
        let closed = all.into_iter().filter(|(path, _)| !self.is_open(path));
        let of_articles = closed.filter_map(|(path, text)| Some((marks::article_path(&path)?.into(), text)));
        let of_articles: Vec<(Path, Option<Arc<str>>)> = of_articles.collect();
        if !of_articles.is_empty() {
            self.host.apply(Change::Sidecars(of_articles));
        }
    }
}
