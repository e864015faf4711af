//! Words of a source that are offered to somebody who quotes them.

mod common;

use common::folder;
use ide::Quotable;

const SOURCE: &str = "MERROW, March 4, 2025 (Norwire) - The harbour opens on Monday.\n\n\
    \"We will open the northern gate before the first ship arrives. We will not wait,\" Minister Ada Brandt said.\n\n\
    \"Shall we wait for the ice?\" Brandt asked.\n";

fn offered(draft: &str) -> Vec<Quotable> {
    let offset = draft.find('|').unwrap();
    let text = format!("---\nprofile: draft\ndate: 2025-03-05\n---\n\n{}", draft.replace('|', ""));
    let head = text.len() - (draft.len() - 1);
    let host = folder(&[("source.txt", SOURCE), ("draft.md", &text)]);
    host.snapshot().quotable("draft.md", (head + offset) as u32)
}

#[test]
fn the_words_of_the_folder() {
    let check = |draft: &str, expected: &[&str]| {
        let texts: Vec<String> = offered(draft).into_iter().map(|quotable| quotable.text).collect();
        assert_eq!(texts, expected, "{draft}");
    };
    let whole = "We will open the northern gate before the first ship arrives. We will not wait,” Ada Brandt said (Norwire, March 4, 2025)";
    check("“We will op|", &[whole]);
    check("“we will open |”", &[whole]);
    check("He said: «We will n|", &["We will not wait,» Ada Brandt said (Norwire, March 4, 2025)"]);
    check("“Shall we |", &["Shall we wait for the ice?” Ada Brandt said (Norwire, March 4, 2025)"]);
    // Nothing was begun, or it is closed, or no source says so, or it is the outlet's own sentence.
    for draft in
        ["We will op|", "“|", "“We|", "“We will” op|", "“We will shut|", "“The harbour op|", "\"A\" We will op|"]
    {
        check(draft, &[]);
    }
}

#[test]
fn what_was_typed_is_replaced() {
    for (draft, typed) in [("He: “We will op|” then", "We will op”"), ("He: \"We will op| then", "We will op")] {
        let found = offered(draft);
        let span = found[0].typed;
        assert_eq!(span.len() as usize, typed.len(), "{draft}");
    }
}

#[test]
fn sources_are_not_written_so_nothing_is_offered_in_them() {
    let host = folder(&[("source.txt", SOURCE), ("other.txt", "Minister Ada Brandt said on Monday: “We will op")]);
    let end = host.snapshot().document("other.txt").unwrap().text.len() as u32;
    assert!(host.snapshot().quotable("other.txt", end).is_empty());
}
