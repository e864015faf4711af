//! The second reading: the pipeline is asked about everything that has been read, open documents first.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ide::{Document, Path};

use super::{Owner, WHILE_READING_CLOSELY};
use crate::server::event::FolderId;
use crate::server::folder::{Closer, Folder, Reading};
use crate::server::reading;

/// So many documents are read between two savings of what was found.
const STRETCH: usize = 1_000;

/// Progress is shown of no less than this.
const SHOWN: usize = 16;

impl Owner {
    /// Has what is not read closely yet be read so, unless the user has said that it need not.
    pub(super) fn read_closely(&mut self, id: FolderId) {
        self.read_open_closely(id);
        let Some(folder) = self.folders.get_mut(&id).filter(|folder| folder.workspace) else { return };
        if let Some(closer) = &mut folder.closer {
            closer.again = true;
            return;
        }
        folder.count_close();
        folder.tell_progress();
        if folder.reading.is_some() || folder.is_close_enough {
            return;
        }
        let left: Vec<Path> = folder.not_close(false).iter().map(|document| document.path.clone()).collect();
        if left.is_empty() {
            return;
        }
        self.next_reading += 1;
        let number = self.next_reading;
        let shows = self.client.progress && left.len() >= SHOWN;
        let reading = Reading::new(number, true);
        let token = reading.token.clone();
        folder.closer = Some(Closer { reading, left, again: false });
        self.read_stretch(id);
        if shows {
            self.tools.outbox.create_progress(token);
        }
    }

    /// Has the open documents of a folder read closely, those that were too long for that at once.
    pub(super) fn read_open_closely(&mut self, id: FolderId) {
        self.unread.remove(&id);
        let Some(folder) = self.folders.get(&id) else { return };
        let documents = folder.not_close(true);
        if !documents.is_empty() {
            self.tools.rereader.closely(folder.source(), documents);
        }
    }

    /// An open document may have become longer than what is read closely at once.
    pub(super) fn may_be_unread(&mut self, id: FolderId, path: &str, wait: Duration) {
        let document = self.folders.get(&id).and_then(|folder| folder.host.snapshot().document(path));
        if document.is_some_and(|document| !document.is_close) {
            self.unread.insert(id, Instant::now() + wait);
        }
    }

    /// Enters a document that was read closely.
    pub(super) fn enter_closely(&mut self, id: FolderId, document: Arc<Document>, light: u64) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let is_open = folder.is_open(&document.path);
        folder.host.enter_again(document, light);
        folder.progress.closely = (folder.progress.closely + 1).min(folder.progress.total);
        if is_open {
            self.refresh_texts();
        }
        let wait = if is_open { Duration::ZERO } else { WHILE_READING_CLOSELY };
        self.others_are_stale_by(id, wait);
    }

    /// A stretch has been read: the next one, or the end.
    pub(super) fn read_stretch_closely(&mut self, id: FolderId, number: u64) {
        let is_this = |folder: &&mut Folder| folder.closer.as_ref().is_some_and(|it| it.reading.number == number);
        let Some(folder) = self.folders.get_mut(&id).filter(is_this) else { return };
        folder.count_close();
        if folder.closer.as_ref().is_some_and(|closer| !closer.left.is_empty()) {
            return self.read_stretch(id);
        }
        folder.tell_progress();
        let Some(closer) = folder.closer.take() else { return };
        self.end_progress(&closer.reading, "all articles read closely");
        self.others_are_stale(id, Duration::ZERO);
        if closer.again {
            self.read_closely(id);
        }
    }

    fn read_stretch(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let source = folder.source();
        let Some(closer) = &mut folder.closer else { return };
        let next: Vec<Path> = closer.left.drain(..STRETCH.min(closer.left.len())).collect();
        let documents = next.iter().filter_map(|path| source.snapshot.document(path));
        let documents: Vec<_> = documents.filter(|document| !document.open && !document.is_close).collect();
        let stop = Arc::clone(&closer.reading.stop);
        reading::read_closely(source, closer.reading.number, documents, stop, self.tools.events.clone());
    }
}
