//! What was read of a large folder, kept on disk for the next time.
//!
//! One file a folder, by default `.dateline/cache/readings`: texts, each with what a reading of it came to, and behind them
//! the contents, which alone are held in memory. It is written anew beside the old one and moved into place, so that two
//! programs on one folder do not meet; whichever is last wins, and both were right. What another build has written, what is
//! damaged or cut short, counts as nothing and is replaced in silence: the folder is read anew, as if there had been no
//! cache. A folder that is read in a second has none.
//!
//! ```text
//! "dateline readings\n" · build u64 · { text · reading }* · contents · start of contents u64 · checksum of contents u64
//! ```
//!
//! Numbers are little-endian, the contents are [postcard](https://postcard.jamesmunns.com)'s.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, IntoInnerError, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ide::{Depth, Document, Host, Kept, Path as Name, Snapshot};
use serde::{Deserialize, Serialize};
use tempfile::{NamedTempFile, SpooledTempFile};

/// The name of the file.
const FILE: &str = "readings";
const MAGIC: &[u8] = b"dateline readings\n";
const HEAD: usize = MAGIC.len() + 8;
/// Bytes behind the contents.
const TAIL: usize = 16;

/// So many files have to be read anew before it is worth to keep them: a second's work.
pub const WORTH: usize = 50;

/// A file that was changed so shortly before it was read may change again and keep its time.
const UNSETTLED: Duration = Duration::from_secs(2);

/// The readings of one folder, as they were kept and as they come.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    limit: u64,
    old: Option<Mutex<File>>,
    contents: Contents,
    /// Under which key a text was kept, whatever else the key says.
    texts: HashMap<u64, Key>,
    now: Mutex<Now>,
}

/// What [`ide::key`] gives: a text in the upper half, the light it was read in in the lower one.
type Key = u128;

/// What is in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Contents {
    entries: HashMap<Key, Entry>,
    /// Which text a file had, by its name's number.
    stamps: HashMap<u64, Stamp>,
}

/// Where a text stands, and the reading behind it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Entry {
    start: u64,
    text: u32,
    reading: u32,
    /// Of the reading. The text's is in the key.
    checksum: u64,
}

/// A file as it was when it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    time: u64,
    /// Which text that is: [`text::hash64`].
    text: u64,
}

/// What this reading of the folder has used and brought.
#[derive(Debug)]
struct Now {
    used: HashSet<Key>,
    fresh: Contents,
    /// The fresh texts and readings: in memory while they are few.
    spool: SpooledTempFile,
    /// Bytes of the spool; none if it could not be written.
    spooled: Option<u64>,
}

impl Cache {
    /// What is kept in the folder `dir`. Never fails: what cannot be read counts as nothing. `limit` is in bytes.
    pub fn open(dir: &Path, limit: u64) -> Cache {
        let path = dir.join(FILE);
        let (old, contents) =
            open(&path).map_or_else(Default::default, |(file, contents)| (Some(file.into()), contents));
        let texts = contents.entries.keys().map(|key| (text_of(*key), *key)).collect();
        let spool = tempfile::spooled_tempfile_in(usize::MAX, dir);
        let now = Now { used: HashSet::new(), fresh: Contents::default(), spool, spooled: Some(0) };
        Cache { path, limit, old, contents, texts, now: now.into() }
    }

    /// The text of a file that has neither changed its size nor its time since it was read.
    pub fn text(&self, name: &str, file: &Metadata) -> Option<Arc<str>> {
        let stamp = self.contents.stamps.get(&text::hash64(name.as_bytes()))?;
        if (stamp.size, Some(stamp.time)) != (file.len(), changed(file)) {
            return None;
        }
        let entry = self.contents.entries.get(self.texts.get(&stamp.text)?)?;
        let bytes = self.bytes(entry.start, entry.text)?;
        let whole = text::hash64(&bytes) == stamp.text;
        whole.then(|| String::from_utf8(bytes).ok().map(Into::into))?
    }

    /// This is the text of a file that was so before it was read.
    pub fn stamp(&self, name: &str, file: &Metadata, text: &str) {
        let settled = file.modified().ok().and_then(|time| SystemTime::now().duration_since(time).ok());
        if let Some(time) = changed(file).filter(|_| settled.is_some_and(|age| age > UNSETTLED)) {
            let stamp = Stamp { size: file.len(), time, text: text::hash64(text.as_bytes()) };
            self.now().fresh.stamps.insert(text::hash64(name.as_bytes()), stamp);
        }
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
        self.put(key, &document.text, &kept);
        document
    }

    /// What was kept under a key.
    fn get(&self, key: Key) -> Option<Kept> {
        let entry = self.contents.entries.get(&key)?;
        let bytes = self.bytes(entry.start + u64::from(entry.text), entry.reading)?;
        let kept = Kept::from_bytes(&bytes).filter(|_| text::hash64(&bytes) == entry.checksum)?;
        self.now().used.insert(key);
        Some(kept)
    }

