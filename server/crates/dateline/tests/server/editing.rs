//! The registry's files, as somebody edits them: cards, offers, jumps, the outline, and what is wrong in them.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::editor::Editor;
use crate::support::folder;

const EDITORS: [&str; 4] = ["VS Code", "Neovim", "Helix", "eglot"];

const ARTICLE: &str = "MERROW, March 4, 2025 (Norwire) - The northern gate is shut.\n\n\
    “Ж𝒟é,” Finance Minister Ada Brandt said on Tuesday. The gate would open, Brandt added. Harbour Minister Nils Holm \
    agreed with her.\n\nThe talks in Vienna ended on March 4, 2025, the Harbour Office said.\n";
const ENTITIES: &str = "# Ж𝒟é\n[brandt]\ntype = \"person\"\nname = \"Ada Brandt\"\naliases = [\"A. Brandt\"]\n\
    roles = [\n  { title = \"Finance Minister\", org = \"merrow\", from = 2024-05-19 },\n]\n\n\
    [merrow]\ntype = \"place\"\nname = \"Merrow\"\n";
const EVENTS: &str = "[harbour-talks]\nname = \"harbour talks\"\ntype = \"talks\"\ndate = 2025-03-04\nplace = \"Vienna\"\n\
    participants = [\"brandt\", \"merrow\"]\n";

fn files() -> TempDir {
    folder(&[("a.txt", ARTICLE), ("entities.toml", ENTITIES), ("events.toml", EVENTS)])
}

/// An editor with both files open.
fn editor(name: &str, folder: &TempDir) -> (Editor, String, String) {
    let mut editor = Editor::new(name, folder.path());
    let entities = editor.open(&folder.path().join("entities.toml"));
    let events = editor.open(&folder.path().join("events.toml"));
    (editor, entities, events)
}

fn ask(editor: &mut Editor, method: &str, uri: &str, words: &str) -> Value {
    let start = editor.range(uri, words)["start"].clone();
    let context = json!({ "includeDeclaration": false });
    let params = json!({ "textDocument": { "uri": uri }, "position": start, "context": context });
    editor.client.ask(method, params)
}

/// The files and lines that an answer leads to.
fn places(answer: &Value) -> Vec<(String, u64)> {
    let place = |place: &Value| {
        let (uri, range) = match place.get("targetUri") {
            Some(uri) => (uri, &place["targetSelectionRange"]),
            None => (&place["uri"], &place["range"]),
        };
        let name = uri.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        (name, range["start"]["line"].as_u64().unwrap())
    };
    answer.as_array().into_iter().flatten().map(place).collect()
}

