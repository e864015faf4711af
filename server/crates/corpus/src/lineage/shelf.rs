//! A shelf of up to 256 files, and which of their statements have which words together.

use std::sync::{Arc, OnceLock};

use super::Told;
use crate::Path;

/// Files on a shelf: their numbers fit a byte.
pub(super) const SIZE: usize = 256;
/// So many files may change before the shelf's table is made anew.
const CHANGED: usize = 16;
/// Words that more statements of a shelf have together tell nothing.
const COMMON: usize = 400;

/// Files, and the table of their statements. An edit changes the entries of its own file.
#[derive(Default)]
pub(super) struct Shelf {
    files: Vec<Option<File>>,
    table: OnceLock<Arc<Table>>,
    /// Files that have changed since the table was made: what it says of them holds no more.
    changed: Vec<u8>,
}

#[derive(Clone)]
struct File {
    path: Path,
    told: Arc<Told>,
    /// Keys in order, each with its statement; made when the file has changed.
    own: OnceLock<Arc<[(u32, u16)]>>,
}

/// Keys in order, each with file and statement.
struct Table(Box<[(u32, u8, u16)]>);

impl Shelf {
    /// Puts another file, or none, at `place`.
    pub fn set(&mut self, place: usize, file: Option<(Path, Arc<Told>)>) {
        if self.files.len() <= place {
            self.files.resize_with(place + 1, || None);
        }
        self.files[place] = file.map(|(path, told)| File { path, told, own: OnceLock::new() });
        if !self.changed.contains(&(place as u8)) {
            self.changed.push(place as u8);
        }
        if self.table.get().is_none() || self.changed.len() > CHANGED {
            self.table.take();
            self.changed.clear();
        }
    }

    /// The shelf with another file, or none, at `place`.
    pub fn with(&self, place: usize, file: Option<(Path, Arc<Told>)>) -> Shelf {
        let mut shelf = Shelf { files: self.files.clone(), table: self.table.clone(), changed: self.changed.clone() };
        shelf.set(place, file);
        shelf
    }

    /// Makes the table.
    pub fn prepare(&self) {
        self.table();
    }

    /// The statements that have any of `keys`, each once.
    pub fn having(&self, keys: &[u32]) -> Vec<(&Path, u32)> {
        let table = &self.table().0;
        let mut found: Vec<(u8, u16)> = Vec::new();
        for key in keys {
            let start = table.partition_point(|(other, ..)| other < key);
            let same = table[start..].iter().take_while(|(other, ..)| other == key);
            let same: Vec<(u8, u16)> = same.take(COMMON + 1).map(|(_, file, at)| (*file, *at)).collect();
            if same.len() <= COMMON {
                found.extend(same.into_iter().filter(|(file, _)| !self.changed.contains(file)));
            }
        }
        for &place in &self.changed {
            let Some(file) = self.file(place) else { continue };
            let own = file.own.get_or_init(|| keys_of(&file.told).into());
            let has = |key: &u32| keys.binary_search(key).is_ok();
            found.extend(own.iter().filter(|(key, _)| has(key)).map(|(_, at)| (place, *at)));
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|(file, at)| Some((&self.file(file)?.path, u32::from(at)))).collect()
    }

    /// Bytes the table takes.
    pub fn memory(&self) -> usize {
        self.table.get().map_or(0, |table| table.0.len() * size_of::<(u32, u8, u16)>())
    }

    fn file(&self, place: u8) -> Option<&File> {
        self.files.get(usize::from(place))?.as_ref()
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let files = self.files.iter().enumerate().filter_map(|(place, file)| Some((place as u8, file.as_ref()?)));
            let entries =
                files.flat_map(|(place, file)| keys_of(&file.told).into_iter().map(move |(key, at)| (key, place, at)));
            let mut all: Vec<(u32, u8, u16)> = entries.collect();
            all.sort_unstable();
            Arc::new(Table(all.into()))
        })
    }
}

fn keys_of(told: &Told) -> Vec<(u32, u16)> {
    let numbered = told.statements.iter().zip(0..=u16::MAX);
    let mut all: Vec<(u32, u16)> =
        numbered.flat_map(|(statement, at)| statement.terms.keys().into_iter().map(move |key| (key, at))).collect();
    all.sort_unstable();
    all
}
