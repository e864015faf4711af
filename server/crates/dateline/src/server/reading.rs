//! Reading files beside everything else: the whole folder on all cores but one, and single files as they change.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path as FilePath, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use ide::{Depth, Document, Host, Path, Snapshot};

use super::event::{Event, FolderId};
use crate::cache::{self, Cache};
use crate::files::{self, Listing, Reason, Scope, Skipped};

/// Files that were read.
#[derive(Debug, Default)]
pub struct Batch {
    /// What they say.
    pub documents: Vec<Arc<Document>>,
    /// Those that say nothing.
    pub skipped: Vec<Skipped>,
}

/// Where a folder is and what is read of it.
#[derive(Clone)]
pub struct Source {
    /// Whose files.
    pub folder: FolderId,
    /// Where they are.
    pub root: PathBuf,
    /// Which count.
    pub scope: Arc<Scope>,
    /// What they are read with.
    pub snapshot: Snapshot,
    /// Where what was read before is kept, and how many bytes that may be.
    pub cache: (PathBuf, u64),
}

/// Finds the files of a folder in a thread of its own; they come as [`Event::Listed`].
pub fn list_folder(source: Source, reading: u64, events: Sender<Event>) {
    start("listing", move || {
        let mut listing = files::list(&source.root, &source.scope);
        let sidecars = read_sidecars(&source, &mut listing);
        let _ = events.send(Event::Listed { folder: source.folder, reading, listing, sidecars });
    });
}

/// Reads the files of a folder in threads of its own; they come as [`Event::Read`] and, at the end, [`Event::ReadAll`].
/// It stops when `stop` becomes true.
pub fn read_folder(source: Source, reading: u64, files: Vec<Path>, stop: Arc<AtomicBool>, events: Sender<Event>) {
    let folder = source.folder;
    start("reading", move || {
        let cache = Cache::open(&source.cache.0, source.cache.1);
        let text = |path: &Path| text_of(&source, path, &cache);
        let read = |snapshot: &Snapshot, path: &Path, text: Arc<str>| cache.read(snapshot, path, text, Depth::Skimmed);
        read_all(&source, &files, &stop, text, read, |Batch { documents, skipped }| {
            let _ = events.send(Event::Read { folder, reading, documents, skipped });
        });
        // Whoever reads closely finds it there.
        cache.save();
        let _ = events.send(Event::ReadAll { folder, reading });
    });
}

/// Works out, in a thread of its own, what the first question would have to wait for; then comes [`Event::Prepared`].
pub fn prepare(snapshot: Snapshot, folder: FolderId, reading: u64, events: Sender<Event>) {
    start("preparing", move || {
        snapshot.sources().prepare_passages();
        snapshot.lineage().prepare();
        let _ = events.send(Event::Prepared { folder, reading });
    });
}

/// Has documents that are known read closely, in threads of its own; they come as [`Event::ReadClosely`] and, at the end,
/// [`Event::ReadAll`]. It stops when `stop` becomes true.
pub fn read_closely(
    source: Source,
    reading: u64,
    documents: Vec<Arc<Document>>,
    stop: Arc<AtomicBool>,
    events: Sender<Event>,
) {
    let folder = source.folder;
    start("reading closely", move || {
        let cache = (documents.len() >= cache::WORTH).then(|| Cache::open(&source.cache.0, source.cache.1));
        let read = |document: &Arc<Document>| closely(&source.snapshot, document, cache.as_ref());
        share(&documents, &stop, read, |documents| {
            let documents = documents.into_iter().flatten().collect();
            let _ = events.send(Event::ReadClosely { folder, documents });
        });
        // What comes next is kept beside this.
        if let Some(cache) = cache {
            cache.save();
        }
        let _ = events.send(Event::ReadAll { folder, reading });
    });
}

/// A document read closely, and the light it was read in.
fn closely(snapshot: &Snapshot, document: &Document, cache: Option<&Cache>) -> Option<(Arc<Document>, u64)> {
    let (path, text) = (&document.path, document.text.clone());
    let read = || match cache {
        Some(cache) => cache.read(snapshot, path, text, Depth::Closely),
        None => Host::read(snapshot, path, text),
    };
    let light = snapshot.light(path);
    // As in `read_one`: one document stays as it is, and not the rest of the folder.
    catch_unwind(AssertUnwindSafe(read)).ok().map(|document| (document, light))
}

/// Reads files on all cores but one and hands them over a few at a time.
fn read_all(
    source: &Source,
    files: &[Path],
    stop: &AtomicBool,
    text: impl Fn(&Path) -> Result<Arc<str>, Reason> + Sync,
    read: impl Fn(&Snapshot, &Path, Arc<str>) -> Arc<Document> + Sync,
    deliver: impl Fn(Batch) + Sync,
) {
    share(files, stop, |path| read_one(source, path, &text, &read), |read| deliver(Batch::new(read)));
}

/// Does work on all cores but one and hands over what comes of it a few at a time.
fn share<T: Sync, R>(items: &[T], stop: &AtomicBool, work: impl Fn(&T) -> R + Sync, deliver: impl Fn(Vec<R>) + Sync) {
    /// So many are handed over at once.
    const FULL: usize = 32;
    let threads = spare_cores().min(items.len().div_ceil(8)).max(1);
    let next = AtomicUsize::new(0);
    let work_some = || {
        let (mut done, mut since) = (Vec::new(), Instant::now());
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            done.push(work(item));
            if done.len() >= FULL || since.elapsed() > Duration::from_millis(20) {
                deliver(std::mem::take(&mut done));
                since = Instant::now();
            }
        }
        if !done.is_empty() {
            deliver(done);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work_some);
        }
        work_some();
    });
}

