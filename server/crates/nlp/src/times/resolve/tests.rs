//! What the words of this module are held to.

use super::*;
use crate::times::extract;
use crate::tokens::tokens;

/// Every value in `text`, a single sentence, written on `day`.
pub(super) fn values(text: &str, day: Option<Date>) -> Vec<(String, String)> {
    let lang = Language::load(lang::DEFAULT_TAG);
    let found = extract(text, &tokens(text), &lang);
    let date = ArticleDate { day, value: day.map(|day| day.to_string()), ..ArticleDate::default() };
    let all: Vec<InSentence> = found
        .iter()
        .map(|expression| InSentence { expression, sentence: text, sentence_start: 0, body: true })
        .collect();
    resolve(&all, &date, &lang).into_iter().map(|time| (time.span.of(text).to_owned(), time.value)).collect()
}

/// Each rule's examples are found as they say, and nothing is found in what must be left alone.
#[test]
fn examples_of_the_rules() {
    let lang = Language::load(lang::DEFAULT_TAG);
    let (year, month, day) = lang::times::EXAMPLES_DATE;
    let day = calendar::day(year, month, day);
    let mut wrong = Vec::new();
    for rule in &lang.times.rules.rules {
        for example in &rule.examples {
            let (marked, expected) = example.rsplit_once(" = ").unwrap_or((example, ""));
            let text = marked.replace(['[', ']'], "");
            let spans = marked.split('[').skip(1).filter_map(|part| part.split_once(']')).map(|(words, _)| words);
            let expected: Vec<(String, String)> = spans
                .zip(expected.split(", "))
                .map(|(words, value)| (words.to_owned(), value.trim().to_owned()))
                .collect();
            let found = values(&text, day);
            if found != expected {
                wrong.push(format!("{}: {text}\n    expected {expected:?}\n    found    {found:?}", rule.name));
            }
        }
        for text in &rule.never {
            let found = values(text, day);
            if !found.is_empty() {
                wrong.push(format!("{}: never in: {text}\n    found    {found:?}", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values in `text` where all that is known of the article's date is `value` with these years.
fn open(text: &str, value: &str, candidates: &[i16]) -> Vec<String> {
    let lang = Language::load(lang::DEFAULT_TAG);
    let found = extract(text, &tokens(text), &lang);
    let date = ArticleDate { value: Some(value.to_owned()), candidates: candidates.to_vec(), ..ArticleDate::default() };
    let all: Vec<InSentence> = found
        .iter()
        .map(|expression| InSentence { expression, sentence: text, sentence_start: 0, body: true })
        .collect();
    resolve(&all, &date, &lang).into_iter().map(|time| time.value).collect()
}

#[test]
fn an_open_year_stays_open() {
    let years = [2003, 2008, 2014, 2025];
    let text = "Putin said on June 23 that yesterday and on Tuesday, as in 2021, it rained.";
    assert_eq!(open(text, "XXXX-06-24", &years), ["XXXX-06-23", "XXXX-06-23", "XXXX-06-24", "2021"]);
    assert_eq!(open("It was in May, last week and last year.", "XXXX-06-24", &years), ["XXXX-05", "XXXX-WXX", "XXXX"]);
    // Weekdays agree only where the years do.
    assert_eq!(open("He said on Tuesday he will go.", "XXXX-06-24", &[2024, 2025]), ["XXXX-WXX-2"]);
}

#[test]
fn an_open_day_leaves_what_all_its_days_share() {
    assert_eq!(
        open("On June 3 he left; this year he came in January, today too.", "2024-10", &[]),
        ["2024-06-03", "2024", "2024-01", "PRESENT_REF"]
    );
}

#[test]
fn verbs_tell_which_monday() {
    let on = |text: &str| values(text, calendar::day(2025, 1, 13)).pop().map(|(_, value)| value);
    assert_eq!(
        on("The pact will be signed during his visit to Oslo on Friday, the palace said.").as_deref(),
        Some("2025-01-17")
    );
    assert_eq!(on("He will host his counterpart, the palace said Friday.").as_deref(), Some("2025-01-10"));
    assert_eq!(on("The palace said Monday.").as_deref(), Some("2025-01-13"));
    assert_eq!(on("He plans to leave on Tuesday.").as_deref(), Some("2025-01-14"));
    assert_eq!(on("On Tuesday, the palace said its forces had left.").as_deref(), Some("2025-01-07"));
    assert_eq!(on("They will discuss Tuesday's ruling.").as_deref(), Some("2025-01-07"));
}

#[test]
fn reasons_can_be_read() {
    let lang = Language::load(lang::DEFAULT_TAG);
    let text = "The palace said Friday.";
    let found = extract(text, &tokens(text), &lang);
    let date = ArticleDate { day: calendar::day(2025, 1, 13), ..ArticleDate::default() };
    let all = [InSentence { expression: &found[0], sentence: text, sentence_start: 0, body: true }];
    let resolved = resolve(&all, &date, &lang);
    assert_eq!(resolved[0].why, "the last Friday (\"said\" tells of what is past), counted from 2025-01-13");
}
