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
