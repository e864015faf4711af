//! What was read of a large folder, kept on disk for the next time.
//!
//! One file a folder, by default `.dateline/cache/readings`: a head, then entries. It is written whole and moved into
//! place, so that two programs on one folder do not meet; whichever is last wins, and both were right. What another
//! build has written, what is damaged or cut short, counts as nothing and is replaced in silence: the folder is read
//! anew, as if there had been no cache. A folder that is read in a second has none.
//!
//! ```text
//! "dateline readings\n" · build u64 · checksum u64 · { key u128 · length u32 · bytes }*     (little-endian)
//! ```

use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, IntoInnerError, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ide::{Depth, Document, Host, Kept, Path as Name, Snapshot};

/// The name of the file.
const FILE: &str = "readings";
const MAGIC: &[u8] = b"dateline readings\n";
const HEAD: usize = MAGIC.len() + 16;
/// Bytes of an entry before what is kept.
const ENTRY: usize = 20;

/// So many files have to be read anew before it is worth to keep them: a second's work.
pub const WORTH: usize = 50;

/// The readings of one folder, as they were kept and as they come.
#[derive(Debug)]
pub struct Cache {
    file: PathBuf,
    limit: u64,
    bytes: Vec<u8>,
    entries: HashMap<u128, Range<usize>>,
    now: Mutex<Now>,
}

/// What this reading of the folder has used and brought.
#[derive(Debug, Default)]
struct Now {
    used: HashSet<u128>,
    fresh: HashMap<u128, Vec<u8>>,
}

impl Cache {
    /// What is kept in the folder `dir`. Never fails: what cannot be read counts as nothing. `limit` is in bytes.
    pub fn open(dir: &Path, limit: u64) -> Cache {
        let file = dir.join(FILE);
        let read = fs::read(&file).ok().and_then(|bytes| Some((entries(&bytes)?, bytes)));
        let (entries, bytes) = read.unwrap_or_default();
        Cache { file, limit, bytes, entries, now: Mutex::default() }
    }

    /// Reads a text as deep as is asked for at least, unless that was done before.
    pub fn read(&self, snapshot: &Snapshot, path: &Name, text: Arc<str>, depth: Depth) -> Arc<Document> {
        let key = ide::key(snapshot, path, &text);
        let before = match self.get(key).map(|kept| kept.document(snapshot, path, text.clone())) {
            Some(Ok(document)) if depth == Depth::Skimmed || document.is_close => return document,
            Some(Err(old)) => Some(old),
            _ => None,
        };
        let (document, kept) = Host::read_and_keep(snapshot, path, text, depth, before.as_deref());
        self.put(key, &kept);
        document
    }

    /// What was kept under a key.
    fn get(&self, key: u128) -> Option<Kept> {
        let kept = Kept::from_bytes(self.bytes.get(self.entries.get(&key)?.clone())?)?;
        self.now(|now| now.used.insert(key));
        Some(kept)
    }

    /// Keeps something under a key, from the next [`Cache::save`] on.
    fn put(&self, key: u128, kept: &Kept) {
        let bytes = kept.to_bytes();
        self.now(|now| now.fresh.insert(key, bytes));
    }

    /// Writes down what there is, if enough of it is new. What was not used this time goes first when room is short.
    /// Where it cannot be written there is no cache.
    pub fn save(self) {
        let Now { used, fresh } = self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        if fresh.len() < WORTH {
            return;
        }
        let old = |key: &u128| self.entries.get(key).and_then(|range| self.bytes.get(range.clone()));
        let unused = self.entries.keys().filter(|key| !used.contains(key) && !fresh.contains_key(key));
        let kept =
            used.iter().filter(|key| !fresh.contains_key(key)).chain(unused).filter_map(|key| Some((key, old(key)?)));
        let all = fresh.iter().map(|(key, bytes)| (key, bytes.as_slice())).chain(kept);
        if let Err(error) = write(&self.file, all, self.limit) {
            tracing::debug!("{}: {error}; nothing is kept", self.file.display());
        }
    }

