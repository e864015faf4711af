//! The one thread that owns all state. It takes events in the order they came, applies changes at once, and gives each
//! question the state as it is at its turn; the answers are worked out elsewhere. It never waits for the client, and
//! reads no file but a folder's configuration.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use ide::{Change, Document, Path};
use jiff::civil::Date;
use lang::Language;
use text::{Edit, Span, Text};

use super::diagnostics::{Findings, Subject};
use super::event::{Event, FolderId, Question, Reply};
use super::folder::{Folder, Problems, Reading, Touched};
use super::outbox::Outbox;
use super::pages::Links;
use super::pool::{Lane, Pool};
use super::profile::Profile;
use super::proto::{
    Code, Diagnostic, DiagnosticSeverity, InitializeParams, LspAny, Message, MessageType, Position,
    PublishDiagnosticsParams, Range, TextDocumentContentChangeEvent, TraceValue, Uri, WorkspaceFolder,
    WorkspaceFolders, WorkspaceSymbolResponse,
};
use super::reading::{self, Rereader};
use super::status::{DocumentStatus, FolderStatus, SkippedStatus, Status};
use super::view::View;
use super::watch::Watcher;
use super::{answers, diagnostics, watching};
use crate::config::{self, Layer, Origin, Problem, Settings};
use crate::files::{self, Reason, Skipped};
use crate::uri;

/// Other documents are looked at again when nothing was typed for so long.
const QUIET: Duration = Duration::from_millis(200);
/// While a folder is read, they are looked at this often.
const WHILE_READING: Duration = Duration::from_secs(1);
/// Files that were read are entered for so long at a stretch; then it is looked for events.
const STRETCH: Duration = Duration::from_millis(4);
/// Progress is told this often.
const PROGRESS: Duration = Duration::from_millis(100);
/// How often the day is looked at, when nothing happens.
const IDLE: Duration = Duration::from_secs(60);

/// What the owner works with.
pub struct Tools {
    /// The queue, for those who fill it.
    pub events: Sender<Event>,
    /// The way to the client.
    pub outbox: Outbox,
    /// Threads for answers.
    pub pool: Pool,
    /// The thread for findings.
    pub findings: Findings,
    /// The thread for files that change.
    pub rereader: Rereader,
    /// Links to the pages of rules.
    pub links: Arc<Links>,
    /// The language.
    pub lang: Arc<Language>,
    /// The day given on the command line.
    pub today: Option<Date>,
}

/// All state there is.
pub struct Owner {
    tools: Tools,
    client: Arc<Profile>,
    /// What the client said when it started, for folders that come later.
    initialization: Layer,
    folders: BTreeMap<FolderId, Folder>,
    next_folder: FolderId,
    next_reading: u64,
    open: HashMap<String, Open>,
    /// Files that were read and wait to be entered.
    backlog: VecDeque<Backlog>,
    /// Folders whose documents are to be looked at again, and when.
    stale: BTreeMap<FolderId, Instant>,
    settings_asked: SettingsAsked,
    /// The client watches files.
    client_watches: bool,
    trace: bool,
    day: Date,
    shut_down: bool,
}

/// An open document.
struct Open {
    version: i32,
    text: Text,
    folder: FolderId,
    path: Path,
    /// Larger than what is read: its text is kept up to date and not looked at.
    too_large: bool,
}

enum Backlog {
    Document(FolderId, u64, Arc<Document>),
    Skipped(FolderId, u64, Skipped),
    End(FolderId, u64),
}

/// Whether the client has been asked for its settings. It is asked one question at a time.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum SettingsAsked {
    #[default]
    No,
    Yes,
    /// They have changed since.
    Again,
}

impl Owner {
    /// An owner of nothing yet.
    pub fn new(tools: Tools) -> Owner {
        let day = tools.today.unwrap_or_else(today);
        Owner {
            tools,
            client: Arc::default(),
            initialization: Layer::default(),
            folders: BTreeMap::new(),
            next_folder: 0,
            next_reading: 0,
            open: HashMap::new(),
            backlog: VecDeque::new(),
            stale: BTreeMap::new(),
            settings_asked: SettingsAsked::No,
            client_watches: false,
            trace: false,
            day,
            shut_down: false,
        }
    }

