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
