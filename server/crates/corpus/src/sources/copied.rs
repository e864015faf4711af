//! Passages that a text shares with sources, word for word.
//!
//! Every twelve words that stand together have a hash; of each few hashes in a row a text is known by the least
//! (winnowing). Two texts that share fifteen words share such a hash, and those that share fewer often do.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use text::Span;

use super::words::words;
use super::{Path, Source, Sources, shelf};

/// Words of a passage that is worth comparing.
pub const SHORTEST: usize = 12;
/// Of so many hashes in a row the least is kept.
const WINDOW: usize = 4;
/// So many files are looked at closely.
const FILES: usize = 8;

/// Words that more files have are a formula of the trade, and not copied from anybody.
const FORMULA: usize = 32;

/// A passage of a text that a source has, too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The source.
    pub path: Path,
    /// In the text.
    pub here: Span,
    /// In the source.
    pub there: Span,
    /// How many words it has.
    pub words: usize,
}

impl Sources {
    /// The longest passage that `text` shares with each source but the one called `own`; outside of what the source has
    /// in quotation marks, and of what `is_read` leaves out of the text. The longest first.
    pub fn passages(&self, text: &str, own: &str, is_read: impl Fn(Span) -> bool) -> Vec<Passage> {
        if !self.shares(text, own) {
            return Vec::new();
        }
        let (spans, plain): (Vec<Span>, Vec<u16>) = words(text).map(|word| (word.span, word.key)).unzip();
        let keys: Vec<Option<u16>> =
            spans.iter().zip(&plain).map(|(span, key)| is_read(*span).then_some(*key)).collect();
        let read = |at: usize| keys[at..at + SHORTEST].iter().all(Option::is_some);
        let marks: Vec<(u32, usize)> = fingerprints(&plain).into_iter().filter(|(_, at)| read(*at)).collect();
        let mut hits: FxHashMap<(usize, u8), usize> = FxHashMap::default();
        for (hash, _) in &marks {
            let files = self.with_passage(*hash);
            for place in files.iter().filter(|_| files.len() <= FORMULA) {
                *hits.entry(*place).or_default() += 1;
            }
        }
        let mut files: Vec<(usize, &Path, &Source)> = hits
            .into_iter()
            .filter_map(|((number, place), count)| {
                let (path, source) = self.shelves.get(number)?.file(usize::from(place))?;
                (**path != *own).then_some((count, path, &**source))
            })
            .collect();
        files.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        files.truncate(FILES);
        let longest = |(_, path, source): (usize, &Path, &Source)| longest(path, source, &keys, &spans, &marks);
        let mut all: Vec<Passage> = files.into_iter().filter_map(longest).collect();
        all.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.path.cmp(&b.path)));
        all
    }

    /// Whether `text` may share a passage with a source but the one called `own`. Most texts do not, and the words of
    /// that source are known already.
    fn shares(&self, text: &str, own: &str) -> bool {
        let known = self.source(own).filter(|source| **source.text() == *text);
        let keys =
            known.map_or_else(|| Cow::Owned(words(text).map(|word| word.key).collect()), |own| own.keys().into());
        let is_other = |(number, place): (usize, u8)| {
            let file = self.shelves.get(number).and_then(|shelf| shelf.file(usize::from(place)));
            file.is_some_and(|(path, _)| **path != *own)
        };
        fingerprints(&keys).into_iter().any(|(hash, _)| {
            let files = self.with_passage(hash);
            files.len() <= FORMULA && files.into_iter().any(is_other)
        })
    }

    /// What the passages of a stretch of a source are known by, quotation marks left out: two stretches that have one of
    /// these in common share a passage. Half of its words, at least, are none of which `is_said` is true.
    pub fn passages_in(&self, path: &str, stretch: Span, is_said: impl Fn(Span) -> bool) -> FxHashSet<u32> {
        let Some(source) = self.source(path) else { return FxHashSet::default() };
        let stretch = stretch.within(source.text());
        let inside = words(stretch.of(source.text())).map(|word| (word.span.shift(stretch.start), word.key));
        let read: Vec<Option<(u16, bool)>> =
            inside.map(|(span, key)| source.speech(span).is_none().then(|| (key, is_said(span)))).collect();
        let runs = read.split(Option::is_none).map(|run| run.iter().flatten().copied().unzip());
        let own = |said: &[bool]| said.iter().filter(|said| !**said).count() * 2 >= SHORTEST;
        let known = runs.flat_map(|(keys, said): (Vec<u16>, Vec<bool>)| {
            let passages = hashes(&keys).into_iter().zip(said.windows(SHORTEST));
            passages.filter(|(_, said)| own(said)).map(|(hash, _)| hash).collect::<Vec<u32>>()
        });
        known.collect()
    }

    /// Files with a hash, by shelf and place; one more than [`FORMULA`] at most.
    fn with_passage(&self, hash: u32) -> Vec<(usize, u8)> {
        let shelves = self.shelves.iter().enumerate();
        let files = shelves.flat_map(|(number, shelf)| shelf.passages().having(hash).map(move |place| (number, place)));
        files.take(FORMULA + 1).collect()
    }
}

