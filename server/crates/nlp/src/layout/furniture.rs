//! Lines that are no part of an article's text, told by their own words: menus, credits, bylines, translator's notes.

use lang::segment::Shape;
use lang::{Formulas, Language, formulas};
use text::Span;

use super::shape::{self, End};
use crate::sentences::Sentence;
use crate::tokens::Words;

/// What a block is taken for on its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Look {
    /// Text, or nothing that can be told without its neighbours.
    #[default]
    Text,
    /// A menu line, a button, a counter, a share bar, a remark about the page.
    Navigation,
    /// `Photo: …`, `EPA/…`
    Credit,
    /// `26 February 2025, Velmia, Brodno: …`
    Caption,
    /// `By Anna Berg`, `(Reporting by …)`
    Byline,
    /// `Translated by …`
    TranslatorNote,
    /// A date and nothing else.
    Date,
    /// A row of figures, a line of code.
    Data,
}

/// A translator's note, read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Note {
    /// The tag of the language it says the text is translated from.
    pub from: Option<Box<str>>,
    /// The service or the person that translated.
    pub by: Option<Box<str>>,
}

/// A block as the recognisers see it.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub words: &'a Words<'a>,
    pub sentences: &'a [Sentence],
    pub end: End,
    pub lang: &'a Language,
}

/// A line of furniture is short; a longer block is not looked at.
const LONGEST: usize = 48;