/// What is offered where `|` stands in a text that is typed into a file.
fn offers(editor: &mut Editor, uri: &str, marked: &str) -> Vec<Value> {
    let at = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    editor.set(uri, text.clone());
    let end = text::Text::new(&text).position(editor.encoding(), at as u32);
    let position = json!({ "line": end.line, "character": end.column });
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    editor.client.ask("textDocument/completion", params)["items"].as_array().unwrap().clone()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn cards_say_what_a_field_means_and_whom_a_value_names() {
    let folder = files();
    for name in EDITORS {
        let (mut editor, entities, events) = editor(name, &folder);
        for (file, words, says) in [
            (&entities, "aliases", "Other ways it is written"),
            (&entities, "org", "Whose office it is"),
            (&entities, "brandt]", "2 mentions in 1 article"),
            (&entities, "\"Ada Brandt\"", "2 mentions in 1 article"),
            (&entities, "\"merrow\"", "Merrow"),
            (&entities, "2024-05-19", "Sunday, 19 May 2024"),
            (&events, "place", "Where it is"),
            (&events, "\"brandt\"", "2 mentions in 1 article"),
            (&events, "harbour-talks", "1 mention in 1 article"),
            (&events, "2025-03-04", "Tuesday, 4 March 2025"),
        ] {
            let hover = editor.hover(file, words);
            assert!(hover.contains(says), "{name}, {words}: {hover}");
        }
        assert_eq!(editor.hover(&entities, "# "), "", "{name}");
    }
}

#[test]
fn what_may_be_written_is_offered() {
    let folder = files();
    for name in EDITORS {
        let (mut editor, entities, events) = editor(name, &folder);
        let mut check = |file: &str, marked: &str, expected: &[&str]| {
            let items = offers(&mut editor, file, marked);
            let labels = labels(&items);
            let missing: Vec<_> = expected.iter().filter(|label| !labels.contains(label)).collect();
            assert!(missing.is_empty(), "{name}, {marked}: {labels:?}");
            items
        };
        check(&entities, "[a]\ntype = \"|\"\n", &["person", "organisation", "place", "outlet"]);
        check(&entities, "[a]\ntype = |\n", &["person"]);
        let keys = check(&entities, "[a]\ntype = \"place\"\n|\n", &["name", "aliases"]);
        assert!(!labels(&keys).contains(&"type") && !labels(&keys).contains(&"roles"), "{name}: {keys:?}");
        check(&entities, &format!("{ENTITIES}\n[a]\nroles = [\n  {{ title = \"x\", or|"), &["org"]);
        let keys = check(&entities, &format!("{ENTITIES}\n[a]\nroles = [{{ org = \"me|\" }}]\n"), &["merrow"]);
        assert_eq!(keys[0]["textEdit"]["newText"], "\"merrow\"", "{name}");
        check(&entities, &format!("{ENTITIES}\n[a]\ntype = \"person\"\nname = \"|\"\n"), &["Nils Holm"]);
        let block = check(&entities, &format!("{ENTITIES}\n[ho|]\n"), &["Nils Holm"]);
        let block = block.iter().find(|item| item["label"] == "Nils Holm").unwrap();
        let text = block["textEdit"]["newText"].as_str().unwrap();
        assert!(text.starts_with("[holm]\ntype = \"person\"\nname = \"Nils Holm\""), "{name}: {text}");
        check(&events, &format!("{EVENTS}\n[b]\n|"), &["name", "date", "from"]);
        check(&events, "[b]\ntype = \"ta|\"\n", &["talks"]);
        editor.set(&entities, ENTITIES.to_owned());
        let items = offers(&mut editor, &events, "[b]\nparticipants = [\"|\"]\n");
        assert_eq!(labels(&items)[0], "brandt", "{name}");
    }
}

#[test]
fn ways_lead_from_entries_to_articles_and_back() {
    let folder = files();
    for name in EDITORS {
        let (mut editor, entities, events) = editor(name, &folder);
        let mut definition =
            |file: &str, words: &str| places(&ask(&mut editor, "textDocument/definition", file, words));
        assert_eq!(definition(&entities, "\"merrow\""), [("entities.toml".to_owned(), 9)], "{name}");
        assert_eq!(definition(&events, "\"brandt\""), [("entities.toml".to_owned(), 1)], "{name}");
        assert_eq!(definition(&entities, "brandt]"), [("a.txt".to_owned(), 2)], "{name}");
        assert_eq!(definition(&events, "harbour-talks"), [("a.txt".to_owned(), 4)], "{name}");
        let found = places(&ask(&mut editor, "textDocument/references", &entities, "brandt]"));
        let expected = [("events.toml", 5), ("a.txt", 2), ("a.txt", 2)].map(|(file, line)| (file.to_owned(), line));
        assert_eq!(found[..3], expected, "{name}");
    }
}

#[test]
fn the_outline_shows_entries_with_their_offices() {
    let folder = files();
    for name in EDITORS {
        let (mut editor, entities, _) = editor(name, &folder);
        let params = json!({ "textDocument": { "uri": entities } });
        let symbols = editor.client.ask("textDocument/documentSymbol", params.clone());
        let names: Vec<&Value> = symbols.as_array().unwrap().iter().map(|symbol| &symbol["name"]).collect();
        let nested = symbols[0].get("children").is_some();
        let expected: &[&str] =
            if nested { &["Ada Brandt", "Merrow"] } else { &["Ada Brandt", "Finance Minister", "Merrow"] };
        assert_eq!(names, expected, "{name}");
        let folds = editor.client.ask("textDocument/foldingRange", params);
        assert!(folds.as_array().is_some_and(|folds| folds.len() >= 3), "{name}: {folds}");
    }
}

#[test]
fn a_key_that_no_entry_has_is_told_and_mended() {
    let folder = files();
    for name in EDITORS {
        let (mut editor, entities, events) = editor(name, &folder);
        let is_told = |codes: &[String]| codes == ["M905"];
        let is_well = |codes: &[String]| codes.is_empty();
        editor.wait_for_codes(&events, "whole", is_well);
        editor.set(&entities, ENTITIES.replace("\"merrow\"", "\"merow\""));
        editor.wait_for_codes(&entities, "a slip", is_told);
        assert_eq!(editor.findings(&entities), [("M905".to_owned(), "\"merow\"".to_owned())], "{name}");
        editor.take(&entities, "\"merow\"", "Change merow to merrow");
        assert_eq!(editor.text(&entities), ENTITIES, "{name}");
        editor.wait_for_codes(&entities, "mended", is_well);

        editor.set(&entities, ENTITIES.replace("[merrow]", "[haven]").replace("\"Merrow\"", "\"Haven\""));
        editor.wait_for_codes(&events, "the other file", is_told);
        editor.undo(&entities);
        editor.wait_for_codes(&events, "undone", is_well);
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("entities.toml")).unwrap(), ENTITIES);
}
