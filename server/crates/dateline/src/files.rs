//! Files: which belong to a folder, and what they say.
//!
//! Nothing is left out silently: what matches the globs and is not read is named, with the reason.

use std::fmt;
use std::fs::{self, Metadata};
use std::path::{Path as FilePath, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ide::Path;
use ignore::{DirEntry, Walk, WalkBuilder};

/// Which files of a folder are documents.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    globs: Globs,
    include: GlobSet,
    exclude: GlobSet,
    drafts: GlobSet,
    /// Folders in it that are folders of the workspace themselves: what lies there is theirs.
    nested: Vec<String>,
}

/// Which files of a folder are documents, as a configuration says it.
///
/// Globs are matched against names inside the folder; `*` stops at `/`, case does not matter. An exclusion that matches
/// a folder excludes everything in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Globs {
    /// What is read.
    pub include: Vec<String>,
    /// What of this is not.
    pub exclude: Vec<String>,
    /// Which documents are drafts.
    pub drafts: Vec<String>,
    /// Larger files are not read. Bytes.
    pub max_size: u64,
}

/// The files of a folder, by path.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Documents.
    pub files: Vec<Path>,
    /// Sidecars, which say something of documents.
    pub sidecars: Vec<Path>,
    /// What would be a document, and why it is not.
    pub skipped: Vec<Skipped>,
}

/// A file that is not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// Its name inside the folder.
    pub path: Path,
    /// Why it is not read.
    pub reason: Reason,
}

/// Why a file is not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Larger than `documents.max-size`; both in bytes.
    TooLarge {
        /// What the file has.
        size: u64,
        /// What it may have.
        limit: u64,
    },
    /// Not UTF-8 at this byte, and no byte-order mark that tells another encoding.
    NotUtf8 {
        /// The first byte that is wrong, from the file's start.
        at: usize,
    },
    /// Begins as UTF-16 and does not go on so.
    NotUtf16,
    /// Holds zero bytes.
    Binary,
    /// A link to a folder, a pipe, a device.
    NotAFile,
    /// Its name is not Unicode.
    Name,
    /// The system refuses; its words.
    Unreadable(String),
    /// The analysis broke on it.
    Failed,
}

/// What cannot be a glob.
#[derive(Clone, Debug)]
pub struct BadGlob(pub String);

impl Scope {
    /// Compiles globs.
    pub fn new(globs: Globs) -> Result<Scope, BadGlob> {
        let [include, exclude, drafts] = [&globs.include, &globs.exclude, &globs.drafts].map(|globs| compile(globs));
        Ok(Scope { include: include?, exclude: exclude?, drafts: drafts?, globs, nested: Vec::new() })
    }

    /// The same without these folders, which are named as files are.
    pub fn without(self, nested: Vec<String>) -> Scope {
        Scope { nested, ..self }
    }

    /// Larger files are not read. Bytes.
    pub fn max_size(&self) -> u64 {
        self.globs.max_size
    }

    /// Whether a file of this name is a document, if it is not ignored.
    pub fn includes(&self, path: &str) -> bool {
        self.include.is_match(path) && !self.excludes(path)
    }

    /// Whether the configuration calls it a draft.
    pub fn is_draft(&self, path: &str) -> bool {
        self.drafts.is_match(path)
    }

    /// Whether the file or a folder it lies in is excluded.
    fn excludes(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        ends.map(|end| &path[..end])
            .any(|part| self.exclude.is_match(part) || self.nested.iter().any(|folder| folder == part))
    }
}

impl Listing {
    /// Adds the sidecars of the tree of their own, which no walk of documents enters.
    fn add_tree(&mut self, root: &FilePath, scope: &Scope, is_wanted: impl Fn(&FilePath) -> bool) {
        let tree = root.join(marks::TREE);
        if !tree.is_dir() {
            return;
        }
        let files = WalkBuilder::new(&tree).standard_filters(false).build().filter_map(Result::ok);
        let names = files
            .filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()))
            .filter_map(|entry| name_in(root, entry.path()));
        let ours = |name: &String| {
            let article = marks::article_path(name).filter(|article| !scope.excludes(article));
            article.is_some_and(|article| is_wanted(&root.join(name)) || is_wanted(&root.join(article)))
        };
        self.sidecars.extend(names.filter(ours).map(Path::from));
        self.sidecars.sort();
    }
}

impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        (&self.globs, &self.nested) == (&other.globs, &other.nested)
    }
}

/// Checks one glob, as [`Scope::new`] would.
pub fn check_glob(pattern: &str) -> Result<(), BadGlob> {
    compile(&[pattern.to_owned()]).map(|_| ())
}

