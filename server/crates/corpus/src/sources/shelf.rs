//! A shelf of up to 256 files, and which of them have which words.

use std::sync::{Arc, OnceLock};

use super::copied::Passages;
use super::words::pair;
use super::{Path, Source};

/// Files on a shelf: their numbers fit a byte.
pub(super) const SIZE: usize = 256;

/// Files, and the table of their words. An edit of a file makes the table of its shelf anew, when somebody asks; of its
/// passages it changes the file's own.
#[derive(Default)]
pub(super) struct Shelf {
    files: Vec<Option<(Path, Arc<Source>)>>,
    table: OnceLock<Table>,
    passages: OnceLock<Passages>,
}

/// For each key the files that have it, one list behind the other.
struct Table {
    /// A key loses so many bits: a shelf with little on it has a small table.
    shift: u32,
    /// Where the list of each shortened key begins.
    starts: Box<[u32]>,
    files: Box<[u8]>,
}

impl Shelf {
    /// Puts another file, or none, at `place`.
    pub fn set(&mut self, place: usize, file: Option<(Path, Arc<Source>)>) {
        if self.files.len() <= place {
            self.files.resize(place + 1, None);
        }
        let source = file.as_ref().map(|(_, source)| source);
        let passages = self.passages.take().and_then(|passages| passages.with(place, source));
        self.passages = passages.map_or_else(OnceLock::new, OnceLock::from);
        self.files[place] = file;
        self.table.take();
    }

    /// The shelf with another file, or none, at `place`.
    pub fn with(&self, place: usize, file: Option<(Path, Arc<Source>)>) -> Shelf {
        let mut shelf = Shelf { files: self.files.clone(), table: OnceLock::new(), passages: self.passages.clone() };
        shelf.set(place, file);
        shelf
    }

    /// The file at `place`.
    pub fn file(&self, place: usize) -> Option<(&Path, &Arc<Source>)> {
        self.files.get(place)?.as_ref().map(|(path, source)| (path, source))
    }

    /// The files that have `key`, and some that have a like one.
    pub fn having(&self, key: u16) -> &[u8] {
        let table = self.table();
        let at = usize::from(key) >> table.shift;
        let range = table.starts.get(at).zip(table.starts.get(at + 1));
        range.and_then(|(start, end)| table.files.get(*start as usize..*end as usize)).unwrap_or_default()
    }

    /// What the files are known by, passage by passage.
    pub fn passages(&self) -> &Passages {
        let places = || self.files.iter().enumerate();
        let sources = || places().filter_map(|(place, file)| Some((place, &*file.as_ref()?.1)));
        self.passages.get_or_init(|| Passages::of(sources()))
    }

    /// Makes the table.
    pub fn prepare(&self) {
        self.table();
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| Table::of(&self.files))
    }

    /// Bytes the table takes.
    pub fn memory(&self) -> usize {
        let table = self.table.get().map_or(0, |table| table.starts.len() * size_of::<u32>() + table.files.len());
        table + self.passages.get().map_or(0, Passages::memory)
    }
}

impl Table {
    fn of(files: &[Option<(Path, Arc<Source>)>]) -> Table {
        let mut entries: Vec<u32> = Vec::new();
        let mut seen = Seen::default();
        for (place, file) in files.iter().enumerate() {
            let Some((_, source)) = file else { continue };
            let (keys, mut before) = (source.keys(), None);
            for &key in keys {
                let paired = before.map(|before| pair(before, key));
                before = Some(key);
                let fresh = [Some(key), paired].into_iter().flatten().filter(|key| seen.first(*key));
                entries.extend(fresh.map(|key| u32::from(key) << 8 | place as u32));
            }
            seen.forget();
        }
        let bits = (usize::BITS - entries.len().leading_zeros()).clamp(8, 16);
        Table::sorted(16 - bits, &entries)
    }

    /// Sorts by counting: entries come by file, so that each list is in the files' order.
    fn sorted(shift: u32, entries: &[u32]) -> Table {
        let bucket = |entry: u32| (entry >> 8 >> shift) as usize;
        let mut starts = vec![0u32; (1 << (16 - shift)) + 1];
        for &entry in entries {
            starts[bucket(entry) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut files = vec![0u8; entries.len()];
        for &entry in entries {
            let at = &mut next[bucket(entry)];
            files[*at as usize] = entry as u8;
            *at += 1;
        }
        Table { shift, starts: starts.into(), files: files.into() }
    }
}

/// Keys that a file has shown already.
struct Seen {
    bits: Box<[u64]>,
    keys: Vec<u16>,
}

impl Default for Seen {
    fn default() -> Seen {
        Seen { bits: vec![0; 1 << 10].into(), keys: Vec::new() }
    }
}

impl Seen {
    fn first(&mut self, key: u16) -> bool {
        let (word, bit) = (&mut self.bits[usize::from(key >> 6)], 1u64 << (key & 63));
        let fresh = *word & bit == 0;
        if fresh {
            *word |= bit;
            self.keys.push(key);
        }
        fresh
    }

    fn forget(&mut self) {
        for key in self.keys.drain(..) {
            self.bits[usize::from(key >> 6)] = 0;
        }
    }
}
