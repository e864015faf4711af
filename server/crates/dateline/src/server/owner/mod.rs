//! The one thread that owns all state. It takes events in the order they came, applies changes at once, and gives each
//! question the state as it is at its turn; the answers are worked out elsewhere. It never waits for the client, and
//! reads no file but a folder's configuration.

mod closely;
mod disk;
mod documents;
mod folders;
mod questions;
mod reading;
mod registry;
mod settings;
mod sidecars;
mod telling;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use ide::{Document, Path};
use jiff::civil::Date;
use lang::Language;
use text::Text;

use super::diagnostics::Findings;
use super::event::{Event, FolderId};
use super::folder::{Folder, Problems};
use super::outbox::Outbox;
use super::pages::Links;
use super::parent;
use super::pool::Pool;
use super::profile::Profile;
use super::proto::{InitializeParams, TraceValue};
use super::reading::Rereader;
use super::watching;
use crate::config::{Layer, Origin};
use crate::files::Skipped;

/// Other documents are looked at again when nothing was typed for so long.
const QUIET: Duration = Duration::from_millis(200);
/// While a folder is read, they are looked at this often.
const WHILE_READING: Duration = Duration::from_secs(1);
/// And while it is read closely, which takes minutes and changes little.
const WHILE_READING_CLOSELY: Duration = Duration::from_secs(5);
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
    /// The same for a client that asks itself: open documents are to be prepared for questions.
    unprepared: BTreeMap<FolderId, Instant>,
    /// Folders with open documents that are to be read closely, and when.
    unread: BTreeMap<FolderId, Instant>,
    /// How many preparations were begun: the last one counts.
    preparations: Arc<AtomicU64>,
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
    Closely(FolderId, Arc<Document>, u64),
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
            unprepared: BTreeMap::new(),
            unread: BTreeMap::new(),
            preparations: Arc::default(),
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
            Event::Renamed(params) => self.renamed(&params),
            Event::WatchRefused => self.watch_alone(),
            Event::Listed { folder, reading, listing, sidecars } => self.listed(folder, reading, listing, sidecars),
            Event::Read { folder, reading, documents, skipped } => {
                let documents = documents.into_iter().map(|document| Backlog::Document(folder, reading, document));
                self.backlog.extend(documents);
                self.backlog.extend(skipped.into_iter().map(|skipped| Backlog::Skipped(folder, reading, skipped)));
            }
            Event::ReadClosely { folder, documents } => {
                let documents = documents.into_iter();
                self.backlog.extend(documents.map(|(document, light)| Backlog::Closely(folder, document, light)));
            }
            Event::ReadAll { folder, reading } => self.backlog.push_back(Backlog::End(folder, reading)),
            Event::Prepared { folder, reading } => self.read_all(folder, reading),
            Event::Reread { folder, changed, present, sidecars, documents, skipped } => {
                self.take_sidecars(folder, Some(&changed), sidecars);
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

    fn initialize(&mut self, params: &InitializeParams) {
        self.client = Arc::new(Profile::new(&params.capabilities));
        self.trace = params.trace.as_ref().is_some_and(|trace| *trace != TraceValue::Off);
        if let Some(options) = &params.initialization_options {
            match Layer::from_json(Origin::Initialization, options) {
                Ok(layer) => self.initialization = layer,
                Err(problems) => self.show_problems(&problems),
            }
        }
        if let Some(process) = params.process_id {
            parent::watch(process);
        }
        for root in folders::roots(params) {
            self.add_folder(&root);
        }
        // Nothing has been read yet that this could touch.
        for id in self.nest() {
            self.folders.get_mut(&id).map(|folder| folder.apply_settings(self.day));
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
        self.unprepared.clear();
        self.unread.clear();
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
        for id in take_due(&mut self.stale, now) {
            self.check_others(id);
        }
        for id in take_due(&mut self.unprepared, now) {
            self.prepare(id);
        }
        for id in take_due(&mut self.unread, now) {
            self.read_open_closely(id);
        }
        self.look_at_the_day();
    }

    fn until_due(&self) -> Duration {
        let next = self.stale.values().chain(self.unprepared.values()).chain(self.unread.values()).min();
        next.map_or(IDLE, |at| at.saturating_duration_since(Instant::now()))
    }
}

/// Takes out the folders whose time has come.
fn take_due(times: &mut BTreeMap<FolderId, Instant>, now: Instant) -> Vec<FolderId> {
    let due: Vec<FolderId> = times.iter().filter(|(_, at)| **at <= now).map(|(id, _)| *id).collect();
    for id in &due {
        times.remove(id);
    }
    due
}

fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}