/// The documents of the folder `root`, in order of their names.
///
/// What `.gitignore` and `.ignore` name is left out, as are hidden files and folders.
pub fn list(root: &FilePath, scope: &Scope) -> Listing {
    let mut listing = collect(root, scope, walk(root).build());
    listing.add_tree(root, scope, |_| true);
    listing
}

/// As [`list`], but of the files and folders `within` only, and all that lies in them.
pub fn list_within(root: &FilePath, scope: &Scope, within: &[PathBuf]) -> Listing {
    let wanted = within.to_vec();
    let mut walk = walk(root);
    walk.filter_entry(move |entry| {
        let path = entry.path();
        wanted.iter().any(|wanted| wanted.starts_with(path) || path.starts_with(wanted))
    });
    let mut listing = collect(root, scope, walk.build());
    listing.add_tree(root, scope, |path| within.iter().any(|wanted| path.starts_with(wanted)));
    listing
}

/// The sidecars of the tree of their own, of all articles of the folder `root`.
pub fn sidecar_tree(root: &FilePath, scope: &Scope) -> Vec<Path> {
    let mut listing = Listing::default();
    listing.add_tree(root, scope, |_| true);
    listing.sidecars
}

/// Whether a change of the file or folder of this name can bear on sidecars, hidden as they are.
pub fn concerns_sidecars(name: &str) -> bool {
    marks::article_path(name).is_some() || marks::TREE.starts_with(&format!("{name}/"))
}

/// The text of a document.
pub fn read(root: &FilePath, path: &str, scope: &Scope) -> Result<String, Reason> {
    decode(read_bytes(root, path, scope)?)
}

/// The bytes of a document.
pub fn read_bytes(root: &FilePath, path: &str, scope: &Scope) -> Result<Vec<u8>, Reason> {
    about(root, path, scope)?;
    fs::read(root.join(path)).map_err(unreadable)
}

/// Size and time of a document that is not too large.
pub fn about(root: &FilePath, path: &str, scope: &Scope) -> Result<Metadata, Reason> {
    let about = fs::metadata(root.join(path)).map_err(unreadable)?;
    let (size, limit) = (about.len(), scope.max_size());
    if size > limit { Err(Reason::TooLarge { size, limit }) } else { Ok(about) }
}

/// The text that bytes stand for: UTF-8, or UTF-16 behind its byte-order mark. The mark is no part of the text.
pub fn decode(bytes: Vec<u8>) -> Result<String, Reason> {
    match bytes.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(Reason::Binary),
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest.to_vec(), 3),
        _ => decode_utf8(bytes, 0),
    }
}

/// How a file's bytes stand for its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8 { mark: bool },
    /// UTF-16 behind a byte-order mark.
    Utf16 { little: bool },
}

impl Encoding {
    /// The encoding of bytes that [`decode`] reads.
    pub fn of(bytes: &[u8]) -> Encoding {
        match bytes {
            [0xFF, 0xFE, ..] => Encoding::Utf16 { little: true },
            [0xFE, 0xFF, ..] => Encoding::Utf16 { little: false },
            _ => Encoding::Utf8 { mark: bytes.starts_with(&[0xEF, 0xBB, 0xBF]) },
        }
    }

    /// The bytes of a text: what [`decode`] reads back, mark and all.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 { mark: false } => text.as_bytes().to_vec(),
            Encoding::Utf8 { mark: true } => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Encoding::Utf16 { little } => {
                let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
                units.flat_map(|unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
            }
        }
    }
}

