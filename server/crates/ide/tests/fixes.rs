//! What the fixes of a draft's findings make of it, one by one.

mod common;

use std::sync::Arc;

use ide::{Change, Host, Path};

const DRAFT: &str = "briefings/draft.md";
const SOURCE: &str = "Courier, March 4, 2025\n\nMONTAVAR, March 4. The council met.\n\n\
    \"The port will close in June and nobody will be paid for it,\" Ines Calder told the Courier on Tuesday.\n";

/// The texts that the fixes of all findings of `code` give, in the order in which they are offered; a `!` stands before
/// those that are safe.
fn fixed(code: &str, text: &str) -> Vec<String> {
    let text = format!("---\ndate: 2025-03-06\n---\n\n{text}\n");
    let mut host: Host = common::folder(&[("courier.txt", SOURCE)]);
    host.apply(Change::Drafts([Path::from(DRAFT)].into_iter().collect()));
    host.apply(Change::Disk { path: DRAFT.into(), text: Some(Arc::from(text.as_str())) });
    let progress = ide::Progress { read: 2, total: 2, closely: 2, listing: false };
    host.apply(Change::Progress(progress));
    let findings = host.snapshot().findings(DRAFT);
    let found: Vec<_> = findings.iter().filter(|finding| finding.code == code).collect();
    assert!(!found.is_empty(), "no {code} on {text}: {findings:?}");
    let apply = |fix: &rules::Fix| {
        let mut edits = fix.edits.clone();
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
        let mut text = text.clone();
        edits.iter().for_each(|(span, new)| text.replace_range(span.range(), new));
        let (_, body) = text.split_once("---\n\n").unwrap();
        format!("{}{}", if fix.safe { "!" } else { "" }, body.trim_end())
    };
    found.iter().flat_map(|finding| &finding.fixes).map(apply).collect()
}

fn check(code: &str, text: &str, expected: &[&str]) {
    assert_eq!(fixed(code, text), expected, "{code}: {text}");
}

#[test]
fn a_speaker_is_attached() {
    let opening = "The council met on March 5, 2025 with Ines Calder. Then it met Tomas Varga and Milena Dostrova.";
    let offers = |quote: &str, expected: &[&str]| {
        let text = format!("{opening}\n\n{quote}");
        let expected: Vec<String> = expected.iter().map(|said| said.replace('*', &format!("{opening}\n\n"))).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check("Q301", &text, &expected);
    };
    // Nearest first, and nobody whom the text does not name.
    offers(
        "“We have no money and we have no crane.”",
        &[
            "*“We have no money and we have no crane,” Milena Dostrova said.",
            "*“We have no money and we have no crane,” Tomas Varga said.",
            "*“We have no money and we have no crane,” Ines Calder said.",
        ],
    );
    // A source has the words, and says from whom.
    offers(
        "\"The port will close in June and nobody will be paid for it!\"",
        &[
            "!*\"The port will close in June and nobody will be paid for it!\" Ines Calder said.",
            "*\"The port will close in June and nobody will be paid for it!\" Milena Dostrova said.",
            "*\"The port will close in June and nobody will be paid for it!\" Tomas Varga said.",
        ],
    );
    // Amid other words a name would need another sentence.
    offers("The mood on the quay was “we have seen all of this before”.", &[]);
}

#[test]
fn sureness_is_taken_out() {
    let offers = |text: &str, fixed: &str| check("L601", text, &[fixed]);
    offers("Obviously, the line will close.", "The line will close.");
    offers("The line is, of course, closed.", "The line is closed.");
    offers("The line is of course closed.", "The line is closed.");
    offers("The line is closed, no doubt.", "The line is closed.");
    offers("The line is closed beyond doubt.", "The line is closed.");
    offers("It is no secret that the line loses money.", "The line loses money.");
    offers("The line is old and there is no doubt that it loses money.", "The line is old and it loses money.");
    offers("The line is old and, as is known, loses money.", "The line is old and loses money.");
    offers("The line is old, and of course it loses money.", "The line is old, and it loses money.");
    offers("“Fast” it is not. Of course the line loses money.", "“Fast” it is not. The line loses money.");
    // What would be left is no sentence.
    check("L601", "It is obvious why the line closed.", &[]);
}

#[test]
fn a_group_is_named_by_those_who_are_quoted() {
    let quoted = "“It drives ships away,” shipping expert Ines Calder said on March 5, 2025.";
    let offers =
        |before: &str, after: &str| check("A203", &format!("{before} {quoted}"), &[&format!("{after} {quoted}")]);
    offers("The fee is too high, experts say.", "The fee is too high, experts such as Ines Calder say.");
    offers(
        "Experts believe that the fee is too high.",
        "Experts such as Ines Calder believe that the fee is too high.",
    );
    check("A203", "The fee is too high, experts say.", &[]);
}

#[test]
fn a_source_is_described_as_before() {
    let describes = |text: &str, expected: &[&str]| {
        let text = format!("Sources close to the board said on March 4, 2025 that the line would close.\n\n{text}");
        let all = fixed("A202", &text);
        let all: Vec<&str> = all.iter().filter_map(|text| text.rsplit("\n\n").next()).collect();
        assert_eq!(all, expected, "{text}");
    };
    describes("According to sources, the pilots know.", &["According to sources close to the board, the pilots know."]);
    describes("Sources said that the pilots know.", &["Sources close to the board said that the pilots know."]);
    describes("A source said that the pilots know.", &[]);
    describes("Sources in the port said that the pilots know.", &[]);
}