/// The thread that reads what changes, one thing after another.
#[derive(Debug)]
pub struct Rereader {
    tasks: Sender<Task>,
}

enum Task {
    Changed(Source, Vec<PathBuf>),
    Closed(Source, Path, String),
    Closely(Source, Vec<Arc<Document>>),
}

impl Rereader {
    /// Starts the thread; it ends when this is dropped.
    pub fn new(events: Sender<Event>) -> Rereader {
        let (tasks, queue) = channel();
        start("rereading", move || {
            for task in queue {
                let _ = events.send(match task {
                    Task::Changed(source, changed) => reread(&source, changed),
                    Task::Closed(source, path, uri) => close(&source, path, uri),
                    Task::Closely(source, documents) => Event::ReadClosely {
                        folder: source.folder,
                        documents: documents
                            .iter()
                            .filter_map(|document| closely(&source.snapshot, document, None))
                            .collect(),
                    },
                });
            }
        });
        Rereader { tasks }
    }

    /// Reads again the files `changed`, and all that lies in the folders among them.
    pub fn changed(&self, source: Source, changed: Vec<PathBuf>) {
        let _ = self.tasks.send(Task::Changed(source, changed));
    }

    /// Has documents that are open read closely.
    pub fn closely(&self, source: Source, documents: Vec<Arc<Document>>) {
        let _ = self.tasks.send(Task::Closely(source, documents));
    }

    /// Reads what a file says whose editor was closed.
    pub fn closed(&self, source: Source, path: Path, uri: String) {
        let _ = self.tasks.send(Task::Closed(source, path, uri));
    }
}

impl Batch {
    fn new(read: Vec<Result<Option<Arc<Document>>, Skipped>>) -> Batch {
        let mut batch = Batch::default();
        for read in read {
            match read {
                Ok(document) => batch.documents.extend(document),
                Err(skipped) => batch.skipped.push(skipped),
            }
        }
        batch
    }
}

/// Reads a file; `None` if it says what is known already.
fn read_one(
    source: &Source,
    path: &Path,
    text: impl Fn(&Path) -> Result<Arc<str>, Reason>,
    read: impl Fn(&Snapshot, &Path, Arc<str>) -> Arc<Document>,
) -> Result<Option<Arc<Document>>, Skipped> {
    let skipped = |reason| Skipped { path: path.clone(), reason };
    let text = text(path).map_err(skipped)?;
    if source.snapshot.document(path).is_some_and(|known| *known.text == *text) {
        return Ok(None);
    }
    let read = || read(&source.snapshot, path, text);
    // Analysis does not panic; if it does, one file is missing and not the rest of the folder.
    catch_unwind(AssertUnwindSafe(read)).map(Some).map_err(|_| skipped(Reason::Failed))
}

/// The text of a file, from the cache if the file is as it was.
fn text_of(source: &Source, path: &Path, cache: &Cache) -> Result<Arc<str>, Reason> {
    let about = files::about(&source.root, path, &source.scope)?;
    if let Some(text) = cache.text(path, &about) {
        return Ok(text);
    }
    let text: Arc<str> = files::read(&source.root, path, &source.scope)?.into();
    cache.stamp(path, &about, &text);
    Ok(text)
}

fn reread(source: &Source, changed: Vec<PathBuf>) -> Event {
    let mut listing = files::list_within(&source.root, &source.scope, &changed);
    let sidecars = read_sidecars(source, &mut listing);
    let Listing { files: present, skipped, .. } = listing;
    let read = Mutex::new(Batch { documents: Vec::new(), skipped });
    let text = |path: &Path| files::read(&source.root, path, &source.scope).map(Into::into);
    read_all(source, &present, &AtomicBool::new(false), text, Host::skim, |batch| {
        if let Ok(mut read) = read.lock() {
            read.documents.extend(batch.documents);
            read.skipped.extend(batch.skipped);
        }
    });
    let Batch { documents, skipped } = read.into_inner().unwrap_or_default();
    Event::Reread { folder: source.folder, changed, present, sidecars, documents, skipped }
}

/// What sidecars say; those that cannot be read are named.
fn read_sidecars(source: &Source, listing: &mut Listing) -> Vec<(Path, Arc<str>)> {
    let mut all = Vec::new();
    for path in &listing.sidecars {
        match files::read(&source.root, path, &source.scope) {
            Ok(text) => all.push((path.clone(), text.into())),
            Err(reason) => listing.skipped.push(Skipped { path: path.clone(), reason }),
        }
    }
    all
}

fn close(source: &Source, path: Path, uri: String) -> Event {
    let file: PathBuf = source.root.join(&*path);
    let listing = files::list_within(&source.root, &source.scope, std::slice::from_ref(&file));
    let is_ours = listing.files.contains(&path) || listing.sidecars.contains(&path);
    let text = if is_ours { read_text(&source.root, &path, &source.scope) } else { None };
    Event::Closed { uri, folder: source.folder, path, text }
}

fn read_text(root: &FilePath, path: &str, scope: &Scope) -> Option<Arc<str>> {
    files::read(root, path, scope).ok().map(Into::into)
}

fn spare_cores() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1)).max(1)
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) {
    // Without the memory for a thread there is nothing to be done.
    thread::Builder::new().name(name.to_owned()).spawn(work).expect("a thread can be started");
}
