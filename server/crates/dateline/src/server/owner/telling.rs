//! Findings: of which documents, and when.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ide::Path;

use super::{Owner, QUIET};
use crate::server::diagnostics::Subject;
use crate::server::event::FolderId;
use crate::server::pool::Lane;

impl Owner {
    /// Tells the findings of an open document, to a client that does not ask for them.
    pub(super) fn tell(&self, uri: &str) {
        if let Some(subject) = self.subject(uri).filter(|_| !self.client.pull) {
            self.tools.findings.tell(subject);
        }
    }

    /// Tells the findings of an open document if they are others now, to a client that does not ask for them.
    pub(super) fn check(&self, uri: &str) {
        if let Some(subject) = self.subject(uri).filter(|_| !self.client.pull) {
            self.tools.findings.check(subject);
        }
    }

    /// An open document as it is now.
    pub(super) fn subject(&self, uri: &str) -> Option<Subject> {
        let open = self.open.get(uri)?;
        let view = self.folders.get(&open.folder)?.view(&self.client);
        Some(Subject { view, path: open.path.clone(), uri: uri.to_owned(), version: Some(open.version) })
    }

    /// A document of the folder was edited, which may bear on others. A client that asks for findings asks for theirs,
    /// too.
    pub(super) fn was_edited(&mut self, id: FolderId) {
        // Whoever types goes first.
        self.preparations.fetch_add(1, Ordering::Relaxed);
        if self.client.pull {
            self.unprepared.insert(id, Instant::now() + QUIET);
        } else {
            self.others_are_stale(id, QUIET);
        }
    }

    /// Works out, in the background, what open documents will be asked: who is who among ten thousand articles takes
    /// longer to tell than somebody who hovers waits.
    pub(super) fn prepare(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get(&id).filter(|folder| folder.reading.is_none()) else { return };
        let view = folder.view(&self.client);
        let paths: Vec<Path> =
            self.open.values().filter(|open| open.folder == id).map(|open| open.path.clone()).collect();
        let (last, this) = (Arc::clone(&self.preparations), self.preparations.fetch_add(1, Ordering::Relaxed) + 1);
        self.tools.pool.run(Lane::Background, move || {
            let is_wanted = || last.load(Ordering::Relaxed) == this;
            paths.iter().for_each(|path| view.snapshot.prepare(path, is_wanted));
        });
    }

    /// Has the client ask again for what it shows inside texts.
    pub(super) fn refresh_texts(&self) {
        if self.client.refreshes_hints {
            self.tools.outbox.refresh_hints();
        }
        if self.client.refreshes_colours {
            self.tools.outbox.refresh_colours();
        }
    }

    /// Looks at the documents of a folder again, in a while; a later word moves the time.
    pub(super) fn others_are_stale(&mut self, id: FolderId, wait: Duration) {
        self.stale.insert(id, Instant::now() + wait);
    }

    /// Looks at the documents of a folder again, after a while at the latest.
    pub(super) fn others_are_stale_by(&mut self, id: FolderId, wait: Duration) {
        self.stale.entry(id).or_insert_with(|| Instant::now() + wait);
    }

    /// Looks at the documents of a folder again.
    pub(super) fn check_others(&mut self, id: FolderId) {
        self.settle(id);
        self.prepare(id);
        if self.client.pull {
            return self.tools.outbox.refresh_findings();
        }
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let view = folder.view(&self.client);
        for (uri, open) in self.open.iter().filter(|(_, open)| open.folder == id) {
            let (path, version) = (open.path.clone(), Some(open.version));
            self.tools.findings.check(Subject { view: view.clone(), path, uri: uri.clone(), version });
        }
        if folder.reading.is_some() {
            return;
        }
        let covered: BTreeMap<String, Path> =
            folder.covered().into_iter().map(|path| (view.place.uri(&path), path)).collect();
        let before = std::mem::replace(&mut folder.shown, covered.keys().cloned().collect());
        for uri in before.iter().filter(|uri| !covered.contains_key(*uri) && !self.open.contains_key(*uri)) {
            self.tools.findings.forget(uri);
        }
        for (uri, path) in covered {
            self.tools.findings.check(Subject { view: view.clone(), path, uri, version: None });
        }
    }
}
