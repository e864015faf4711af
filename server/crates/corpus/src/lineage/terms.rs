//! What statements are compared by: words that carry meaning, figures, doubts and negations.

use lang::Language;
use lang::segment::{self, Shape};
use serde::{Deserialize, Serialize};
use text::Span;

/// The terms of one statement.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Terms {
    /// Words that carry meaning, without endings, in text order; the lowest bit says that it is a name.
    pub words: Box<[u32]>,
    /// Numbers, each with the word that it counts.
    pub figures: Box<[Figure]>,
    /// Words that leave open whether it is so. Bytes from the start of the file.
    pub hedges: Box<[Span]>,
    /// It has an odd number of words that turn it around.
    pub negated: bool,
}

/// A number and what it counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// Number and word. Bytes from the start of the file.
    pub span: Span,
    /// The number, without marks between its digits.
    pub value: Box<str>,
    /// The word behind it, without its ending.
    pub unit: u32,
}

/// A word of a statement.
struct Word<'a> {
    span: Span,
    lower: String,
    shape: Shape,
    raw: &'a str,
}

/// How many words on from one another two words count as standing together.
const REACH: usize = 2;

impl Terms {
    /// The terms of pieces of `text`. What `is_day` says of a number, it belongs to a date.
    pub fn of(text: &str, pieces: &[Span], is_day: impl Fn(Span) -> bool, lang: &Language) -> Terms {
        let words: Vec<Word> = pieces.iter().flat_map(|piece| words(text, *piece)).collect();
        let carries = |word: &&Word| word.carries(lang);
        let negations = words.iter().filter(|word| lang.closed.negations.contains(&word.lower)).count();
        let stems = words.iter().enumerate().filter(|(_, word)| carries(word));
        // Every sentence begins with a large letter.
        let is_name = |at: usize, word: &Word| word.shape.is_capital() && (at > 0 || !lang.is_known_word(&word.lower));
        Terms {
            words: stems.map(|(at, word)| word.stem() << 1 | u32::from(is_name(at, word))).collect(),
            figures: figures(&words, is_day, lang),
            hedges: hedges(&words, lang),
            negated: negations % 2 == 1,
        }
    }

    /// By which statements are found: every two of its words that stand near each other, in whichever order.
    pub fn keys(&self) -> Vec<u32> {
        let words = &self.words;
        let near = |at: usize| words.iter().skip(at + 1).take(REACH).map(move |other| (words[at] >> 1, other >> 1));
        let mut keys: Vec<u32> = (0..words.len())
            .flat_map(near)
            .filter(|(a, b)| a != b)
            .map(|(a, b)| a.min(b).wrapping_mul(0x9e37_79b1) ^ a.max(b).rotate_left(13))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Bytes it takes beside itself.
    pub fn memory(&self) -> usize {
        self.words.len() * size_of::<u32>()
            + self.figures.len() * size_of::<Figure>()
            + self.hedges.len() * size_of::<Span>()
    }
}

fn words(text: &str, piece: Span) -> impl Iterator<Item = Word<'_>> {
    segment::words(piece.of(text)).map(move |(range, shape)| {
        let raw = &piece.of(text)[range.clone()];
        Word { span: Span::from(range).shift(piece.start), lower: raw.to_lowercase().replace('’', "'"), shape, raw }
    })
}

impl Word<'_> {
    fn carries(&self, lang: &Language) -> bool {
        let lower = self.lower.as_str();
        self.shape.is_word()
            && !lang.function.contains(lower)
            && !lang.closed.modals.contains(lower)
            && !lang.closed.negations.contains(lower)
            && !lang.times.numbers.contains_key(lower)
    }

    /// Its beginning: what endings change is left away.
    fn stem(&self) -> u32 {
        let keep = match self.lower.chars().count() {
            7.. => 6,
            6 => 5,
            short => short,
        };
        let end = self.lower.char_indices().nth(keep).map_or(self.lower.len(), |(at, _)| at);
        text::hash64(&self.lower.as_bytes()[..end]) as u32 >> 1
    }

    /// Its number, if it is one. `one` counts nothing: it is more often somebody; nor does a plural, `dozens`.
    fn number(&self, lang: &Language) -> Option<f64> {
        if self.shape == Shape::Number {
            return self.raw.replace(',', "").parse().ok();
        }
        let number = |word: &str| lang.times.numbers.get(word).copied().map(f64::from);
        let plural = self.lower.strip_suffix('s').and_then(number).is_some();
        number(&self.lower).filter(|number| *number > 1.0 && !plural)
    }
}

fn figures(words: &[Word], is_day: impl Fn(Span) -> bool, lang: &Language) -> Box<[Figure]> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((value, end)) = amount(words, at, lang) else {
            at += 1;
            continue;
        };
        let behind = words.iter().skip(end).take(WORDS_BETWEEN).take_while(|word| word.shape.is_word());
        let unit = behind.into_iter().find(|word| word.carries(lang)).filter(|_| !is_day(words[at].span));
        all.extend(unit.map(|unit| Figure {
            span: words[at].span.cover(unit.span),
            value: value.to_string().into(),
            unit: unit.stem(),
        }));
        at = end;
    }
    all.into()
}

/// The number that begins at a word, and where it ends: `11 million` is one.
fn amount(words: &[Word], at: usize, lang: &Language) -> Option<(f64, usize)> {
    let mut value = words[at].number(lang)?;
    let multiple = |word: &Word| word.number(lang).filter(|number| word.shape.is_word() && *number >= MULTIPLE);
    let multiples = words[at + 1..].iter().map_while(multiple);
    let mut end = at + 1;
    for multiple in multiples {
        value *= multiple;
        end += 1;
    }
    Some((value, end))
}

/// From here on a number in words multiplies the one before it: `two hundred`.
const MULTIPLE: f64 = 100.0;
/// `two of the pilings`
const WORDS_BETWEEN: usize = 3;

fn hedges(words: &[Word], lang: &Language) -> Box<[Span]> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let phrase = lang.hedges.longest(|n| words.get(at + n).map(|word| word.lower.as_str())).map(|(len, ())| len);
        let len = phrase.or_else(|| lang.closed.tentative.contains(&words[at].lower).then_some(1));
        if let Some(last) = len.and_then(|len| words.get(at + len - 1)) {
            all.push(words[at].span.cover(last.span));
        }
        at += len.unwrap_or(1);
    }
    all.into()
}
