//! What a block looks like, on its own: all that the arrangement of zones and articles needs to know of its text.

use std::ops::Range;

use lang::Language;
use lang::segment::Shape;
use syntax::BlockKind;
use text::Span;

pub use super::furniture::{Look, Note};
pub use super::items::{AtWork, Item, Label, Voice};
pub use super::language::Tally;
pub use super::shape::{Case, End, Letters};

use super::furniture::Line;
use super::{dateline, items, language, run_in, shape};
use crate::sentences::{self, Sentence};
use crate::tokens::{self, Words};

/// A block, summarised. Offsets inside count bytes from the block's start.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Visible characters.
    pub chars: u32,
    /// Words, names included; figures and marks are none.
    pub words: u32,
    /// Sentences.
    pub sentences: u32,
    /// A hash of the text with its white space folded and its letters small: equal for lines that say the same.
    pub folded: u64,
    /// What the block is taken for by its own words.
    pub look: Look,
    /// What a translator's note says.
    pub note: Option<Note>,
    /// How it ends.
    pub end: End,
    /// How its words are written.
    pub case: Case,
    /// Its letters by script.
    pub letters: Letters,
    /// The small words of languages in it.
    pub tally: Tally,
    /// It has a finite verb.
    pub verb: bool,
    /// It reads as sentences of some language, not as a line of a page, a list or a table.
    pub prose: bool,
    /// Begins with a small letter, as the second half of a sentence does.
    pub small_start: bool,
    /// A line of a quotation, or a row of a table, in Markdown.
    pub framed: bool,
    /// The date before its text, `date 2022-01-20`: where it ends.
    pub prefix: Option<u32>,
    /// The headline that runs into the text behind that date.
    pub run_in: Option<Span>,
    /// The parenthesis at its end that names a picture's source.
    pub agency: Option<Span>,
    /// It says a year.
    pub dated: bool,
    /// Its whole text is one parenthesis.
    pub bracketed: bool,
    /// The same sentences stand in it twice.
    pub doubled: bool,
    /// The places where an item of a press review may begin.
    pub items: Vec<Item>,
    /// The outlets that show at work.
    pub voices: Vec<Voice>,
    /// Its last sentence speaks of the page.
    pub aside: Option<Span>,
    /// It closes with the formula of a press digest's teaser.
    pub teaser: bool,
    /// A name made of capitalised words that an outlet could have: `Harbour & Rail Monitor`.
    pub masthead: bool,
    /// `MIRAVA - `, at the start or behind the headline.
    pub dateline: Option<Dateline>,
    /// A wire's label before a headline, `CORRECTION - `: where the headline begins.
    pub label: Option<u32>,
}

/// `MIRAVA, June 24. /NORWIRE/.`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dateline {
    /// Where it stands.
    pub span: Span,
    /// Its agency, without slashes and parentheses.
    pub agency: Option<Span>,
}

/// Summarises the block `text`. Pure: the same text gives the same summary.
pub fn summarize(text: &str, kind: BlockKind, lang: &Language) -> Summary {
    let chars = text.chars().filter(|c| !c.is_whitespace()).count() as u32;
    if matches!(kind, BlockKind::FrontMatter | BlockKind::Separator) {
        return Summary { chars, letters: shape::letters(text), ..Summary::default() };
    }
    let tokens = tokens::tokens(text);
    let words = Words::new(text, &tokens);
    let sentences = sentences::sentences(text, &tokens, lang);
    let line = Line { text, words: &words, sentences: &sentences, end: shape::end(text), lang };
    let (look, note) = line.look();
    let agency = line.agency();
    let count = (0..words.len()).filter(|&at| words.shape(at).is_word()).count() as u32;
    let tally = language::tally(&words, lang);
    let letters = shape::letters(text);
    let verb = run_in::has_finite(&words, 0..words.len().min(120), lang);
    let prefix = prefix(&words, lang);
    let mut summary = Summary {
        chars,
        words: count,
        sentences: sentences.len() as u32,
        folded: folded(text),
        look,
        note,
        // Behind `… on Monday. (EPA)` nothing is missing.
        end: agency.map_or(line.end, |agency| shape::end(&text[..agency.start as usize])),
        case: shape::case(&words, lang),
        letters,
        tally,
        verb,
        framed: words.raw(0) == ">" || is_row(text),
        small_start: words.shape(0) == Shape::Lower,
        prefix: prefix.map(|at| words.span(0, at - 1).end),
        agency,
        dated: (0..words.len()).any(|at| is_year(words.raw(at))),
        bracketed: words.raw(0) == "(" && text.trim_end().ends_with(')') && text.matches('(').count() == 1,
        doubled: doubled(text, &sentences),
        items: items::items(&words, &sentences, prefix.unwrap_or(0), lang),
        voices: items::voices(&words, lang),
        aside: line.aside(),
        teaser: line.is_teaser(),
        masthead: is_masthead(&words, lang),
        label: label(&words, lang),
        ..Summary::default()
    };
    summary.prose = is_prose(&summary, &words);
    let start = prefix.unwrap_or(0);
    let headline = prefix.and_then(|at| run_in_headline(&words, &sentences, at, lang));
    summary.run_in = headline.map(|end| words.span(start, end - 1));
    summary.dateline = dateline(&words, headline.unwrap_or(start), lang);
    summary
}

