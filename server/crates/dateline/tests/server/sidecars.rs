//! Marks: dates, notes and findings set aside, in sidecars that editors change and take back.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::{Start, folder};

const EDITORS: [&str; 4] = ["VS Code", "Neovim", "Helix", "eglot"];

/// Wide letters before all that is marked, so that columns differ between the encodings.
const ARTICLE: &str = "Ж𝒟é: Ferry talks resume in Mirava\n\n\
    Senior officials met in Mirava on February 4. Experts say the harbour lease will be signed on Tuesday.\n\n\
    “We will sign,” Anna Berg, the harbour master, told reporters the day before.\n";

fn hints(editor: &mut Editor, uri: &str) -> Vec<String> {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let answer = editor.client.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": uri }, "range": range }));
    answer.as_array().into_iter().flatten().map(|hint| hint["label"].as_str().unwrap().to_owned()).collect()
}

fn sidecar_of(action: &Value) -> String {
    let edit = &action["edit"];
    let changed = edit["documentChanges"].as_array().and_then(|changes| changes.last());
    match changed {
        Some(change) => change["textDocument"]["uri"].as_str().unwrap().to_owned(),
        None => edit["changes"].as_object().unwrap().keys().next().unwrap().clone(),
    }
}

#[test]
fn a_date_that_is_set_answers_at_once_and_is_taken_back() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let file = folder.path().join("a.txt");
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&file);
        editor.wait_for_codes(&uri, "D101", |codes| codes.contains(&"D101".to_owned()));
        assert_eq!(hints(&mut editor, &uri), [""; 0], "{name}");

        let action = editor.take(&uri, "Senior", "Set article date …");
        let sidecar = sidecar_of(&action);
        assert!(sidecar.ends_with("/.dateline/marks/a.txt.toml"), "{name}: {sidecar}");
        let before = editor.text(&sidecar).to_owned();
        let at = before.find("date = ").unwrap() + "date = ".len();
        let dated = format!("{}2026-02-03{}", &before[..at], &before[at + 10..]);
        editor.set(&sidecar, dated);
        editor.wait_for_codes(&uri, "no D101", |codes| !codes.contains(&"D101".to_owned()));
        assert_eq!(hints(&mut editor, &uri)[0], "2026-02-04", "{name}");
        assert!(editor.hover(&uri, "February 4").contains("2026-02-04"), "{name}");
        assert!(editor.hover(&uri, "Ferry talks").contains("set in its sidecar"), "{name}");

        editor.undo(&sidecar);
        editor.undo(&sidecar);
        editor.wait_for_codes(&uri, "D101 again", |codes| codes.contains(&"D101".to_owned()));
        editor.redo(&sidecar);
        editor.wait_for_codes(&uri, "no D101 again", |codes| !codes.contains(&"D101".to_owned()));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), ARTICLE);
        assert!(!folder.path().join(".dateline").exists(), "{name}: nothing is written behind the editor's back");
    }
}

#[test]
fn a_finding_is_set_aside_with_a_reason_and_comes_back_with_its_words() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("a.txt"));
        let has = |codes: &[String]| codes.contains(&"A203".to_owned());
        editor.wait_for_codes(&uri, "A203", has);
        let action = editor.take(&uri, "Experts", "Ignore A203 here");
        let sidecar = sidecar_of(&action);
        editor.wait_for_codes(&uri, "no A203", |codes| !has(codes));

        // An edit above moves it, one inside loses it, and undo brings it back.
        let moved = format!("A line above.\n\n{ARTICLE}");
        editor.set(&uri, moved.clone());
        editor.wait_for_codes(&uri, "no A203 after an edit above", |codes| !has(codes));
        editor.set(&uri, moved.replace("Experts say", "Analysts say"));
        editor.wait_for_codes(&uri, "A203 on other words", has);
        editor.wait_for_codes(&sidecar, "an orphan", |codes| codes.contains(&"M901".to_owned()));
        editor.undo(&uri);
        editor.wait_for_codes(&uri, "no A203 after undo", |codes| !has(codes));
        editor.wait_for_codes(&sidecar, "no orphan", |codes| codes.is_empty());

        editor.take(&uri, "Experts", "No longer ignore A203");
        editor.wait_for_codes(&uri, "A203 again", has);
    }
}

#[test]
fn a_note_is_shown_where_its_words_are() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("a.txt"));
        let action = editor.take(&uri, "harbour lease", "Add note on “harbour lease”");
        let sidecar = sidecar_of(&action);
        let empty = editor.text(&sidecar).to_owned();
        assert!(empty.contains("quote = \"harbour lease\""), "{name}: {empty}");
        editor.set(&sidecar, empty.replace("note = \"\"", "note = \"ask the ministry\""));
        assert!(editor.hover(&uri, "harbour lease").contains("ask the ministry"), "{name}");
        editor.undo(&sidecar);
        editor.undo(&sidecar);
        assert!(!editor.hover(&uri, "harbour lease").contains("ask the ministry"), "{name}");
        editor.redo(&sidecar);
        editor.redo(&sidecar);
        assert!(editor.hover(&uri, "harbour lease").contains("ask the ministry"), "{name}");
    }
}

