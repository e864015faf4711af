//! The passage nearest to a quotation, and what differs.

use text::Span;

use super::find::begins;
use super::pattern::{Item, Pattern};
use super::words::{same, words};
use super::{Path, Source, Sources, Spoken};

/// The passage of a source that is most like a quotation.
#[derive(Clone, PartialEq, Debug)]
pub struct Nearest {
    /// The file.
    pub path: Path,
    /// The passage.
    pub span: Span,
    /// The speech it is part of.
    pub speech: Option<Spoken>,
    /// What differs, in text order.
    pub hunks: Vec<Hunk>,
}

/// Words that differ. Where words were left out or added one of the spans is empty, and stands behind the word before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hunk {
    /// In the quotation.
    pub quoted: Span,
    /// In the file.
    pub source: Span,
}

/// Files whose passages are compared.
const FILES: usize = 16;
/// Cells of a table of a comparison that are worked out for a whole file; a longer one is searched for its best stretch.
const CELLS: usize = 400_000;

impl Sources {
    pub(super) fn compare(&self, pattern: &Pattern) -> Option<Nearest> {
        let (mut candidates, weights) = self.candidates(pattern);
        candidates.sort_unstable_by(|a, b| b.score.cmp(&a.score).then_with(|| a.path.cmp(b.path)));
        candidates.truncate(FILES);
        let weight = |item: &Item| match item {
            Item::Word { key, .. } => weights.of(*key),
            Item::Gap(_) => 0,
        };
        let all: u32 = pattern.items.iter().map(weight).sum();
        let mut best: Option<(Rank, Nearest)> = None;
        for file in candidates {
            let (cost, steps) = align(file.source.keys(), pattern, &|key| weights.of(key));
            let kept = steps.iter().filter(|step| matches!(step, Step::Same(..)));
            let (mut count, mut sum) = (0, 0);
            for step in kept {
                if let Step::Same(item, _) = step {
                    count += 1;
                    sum += weight(&pattern.items[*item]);
                }
            }
            // Three words in five, and not only the small ones.
            if count * 5 < pattern.words() * 3 || sum * 2 < all {
                continue;
            }
            let Some(nearest) = passage(file.path, file.source, pattern, &steps) else { continue };
            let rank = (cost, nearest.speech.is_none(), file.path.clone(), nearest.span.start);
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, nearest));
            }
        }
        best.map(|(_, nearest)| nearest)
    }
}

impl Sources {
    /// What a word tells: the more the fewer sources have it, from 1; 0 for what is no word.
    pub fn rarity(&self, word: &str) -> u32 {
        let (pattern, all) = (Pattern::new(word), self.len() as u64 + 1);
        let files = pattern.required().iter().map(|key| self.having(*key)).min();
        files.map_or(0, |files| (16 * all / (files + 1)).max(2).ilog2())
    }

    /// The files that share most with a text, the best first; common words count little.
    pub fn alike(&self, text: &str, count: usize) -> Vec<Path> {
        let (mut candidates, _) = self.candidates(&Pattern::new(text));
        candidates.sort_unstable_by(|a, b| b.score.cmp(&a.score).then_with(|| a.path.cmp(b.path)));
        candidates.into_iter().take(count).map(|candidate| candidate.path.clone()).collect()
    }
}

/// The less the better.
type Rank = (u32, bool, Path, u32);

/// A step of a comparison: numbers of an item of the pattern and of a word of the text.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Step {
    Same(usize, usize),
    Other(usize, usize),
    /// The quotation has a word more.
    Added(usize),
    /// The quotation has a word less.
    Left(usize),
    /// Covered by a gap.
    Passed,
}

/// The cheapest way to make the pattern out of words that stand together in a text.
fn align(keys: &[u16], pattern: &Pattern, weight: &dyn Fn(u16) -> u32) -> (u32, Vec<Step>) {
    let items = &pattern.items;
    if keys.len() * items.len() <= CELLS {
        return table(keys, 0, items);
    }
    let gaps: usize = items.iter().map(|item| if let Item::Gap(words) = item { usize::from(*words) } else { 0 }).sum();
    let wide = (items.len() * 2 + gaps).min(CELLS / items.len().max(1));
    let start = richest(keys, items, wide, weight);
    table(&keys[start..keys.len().min(start + wide)], start, items)
}

/// Where the stretch of `wide` words begins that has most of the pattern's.
fn richest(keys: &[u16], items: &[Item], wide: usize, weight: &dyn Fn(u16) -> u32) -> usize {
    let mut worth = vec![0u32; 1 << 16];
    for item in items {
        if let Item::Word { key, .. } = item {
            worth[usize::from(*key)] = weight(*key);
        }
    }
    let of = |key: &u16| u64::from(worth[usize::from(*key)]);
    let mut sum: u64 = keys.iter().take(wide).map(of).sum();
    let (mut best, mut at) = (sum, 0);
    for start in 1..=keys.len().saturating_sub(wide) {
        sum = sum - of(&keys[start - 1]) + of(&keys[start + wide - 1]);
        if sum > best {
            (best, at) = (sum, start);
        }
    }
    // The stretch that ends with the last of them begins before the first: half of it may lie before.
    at.saturating_sub(wide / 4).min(keys.len().saturating_sub(wide))
}

