//! What is named on the command line, read: a folder, some files of one, or standard input.
//!
//! What is named is the whole folder: answers that need more than one article need all of them named.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path as FilePath, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use ide::{Annotations, Change, Config, Depth, Document, Given, Host, Path, Profile, Progress, Snapshot};
use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Common;
use super::progress::Bar;
use crate::cache::Cache;
use crate::config::{FILE, Layer, Origin, Settings};
use crate::files::{self, Reason, Scope, Skipped};

/// Files and folders, as options of a command.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Input {
    /// Files and folders to read; `-` is standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The folder that names of files are relative to and that dateline.toml is read from [default: the nearest with a
    /// dateline.toml, a registry or marks, from what is named upwards]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The name under which standard input is read.
    #[arg(skip)]
    pub stdin: Option<PathBuf>,
}

impl Input {
    fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == STDIN)
    }

    /// Whether all of the folder `root` is named.
    fn is_whole(&self, root: &FilePath) -> bool {
        let whole = [self.root.clone().unwrap_or_else(|| PathBuf::from("."))];
        let paths = if self.paths.is_empty() { &whole[..] } else { &*self.paths };
        paths.iter().any(|path| path.as_os_str() != STDIN && path.is_dir() && real(path) == real(root))
    }

    /// The name of standard input as a document of the folder.
    fn stdin_name(&self, root: &FilePath) -> Path {
        self.stdin.as_ref().map_or_else(|| STDIN.into(), |file| name(root, file))
    }
}

/// Why a command cannot do its work; for the user, with what to do about it.
#[derive(Debug)]
pub enum Failure {
    /// This, on standard error.
    Said(String),
    /// Nobody reads what is printed any more.
    Pipe,
}

impl Failure {
    /// A failure that is said.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure::Said(message.into())
    }
}

/// A folder as the command line sees it.
pub struct Folder {
    /// The folder, as it was named.
    pub root: PathBuf,
    /// All that is known.
    pub snapshot: Snapshot,
    /// What was read, by path.
    pub files: Vec<Path>,
    /// What was not, and why.
    pub skipped: Vec<Skipped>,
    /// Sidecars, by the files they belong to.
    pub sidecars: BTreeMap<Path, Path>,
    /// SHA-256 of the bytes of each file.
    digests: BTreeMap<Path, String>,
    host: Host,
    /// The document that came on standard input.
    pub stdin: Option<Path>,
    /// All of the folder was named.
    pub is_whole: bool,
}

/// Standard input, where files are named.
pub const STDIN: &str = "-";

impl Folder {
    /// Reads what was named, on all processors.
    pub fn read(input: &Input, common: &Common) -> Result<Folder, Failure> {
        Folder::read_as(input, common, None)
    }

    /// Reads what was named, all of it for the readers of one profile.
    pub fn read_as(input: &Input, common: &Common, profile: Option<Profile>) -> Result<Folder, Failure> {
        Folder::read_with(input, common, profile, |_| Given::default())
    }

    /// Reads what was named, with what is given of each file.
    pub fn read_given(input: &Input, common: &Common, given: impl Fn(&str) -> Given) -> Result<Folder, Failure> {
        Folder::read_with(input, common, None, given)
    }

    fn read_with(
        input: &Input,
        common: &Common,
        profile: Option<Profile>,
        given: impl Fn(&str) -> Given,
    ) -> Result<Folder, Failure> {
        let root = root(input)?;
        let settings = settings(&root, common)?;
        let scope = settings.scope();
        let listing = list(&root, input, &scope)?;
        let given = listing
            .files
            .iter()
            .map(|path| (path.clone(), given(path)))
            .filter(|(_, given)| *given != Given::default());
        let config = Config { given: given.collect(), ..settings.config(today()) };
        let mut host = Host::new(lang::Language::load(lang::DEFAULT_TAG), config);
        let drafts = listing.files.iter().filter(|path| match profile {
            Some(profile) => profile == Profile::Draft,
            None => scope.is_draft(path),
        });
        host.apply(Change::Drafts(drafts.cloned().collect()));
        let mut folder = Folder {
            snapshot: host.snapshot(),
            files: Vec::new(),
            skipped: listing.skipped,
            sidecars: BTreeMap::new(),
            digests: BTreeMap::new(),
            host,
            stdin: listing
                .files
                .iter()
                .find(|path| ***path == *input.stdin_name(&root))
                .cloned()
                .filter(|_| input.has_stdin()),
            is_whole: input.is_whole(&root),
            root,
        };
        folder.register(&scope);
        folder.annotate(&listing.files, listing.sidecars, &scope);
        let (dir, limit) = settings.cache(&folder.root);
        folder.fill(&listing.files, &scope, Cache::open(&dir, limit));
        Ok(folder)
    }

