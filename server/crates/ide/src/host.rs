//! The one place where the state of a folder advances.

use std::sync::Arc;

use lang::Language;
use text::Edit;

use crate::config::Config;
use crate::snapshot::{Path, Progress, Snapshot};

/// What the outside tells.
#[derive(Clone, Debug)]
pub enum Change {
    /// A document was opened in an editor: its buffer is the truth from now on.
    Open { path: Path, text: String },
    /// An open document was edited. Edits apply one after another, each to the text the one before left.
    Edit { path: Path, edits: Vec<Edit> },
    /// An open document was closed; `disk` is what the file holds now, or `None` when it is not of the folder or gone.
    Close { path: Path, disk: Option<Arc<str>> },
    /// A file was read, changed or (`None`) vanished. Does nothing to a document that is open.
    Disk { path: Path, text: Option<Arc<str>> },
    /// The configuration changed.
    Config(Config),
    /// Which paths are drafts by configuration changed; front matter still wins.
    Drafts(Vec<Path>),
    /// How much of the folder has been read.
    Progress(Progress),
}

/// The state of one folder.
pub struct Host {
    snapshot: Snapshot,
}

impl Host {
    /// An empty folder.
    pub fn new(lang: Arc<Language>, config: Config) -> Host {
        Host { snapshot: Snapshot::new(lang, config) }
    }

    /// Applies a change; the revision rises. Cheap enough for every keystroke.
    pub fn apply(&mut self, change: Change) {
        let _ = change;
    }

    /// Reads a file without entering it: pure and slow part of [`Change::Disk`], to be run on other threads. Give its
    /// result to [`Host::enter`].
    pub fn read(snapshot: &Snapshot, path: &Path, text: Arc<str>) -> Arc<crate::snapshot::Document> {
        let _ = snapshot;
        Arc::new(crate::snapshot::Document::closed(path.clone(), text))
    }

    /// Enters what [`Host::read`] made of a file, unless the document has been opened meanwhile.
    pub fn enter(&mut self, document: Arc<crate::snapshot::Document>) {
        let _ = document;
    }

    /// The state as it is now. Cheap.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot.clone()
    }
}
