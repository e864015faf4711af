//! Cutting text into words, numbers and marks, the same way for texts and for the phrases of a lexicon.
//!
//! What holds for every script that separates words by space: a word is a run of letters, digits and combining marks
//! with inner apostrophes and inner full stops (`U.S.`, `don't`); hyphens and slashes stand alone, so that
//! `Lavrov-Blinken` is three tokens; a possessive `'s` is a token of its own.

use std::ops::Range;

/// What a token looks like.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Shape {
    /// All letters small: `talks`.
    Lower,
    /// First letter large, the rest not all large: `Geneva`, `McDonald`.
    Title,
    /// All letters large, two or more: `TASS`, `U.S.`
    Upper,
    /// A single large letter, with or without a stop: `J.`
    Initial,
    /// Small first, large within: `iPhone`.
    Mixed,
    /// Begins with a digit: `20`, `1,000`, `2022-01-20`, `20th`.
    Number,
    /// Letters of a script without case: Han, Arabic.
    Uncased,
    /// A possessive ending: `'s`, `’s`, or a bare apostrophe after `s`.
    Possessive,
    /// A mark: punctuation or symbol, one character each, or a run of the same stop or dash.
    Mark,
}

impl Shape {
    /// A token with letters.
    pub fn is_word(self) -> bool {
        !matches!(self, Shape::Mark | Shape::Number | Shape::Possessive)
    }

    /// Begins with a large letter.
    pub fn is_capital(self) -> bool {
        matches!(self, Shape::Title | Shape::Upper | Shape::Initial)
    }
}

/// The tokens of `text`: byte range and shape, in order.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, Shape)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| !c.is_whitespace() && !is_ignorable(c))?;
        let end = token_end(text, start);
        at = end;
        Some((start..end, shape(&text[start..end])))
    })
}

fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}') || c.is_control()
}

/// A straight or a curly apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c) || c == '\u{ad}' || c == '\u{200d}'
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn token_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    // The callers hand a start before a visible character, so there is a first one.
    let Some(first) = rest.chars().next() else { return text.len() };
    // Two apostrophes or accents in a row are one mark of quotation, as some archives write them.
    if rest.starts_with("''") || rest.starts_with("``") {
        return start + 2;
    }
    if is_apostrophe(first)
        && text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
        && let Some(len) = possessive_len(rest)
    {
        return start + len;
    }
    if is_inner(first) {
        return start + word_len(rest);
    }
    start + run_len(rest, first)
}

/// Length of `'s` or of a bare apostrophe at the start of `rest`, when no letter follows.
fn possessive_len(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((at, 's' | 'S')) => {
            let end = at + 1;
            (!rest[end..].starts_with(is_inner)).then_some(end)
        }
        _ => None,
    }
}

fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let number = rest.starts_with(|c: char| c.is_ascii_digit());
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let goes_on = is_inner(c)
            || match (c, next) {
                // don't, O'Brien; but not a possessive.
                (c, Some(n)) if is_apostrophe(c) && n.is_alphabetic() && !number => {
                    possessive_len(&rest[at..]).is_none()
                }
                // 3.3, 1,000, 12:30.
                ('.' | ',' | ':', Some(n)) => {
                    number && n.is_ascii_digit() && rest[..at].ends_with(|p: char| p.is_ascii_digit())
                }
                // 2022-01-20, 20/01/2022.
                ('-' | '/', Some(n)) => number && n.is_ascii_digit() && is_numeric_date(rest),
                _ => false,
            };
        if !goes_on {
            // U.S., a.m., J.: letters and stops in turn.
            if c == '.' && !number && is_dotted(&rest[..at]) {
                end = at + 1;
                if next.is_some_and(char::is_alphabetic) {
                    continue;
                }
            }
            break;
        }
        end = at + c.len_utf8();
    }
    end.max(rest.chars().next().map_or(0, char::len_utf8))
}

/// Letters and stops in turn, ending with a single letter: `U`, `U.S`, `a.m`.
fn is_dotted(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    })
}

/// `2022-01-20…`, `20/01/2022…`: digits, mark, digits, the same mark, digits.
fn is_numeric_date(rest: &str) -> bool {
    let mut parts = [0usize; 3];
    let (mut part, mut mark) = (0, None);
    for c in rest.chars() {
        match c {
            '0'..='9' => parts[part] += 1,
            '-' | '/' if part < 2 && mark.is_none_or(|m| m == c) => {
                mark = Some(c);
                part += 1;
            }
            _ => break,
        }
    }
    part == 2 && (1..=4).contains(&parts[0]) && (1..=2).contains(&parts[1]) && matches!(parts[2], 1 | 2 | 4)
}

fn run_len(rest: &str, first: char) -> usize {
    if matches!(first, '.' | '-' | '—' | '–' | '…') {
        rest.len() - rest.trim_start_matches(first).len()
    } else {
        first.len_utf8()
    }
}

fn shape(word: &str) -> Shape {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Shape::Mark };
    if is_apostrophe(first) && word.len() > first.len_utf8() && word != "''" {
        return Shape::Possessive;
    }
    if first.is_numeric() {
        return Shape::Number;
    }
    if !first.is_alphabetic() {
        return Shape::Mark;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let (mut upper, mut lower, mut all) = (0, 0, 0);
    for c in letters {
        all += 1;
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    match (first.is_uppercase(), upper, lower) {
        (_, 0, 0) => Shape::Uncased,
        (false, 0, _) => Shape::Lower,
        (false, ..) => Shape::Mixed,
        (true, 1, 0) if all == 1 => Shape::Initial,
        (true, _, 0) => Shape::Upper,
        _ => Shape::Title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        words(text).map(|(range, _)| &text[range]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(cut("Iran's talks, in U.S. hands."), "Iran|'s|talks|,|in|U.S.|hands|.");
        assert_eq!(cut("don't O’Brien workers’ rights"), "don't|O’Brien|workers|’|rights");
        assert_eq!(
            cut("Lavrov-Blinken 15-20 2022-01-20 $3.3 bln 1,000"),
            "Lavrov|-|Blinken|15|-|20|2022-01-20|$|3.3|bln|1,000"
        );
        assert_eq!(cut("at 12:30 a.m. on 20th... “we—well”"), "at|12:30|a.m.|on|20th|...|“|we|—|well|”");
        assert_eq!(cut("J. Smith (EPA)"), "J.|Smith|(|EPA|)");
    }

    #[test]
    fn nothing_breaks_it() {
        for odd in
            ["", " ", "\u{ad}", "'", "’s", "👩‍👩‍👧", "e\u{301}te\u{301}", "\0\u{7f}", "1-", "1-2-", "...", "\u{a0}x\u{a0}"]
        {
            for (range, _) in words(odd) {
                assert!(!odd[range].is_empty());
            }
        }
    }
}