impl Source {
    /// The hashes it is known by, in order; worked out when first asked for.
    fn passages(&self) -> &[u32] {
        self.passages.get_or_init(|| {
            let mut hashes: Vec<u32> = fingerprints(self.keys()).into_iter().map(|(hash, _)| hash).collect();
            hashes.sort_unstable();
            hashes.into()
        })
    }
}

/// The longest run of words that a text and a source share.
fn longest(
    path: &Path,
    source: &Source,
    keys: &[Option<u16>],
    spans: &[Span],
    marks: &[(u32, usize)],
) -> Option<Passage> {
    let places: Vec<Span> = words(source.text()).map(|word| word.span).collect();
    let spoken = |span: Span| source.speech(span).is_some();
    let theirs: Vec<Option<u16>> =
        source.keys().iter().zip(&places).map(|(key, span)| (!spoken(*span)).then_some(*key)).collect();
    let mut at: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (hash, place) in fingerprints(source.keys()) {
        at.entry(hash).or_default().push(place);
    }
    let same = |here: usize, there: usize| keys[here].is_some() && keys[here] == theirs[there];
    let mut seen: FxHashSet<(usize, usize)> = FxHashSet::default();
    let mut best: Option<(usize, usize, usize)> = None;
    for &(hash, here) in marks {
        for &there in at.get(&hash).into_iter().flatten() {
            let mut back = 0;
            while back < here.min(there) && same(here - back - 1, there - back - 1) {
                back += 1;
            }
            let (from, begins) = (here - back, there - back);
            if !seen.insert((from, begins)) {
                continue;
            }
            let most = (keys.len() - from).min(theirs.len() - begins);
            let len = (0..most).take_while(|&step| same(from + step, begins + step)).count();
            if len >= SHORTEST && best.is_none_or(|(known, ..)| len > known) {
                best = Some((len, from, begins));
            }
        }
    }
    let (len, here, there) = best?;
    let cover = |all: &[Span], at: usize| all[at].cover(all[at + len - 1]);
    Some(Passage { path: path.clone(), here: cover(spans, here), there: cover(&places, there), words: len })
}

/// The hashes a text is known by, with the number of the word that each begins at.
fn fingerprints(keys: &[u16]) -> Vec<(u32, usize)> {
    let hashes = hashes(keys);
    let mut all: Vec<(u32, usize)> = Vec::new();
    let window = WINDOW.min(hashes.len().max(1));
    for (start, window) in hashes.windows(window).enumerate() {
        let least = window.iter().enumerate().min_by_key(|(at, hash)| (**hash, std::cmp::Reverse(*at)));
        let Some((at, hash)) = least else { continue };
        if all.last() != Some(&(*hash, start + at)) {
            all.push((*hash, start + at));
        }
    }
    all
}

