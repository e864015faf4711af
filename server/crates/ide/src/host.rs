//! The one place where the state of a folder advances.

use std::collections::BTreeSet;
use std::sync::Arc;

use lang::Language;
use nlp::{Analysis, Facts, Memory};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Tree;
use text::Edit;

use crate::actions::LastMark;
use crate::annotations::Annotations;
use crate::config::{Config, Profile};
use crate::kept::Kept;
use crate::registry::News;
use crate::said::Together;
use crate::snapshot::{Document, Path, Progress, Snapshot, context, context_of_open};

/// What the outside tells. `path` is a file's name in the folder, `text` its whole text, `edits` count bytes.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the fields of a variant are told with the variant
pub enum Change {
    /// A document was opened in an editor: its buffer is the truth from now on.
    Open { path: Path, text: String },
    /// An open document was edited. Edits apply one after another, each to the text the one before left.
    Edit { path: Path, edits: Vec<Edit> },
    /// An open document was closed; `disk` is what the file holds now, or `None` when it is not of the folder or gone.
    Close { path: Path, disk: Option<Arc<str>> },
    /// A file was read, changed or (`None`) vanished. Does nothing to a document that is open.
    Disk { path: Path, text: Option<Arc<str>> },
    /// The sidecar of the file `path` says this now, or is gone. The file need not be known yet.
    Sidecar { path: Path, text: Option<Arc<str>> },
    /// The same of many files, on all processors.
    Sidecars(Vec<(Path, Option<Arc<str>>)>),
    /// The file `path` of the registry says this now, or is gone.
    Registry { path: Path, text: Option<Arc<str>> },
    /// The configuration changed. If `today` or `earliest` did, every document is read anew, on all processors.
    Config(Config),
    /// Which paths are drafts by configuration changed; front matter still wins.
    Drafts(Vec<Path>),
    /// How much of the folder has been read.
    Progress(Progress),
}

/// How deep a file is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// By lexicons, and by what the pipeline has found before: a folder is known within seconds.
    Skimmed,
    /// The pipeline is asked as well.
    Closely,
}

impl Depth {
    fn budget(self) -> usize {
        match self {
            Depth::Skimmed => 0,
            Depth::Closely => usize::MAX,
        }
    }
}

/// How many bytes of an open document the pipeline reads before its owner answers: two or three pages, some 40 ms. What
/// is left is read by others ([`Host::enter_again`]).
const AT_ONCE: usize = 1 << 14;

/// How many closed documents are read anew at once when a mark that counts in other files changes: some hundredth of a second.
const READ_AT_ONCE: usize = 16;

/// The state of one folder.
pub struct Host {
    snapshot: Snapshot,
    /// What is kept of open documents, so that an edit reads its paragraph and no other.
    open: FxHashMap<Path, Open>,
    /// Paths that are drafts by configuration.
    drafts: FxHashSet<Path>,
    /// Closed documents that were read in the light of another registry.
    unsettled: BTreeSet<Path>,
    /// Changes of the registry for which no closed document has been looked at yet.
    unread: Vec<Unread>,
    /// How many bytes of an open document the pipeline reads before an answer.
    at_once: usize,
}

/// A change of the registry, as far as documents are concerned.
struct Unread {
    news: News,
    /// Files whose marks say something else now.
    saying: FxHashSet<Path>,
    /// What marks say in other files.
    spread: Vec<Together>,
}

impl Unread {
    fn is_empty(&self) -> bool {
        self.news.is_empty() && self.saying.is_empty() && self.spread.is_empty()
    }

    fn concerns(&self, document: &Document) -> bool {
        self.news.concerns(&document.text)
            || self.saying.contains(&document.path)
            || self.spread.iter().any(|spread| !spread.of(&document.path, &document.text).is_empty())
    }
}

/// The state of an open document between two edits.
struct Open {
    tree: Tree,
    memory: Memory,
}

impl Host {
    /// An empty folder.
    pub fn new(lang: Arc<Language>, config: Config) -> Host {
        Host {
            snapshot: Snapshot::new(lang, config),
            open: FxHashMap::default(),
            drafts: FxHashSet::default(),
            unsettled: BTreeSet::new(),
            unread: Vec::new(),
            at_once: AT_ONCE,
        }
    }

    /// An empty folder that leaves all reading by the pipeline to others ([`Host::enter_again`]), of open documents, too:
    /// for those who ask after marks and not after claims.
    pub fn skimming(lang: Arc<Language>, config: Config) -> Host {
        Host { at_once: 0, ..Host::new(lang, config) }
    }

