//! Items of a press review, `Herald: Ministers meet in Kestrel The harbour treaty …`, and the outlets a text names.
//!
//! A name before a colon may as well be a speaker, a place or a remark. So a paragraph only proposes items; whether
//! they are any is settled when the whole file is known, by the outlets that it shows at work (`told the Herald`).

use lang::Language;
use lang::segment::Shape;
use text::Span;

use super::run_in::{self, RunIn};
use super::summary::{Dateline, dateline};
use crate::sentences::Sentence;
use crate::tokens::Words;

/// A place where an item of a press review may begin. Offsets count from the block's start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The outlet's name.
    pub label: Span,
    /// The first byte behind the colon and the space.
    pub text: u32,
    /// The item's headline, if one was found.
    pub headline: Option<Span>,
    /// There is little doubt of the headline.
    pub plain: bool,
    /// The dateline behind the headline.
    pub dateline: Option<Dateline>,
    /// What vouches for the label.
    pub label_kind: Label,
    /// The text begins with a question: an interview does so too.
    pub asks: bool,
}

/// What is known of a label by itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Label {
    /// The name of an outlet that is known.
    Outlet,
    /// A word for one: `Media`.
    Generic,
    /// A name; it needs proof.
    Name,
}

/// An outlet at work: `told the Herald`, `the Herald writes`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Voice {
    /// Its name as written, without `the`.
    pub name: Span,
    /// How it shows.
    pub at_work: AtWork,
}

/// How an outlet shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AtWork {
    /// `told the Herald`
    Told,
    /// `the Herald writes`
    Writes,
    /// `(last week. — Herald)`: its editors explain.
    Glosses,
}

/// Most tokens in an outlet's name.
const LONGEST_NAME: usize = 6;

/// The items that `words` propose: at the start of the text, behind `prefix` (a date), and after each sentence.
pub(super) fn items(words: &Words, sentences: &[Sentence], prefix: usize, lang: &Language) -> Vec<Item> {
    let starts = std::iter::once(prefix)
        .chain(sentences.iter().map(|sentence| sentence.tokens.start).filter(|&start| start > prefix));
    starts.filter_map(|start| item(words, sentences, start, lang)).collect()
}

fn item(words: &Words, sentences: &[Sentence], start: usize, lang: &Language) -> Option<Item> {
    let colon = label_end(words, start)?;
    let text = colon + 1;
    let begins =
        words.shape(text).is_capital() || matches!(words.shape(text), Shape::Number | Shape::Uncased | Shape::Mark);
    if !begins || text >= words.len() || !words.space_before(text) {
        return None;
    }
    let label = words.span(start, colon - 1);
    let label_kind = label_kind(words, start, colon, lang)?;
    let found = headline(words, sentences, text, label_kind, lang);
    let plain = found.is_some_and(|found| found.score >= run_in::LIKELY);
    let sentence = sentence_at(sentences, text)?;
    let asks = !plain && words.raw(sentence.tokens.end - 1).starts_with('?');
    let dateline = dateline(words, found.map_or(text, |found| found.body), lang);
    let headline = found.map(|found| words.span(text, found.body - 1));
    Some(Item { label, text: words.span(text, text).start, headline, plain, dateline, label_kind, asks })
}

/// The sentence that holds a token.
pub(super) fn sentence_at(sentences: &[Sentence], token: usize) -> Option<&Sentence> {
    sentences.get(sentences.partition_point(|sentence| sentence.tokens.end <= token))
}

/// The colon behind a name that starts at token `start`.
fn label_end(words: &Words, start: usize) -> Option<usize> {
    if !words.shape(start).is_capital() && words.shape(start) != Shape::Mixed {
        return None;
    }
    (start + 1..=start + LONGEST_NAME).take_while(|&at| at < words.len()).find_map(|at| match words.shape(at) {
        Shape::Mark if words.raw(at) == ":" => Some(Some(at)),
        Shape::Title | Shape::Upper | Shape::Initial | Shape::Mixed | Shape::Number => None,
        Shape::Mark if matches!(words.raw(at), "&" | "-") => None,
        Shape::Mark if words.raw(at) == "." && !words.space_after(at) => None,
        // `Journal of Commerce`; the colon ends the search before a clause can.
        Shape::Lower if words.raw(at).len() <= 3 || !words.space_before(at) => None,
        _ => Some(None),
    })?
}