    /// Reads the registry, in whose light all files are read.
    fn register(&mut self, scope: &Scope) {
        for read in registry_of(&self.root, scope) {
            match read {
                Ok((path, text)) => self.host.apply(Change::Registry { path, text: Some(text) }),
                Err(skipped) => self.skipped.push(skipped),
            }
        }
    }

    /// Reads what readers say of the files, before the files themselves are read in the light of it.
    fn annotate(&mut self, files: &[Path], listed: Vec<Path>, scope: &Scope) {
        let places = [marks::Place::Beside, marks::Place::Tree];
        let of_file = |file: &Path| places.map(|place| marks::marks_path(place, file).map(Path::from));
        let is_there = |path: &Path| self.root.join(&**path).is_file();
        // A file that was named brings its sidecar along.
        let named = if listed.is_empty() && files.len() < 64 { files } else { &[] };
        let beside: Vec<Path> = named.iter().flat_map(of_file).flatten().filter(is_there).collect();
        let mut read = Vec::new();
        for sidecar in listed.into_iter().chain(beside) {
            let Some(article) = marks::article_path(&sidecar).map(Path::from) else { continue };
            match files::read(&self.root, &sidecar, scope) {
                Ok(text) => read.push((article.clone(), Some(text.into()))),
                Err(reason) => self.skipped.push(Skipped { path: sidecar.clone(), reason }),
            }
            self.sidecars.insert(article, sidecar);
        }
        self.host.apply(Change::Sidecars(read));
        self.annotate_from_afar(scope);
    }

    /// What marks of files that were not named say of the whole folder counts for those that were.
    fn annotate_from_afar(&mut self, scope: &Scope) {
        let is_beside = self.snapshot.config.sidecars == marks::Place::Beside;
        let all = match is_beside && !self.is_whole {
            // They lie among the articles, wherever these are.
            true => files::list(&self.root, scope).sidecars,
            false => files::sidecar_tree(&self.root, scope),
        };
        for sidecar in all {
            let Some(article) = marks::article_path(&sidecar).filter(|article| !self.sidecars.contains_key(*article))
            else {
                continue;
            };
            // Few do, and those that do not are not worth being parsed.
            let text = files::read(&self.root, &sidecar, scope).ok().filter(|text| text.contains("scope"));
            let Some(text) = text.map(Arc::from) else { continue };
            if Annotations::new(Arc::clone(&text), "").reaches_others() {
                self.host.apply(Change::Sidecar { path: article.into(), text: Some(text) });
            }
        }
    }

    fn fill(&mut self, names: &[Path], scope: &Scope, cache: Cache) {
        let empty = self.host.snapshot();
        let bar = Bar::new(names.len(), "articles read");
        let read = names.par_iter().map(|name| {
            let text = source(&self.root, name, scope, self.stdin.as_ref() == Some(name))?;
            let document = cache.read(&empty, name, text.text, Depth::Closely);
            bar.step();
            Ok((document, text.sha256))
        });
        let read: Vec<Result<(Arc<Document>, String), Reason>> = read.collect();
        bar.finish();
        cache.save();
        let mut documents = Vec::new();
        for (name, read) in names.iter().zip(read) {
            match read {
                Ok((document, sha256)) => {
                    documents.push(document);
                    self.files.push(name.clone());
                    self.digests.insert(name.clone(), sha256);
                }
                Err(reason) => self.skipped.push(Skipped { path: name.clone(), reason }),
            }
        }
        self.host.enter_all(documents);
        self.skipped.sort_by(|a, b| a.path.cmp(&b.path));
        let count = self.files.len();
        self.host.apply(Change::Progress(Progress { read: count, total: count, closely: count, listing: false }));
        self.snapshot = self.host.snapshot();
    }