    /// Applies a change; the revision rises. Cheap enough for every keystroke.
    pub fn apply(&mut self, change: Change) {
        self.snapshot.revision += 1;
        match change {
            Change::Open { path, text } => self.open(path, text),
            Change::Edit { path, edits } => self.edit(path, &edits),
            Change::Close { path, disk } => self.close(path, disk),
            Change::Disk { path, text } => self.disk(path, text),
            Change::Sidecar { path, text } => self.annotate(path.clone(), self.read_sidecar(&path, text)),
            Change::Sidecars(all) => self.annotate_all(all),
            Change::Registry { path, text } => self.register(&path, text),
            Change::Config(config) => self.configure(config),
            Change::Drafts(paths) => self.set_drafts(paths),
            Change::Progress(progress) => self.snapshot.progress = progress,
        }
    }

    /// Reads a file without entering it, closely: pure and slow part of [`Change::Disk`], to be run on other threads.
    /// Give its result to [`Host::enter`].
    pub fn read(snapshot: &Snapshot, path: &Path, text: Arc<str>) -> Arc<Document> {
        Host::read_and_keep(snapshot, path, text, Depth::Closely, None).0
    }

    /// As [`Host::read`], in a tenth of the time, without asking the pipeline.
    pub fn skim(snapshot: &Snapshot, path: &Path, text: Arc<str>) -> Arc<Document> {
        Host::read_and_keep(snapshot, path, text, Depth::Skimmed, None).0
    }

    /// As [`Host::read`], as deep as is asked for, with what is to be kept of it for another day. `before` is what was
    /// kept of an earlier reading of the same text, if there is one that does not serve as it is.
    pub fn read_and_keep(
        snapshot: &Snapshot,
        path: &Path,
        text: Arc<str>,
        depth: Depth,
        before: Option<&Kept>,
    ) -> (Arc<Document>, Kept) {
        let mut memory = memory(snapshot, path, depth.budget());
        if let Some(before) = before {
            memory.know(&before.parses());
        }
        let (document, analysis) = Host::read_with(memory, snapshot, path, text);
        let kept = Kept::of(&document, &analysis, snapshot.config.today);
        (Arc::new(document), kept)
    }

    fn read_with(mut memory: Memory, snapshot: &Snapshot, path: &Path, text: Arc<str>) -> (Document, Analysis) {
        let analysis = read(snapshot, path, &text, &mut memory);
        let document = Document::closed(path.clone(), text, &analysis);
        if let Some(source) = &document.source {
            source.prepare();
        }
        (document, analysis)
    }

    /// Enters what [`Host::read`] made of a file. Of a document that has been opened meanwhile the buffer counts; what the
    /// pipeline found in the file holds for the same words there.
    pub fn enter(&mut self, document: Arc<Document>) {
        self.snapshot.revision += 1;
        if let Some(open) = self.open.get_mut(&document.path) {
            let is_news = |known: Arc<Document>| !known.is_close && !document.parses.is_empty();
            if self.snapshot.document(&document.path).is_some_and(is_news) {
                open.memory.know(&document.parses());
                self.analyze_again(&document.path);
            }
            return;
        }
        self.find_marks(&document.path, &document.text);
        self.put(document);
    }

    /// The same for many documents, on several processors.
    pub fn enter_all(&mut self, documents: impl IntoIterator<Item = Arc<Document>>) {
        let mut facts = Vec::new();
        for document in documents {
            if self.open.contains_key(&document.path) {
                self.enter(document);
            } else {
                self.find_marks(&document.path, &document.text);
                facts.push(self.shelve(document));
            }
        }
        self.snapshot.revision += 1;
        self.snapshot.index.extend(facts);
    }

    /// Enters what a second reading made of a document that is known already, if it is still the same text and was read
    /// in the same [`light`](Snapshot::light).
    pub fn enter_again(&mut self, document: Arc<Document>, light: u64) {
        let Some(known) = self.snapshot.document(&document.path) else { return };
        let is_same = known.open || known.text == document.text;
        if known.open || is_same && light == self.snapshot.light(&document.path) {
            self.enter(document);
        } else if is_same {
            // What the pipeline found is true in any light.
            let mut found = (*known).clone();
            found.parses = document.parses.clone();
            self.snapshot.documents.insert(document.path.clone(), Arc::new(found));
            let read = Host::read(&self.snapshot, &document.path, known.text.clone());
            self.put(read);
        }
    }

