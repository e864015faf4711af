//! One folder of the workspace, or one file opened without any.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use ide::{Change, Config, Document, Host, Path, Profile, Progress};
use jiff::civil::Date;
use lang::Language;

use super::event::FolderId;
use super::profile::Profile as Client;
use super::reading::Source;
use super::view::{Place, View};
use super::watch::Watcher;
use crate::config::{Layer, Origin, Problem, Reach, Settings};
use crate::files::{self, Reason, Scope, Skipped};

/// A folder and what is known of it.
pub struct Folder {
    /// Its number.
    pub id: FolderId,
    /// `false` for a file opened without a folder: nothing beside it is read.
    pub workspace: bool,
    /// The state of the analysis.
    pub host: Host,
    /// Settings in force.
    pub settings: Settings,
    /// What is wrong in its file, and in what the editor says.
    pub problems: Problems,
    /// Documents that lie on disk.
    pub files: BTreeSet<Path>,
    /// Sidecars that lie on disk.
    pub sidecars: BTreeSet<Path>,
    /// Files that are not read.
    pub skipped: BTreeMap<Path, Reason>,
    /// How far reading has come.
    pub progress: Progress,
    /// The reading that goes on.
    pub reading: Option<Reading>,
    /// The second reading that goes on, of what has been read.
    pub closer: Option<Closer>,
    /// The user does not want a second reading.
    pub is_close_enough: bool,
    /// Addresses of documents that are not open and whose findings are shown all the same.
    pub shown: BTreeSet<String>,
    /// Its own watcher, where the client has none.
    pub watcher: Option<Watcher>,
    /// Folders in it that are folders of the workspace themselves, by their names.
    pub nested: Vec<String>,
    place: Arc<Place>,
    scope: Arc<Scope>,
    drafts: BTreeSet<Path>,
}

/// What is wrong in a folder's configuration.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Problems {
    /// In `dateline.toml`.
    pub file: Vec<Problem>,
    /// In what the editor says.
    pub editor: Vec<Problem>,
}

/// A reading of the whole folder.
pub struct Reading {
    /// It is the second one, by the pipeline.
    pub is_close: bool,
    /// Its number: what another one brings is not wanted any more.
    pub number: u64,
    /// Becomes true when it is to end.
    pub stop: Arc<AtomicBool>,
    /// Its progress is shown under this name.
    pub token: String,
    /// When the client shows progress: when it was last told.
    pub shown: Option<Instant>,
    /// What changed meanwhile and is read again at the end.
    pub changed: Vec<PathBuf>,
}

impl Reading {
    /// A reading that begins. `number` tells it from all others.
    pub fn new(number: u64, is_close: bool) -> Reading {
        let token = format!("dateline/reading/{number}");
        Reading { is_close, number, stop: Arc::default(), token, shown: None, changed: Vec::new() }
    }
}

/// A second reading, by the pipeline.
pub struct Closer {
    /// As of the first.
    pub reading: Reading,
    /// What is still to be read.
    pub left: Vec<Path>,
    /// There is more to be read than was known when it began.
    pub again: bool,
}

/// What a change of settings touched.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Touched {
    /// How texts are read: nothing holds any more.
    pub texts: bool,
    /// What is found in documents, or shown of it.
    pub findings: bool,
    /// Which files are documents.
    pub files: bool,
}

impl Folder {
    /// A folder about which nothing is known.
    pub fn new(
        id: FolderId,
        root: PathBuf,
        workspace: bool,
        lang: Arc<Language>,
        settings: Settings,
        today: Date,
    ) -> Self {
        let scope = Arc::new(settings.scope());
        let host = Host::new(lang, settings.config(today));
        let place = Arc::new(Place { root, ..Place::default() });
        Folder {
            id,
            workspace,
            host,
            settings,
            problems: Problems::default(),
            files: BTreeSet::new(),
            sidecars: BTreeSet::new(),
            skipped: BTreeMap::new(),
            progress: Progress::default(),
            reading: None,
            closer: None,
            is_close_enough: false,
            shown: BTreeSet::new(),
            watcher: None,
            nested: Vec::new(),
            place,
            scope,
            drafts: BTreeSet::new(),
        }
    }

    /// Where it is.
    pub fn root(&self) -> &FilePath {
        &self.place.root
    }

    /// Which files count.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The folder as it is now.
    pub fn view(&self, client: &Arc<Client>) -> View {
        View { snapshot: self.host.snapshot(), place: Arc::clone(&self.place), client: Arc::clone(client) }
    }

    /// Where its files are, for those who read them.
    pub fn source(&self) -> Source {
        Source {
            folder: self.id,
            root: self.place.root.clone(),
            scope: Arc::clone(&self.scope),
            snapshot: self.host.snapshot().for_reading(),
            cache: self.settings.cache(&self.place.root),
        }
    }

