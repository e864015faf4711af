//! Where a quotation stands, word for word.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use text::Span;

use super::pattern::{Item, Pattern};
use super::words::{same, words};
use super::{Path, Source, Sources, Spoken, shelf};

/// A place where a quotation stands word for word.
#[derive(Clone, PartialEq, Debug)]
pub struct Occurrence {
    /// The file.
    pub path: Path,
    /// The words, in several pieces where something was left out.
    pub spans: Vec<Span>,
    /// The speech they are part of; none where they stand outside quotation marks.
    pub speech: Option<Spoken>,
}

/// A file that has words of a quotation.
pub(super) struct Candidate<'a> {
    pub path: &'a Path,
    pub source: &'a Arc<Source>,
    /// How much these words tell: rare ones more.
    pub score: u32,
    /// It has all of them.
    pub whole: bool,
}

/// What the words of a quotation tell.
pub(super) struct Weights(FxHashMap<u16, u32>);

/// Files that are searched for the words of one quotation: a phrase that stands in more of them is nobody's.
const FILES: usize = 256;
/// Places in one file.
const PLACES: usize = 16;
/// Steps a search may take at one place, so that many gaps cannot make it long.
const STEPS: usize = 20_000;

impl Sources {
    pub(super) fn search(&self, pattern: &Pattern) -> Vec<Occurrence> {
        let (candidates, _) = self.candidates(pattern);
        let mut whole: Vec<Candidate> = candidates.into_iter().filter(|candidate| candidate.whole).collect();
        whole.sort_by(|a, b| a.path.cmp(b.path));
        whole.iter().take(FILES).flat_map(|file| occurrences(file.path, file.source, pattern)).collect()
    }

    /// Files that have any of the words, in no order, with what the words are worth.
    pub(super) fn candidates(&self, pattern: &Pattern) -> (Vec<Candidate<'_>>, Weights) {
        let keys = pattern.required();
        let weights = self.weights(&keys);
        let mut found = Vec::new();
        for shelf in &self.shelves {
            let (mut scores, mut counts) = ([0u32; shelf::SIZE], [0u32; shelf::SIZE]);
            for key in &keys {
                let weight = weights.of(*key);
                for &file in shelf.having(*key) {
                    scores[usize::from(file)] += weight;
                    counts[usize::from(file)] += 1;
                }
            }
            for place in 0..shelf::SIZE {
                if counts[place] > 0
                    && let Some((path, source)) = shelf.file(place)
                {
                    let whole = counts[place] as usize >= keys.len();
                    found.push(Candidate { path, source, score: scores[place], whole });
                }
            }
        }
        (found, weights)
    }

    fn weights(&self, keys: &[u16]) -> Weights {
        let all = self.len() as u64 + 1;
        let weight = |key: &u16| (*key, (16 * all / (self.having(*key) + 1)).max(2).ilog2());
        Weights(keys.iter().map(weight).collect())
    }

    /// How many files have a key.
    pub(super) fn having(&self, key: u16) -> u64 {
        self.shelves.iter().map(|shelf| shelf.having(key).len() as u64).sum()
    }
}

impl Weights {
    pub fn of(&self, key: u16) -> u32 {
        self.0.get(&key).copied().unwrap_or(1)
    }
}

/// The places in one file.
fn occurrences(path: &Path, source: &Source, pattern: &Pattern) -> Vec<Occurrence> {
    let mut found = matches(source.keys(), pattern, &FxHashMap::default());
    if found.is_empty() && !pattern.has_seams() {
        return Vec::new();
    }
    let spans: Vec<Span> = words(source.text()).map(|word| word.span).collect();
    if found.is_empty() {
        found = matches(source.keys(), pattern, &interruptions(source, &spans));
    }
    let fits = found.into_iter().filter(|places| is_same(source.text(), &spans, pattern, places));
    fits.filter_map(|places| {
        let spans = pieces(&places, &spans);
        let speech = speech(source, &spans)?;
        Some(Occurrence { path: path.clone(), spans, speech })
    })
    .collect()
}

/// The speech that pieces of a text are part of; the outer `None` is where several people's are put together.
fn speech(source: &Source, pieces: &[Span]) -> Option<Option<Spoken>> {
    let mut all = pieces.iter().map(|piece| source.speech(*piece));
    let first = all.next().flatten();
    let mut whole = first.is_some();
    let speaker = |spoken: &Spoken| (spoken.article, spoken.voice.speaker);
    for other in all {
        match (first, other) {
            (Some(first), Some(other)) if speaker(first) == speaker(other) => {}
            (Some(first), Some(other)) if first.voice.speaker.and(other.voice.speaker).is_some() => return None,
            _ => whole = false,
        }
    }
    Some(first.filter(|_| whole).cloned())
}