fn label_kind(words: &Words, start: usize, colon: usize, lang: &Language) -> Option<Label> {
    let bare = start + usize::from(colon > start + 1 && lang.furniture.binders.contains_key(words.lower(start)));
    if let Some((len, organisation)) = words.name(&lang.organisations, bare)
        && bare + len == colon
        && organisation.is_outlet()
    {
        // `Time: 10:30` needs proof.
        let word = len == 1 && lang.is_known_word(words.lower(bare));
        return Some(if word { Label::Name } else { Label::Outlet });
    }
    if colon == start + 1 {
        let lower = words.lower(start);
        if lang.furniture.item_labels.contains(lower) {
            return Some(Label::Generic);
        }
        // `Note:`, `Then:`
        let known = lang.is_known_word(lower) || lang.furniture.header_keys.contains(lower);
        return (!known).then_some(Label::Name);
    }
    // `Anna Berg: We shall see.`
    if lang.given_names.contains(words.raw(start)) && !super::summary::has_media_word(words, start..colon, lang) {
        return None;
    }
    let key = words.span(start, colon - 1).of(words.text).to_lowercase();
    (!lang.furniture.header_keys.contains(&key)).then_some(Label::Name)
}

/// The end of the headline that starts at token `text`.
///
/// A whole sentence counts as one only behind a known outlet: a speaker's name stands before sentences too.
fn headline(words: &Words, sentences: &[Sentence], text: usize, label: Label, lang: &Language) -> Option<RunIn> {
    let sentence = sentence_at(sentences, text)?;
    let end = sentence.tokens.end;
    if let Some(found) = run_in::run_in(words, text..end, lang).filter(|found| found.score >= run_in::POSSIBLE) {
        return Some(found);
    }
    let count = (text..end).filter(|&at| words.shape(at).is_word()).count();
    let stop = words.raw(end - 1);
    let more = end < words.len();
    let outlet = label != Label::Name;
    let whole = match stop.chars().next() {
        // `Will the ferry sail again? The owners …`
        Some('?' | '!') => outlet && more && count <= 18,
        Some('.') => outlet && more && count <= 12 && !words.raw(text).starts_with(['"', '“', '«']),
        // The headline alone: the text follows in the next paragraph.
        _ => !more && count <= 24,
    };
    whole.then_some(RunIn { body: end, score: run_in::LIKELY })
}

/// The outlets that show at work in the text.
pub(super) fn voices(words: &Words, lang: &Language) -> Vec<Voice> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = name_end(words, at);
        if end == at {
            at += 1;
            continue;
        }
        if let Some(at_work) = at_work(words, at, end, lang) {
            all.push(Voice { name: words.span(at, end - 1), at_work });
        }
        at = end;
    }
    all
}

/// The end of the run of capitalised words that starts at token `at`.
fn name_end(words: &Words, start: usize) -> usize {
    let is_name = |at: usize| matches!(words.shape(at), Shape::Title | Shape::Upper | Shape::Mixed);
    let mut end = start;
    while end < words.len() && end < start + LONGEST_NAME && is_name(end) && (end == start || words.space_before(end)) {
        end += 1;
        if words.raw(end) == "&" && is_name(end + 1) {
            end += 1;
        }
    }
    end
}

fn at_work(words: &Words, start: usize, end: usize, lang: &Language) -> Option<AtWork> {
    if start > 0
        && matches!(words.raw(start - 1), "—" | "–" | "-")
        && words.space_before(start)
        && words.raw(end) == ")"
    {
        return Some(AtWork::Glosses);
    }
    // The article is part of no name here: `told the Herald`.
    let behind = if start > 0
        && words.shape(start - 1) == Shape::Lower
        && lang.furniture.binders.contains_key(words.lower(start - 1))
    {
        start - 1
    } else {
        start
    };
    let matches = |cue: &str, at: usize| cue.split(' ').enumerate().all(|(n, word)| words.lower(at + n) == word);
    let before = |cue: &str| {
        let len = cue.split(' ').count();
        [start, behind].into_iter().any(|end| end >= len && matches(cue, end - len))
    };
    for (left, right) in &lang.furniture.outlet_cues {
        if !left.is_empty() && right.is_empty() && before(left) {
            return Some(AtWork::Told);
        }
        if left.is_empty() && !right.is_empty() && matches(right, end) {
            return Some(AtWork::Writes);
        }
    }
    None
}

/// The names an outlet may be called by, longest first, each without its article: `Montavar Herald`, `Herald`.
pub(super) fn short_names(label: &str) -> impl Iterator<Item = String> {
    let bare = bare(label);
    let starts: Vec<usize> = std::iter::once(0).chain(bare.match_indices(' ').map(|(at, _)| at + 1)).collect();
    starts.into_iter().map(move |start| bare[start..].to_owned())
}

/// A name in small letters with single spaces.
pub(super) fn bare(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