    /// Bytes of the old file.
    fn bytes(&self, start: u64, length: u32) -> Option<Vec<u8>> {
        let mut file = self.old.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = vec![0; length as usize];
        file.seek(SeekFrom::Start(start)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Keeps something under a key, from the next [`Cache::save`] on.
    fn put(&self, key: Key, text: &str, kept: &Kept) {
        let reading = kept.to_bytes();
        let mut now = self.now();
        if now.fresh.entries.len() == WORTH {
            // Now there is going to be a file.
            now.spooled = now.spooled.filter(|_| prepare(&self.path).is_ok() && now.spool.roll().is_ok());
        }
        now.put(key, text, &reading);
    }

    /// Writes down what there is, if enough of it is new. What was not used this time goes first when room is short.
    /// Where it cannot be written there is no cache.
    pub fn save(self) {
        let Now { used, fresh, mut spool, spooled } = self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        if spooled.is_none() || fresh.entries.len().max(fresh.stamps.len()) < WORTH {
            return;
        }
        let mut old = self.old.map(|file| file.into_inner().unwrap_or_else(PoisonError::into_inner));
        let saved = New::create(&self.path, self.limit).and_then(|mut new| {
            new.copy(&mut spool, &fresh.entries, |_| true)?;
            if let Some(old) = &mut old {
                let entries = &self.contents.entries;
                new.copy(old, entries, |key| used.contains(key))?;
                new.copy(old, entries, |_| true)?;
            }
            // Some systems let nobody replace a file that is open.
            drop(old);
            new.finish(&self.path, self.contents.stamps.into_iter().chain(fresh.stamps))
        });
        if let Err(error) = saved {
            tracing::debug!("{}: {error}; nothing is kept", self.path.display());
        }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        // Entries are whole: a thread that panicked left nothing half done.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn put(&mut self, key: Key, text: &str, reading: &[u8]) {
        let (Some(start), Ok(text_length), Ok(length)) =
            (self.spooled, text.len().try_into(), reading.len().try_into())
        else {
            return;
        };
        let written = self.spool.write_all(text.as_bytes()).and_then(|()| self.spool.write_all(reading));
        let entry = Entry { start, text: text_length, reading: length, checksum: text::hash64(reading) };
        self.spooled = written.is_ok().then(|| entry.end());
        self.fresh.entries.insert(key, entry);
    }
}

impl Entry {
    fn end(&self) -> u64 {
        self.start + u64::from(self.text) + u64::from(self.reading)
    }
}

/// The file that takes the old one's place.
struct New {
    file: BufWriter<NamedTempFile>,
    contents: Contents,
    /// Bytes written.
    at: u64,
    /// Bytes that there is room for.
    room: u64,
}

impl New {
    fn create(path: &Path, limit: u64) -> io::Result<New> {
        let mut file = BufWriter::new(NamedTempFile::new_in(prepare(path)?)?);
        file.write_all(MAGIC)?;
        file.write_all(&build().to_le_bytes())?;
        let at = HEAD as u64;
        Ok(New { file, contents: Contents::default(), at, room: limit.saturating_sub(at + TAIL as u64) })
    }

    /// Copies entries, those that are there already and those for which there is no room excepted.
    fn copy(
        &mut self,
        from: &mut (impl Read + Seek),
        entries: &HashMap<Key, Entry>,
        is_meant: impl Fn(&Key) -> bool,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut meant: Vec<(&Key, &Entry)> = entries.iter().filter(|(key, _)| is_meant(key)).collect();
        meant.sort_by_key(|(_, entry)| entry.start);
        for (key, entry) in meant {
            let length = entry.end() - entry.start;
            let Some(room) = self.room.checked_sub(length + LISTED) else { continue };
            if self.contents.entries.contains_key(key) {
                continue;
            }
            bytes.resize(length as usize, 0);
            from.seek(SeekFrom::Start(entry.start))?;
            from.read_exact(&mut bytes)?;
            self.file.write_all(&bytes)?;
            self.contents.entries.insert(*key, Entry { start: self.at, ..*entry });
            (self.at, self.room) = (self.at + length, room);
        }
        Ok(())
    }

    /// Writes the contents, with the stamps of files whose texts are here, and moves the file into place.
    fn finish(mut self, path: &Path, stamps: impl Iterator<Item = (u64, Stamp)>) -> io::Result<()> {
        let texts: HashSet<u64> = self.contents.entries.keys().map(|key| text_of(*key)).collect();
        self.contents.stamps = stamps.filter(|(_, stamp)| texts.contains(&stamp.text)).collect();
        let contents = postcard::to_stdvec(&self.contents).map_err(io::Error::other)?;
        self.file.write_all(&contents)?;
        self.file.write_all(&self.at.to_le_bytes())?;
        self.file.write_all(&text::hash64(&contents).to_le_bytes())?;
        self.file.into_inner().map_err(IntoInnerError::into_error)?.persist(path)?;
        Ok(())
    }
}

/// Bytes that an entry and its stamp take in the contents, at most.
const LISTED: u64 = 80;

/// Makes the folder of the file. It says of itself that it is a cache and of no interest to git.
fn prepare(path: &Path) -> io::Result<&Path> {
    let dir = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let ignore = dir.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    Ok(dir)
}

/// A file that this build has written, and its contents if they are whole.
fn open(path: &Path) -> Option<(File, Contents)> {
    let mut file = File::open(path).ok()?;
    let mut head = [0; HEAD];
    file.read_exact(&mut head).ok()?;
    let (magic, written_by) = head.split_at(MAGIC.len());
    if magic != MAGIC || *written_by != build().to_le_bytes() {
        return None;
    }
    let end = file.seek(SeekFrom::End(-(TAIL as i64))).ok()?;
    let (start, checksum) = (number(&mut file)?, number(&mut file)?);
    let mut contents = vec![0; usize::try_from(end.checked_sub(start)?).ok()?];
    file.seek(SeekFrom::Start(start)).ok()?;
    file.read_exact(&mut contents).ok()?;
    let whole = text::hash64(&contents) == checksum;
    Some((file, postcard::from_bytes(&contents).ok().filter(|_| whole)?))
}

fn number(file: &mut File) -> Option<u64> {
    let mut bytes = [0; 8];
    file.read_exact(&mut bytes).ok()?;
    Some(u64::from_le_bytes(bytes))
}

/// Which text a key is of.
fn text_of(key: Key) -> u64 {
    (key >> 64) as u64
}

/// When a file was changed last, in nanoseconds since 1970.
fn changed(file: &Metadata) -> Option<u64> {
    file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos().try_into().ok()
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
        fill_with(dir, limit, |_| ())
    }

    fn fill_with(dir: &Path, limit: u64, more: impl FnOnce(&Cache)) -> Host {
        let host = Host::new(lang::Language::load(lang::DEFAULT_TAG), Config::default());
        let (snapshot, cache) = (host.snapshot(), Cache::open(dir, limit));
        for (number, text) in texts().into_iter().enumerate() {
            let path: Name = format!("{number}.txt").into();
            cache.put(
                ide::key(&snapshot, &path, &text),
                &text,
                &Host::read_and_keep(&snapshot, &path, text.clone(), Depth::Skimmed, None).1,
            );
        }
        more(&cache);
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
            flipped(HEAD - 1),
            flipped(good.len() - TAIL - 1),
            flipped(good.len() - TAIL),
            flipped(good.len() - 1),
        ];
        for bytes in bad {
            fs::write(&file, &bytes).unwrap();
            assert_eq!(found(dir.path(), &host), 0);
        }
        // What is damaged inside takes nothing else along.
        let first = HEAD + texts()[0].len();
        fs::write(&file, flipped(first)).unwrap();
        assert_eq!(found(dir.path(), &host), WORTH - 1);
        fs::write(&file, good).unwrap();
        assert_eq!(found(dir.path(), &host), WORTH);
    }