impl Line<'_> {
    /// How many words it has.
    fn count(&self) -> usize {
        (0..self.words.len()).filter(|&at| self.words.shape(at).is_word()).count()
    }

    /// What it is taken for, and its translator's note.
    pub fn look(&self) -> (Look, Option<Note>) {
        if self.words.len() <= 2 * LONGEST
            && let Some(note) = self.note()
        {
            return (Look::TranslatorNote, Some(note));
        }
        (self.plain_look(), None)
    }

    fn plain_look(&self) -> Look {
        if self.words.is_empty() {
            return Look::Text;
        }
        if self.words.len() > 2 * LONGEST {
            return if shape::is_data(self.text) { Look::Data } else { Look::Text };
        }
        let lower = self.text.trim().to_lowercase().replace('’', "'");
        if self.is_navigation(&lower) {
            Look::Navigation
        } else if shape::is_date_line(self.words, self.lang) {
            Look::Date
        } else if self.is_byline(&lower) {
            Look::Byline
        } else if self.is_credit(&lower) {
            Look::Credit
        } else if self.is_dated_caption() {
            Look::Caption
        } else if shape::is_data(self.text) {
            Look::Data
        } else {
            Look::Text
        }
    }

    fn is_navigation(&self, lower: &str) -> bool {
        let bare = lower
            .trim_end_matches(['.', '!', '?', ':', '…', '»', '›', '>', '→', ' ', '\u{a0}'])
            .trim_start_matches(['«', '‹', '<', '←', '→', '•', '|', ' ']);
        // `Okay.` answers somebody, `Okay` is a button.
        let answers = self.end == End::Stop && self.count() <= 3;
        let listed = self.lang.furniture.navigation.contains(lower) || self.lang.furniture.navigation.contains(bare);
        listed && !answers
            || is_address(lower)
            || self.is_widget()
            || self.is_bar(bare)
            || self.sentences.len() <= 2 && self.lang.furniture.housekeeping.matching(&formulas::words(lower)).is_some()
    }

    /// What is left of a button or a counter: `TT`, `A+`, `20`.
    fn is_widget(&self) -> bool {
        let visible = self.text.chars().filter(|c| !c.is_whitespace());
        let small = visible.clone().count() <= 3
            && visible.clone().all(|c| c.is_ascii())
            && self.end != End::Stop
            && self.end != End::Question;
        let no_word = !visible.clone().any(char::is_alphanumeric) && visible.count() <= 8;
        (small || no_word) && self.words.len() <= 3
    }

    /// Several menu entries on one line: `Share Tweet Print`.
    fn is_bar(&self, bare: &str) -> bool {
        let parts: Vec<&str> = bare
            .split(|c: char| c.is_whitespace() || matches!(c, '|' | '•' | '·' | '/' | ','))
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() < 2 || parts.len() > 40 || self.end == End::Stop {
            return false;
        }
        // Greedy: the longest entry that starts here. What is in no entry counts against the bar.
        let (mut at, mut entries, mut strangers) = (0, 0, 0);
        while at < parts.len() {
            let longest = (1..=6.min(parts.len() - at))
                .rev()
                .find(|len| self.lang.furniture.navigation.contains(&parts[at..at + len].join(" ")));
            entries += usize::from(longest.is_some());
            strangers += usize::from(longest.is_none());
            at += longest.unwrap_or(1);
        }
        entries >= 2 && strangers * 4 <= entries
    }

    fn is_byline(&self, lower: &str) -> bool {
        let count = self.count();
        let Some(opener) = opener(lower, &self.lang.furniture.byline) else { return false };
        let rest = lower[opener.len()..].trim_start_matches([':', ' ', '\u{a0}']);
        let at = self
            .words
            .tokens
            .iter()
            .position(|token| token.span.start as usize >= lower.len() - rest.len())
            .unwrap_or(self.words.len());
        let named = self.words.shape(at).is_capital() || rest.is_empty();
        if lower.starts_with('(') {
            return count <= LONGEST;
        }
        // `By the end of the day …` is no byline, `Reporting by our correspondents` is.
        let last = opener.split_whitespace().next_back().unwrap_or_default();
        let holds = self.lang.furniture.binders.contains_key(last) && count > 6;
        if self.end == End::Going || holds && !named {
            return false;
        }
        let long_opener = opener.split_whitespace().count() >= 2 || opener.ends_with(':');
        let short = if self.end == End::Stop { count <= 12 && long_opener } else { count <= 20 };
        short && (named || long_opener) && self.sentences.len() <= 1
    }

    fn is_credit(&self, lower: &str) -> bool {
        let Some(opener) = opener(lower, &self.lang.furniture.credit) else { return false };
        let count = self.count();
        match self.end {
            // `In this photo soldiers walk along the quay.`
            End::Stop => {
                if opener.split_whitespace().count() >= 2 {
                    count <= 40 && self.sentences.len() <= 2
                } else {
                    count <= 12
                }
            }
            _ => count <= 30 && self.sentences.len() <= 3,
        }
    }

    /// `26 February 2025, Ponte Lissa: A member of …`: a date, names of places, a colon.
    fn is_dated_caption(&self) -> bool {
        let Some(colon) = (0..self.words.len().min(14)).find(|&at| self.words.raw(at) == ":") else { return false };
        let (mut figures, mut month, mut names, mut commas) = (0, false, 0, 0);
        for at in 0..colon {
            let lower = self.words.lower(at);
            let lower = lower.strip_suffix('.').unwrap_or(lower);
            match self.words.shape(at) {
                Shape::Number => {
                    figures += 1;
                    month |= shape::is_numeric_date(self.words.raw(at));
                }
                Shape::Mark => commas += usize::from(self.words.raw(at) == ","),
                _ if self.lang.times.months.contains_key(lower) => month = true,
                shape if shape.is_capital() => names += 1,
                _ if self.lang.function.contains(lower) => {}
                _ => return false,
            }
        }
        self.words.shape(0) == Shape::Number && figures >= 1 && month && names >= 1 && commas >= 1
    }

    /// Reads a translator's note: its first sentence must match a formula, and little may follow.
    fn note(&self) -> Option<Note> {
        if self.sentences.len() > 3 || self.count() > LONGEST {
            return None;
        }
        let formulas = &self.lang.furniture.translator;
        let first = self.sentences.first().map_or(self.text, |sentence| sentence.span.of(self.text));
        [self.text, first].into_iter().find_map(|text| self.note_of(text, formulas))
    }

    fn note_of(&self, text: &str, formulas: &Formulas<(Box<str>, Box<str>)>) -> Option<Note> {
        let lower = text.trim().trim_matches(['*', '_']).to_lowercase().replace('’', "'");
        let words = formulas::words(&lower);
        let ((from, by), gaps) = formulas.matching(&words)?;
        let mut gapped = gaps.into_iter().flat_map(|gap| &words[gap]);
        let from =
            if from.is_empty() { gapped.find_map(|word| language_named(word, self.lang)) } else { Some(from.clone()) };
        let by = if by.is_empty() { quoted(text) } else { Some(by.clone()) };
        Some(Note { from, by })
    }

    /// The last sentence, if it speaks of the page: `Read more in the exclusive Herald article.`
    pub fn aside(&self) -> Option<Span> {
        let last = self.sentences.last().filter(|_| self.sentences.len() > 1)?;
        let short = last.tokens.len() <= LONGEST;
        let lower = || last.span.of(self.text).to_lowercase().replace('’', "'");
        (short && self.lang.furniture.housekeeping.matching(&formulas::words(&lower())).is_some()).then_some(last.span)
    }

    /// One of its last sentences is the formula that closes a digest's teaser.
    pub fn is_teaser(&self) -> bool {
        let lower = |sentence: &Sentence| sentence.span.of(self.text).to_lowercase().replace('’', "'");
        let mut last = self.sentences.iter().rev().take(2).filter(|sentence| sentence.tokens.len() <= LONGEST);
        last.any(|sentence| self.lang.furniture.digest.matching(&formulas::words(&lower(sentence))).is_some())
    }

    /// The parenthesis at the end, if it names who supplied a picture: `(EPA)`, `(City of Brodno/dpa)`.
    pub fn agency(&self) -> Option<Span> {
        let close = self.words.len().checked_sub(1).filter(|&at| self.words.raw(at) == ")")?;
        let open = (close.saturating_sub(12)..close).rev().find(|&at| self.words.raw(at) == "(")?;
        let inside = open + 1..close;
        let text = self.words.span(open + 1, close - 1).of(self.text);
        let lower = text.to_lowercase();
        let slash = inside.clone().any(|at| self.words.raw(at) == "/");
        let upper = inside.len() == 1 && self.words.shape(open + 1) == Shape::Upper && text.len() >= 2;
        let known = inside.clone().any(|at| {
            self.words.name(&self.lang.organisations, at).is_some_and(|(_, organisation)| organisation.is_outlet())
        });
        let capital = self.words.shape(open + 1).is_capital();
        let credited = opener(&lower, &self.lang.furniture.credit).is_some()
            || inside.clone().any(|at| self.lang.furniture.credit_words.contains(self.words.lower(at)));
        let short_name = inside.len() <= 2
            && capital
            && inside.clone().all(|at| matches!(self.words.shape(at), Shape::Title | Shape::Upper));
        let begins = open > 0 && self.words.space_before(open);
        // `(Meridian)` may be anybody: it is a credit behind a sentence.
        let weak = short_name && open > 0 && shape::end(self.words.span(0, open - 1).of(self.text)) == End::Stop;
        (begins && !inside.is_empty() && (upper || slash && capital || known || credited || weak))
            .then(|| self.words.span(open, close))
    }
}