    /// Whether the client has a document of it open.
    pub fn is_open(&self, path: &str) -> bool {
        self.place.open.contains_key(path)
    }

    /// The client has opened a document.
    pub fn open(&mut self, path: &Path, uri: &str) {
        Arc::make_mut(&mut self.place).open.insert(path.clone(), uri.to_owned());
        self.add_drafts([path.clone()]);
    }

    /// The client has closed a document.
    pub fn close(&mut self, path: &str) {
        Arc::make_mut(&mut self.place).open.remove(path);
    }

    /// Documents that are not open and whose findings are shown all the same.
    pub fn covered(&self) -> Vec<Path> {
        let all = self.settings.reach() == Reach::Folder;
        let snapshot = self.host.snapshot();
        let covered = |document: &Arc<Document>| all || document.profile == Profile::Draft;
        let closed = |document: &Arc<Document>| !self.is_open(&document.path);
        let documents = snapshot.documents().filter(covered).filter(closed).map(|document| document.path.clone());
        // Sidecars are the user's own, as drafts are.
        let own = self.sidecars.iter().cloned().chain(snapshot.registry().files().map(Path::from));
        documents.chain(own.filter(|path| !self.is_open(path))).collect()
    }

    /// Reads `dateline.toml`; with anything wrong in it, what it said before stays in force.
    pub fn load_file(&mut self) {
        match Layer::from_folder(self.root()) {
            Ok(layer) => {
                self.settings.set(Origin::File(self.root().join(crate::config::FILE)), layer);
                self.problems.file.clear();
            }
            Err(problems) => self.problems.file = problems,
        }
    }

    /// Takes over what the editor says now; with anything wrong in it, what it said before stays in force.
    pub fn take_settings(&mut self, json: &serde_json::Value) {
        match Layer::from_json(Origin::Editor, json) {
            Ok(layer) => {
                // Many editors send at the start what they say again here, and would be held to it for ever.
                if let Some(mut first) = self.settings.layer(&Origin::Initialization).cloned() {
                    first.remove_repeated(&layer);
                    self.settings.set(Origin::Initialization, first);
                }
                self.settings.set(Origin::Editor, layer);
                self.problems.editor.clear();
            }
            Err(problems) => self.problems.editor = problems,
        }
    }

    /// Puts the settings into force.
    pub fn apply_settings(&mut self, today: Date) -> Touched {
        let (config, scope) = (self.settings.config(today), self.settings.scope().without(self.nested.clone()));
        let before = self.host.snapshot();
        let days = |config: &Config| (config.today, config.earliest, config.mode);
        let touched = Touched {
            // Every text is read in the light of these days. That is work for many threads and takes its time.
            texts: self.workspace && days(&before.config) != days(&config) && before.documents().next().is_some(),
            findings: *before.config != config,
            files: *self.scope != scope,
        };
        self.scope = Arc::new(scope);
        if touched.files {
            self.drop_outsiders();
        }
        if touched.texts {
            self.host = Host::new(before.lang.clone(), config);
            for path in [registry::ENTITIES, registry::EVENTS] {
                let text = before.registry().text(path).cloned();
                self.host.apply(Change::Registry { path: path.into(), text });
            }
        } else if touched.findings {
            self.host.apply(Change::Config(config));
        }
        if touched.texts || touched.files {
            self.drafts.clear();
            self.host.apply(Change::Drafts(Vec::new()));
            let known = self.files.iter().chain(self.place.open.keys()).cloned().collect::<Vec<_>>();
            self.add_drafts(known);
        }
        touched
    }

    /// What the scope no longer includes goes at once; what it includes now is read first.
    fn drop_outsiders(&mut self) {
        let outside: Vec<Path> = self.files.iter().filter(|path| !self.scope.includes(path)).cloned().collect();
        for path in outside {
            self.files.remove(&path);
            self.host.apply(Change::Disk { path, text: None });
        }
    }

    /// The folder is read from the beginning, and it is not known yet what there is.
    pub fn look_for_files(&mut self) {
        self.progress = Progress { listing: true, ..Progress::default() };
        self.tell_progress();
    }

    /// These are the documents there are on disk.
    pub fn list(&mut self, files: Vec<Path>, skipped: Vec<Skipped>) {
        self.files = files.iter().cloned().collect();
        self.skipped = skipped.into_iter().map(|skipped| (skipped.path, skipped.reason)).collect();
        self.progress = Progress { total: files.len(), ..Progress::default() };
        self.host.apply(Change::Progress(self.progress));
        self.add_drafts(files);
    }

    /// Enters what was read.
    pub fn enter_all(&mut self, documents: Vec<Arc<Document>>) {
        let close = documents.iter().filter(|document| document.is_close && !self.is_open(&document.path));
        self.progress.closely += close.count();
        self.progress.read += documents.len();
        self.host.enter_all(documents);
    }

