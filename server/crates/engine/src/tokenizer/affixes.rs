//! What is cut from the front, the end and the inside of a chunk: the English expressions of spaCy, written out.
//!
//! Each of them looks at no more than two neighbours, so no engine of regular expressions is needed. The converter
//! (`convert/convert.py`) asserts that the expressions are still those.

use rustc_hash::FxHashSet;

use crate::chars::{Classes, class};
use crate::model::{Model, ModelError};

/// The expressions, with the lists that the model file has.
pub struct Affixes {
    /// Units of measure and currencies, which are cut from the end of a number.
    after_digit: FxHashSet<Box<str>>,
    longest_after_digit: usize,
}

impl Affixes {
    pub fn new(model: &Model) -> Result<Affixes, ModelError> {
        let after_digit: FxHashSet<Box<str>> =
            model.strings("tokenizer.after_digit")?.into_iter().map(Box::from).collect();
        let longest_after_digit = after_digit.iter().map(|unit| unit.len()).max().unwrap_or(0);
        Ok(Affixes { after_digit, longest_after_digit })
    }

    /// The bytes to cut from the front; 0 for none. The first expression that fits decides.
    pub fn prefix(&self, classes: &Classes, text: &str) -> usize {
        let Some(first) = text.chars().next() else { return 0 };
        if classes.is(first, class::PREFIX) {
            return first.len_utf8();
        }
        let bytes = text.as_bytes();
        match first {
            '+' if !bytes.get(1).is_some_and(u8::is_ascii_digit) => 1,
            '.' => Some(leading_stops(text)).filter(|&stops| stops > 1).unwrap_or(0),
            'U' if text.starts_with("US$") => 3,
            'C' | 'A' if bytes.get(1) == Some(&b'$') => 2,
            _ => 0,
        }
    }

    /// The bytes to cut from the end; 0 for none. The longest expression decides.
    pub fn suffix(&self, classes: &Classes, text: &str) -> usize {
        let mut backwards = text.chars().rev();
        let Some(last) = backwards.next() else { return 0 };
        let (before, second) = (backwards.next(), backwards.next());
        let single = classes.is(last, class::SUFFIX)
            || last == '+' && before.is_some_and(|c| c.is_ascii_digit())
            || last == '.' && self.is_cut_off(classes, second, before);
        let mut cut = if single { last.len_utf8() } else { 0 };
        if last == '.' {
            let stops = text.bytes().rev().take_while(|&b| b == b'.').count();
            cut = cut.max(if stops > 1 { stops } else { 0 });
        }
        if matches!((before, last), (Some('…'), '…') | (Some('\'' | '’'), 's' | 'S')) {
            cut = cut.max(last.len_utf8() + before.map_or(0, char::len_utf8));
        }
        cut.max(self.after_digit(text))
    }

    /// Whether a full stop is cut from what stands before it.
    fn is_cut_off(&self, classes: &Classes, second: Option<char>, before: Option<char>) -> bool {
        let Some(before) = before else { return false };
        classes.is(before, class::BEFORE_STOP)
            || second.is_some_and(|second| {
                classes.is(before, class::ALPHA_UPPER) && classes.is(second, class::ALPHA_UPPER)
                    || second == '°' && matches!(before, 'F' | 'f' | 'C' | 'c' | 'K' | 'k')
            })
    }

    /// The bytes after the last digit, if they are a unit or a currency. None of those has a digit in it.
    fn after_digit(&self, text: &str) -> usize {
        let from = text.len().saturating_sub(self.longest_after_digit + 1);
        let digit = text.as_bytes()[from..].iter().rposition(u8::is_ascii_digit);
        let unit = digit.map_or("", |digit| &text[from + digit + 1..]);
        if self.after_digit.contains(unit) { unit.len() } else { 0 }
    }
}

/// Where the inside of a chunk is cut: ranges of bytes, in order. Ellipses, icons, and marks between certain neighbours.
pub fn infixes(classes: &Classes, text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut before = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let length = infix(classes, before, c, &text[at..]);
        if length > 0 {
            found.push((at, at + length));
        }
        let step = length.max(c.len_utf8());
        before = text[at..at + step].chars().next_back();
        at += step;
    }
    found
}

/// The length of the infix at the front of `text`, whose first character is `c`; 0 for none.
fn infix(classes: &Classes, before: Option<char>, c: char, text: &str) -> usize {
    // Most characters of most words.
    if c.is_ascii_alphanumeric() {
        return 0;
    }
    let stops = leading_stops(text);
    if stops > 1 {
        return stops;
    }
    if c == '…' || classes.is(c, class::ICON) {
        return c.len_utf8();
    }
    let Some(before) = before else { return 0 };
    let next_is = |after: &str, wanted: u16| after.chars().next().is_some_and(|next| classes.is(next, wanted));
    let rest = &text[c.len_utf8()..];
    let letter = classes.is(before, class::ALPHA);
    let word = letter || before.is_ascii_digit();
    let single = match c {
        '+' | '-' | '*' | '^'
            if before.is_ascii_digit() && rest.starts_with(|n: char| n.is_ascii_digit() || n == '-') =>
        {
            true
        }
        '.' => {
            classes.is(before, class::ALPHA_LOWER | class::QUOTE) && next_is(rest, class::ALPHA_UPPER | class::QUOTE)
        }
        ',' => letter && next_is(rest, class::ALPHA),
        ':' | '<' | '>' | '=' | '/' => word && next_is(rest, class::ALPHA),
        _ => false,
    };
    if single {
        return c.len_utf8();
    }
    let hyphens = if word { ["-", "–", "—", "--", "---", "——", "~"].iter() } else { [].iter() };
    hyphens
        .filter_map(|hyphen| text.strip_prefix(hyphen).map(|rest| (hyphen.len(), rest)))
        .find(|&(_, rest)| next_is(rest, class::ALPHA))
        .map_or(0, |(length, _)| length)
}

fn leading_stops(text: &str) -> usize {
    text.bytes().take_while(|&b| b == b'.').count()
}
