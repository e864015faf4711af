//! The look of a line, before any word of it is understood: how it ends, how its words are written, in which script,
//! and whether it is data rather than language.

use lang::Language;
use lang::segment::Shape;
use unicode_script::{Script, UnicodeScript};

use crate::tokens::Words;

/// How a block ends, marks that close a quotation or a bracket aside.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum End {
    /// With a full stop or an ellipsis.
    Stop,
    /// With a question or an exclamation mark.
    Question,
    /// With a colon, a comma, a semicolon or a dash: something follows.
    Going,
    /// With a word.
    #[default]
    Open,
}

/// How the words of a block are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Case {
    /// In a script without case, or no word at all.
    #[default]
    None,
    /// As in a sentence.
    Sentence,
    /// `Ferries Sail in Winter`: every word of weight is capitalised.
    Title,
    /// `FERRIES SAIL`.
    Upper,
}

/// How `text` ends.
pub(super) fn end(text: &str) -> End {
    let closes =
        |c: char| c.is_whitespace() || matches!(c, '"' | '”' | '“' | '»' | '›' | '\'' | '’' | ')' | ']' | '*' | '_');
    match text.trim_end_matches(closes).chars().next_back() {
        Some('.' | '…' | '。' | '۔' | '।') => End::Stop,
        Some('?' | '!' | '？' | '！' | '؟') => End::Question,
        Some(':' | ',' | ';' | '—' | '–' | '-' | '：' | '、' | '，' | '،') => End::Going,
        _ => End::Open,
    }
}

/// How the words are written. Small words and the first one tell nothing of titles.
pub(super) fn case(words: &Words, lang: &Language) -> Case {
    let (mut large, mut small, mut upper, mut cased) = (0, 0, 0, 0);
    for at in (0..words.len()).filter(|&at| words.shape(at).is_word()) {
        let shape = words.shape(at);
        if shape == Shape::Uncased {
            continue;
        }
        cased += 1;
        upper += usize::from(matches!(shape, Shape::Upper | Shape::Initial));
        if cased > 1 && !lang.function.contains(words.lower(at)) {
            large += usize::from(shape.is_capital());
            small += usize::from(!shape.is_capital());
        }
    }
    match cased {
        0 => Case::None,
        _ if upper == cased => Case::Upper,
        _ if large >= 2 && large >= 4 * small => Case::Title,
        _ => Case::Sentence,
    }
}

/// The letters of a text by script: the two scripts that have most.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Letters {
    /// The script that most letters are in.
    pub script: Option<Script>,
    /// Letters in that script.
    pub count: u32,
    /// Letters in others.
    pub others: u32,
}

/// Counts the letters of `text` by script. Marks and digits, which all scripts share, count in none.
pub(super) fn letters(text: &str) -> Letters {
    let mut counts: Vec<(Script, u32)> = Vec::new();
    let latin = text.bytes().filter(u8::is_ascii_alphabetic).count() as u32;
    if latin > 0 {
        counts.push((Script::Latin, latin));
    }
    for c in text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()) {
        let script = c.script();
        match counts.iter_mut().find(|(known, _)| *known == script) {
            _ if matches!(script, Script::Common | Script::Inherited | Script::Unknown) => {}
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    Letters {
        script: most.map(|(script, _)| script),
        count: most.map_or(0, |(_, count)| count),
        others: all - most.map_or(0, |(_, count)| count),
    }
}

/// A row of a table, a line of a log, of code or of settings: figures and signs rather than words.
pub(super) fn is_data(text: &str) -> bool {
    let mut visible = 0;
    let (mut signs, mut digits, mut tight_commas, mut commas) = (0, 0, 0, 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        visible += usize::from(!c.is_whitespace());
        match c {
            '=' | '<' | '>' | '{' | '}' | '[' | ']' | '|' | '\\' | '_' | '^' | '~' | '#' | '@' | ';' | '\t' => {
                signs += 1
            }
            '0'..='9' => digits += 1,
            ',' => {
                commas += 1;
                // In prose a comma is followed by a space, or by the mark that closes a quotation and a space.
                let mut behind = chars.clone().skip_while(|c| is_closing(*c));
                tight_commas +=
                    usize::from(behind.next().is_some_and(|next| !next.is_whitespace() && !next.is_ascii_digit()));
            }
            _ => {}
        }
    }
    let columns = text.split(|c: char| !c.is_whitespace()).filter(|gap| gap.chars().count() > 1).count();
    let words = text.split_whitespace().count();
    visible > 0
        && (signs * 100 > visible * 6
            || digits * 100 > visible * 35
            || tight_commas >= 3 && tight_commas * 2 > commas
            || columns >= 3 && columns * 3 >= words
            || is_stamped(text))
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '»' | '’' | '\'' | ')')
}