    fn now<T>(&self, with: impl FnOnce(&mut Now) -> T) -> T {
        // Entries are whole: a thread that panicked left nothing half done.
        with(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Moves a new file into place, entry by entry, as far as the limit of bytes allows. The folder says of itself that it is a
/// cache and of no interest to git.
fn write<'a>(file: &Path, entries: impl Iterator<Item = (&'a u128, &'a [u8])>, limit: u64) -> std::io::Result<()> {
    let dir = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let ignore = dir.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    let mut new = BufWriter::new(tempfile::NamedTempFile::new_in(dir)?);
    new.write_all(MAGIC)?;
    new.write_all(&build().to_le_bytes())?;
    new.write_all(&[0; 8])?;
    let (mut size, mut sum) = (HEAD as u64, 0);
    for (key, bytes) in entries {
        let Ok(length) = u32::try_from(bytes.len()) else { continue };
        size += (ENTRY + bytes.len()) as u64;
        if size > limit {
            break;
        }
        sum = summed(sum, *key, bytes);
        new.write_all(&key.to_le_bytes())?;
        new.write_all(&length.to_le_bytes())?;
        new.write_all(bytes)?;
    }
    new.seek(SeekFrom::Start((HEAD - 8) as u64))?;
    new.write_all(&sum.to_le_bytes())?;
    new.into_inner().map_err(IntoInnerError::into_error)?.persist(file)?;
    Ok(())
}

/// The checksum of all entries before, and one more.
fn summed(sum: u64, key: u128, bytes: &[u8]) -> u64 {
    sum.rotate_left(1) ^ text::hash64(bytes) ^ (key as u64) ^ bytes.len() as u64
}

/// The entries of a file that this build has written and that is whole.
fn entries(bytes: &[u8]) -> Option<HashMap<u128, Range<usize>>> {
    let number = |at: usize| bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    if !bytes.starts_with(MAGIC) || number(MAGIC.len()) != Some(build()) {
        return None;
    }
    let (mut all, mut at, mut sum) = (HashMap::new(), HEAD, 0);
    while at < bytes.len() {
        let (key, length) = bytes.get(at..at + ENTRY)?.split_at_checked(16)?;
        let (key, start) = (u128::from_le_bytes(key.try_into().ok()?), at + ENTRY);
        at = start.checked_add(u32::from_le_bytes(length.try_into().ok()?) as usize)?;
        sum = summed(sum, key, bytes.get(start..at)?);
        all.insert(key, start..at);
    }
    (number(HEAD - 8) == Some(sum)).then_some(all)
}

/// A number for this build of the program: another one may read texts otherwise.
fn build() -> u64 {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    engine::VERSION.hash(&mut hasher);
    if let Ok(about) = std::env::current_exe().and_then(fs::metadata) {
        about.len().hash(&mut hasher);
        about.modified().ok().hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use ide::Config;

    use super::*;

    fn texts() -> Vec<Arc<str>> {
        (0..WORTH)
            .map(|number| format!("MOSCOW, March {}, 2025. Anna Berg spoke.\n\nShe left.", number % 28 + 1).into())
            .collect()
    }

    fn fill(dir: &Path, limit: u64) -> Host {
        let host = Host::new(lang::Language::load(lang::DEFAULT_TAG), Config::default());
        let (snapshot, cache) = (host.snapshot(), Cache::open(dir, limit));
        for (number, text) in texts().into_iter().enumerate() {
            let path: Name = format!("{number}.txt").into();
            cache.put(
                ide::key(&snapshot, &path, &text),
                &Host::read_and_keep(&snapshot, &path, text, Depth::Skimmed, None).1,
            );
        }
        cache.save();
        host
    }

    fn found(dir: &Path, host: &Host) -> usize {
        let (snapshot, cache) = (host.snapshot(), Cache::open(dir, 1 << 20));
        let numbered = texts().into_iter().enumerate();
        let known =
            numbered.filter(|(number, text)| cache.get(ide::key(&snapshot, &format!("{number}.txt"), text)).is_some());
        known.count()
    }

    #[test]
    fn what_was_kept_is_found_and_means_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let host = fill(dir.path(), 1 << 20);
        assert_eq!(found(dir.path(), &host), WORTH);
        let (snapshot, cache) = (host.snapshot(), Cache::open(dir.path(), 1 << 20));
        let (path, text): (Name, Arc<str>) = ("7.txt".into(), texts()[7].clone());
        let kept = cache.get(ide::key(&snapshot, &path, &text)).unwrap();
        let again = kept.document(&snapshot, &path, text.clone()).unwrap();
        let read = Host::skim(&snapshot, &path, text);
        assert_eq!(again.facts(), read.facts());
        assert_eq!(format!("{again:?}"), format!("{read:?}"));
    }

    #[test]
    fn damage_counts_as_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let host = fill(dir.path(), 1 << 20);
        let file = dir.path().join(FILE);
        let good = fs::read(&file).unwrap();
        let flipped = |at: usize| {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            bytes
        };
        let bad = [
            Vec::new(),
            b"x".to_vec(),
            good[..good.len() - 1].to_vec(),
            flipped(3),
            flipped(HEAD - 9),
            flipped(HEAD),
            flipped(good.len() - 1),
        ];
        for bytes in bad {
            fs::write(&file, &bytes).unwrap();
            assert_eq!(found(dir.path(), &host), 0);
        }
        fs::write(&file, good).unwrap();
        assert_eq!(found(dir.path(), &host), WORTH);
    }

    #[test]
    fn it_keeps_to_its_size() {
        let dir = tempfile::tempdir().unwrap();
        let size = |host: Host| (fs::metadata(dir.path().join(FILE)).unwrap().len(), host);
        let (whole, _) = size(fill(dir.path(), 1 << 20));
        fs::remove_file(dir.path().join(FILE)).unwrap();
        let (half, host) = size(fill(dir.path(), whole / 2));
        assert!(half <= whole / 2);
        assert!((1..WORTH).contains(&found(dir.path(), &host)));
    }

    #[test]
    fn a_place_that_cannot_be_written_is_no_cache() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        let host = fill(&file.join("below"), 1 << 20);
        assert_eq!(found(&file.join("below"), &host), 0);
    }
}