/// The name of a file inside `root`, with `/`; `None` if it lies elsewhere or its name is not Unicode.
pub fn name_in(root: &FilePath, file: &FilePath) -> Option<String> {
    let inside = file.strip_prefix(root).ok()?;
    let parts: Option<Vec<_>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// Why a folder must not be read as a whole; `None` if it may be.
///
/// A home directory, and what holds one, is never what somebody means by a folder of articles.
pub fn refusal(root: &FilePath) -> Option<String> {
    let real = |path: &FilePath| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (root, home) = (real(root), std::env::home_dir().filter(|home| !home.as_os_str().is_empty()));
    if root.parent().is_none() {
        return Some(format!("{} is the whole file system", root.display()));
    }
    match home.map(|home| real(&home)) {
        Some(home) if home == root => Some(format!("{} is a home directory", root.display())),
        Some(home) if home.starts_with(&root) => Some(format!("{} holds home directories", root.display())),
        _ => None,
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::TooLarge { size, limit } => {
                write!(f, "{} is more than documents.max-size, {}", bytes(*size), bytes(*limit))
            }
            Reason::NotUtf8 { at } => write!(f, "not text: byte {at} is not UTF-8"),
            Reason::NotUtf16 => write!(f, "not text: it begins as UTF-16 and does not go on so"),
            Reason::Binary => write!(f, "not text: it holds zero bytes"),
            Reason::NotAFile => write!(f, "not a file"),
            Reason::Name => write!(f, "its name is not Unicode"),
            Reason::Unreadable(words) => write!(f, "cannot be read: {words}"),
            Reason::Failed => write!(f, "the analysis failed, which is a fault of dateline"),
        }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// A size as people say it.
fn bytes(size: u64) -> String {
    const UNITS: [&str; 4] = ["bytes", "KiB", "MiB", "GiB"];
    let mut scaled = size as f64;
    let mut unit = 0;
    while scaled >= 1024.0 && unit + 1 < UNITS.len() {
        scaled /= 1024.0;
        unit += 1;
    }
    let digits = usize::from(unit > 0 && scaled < 10.0 && scaled.fract() > 0.05);
    format!("{scaled:.digits$} {}", UNITS[unit])
}

fn compile(patterns: &[String]) -> Result<GlobSet, BadGlob> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let bare = pattern.trim_start_matches("./").trim_end_matches('/');
        let glob = GlobBuilder::new(bare).literal_separator(true).case_insensitive(true).build();
        set.add(glob.map_err(|error| BadGlob(error.kind().to_string()))?);
    }
    set.build().map_err(|error| BadGlob(error.kind().to_string()))
}

fn walk(root: &FilePath) -> WalkBuilder {
    let mut walk = WalkBuilder::new(root);
    // The folder alone decides, so that it reads the same on every machine.
    walk.parents(false).git_global(false).git_exclude(false).require_git(false).follow_links(false);
    walk.sort_by_file_name(Ord::cmp);
    walk
}

fn collect(root: &FilePath, scope: &Scope, walk: Walk) -> Listing {
    let mut listing = Listing::default();
    for entry in walk {
        match entry.map_err(|error| unread(root, error)).and_then(|entry| examine(root, scope, &entry)) {
            Ok(Some(path)) if marks::article_path(&path).is_some() => listing.sidecars.push(path),
            Ok(Some(path)) => listing.files.push(path),
            Ok(None) => {}
            Err(skipped) => listing.skipped.push(skipped),
        }
    }
    // The walk goes folder by folder; names inside a folder sort otherwise.
    listing.files.sort();
    listing
}

/// The name of an entry that is a document.
fn examine(root: &FilePath, scope: &Scope, entry: &DirEntry) -> Result<Option<Path>, Skipped> {
    let kind = entry.file_type();
    if kind.is_none_or(|kind| kind.is_dir()) {
        return Ok(None);
    }
    let Some(name) = name_in(root, entry.path()) else {
        let lossy = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy();
        let skipped = Skipped { path: lossy.as_ref().into(), reason: Reason::Name };
        return if scope.includes(&lossy) { Err(skipped) } else { Ok(None) };
    };
    let is_sidecar = marks::article_path(&name).is_some_and(|article| !scope.excludes(article));
    if !is_sidecar && !scope.includes(&name) {
        return Ok(None);
    }
    let path = Path::from(name);
    let skipped = |reason| Skipped { path: path.clone(), reason };
    // Follows links: a link to a file is as good as the file.
    let about = fs::metadata(entry.path()).map_err(|error| skipped(unreadable(error)))?;
    if !about.is_file() {
        return Err(skipped(Reason::NotAFile));
    }
    if about.len() > scope.max_size() {
        return Err(skipped(Reason::TooLarge { size: about.len(), limit: scope.max_size() }));
    }
    Ok(Some(path))
}

/// What the walk could not enter.
fn unread(root: &FilePath, error: ignore::Error) -> Skipped {
    let path = error_path(&error).and_then(|path| name_in(root, path)).unwrap_or_else(|| ".".into());
    let words = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Skipped { path: path.into(), reason: Reason::Unreadable(words) }
}

fn error_path(error: &ignore::Error) -> Option<&FilePath> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

fn unreadable(error: std::io::Error) -> Reason {
    Reason::Unreadable(error.to_string())
}

