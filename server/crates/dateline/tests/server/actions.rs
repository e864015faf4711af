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
