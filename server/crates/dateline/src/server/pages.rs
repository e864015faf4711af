//! The pages of the rules, which a finding links to. They are in the program; a link needs a file, so each is laid into
//! the user's cache folder when it is first linked to. No network is needed to read them.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Mutex;

use include_dir::{Dir, include_dir};

use crate::uri;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../../docs/rules");

/// The page of a rule, in Markdown.
pub fn page(rule: &str) -> Option<&'static str> {
    PAGES.get_file(format!("{rule}.md"))?.contents_utf8()
}

/// Links to pages.
#[derive(Debug)]
pub struct Links {
    folder: PathBuf,
    known: Mutex<HashMap<String, Option<String>>>,
}

impl Links {
    /// Links into the user's cache folder.
    pub fn new() -> Links {
        Links { folder: folder(), known: Mutex::default() }
    }

    /// The address of the page of a rule; `None` if there is no such page or no place to lay it.
    pub fn link(&self, rule: &str) -> Option<String> {
        let mut known = self.known.lock().ok()?;
        if let Some(link) = known.get(rule) {
            return link.clone();
        }
        let link = page(rule).and_then(|page| self.lay(rule, page));
        known.insert(rule.to_owned(), link.clone());
        link
    }

    fn lay(&self, rule: &str, page: &str) -> Option<String> {
        laid(&self.folder.join(format!("{rule}.md")), page)
    }
}

/// Lays a page of versions into the user's cache folder, for an editor to show; its address. The same statement has the
/// same page.
pub fn lay_versions(name: &str, page: &str) -> Option<String> {
    let file = folder().with_file_name("versions").join(format!("{name}.md"));
    laid(&file, page)
}

/// The address of a file that says this.
fn laid(file: &FilePath, page: &str) -> Option<String> {
    let written =
        if fs::read(file).is_ok_and(|there| there == page.as_bytes()) { Ok(()) } else { write_whole(file, page) };
    match written {
        Ok(()) => Some(uri::from_path(file)),
        Err(error) => {
            tracing::warn!("{}: {error}", file.display());
            None
        }
    }
}

/// Pages of different releases lie side by side, since two servers may run.
fn folder() -> PathBuf {
    let set = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || std::env::home_dir().filter(|home| home.is_absolute());
    let cache = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Caches"))
    } else {
        set("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache")))
    };
    cache.unwrap_or_else(std::env::temp_dir).join("dateline").join(env!("CARGO_PKG_VERSION")).join("rules")
}

/// Another server may do the same at the same time: a reader sees the whole page or none.
fn write_whole(file: &FilePath, page: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(FilePath::new("."));
    fs::create_dir_all(folder)?;
    let draft =
        folder.join(format!(".{}.{}", file.file_name().unwrap_or_default().to_string_lossy(), std::process::id()));
    fs::write(&draft, page)?;
    fs::rename(&draft, file)
}
