//! Actions on findings of a draft.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::folder;

const EDITORS: [&str; 4] = ["VS Code", "Neovim", "Helix", "eglot"];

/// Wide letters before the mistake, so that columns differ between the encodings.
const DRAFT: &str = "---\ndate: 2025-03-05\n---\n\nЖ𝒟é: Anna Berg spoke in Vienna on Monday, March 4, 2025.\n";

#[test]
fn what_a_rule_proposes_is_one_edit() {
    for name in EDITORS {
        let folder = folder(&[("briefings/a.md", DRAFT)]);
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("briefings/a.md"));
        let diagnostics = editor.diagnostics(&uri);
        let actions = editor.actions(&uri, "Monday", json!({ "diagnostics": diagnostics }));
        let fix = actions.iter().find(|action| action["title"] == "Change the weekday to Tuesday").unwrap();
        assert_eq!(fix["kind"], "quickfix", "{name}");
        assert_eq!(fix["diagnostics"][0]["code"], "D106", "{name}");
        assert_eq!(fix.get("command"), None, "{name}");
        assert_eq!(fix["edit"].get("changeAnnotations").is_some(), name == "VS Code");
        assert_eq!(fix["edit"].get("documentChanges").is_some(), name != "eglot", "{name}");
        editor.apply(&fix["edit"]);
        assert!(editor.text(&uri).contains("Vienna on Tuesday, March 4, 2025."), "{name}: {}", editor.text(&uri));
        editor.wait_for_codes(&uri, "no D106", |codes| !codes.contains(&"D106".to_owned()));
        editor.undo(&uri);
        assert_eq!(editor.text(&uri), DRAFT, "{name}");
    }
}

const SOURCE: &str = "Ж𝒟é: MERROW, March 4, 2025 (Norwire)\n\n\
    \"We will open the northern gate before the first ship arrives,\" Minister Ada Brandt said.\n";

#[test]
fn words_of_an_article_are_put_into_the_draft_and_their_link_leads_back() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", SOURCE), ("briefings/a.md", DRAFT)]);
        let mut editor = Editor::new(name, folder.path());
        let source = editor.open(&folder.path().join("a.txt"));
        let draft = editor.open(&folder.path().join("briefings/a.md"));
        let action = editor.take(&source, "northern gate", "Cite “northern gate” in briefings/a.md");
        assert_eq!(action["kind"], "refactor", "{name}");
        let cited = "\n\n“northern gate,” Ada Brandt said (a.txt:3)\n";
        assert_eq!(editor.text(&draft), format!("{}{cited}", DRAFT.trim_end()), "{name}");
        // The place where the user goes on to write is shown.
        if name != "eglot" {
            let command = &action["command"];
            editor.client.ask("workspace/executeCommand", command.clone());
            let shown = editor.client.wait_for("a place", |message| message["method"] == "window/showDocument");
            let end = json!({ "line": 6, "character": "“northern gate,” Ada Brandt said (a.txt:3)".len() });
            assert_eq!((&shown["params"]["uri"], &shown["params"]["takeFocus"]), (&json!(draft), &json!(true)));
            let selection = &shown["params"]["selection"];
            assert_eq!((&selection["start"]["line"], &selection["start"]), (&json!(6), &selection["end"]), "{name}");
            if name != "VS Code" {
                assert_eq!(selection["start"], end, "{name}");
            }
        }
        let at = editor.range(&draft, "a.txt:3")["start"].clone();
        let found =
            editor.client.ask("textDocument/definition", json!({ "textDocument": { "uri": draft }, "position": at }));
        let target = &found[0];
        let (uri, start) = match target.get("targetUri") {
            Some(uri) => (uri, &target["targetSelectionRange"]["start"]),
            None => (&target["uri"], &target["range"]["start"]),
        };
        assert_eq!((uri, start), (&json!(source), &json!({ "line": 2, "character": 0 })), "{name}");
        let links = editor.client.ask("textDocument/documentLink", json!({ "textDocument": { "uri": draft } }));
        assert_eq!(links[0]["target"], format!("{source}#L3"), "{name}");
        editor.undo(&draft);
        assert_eq!(editor.text(&draft), DRAFT, "{name}");
    }
}

