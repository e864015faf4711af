//! Watching a folder where the client cannot.

use std::path::{Path as FilePath, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::event::Event;

/// Changes are told when nothing has changed for so long,
const QUIET: Duration = Duration::from_millis(50);
/// or when the first of them is so old.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often a folder is looked at that the system cannot watch.
const POLL: Duration = Duration::from_secs(1);

/// Watches a folder for as long as it lives.
pub struct Watcher {
    _watcher: Box<dyn notify::Watcher + Send>,
}

impl Watcher {
    /// Watches all that lies in `root`; changes come as [`Event::Files`].
    pub fn new(root: &FilePath, events: Sender<Event>) -> notify::Result<Watcher> {
        let (sender, changes) = channel();
        let watcher = watch(root, sender)?;
        let root = root.to_path_buf();
        let thread = thread::Builder::new().name("watching".to_owned());
        thread.spawn(move || gather(&root, &changes, &events)).map_err(notify::Error::io)?;
        Ok(Watcher { _watcher: watcher })
    }
}

type Change = notify::Result<notify::Event>;

fn watch(root: &FilePath, sender: Sender<Change>) -> notify::Result<Box<dyn notify::Watcher + Send>> {
    let mut watcher = RecommendedWatcher::new(sender.clone(), Config::default())?;
    match watcher.watch(root, RecursiveMode::Recursive) {
        Ok(()) => Ok(Box::new(watcher)),
        Err(error) => {
            // The system's limit on watches is the usual reason.
            tracing::warn!("{}: {error}; the folder is looked at every second instead", root.display());
            let mut watcher = PollWatcher::new(sender, Config::default().with_poll_interval(POLL))?;
            watcher.watch(root, RecursiveMode::Recursive)?;
            Ok(Box::new(watcher))
        }
    }
}

/// Passes changes on in bunches: a `git checkout` is one.
fn gather(root: &FilePath, changes: &Receiver<Change>, events: &Sender<Event>) {
    while let Ok(first) = changes.recv() {
        let (mut paths, begun) = (Vec::new(), Instant::now());
        add(root, first, &mut paths);
        while let Ok(change) = changes.recv_timeout(QUIET) {
            add(root, change, &mut paths);
            if begun.elapsed() > PATIENCE {
                break;
            }
        }
        paths.sort();
        paths.dedup();
        if !paths.is_empty() && events.send(Event::Files(paths)).is_err() {
            return;
        }
    }
}

fn add(root: &FilePath, change: Change, paths: &mut Vec<PathBuf>) {
    match change {
        Ok(change) if change.need_rescan() => paths.push(root.to_path_buf()),
        Ok(change) => match change.kind {
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => {}
            _ => paths.extend(change.paths),
        },
        Err(error) => {
            tracing::warn!("watching {}: {error}", root.display());
            paths.push(root.to_path_buf());
        }
    }
}