fn decode_utf8(bytes: Vec<u8>, mark: usize) -> Result<String, Reason> {
    if bytes.contains(&0) {
        return Err(Reason::Binary);
    }
    String::from_utf8(bytes).map_err(|error| Reason::NotUtf8 { at: mark + error.utf8_error().valid_up_to() })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Reason> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Reason::NotUtf16);
    }
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match text {
        Ok(text) if text.contains('\0') => Err(Reason::Binary),
        Ok(text) => Ok(text),
        Err(_) => Err(Reason::NotUtf16),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        for bytes in [&b"a\r\nb"[..], b"\xEF\xBB\xBFa\n", b"\xFF\xFEa\0\x1C\x20", b"\xFE\xFF\0a\x20\x1C"] {
            let text = decode(bytes.to_vec()).unwrap();
            assert_eq!(Encoding::of(bytes).encode(&text), bytes);
        }
    }

    fn scope(include: &[&str], exclude: &[&str]) -> Scope {
        let owned = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect();
        let (include, exclude, drafts) = (owned(include), owned(exclude), owned(&["briefings/**"]));
        Scope::new(Globs { include, exclude, drafts, max_size: 1000 }).unwrap()
    }

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let file = root.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
        root
    }

    fn names(listing: &Listing) -> Vec<&str> {
        listing.files.iter().map(|path| &**path).collect()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let text = "Он сказал: “да”. 😀\r\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little = [0xFF, 0xFE].into_iter().chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect();
        let big = [0xFE, 0xFF].into_iter().chain(units.iter().flat_map(|unit| unit.to_be_bytes())).collect();
        let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), marked, little, big] {
            assert_eq!(decode(bytes), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_not_text_says_why() {
        assert_eq!(decode(b"abc\xE9def".to_vec()), Err(Reason::NotUtf8 { at: 3 }));
        assert_eq!(decode(b"\xEF\xBB\xBFa\xFF".to_vec()), Err(Reason::NotUtf8 { at: 4 }));
        assert_eq!(decode(b"PNG\0\0".to_vec()), Err(Reason::Binary));
        assert_eq!(decode(b"\xFF\xFEa".to_vec()), Err(Reason::NotUtf16));
        assert_eq!(decode(b"\xFF\xFE\x00\xD8a\x00".to_vec()), Err(Reason::NotUtf16));
        assert_eq!(decode(b"\xFF\xFE\x00\x00a\x00\x00\x00".to_vec()), Err(Reason::Binary));
        assert_eq!(decode(Vec::new()), Ok(String::new()));
    }

    #[test]
    fn the_folder_decides_what_is_read() {
        let root = folder(&[
            ("b.txt", b"x"),
            ("a/b.txt", b"x"),
            ("a-c.TXT", b"x"),
            ("notes.md", b"x"),
            ("picture.png", b"x"),
            ("old/x.txt", b"x"),
            ("old/deep/x.txt", b"x"),
            ("ignored.txt", b"x"),
            (".hidden/x.txt", b"x"),
            ("large.txt", &[b'x'; 1001]),
            (".gitignore", b"ignored.txt\n"),
        ]);
        let listing = list(root.path(), &scope(&["**/*.txt", "**/*.md"], &["old/"]));
        assert_eq!(names(&listing), ["a-c.TXT", "a/b.txt", "b.txt", "notes.md"]);
        let skipped: Vec<_> = listing.skipped.iter().map(ToString::to_string).collect();
        assert_eq!(skipped, ["large.txt: 1001 bytes is more than documents.max-size, 1000 bytes"]);
    }

    #[test]
    fn a_part_of_a_folder_is_listed_by_the_same_rules() {
        let root = folder(&[("a.txt", b"x"), ("b/c.txt", b"x"), ("b/d.txt", b"x"), (".ignore", b"d.txt\n")]);
        let within = |paths: &[&str]| {
            let paths: Vec<_> = paths.iter().map(|path| root.path().join(path)).collect();
            list_within(root.path(), &scope(&["**/*.txt"], &[]), &paths)
        };
        assert_eq!(names(&within(&["b"])), ["b/c.txt"]);
        assert_eq!(names(&within(&["a.txt", "b/d.txt", "gone.txt"])), ["a.txt"]);
    }

    #[test]
    fn a_home_directory_is_refused_and_a_folder_in_it_is_not() {
        let home = std::env::home_dir().unwrap();
        assert!(refusal(&home).is_some());
        assert!(refusal(FilePath::new("/")).is_some());
        assert_eq!(refusal(tempfile::tempdir().unwrap().path()), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_read_and_links_to_folders_are_named() {
        let (root, other) = (folder(&[("a.txt", b"x")]), folder(&[("x.txt", b"x")]));
        std::os::unix::fs::symlink(other.path().join("x.txt"), root.path().join("b.txt")).unwrap();
        std::os::unix::fs::symlink(other.path(), root.path().join("c.txt")).unwrap();
        let listing = list(root.path(), &scope(&["**/*.txt"], &[]));
        assert_eq!(names(&listing), ["a.txt", "b.txt"]);
        assert_eq!(listing.skipped, [Skipped { path: "c.txt".into(), reason: Reason::NotAFile }]);
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(
            [1000, 1024, 4 << 20, 52_428_800, 5_000_000].map(bytes),
            ["1000 bytes", "1 KiB", "4 MiB", "50 MiB", "4.8 MiB"]
        );
    }
}
