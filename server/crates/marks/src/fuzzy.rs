//! Words that are almost the same, found in linear time.

/// A stretch of a text that is almost what is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Near {
    /// Bytes of the folded text.
    pub start: usize,
    pub end: usize,
    /// Characters to put in, take out or replace.
    pub distance: usize,
}

/// What is looked for, cut into pieces of which at least some survive every change that is small enough.
#[derive(Debug)]
pub(crate) struct Pattern {
    chars: Vec<char>,
    /// How many characters may differ.
    pub limit: usize,
    /// Where each piece begins, in bytes of the pattern, and the piece.
    pub pieces: Vec<(usize, String)>,
    /// How many pieces are left whole by `limit` changes.
    needed: usize,
}

/// Characters of a piece: long enough to be rare, short enough that of every 24 characters two pieces survive.
const PIECE: usize = 6;

/// How many places are compared with the pattern, the most promising ones.
const PLACES: usize = 8;

impl Pattern {
    /// Looks for folded `words`, of which one character in ten may differ.
    pub fn new(words: &str) -> Self {
        let chars: Vec<char> = words.chars().collect();
        let limit = chars.len() / 10;
        let bytes: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
        let piece = |number: usize| {
            (bytes[number * PIECE], words[bytes[number * PIECE]..bytes[(number + 1) * PIECE]].to_owned())
        };
        let pieces: Vec<_> = (0..chars.len() / PIECE).map(piece).collect();
        let needed = pieces.len().saturating_sub(limit).max(1);
        Self { chars, limit, pieces, needed }
    }

    /// The stretches of `text` that differ by no more than the limit, the best first, none of which overlap.
    ///
    /// `hits` says where pieces stand in the text: number of the piece, byte of the text.
    pub fn near(&self, text: &str, hits: &[(usize, usize)]) -> Vec<Near> {
        let mut found: Vec<Near> = Vec::new();
        for place in self.places(hits) {
            let slack = self.slack();
            let start = floor(text, place.0.saturating_sub(slack));
            let end = floor(text, place.1 + self.bytes() + slack);
            if let Some(near) = self.align(&text[start..end]) {
                found.push(Near { start: near.start + start, end: near.end + start, ..near });
            }
        }
        found.sort_by_key(|near| (near.distance, near.start));
        let mut apart: Vec<Near> = Vec::new();
        for near in found {
            if apart.iter().all(|other| near.end <= other.start || other.end <= near.start) {
                apart.push(near);
            }
        }
        apart
    }

    /// How far, in bytes, changes within the limit can move a piece.
    fn slack(&self) -> usize {
        self.limit * 4
    }

    fn bytes(&self) -> usize {
        self.chars.iter().map(|char| char.len_utf8()).sum()
    }

    /// Where the pattern may begin, as the first and the last byte, for places with enough pieces.
    fn places(&self, hits: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let begin = |&(piece, at): &(usize, usize)| (at.saturating_sub(self.pieces[piece].0), piece);
        let mut begins: Vec<(usize, usize)> = hits.iter().map(begin).collect();
        begins.sort_unstable();
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        let mut first = 0;
        let mut seen = vec![0usize; self.pieces.len()];
        let mut distinct = 0;
        for last in 0..begins.len() {
            seen[begins[last].1] += 1;
            distinct += usize::from(seen[begins[last].1] == 1);
            while begins[last].0 - begins[first].0 > self.slack() {
                seen[begins[first].1] -= 1;
                distinct -= usize::from(seen[begins[first].1] == 0);
                first += 1;
            }
            if distinct < self.needed {
                continue;
            }
            match places.last_mut() {
                Some((_, from, to)) if begins[first].0 <= *to => {
                    // The same place goes on; a place as wide as two patterns is two.
                    *to = begins[last].0;
                    if *to - *from > self.bytes() {
                        places.push((distinct, begins[first].0, begins[last].0));
                    }
                }
                _ => places.push((distinct, begins[first].0, begins[last].0)),
            }
        }
        places.sort_by_key(|(pieces, from, _)| (usize::MAX - pieces, *from));
        places.into_iter().take(PLACES).map(|(_, from, to)| (from, to)).collect()
    }

    /// The stretch of `window` that is most like the pattern, if it is near enough.
    pub fn align(&self, window: &str) -> Option<Near> {
        let places: Vec<(usize, char)> = window.char_indices().collect();
        let chars: Vec<char> = places.iter().map(|(_, char)| *char).collect();
        let (end, distance) = best_end(&self.chars, &chars, self.limit, From::Anywhere)?;
        let backwards = |chars: &[char]| chars.iter().rev().copied().collect::<Vec<_>>();
        let (length, _) = best_end(&backwards(&self.chars), &backwards(&chars[..end]), distance, From::Start)?;
        let byte = |char: usize| places.get(char).map_or(window.len(), |(at, _)| *at);
        Some(Near { start: byte(end - length), end: byte(end), distance })
    }
}

/// Where a stretch may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Anywhere,
    Start,
}

/// Where the stretch of `text` ends that is most like `pattern` and how many characters differ, if at most `limit` do
/// (Sellers 1980, with Ukkonen's cut of the columns at the limit).
fn best_end(pattern: &[char], text: &[char], limit: usize, from: From) -> Option<(usize, usize)> {
    let rows = pattern.len();
    let mut column: Vec<usize> = (0..=rows).collect();
    let mut active = limit.min(rows);
    let mut best = None;
    for (at, char) in text.iter().enumerate() {
        let mut diagonal = column[0];
        if from == From::Start {
            column[0] = at + 1;
        }
        let reach = (active + 1).min(rows);
        for row in 1..=reach {
            let above = column[row - 1] + 1;
            let beside = if row <= active { column[row] + 1 } else { usize::MAX };
            let cost = (diagonal + usize::from(pattern[row - 1] != *char)).min(above).min(beside);
            diagonal = column[row];
            column[row] = cost;
        }
        match (0..=reach).rev().find(|&row| column[row] <= limit) {
            Some(row) => active = row,
            None => break,
        }
        if active == rows && best.is_none_or(|(_, distance)| column[rows] < distance) {
            best = Some((at + 1, column[rows]));
        }
    }
    best
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
