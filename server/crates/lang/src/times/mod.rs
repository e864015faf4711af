//! The words and rules by which times are read.
//!
//! `times/rules.txt` holds rules: patterns over classes of tokens ([`pattern`]) with what they mean. Classes come from
//! the tables beside it; `times/words.tsv` makes classes of its own. Phrases with one fixed meaning stand in tables
//! (`vague.tsv`, `deictic.tsv`, `holidays.tsv`) and are turned into patterns here. What a meaning's words stand for is
//! the reader's to say; this module only finds where they apply.

pub mod classes;
pub mod pattern;
mod read;

use rustc_hash::FxHashMap;

use crate::phrases::Phrases;
use crate::segment::Shape;
use classes::Classes;
use pattern::Program;
pub use pattern::{Capture, Lexeme, Match};

/// A rule: patterns that say the same kind of thing.
#[derive(Debug)]
pub struct TimeRule {
    /// `en/month-day`.
    pub name: &'static str,
    /// TIMEX3's type in small letters: `date`, `time`, `duration`, `set`.
    pub kind: &'static str,
    /// Texts it finds something in, `on [January 20, 2022] = 2022-01-20`, read on [`EXAMPLES_DATE`].
    pub examples: Vec<&'static str>,
    /// Texts in which nothing is found.
    pub never: Vec<&'static str>,
}

/// The article date of the examples in `times/rules.txt`: a Wednesday.
pub const EXAMPLES_DATE: (i16, i8, i8) = (2025, 7, 23);

/// A pattern, compiled, and what it means.
#[derive(Debug)]
struct Pattern {
    rule: u16,
    program: Program,
    meanings: Vec<Box<str>>,
}

/// Which time the verb beside an expression speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tense {
    /// `was`, `said`.
    Past,
    /// `will`, `is to`, `plans to`.
    Future,
    /// `is`, `remains`.
    Present,
    /// `to` before a verb: what has not happened yet, unless the verb before says otherwise.
    Infinitive,
}

/// Everything that reads times in one language.
#[derive(Debug, Default)]
pub struct TimeRules {
    /// The rules, in the order of the file: of two equally long readings the earlier rule's stands.
    pub rules: Vec<TimeRule>,
    /// Words and phrases that tell a sentence's time.
    pub tense: Phrases<Tense>,
    /// What is wrong with the data, for the checks of the build; reading goes on without it.
    pub errors: Vec<String>,
    patterns: Vec<Pattern>,
    /// Word to its number among the words of patterns, and its classes.
    words: FxHashMap<Box<str>, (u16, Classes)>,
    /// Patterns that may begin with the word of a number, and with a class's bit.
    by_word: Vec<Vec<u16>>,
    by_class: Vec<Vec<u16>>,
    /// All classes that patterns begin with.
    begins: Classes,
    /// Names of classes, and the value each class gives its words.
    names: FxHashMap<Box<str>, Classes>,
    values: FxHashMap<(Classes, Box<str>), Box<str>>,
}

impl TimeRules {
    /// What `text`, a token of this shape, is to the patterns.
    pub fn lexeme(&self, text: &str, shape: Shape) -> Lexeme {
        let mut buffer = [0; LONGEST];
        let Some(lower) = lowered(text, shape, &mut buffer) else { return Lexeme::default() };
        let (word, mut classes) = self.words.get(lower).copied().unwrap_or_default();
        if shape == Shape::Number {
            classes |=
                classes::figures(lower, |tail| self.words.get(tail).map_or(0, |&(_, classes)| self.tail(classes)));
        }
        match shape {
            Shape::Title | Shape::Upper | Shape::Initial => classes |= classes::CAPITAL,
            Shape::Lower | Shape::Mixed => classes = (classes & !CAPITALISED) | classes::LOWER,
            Shape::Mark if is_break(text) => classes |= classes::BREAK,
            _ => {}
        }
        Lexeme { word, classes, glued: false, first: false }
    }

    /// Every match of a pattern that begins at token `at`.
    pub fn matches_at(&self, lexemes: &[Lexeme], at: usize, found: &mut Vec<Match>) {
        let Some(lexeme) = lexemes.get(at) else { return };
        let by_word = self.by_word.get(usize::from(lexeme.word)).into_iter().flatten();
        by_word.for_each(|&pattern| self.try_at(pattern, lexemes, at, found));
        let mut left = lexeme.classes;
        while left != 0 {
            let bit = left.trailing_zeros() as usize;
            left &= left - 1;
            self.by_class[bit].iter().for_each(|&pattern| self.try_at(pattern, lexemes, at, found));
        }
    }

