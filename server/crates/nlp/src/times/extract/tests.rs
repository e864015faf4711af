//! What the words of this module are held to.

use super::*;
use crate::tokens::tokens;

fn found(text: &str) -> Vec<TimeExpression> {
    extract(text, &tokens(text), &Language::load(lang::DEFAULT_TAG))
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let spans: Vec<&str> = found(text).iter().map(|time| time.span.of(text)).collect();
    assert_eq!(spans, expected, "{text}");
}

#[test]
fn the_words_and_no_more() {
    check("following yesterday’s talks and Tuesday's headlines", &["yesterday", "Tuesday"]);
    check("for more than seven weeks, over the past two years", &["more than seven weeks", "the past two years"]);
    check("He came in Jan. and left on Sept. 3.", &["Jan.", "Sept. 3"].map(|words| words.trim_end_matches('.')));
    check("On Friday, July 25, 2025, and on July 26 (Saturday)", &["Friday, July 25, 2025", "July 26 (Saturday)"]);
    check("It was said in\n\nMarch 5", &["March 5"]);
}

#[test]
fn what_looks_like_a_time() {
    for text in [
        "An 85-year-old may march on.",
        "Jean-Noel bought a Su-35 and 2,000 shares at $2000.",
        "They won 4-5 and 3:1, working 24/7.",
        "Call 2025-0199 or 020 7946 0958, section 12.4.1.",
        "up by 33%, or 2024%",
        "about 15-20 thousand people",
        "At the same time, the first time in the last minute",
        "the future agreement and the current regime",
    ] {
        check(text, &[]);
    }
}

#[test]
fn the_weekday_beside_a_date() {
    let text = "on Friday, July 24, 2025";
    let time = &found(text)[0];
    assert_eq!(time.weekday.map(|(weekday, span)| (weekday, span.of(text))), Some((5, "Friday")));
    assert_eq!(found("on July 24, 2025")[0].weekday, None);
}

#[test]
fn vague_words_are_marked() {
    let vague = |text: &str| found(text)[0].vague;
    assert!(vague("these days") && vague("recently") && vague("a few weeks ago") && vague("for months"));
    assert!(!vague("yesterday") && !vague("three weeks") && !vague("every Monday") && !vague("in 2021"));
}

/// All that the data says must mean something here.
#[test]
fn every_meaning_is_known() {
    let lang = Language::load(lang::DEFAULT_TAG);
    let source = include_str!("../meaning.rs");
    for (rule, meaning) in lang.times.rules.meanings() {
        let name = meaning.split(' ').next().unwrap_or_default();
        assert!(name == "nothing" || source.contains(&format!("\"{name}\"")), "{rule}: {meaning}");
    }
}

/// Pieces of text that touch the patterns, in any order and number.
const PIECES: [&str; 60] = [
    "January",
    "Jan.",
    "May",
    "20",
    "31",
    "2025",
    "’s",
    "'s",
    ",",
    ".",
    "-",
    "–",
    "—",
    "/",
    " ",
    " ",
    " ",
    "\n\n",
    "the",
    "of",
    "last",
    "this",
    "next",
    "year",
    "weeks",
    "Friday",
    "Mon.",
    "and",
    "to",
    "from",
    "three",
    "and a half",
    "ago",
    "later",
    "2022-01-20",
    "01/04/2025",
    "20.01.2022",
    "15:00",
    "GMT",
    "p.m.",
    "twenty",
    "hundred",
    "million",
    "1990s",
    "'80s",
    "century",
    "BC",
    "every",
    "noon",
    "Easter",
    "these days",
    "99999999999999999999",
    "\u{ad}",
    "é",
    "👩‍👩‍👧",
    "\u{301}",
    "(",
    ")",
    "%",
    "$",
];

#[test]
fn odd_texts_break_nothing() {
    let lang = Language::load(lang::DEFAULT_TAG);
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut next = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % most as u64) as usize
    };
    for _ in 0..2000 {
        let text: String = (0..next(24)).flat_map(|_| [PIECES[next(PIECES.len())], ["", " "][next(2)]]).collect();
        let all = extract(&text, &tokens(&text), &lang);
        let mut end = 0;
        for time in &all {
            let Span { start, end: last } = time.span;
            assert!(end <= start && start < last && last as usize <= text.len(), "{text:?}: {all:?}");
            assert!(text.is_char_boundary(start as usize) && text.is_char_boundary(last as usize), "{text:?}");
            end = last;
        }
        let whole: Vec<_> = all
            .iter()
            .map(|expression| crate::times::resolve::InSentence {
                expression,
                sentence: &text,
                sentence_start: 0,
                body: true,
            })
            .collect();
        for day in [jiff::civil::Date::MIN, jiff::civil::Date::MAX, jiff::civil::date(2025, 7, 23)] {
            let date = crate::dates::ArticleDate { day: Some(day), ..Default::default() };
            assert_eq!(crate::times::resolve(&whole, &date, &lang).len(), all.len());
        }
    }
}

/// Ten times the text takes about ten times the time.
#[test]
fn hostile_texts_are_read_in_linear_time() {
    let lang = Language::load(lang::DEFAULT_TAG);
    for piece in [
        ",",
        "1",
        "1 ",
        "January ",
        "January 5, ",
        "the last ",
        "three hundred and ",
        "2022-01-20-",
        "last this next ",
        "twenty-",
        "the early late mid ",
    ] {
        let time = |count: usize| {
            let text = piece.repeat(count);
            let tokens = tokens(&text);
            let once = || {
                let start = std::time::Instant::now();
                extract(&text, &tokens, &lang);
                start.elapsed().as_secs_f64()
            };
            (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
        };
        let (small, large) = (time(2000), time(20_000));
        assert!(large < 60.0 * small + 0.02, "{piece:?}: {small} {large}");
    }
}