    /// Documents that the pipeline has not read: the open ones, or the others.
    pub fn not_close(&self, open: bool) -> Vec<Arc<Document>> {
        let is_meant = |document: &Arc<Document>| !document.is_close && document.open == open;
        self.host.snapshot().documents().filter(is_meant).collect()
    }

    /// Counts what the pipeline has read.
    pub fn count_close(&mut self) {
        let close = self.host.snapshot().documents().filter(|document| document.is_close).count();
        self.progress.closely = close.min(self.progress.total);
    }

    /// A file cannot be read.
    pub fn skip(&mut self, skipped: Skipped) {
        self.files.remove(&skipped.path);
        self.skipped.insert(skipped.path, skipped.reason);
        self.progress.total = self.progress.total.saturating_sub(1);
    }

    /// Tells the analysis how far reading has come.
    pub fn tell_progress(&mut self) {
        self.host.apply(Change::Progress(self.progress));
    }

    /// Takes over what changed on disk; gives back the files that are newly skipped.
    pub fn update(
        &mut self,
        changed: &[PathBuf],
        present: Vec<Path>,
        documents: Vec<Arc<Document>>,
        skipped: Vec<Skipped>,
    ) -> Vec<Skipped> {
        let was_complete = self.progress.is_complete();
        let unreadable: Vec<_> = skipped
            .iter()
            .filter(|one| matches!(one.reason, Reason::Unreadable(_)))
            .map(|one| self.file(&one.path))
            .collect();
        let here: BTreeSet<_> = present.iter().collect();
        let gone = |path: &&Path| {
            let file = self.file(path);
            // What cannot be read at the moment keeps what it said last.
            changed.iter().any(|changed| file.starts_with(changed))
                && !unreadable.iter().any(|unreadable| file.starts_with(unreadable))
                && (!here.contains(path) || skipped.iter().any(|skipped| skipped.path == **path))
        };
        let gone: Vec<Path> = self.files.iter().filter(gone).cloned().collect();
        for path in gone {
            self.files.remove(&path);
            self.host.apply(Change::Disk { path, text: None });
        }
        self.skipped.retain(|path, _| {
            let file = self.place.root.join(&**path);
            !changed.iter().any(|changed| file.starts_with(changed))
        });
        let skipped_paths: BTreeSet<_> = skipped.iter().map(|skipped| &skipped.path).collect();
        self.files.extend(present.iter().filter(|path| !skipped_paths.contains(path)).cloned());
        self.add_drafts(present);
        for document in documents {
            self.replace(document);
        }
        self.skipped.extend(skipped.iter().map(|skipped| (skipped.path.clone(), skipped.reason.clone())));
        if was_complete {
            let count = self.files.len();
            self.progress = Progress { read: count, total: count, ..self.progress };
            self.count_close();
            self.tell_progress();
        }
        skipped
    }

    /// Ends the reading that goes on.
    pub fn stop_reading(&mut self) -> Option<Reading> {
        let reading = self.reading.take()?;
        self.progress.listing = false;
        reading.stop.store(true, Ordering::Relaxed);
        Some(reading)
    }

    /// Both readings, if they go on.
    pub fn readings(&mut self) -> Vec<&mut Reading> {
        self.reading.iter_mut().chain(self.closer.as_mut().map(|closer| &mut closer.reading)).collect()
    }

    /// Ends the second reading that goes on.
    pub fn stop_closer(&mut self) -> Option<Reading> {
        let closer = self.closer.take()?;
        closer.reading.stop.store(true, Ordering::Relaxed);
        Some(closer.reading)
    }

    /// The address of a file of it, or with an empty name its own.
    pub fn uri(&self, path: &str) -> String {
        self.place.uri(path)
    }

    /// The name of a file of it.
    pub fn name(&self, file: &FilePath) -> Option<Path> {
        files::name_in(self.root(), file).filter(|name| !name.is_empty()).map(Into::into)
    }

    fn file(&self, path: &str) -> PathBuf {
        self.place.root.join(path)
    }

    fn replace(&mut self, document: Arc<Document>) {
        if self.drafts.contains(&document.path) {
            // It was read before it was known to be a draft.
            let change = Change::Disk { path: document.path.clone(), text: Some(document.text.clone()) };
            self.host.apply(change);
        } else {
            self.host.enter(document);
        }
    }

    fn add_drafts(&mut self, paths: impl IntoIterator<Item = Path>) {
        let before = self.drafts.len();
        self.drafts.extend(paths.into_iter().filter(|path| self.scope.is_draft(path)));
        if self.drafts.len() != before {
            self.host.apply(Change::Drafts(self.drafts.iter().cloned().collect()));
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.stop_reading();
        self.stop_closer();
    }
}
