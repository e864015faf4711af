//! What the words of this module are held to.

use super::*;
use crate::times::{TimeExpression, extract};
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

/// Values in an article of these sentences.
fn told(sentences: &[&str], day: Option<Date>) -> Vec<String> {
    let lang = Language::load(lang::DEFAULT_TAG);
    let mut placed = Vec::new();
    let mut start = 0;
    for &sentence in sentences {
        for found in extract(sentence, &tokens(sentence), &lang) {
            placed.push((TimeExpression { span: found.span.shift(start), ..found }, sentence, start));
        }
        start += sentence.len() as u32 + 1;
    }
    let all: Vec<InSentence> = placed
        .iter()
        .map(|(expression, sentence, start)| InSentence { expression, sentence, sentence_start: *start, body: true })
        .collect();
    let date = ArticleDate { day, value: day.map(|day| day.to_string()), ..ArticleDate::default() };
    resolve(&all, &date, &lang).into_iter().map(|time| time.value).collect()
}

const HISTORY: [&str; 7] = [
    "The dam was begun in March 1911 and the tunnel on 4 May 1912.",
    "In October the river rose; two days later it fell.",
    "In February the engineers left.",
    "By the end of 1913 the walls stood, though a report of 30 June 1957 doubts it.",
    "Work went on in April, as it had in 1911.",
    "On 2 July 1914 the gates were closed.",
    "They stayed so that same winter; in January the town flooded.",
];

#[test]
fn a_history_hangs_on_the_last_date_told() {
    let expected = [
        "1911-03",
        "1912-05-04",
        "1912-10",
        "1912-10-03",
        "1913-02",
        "1913",
        "1957-06-30",
        "1913-04",
        "1911",
        "1914-07-02",
        "1914-WI",
        "1915-01",
    ];
    assert_eq!(told(&HISTORY, calendar::day(2025, 7, 23)), expected);
    assert_eq!(told(&HISTORY, None), expected, "and needs no date of its own");
}

#[test]
fn news_with_a_past_stay_news() {
    let news = [
        "The minister said on Monday that the dam would open in October.",
        "It was begun in March 2011, stopped in 2013 and 2014, and taken up in May 2018.",
        "In April 2019, June 2020 and July 2021 he had said so yesterday as well.",
        "He spoke in February.",
    ];
    let values = told(&news, calendar::day(2025, 7, 23));
    assert_eq!((values[0].as_str(), values[1].as_str()), ("2025-07-21", "2025-10"));
    assert_eq!(values.last().map(String::as_str), Some("2025-02"));
}

#[test]
fn a_year_ago_is_the_quarter_told() {
    let report = ["Net rose in the third quarter ended Sept. 30 from a loss a year ago."];
    assert_eq!(told(&report, calendar::day(1989, 11, 1)), ["1989-Q3", "1989-09-30", "1988-Q3"]);
    assert_eq!(told(&["He left a year ago."], calendar::day(1989, 11, 1)), ["1988"]);
}

#[test]
fn a_clause_has_its_own_verb() {
    let day = calendar::day(2000, 4, 3);
    assert_eq!(told(&["They sued to overturn it, but in March a judge ruled against them."], day), ["2000-03"]);
    assert_eq!(
        told(&["The thrift is selling branches. The plan of Aug. 21 fell through."], calendar::day(1989, 10, 27)),
        ["1989-08-21"]
    );
    assert_eq!(told(&["They will wait until the case is heard in May in Atlanta."], day), ["2000-05"]);
}

#[test]
fn years_before_our_era() {
    let history = [
        "In 499 BC the cities rose, in 494 BC they fell, and in the spring of 492 BC a fleet sailed.",
        "From 490 to 480 BC there was peace.",
        "In August 480 BC they came again; in September they were beaten.",
    ];
    let values = told(&history, None);
    assert_eq!(values, ["BC0499", "BC0494", "BC0492-SP", "BC0490", "BC0480", "BC0480-08", "BC0480-09"]);
}
