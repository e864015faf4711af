//! The sidecars of what is named on the command line, without reading what articles say.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ide::Path;
use marks::{Place, article_path, marks_path, unformattable};
use sha2::{Digest, Sha256};
use text::{LineIndex, PositionEncoding};

use super::Common;
use super::folder::{self, Failure, Input};
use super::replace::replace;
use crate::files::{self, Scope};

/// A folder and those of its sidecars that are meant.
pub struct Sidecars {
    /// The folder, as it was named.
    pub root: PathBuf,
    /// The documents that were named, or lie in what was named.
    pub files: Vec<Path>,
    /// The sidecars that are there, by their articles.
    pub all: BTreeMap<Path, Path>,
    scope: Scope,
    /// Where new sidecars go.
    place: Place,
}

/// An article, as its sidecar needs it.
pub struct Article {
    /// What it says.
    pub text: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Sidecars {
    /// Finds the sidecars of the files and folders that are named; sidecars may be named, too.
    pub fn find(input: &Input, common: &Common) -> Result<Sidecars, Failure> {
        let root = folder::root(input)?;
        let settings = folder::settings(&root, common)?;
        let scope = settings.scope();
        let listing = folder::list(&root, input, &scope)?;
        let place = settings.config(folder::today()).sidecars;
        let mut found = Sidecars { root, files: Vec::new(), all: BTreeMap::new(), scope, place };
        for sidecar in listing.sidecars {
            found.add(sidecar);
        }
        for file in listing.files {
            if article_path(&file).is_some() {
                found.add(file);
                continue;
            }
            let places = [Place::Beside, Place::Tree].into_iter();
            let there =
                places.filter_map(|place| marks_path(place, &file)).find(|path| found.root.join(path).is_file());
            if let Some(sidecar) = there {
                found.all.insert(file.clone(), sidecar.into());
            }
            found.files.push(file);
        }
        Ok(found)
    }

    fn add(&mut self, sidecar: Path) {
        if let Some(article) = article_path(&sidecar) {
            self.all.insert(article.into(), sidecar);
        }
    }

    /// A file's name as the user would type it.
    pub fn shown(&self, path: &str) -> String {
        folder::shown(&self.root, path)
    }

    /// The text of a file of the folder.
    pub fn text(&self, path: &str) -> Result<String, Failure> {
        files::read(&self.root, path, &self.scope)
            .map_err(|reason| Failure::new(format!("{}: {reason}", self.shown(path))))
    }

    /// An article.
    pub fn article(&self, path: &str) -> Result<Article, Failure> {
        let wrong = |reason| Failure::new(format!("{}: {reason}", self.shown(path)));
        let bytes = files::read_bytes(&self.root, path, &self.scope).map_err(wrong)?;
        let sha256 = format!("{:x}", Sha256::digest(&bytes));
        Ok(Article { text: files::decode(bytes).map_err(wrong)?, sha256 })
    }

    /// The text of a sidecar that can be put in order.
    pub fn sidecar(&self, path: &str) -> Result<String, Failure> {
        let text = self.text(path)?;
        let Some(problem) = unformattable(&text) else { return Ok(text) };
        let at = LineIndex::new(&text).position(PositionEncoding::Utf32, problem.span.start);
        let place = format!("{}:{}:{}", self.shown(path), at.line + 1, at.column + 1);
        Err(Failure::new(format!("{place}: {} The file is left as it is.", problem.message)))
    }

    /// Where the sidecar of an article is, or would be.
    pub fn sidecar_of(&self, article: &str) -> Option<String> {
        match self.all.get(article) {
            Some(sidecar) => Some(sidecar.to_string()),
            None => marks_path(self.place, article),
        }
    }

    /// Writes a sidecar. Nothing else is ever written here.
    pub fn write(&self, sidecar: &str, text: &str) -> Result<(), Failure> {
        let shown = self.shown(sidecar);
        if article_path(sidecar).is_none() {
            return Err(Failure::new(format!("{shown}: is no sidecar; nothing was written to it")));
        }
        replace(&self.root.join(sidecar), text.as_bytes()).map_err(|error| Failure::new(format!("{shown}: {error}")))
    }

    /// A file is a document of the folder, which is never written.
    pub fn is_document(&self, file: &std::path::Path) -> bool {
        let real = |file: &std::path::Path| file.canonicalize().ok();
        let name = real(&self.root).zip(real(file)).and_then(|(root, file)| files::name_in(&root, &file));
        name.is_some_and(|name| self.scope.includes(&name))
    }
}