    /// Whether any pattern may begin with `lexeme`.
    pub fn may_begin(&self, lexeme: &Lexeme) -> bool {
        lexeme.classes & self.begins != 0
            || self.by_word.get(usize::from(lexeme.word)).is_some_and(|patterns| !patterns.is_empty())
    }

    /// The rule of a match.
    pub fn rule(&self, found: &Match) -> Option<&TimeRule> {
        self.rules.get(usize::from(self.patterns.get(usize::from(found.pattern))?.rule))
    }

    /// What the expression number `expression` of a match means, in the words of the rules: `calendar`, `period week -1`.
    pub fn meaning(&self, found: &Match, expression: usize) -> &str {
        let meanings = self.patterns.get(usize::from(found.pattern)).map_or(&[][..], |pattern| &pattern.meanings);
        meanings.get(expression).or(meanings.last()).map_or("", |meaning| meaning)
    }

    /// All meanings that occur, for the checks of the reader.
    pub fn meanings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.patterns.iter().flat_map(|pattern| {
            let rule = self.rules[usize::from(pattern.rule)].name;
            pattern.meanings.iter().map(move |meaning| (rule, &**meaning))
        })
    }

    /// The class of this name; none if there is none.
    pub fn class(&self, name: &str) -> Classes {
        self.names.get(name).copied().unwrap_or(0)
    }

    /// The value `times/words.tsv` gives the word `text` in `class`.
    pub fn value(&self, class: Classes, text: &str) -> Option<&str> {
        let lower = text.to_lowercase().replace('’', "'");
        self.values.get(&(class, lower.into_boxed_str())).map(|value| &**value)
    }

    fn try_at(&self, pattern: u16, lexemes: &[Lexeme], at: usize, found: &mut Vec<Match>) {
        if let Some((expressions, captures)) = self.patterns[usize::from(pattern)].program.matches(lexemes, at) {
            found.push(Match { pattern, expressions, captures });
        }
    }

    /// What letters behind figures say, by the classes words.tsv puts them in.
    fn tail(&self, classes: Classes) -> Classes {
        let says = |name: &str, class: Classes| if classes & self.class(name) != 0 { class } else { 0 };
        says("ordinal-ending", classes::ORDINAL | classes::NTH_DAY)
            | says("decade-ending", classes::DECADE)
            | says("half-day", classes::HALF_DAY_HOUR)
    }
}

/// Classes whose words begin with a large letter wherever they stand.
const CAPITALISED: Classes = classes::MONTH | classes::WEEKDAY | classes::WEEKDAYS | classes::SHORT;

/// No word about time is longer.
const LONGEST: usize = 24;

/// `text` in small letters, with a straight apostrophe; none if it is too long to be known.
fn lowered<'b>(text: &str, shape: Shape, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    if shape == Shape::Possessive {
        let bytes: &[u8] = b"'s";
        buffer[..2].copy_from_slice(bytes);
        return std::str::from_utf8(&buffer[..2]).ok();
    }
    let len = text.len();
    let target = buffer.get_mut(..len)?;
    target.copy_from_slice(text.as_bytes());
    target.make_ascii_lowercase();
    std::str::from_utf8(target).ok()
}

/// A mark that ends a date, as `)` or `.` does; `-`, `%` and their like join.
fn is_break(mark: &str) -> bool {
    !matches!(mark, "-" | "–" | "—" | "/" | "%" | "'" | "’" | "&" | "+" | "=" | "*" | "@" | "#" | "_" | "°")
        && !is_currency(mark)
}

/// A currency sign.
pub fn is_currency(mark: &str) -> bool {
    matches!(mark, "$" | "€" | "£" | "¥" | "₽" | "₴" | "₪" | "₹" | "₺" | "#")
}

#[cfg(test)]
mod tests {
    use crate::Language;

    #[test]
    fn the_data_is_in_order() {
        for tag in Language::available() {
            let lang = Language::load(tag);
            assert_eq!(lang.times.rules.errors, Vec::<String>::new());
        }
    }
}