/// Runs of words that stand side by side.
fn pieces(places: &[usize], spans: &[Span]) -> Vec<Span> {
    let mut all: Vec<(usize, Span)> = Vec::new();
    for &place in places {
        match all.last_mut() {
            Some((last, span)) if *last + 1 == place => (*last, *span) = (place, span.cover(spans[place])),
            _ => all.push((place, spans[place])),
        }
    }
    all.into_iter().map(|(_, span)| span).collect()
}

/// Words that may be passed over where a quotation has a mark: from the word after an interrupted speech to the one
/// that resumes it, and from an editor's parenthesis to its end.
fn interruptions(source: &Source, spans: &[Span]) -> FxHashMap<usize, usize> {
    let word_at = |offset: u32| spans.partition_point(|span| span.start < offset);
    let mut all = FxHashMap::default();
    for pair in source.spoken.windows(2) {
        let between = Span::new(pair[0].span.end, pair[1].span.start.max(pair[0].span.end));
        let near = (pair[0].article, pair[0].voice.speaker) == (pair[1].article, pair[1].voice.speaker)
            && between.len() < 300
            && !has_blank_line(between.of(&source.text));
        if near {
            all.insert(word_at(between.start), word_at(pair[1].span.start));
        }
    }
    for spoken in &*source.spoken {
        let text = spoken.span.of(&source.text);
        for (open, _) in text.match_indices('(') {
            if let Some(len) = text[open..].find(')') {
                let start = spoken.span.start + open as u32;
                all.insert(word_at(start), word_at(start + len as u32));
            }
        }
    }
    all
}

fn has_blank_line(text: &str) -> bool {
    text.lines().skip(1).any(|line| line.trim().is_empty())
}

/// Every place where the keys fit: the number of the word in the text for each word of the pattern.
fn matches(keys: &[u16], pattern: &Pattern, interruptions: &FxHashMap<usize, usize>) -> Vec<Vec<usize>> {
    let Some(Item::Word { key: first, .. }) = pattern.items.first() else { return Vec::new() };
    let starts = keys.iter().enumerate().filter(|(_, key)| *key == first).map(|(at, _)| at);
    let found = starts.filter_map(|start| {
        let mut walk = Walk { keys, items: &pattern.items, interruptions, steps: STEPS, places: Vec::new() };
        walk.from(0, start).then_some(walk.places)
    });
    found.take(PLACES).collect()
}

struct Walk<'a> {
    keys: &'a [u16],
    items: &'a [Item],
    interruptions: &'a FxHashMap<usize, usize>,
    steps: usize,
    places: Vec<usize>,
}

impl Walk<'_> {
    /// Whether the items from `item` on fit the words from `at` on.
    fn from(&mut self, item: usize, mut at: usize) -> bool {
        let kept = self.places.len();
        for (number, item) in self.items.iter().enumerate().skip(item) {
            self.steps = self.steps.saturating_sub(1);
            match *item {
                Item::Word { key, seam, .. } => {
                    let resumed = self.interruptions.get(&at).filter(|_| seam && number > 0);
                    if self.keys.get(at) != Some(&key) {
                        match resumed.filter(|&&at| self.keys.get(at) == Some(&key)) {
                            Some(&later) if self.steps > 0 => at = later,
                            _ => {
                                self.places.truncate(kept);
                                return false;
                            }
                        }
                    }
                    self.places.push(at);
                    at += 1;
                }
                Item::Gap(words) => {
                    let fits = (at..=at + usize::from(words)).any(|at| self.steps > 0 && self.from(number + 1, at));
                    if !fits {
                        self.places.truncate(kept);
                    }
                    return fits;
                }
            }
        }
        self.steps > 0
    }
}

/// The words at `places` are the pattern's, letter by letter.
fn is_same(text: &str, spans: &[Span], pattern: &Pattern, places: &[usize]) -> bool {
    let asked = pattern.items.iter().filter_map(|item| match item {
        Item::Word { span, anew, .. } => Some((span.of(&pattern.text), *anew)),
        Item::Gap(_) => None,
    });
    asked
        .zip(places)
        .all(|((word, anew), &place)| same(word, spans[place].of(text), anew || begins(text, spans, place)))
}

/// A mark stands before a word of the text.
pub(super) fn begins(text: &str, spans: &[Span], place: usize) -> bool {
    let before = place.checked_sub(1).map_or(0, |before| spans[before].end);
    place == 0 || Span::new(before, spans[place].start).of(text).contains(|c: char| !c.is_whitespace())
}