/// The hash of every [`SHORTEST`] words that stand together, each made of the one before (Karp and Rabin).
fn hashes(keys: &[u16]) -> Vec<u32> {
    const BASE: u64 = 0x0000_0100_0000_01b3;
    let Some((first, _)) = keys.split_at_checked(SHORTEST) else { return Vec::new() };
    let add = |hash: u64, key: u16| hash.wrapping_mul(BASE).wrapping_add(u64::from(key) + 1);
    let leaving = BASE.wrapping_pow(SHORTEST as u32);
    let mixed = |hash: u64| ((hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32;
    let mut hash = first.iter().fold(0, |hash, key| add(hash, *key));
    let mut all = vec![mixed(hash)];
    for (old, new) in keys.iter().zip(&keys[SHORTEST..]) {
        hash = add(hash, *new).wrapping_sub(leaving.wrapping_mul(u64::from(*old) + 1));
        all.push(mixed(hash));
    }
    all
}

/// The hashes of a shelf's files. A file that changes is kept beside the others: a key typed in it sorts nothing.
#[derive(Clone)]
pub(super) struct Passages {
    all: Arc<Sorted>,
    /// Files that have changed since, by place. What `all` says of them holds no more.
    changed: Vec<(u8, Option<Arc<Source>>)>,
}

/// Hashes in order, each with its file: five bytes a hash.
struct Sorted {
    hashes: Box<[u32]>,
    files: Box<[u8]>,
}

/// So many files are kept beside the others.
const CHANGED: usize = 16;

impl Passages {
    pub fn of<'a>(sources: impl Iterator<Item = (usize, &'a Source)>) -> Passages {
        let mut all: Vec<(u32, u8)> = Vec::new();
        for (place, source) in sources.take(shelf::SIZE) {
            all.extend(fingerprints(source.keys()).into_iter().map(|(hash, _)| (hash, place as u8)));
        }
        all.sort_unstable();
        all.dedup();
        let (hashes, files): (Vec<u32>, Vec<u8>) = all.into_iter().unzip();
        Passages { all: Arc::new(Sorted { hashes: hashes.into(), files: files.into() }), changed: Vec::new() }
    }

    /// The same with another file, or none, at a place. Nothing where too many have changed: they are sorted anew then.
    pub fn with(mut self, place: usize, source: Option<&Arc<Source>>) -> Option<Passages> {
        let place = u8::try_from(place).ok()?;
        self.changed.retain(|(other, _)| *other != place);
        self.changed.push((place, source.cloned()));
        (self.changed.len() <= CHANGED).then_some(self)
    }

    /// The files with a hash.
    pub fn having(&self, hash: u32) -> impl Iterator<Item = u8> + '_ {
        let start = self.all.hashes.partition_point(|other| *other < hash);
        let same = self.all.hashes[start..].iter().zip(&self.all.files[start..]);
        let same = same.take_while(move |(other, _)| **other == hash).map(|(_, file)| *file);
        let old = same.filter(|file| !self.changed.iter().any(|(place, _)| place == file));
        let has = move |source: &Source| source.passages().binary_search(&hash).is_ok();
        let new = self.changed.iter().filter(move |(_, source)| source.as_deref().is_some_and(has));
        old.chain(new.map(|(place, _)| *place))
    }

    /// Bytes it takes.
    pub fn memory(&self) -> usize {
        self.all.hashes.len() * size_of::<u32>() + self.all.files.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMON: &str =
        "the harbour of the old town will be closed for a year while workers repair the eastern pier and its lights";

    fn sources(texts: &[&str]) -> Sources {
        let mut sources = Sources::default();
        for (number, text) in texts.iter().enumerate() {
            let source = Source::new((*text).into(), vec![0], Vec::new());
            sources.replace(&format!("{number}.txt").into(), Some(Arc::new(source)));
        }
        sources
    }

    #[test]
    fn what_two_texts_share() {
        let one = format!("On Tuesday the council said nothing. It wrote that {COMMON}, a reader found.");
        let other = format!("Officials confirmed that {COMMON}. Nobody was asked.");
        let sources =
            sources(&[&one, &other, "Nothing of the kind stands here, and it has a good number of words as well."]);
        let found = sources.passages(&one, "0.txt", |_| true);
        let told: Vec<(&str, &str)> = found.iter().map(|found| (&*found.path, found.here.of(&one))).collect();
        assert_eq!(told, [("1.txt", &*format!("that {COMMON}"))]);
        assert_eq!(found[0].there.of(&other), format!("that {COMMON}"));
        assert!(sources.passages(&one, "0.txt", |span| span.start > 120).is_empty());
    }

    #[test]
    fn a_fingerprint_in_every_fifteen_words() {
        let keys: Vec<u16> = (0..200u16).map(|at| at.wrapping_mul(40_503)).collect();
        let marks = fingerprints(&keys);
        assert!(marks.windows(2).all(|pair| pair[1].1 - pair[0].1 <= WINDOW));
        assert!(marks.len() < keys.len() * 3 / 5 && fingerprints(&keys[..11]).is_empty());
        // The same words have the same hash, wherever they stand.
        assert_eq!(hashes(&keys)[150], hashes(&keys[150..])[0]);
    }

    #[test]
    fn an_edit_is_seen_and_forgotten() {
        let one = format!("On Tuesday the council said nothing. It wrote that {COMMON}, a reader found.");
        let mut sources =
            sources(&[&one, "Nothing of the kind stands here, and it has a good number of words as well."]);
        let found = |sources: &Sources| sources.passages(&one, "0.txt", |_| true).len();
        assert_eq!(found(&sources), 0);
        for round in 0..3 * CHANGED {
            let text = format!("Round {round}. Officials confirmed that {COMMON}.");
            let source = Source::new(text.as_str().into(), vec![0], Vec::new());
            sources.replace(&format!("{}.txt", 1 + round % 20).as_str().into(), Some(Arc::new(source)));
            let anew = Sources::default();
            let anew = sources.files.iter().fold(anew, |mut anew, (path, standing)| {
                anew.replace(path, Some(standing.source.clone()));
                anew
            });
            assert_eq!(sources.passages(&one, "0.txt", |_| true), anew.passages(&one, "0.txt", |_| true));
        }
        (1..=20).for_each(|number| sources.replace(&format!("{number}.txt").as_str().into(), None));
        assert_eq!(found(&sources), 0);
    }
}