    #[test]
    fn a_file_that_has_not_changed_is_not_read_again() {
        let (dir, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (file, old) = (folder.path().join("7.txt"), SystemTime::now() - 2 * UNSETTLED);
        let write = |text: &str, time: SystemTime| {
            fs::write(&file, text).unwrap();
            File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
            fs::metadata(&file).unwrap()
        };
        let text = &*texts()[7];
        let about = write(text, old);
        let cache = Cache::open(dir.path(), 1 << 20);
        assert_eq!(cache.text("7.txt", &about), None);
        drop(cache);
        fill_with(dir.path(), 1 << 20, |cache| cache.stamp("7.txt", &about, text));
        let cache = Cache::open(dir.path(), 1 << 20);
        assert_eq!(cache.text("7.txt", &about).as_deref(), Some(text));
        assert_eq!(cache.text("8.txt", &about), None);
        let later = write(&text.replace("Anna", "Olga"), old + Duration::from_nanos(1000));
        assert_eq!(cache.text("7.txt", &later), None);
        drop(cache);
        // Whoever changes a file twice within the same tick of the clock is seen all the same.
        let now = write(text, SystemTime::now());
        fs::remove_file(dir.path().join(FILE)).unwrap();
        fill_with(dir.path(), 1 << 20, |cache| cache.stamp("7.txt", &now, text));
        assert_eq!(Cache::open(dir.path(), 1 << 20).text("7.txt", &now), None);
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