    /// Reads a document anew, with another text. Nothing is written.
    pub fn put(&mut self, path: &Path, text: Arc<str>) {
        self.host.enter(Host::read(&self.snapshot, path, text));
        self.snapshot = self.host.snapshot();
    }

    /// The file holds other bytes than were read.
    pub fn digest_differs(&self, path: &str, bytes: &[u8]) -> bool {
        self.sha256(path) != Some(format!("{:x}", Sha256::digest(bytes)).as_str())
    }

    /// A file is one of those that were read.
    pub fn is_document(&self, file: &FilePath) -> bool {
        file.exists() && self.files.iter().any(|path| real(&self.root.join(&**path)) == real(file))
    }

    /// What was read, in path order.
    pub fn documents(&self) -> impl Iterator<Item = Arc<Document>> + '_ {
        self.files.iter().filter_map(|path| self.snapshot.document(path))
    }

    /// What readers say of the files that were read.
    pub fn sidecars_named(&self) -> impl Iterator<Item = (&Path, &Arc<Annotations>)> {
        self.snapshot.sidecars().filter(|(path, _)| self.sidecars.contains_key(*path))
    }

    /// A file's name as the user would type it.
    pub fn shown(&self, path: &str) -> String {
        shown(&self.root, path)
    }

    /// SHA-256 of a file's bytes, in hexadecimal.
    pub fn sha256(&self, path: &str) -> Option<&str> {
        self.digests.get(path).map(String::as_str)
    }

    /// Ends a command that prints what it knows: 0, or 2 after naming what could not be read.
    pub fn done(&self) -> ExitCode {
        self.name_skipped();
        if self.skipped.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) }
    }

    /// Says what was not read, and why, on standard error.
    pub fn name_skipped(&self) {
        for skipped in &self.skipped {
            let (path, reason) = (self.shown(&skipped.path), &skipped.reason);
            anstream::eprintln!("{path}: {reason}; skipped");
        }
    }
}

/// What the files of a folder's registry say, those that are there.
pub fn registry_of(root: &FilePath, scope: &Scope) -> Vec<Result<(Path, Arc<str>), Skipped>> {
    let files = [registry::ENTITIES, registry::EVENTS].map(Path::from).into_iter();
    files
        .filter(|path| root.join(&**path).is_file())
        .map(|path| match files::read(root, &path, scope) {
            Ok(text) => Ok((path, text.into())),
            Err(reason) => Err(Skipped { path, reason }),
        })
        .collect()
}

/// A file's text and the digest of its bytes.
struct Source {
    text: Arc<str>,
    sha256: String,
}

fn source(root: &FilePath, name: &str, scope: &Scope, is_stdin: bool) -> Result<Source, Reason> {
    let bytes = if is_stdin { stdin()? } else { files::read_bytes(root, name, scope)? };
    let sha256 = format!("{:x}", Sha256::digest(&bytes));
    Ok(Source { text: files::decode(bytes)?.into(), sha256 })
}

fn stdin() -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| Reason::Unreadable(error.to_string()))?;
    Ok(bytes)
}

/// The settings of the folder. A file that cannot be understood is no folder's configuration: better to stop than to
/// answer by other rules than those that were written down.
pub fn settings(root: &FilePath, common: &Common) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    let layer = Layer::from_folder(root).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::new(lines.join("\n"))
    })?;
    settings.set(Origin::File(root.join(FILE)), layer);
    if let Some(today) = common.today {
        settings.set(Origin::CommandLine, Layer::today(today));
    }
    Ok(settings)
}

