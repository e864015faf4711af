//! Names: put into the registry, told apart, and set right by marks, in buffers that editors change and take back.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::{Start, folder, uri};

const EDITORS: [&str; 4] = ["VS Code", "Neovim", "Helix", "eglot"];

/// Wide letters before all names, so that columns differ between the encodings.
const FIRST: &str = "MERROW, March 4, 2025 (Norwire) - The northern gate is shut.\n\n\
    “Ж𝒟é,” Finance Minister Ada Brandt said on Tuesday. The gate would open, Brandt added.\n";
const SECOND: &str = "MERROW, March 6, 2025 (Merrow Mirror) - The northern gate was late.\n\n\
    Deputy mayor A. Brandt said on Thursday that the gate was late. “We wait,” A. Brandt told reporters.\n";

fn ask(editor: &mut Editor, method: &str, uri: &str, words: &str) -> Value {
    let start = editor.range(uri, words)["start"].clone();
    editor.client.ask(method, json!({ "textDocument": { "uri": uri }, "position": start }))
}

/// The file and line that a client is sent to.
fn target(answer: &Value) -> (String, u64) {
    let place = &answer[0];
    let (uri, range) = match place.get("targetUri") {
        Some(uri) => (uri, &place["targetSelectionRange"]),
        None => (&place["uri"], &place["range"]),
    };
    (uri.as_str().unwrap().to_owned(), range["start"]["line"].as_u64().unwrap())
}

fn titles(editor: &mut Editor, uri: &str, words: &str) -> Vec<String> {
    let actions = editor.actions(uri, words, json!({ "diagnostics": [] }));
    actions.iter().map(|action| action["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn somebody_is_registered_found_and_forgotten_again() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", FIRST), ("b.txt", SECOND)]);
        let mut editor = Editor::new(name, folder.path());
        let article = editor.open(&folder.path().join("a.txt"));
        let before = editor.hover(&article, "Brandt added");
        assert!(before.contains("Finance Minister") && !before.contains("entities.toml"), "{name}: {before}");
        assert_eq!(ask(&mut editor, "textDocument/typeDefinition", &article, "Brandt added"), Value::Null);

        let action = editor.take(&article, "Brandt added", "Add Ada Brandt to entities.toml");
        assert_eq!(action["kind"], "refactor", "{name}");
        let registry = uri(&folder.path().join("entities.toml"));
        let block = editor.text(&registry).to_owned();
        assert!(block.starts_with("[brandt]\ntype = \"person\"\nname = \"Ada Brandt\"\n"), "{name}: {block}");
        assert!(block.contains("  { title = \"Finance Minister\" },\n"), "{name}: {block}");
        let hover = editor.hover(&article, "Brandt added");
        assert!(hover.contains("Finance Minister"), "{name}: {hover}");
        let found = ask(&mut editor, "textDocument/typeDefinition", &article, "Brandt added");
        assert_eq!(target(&found), (registry.clone(), 0), "{name}");
        assert!(!titles(&mut editor, &article, "Ada Brandt").iter().any(|title| title.starts_with("Add Ada")));

        editor.undo(&registry);
        assert_eq!(editor.hover(&article, "Brandt added"), before, "{name}");
        assert_eq!(ask(&mut editor, "textDocument/typeDefinition", &article, "Brandt added"), Value::Null);
        assert!(!folder.path().join("entities.toml").exists(), "{name}: nothing is written behind the editor's back");
    }
}

const REGISTRY: &str = "# ours\n[brandt]\ntype = \"person\"\nname = \"Ada Brandt\" # house style\n\n\
    [anna-brandt]\ntype = \"person\"\nname = \"Anna Brandt\"\n";