#[test]
fn a_citation_is_copied_where_the_editor_can() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", SOURCE)]);
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("a.txt"));
        let actions = editor.actions(&uri, "northern gate", json!({ "diagnostics": [] }));
        let copy = actions.iter().find(|action| action["title"] == "Cite “northern gate”: copy");
        assert_eq!(copy.is_some(), matches!(name, "VS Code" | "Neovim"), "{name}");
        if let Some(copy) = copy {
            let text = json!(["“northern gate,” Ada Brandt said (a.txt:3)"]);
            assert_eq!((&copy["command"]["command"], &copy["command"]["arguments"]), (&json!("dateline.copy"), &text));
            assert_eq!(copy.get("edit"), None);
        }
    }
}

/// Words, the title of a fix on them, and what it makes of a sentence.
const DAYS: [(&str, &str, &str, &str); 18] = [
    ("yesterday", "Change “yesterday” to “on July 23, 2025”", "She came yesterday.", "She came on July 23, 2025."),
    (
        "yesterday",
        "Change “yesterday” to “on Wednesday, July 23, 2025”",
        "She came yesterday.",
        "She came on Wednesday, July 23, 2025.",
    ),
    (
        "yesterday",
        "Change “yesterday’s” to “the July 23, 2025”",
        "After yesterday’s talks she left.",
        "After the July 23, 2025 talks she left.",
    ),
    ("Yesterday", "Change “Yesterday” to “On July 23, 2025”", "Yesterday she left.", "On July 23, 2025 she left."),
    (
        "last night",
        "Change “last night” to “on the night of July 23, 2025”",
        "She left last night.",
        "She left on the night of July 23, 2025.",
    ),
    (
        "last week",
        "Change “last week” to “in the week of July 14, 2025”",
        "She left last week.",
        "She left in the week of July 14, 2025.",
    ),
    (
        "last month",
        "Change “last month” to “June 2025”",
        "It has been open since last month.",
        "It has been open since June 2025.",
    ),
    ("last year", "Change “last year’s” to “the 2024”", "It was last year’s treaty.", "It was the 2024 treaty."),
    (
        "at present",
        "Change “at present” to “as of July 24, 2025”",
        "The harbour is closed at present.",
        "The harbour is closed as of July 24, 2025.",
    ),
    ("Monday", "Change the day to July 21, 2025", "It was Monday, July 22, 2025.", "It was Monday, July 21, 2025."),
    ("Monday", "Change the weekday to Tuesday", "It was Monday, July 22, 2025.", "It was Tuesday, July 22, 2025."),
    (
        "Sunday",
        "Change the day to June 29, 2025",
        "It was on Sunday, July 1, 2025.",
        "It was on Sunday, June 29, 2025.",
    ),
    ("01/04/2025", "Day first: April 1, 2025", "It ends on 01/04/2025.", "It ends on April 1, 2025."),
    ("01/04/2025", "Month first: January 4, 2025", "It ends on 01/04/2025.", "It ends on January 4, 2025."),
    ("March 3", "Swap 5 and 3", "It ran from March 5 to March 3, 2025.", "It ran from March 3 to March 5, 2025."),
    (
        "February 3",
        "Swap March 5 and February 3",
        "It ran from March 5, 2025 to February 3, 2025.",
        "It ran from February 3, 2025 to March 5, 2025.",
    ),
    ("April 31", "Change the day to April 30", "It ended on April 31, 2025.", "It ended on April 30, 2025."),
    (
        "29 February",
        "Change the date to the day behind it: 1 March 2023",
        "It ended on 29 February 2023.",
        "It ended on 1 March 2023.",
    ),
];

/// Wide letters before the words, and lines that end as on Windows.
#[test]
fn a_day_is_put_right_by_one_edit() {
    for name in EDITORS {
        let file = |sentence: &str| {
            format!(
                "---\r\ndate: 2025-07-24\r\n---\r\n\r\nЖ𝒟é 👍: Anna Berg went to Vienna with the minister of the harbour. {sentence} The sign says “👍 Ж”, as before.\r\n\r\nAnna Berg is the head of the port, and she told the paper that it was not to be closed to the ships.\r\n"
            )
        };
        let folder = folder(&[("briefings/a.md", &file(""))]);
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("briefings/a.md"));
        for (words, title, before, after) in DAYS {
            editor.set(&uri, file(before));
            let action = editor.take(&uri, words, title);
            assert_eq!(action["kind"], "quickfix", "{name}: {title}");
            assert_eq!(editor.text(&uri), file(after), "{name}: {title}");
            editor.undo(&uri);
            assert_eq!(editor.text(&uri), file(before), "{name}: {title}");
        }
    }
}

