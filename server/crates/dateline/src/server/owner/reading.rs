//! Reading whole folders: begun, entered bit by bit, shown, ended.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ide::{Document, Path};

use super::{Backlog, Owner, PROGRESS, STRETCH, WHILE_READING};
use crate::files::{Listing, Skipped};
use crate::server::event::FolderId;
use crate::server::folder::{Folder, Reading};
use crate::server::proto::MessageType;
use crate::server::reading;

/// So many documents are entered at once: less than a stretch of work.
const HANDFUL: usize = 16;

impl Owner {
    /// Begins to read a folder.
    pub(super) fn start_reading(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id).filter(|folder| folder.workspace) else { return };
        self.next_reading += 1;
        let number = self.next_reading;
        let reading = Reading::new(number, false);
        let token = reading.token.clone();
        folder.stop_reading();
        let closer = folder.stop_closer();
        folder.is_close_enough = false;
        folder.look_for_files();
        folder.reading = Some(reading);
        reading::list_folder(folder.source(), number, self.tools.events.clone());
        if let Some(closer) = closer {
            self.end_progress(&closer, "begun anew");
        }
        if self.client.progress {
            self.tools.outbox.create_progress(token);
        }
    }

    /// The files are known: their texts come next.
    pub(super) fn listed(&mut self, id: FolderId, number: u64, listing: Listing, sidecars: Vec<(Path, Arc<str>)>) {
        if self.reading_folder(id, number).is_some() {
            // A date that is set bears on how its article is read.
            self.take_sidecars(id, None, sidecars);
        }
        let Some(folder) = self.reading_folder(id, number) else { return };
        let files = listing.files.clone();
        folder.list(listing.files, listing.skipped);
        let source = folder.source();
        let Some(stop) = folder.reading.as_ref().map(|reading| Arc::clone(&reading.stop)) else { return };
        reading::read_folder(source, number, files, stop, self.tools.events.clone());
    }

    /// Enters what was read, for a while.
    pub(super) fn enter_backlog(&mut self) {
        let begun = Instant::now();
        while begun.elapsed() < STRETCH
            && let Some(next) = self.backlog.pop_front()
        {
            match next {
                Backlog::Document(id, number, document) => {
                    let documents = self.handful(id, number, document);
                    let Some(folder) = self.reading_folder(id, number) else { continue };
                    folder.enter_all(documents);
                    self.others_are_stale_by(id, WHILE_READING);
                }
                Backlog::Skipped(id, number, skipped) => {
                    let Some(folder) = self.reading_folder(id, number) else { continue };
                    folder.skip(skipped);
                }
                Backlog::Closely(id, document, light) => self.enter_closely(id, document, light),
                Backlog::End(id, number) => {
                    self.prepare_folder(id, number);
                    self.read_stretch_closely(id, number);
                }
            }
        }
        for id in self.folder_ids() {
            self.tell_progress(id);
        }
    }

    /// A document and the next ones of the same reading: entered at once they are entered on two processors.
    fn handful(&mut self, id: FolderId, number: u64, first: Arc<Document>) -> Vec<Arc<Document>> {
        let mut documents = vec![first];
        let is_next = |next: &&Backlog| matches!(next, Backlog::Document(a, b, _) if (*a, *b) == (id, number));
        while documents.len() < HANDFUL && self.backlog.front().is_some_and(|next| is_next(&next)) {
            let Some(Backlog::Document(_, _, document)) = self.backlog.pop_front() else { break };
            documents.push(document);
        }
        documents
    }

    /// Everything has been entered: before anybody is told, what the first key typed would have to wait for is worked out.
    fn prepare_folder(&mut self, id: FolderId, number: u64) {
        let Some(folder) = self.reading_folder(id, number) else { return };
        reading::prepare(folder.host.snapshot(), id, number, self.tools.events.clone());
    }

    /// Everything has been read.
    pub(super) fn read_all(&mut self, id: FolderId, number: u64) {
        let Some(folder) = self.reading_folder(id, number) else { return };
        folder.progress.total = folder.files.len();
        folder.progress.read = folder.files.len();
        folder.tell_progress();
        let Some(reading) = folder.reading.take() else { return };
        let (count, source) = (folder.files.len(), folder.source());
        let skipped: Vec<_> = folder
            .skipped
            .iter()
            .map(|(path, reason)| Skipped { path: path.clone(), reason: reason.clone() })
            .collect();
        self.end_progress(&reading, &format!("{} articles read", thousands(count)));
        self.tools.outbox.log(MessageType::Info, format!("{}: {count} files read", source.root.display()));
        self.name_skipped(&skipped, true);
        if !reading.changed.is_empty() {
            self.tools.rereader.changed(source, reading.changed);
        }
        self.others_are_stale(id, Duration::ZERO);
        self.read_closely(id);
    }

    fn tell_progress(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let (progress, known) = (folder.progress, folder.host.snapshot().progress);
        if progress != known {
            folder.tell_progress();
        }
        for reading in folder.readings() {
            if reading.shown.is_some_and(|shown| shown.elapsed() >= PROGRESS) {
                reading.shown = Some(Instant::now());
                let (message, percentage) = progress_message(reading, progress);
                self.tools.outbox.report_progress(&reading.token, message, percentage);
            }
        }
    }

    /// The client shows progress now. The reading may have ended meanwhile: then it shows this.
    pub(super) fn progress_created(&mut self, token: &str) {
        let found = self.folders.values_mut().find_map(|folder| {
            let progress = folder.progress;
            let reading = folder.readings().into_iter().find(|reading| reading.token == token)?;
            Some((progress_message(reading, progress).0, reading))
        });
        let message = found.as_ref().map(|(message, _)| message.clone()).unwrap_or_default();
        self.tools.outbox.begin_progress(token, "Reading articles", message);
        match found {
            Some((_, reading)) => reading.shown = Some(Instant::now()),
            None => self.tools.outbox.end_progress(token, "all articles read".to_owned()),
        }
    }

    /// The client shows no progress any more.
    pub(super) fn end_progress(&self, reading: &Reading, message: &str) {
        if reading.shown.is_some() {
            self.tools.outbox.end_progress(&reading.token, message.to_owned());
        }
    }

    /// The user does not want to wait. What has been read is kept, and answers say how much that is.
    pub(super) fn cancel_reading(&mut self, token: &str) {
        let mut all = self.folders.values_mut();
        let meant = all.find_map(|folder| folder.readings().iter().any(|it| it.token == token).then_some(folder.id));
        let Some(folder) = meant.and_then(|id| self.folders.get_mut(&id)) else { return };
        folder.is_close_enough = true;
        let Some(reading) = folder.stop_reading().or_else(|| folder.stop_closer()) else { return };
        let (id, message) = (folder.id, format!("stopped: {}", progress_message(&reading, folder.progress).0));
        self.end_progress(&reading, &message);
        self.others_are_stale(id, Duration::ZERO);
    }

    /// The folder, if this is the reading that goes on there.
    fn reading_folder(&mut self, id: FolderId, number: u64) -> Option<&mut Folder> {
        let is_this = |folder: &&mut Folder| folder.reading.as_ref().is_some_and(|reading| reading.number == number);
        self.folders.get_mut(&id).filter(is_this)
    }
}

/// How far a reading has come. The second one may begin before the first has ended.
fn progress_message(reading: &Reading, progress: ide::Progress) -> (String, u32) {
    if progress.total == 0 {
        return ("looking for articles".to_owned(), 0);
    }
    let (read, how) = if reading.is_close { (progress.closely, " closely") } else { (progress.read, "") };
    let percentage = read * 100 / progress.total;
    let message = format!("{} of {} articles read{how}", thousands(read), thousands(progress.total));
    (message, u32::try_from(percentage).unwrap_or(100))
}

/// `2,225`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [0, 12, 999, 1000, 2225, 1_234_567].map(thousands),
            ["0", "12", "999", "1,000", "2,225", "1,234,567"]
        );
    }
}