/// The table of edit distances between the pattern and every stretch of the text (Sellers 1980), read back.
fn table(keys: &[u16], base: usize, items: &[Item]) -> (u32, Vec<Step>) {
    let width = keys.len() + 1;
    let mut costs = vec![0u32; (items.len() + 1) * width];
    for (row, item) in items.iter().enumerate() {
        let (above, here) = costs[row * width..(row + 2) * width].split_at_mut(width);
        match item {
            Item::Gap(_) => {
                here[0] = above[0];
                for at in 1..width {
                    here[at] = above[at].min(here[at - 1]);
                }
            }
            Item::Word { key, .. } => {
                here[0] = above[0] + 1;
                for at in 1..width {
                    let change = u32::from(keys[at - 1] != *key);
                    here[at] = (above[at - 1] + change).min(above[at] + 1).min(here[at - 1] + 1);
                }
            }
        }
    }
    let last = &costs[items.len() * width..];
    let end = (0..width).min_by_key(|at| last[*at]).unwrap_or(0);
    (last[end], read_back(&costs, keys, base, items, end))
}

fn read_back(costs: &[u32], keys: &[u16], base: usize, items: &[Item], end: usize) -> Vec<Step> {
    let width = keys.len() + 1;
    let cost = |row: usize, at: usize| costs[row * width + at];
    let (mut row, mut at, mut steps) = (items.len(), end, Vec::new());
    while row > 0 {
        let here = cost(row, at);
        match &items[row - 1] {
            Item::Gap(_) if cost(row - 1, at) == here => row -= 1,
            Item::Gap(_) => {
                at -= 1;
                steps.push(Step::Passed);
            }
            Item::Word { key, .. } => {
                let same = at > 0 && keys[at - 1] == *key;
                if at > 0 && cost(row - 1, at - 1) + u32::from(!same) == here {
                    (row, at) = (row - 1, at - 1);
                    steps.push(if same { Step::Same(row, base + at) } else { Step::Other(row, base + at) });
                } else if at > 0 && cost(row, at - 1) + 1 == here {
                    at -= 1;
                    steps.push(Step::Left(base + at));
                } else {
                    row -= 1;
                    steps.push(Step::Added(row));
                }
            }
        }
    }
    steps.reverse();
    steps
}

/// A comparison, back in the texts.
fn passage(path: &Path, source: &Source, pattern: &Pattern, steps: &[Step]) -> Option<Nearest> {
    let spans: Vec<Span> = words(source.text()).map(|word| word.span).collect();
    let steps = &trimmed(steps, |word| begins(source.text(), &spans, word), spans.len());
    let used = steps.iter().filter_map(|step| match step {
        Step::Same(_, word) | Step::Other(_, word) | Step::Left(word) => spans.get(*word).copied(),
        _ => None,
    });
    let span = used.reduce(Span::cover)?;
    let mut reader = Hunks {
        hunks: Vec::new(),
        open: false,
        quoted: 0,
        source: steps
            .iter()
            .find_map(|step| match step {
                Step::Same(_, word) | Step::Other(_, word) | Step::Left(word) => Some(spans[*word].start),
                _ => None,
            })
            .unwrap_or(span.start),
    };
    for step in steps {
        match *step {
            Step::Same(item, word) => {
                let Item::Word { span: quoted, anew, .. } = pattern.items[item] else { continue };
                let free = anew || begins(source.text(), &spans, word);
                if same(quoted.of(&pattern.text), spans[word].of(source.text()), free) {
                    reader.keep(quoted, spans[word]);
                } else {
                    reader.differ(Some(quoted), Some(spans[word]));
                }
            }
            Step::Other(item, word) => reader.differ(item_span(pattern, item), Some(spans[word])),
            Step::Added(item) => reader.differ(item_span(pattern, item), None),
            Step::Left(word) => reader.differ(None, Some(spans[word])),
            Step::Passed => reader.open = false,
        }
    }
    Some(Nearest { path: path.clone(), span, speech: source.speech(span).cloned(), hunks: reader.hunks })
}

/// A word that differs at either end may be one more or another: what it costs is the same. It is another where the
/// source goes on without a mark, and one more where a sentence begins or ends there.
fn trimmed(steps: &[Step], begins: impl Fn(usize) -> bool, words: usize) -> Vec<Step> {
    let mut steps = steps.to_vec();
    if let [.., Step::Same(_, word), Step::Added(item)] = *steps
        && word + 1 < words
        && !begins(word + 1)
        && let Some(last) = steps.last_mut()
    {
        *last = Step::Other(item, word + 1);
    }
    if let [Step::Other(item, _), Step::Same(_, word), ..] = *steps
        && begins(word)
        && let Some(first) = steps.first_mut()
    {
        *first = Step::Added(item);
    }
    steps
}

fn item_span(pattern: &Pattern, item: usize) -> Option<Span> {
    match pattern.items.get(item)? {
        Item::Word { span, .. } => Some(*span),
        Item::Gap(_) => None,
    }
}

struct Hunks {
    hunks: Vec<Hunk>,
    open: bool,
    /// Behind the last word of either.
    quoted: u32,
    source: u32,
}

impl Hunks {
    fn keep(&mut self, quoted: Span, source: Span) {
        (self.open, self.quoted, self.source) = (false, quoted.end, source.end);
    }

    fn differ(&mut self, quoted: Option<Span>, source: Option<Span>) {
        if !self.open {
            self.hunks.push(Hunk { quoted: Span::empty(self.quoted), source: Span::empty(self.source) });
            self.open = true;
        }
        // A hunk was pushed when it was opened.
        let Some(hunk) = self.hunks.last_mut() else { return };
        let grow = |span: &mut Span, with: Span| *span = if span.is_empty() { with } else { span.cover(with) };
        if let Some(quoted) = quoted {
            grow(&mut hunk.quoted, quoted);
            self.quoted = quoted.end;
        }
        if let Some(source) = source {
            grow(&mut hunk.source, source);
            self.source = source.end;
        }
    }
}