/// A text that does not say when it was written.
#[test]
fn years_and_days_are_stated() {
    let check = |before: &str, words: &str, title: &str, after: &str| {
        let folder = folder(&[("briefings/a.md", before)]);
        let mut editor = Editor::new("Neovim", folder.path());
        let uri = editor.open(&folder.path().join("briefings/a.md"));
        editor.take(&uri, words, title);
        assert_eq!(editor.text(&uri), after);
    };
    let yearless = "VIENNA, June 24. /Test/. 👍 Anna Berg spoke in Vienna on Tuesday.\r\n";
    check(yearless, "June 24", "Insert the year 2014", &yearless.replace("June 24", "June 24, 2014"));
    let undated = "👍 Anna Berg spoke in Vienna.\r\n";
    check(
        undated,
        "👍 Anna",
        "State the date 2025-06-01, today, at the head",
        &format!("---\r\ndate: 2025-06-01\r\n---\r\n\r\n{undated}"),
    );
    let headed = "---\nprofile: draft\n---\n\nAnna Berg spoke in Vienna.\n";
    check(
        headed,
        "Anna Berg",
        "State the date 2025-06-01, today, at the head",
        &headed.replacen("---\n", "---\ndate: 2025-06-01\n", 1),
    );
}

#[test]
fn all_safe_fixes_are_one_action() {
    let before = "---\ndate: 2025-07-24\n---\n\nЖ𝒟é: Anna Berg came yesterday. It was Monday, July 22, 2025. She left last week.\n";
    let after = before.replace("yesterday", "on July 23, 2025").replace("last week", "in the week of July 14, 2025");
    for name in EDITORS {
        let folder = folder(&[("briefings/a.md", before), ("a.txt", before)]);
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("briefings/a.md"));
        for only in ["source", "source.fixAll", "source.fixAll.dateline"] {
            let actions = editor.actions(&uri, "Anna", json!({ "diagnostics": [], "only": [only] }));
            assert_eq!(actions.len(), 1, "{name}: {only}");
            assert_eq!(actions[0]["kind"], "source.fixAll.dateline", "{name}");
            editor.apply(&actions[0]["edit"]);
            // The weekday that misses its day is the writer's to choose about.
            assert_eq!(editor.text(&uri), after, "{name}");
            editor.undo(&uri);
            assert_eq!(editor.text(&uri), before, "{name}");
        }
        let unasked = editor.actions(&uri, "Anna", json!({ "diagnostics": [] }));
        assert!(unasked.iter().all(|action| action["kind"] != "source.fixAll.dateline"), "{name}");
        let source = editor.open(&folder.path().join("a.txt"));
        let fixes = editor.actions(&source, "Anna", json!({ "diagnostics": [], "only": ["source.fixAll"] }));
        assert!(fixes.is_empty(), "{name}: an article is never changed");
    }
}

#[test]
fn a_command_that_is_not_there_is_refused() {
    let folder = folder(&[]);
    let mut editor = Editor::new("VS Code", folder.path());
    for (command, arguments) in [("dateline.no", json!([])), ("dateline.showDocument", json!([{ "uri": 3 }]))] {
        let id = editor.client.put("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
        assert_eq!(editor.client.answer(id).unwrap_err()["code"], -32602, "{command}");
    }
}

#[test]
fn only_the_kinds_that_are_asked_for_are_given() {
    let folder = folder(&[("briefings/a.md", DRAFT)]);
    let mut editor = Editor::new("VS Code", folder.path());
    let uri = editor.open(&folder.path().join("briefings/a.md"));
    let mut kinds = |only: Value| {
        let actions = editor.actions(&uri, "Monday", json!({ "diagnostics": [], "only": only }));
        let mut kinds: Vec<_> = actions.iter().map(|action| action["kind"].as_str().unwrap().to_owned()).collect();
        kinds.dedup();
        kinds
    };
    assert_eq!(kinds(json!(["quickfix"])), ["quickfix"]);
    assert_eq!(kinds(json!(["quickfix.other"])), [""; 0]);
    assert_eq!(kinds(json!(["source.organizeImports"])), [""; 0]);
}