    /// Takes events until nobody can send any more.
    pub fn run(mut self, events: &Receiver<Event>) {
        loop {
            let wait = if self.backlog.is_empty() { self.until_due() } else { Duration::ZERO };
            match events.recv_timeout(wait) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => self.idle(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, event: Event) {
        if self.shut_down {
            return;
        }
        match event {
            Event::Initialize(params) => self.initialize(&params),
            Event::Initialized => self.initialized(),
            Event::Open { uri, version, text } => self.open(uri, version, text),
            Event::Change { uri, version, changes } => self.change(&uri, version, changes),
            Event::Save(uri) => self.save(&uri),
            Event::Close(uri) => self.close(&uri),
            Event::Folders { added, removed } => self.change_folders(added, removed),
            Event::SettingsChanged(json) => self.settings_changed(&json),
            Event::Settings(settings) => self.take_settings(settings),
            Event::Files(changed) => self.files_changed(&changed),
            Event::WatchRefused => self.watch_alone(),
            Event::Listed { folder, reading, listing } => self.listed(folder, reading, listing),
            Event::Read { folder, reading, documents, skipped } => {
                let documents = documents.into_iter().map(|document| Backlog::Document(folder, reading, document));
                self.backlog.extend(documents);
                self.backlog.extend(skipped.into_iter().map(|skipped| Backlog::Skipped(folder, reading, skipped)));
            }
            Event::ReadAll { folder, reading } => self.backlog.push_back(Backlog::End(folder, reading)),
            Event::Reread { folder, changed, present, documents, skipped } => {
                self.reread(folder, &changed, present, documents, skipped);
            }
            Event::Closed { uri, folder, path, text } => self.closed(&uri, folder, path, text),
            Event::ProgressCreated(token) => self.progress_created(&token),
            Event::ProgressCancelled(token) => self.cancel_reading(&token),
            Event::Trace(value) => self.trace = !matches!(value, TraceValue::Off),
            Event::Ask(question) => self.answer(question),
            Event::Shutdown => self.shut_down(),
        }
    }

    // The session.

    fn initialize(&mut self, params: &InitializeParams) {
        self.client = Arc::new(Profile::new(&params.capabilities));
        self.trace = params.trace.as_ref().is_some_and(|trace| *trace != TraceValue::Off);
        if let Some(options) = &params.initialization_options {
            match Layer::from_json(Origin::Initialization, options) {
                Ok(layer) => self.initialization = layer,
                Err(problems) => self.show_problems(&problems),
            }
        }
        for root in roots(params) {
            self.add_folder(&root);
        }
    }

    fn initialized(&mut self) {
        self.client_watches = self.client.watch_files;
        if self.client_watches {
            let roots = self.workspace_folders().map(|folder| (folder.id, folder.root().to_path_buf())).collect();
            let registrations = watching::registrations(&self.client, roots);
            self.tools.outbox.register(registrations, Some(Event::WatchRefused));
        } else {
            self.watch_alone();
        }
        if self.client.watch_settings {
            self.tools.outbox.register(vec![watching::settings()], None);
        }
        self.ask_settings();
        for id in self.folder_ids() {
            self.report_problems(id, &Problems::default());
            self.start_reading(id);
        }
    }

    fn shut_down(&mut self) {
        self.shut_down = true;
        self.folders.clear();
        self.open.clear();
        self.backlog.clear();
        self.stale.clear();
        self.tools.findings.clear();
        self.tools.pool.clear();
    }

    /// What is done when there is nothing to do.
    fn idle(&mut self) {
        if self.shut_down {
            return;
        }
        self.enter_backlog();
        let now = Instant::now();
        let due: Vec<_> = self.stale.iter().filter(|(_, at)| **at <= now).map(|(id, _)| *id).collect();
        for id in due {
            self.stale.remove(&id);
            self.check_others(id);
        }
        self.look_at_the_day();
    }

    fn until_due(&self) -> Duration {
        let next = self.stale.values().min();
        next.map_or(IDLE, |at| at.saturating_duration_since(Instant::now()))
    }

    /// A server may run for days, and what "today" is goes on.
    fn look_at_the_day(&mut self) {
        let day = self.tools.today.unwrap_or_else(today);
        if day != self.day {
            self.day = day;
            for id in self.folder_ids() {
                self.apply_settings(id);
            }
        }
    }

    // Documents.

    fn open(&mut self, uri: String, version: i32, text: String) {
        if self.open.contains_key(&uri) {
            self.warn(format!("{uri} was opened twice; the second text counts"));
            self.close(&uri);
        }
        let (folder, path) = self.home(&uri);
        let open = Open { version, text: Text::new(&text), folder, path, too_large: false };
        self.open.insert(uri.clone(), open);
        self.enter_buffer(&uri, text);
        self.tell(&uri);
        self.others_are_stale(folder, QUIET);
    }

    fn change(&mut self, uri: &str, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
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
        let folder = open.folder;
        self.edit_buffer(uri, edits);
        self.tell(uri);
        self.others_are_stale(folder, QUIET);
    }

    fn save(&mut self, uri: &str) {
        // The buffer is the truth; only a configuration is read from disk. A client that watches may be slower to tell.
        if let Some(path) = uri::to_path(uri).filter(|path| path.ends_with(config::FILE)) {
            self.files_changed(&[path]);
        }
    }

    fn close(&mut self, uri: &str) {
        let Some(open) = self.open.remove(uri) else {
            return self.warn(format!("{uri} was closed and is not open"));
        };
        if !self.client.pull {
            self.tools.findings.forget(uri);
        }
        let Some(folder) = self.folders.get_mut(&open.folder) else { return };
        folder.close(&open.path);
        if folder.workspace {
            self.tools.rereader.closed(folder.source(), open.path, uri.to_owned());
        } else {
            self.folders.remove(&open.folder);
            self.stale.remove(&open.folder);
        }
    }

    /// The file of a document that was closed has been read.
    fn closed(&mut self, uri: &str, id: FolderId, path: Path, text: Option<Arc<str>>) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        if self.open.contains_key(uri) || folder.is_open(&path) {
            return;
        }
        match text {
            Some(_) => folder.files.insert(path.clone()),
            None => folder.files.remove(&path),
        };
        folder.host.apply(Change::Close { path, disk: text });
        self.others_are_stale(id, Duration::ZERO);
    }

    /// Enters the text of an open document into its folder, if it is not too large.
    fn enter_buffer(&mut self, uri: &str, text: String) {
        let Some(open) = self.open.get_mut(uri) else { return };
        let Some(folder) = self.folders.get_mut(&open.folder) else { return };
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

    /// The folder a document belongs to and its name there. A file of no folder gets one of its own.
    fn home(&mut self, uri: &str) -> (FolderId, Path) {
        let file = uri::to_path(uri);
        if let Some((id, path)) = file.as_deref().and_then(|file| self.folder_of(file)) {
            return (id, path);
        }
        let (root, path) = match file.as_deref().map(|file| (file.parent(), file.file_name())) {
            Some((Some(root), Some(name))) => (root.to_path_buf(), name.to_string_lossy().into_owned()),
            _ => (PathBuf::new(), uri.to_owned()),
        };
        (self.new_folder(root, false), path.into())
    }

    /// The innermost folder of the workspace that holds a file.
    fn folder_of(&self, file: &FilePath) -> Option<(FolderId, Path)> {
        let holds = |folder: &&Folder| file.starts_with(folder.root());
        let innermost = self.workspace_folders().filter(holds).max_by_key(|folder| folder.root().as_os_str().len())?;
        Some((innermost.id, innermost.name(file)?))
    }

    // Folders.

    fn add_folder(&mut self, folder: &WorkspaceFolder) {
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

    fn new_folder(&mut self, root: PathBuf, workspace: bool) -> FolderId {
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
        self.folders.insert(id, folder);
        id
    }

    fn change_folders(&mut self, added: Vec<WorkspaceFolder>, removed: Vec<WorkspaceFolder>) {
        let before = self.folder_ids();
        for root in removed.iter().filter_map(|folder| uri::to_path(&folder.uri.0)) {
            let ids: Vec<_> = self.workspace_folders().filter(|folder| folder.root() == root).map(|folder| folder.id).collect();
            ids.into_iter().for_each(|id| self.remove_folder(id));
        }
        added.iter().for_each(|folder| self.add_folder(folder));
        let new: Vec<_> = self.folder_ids().into_iter().filter(|id| !before.contains(id)).collect();
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

    fn remove_folder(&mut self, id: FolderId) {
        let Some(mut folder) = self.folders.remove(&id) else { return };
        self.stale.remove(&id);
        if let Some(reading) = folder.stop_reading() {
            self.end_progress(&reading, "stopped");
        }
        for uri in &folder.shown {
            self.tools.findings.forget(uri);
        }
        if !folder.problems.file.is_empty() {
            self.tools.outbox.publish(no_findings(folder.uri(config::FILE)));
        }
    }

    /// Open documents belong to the innermost folder, also when folders come and go.
    fn rehome(&mut self) {
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
                if folder.workspace {
                    self.tools.rereader.closed(folder.source(), old_path, uri.clone());
                } else {
                    self.folders.remove(&old);
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

    fn workspace_folders(&self) -> impl Iterator<Item = &Folder> {
        self.folders.values().filter(|folder| folder.workspace)
    }

    fn folder_ids(&self) -> Vec<FolderId> {
        self.folders.keys().copied().collect()
    }

    // Reading.

    fn start_reading(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id).filter(|folder| folder.workspace) else { return };
        self.next_reading += 1;
        let number = self.next_reading;
        let token = format!("dateline/reading/{number}");
        folder.stop_reading();
        folder.reading = Some(Reading {
            number,
            stop: Arc::default(),
            token: token.clone(),
            shown: None,
            changed: Vec::new(),
        });
        reading::list_folder(folder.source(), number, self.tools.events.clone());
        if self.client.progress {
            self.tools.outbox.create_progress(token);
        }
    }

    fn listed(&mut self, id: FolderId, number: u64, listing: files::Listing) {
        let Some(folder) = self.reading_folder(id, number) else { return };
        let files = listing.files.clone();
        folder.list(listing.files, listing.skipped);
        let source = folder.source();
        let Some(stop) = folder.reading.as_ref().map(|reading| Arc::clone(&reading.stop)) else { return };
        reading::read_folder(source, number, files, stop, self.tools.events.clone());
    }

    /// Enters what was read, for a while.
    fn enter_backlog(&mut self) {
        let begun = Instant::now();
        while begun.elapsed() < STRETCH
            && let Some(next) = self.backlog.pop_front()
        {
            match next {
                Backlog::Document(id, number, document) => {
                    let Some(folder) = self.reading_folder(id, number) else { continue };
                    folder.enter(document);
                    self.others_are_stale_by(id, WHILE_READING);
                }
                Backlog::Skipped(id, number, skipped) => {
                    let Some(folder) = self.reading_folder(id, number) else { continue };
                    folder.skip(skipped);
                }
                Backlog::End(id, number) => self.read_all(id, number),
            }
        }
        for id in self.folder_ids() {
            self.tell_progress(id);
        }
    }

    /// Everything has been read.
    fn read_all(&mut self, id: FolderId, number: u64) {
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
    }

    fn tell_progress(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let (progress, known) = (folder.progress, folder.host.snapshot().progress);
        if progress != known {
            folder.tell_progress();
        }
        let Some(reading) = folder.reading.as_mut() else { return };
        if reading.shown.is_some_and(|shown| shown.elapsed() >= PROGRESS) {
            reading.shown = Some(Instant::now());
            let (message, percentage) = progress_message(progress);
            self.tools.outbox.report_progress(&reading.token, message, percentage);
        }
    }

    /// The client shows progress now. The reading may have ended meanwhile: then it shows this.
    fn progress_created(&mut self, token: &str) {
        let reading = |folder: &&mut Folder| folder.reading.as_ref().is_some_and(|reading| reading.token == token);
        let found = self.folders.values_mut().find(reading);
        let message = found.as_ref().map(|folder| progress_message(folder.progress).0).unwrap_or_default();
        self.tools.outbox.begin_progress(token, "Reading articles", message);
        match found.and_then(|folder| folder.reading.as_mut()) {
            Some(reading) => reading.shown = Some(Instant::now()),
            None => self.tools.outbox.end_progress(token, "all articles read".to_owned()),
        }
    }

    fn end_progress(&self, reading: &Reading, message: &str) {
        if reading.shown.is_some() {
            self.tools.outbox.end_progress(&reading.token, message.to_owned());
        }
    }

    /// The user does not want to wait. What has been read is kept, and answers say how much that is.
    fn cancel_reading(&mut self, token: &str) {
        let is_meant = |folder: &&mut Folder| folder.reading.as_ref().is_some_and(|reading| reading.token == token);
        let Some(folder) = self.folders.values_mut().find(is_meant) else { return };
        let Some(reading) = folder.stop_reading() else { return };
        let (id, message) = (folder.id, format!("stopped: {}", progress_message(folder.progress).0));
        self.end_progress(&reading, &message);
        self.others_are_stale(id, Duration::ZERO);
    }

    /// The folder, if this is the reading that goes on there.
    fn reading_folder(&mut self, id: FolderId, number: u64) -> Option<&mut Folder> {
        let is_this = |folder: &&mut Folder| folder.reading.as_ref().is_some_and(|reading| reading.number == number);
        self.folders.get_mut(&id).filter(is_this)
    }

    // What changes on disk.

    fn files_changed(&mut self, changed: &[PathBuf]) {
        for id in self.folder_ids() {
            let Some(folder) = self.folders.get_mut(&id) else { continue };
            let mut inside: Vec<_> = changed.iter().filter(|path| path.starts_with(folder.root())).cloned().collect();
            if inside.iter().any(|path| *path == folder.root().join(config::FILE)) {
                self.reload_file(id);
            }
            let Some(folder) = self.folders.get_mut(&id).filter(|folder| folder.workspace) else { continue };
            inside.retain(|path| concerns(folder, path));
            if inside.iter().any(|path| path.ends_with(".gitignore") || path.ends_with(".ignore")) {
                inside = vec![folder.root().to_path_buf()];
            }
            self.read_again(id, inside);
        }
    }

    fn read_again(&mut self, id: FolderId, changed: Vec<PathBuf>) {
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

    fn reread(
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
    }

    /// Files that are not read are named: each in the log, all together in one message.
    fn name_skipped(&self, skipped: &[Skipped], show: bool) {
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
            let files = if skipped.len() == 1 { "1 file was".to_owned() } else { format!("{} files were", skipped.len()) };
            self.tools.outbox.show(MessageType::Warning, format!("{files} not read: {}{more}", first.join("; ")));
        }
    }

    fn watch_alone(&mut self) {
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

    // Settings.

    fn reload_file(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let before = folder.problems.clone();
        folder.load_file();
        self.apply_settings(id);
        self.report_problems(id, &before);
    }

    fn settings_changed(&mut self, json: &LspAny) {
        if self.client.settings {
            return self.ask_settings();
        }
        for id in self.folder_ids() {
            self.take_settings_of(id, json);
        }
    }

    fn ask_settings(&mut self) {
        if !self.client.settings {
            return;
        }
        if self.settings_asked != SettingsAsked::No {
            self.settings_asked = SettingsAsked::Again;
            return;
        }
        let folders: Vec<_> = self.folders.values().map(|folder| (folder.id, folder.workspace.then(|| folder.uri("")))).collect();
        if !folders.is_empty() {
            self.settings_asked = SettingsAsked::Yes;
            self.tools.outbox.ask_settings(folders);
        }
    }

    fn take_settings(&mut self, settings: Option<BTreeMap<FolderId, LspAny>>) {
        let again = std::mem::take(&mut self.settings_asked) == SettingsAsked::Again;
        for (id, json) in settings.unwrap_or_default() {
            self.take_settings_of(id, &json);
        }
        if again {
            self.ask_settings();
        }
    }

    fn take_settings_of(&mut self, id: FolderId, json: &LspAny) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let before = folder.problems.clone();
        folder.take_settings(json);
        self.apply_settings(id);
        self.report_problems(id, &before);
    }

    fn apply_settings(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let Touched { findings, files } = folder.apply_settings(self.day);
        if files && folder.workspace {
            let root = folder.root().to_path_buf();
            self.read_again(id, vec![root]);
        }
        if findings || files {
            self.others_are_stale(id, Duration::ZERO);
        }
    }

    /// Tells what is wrong in a configuration, where it stands; and that it is no longer.
    fn report_problems(&self, id: FolderId, before: &Problems) {
        let Some(folder) = self.folders.get(&id) else { return };
        let now = &folder.problems;
        if now.file != before.file {
            let mut findings = no_findings(folder.uri(config::FILE));
            findings.diagnostics = now.file.iter().map(|problem| self.problem(folder.root(), problem)).collect();
            self.tools.outbox.publish(findings);
            self.show_problems(&now.file);
        }
        if now.editor != before.editor {
            self.show_problems(&now.editor);
        }
    }

    fn show_problems(&self, problems: &[Problem]) {
        if !problems.is_empty() {
            let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
            let message = format!("{}. What was set before stays in force", all.join("; "));
            self.tools.outbox.show(MessageType::Error, message);
        }
    }

    fn problem(&self, root: &FilePath, problem: &Problem) -> Diagnostic {
        let source = std::fs::read_to_string(root.join(config::FILE)).unwrap_or_default();
        let text = Text::new(&source);
        let position = |offset| {
            let position = text.position(self.client.encoding, offset);
            Position { line: position.line, character: position.column }
        };
        let span = problem.span.unwrap_or_default();
        Diagnostic {
            range: Range { start: position(span.start), end: position(span.end) },
            severity: Some(DiagnosticSeverity::Error),
            code: Some(Code::String("configuration".to_owned())),
            source: Some("dateline".to_owned()),
            message: Message::String(problem.message.clone()),
            ..no_diagnostic()
        }
    }

    // Findings.

    /// Tells the findings of an open document, to a client that does not ask for them.
    fn tell(&self, uri: &str) {
        if let Some(subject) = self.subject(uri).filter(|_| !self.client.pull) {
            self.tools.findings.tell(subject);
        }
    }

    fn subject(&self, uri: &str) -> Option<Subject> {
        let open = self.open.get(uri)?;
        let view = self.folders.get(&open.folder)?.view(&self.client);
        Some(Subject { view, path: open.path.clone(), uri: uri.to_owned(), version: Some(open.version) })
    }

    /// Looks at the documents of a folder again, in a while; a later word moves the time.
    fn others_are_stale(&mut self, id: FolderId, wait: Duration) {
        self.stale.insert(id, Instant::now() + wait);
    }

    /// Looks at the documents of a folder again, after a while at the latest.
    fn others_are_stale_by(&mut self, id: FolderId, wait: Duration) {
        self.stale.entry(id).or_insert_with(|| Instant::now() + wait);
    }

    fn check_others(&mut self, id: FolderId) {
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
        let covered: BTreeMap<String, Path> = folder.covered().into_iter().map(|path| (view.place.uri(&path), path)).collect();
        let before = std::mem::replace(&mut folder.shown, covered.keys().cloned().collect());
        for uri in before.iter().filter(|uri| !covered.contains_key(*uri) && !self.open.contains_key(*uri)) {
            self.tools.findings.forget(uri);
        }
        for (uri, path) in covered {
            self.tools.findings.check(Subject { view: view.clone(), path, uri, version: None });
        }
    }

    // Questions.

    fn answer(&mut self, question: Question) {
        use Lane::{Background, Interactive};
        match question {
            Question::Hover(params, reply) => {
                let at = params.text_document_position_params;
                self.read(Interactive, &at.text_document.uri, reply, move |view, path| {
                    answers::hover(view, path, at.position)
                });
            }
            Question::Definition(params, reply) => {
                let at = params.text_document_position_params;
                self.read(Interactive, &at.text_document.uri, reply, move |view, path| {
                    answers::definition(view, path, at.position)
                });
            }
            Question::Declaration(params, reply) => {
                let at = params.text_document_position_params;
                self.read(Interactive, &at.text_document.uri, reply, move |view, path| {
                    answers::declaration(view, path, at.position)
                });
            }
            Question::References(params, reply) => {
                let (at, definition) = (params.text_document_position_params, params.context.include_declaration);
                self.read(Background, &at.text_document.uri, reply, move |view, path| {
                    answers::references(view, path, at.position, definition)
                });
            }
            Question::Highlight(params, reply) => {
                let at = params.text_document_position_params;
                self.read(Interactive, &at.text_document.uri, reply, move |view, path| {
                    answers::highlights(view, path, at.position)
                });
            }
            Question::Symbols(params, reply) => {
                self.read(Interactive, &params.text_document.uri, reply, answers::symbols);
            }
            Question::Folds(params, reply) => {
                self.read(Interactive, &params.text_document.uri, reply, answers::folds);
            }
            Question::Selections(params, reply) => {
                self.read(Interactive, &params.text_document.uri, reply, move |view, path| {
                    answers::selections(view, path, &params.positions)
                });
            }
            Question::WorkspaceSymbols(params, reply) => {
                let views: Vec<_> = self.folders.values().map(|folder| folder.view(&self.client)).collect();
                self.tools.pool.run(Background, move || {
                    reply.work(|_| {
                        let symbols = views.iter().flat_map(|view| answers::workspace_symbols(view, &params.query));
                        Some(WorkspaceSymbolResponse::WorkspaceSymbolList(symbols.collect()))
                    });
                });
            }
            Question::Findings(params, reply) => {
                let subject = self.locate(&params.text_document.uri);
                let links = Arc::clone(&self.tools.links);
                self.tools.pool.run(Interactive, move || {
                    reply.work(|_| diagnostics::report(subject.as_ref(), params.previous_result_id, &links));
                });
            }
            Question::WorkspaceFindings(params, reply) => {
                let subjects = self.workspace_subjects();
                let links = Arc::clone(&self.tools.links);
                self.tools.pool.run(Background, move || {
                    reply.work(|reply| {
                        diagnostics::workspace_report(&subjects, params.previous_result_ids, &links, || reply.is_wanted())
                    });
                });
            }
            Question::Status(params, reply) => self.status(params.text_document.map(|document| document.uri), reply),
            Question::Wait(params, reply) => self.tools.pool.run(Background, move || {
                reply.work(|reply| {
                    assert!(!params.panic, "a test wants a panic");
                    let end = Instant::now() + Duration::from_millis(params.milliseconds);
                    while Instant::now() < end && reply.is_wanted() {
                        std::thread::sleep(Duration::from_millis(2));
                    }
                });
            }),
        }
    }

    /// Has a question about a document answered; with nothing, if the document is not known.
    fn read<T: Default + Send + 'static>(
        &self,
        lane: Lane,
        uri: &Uri,
        reply: Reply<T>,
        answer: impl FnOnce(&View, &str) -> T + Send + 'static,
    ) {
        let Some(subject) = self.locate(uri) else { return reply.give(T::default()) };
        self.tools.pool.run(lane, move || reply.work(|_| answer(&subject.view, &subject.path)));
    }

    /// A document by its address, open or not.
    fn locate(&self, uri: &Uri) -> Option<Subject> {
        self.subject(&uri.0).or_else(|| {
            let (id, path) = self.folder_of(&uri::to_path(&uri.0)?)?;
            let view = self.folders.get(&id)?.view(&self.client);
            Some(Subject { view, path, uri: uri.0.clone(), version: None })
        })
    }

    /// The documents whose findings are shown.
    fn workspace_subjects(&self) -> Vec<Subject> {
        let open = self.open.keys().filter_map(|uri| self.subject(uri));
        let covered = self.folders.values().flat_map(|folder| {
            let view = folder.view(&self.client);
            folder.covered().into_iter().map(move |path| {
                let uri = view.place.uri(&path);
                Subject { view: view.clone(), path, uri, version: None }
            })
        });
        open.chain(covered).collect()
    }

    fn status(&self, uri: Option<Uri>, reply: Reply<Status>) {
        let skipped = |(path, reason): (&Path, &Reason)| SkippedStatus { path: path.to_string(), reason: reason.to_string() };
        let folder = |folder: &Folder| FolderStatus {
            uri: folder.uri(""),
            workspace: folder.workspace,
            read: folder.progress.read,
            total: folder.progress.total,
            skipped: folder.skipped.iter().map(skipped).collect(),
            problems: folder.problems.file.iter().chain(&folder.problems.editor).map(ToString::to_string).collect(),
        };
        let folders = self.folders.values().map(folder).collect();
        let subject = uri.and_then(|uri| self.subject(&uri.0));
        self.tools.pool.run(Lane::Interactive, move || {
            reply.work(|_| Status {
                version: env!("CARGO_PKG_VERSION"),
                folders,
                document: subject.and_then(|subject| {
                    let document = subject.view.document(&subject.path)?;
                    Some(DocumentStatus {
                        version: subject.version.unwrap_or_default(),
                        characters: document.lines.chars(document.lines.len()),
                        lines: document.lines.line_count(),
                        hash: format!("{:016x}", text::hash64(document.text.as_bytes())),
                    })
                }),
            });
        });
    }

    fn warn(&self, message: String) {
        self.tools.outbox.log(MessageType::Warning, message);
    }
}

/// The folders a client wants to work in. Older clients name one, in one of two ways.
#[expect(deprecated, reason = "older clients name their folder so")]
fn roots(params: &InitializeParams) -> Vec<WorkspaceFolder> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders.clone(),
        Some(WorkspaceFolders::Null) => Vec::new(),
        None => {
            let root = params.root_uri.clone().or_else(|| match &params.root_path {
                Some(super::proto::RootPath::String(path)) => Some(Uri(uri::from_path(FilePath::new(path)))),
                _ => None,
            });
            root.map(|uri| WorkspaceFolder { uri, name: String::new() }).into_iter().collect()
        }
    }
}

/// An edit of the client in bytes. What lies outside of the text is taken to mean its end.
fn edit_of(text: &Text, encoding: text::PositionEncoding, change: TextDocumentContentChangeEvent) -> Edit {
    use TextDocumentContentChangeEvent::{TextDocumentContentChangePartial, TextDocumentContentChangeWholeDocument};
    match change {
        TextDocumentContentChangePartial(change) => {
            let position = |position: Position| text::Position::new(position.line, position.character);
            let span = text.span(encoding, position(change.range.start), position(change.range.end));
            Edit::new(span, change.text)
        }
        // Most of it is what was there before, and need not be looked at again.
        TextDocumentContentChangeWholeDocument(change) => Edit::minimal(&text.to_string(), &change.text)
            .unwrap_or_else(|| Edit::new(Span::empty(text.len()), "")),
    }
}

/// Whether a change of this file can matter: not if it is hidden, nor if it is open, since then the buffer counts.
fn concerns(folder: &Folder, file: &FilePath) -> bool {
    let Some(name) = folder.name(file) else { return file == folder.root() };
    let is_rule = name.ends_with(".gitignore") || name.ends_with(".ignore");
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    (is_rule || !hidden) && !folder.is_open(&name)
}

fn progress_message(progress: ide::Progress) -> (String, u32) {
    let percentage = progress.read * 100 / progress.total.max(1);
    let message = format!("{} of {} articles read", thousands(progress.read), thousands(progress.total));
    (message, u32::try_from(percentage).unwrap_or(100))
}

/// `2,225`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

fn no_findings(uri: String) -> PublishDiagnosticsParams {
    PublishDiagnosticsParams { uri: Uri(uri), version: None, diagnostics: Vec::new() }
}

fn no_diagnostic() -> Diagnostic {
    let message = Message::String(String::new());
    Diagnostic::new(Range::default(), None, None, None, None, message, None, None, None)
}

fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([0, 12, 999, 1000, 2225, 1_234_567].map(thousands), ["0", "12", "999", "1,000", "2,225", "1,234,567"]);
    }
}