/// The address of a page.
fn is_address(lower: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|scheme| lower.starts_with(scheme))
}

/// The longest opener that `lower` starts with; it ends where a word ends.
fn opener<'o>(lower: &str, openers: &'o [Box<str>]) -> Option<&'o str> {
    let fits = |opener: &&str| {
        // Most openers differ in their first byte.
        let begins = opener.as_bytes().first() == lower.as_bytes().first() && lower.starts_with(opener);
        begins
            && (opener.ends_with(|c: char| !c.is_alphanumeric())
                || !lower[opener.len()..].starts_with(char::is_alphanumeric))
    };
    openers.iter().map(AsRef::as_ref).filter(fits).max_by_key(|opener| opener.len())
}

/// The tag of the language that a word is the English name of.
fn language_named(word: &str, lang: &Language) -> Option<Box<str>> {
    let profiles = lang.profiles.iter().map(|(tag, name, _)| (tag, name));
    let scripts = lang.scripts.iter().map(|(_, tag, name)| (tag, name));
    profiles.chain(scripts).find(|(_, name)| name.to_lowercase() == word).map(|(tag, _)| tag.clone())
}

/// What stands in quotation marks: `«Gladiol»`.
fn quoted(text: &str) -> Option<Box<str>> {
    let open = text.find(['«', '“', '„', '"'])?;
    let inside = text[open..].trim_start_matches(['«', '“', '„', '"']);
    let close = inside.find(['»', '”', '“', '"'])?;
    (close > 0).then(|| inside[..close].trim().into())
}
