//! Datelines wherever they stand: `MIRAVA, June 24. /NORWIRE/.`, `MIRAVA (Norwire) - `.
//!
//! The grammar finds them at the start of a line, by their shape. Behind a date that heads the file, or behind a
//! headline that runs into the text, they are found here; so are those with a hyphen, which are told from other lines
//! by their words.

use std::ops::Range;

use lang::Language;
use lang::segment::Shape;

use crate::tokens::Words;

/// A dateline, in tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Dateline {
    /// The token behind its last mark.
    pub end: usize,
    /// Its agency, without slashes and parentheses.
    pub agency: Option<Range<usize>>,
}

/// Most tokens before the agency or the dash.
const LONGEST: usize = 16;

/// The dateline that starts at token `start`.
pub(super) fn find(words: &Words, start: usize, lang: &Language) -> Option<Dateline> {
    let place = place_end(words, start)?;
    let date = date_end(words, place, lang);
    let agency = agency(words, date);
    let behind = agency.as_ref().map_or(date, |agency| agency.end + 1);
    let dash = matches!(words.raw(behind), "-" | "--" | "–" | "—" | "―" | "_") && words.space_after(behind);
    let slashed = agency.as_ref().is_some_and(|agency| words.raw(agency.end) == "/");
    let stop = words.raw(behind) == "." && slashed;
    let dated = date > place;
    let ended = words.raw(date.max(1) - 1) == "." && dated && agency.is_none();
    let known = || {
        (start..place).any(|at| are_words(words, at, lang))
            && words.name(&lang.places, start).is_none()
            && !named_in_capitals(words, start..place, lang)
    };
    let end = behind + usize::from(dash || stop);
    let sure = agency.is_some() && (dash || stop) || dated && (dash || ended);
    (sure || dash && !known() && words.space_before(behind)).then_some(Dateline { end, agency })
}

/// The end of a place in capitals, with its country or state: `PONTE LISSA, Sarenia`.
fn place_end(words: &Words, start: usize) -> Option<usize> {
    if words.shape(start) != Shape::Upper || words.raw(start).len() < 3 {
        return None;
    }
    let mut end = start;
    for at in start..start + LONGEST {
        match (words.shape(at), words.raw(at)) {
            (Shape::Upper, _) => end = at + 1,
            (Shape::Title, _)
                if at > start && (words.raw(at - 1) == "," || words.shape(at - 1) == Shape::Title && end == at) =>
            {
                end = at + 1
            }
            (Shape::Mark, "," | "." | "-" | "/") if at + 1 < words.len() && words.shape(at + 1).is_capital() => {}
            _ => break,
        }
    }
    Some(end)
}

/// The end of a date that stands at `start`, with the marks around it; `start` where there is none.
fn date_end(words: &Words, start: usize, lang: &Language) -> usize {
    // The month may have been taken for a country: `MIRAVA, June 24`.
    let is_month = |at: usize| {
        let lower = words.lower(at).trim_end_matches('.');
        lang.times.months.contains_key(lower) || lang.times.weekdays.contains_key(lower)
    };
    let (mut at, mut figures, mut named) = (start, 0, usize::from(start > 0 && is_month(start - 1)));
    while at < start + 8 {
        match words.shape(at) {
            Shape::Number => figures += 1,
            Shape::Mark if matches!(words.raw(at), "," | ".") => {}
            _ if is_month(at) => named += 1,
            _ => break,
        }
        at += 1;
    }
    if figures > 0 && named > 0 { at } else { start }
}

/// `(Norwire)` or `/NORWIRE/` at `start`: the tokens between the marks.
fn agency(words: &Words, start: usize) -> Option<Range<usize>> {
    let close = match words.raw(start) {
        "(" => ")",
        "/" => "/",
        _ => return None,
    };
    let end = (start + 2..start + 8).find(|&at| words.raw(at) == close)?;
    words.shape(start + 1).is_word().then_some(start + 1..end)
}

fn are_words(words: &Words, at: usize, lang: &Language) -> bool {
    words.shape(at).is_word() && (words.is_known(at, lang) || lang.furniture.headline_labels.contains(words.lower(at)))
}

/// `NEW YORK` is a place, though `new` is a word.
fn named_in_capitals(words: &Words, range: Range<usize>, lang: &Language) -> bool {
    let titled: Vec<String> =
        range.filter(|&at| words.shape(at) == Shape::Upper).map(|at| super::summary::titled(words.raw(at))).collect();
    lang.places.exact(&titled.join(" ")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<(String, Option<String>)> {
        let lang = Language::load("en");
        let tokens = crate::tokens::tokens(text);
        let words = Words::new(text, &tokens);
        let found = find(&words, 0, &lang)?;
        let agency = found.agency.map(|agency| words.span(agency.start, agency.end - 1).of(text).to_owned());
        Some((words.span(0, found.end - 1).of(text).to_owned(), agency))
    }

    #[test]
    fn datelines() {
        let agency = |name: &str| Some(name.to_owned());
        assert_eq!(
            check("MIRAVA, June 24. /NORWIRE/. The ferry sails."),
            Some(("MIRAVA, June 24. /NORWIRE/.".into(), agency("NORWIRE")))
        );
        assert_eq!(
            check("MIRAVA, Feb 3 (Norwire) - The ferry sails."),
            Some(("MIRAVA, Feb 3 (Norwire) -".into(), agency("Norwire")))
        );
        assert_eq!(
            check("MIRAVA (Norwire) — The ferry sails."),
            Some(("MIRAVA (Norwire) —".into(), agency("Norwire")))
        );
        assert_eq!(
            check("PONTE LISSA, Sarenia, March 1 (Norwire) - Two"),
            Some(("PONTE LISSA, Sarenia, March 1 (Norwire) -".into(), agency("Norwire")))
        );
        assert_eq!(check("MIRAVA - The ferry sails."), Some(("MIRAVA -".into(), None)));
        assert_eq!(check("NEW YORK - The ferry sails."), Some(("NEW YORK -".into(), None)));
        assert_eq!(check("MIRAVA, March 4. The ferry sails."), Some(("MIRAVA, March 4.".into(), None)));
    }

    #[test]
    fn no_datelines() {
        for text in [
            "WARNING - The ferry sails.",
            "THE FERRY HAS SAILED - again.",
            "MIRAVA, the port, sails.",
            "The ferry - a new one - sails.",
            "EU-US talks (in Mirava) - a summary",
            "",
            "MIRAVA",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }
}
