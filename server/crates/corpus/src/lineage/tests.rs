//! What is the same and what is not; what an edit reaches; what is told of changes.

use std::sync::Arc;

use jiff::civil::date;
use lang::Language;
use text::Span;

use super::{Class, Lineage, Manner, Place, Statement, Terms, Told, When};

fn statement(text: &str, manner: Manner, speaker: Option<&str>, lang: &Language) -> Statement {
    let span = Span::new(0, text.len() as u32);
    Statement {
        article: 0,
        spans: [span].into(),
        manner,
        entity: None,
        speaker: speaker.map(Into::into),
        source: None,
        is_attributed: speaker.is_some(),
        class: if speaker.is_some() { Class::Named } else { Class::Nobody },
        terms: Terms::of(text, &[span], |_| false, lang),
    }
}

/// A folder in which file `n.txt` of day `n` gives one statement.
fn folder(statements: &[(&str, Manner, Option<&str>)]) -> Lineage {
    let mut lineage = Lineage::default();
    for (number, given) in statements.iter().enumerate() {
        put(&mut lineage, number, *given);
    }
    lineage
}

fn put(lineage: &mut Lineage, number: usize, (text, manner, speaker): (&str, Manner, Option<&str>)) {
    let lang = Language::load("en");
    let when = When { day: Some(date(2025, 6, number as i8 % 28 + 1)), ..When::default() };
    let told = Told { articles: [when].into(), statements: [statement(text, manner, speaker, &lang)].into() };
    lineage.replace(&format!("{number:02}.txt").as_str().into(), Some((text.into(), Arc::new(told))));
}

fn line(lineage: &Lineage, number: usize) -> Vec<String> {
    let place = Place { path: format!("{number:02}.txt").as_str().into(), at: 0 };
    lineage.line(&place).into_iter().map(|place| place.path.to_string()).collect()
}

const QUOTED: &str = "The old bridge is closed for a week because the engineers have found rust in the cables";

#[test]
fn what_is_the_same_and_what_is_not() {
    let check = |other: (&str, Manner, Option<&str>), same: bool| {
        let lineage = folder(&[(QUOTED, Manner::Quoted, Some("Ada Brandt")), other]);
        assert_eq!(line(&lineage, 0).len(), if same { 2 } else { 1 }, "{other:?}");
        assert_eq!(line(&lineage, 1).len(), if same { 2 } else { 1 }, "{other:?}");
    };
    check((QUOTED, Manner::Quoted, Some("Brandt")), true);
    check((QUOTED, Manner::Quoted, Some("Pavel Dostrov")), true);
    check(("the engineers have found rust in the cables", Manner::Quoted, None), true);
    check(("the bridge was closed because engineers found rust in its cables", Manner::Reported, None), true);
    check(("the bridge was not closed because engineers found rust in its cables", Manner::Reported, None), false);
    check(("the old bridge would be open again, and the engineers paid", Manner::Reported, None), false);
    check(("The new bridge is open and nobody has found anything in the cables", Manner::Quoted, None), false);
}

#[test]
fn an_edit_changes_the_lines_that_lead_through_it() {
    let mut lineage = folder(&[(QUOTED, Manner::Quoted, Some("Ada Brandt")); 3]);
    assert_eq!(line(&lineage, 0), ["00.txt", "01.txt", "02.txt"]);
    for round in 0..40 {
        put(&mut lineage, 1, ("Nobody in the whole town has asked the fishermen about it", Manner::Quoted, None));
        assert_eq!(line(&lineage, 0), ["00.txt", "02.txt"], "{round}");
        put(&mut lineage, 1, (QUOTED, Manner::Quoted, None));
        assert_eq!(line(&lineage, 2), ["00.txt", "01.txt", "02.txt"], "{round}");
    }
    lineage.replace(&"00.txt".into(), None);
    assert_eq!(line(&lineage, 2), ["01.txt", "02.txt"]);
}

#[test]
fn what_changed_is_told_in_sentences() {
    let lang = Language::load("en");
    let check = |other: (&str, Manner, Option<&str>), expected: &[&str]| {
        let lineage = folder(&[(QUOTED, Manner::Quoted, Some("Ada Brandt")), other]);
        let place = |number: usize| Place { path: format!("{number:02}.txt").as_str().into(), at: 0 };
        let told: Vec<String> =
            lineage.changes(&place(0), &place(1), &lang).into_iter().map(|change| change.says).collect();
        assert_eq!(told, expected);
    };
    check((QUOTED, Manner::Quoted, Some("Brandt")), &[]);
    check(("the engineers have found rust in the cables", Manner::Quoted, Some("Brandt")), &[]);
    check((QUOTED, Manner::Quoted, Some("Pavel Dostrov")), &["Said by Ada Brandt before, by Pavel Dostrov here."]);
    check((&QUOTED.replace("rust", "holes"), Manner::Quoted, Some("Brandt")), &["“rust” became “holes”."]);
    check(
        (&QUOTED.replace("is closed", "may be closed"), Manner::Quoted, Some("Brandt")),
        &["“may be” is new: what was told as sure is left open."],
    );
}

#[test]
fn numbers_are_whole() {
    let lang = Language::load("en");
    let check = |text: &str, expected: &[&str]| {
        let terms = Terms::of(text, &[Span::new(0, text.len() as u32)], |_| false, &lang);
        let told: Vec<String> =
            terms.figures.iter().map(|figure| format!("{} {}", figure.value, figure.span.of(text))).collect();
        assert_eq!(told, expected, "{text}");
    };
    check("repairs cost 11 million euros", &["11000000 11 million euros"]);
    check("two hundred ships and 1,900 men", &["200 two hundred ships", "1900 1,900 men"]);
    check("two of the pilings", &["2 two of the pilings"]);
    check("dozens of ships, and one berth", &[]);
}

#[test]
fn what_a_later_version_says_otherwise() {
    let lang = Language::load("en");
    let check = |own: &str, others: &[&str], expected: Option<(&str, &str)>| {
        let given: Vec<(&str, Manner, Option<&str>)> =
            others.iter().map(|text| (*text, Manner::Quoted, Some("Ada Brandt"))).collect();
        let statement = statement(own, Manner::Quoted, Some("Brandt"), &lang);
        let later = folder(&given).later(own, &statement, &lang, |_| true);
        let found = later.as_ref().map(|later| (&*later.base.path, &*later.later.path));
        assert_eq!(found, expected, "{own}");
    };
    let holes = QUOTED.replace("rust", "holes");
    check(QUOTED, &[QUOTED, &holes], Some(("00.txt", "01.txt")));
    check("the engineers have found rust in the cables", &[QUOTED, &holes], Some(("00.txt", "01.txt")));
    // The last version has the words, or none has.
    check(QUOTED, &[&holes, QUOTED], None);
    check(QUOTED, &[QUOTED, &holes, QUOTED], None);
    check(&QUOTED.replace("rust", "mice"), &[QUOTED, &holes], None);
    // A later version is cut.
    check(QUOTED, &[QUOTED, "the engineers have found rust in the cables"], None);
}