#[test]
fn another_name_is_one_word_in_a_list() {
    for name in EDITORS {
        let files = [("a.txt", FIRST), ("b.txt", SECOND), ("entities.toml", REGISTRY)];
        let folder = folder(&files);
        let mut editor = Editor::new(name, folder.path());
        let article = editor.open(&folder.path().join("b.txt"));
        editor.take(&article, "A. Brandt said", "“A. Brandt” is another name of Ada Brandt");
        let registry = uri(&folder.path().join("entities.toml"));
        let expected = REGISTRY.replace("# house style\n", "# house style\naliases = [\"A. Brandt\"]\n");
        assert_eq!(editor.text(&registry), expected, "{name}");
        editor.undo(&registry);

        editor.take(&article, "A. Brandt said", "“A. Brandt” is Anna Brandt here");
        let found = ask(&mut editor, "textDocument/typeDefinition", &article, "A. Brandt said");
        assert_eq!(target(&found), (registry.clone(), 5), "{name}");
        assert!(editor.hover(&article, "A. Brandt said").contains("Anna Brandt"), "{name}");
    }
}

/// The folder takes both spellings for one person's; a reader knows better.
#[test]
fn two_people_are_told_apart_and_joined_again() {
    let references = |editor: &mut Editor, uri: &str| {
        let start = editor.range(uri, "Ada Brandt")["start"].clone();
        let context = json!({ "includeDeclaration": true });
        let params = json!({ "textDocument": { "uri": uri }, "position": start, "context": context });
        let found = editor.client.ask("textDocument/references", params);
        let files = found.as_array().unwrap().iter().map(|place| place["uri"].as_str().unwrap().to_owned());
        files.collect::<std::collections::BTreeSet<_>>().len()
    };
    for name in EDITORS {
        let folder = folder(&[("a.txt", FIRST), ("b.txt", SECOND)]);
        let mut editor = Editor::new(name, folder.path());
        let article = editor.open(&folder.path().join("a.txt"));
        let other = editor.open(&folder.path().join("b.txt"));
        assert_eq!(references(&mut editor, &article), 2, "{name}");
        editor.take(&other, "A. Brandt said", "“A. Brandt” is not Ada Brandt");
        assert_eq!(references(&mut editor, &article), 1, "{name}");
        let registry = uri(&folder.path().join("entities.toml"));
        assert!(editor.text(&registry).contains("not = [\"A. Brandt\"]"), "{name}: {}", editor.text(&registry));
        editor.undo(&registry);
        assert_eq!(references(&mut editor, &article), 2, "{name}");
    }
}

#[test]
fn what_is_no_name_is_told_by_a_mark() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", FIRST)]);
        let mut editor = Editor::new(name, folder.path());
        let article = editor.open(&folder.path().join("a.txt"));
        let sidecar = uri(&folder.path().join(".dateline/marks/a.txt.toml"));
        let is_known = |editor: &mut Editor| editor.hover(&article, "Ada Brandt").contains("mentions in");
        assert!(is_known(&mut editor), "{name}");
        editor.take(&article, "Ada Brandt", "“Ada Brandt” is no name");
        assert!(editor.text(&sidecar).contains("kind = \"entity\", ref = \"none\""), "{}", editor.text(&sidecar));
        assert!(!is_known(&mut editor), "{name}");
        editor.undo(&sidecar);
        assert!(is_known(&mut editor), "{name}");

        editor.take(&article, "Ada Brandt", "“Ada Brandt” is a place");
        assert!(editor.hover(&article, "Ada Brandt").contains("place"), "{name}");
        let line = "ref = \"nobody\"";
        let unknown = editor.text(&sidecar).replace("ref = \"place\"", line);
        editor.set(&sidecar, unknown);
        editor.wait_for_codes(&sidecar, "M905", |codes| codes.contains(&"M905".to_owned()));
    }
}

