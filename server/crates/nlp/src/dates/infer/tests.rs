//! What the words of this module are held to.

use super::*;
use crate::dates::People;
use crate::known::{Known, KnownEvent};
use crate::layout::Zone;
use crate::times::{TimeExpression, extract};
use crate::tokens::tokens;
use jiff::civil::date;

/// Reads lines of `ZONE: text`; a line without a zone is body.
fn read(page: &str, file_name: &str, inherited: Option<&ArticleDate>) -> ArticleDate {
    read_knowing(page, file_name, inherited, &Known::default())
}

fn read_knowing(page: &str, file_name: &str, inherited: Option<&ArticleDate>, known: &Known) -> ArticleDate {
    let lang = Language::load(lang::DEFAULT_TAG);
    let mut source = String::new();
    let mut times: Vec<(TimeExpression, Zone)> = Vec::new();
    for line in page.lines().map(str::trim) {
        let zones = [
            ("header", Zone::Header),
            ("dateline", Zone::Dateline),
            ("caption", Zone::Caption),
            ("byline", Zone::Byline),
        ];
        let found = zones.iter().find_map(|(name, zone)| Some((line.strip_prefix(name)?.strip_prefix(": ")?, *zone)));
        let (text, zone) = found.unwrap_or((line, Zone::Body));
        let start = source.len() as u32;
        for mut time in extract(text, &tokens(text), &lang) {
            time.span = time.span.shift(start);
            time.weekday = time.weekday.map(|(weekday, span)| (weekday, span.shift(start)));
            times.push((time, zone));
        }
        source.push_str(text);
        source.push(if zone == Zone::Dateline { ' ' } else { '\n' });
    }
    let (today, earliest) = (date(2026, 11, 22), date(2000, 1, 1));
    let paragraphs = paragraphs(&source);
    let clues = Clues {
        source: &source,
        file_name,
        given: None,
        metadata: None,
        paragraphs: &paragraphs,
        times: &times,
        inherited,
        known,
        people: &People::default(),
        recall: &crate::recall::Recall::default(),
        today,
        earliest,
    };
    infer(&clues, &lang)
}

fn show(date: &ArticleDate) -> String {
    let mut text = format!("{:?} {}", date.certainty, date.value.as_deref().unwrap_or("-")).to_lowercase();
    if let Some(from) = date.from {
        text += &format!(" from {from}");
    }
    if let Some(to) = date.to {
        text += &format!(" to {to}");
    }
    if !date.candidates.is_empty() {
        text += &format!(" {:?}", date.candidates);
    }
    text
}

#[track_caller]
fn check(page: &str, expected: &str) {
    let found = read(page, "item.txt", None);
    assert_eq!(show(&found), expected, "{:#?}", found.evidence);
}

#[test]
fn what_the_file_states() {
    check("header: date 2022-01-20\nTalks were held yesterday.", "stated 2022-01-20");
    check("dateline: OSLO, March 3, 2021. /Test/.\nTalks were held on March 2.", "stated 2021-03-03");
    check("A headline\nPublished: May 3, 2013 5:45 PM\nTalks were held in 2011.", "stated 2013-05-03");
    check("http://example.org/2013/may/03/local/story\nTalks were held.", "stated 2013-05-03");
    assert_eq!(show(&read("Talks were held.", "2025-03-06_port.txt", None)), "stated 2025-03-06");
    assert_eq!(
        show(&read("Talks were held.", "06-03-2025.txt", None)),
        "bounded - from 2025-03-06 to 2025-06-03 [2025]"
    );
    assert_eq!(
        show(&read("dateline: OSLO, March 5. /Test/.\nTalks were held.", "2025-03-06_port.txt", None)),
        "stated 2025-03-05"
    );
}

#[test]
fn a_dateline_without_a_year() {
    check(
        "dateline: OSLO, June 24. /Test/.\nThe envoy visits. These stories topped Tuesday's headlines.",
        "bounded xxxx-06-24 [2003, 2008, 2014, 2025]",
    );
    check(
        "dateline: OSLO, Tuesday, June 24. /Test/.\nThe envoy visits.",
        "bounded xxxx-06-24 [2003, 2008, 2014, 2025]",
    );
    check("dateline: OSLO, Tuesday, June 24. /Test/.\nIn 2016 trade had doubled.", "inferred 2025-06-24");
    // The weekday in a lead is nearly always the article's own: enough for a list, not for a date.
    check(
        "dateline: OSLO, June 24. /Test/.\nThe envoy said on Tuesday that trade had doubled in 2016.",
        "bounded xxxx-06-24 from 2016-01-01 [2025]",
    );
}