/// The day it is, here.
pub fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// The folder that is meant: the one named as such, else the nearest from what is named upwards that has what makes a
/// folder one, else the named folder itself; of files the current one, else the one that holds them.
pub fn root(input: &Input) -> Result<PathBuf, Failure> {
    let here = PathBuf::from(".");
    if let Some(root) = &input.root {
        return if root.is_dir() {
            Ok(root.clone())
        } else {
            Err(Failure::new(format!("{}: no such folder", root.display())))
        };
    }
    let files: Vec<&PathBuf> = input.paths.iter().filter(|path| path.as_os_str() != STDIN).collect();
    match files.as_slice() {
        [] => Ok(configured(&here).unwrap_or(here)),
        [one] if one.is_dir() => Ok(configured(one).unwrap_or_else(|| (*one).clone())),
        [first, ..] => {
            let parent = first
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty())
                .map_or(here.clone(), FilePath::to_path_buf);
            let inside = files.iter().all(|file| real(file).starts_with(real(&here)));
            Ok(configured(&parent).unwrap_or(if inside { here } else { parent }))
        }
    }
}

/// What makes a folder one: a configuration, marks, a registry.
const BEGUN: [&str; 4] = [FILE, ".dateline/marks", registry::ENTITIES, registry::EVENTS];

/// The nearest folder from `start` upwards that somebody has begun. Home directories and what holds them are none.
fn configured(start: &FilePath) -> Option<PathBuf> {
    let bottom = real(start);
    let named = start.ancestors().map(|folder| match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder.to_path_buf(),
    });
    // What is named as seen from the current folder goes on above it.
    let above = std::iter::successors(Some(PathBuf::from("..")), |folder| Some(folder.join("..")));
    let above = above.take(if start.is_absolute() { 0 } else { real(FilePath::new(".")).components().count() });
    let folders = named.chain(above).filter(|folder| bottom.starts_with(real(folder)));
    let is_begun = |folder: &PathBuf| BEGUN.iter().any(|name| folder.join(name).exists());
    let mut folders = folders.take_while(|folder| files::refusal(folder).is_none());
    folders.find(is_begun)
}

/// What is named, by its names in `root`.
pub fn list(root: &FilePath, input: &Input, scope: &Scope) -> Result<files::Listing, Failure> {
    let whole = [input.root.clone().unwrap_or_else(|| PathBuf::from("."))];
    let mut all = files::Listing::default();
    for path in if input.paths.is_empty() { &whole } else { &*input.paths } {
        if path.as_os_str() == STDIN {
            all.files.push(input.stdin_name(root));
        } else if path.is_dir() {
            if let Some(refusal) = files::refusal(path) {
                return Err(Failure::new(format!("{refusal}: name the folder of articles")));
            }
            let listing = listing(root, path, scope);
            all.files.extend(listing.files);
            all.sidecars.extend(listing.sidecars);
            all.skipped.extend(listing.skipped);
        } else {
            all.files.push(name(root, path));
        }
    }
    all.files.sort();
    all.files.dedup();
    Ok(all)
}

/// The documents in a folder, by their names in `root`.
fn listing(root: &FilePath, folder: &FilePath, scope: &Scope) -> files::Listing {
    match real(folder).strip_prefix(real(root)) {
        Ok(inside) if inside.as_os_str().is_empty() => files::list(root, scope),
        Ok(inside) => files::list_within(root, scope, &[root.join(inside)]),
        Err(_) => {
            let mut listing = files::list(folder, scope);
            let outside = |path: &Path| name(root, &folder.join(&**path));
            listing.files.iter_mut().for_each(|path| *path = outside(path));
            listing.skipped.iter_mut().for_each(|skipped| skipped.path = outside(&skipped.path));
            listing
        }
    }
}

/// A file's name in the folder; one that lies elsewhere keeps the name it was given.
fn name(root: &FilePath, file: &FilePath) -> Path {
    let inside = files::name_in(&real(root), &real(file));
    inside
        .unwrap_or_else(|| {
            std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf()).to_string_lossy().into_owned()
        })
        .into()
}

fn real(path: &FilePath) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
}

/// The name of a file of `root` as the user would type it.
pub fn shown(root: &FilePath, path: &str) -> String {
    let joined = root.join(path);
    if path == STDIN || root == FilePath::new(".") {
        return path.to_owned();
    }
    joined.to_string_lossy().into_owned()
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::Pipe,
            _ => Failure::new(error.to_string()),
        }
    }
}