#[test]
fn a_broken_sidecar_says_where_and_the_rest_stays_in_force() {
    let folder = folder(&[
        ("a.txt", ARTICLE),
        (
            ".dateline/marks/a.txt.toml",
            "schema = 1\n\narticles = [\n  { id = \"a1\", date = 2026-02-03 },\n]\n\nmarks = [\n  { id = \"abcdef\", quote = \n]\n",
        ),
    ]);
    for name in EDITORS {
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("a.txt"));
        let sidecar = editor.open(&folder.path().join(".dateline/marks/a.txt.toml"));
        editor.wait_for_codes(&uri, "no D101", |codes| !codes.contains(&"D101".to_owned()));
        editor.wait_for_codes(&sidecar, "M900", |codes| codes.contains(&"M900".to_owned()));
    }
}

#[test]
fn marks_of_all_kinds_show_lead_to_each_other_and_are_taken_back() {
    for name in EDITORS {
        let config = "marks.withdraw = true\n";
        let folder =
            folder(&[("a.txt", ARTICLE), ("b.txt", &ARTICLE.replace("Ж𝒟é", "Again")), ("dateline.toml", config)]);
        let mut editor = Editor::new(name, folder.path());
        let uri = editor.open(&folder.path().join("a.txt"));
        let said = [
            ("Senior officials", "Mark “Senior officials” as to be verified", "To be verified"),
            ("harbour lease", "Mark “harbour lease” as to be done", "To be done"),
            ("harbour master", "Highlight “harbour master”", "Highlighted"),
            ("harbour lease will be", "Source of “harbour lease will be”: b.txt:3", "Source: b.txt"),
            ("the day before", "Grade the credibility of “the day before”", "Credibility 6, cannot be judged"),
        ];
        let mut sidecar = String::new();
        for (words, title, shown) in said {
            let action = editor.take(&uri, words, title);
            sidecar = sidecar_of(&action);
            let hover = editor.hover(&uri, words);
            assert!(hover.contains(shown), "{name}: {hover}");
        }

        // The last one is taken back, by an action and by a command, as long as nobody has changed its line.
        let action = editor.take(&uri, "Senior", "Undo the last mark, on “the day before”");
        assert_eq!(action["kind"], "refactor", "{name}");
        assert!(!editor.text(&sidecar).contains("credibility"), "{name}");
        editor.undo(&sidecar);
        let changed = editor.text(&sidecar).replace("credibility = 6", "credibility = 2");
        editor.set(&sidecar, changed);
        assert!(editor.hover(&uri, "the day before").contains("Credibility 2, probably true"), "{name}");
        let actions = editor.actions(&uri, "Senior", json!({ "diagnostics": [] }));
        assert!(actions.iter().all(|action| !action["title"].as_str().unwrap().starts_with("Undo the last")), "{name}");

        // From mark to mark, and round.
        if name != "eglot" {
            for (command, words) in [("nextMark", "harbour lease"), ("previousMark", "the day before")] {
                let (from, to) = (editor.range(&uri, "Senior officials"), editor.range(&uri, words));
                let at = json!({ "textDocument": { "uri": uri }, "position": from["start"] });
                let params = json!({ "command": format!("dateline.{command}"), "arguments": [at] });
                editor.client.ask("workspace/executeCommand", params);
                let is_there = |message: &Value| {
                    message["method"] == "window/showDocument" && message["params"]["selection"]["start"] == to["start"]
                };
                editor.client.wait_for(words, is_there);
            }
            let titles = editor.actions(&uri, "Senior", json!({ "diagnostics": [] }));
            let way = titles.iter().find(|action| action["title"] == "Go to the next mark").unwrap();
            assert_eq!(way["command"]["command"], "dateline.showDocument", "{name}");
        }

        // In a folder of several people a mark is withdrawn.
        editor.take(&uri, "harbour master", "Remove the mark “highlight”");
        assert!(editor.text(&sidecar).contains("state = \"withdrawn\""), "{name}: {}", editor.text(&sidecar));
        assert!(!editor.hover(&uri, "harbour master").contains("Highlighted"), "{name}");
    }
}

#[test]
fn the_last_mark_is_taken_back_by_a_command() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let mut start = Start::new("Neovim", &[folder.path()]);
    start.capabilities["workspace"]["applyEdit"] = json!(true);
    let mut editor = Editor::with(start);
    let uri = editor.open(&folder.path().join("a.txt"));
    let command = json!({ "command": "dateline.undoLastMark" });
    let id = editor.client.put("workspace/executeCommand", command.clone());
    assert_eq!(editor.client.answer(id).unwrap_err()["code"], -32602);
    let action = editor.take(&uri, "Senior officials", "Add note");
    let sidecar = sidecar_of(&action);
    assert!(editor.text(&sidecar).contains("Senior officials"));
    editor.client.ask("workspace/executeCommand", command);
    let asked = editor.client.wait_for("an edit", |message| message["method"] == "workspace/applyEdit");
    editor.apply(&asked["params"]["edit"]);
    assert!(!editor.text(&sidecar).contains("Senior officials"));
}
