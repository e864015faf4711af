//! Every editor is answered in its own terms.

use serde_json::{Value, json};

use crate::support::{ARTICLE, Start, folder};

const EDITORS: [&str; 5] = ["VS Code", "Neovim", "Helix", "eglot", "anything else"];

/// The place of a name in [`ARTICLE`], the same in every encoding.
const NAME: u32 = 60;

#[test]
fn columns_count_what_the_editor_and_the_server_both_prefer() {
    let encodings = EDITORS.map(|editor| Start::new(editor, &[]).go().capabilities["positionEncoding"].clone());
    assert_eq!(encodings, ["utf-16", "utf-8", "utf-8", "utf-16", "utf-16"]);
}

#[test]
fn every_editor_is_offered_the_same_questions() {
    for editor in EDITORS {
        let client = Start::new(editor, &[]).go();
        for provider in [
            "hoverProvider",
            "definitionProvider",
            "declarationProvider",
            "referencesProvider",
            "documentHighlightProvider",
            "documentSymbolProvider",
            "typeDefinitionProvider",
            "implementationProvider",
            "foldingRangeProvider",
            "selectionRangeProvider",
            "callHierarchyProvider",
        ] {
            assert_eq!(client.capabilities[provider], true, "{editor}: {provider}");
        }
        for provider in ["workspaceSymbolProvider", "renameProvider"] {
            assert!(
                client.capabilities[provider] == true || client.capabilities[provider].is_object(),
                "{editor}: {provider}"
            );
        }
        assert_eq!(client.capabilities["textDocumentSync"]["change"], 2, "{editor}: edits");
        assert_eq!(client.capabilities["workspace"]["workspaceFolders"]["changeNotifications"], true);
    }
}

#[test]
fn findings_are_asked_for_or_told_and_never_both() {
    for (editor, asks) in [("VS Code", true), ("Helix", true), ("Neovim", false), ("eglot", false)] {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let mut client = Start::new(editor, &[folder.path()]).go();
        assert_eq!(client.capabilities.get("diagnosticProvider").is_some(), asks, "{editor}");
        let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
        if asks {
            let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
            assert_eq!(report["kind"], "full", "{editor}");
            client.wait_until_read();
            assert_eq!(client.last_findings(&uri), None, "{editor} asks for findings and was told them all the same");
        } else {
            client.findings(&uri, 1);
        }
    }
}

#[test]
fn an_editor_that_asks_again_hears_that_nothing_has_changed() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let mut client = Start::new("VS Code", &[folder.path()]).go();
    client.wait_until_read();
    let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
    let ask = |client: &mut crate::support::Client, previous: &Value| {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
        client.ask("textDocument/diagnostic", params)
    };
    let first = ask(&mut client, &Value::Null);
    let again = ask(&mut client, &first["resultId"]);
    assert_eq!((&again["kind"], &again["resultId"]), (&json!("unchanged"), &first["resultId"]));
    let workspace = client.ask(
        "workspace/diagnostic",
        json!({ "previousResultIds": [
            { "uri": uri, "value": first["resultId"] },
            { "uri": "file:///gone.txt", "value": "old" },
        ] }),
    );
    let items = workspace["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(
        (&items[0]["uri"], &items[0]["kind"], &items[0]["version"]),
        (&json!(uri), &json!("unchanged"), &json!(1))
    );
    assert_eq!((&items[1]["kind"], &items[1]["items"]), (&json!("full"), &json!([])), "what is gone is cleared");
}

#[test]
fn an_editor_that_asks_is_told_to_ask_again_when_files_have_changed() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let client = Start::new("VS Code", &[folder.path()]).go();
    client.wait_for("a refresh", |message| message["method"] == "workspace/diagnostic/refresh");
}

#[test]
fn cards_are_markdown_only_where_the_editor_takes_it() {
    for (editor, kind) in
        [("VS Code", "markdown"), ("Helix", "markdown"), ("eglot", "plaintext"), ("anything else", "plaintext")]
    {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let mut client = Start::new(editor, &[folder.path()]).go();
        let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
        let hover = client.ask_at("textDocument/hover", &uri, 0, NAME);
        assert_eq!(hover["contents"]["kind"], kind, "{editor}: {hover}");
        let card = hover["contents"]["value"].as_str().unwrap();
        assert!(card.contains("Anna Berg"), "{card}");
        assert_eq!(card.contains("**"), kind == "markdown", "{card}");
    }
}

#[test]
fn a_definition_names_the_words_that_lead_there_only_where_the_editor_takes_it() {
    for (editor, links) in [("VS Code", true), ("Neovim", true), ("Helix", false), ("eglot", false)] {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let mut client = Start::new(editor, &[folder.path()]).go();
        let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
        let targets = client.ask_at("textDocument/definition", &uri, 2, 1);
        let target = &targets[0];
        let (there, range) = if links {
            assert!(target["originSelectionRange"].is_object(), "{editor}: {target}");
            (&target["targetUri"], &target["targetSelectionRange"])
        } else {
            (&target["uri"], &target["range"])
        };
        assert_eq!((there, &range["start"]["line"]), (&json!(uri), &json!(0)), "{editor}: {targets}");
    }
}

#[test]
fn symbols_are_nested_only_where_the_editor_takes_it() {
    for (editor, nested) in [("VS Code", true), ("Neovim", true), ("eglot", true), ("Helix", false)] {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let mut client = Start::new(editor, &[folder.path()]).go();
        let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
        let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
        let first = &symbols[0];
        assert_eq!(first.get("selectionRange").is_some(), nested, "{editor}: {symbols}");
        assert_eq!(first.get("location").is_some(), !nested, "{editor}: {symbols}");
    }
}

#[test]
fn findings_link_to_a_page_that_can_be_read_offline() {
    let folder =
        folder(&[("a.txt", "Experts believe that the harbor tax would stay, and observers agree with them.\n")]);
    let mut client = Start::new("VS Code", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("a.txt"), &std::fs::read_to_string(folder.path().join("a.txt")).unwrap());
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    let findings = report["items"].as_array().unwrap();
    assert!(!findings.is_empty());
    for finding in findings {
        let href = finding["codeDescription"]["href"].as_str().unwrap();
        let page = url::Url::parse(href).unwrap().to_file_path().unwrap();
        assert!(std::fs::read_to_string(page).unwrap().starts_with("# "), "{href}");
        assert_eq!(finding["source"], "dateline");
    }
}