/// Said once, it counts in other open files at once, and one undo takes it back.
#[test]
fn what_is_no_name_in_the_whole_folder_is_told_once() {
    for name in EDITORS {
        let folder = folder(&[("a.txt", FIRST), ("b.txt", FIRST)]);
        let mut editor = Editor::new(name, folder.path());
        let article = editor.open(&folder.path().join("a.txt"));
        let other = editor.open(&folder.path().join("b.txt"));
        let sidecar = uri(&folder.path().join(".dateline/marks/a.txt.toml"));
        let is_known = |editor: &mut Editor, uri: &str| editor.hover(uri, "Ada Brandt").contains("mentions in");
        assert!(is_known(&mut editor, &other), "{name}");
        editor.take(&article, "Ada Brandt", "“Ada Brandt” is no name, in the whole folder");
        assert!(editor.text(&sidecar).contains("scope = \"folder\", ref = \"none\""), "{}", editor.text(&sidecar));
        assert!(!is_known(&mut editor, &article) && !is_known(&mut editor, &other), "{name}");
        let card = editor.hover(&other, "Ada Brandt");
        assert!(card.contains("is no name, in the whole folder"), "{name}: {card}");
        editor.undo(&sidecar);
        assert!(is_known(&mut editor, &article) && is_known(&mut editor, &other), "{name}");
    }
}

#[test]
fn an_event_is_registered_and_linked() {
    let text = "MERROW, March 6, 2025 (Norwire)\n\n\
        The harbour talks were held in Merrow on March 4, 2025, the Harbour Office said. The talks went on for hours.\n";
    let registry = "[merrow-round]\nname = \"Merrow round\"\ndate = 2025-03-04\nplace = \"Merrow\"\ntype = \"talks\"\n";
    for name in EDITORS {
        let folder = folder(&[("a.txt", text)]);
        let mut editor = Editor::new(name, folder.path());
        let article = editor.open(&folder.path().join("a.txt"));
        let action = titles(&mut editor, &article, "talks were");
        let add = action.iter().find(|title| title.starts_with("Add “") && title.ends_with("to events.toml"));
        editor.take(&article, "talks were", add.unwrap_or_else(|| panic!("{name}: {action:?}")));
        let events = uri(&folder.path().join("events.toml"));
        assert!(editor.text(&events).contains("date = 2025-03-04\n"), "{name}: {}", editor.text(&events));
        let found = ask(&mut editor, "textDocument/typeDefinition", &article, "talks were");
        assert_eq!(target(&found), (events.clone(), 0), "{name}");

        let other =
            format!("{}\n{}", editor.text(&events), registry.replace("type = \"talks\"\n", "type = \"round\"\n"));
        editor.set(&events, other);
        editor.take(&article, "talks were", "Link to event Merrow round");
        let found = ask(&mut editor, "textDocument/typeDefinition", &article, "talks were");
        assert_ne!(target(&found).1, 0, "{name}");
    }
}

#[test]
fn lenses_count_claims_and_mentions() {
    let text = "Gate of Merrow shut for months\n\nMERROW, March 4, 2025 (Norwire) - The northern gate is shut.\n\n\
        Finance Minister Ada Brandt said on Tuesday that it would open. Brandt spoke to reporters.\n";
    let folder = folder(&[("a.txt", text), ("entities.toml", REGISTRY)]);
    let mut start = Start::new("VS Code", &[folder.path()]);
    start.capabilities["textDocument"]["codeLens"] = json!({});
    let mut editor = Editor::with(start);
    for (file, line, says) in [("a.txt", 0, "unattributed"), ("entities.toml", 1, "2 mentions in 1 article")] {
        let uri = editor.open(&folder.path().join(file));
        let lenses = editor.client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
        assert_eq!((&lenses[0]["range"]["start"]["line"], lenses[0].get("command")), (&json!(line), None), "{file}");
        let said = editor.client.ask("codeLens/resolve", lenses[0].clone());
        assert!(said["command"]["title"].as_str().unwrap().ends_with(says), "{said}");
    }
}