pub(super) fn dateline(words: &Words, at: usize, lang: &Language) -> Option<Dateline> {
    let found = dateline::find(words, at, lang)?;
    Some(Dateline {
        span: words.span(at, found.end - 1),
        agency: found.agency.map(|agency| words.span(agency.start, agency.end - 1)),
    })
}

/// The token behind `date 2022-01-20` at the start of a text: a key of metadata and a date, no colon needed.
fn prefix(words: &Words, lang: &Language) -> Option<usize> {
    // `From 24 February 2022 …` begins a sentence.
    if !lang.furniture.header_keys.contains(words.lower(0)) || lang.function.contains(words.lower(0)) {
        return None;
    }
    let mut at = 1 + usize::from(words.raw(1) == ":");
    let first = at;
    let (mut figures, mut named, mut numeric) = (0, 0, false);
    while at < words.len() {
        let lower = words.lower(at).trim_end_matches('.');
        match words.shape(at) {
            Shape::Number if figures < 3 => {
                figures += 1;
                numeric |= shape::is_numeric_date(words.raw(at));
            }
            Shape::Mark if at > first && matches!(words.raw(at), "," | ".") => {}
            _ if lang.times.months.contains_key(lower) || lang.times.weekdays.contains_key(lower) => named += 1,
            _ => break,
        }
        at += 1;
    }
    (numeric || figures >= 1 && named >= 1).then_some(at)
}

/// A headline between the prefix and the text, only where there is little doubt.
fn run_in_headline(words: &Words, sentences: &[Sentence], start: usize, lang: &Language) -> Option<usize> {
    let sentence = items::sentence_at(sentences, start)?;
    let found = run_in::run_in(words, start..sentence.tokens.end, lang).filter(|found| found.score >= run_in::SURE)?;
    Some(found.body)
}

/// A line of so many words is a sentence even if no stop ends it.
const LONG: u32 = 18;

/// Sentences, or one that is not ended yet, in the small words of some language.
fn is_prose(summary: &Summary, words: &Words) -> bool {
    if summary.look != Look::Text || summary.words < 3 || summary.bracketed {
        return false;
    }
    if language::is_unspaced(words) {
        return summary.end == End::Stop || summary.sentences > 1;
    }
    let small = (0..words.len()).filter(|&at| matches!(words.shape(at), Shape::Lower | Shape::Uncased)).count() as u32;
    let ended = matches!(summary.end, End::Stop | End::Question) || summary.sentences > 1 && summary.words >= LONG;
    // Headlines and captions may have a verb too, but hardly so many words.
    let going = summary.verb && (summary.words >= LONG || summary.end == End::Going && summary.words >= 5);
    (ended || going) && small * 5 >= summary.words * 2 && summary.tally.is_language()
}

/// `| Areld | “any place” |`
fn is_row(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('|') && text.ends_with('|') && text.len() > 1
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && matches!(word.parse::<u16>(), Ok(1900..=2100))
}

/// Most of the text is sentences that stand in it twice.
fn doubled(text: &str, sentences: &[Sentence]) -> bool {
    if !(2..=12).contains(&sentences.len()) {
        return false;
    }
    let folded: Vec<u64> = sentences.iter().map(|sentence| folded(sentence.span.of(text))).collect();
    let twice = |at: &usize| folded.iter().filter(|other| **other == folded[*at]).count() > 1;
    let bytes: u32 = (0..sentences.len()).filter(twice).map(|at| sentences[at].span.len()).sum();
    bytes as usize * 3 >= text.len() * 2
}

/// Capitalised words of which the first or the last is a word for an outlet, or a known outlet's name.
pub(super) fn is_masthead(words: &Words, lang: &Language) -> bool {
    let count = words.len();
    if !(1..=7).contains(&count) {
        return false;
    }
    let named = |at: usize| {
        words.shape(at).is_capital()
            || matches!(words.raw(at), "&" | "-")
            || lang.furniture.binders.contains_key(words.lower(at))
    };
    let outlet =
        words.name(&lang.organisations, 0).is_some_and(|(len, organisation)| len == count && organisation.is_outlet());
    outlet
        || count >= 2
            && (0..count).all(named)
            && (has_media_word(words, 0..1, lang) || has_media_word(words, count - 1..count, lang))
}

/// `Herald`, `Gazette`, `News`, in whatever letters.
pub(super) fn has_media_word(words: &Words, mut range: Range<usize>, lang: &Language) -> bool {
    range.any(|at| lang.body_words.get(&*titled(words.raw(at))).is_some_and(|kind| &**kind == "media"))
}

/// A word with a large first letter and small others.
pub(super) fn titled(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

/// `CORRECTION - `, `UPDATE 2-`: the byte where the headline behind it begins.
fn label(words: &Words, lang: &Language) -> Option<u32> {
    let mut at = 0;
    while at < 4 && words.shape(at) == Shape::Upper && lang.furniture.headline_labels.contains(words.lower(at)) {
        at += 1;
        at += usize::from(words.shape(at) == Shape::Number);
        if matches!(words.raw(at), "-" | "–" | "—" | "|") && at + 1 < words.len() {
            return Some(words.span(at + 1, at + 1).start);
        }
    }
    None
}

fn folded(text: &str) -> u64 {
    let mut small = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        small.extend(word.chars().flat_map(char::to_lowercase));
        small.push(' ');
    }
    text::hash64(small.as_bytes())
}