    /// The state as it is now. Cheap.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot.clone()
    }

    fn open(&mut self, path: Path, text: String) {
        let open = Open { tree: Tree::parse(&text), memory: memory(&self.snapshot, &path, self.at_once) };
        self.open.insert(path.clone(), open);
        self.find_marks(&path, &text);
        self.analyze(path, text.into());
    }

    /// Edits of a document that is not open are nobody's: they are left alone.
    fn edit(&mut self, path: Path, edits: &[Edit]) {
        let Some(document) = self.snapshot.document(&path) else { return };
        let Some(open) = self.open.get_mut(&path) else { return };
        let mut text = document.text.clone();
        for edit in edits {
            let new: Arc<str> = edit.apply(&text).into();
            open.tree = open.tree.reparse(&text, edit, &new);
            if let Some(annotations) = self.snapshot.annotations.get_mut(&path) {
                Arc::make_mut(annotations).edit(edit, &new);
            }
            text = new;
        }
        self.analyze(path, text);
    }

    fn analyze_again(&mut self, path: &Path) {
        if let Some(document) = self.snapshot.document(path) {
            self.analyze(path.clone(), document.text.clone());
        }
    }

    /// Reads an open document with what is remembered of it.
    fn analyze(&mut self, path: Path, text: Arc<str>) {
        let Some(open) = self.open.get_mut(&path) else { return };
        let (lang, context) = (&self.snapshot.lang, context_of_open(&path, &text, &self.snapshot));
        let analysis = nlp::analyze(&text, &open.tree, &context, lang, &mut open.memory);
        self.put(Arc::new(Document::open(path, text, Arc::new(analysis))));
    }

    fn close(&mut self, path: Path, disk: Option<Arc<str>>) {
        self.open.remove(&path);
        match (disk, self.snapshot.document(&path)) {
            // Saved and closed: what was read of the buffer is true of the file.
            (Some(text), Some(document)) if document.text == text => self.put(Arc::new(document.to_closed())),
            (text, _) => self.disk(path, text),
        }
    }

    fn disk(&mut self, path: Path, text: Option<Arc<str>>) {
        if self.open.contains_key(&path) {
            return;
        }
        match text {
            Some(text) => {
                self.find_marks(&path, &text);
                let memory = memory(&self.snapshot, &path, self.at_once);
                let (document, _) = Host::read_with(memory, &self.snapshot, &path, text);
                self.put(Arc::new(document));
            }
            None => {
                self.snapshot.documents.remove(&path);
                self.snapshot.index.replace(&path, None);
                self.snapshot.sources.replace(&path, None);
                self.snapshot.accounts.replace(&path, Arc::default());
                self.snapshot.lineage.replace(&path, None);
            }
        }
    }

    fn configure(&mut self, config: Config) {
        let same = self.snapshot.config.reads_like(&config);
        self.snapshot.config = Arc::new(config);
        if same {
            return;
        }
        let closed: Vec<Arc<Document>> = self.snapshot.documents().filter(|document| !document.open).collect();
        let snapshot = &self.snapshot;
        let read: Vec<_> = closed.par_iter().map(|old| Host::skim(snapshot, &old.path, old.text.clone())).collect();
        for document in read {
            self.put(document);
        }
        let open: Vec<Path> = self.open.keys().cloned().collect();
        for path in open {
            if let Some(document) = self.snapshot.document(&path) {
                let memory = memory(&self.snapshot, &path, self.at_once);
                self.open.insert(path.clone(), Open { tree: Tree::parse(&document.text), memory });
                self.analyze(path, document.text.clone());
            }
        }
    }

    /// Reading is most of it, and concerns no other file.
    fn annotate_all(&mut self, all: Vec<(Path, Option<Arc<str>>)>) {
        let read = |(path, text)| {
            let after = self.read_sidecar(&path, text);
            (path, after)
        };
        let read: Vec<(Path, Option<Annotations>)> = all.into_par_iter().map(read).collect();
        for (path, after) in read {
            self.annotate(path, after);
        }
    }

    /// What the sidecar of a file says now.
    fn read_sidecar(&self, path: &Path, text: Option<Arc<str>>) -> Option<Annotations> {
        let words = self.snapshot.documents.get(path).map_or("", |document| &*document.text);
        Some(match self.snapshot.annotations.get(path) {
            Some(before) => before.rewritten(text?, words),
            None => Annotations::new(text?, words),
        })
    }

    /// What readers say of a file changed. The file is read anew if the dates of its articles did, or its
    /// names, or where its articles begin.
    fn annotate(&mut self, path: Path, after: Option<Annotations>) {
        let document = self.snapshot.document(&path);
        let words = document.as_ref().map_or("", |document| &*document.text);
        let before = self.snapshot.annotations.get(&path).cloned();
        let dates = |annotations: Option<&Annotations>| annotations.map(Annotations::dates).unwrap_or_default();
        let said = |annotations: Option<&Annotations>| {
            annotations.map(|annotations| annotations.said(words, &self.snapshot.registry)).unwrap_or_default()
        };
        let boundaries =
            |annotations: Option<&Annotations>| annotations.map(Annotations::boundaries).unwrap_or_default();
        let is_same = dates(before.as_deref()) == dates(after.as_ref())
            && said(before.as_deref()) == said(after.as_ref())
            && boundaries(before.as_deref()) == boundaries(after.as_ref());
        if let Some(after) = &after {
            let old = before.as_ref().map_or(&[][..], |before| &before.sidecar.marks);
            let last = LastMark::between(old, &after.sidecar.marks, &path, &after.text);
            // What is read for the first time was made by somebody else, unless it is of a document that is being read.
            let is_made = before.is_some() || document.as_ref().is_some_and(|document| document.open);
            self.snapshot.last_mark = last.filter(|_| is_made).or(self.snapshot.last_mark.take());
        }
        match after {
            Some(after) => self.snapshot.annotations.insert(path.clone(), Arc::new(after)),
            None => self.snapshot.annotations.remove(&path),
        };
        let after = self.snapshot.annotations.get(&path);
        let reaches_others = before.iter().chain(after).any(|annotations| annotations.reaches_others());
        let news = if reaches_others { self.spread(&path) } else { Together::default() };
        let is_other = |document: &Document| {
            *document.path == *path && !is_same || !news.of(&document.path, &document.text).is_empty()
        };
        let alone = document.filter(|_| news.is_empty() && !is_same);
        let others = if news.is_empty() { alone.into_iter().collect() } else { self.documents_that(is_other) };
        self.read_again(others);
    }

    /// What readers say in the sidecar of a file of names in the whole folder is told anew; what of it is news.
    fn spread(&mut self, path: &Path) -> Together {
        let annotations = self.snapshot.annotations.get(path).map(|annotations| &**annotations);
        Arc::make_mut(&mut self.snapshot.sayings).tell(path, annotations, &self.snapshot.registry)
    }

    fn documents_that(&self, is_meant: impl Fn(&Document) -> bool + Sync) -> Vec<Arc<Document>> {
        let documents: Vec<Arc<Document>> = self.snapshot.documents().collect();
        documents.par_iter().filter(|document| is_meant(document)).cloned().collect()
    }

    /// Reads documents anew that are in another light now: the open ones and a few others at once; the rest wait in
    /// [`Host::take_unsettled`].
    fn read_again(&mut self, documents: Vec<Arc<Document>>) {
        let (open, closed): (Vec<_>, Vec<_>) = documents.into_iter().partition(|document| document.open);
        for document in open {
            self.analyze(document.path.clone(), document.text.clone());
        }
        let at_once = &closed[..closed.len().min(READ_AT_ONCE)];
        let snapshot = &self.snapshot;
        let read: Vec<_> = at_once.par_iter().map(|old| Host::skim(snapshot, &old.path, old.text.clone())).collect();
        for document in read {
            self.put(document);
        }
        self.unsettled.extend(closed[at_once.len()..].iter().map(|document| document.path.clone()));
    }

    /// The registry changed. Articles that name somebody or something that is another now are read anew: those that are open
    /// at once, the others when somebody has time for them ([`Host::take_unsettled`]).
    fn register(&mut self, path: &str, text: Option<Arc<str>>) {
        let (registry, news) = self.snapshot.registry.with(path, text);
        if news.is_apart {
            self.snapshot.index.set_apart(registry.apart());
        }
        self.snapshot.registry = Arc::new(registry);
        let saying: Vec<Path> = match news.keys.is_empty() {
            true => Vec::new(),
            false => self.sidecars_that(|annotations| annotations.names_any(&news.keys)),
        };
        let spread: Vec<Together> =
            saying.iter().map(|path| self.spread(path)).filter(|spread| !spread.is_empty()).collect();
        let change = Unread { news, saying: saying.into_iter().collect(), spread };
        if change.is_empty() {
            return;
        }
        let open: Vec<Path> = self.open.keys().cloned().collect();
        for path in open {
            if self.snapshot.document(&path).is_some_and(|document| change.concerns(&document)) {
                self.analyze_again(&path);
            }
        }
        self.unread.push(change);
    }

    fn sidecars_that(&self, is_meant: impl Fn(&Annotations) -> bool) -> Vec<Path> {
        let sidecars = self.snapshot.annotations.iter().filter(|(_, annotations)| is_meant(annotations));
        sidecars.map(|(path, _)| path.clone()).collect()
    }

    /// Closed documents that are to be read again in the light of the registry, each once: [`Host::read`] them and
    /// [`Host::enter_again`] what comes of it.
    pub fn take_unsettled(&mut self) -> Vec<Arc<Document>> {
        let changes = std::mem::take(&mut self.unread);
        let is_meant = |document: &Document| !document.open && changes.iter().any(|change| change.concerns(document));
        if !changes.is_empty() {
            self.unsettled.extend(self.documents_that(is_meant).iter().map(|document| document.path.clone()));
        }
        let paths = std::mem::take(&mut self.unsettled);
        paths.iter().filter_map(|path| self.snapshot.document(path)).filter(|document| !document.open).collect()
    }

    /// Looks for the marks of a file whose text was replaced.
    fn find_marks(&mut self, path: &Path, text: &str) {
        let same = |document: Arc<Document>| *document.text == *text;
        let Some(annotations) = self.snapshot.annotations.get(path) else { return };
        if !self.snapshot.document(path).is_some_and(same) {
            let found = annotations.placed(text);
            self.snapshot.annotations.insert(path.clone(), Arc::new(found));
        }
    }

    fn set_drafts(&mut self, paths: Vec<Path>) {
        let drafts: FxHashSet<Path> = paths.into_iter().collect();
        let changed: Vec<Path> = drafts.symmetric_difference(&self.drafts).cloned().collect();
        self.drafts = drafts;
        for path in changed {
            if let Some(document) = self.snapshot.document(&path) {
                self.put(document);
            }
        }
    }

    /// Puts a document, as it was read, in its place: with the profile the folder gives it, and its facts told.
    fn put(&mut self, document: Arc<Document>) {
        let (path, facts) = self.shelve(document);
        self.snapshot.index.replace(&path, Some(facts));
    }

    /// All of [`Host::put`] but for the index of facts: what is to be entered there.
    fn shelve(&mut self, mut document: Arc<Document>) -> (Path, Arc<Facts>) {
        let profile = self.profile(&document);
        if document.profile != profile {
            Arc::make_mut(&mut document).profile = profile;
        }
        let facts = match profile {
            Profile::Source => document.facts().clone(),
            Profile::Draft => Arc::new(document.facts().of_draft()),
        };
        let source = document.source.clone().filter(|_| document.profile == Profile::Source);
        self.snapshot.sources.replace(&document.path, source);
        let is_source = document.profile == Profile::Source;
        let accounts = if is_source { document.accounts.clone() } else { Arc::default() };
        self.snapshot.accounts.replace(&document.path, accounts);
        self.snapshot.lineage.replace(&document.path, is_source.then_some(&document));
        let path = document.path.clone();
        self.snapshot.documents.insert(path.clone(), document);
        (path, facts)
    }

    /// Front matter first, then the configuration.
    fn profile(&self, document: &Document) -> Profile {
        let drafted = if self.drafts.contains(&document.path) { Profile::Draft } else { Profile::Source };
        document.front.unwrap_or(drafted)
    }
}

/// A memory for the reading of a document: what the pipeline found in it before is known.
fn memory(snapshot: &Snapshot, path: &str, budget: usize) -> Memory {
    let mut memory = Memory::with_budget(budget);
    if let Some(known) = snapshot.documents.get(path) {
        memory.know(&known.parses());
    }
    memory
}

/// Reads a document that is known already, from nothing but what the pipeline found in it.
pub(crate) fn reread(snapshot: &Snapshot, document: &Document) -> Analysis {
    read(snapshot, &document.path, &document.text, &mut memory(snapshot, &document.path, 0))
}

fn read(snapshot: &Snapshot, path: &str, text: &str, memory: &mut Memory) -> Analysis {
    let (lang, config) = (&snapshot.lang, &snapshot.config);
    let analysis = nlp::analyze(text, &Tree::parse(text), &context(path, text, snapshot), lang, memory);
    match config.given.get(path).and_then(|given| given.mentions.as_deref()) {
        Some(mentions) => nlp::given::with_mentions(text, analysis, mentions, lang),
        None => analysis,
    }
}