/// Begins with a moment to the second, as lines of logs do: `2025-03-24T05:58:41Z`, `[12:00:01]`.
fn is_stamped(text: &str) -> bool {
    let head: String = text.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let head = head.trim_start_matches(['[', '(', '<']);
    let figures = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let clock = |word: &str| {
        let word = word.rsplit_once(['T', 't']).map_or(word, |(_, time)| time);
        let mut parts = word.split(':');
        let (hour, minute, second) =
            (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        figures(hour) && figures(minute) && second.starts_with(|c: char| c.is_ascii_digit())
    };
    head.starts_with(|c: char| c.is_ascii_digit()) && head.split(' ').any(clock)
}

/// A line that says nothing but a date, perhaps with a place in front and an hour: `Thursday, 30 January 2025`,
/// `Wien, 12. April 2025`, `Published: May 3, 2024, 10:35 pm GMT`.
pub(super) fn is_date_line(words: &Words, lang: &Language) -> bool {
    let count = words.len();
    if count == 0 || count > 24 {
        return false;
    }
    let (mut figures, mut named, mut places, mut zones, mut numeric) = (0, 0, 0, 0, false);
    for at in 0..count {
        let lower = words.lower(at);
        let lower = lower.strip_suffix('.').filter(|stem| !stem.is_empty()).unwrap_or(lower);
        match words.shape(at) {
            Shape::Number => {
                figures += 1;
                numeric |= is_numeric_date(words.raw(at));
            }
            Shape::Mark if is_between_dates(words.raw(at)) => {}
            _ if lang.times.months.contains_key(lower) || lang.times.weekdays.contains_key(lower) => named += 1,
            // `2 pm`, `09:56 hrs`, `on`, `at`
            Shape::Lower
                if lower.len() <= 3
                    && (figures > 0 || lang.function.contains(lower))
                    && !matches!(words.shape(at + 1), Shape::Lower) => {}
            Shape::Upper | Shape::Initial if lower.len() <= 5 && figures > 0 => zones += 1,
            _ if lang.furniture.header_keys.contains(lower) => {}
            Shape::Lower if figures == 0 && named == 0 && lang.function.contains(lower) => {}
            // `Last updated at 11:11`
            Shape::Title if figures > 0 && lang.function.contains(lower) => {}
            shape if shape.is_capital() && figures == 0 && named == 0 => places += 1,
            _ => return false,
        }
    }
    let date = (0..count).find(|&at| {
        words.shape(at) == Shape::Number
            || lang.times.months.contains_key(words.lower(at))
            || lang.times.weekdays.contains_key(words.lower(at))
    });
    // What stands in front is set off by a mark or by a word for the date: `Originally published 3 May`.
    let marked = |at: usize| {
        matches!(words.raw(at), "," | ":" | "|" | "-" | "–" | "—" | "•" | ".")
            || lang.furniture.header_keys.contains(words.lower(at))
    };
    let set_off = places == 0 || date.is_some_and(|at| at > 0 && marked(at - 1));
    let dated = numeric || figures >= 1 && named >= 1 || figures >= 2 && places == 1 && set_off;
    dated && places <= 3 && zones <= 3 && figures <= 9 && set_off
}

fn is_between_dates(mark: &str) -> bool {
    matches!(mark, "," | "." | ":" | "-" | "–" | "—" | "/" | "|" | "(" | ")" | "+" | "•" | "·" | "@" | "*" | "_")
}

/// `2022-01-20`, `20.01.2022`, `04/05/2025`.
pub(super) fn is_numeric_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3
        && parts.iter().all(digits)
        && parts.iter().any(|part| part.len() == 4 || part.len() == 2)
        && word.len() >= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        assert_eq!(end("It rains."), End::Stop);
        assert_eq!(end("“It rains.” "), End::Stop);
        assert_eq!(end("Will it rain?"), End::Question);
        assert_eq!(end("He said:"), End::Going);
        assert_eq!(end("Rain in the north\u{a0}"), End::Open);
        assert_eq!(end("It rains. (EPA)"), End::Open);
        assert_eq!(end(""), End::Open);
    }

    #[test]
    fn scripts() {
        let script = |text: &str| letters(text).script;
        assert_eq!(script("Мост at dawn"), Some(Script::Latin));
        assert_eq!(script("Мостът"), Some(Script::Cyrillic));
        assert_eq!(script("Η γέφυρα"), Some(Script::Greek));
        assert_eq!(script("— 12"), None);
    }

    #[test]
    fn data_is_no_prose() {
        for line in [
            "certifi==2024.8.30",
            "2025-03-24T06:12:55Z ERROR gate=north event=timeout retry=3",
            "2025-03-24 06:12:55 The gate of the north pier has been closed by hand.",
            "[06:12:55] The gate was closed.",
            "Sa  1  00:41  3.92  06:58  0.61  13:04  3.88",
            "4471,\"gate\",north,\"The gate was closed.\"",
            "if (gate.open) { return; }",
        ] {
            assert!(is_data(line), "{line}");
        }
        for line in [
            "The gate was closed on 3 March 2025, 12 men said.",
            "“It is closed,”she said, “and,”he added, “it stays closed.”",
            "At 10:30 the gate opened.",
            "Velmia bought 1,200,000 tonnes, 300,000 more than in 2024.",
        ] {
            assert!(!is_data(line), "{line}");
        }
    }

    #[test]
    fn lines_that_are_dates() {
        let lang = Language::load("en");
        let check = |text: &str| {
            let tokens = crate::tokens::tokens(text);
            is_date_line(&Words::new(text, &tokens), &lang)
        };
        for line in [
            "Thursday, 30 January 2025",
            "27 March 2025",
            "Wien, 12. April 2025",
            "2025-03-01",
            "Published: 3 May 2024, 10:35 GMT",
            "June 24",
            "May 3, 2013 at 7:31 am ET",
            "21 July 2013 Last updated at 11:11 GMT",
            "Originally published 05/03/2013 at 10:20 AM EDT",
        ] {
            assert!(check(line), "{line}");
        }
        for line in [
            "",
            "March for peace",
            "In 2024 the bridge closed",
            "Two men, one boat",
            "20",
            "Kestrel, Brodno and Drashov",
            "Super Tuesday 2016 Results",
            "September 1, 2012, for the Kestrel Pilots",
        ] {
            assert!(!check(line), "{line}");
        }
    }
}