#[test]
fn sidecars_go_with_their_articles() {
    let sidecar = "schema = 1\nmarks = [\n]\n";
    let files = [
        ("news/a.txt", FIRST),
        (".dateline/marks/news/a.txt.toml", sidecar),
        ("b.txt", SECOND),
        (".dateline/marks/b.txt.toml", sidecar),
    ];
    let folder = folder(&files);
    let mut start = Start::new("VS Code", &[folder.path()]);
    start.capabilities["workspace"]["fileOperations"] = json!({ "willRename": true });
    let mut editor = Editor::with(start);
    let place = |name: &str| uri(&folder.path().join(name));
    for (old, new, from, to) in [
        ("b.txt", "c.txt", ".dateline/marks/b.txt.toml", ".dateline/marks/c.txt.toml"),
        ("news", "old/news", ".dateline/marks/news/a.txt.toml", ".dateline/marks/old/news/a.txt.toml"),
    ] {
        let renamed = json!({ "files": [{ "oldUri": place(old), "newUri": place(new) }] });
        let edit = editor.client.ask("workspace/willRenameFiles", renamed);
        let options = json!({ "ignoreIfExists": true });
        let rename = json!({ "kind": "rename", "oldUri": place(from), "newUri": place(to), "options": options });
        assert_eq!(edit["documentChanges"], json!([rename]), "{old}");
    }
    let nothing = json!({ "files": [{ "oldUri": place("x.txt"), "newUri": place("y.txt") }] });
    assert_eq!(editor.client.ask("workspace/willRenameFiles", nothing), Value::Null);
}

#[test]
fn sidecars_follow_when_the_editor_tells_afterwards() {
    let sidecar = "schema = 1\nmarks = [\n]\n";
    let files = [("a.txt", FIRST), (".dateline/marks/a.txt.toml", sidecar), ("b.txt", SECOND)];
    let folder = folder(&files);
    let mut start = Start::new("VS Code", &[folder.path()]);
    start.capabilities["workspace"]["fileOperations"] = json!({ "didRename": true });
    start.capabilities["workspace"]["applyEdit"] = json!(true);
    let mut editor = Editor::with(start);
    let operations = &editor.client.capabilities["workspace"]["fileOperations"];
    assert!(operations["didRename"].is_object() && operations["willRename"].is_null(), "{operations}");
    let place = |name: &str| uri(&folder.path().join(name));
    // Of an article without a sidecar there is nothing to move.
    for (old, new) in [("b.txt", "d.txt"), ("a.txt", "c.txt")] {
        std::fs::rename(folder.path().join(old), folder.path().join(new)).unwrap();
        let renamed = json!({ "files": [{ "oldUri": place(old), "newUri": place(new) }] });
        editor.client.tell("workspace/didRenameFiles", renamed);
    }
    let asked = editor.client.wait_for("an edit", |message| message["method"] == "workspace/applyEdit");
    let (from, to) = (place(".dateline/marks/a.txt.toml"), place(".dateline/marks/c.txt.toml"));
    let options = json!({ "ignoreIfExists": true });
    let rename = json!({ "kind": "rename", "oldUri": from, "newUri": to, "options": options });
    assert_eq!(asked["params"]["edit"]["documentChanges"], json!([rename]));
}

/// The same where the hand-annotated folder lies beside the repository.
#[test]
fn the_spokesman_of_the_seeds_is_registered_and_forgotten() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&seeds) else { return };
    let files: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    let texts = files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "txt"));
    let copy = tempfile::tempdir().unwrap();
    for file in texts {
        std::fs::copy(file, copy.path().join(file.file_name().unwrap())).unwrap();
    }
    let third = std::fs::read_dir(copy.path()).unwrap().flatten().map(|file| file.path());
    let Some(third) = third.into_iter().find(|file| file.file_name().unwrap().to_string_lossy().starts_with("003_"))
    else {
        return;
    };
    let mut editor = Editor::new("Neovim", copy.path());
    let article = editor.open(&third);
    let before = editor.hover(&article, "Peskov");
    editor.take(&article, "Peskov", "Add Dmitry Peskov to entities.toml");
    let registry = uri(&copy.path().join("entities.toml"));
    let found = ask(&mut editor, "textDocument/typeDefinition", &article, "Peskov");
    assert_eq!(target(&found), (registry.clone(), 0));
    assert_eq!(registry::Entities::parse(editor.text(&registry)).problems, []);
    editor.undo(&registry);
    assert_eq!(editor.hover(&article, "Peskov"), before);
}