#[test]
fn named_weeks_and_brackets() {
    let week = "— Last week (from January 26 to February 1. — The Paper) they behaved.";
    check(week, "bounded xxxx-02 [2004, 2009, 2015, 2026]");
    let more = format!("{week}\nOn February 3 he arrived in Oslo.\nThey will take part in talks on February 4.");
    check(&more, "bounded xxxx-02 [2004, 2009, 2015, 2026]");
    check(
        &format!("{more}\nThe treaty of March 3, 2021 was signed here."),
        "inferred 2026-02 from 2026-02-03 to 2026-02-04",
    );
}

#[test]
fn captions() {
    let caption = "caption: A guard in front of the palace, Oslo, 23 July 2025. (EPA)";
    check(&format!("{caption}\nNegotiators flew to Oslo on Wednesday."), "inferred 2025-07-23");
    check(&format!("{caption}\nNegotiators flew to Oslo, the palace said Friday."), "bounded - from 2025-07-23");
    check(
        &format!("{caption}\nNegotiators flew to Oslo on Wednesday and left on Thursday."),
        "bounded - from 2025-07-23",
    );
    check(&format!("{caption}\nNegotiators will fly to Oslo on Wednesday."), "bounded - from 2025-07-23");
}

#[test]
fn bounds_and_nothing() {
    check("From January to October 2023 trade increased by 8%.", "bounded - from 2023-10-01");
    check("They return to the 2015 agreement.", "unknown -");
    check("The talks will be held on March 3, 2025 in Oslo.", "bounded - to 2025-03-03");
    check("Talks were held.", "unknown -");
    check("It was announced today (4 November 2011) in Oslo.", "inferred 2011-11-04");
}

#[test]
fn articles_of_one_file() {
    let first = read("header: date 2022-01-20\nTalks.", "review.txt", None);
    let second = read("In 2021 trade had doubled.", "review.txt", Some(&first));
    assert_eq!(show(&second), "stated 2022-01-20");
    let first = read("dateline: OSLO, June 24. /Test/.\nThese stories topped Tuesday's headlines.", "review.txt", None);
    let second = read("In 2011 trade had doubled.", "review.txt", Some(&first));
    assert_eq!(show(&second), "bounded xxxx-06-24 from 2011-01-01 [2014, 2025]");
    // A picture's date is its article's own matter.
    let first = read("caption: Oslo, 8 January 2025. (EPA)\nThe palace said Monday it rained.", "two.txt", None);
    assert_eq!(show(&read("Talks.", "two.txt", Some(&first))), "unknown -");
}

#[test]
fn events_that_are_known() {
    let event = |name: &str, day: Date| KnownEvent { names: vec![name.into()], interval: (day, day) };
    let known = Known {
        people: Vec::new(),
        events: vec![event("Berg inauguration", date(2025, 1, 20)), event("Oslo summit", date(2024, 12, 10))],
    };
    let check = |page: &str, expected: &str| {
        let found = read_knowing(page, "item.txt", None, &known);
        assert_eq!(show(&found), expected, "{:#?}", found.evidence);
    };
    check("The Oslo summit ended in silence.", "bounded - from 2024-12-10");
    check("She will travel three days before the inauguration of Berg.", "bounded - to 2025-01-17");
    check("She will travel three days before the inauguration of another.", "unknown -");
    check("They met after an inauguration, Berg said.", "unknown -");
    // Two ways to one day: the weekday is the day that lies so far before the event.
    check(
        "She will travel on Friday, Berg said Monday.\nShe will arrive three days before the inauguration.",
        "inferred 2025-01 from 2025-01-11 to 2025-01-17",
    );
    check(
        "She will travel on Thursday, Berg said.\nShe will arrive three days before the inauguration.",
        "bounded - to 2025-01-17",
    );
    check("She arrived two days after the Oslo summit.", "bounded - from 2024-12-12");
    // Floor and ceiling in one month.
    check(
        "Talks ended after the Oslo summit.\nThey will see the Berg inauguration. The treaty of January 2, 2025 was signed.",
        "inferred 2025-01 from 2025-01-02 to 2025-01-20",
    );
}

/// A line a paragraph.
fn paragraphs(source: &str) -> Vec<Span> {
    let mut at = 0;
    let line = |line: &str| {
        at += line.len();
        Span::from(at - line.len()..at)
    };
    source.split_inclusive('\n').map(line).collect()
}

#[test]
fn today_before_everything_is_no_trouble() {
    let lang = Language::load(lang::DEFAULT_TAG);
    let clues = Clues {
        source: "",
        file_name: "",
        given: None,
        metadata: None,
        paragraphs: &[],
        times: &[],
        inherited: None,
        recall: &crate::recall::Recall::default(),
        known: &Known::default(),
        people: &People::default(),
        today: date(1999, 1, 1),
        earliest: date(2000, 1, 1),
    };
    assert_eq!(show(&infer(&clues, &lang)), "unknown -");
}
