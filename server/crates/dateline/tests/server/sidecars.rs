//! Marks: dates, notes and findings set aside, in sidecars that editors change and take back.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::folder;

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
