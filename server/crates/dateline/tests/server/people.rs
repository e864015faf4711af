//! People, bodies, places and events: where they are registered, who holds an office, what belongs to what, who is meant,
//! other names for them, and names as they are written.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::{Client, folder, write};

const EDITORS: [&str; 4] = ["VS Code", "Neovim", "Helix", "eglot"];

const JUNE: &str = "date 2025-03-04\n\nNorwegian Foreign Minister Marta Orlova welcomed the crews on Monday. \
    \"The harbour stays open to all ships,\" Orlova said.\n\nThe talks in Bergen on March 3 were the second between Norway \
    and Estonia, the Estonian Foreign Ministry said.\n";
const LATER: &str = "date 2025-03-10\n\nThe Norwegian foreign minister returned from the talks in Bergen on March 3 with \
    Estonia. See https://merrow.example/talks for the whole text.\n";
const DRAFT: &str = "---\nprofile: draft\ndate: 2025-03-12\n---\n\nMarta Orlova spoke on Monday. Orlova said the harbour was \
    open 🎉, and Orlova left. “Orlova knows,” a guard said.\n";
const SECOND: &str = "---\nprofile: draft\ndate: 2025-03-13\n---\n\nMarta Orlova was in Bergen again.\n";
const ENTITIES: &str = "[orlova]\ntype = \"person\"\nname = \"Marta Orlowa\"\naliases = [\"Marta Orlova\"]\nqid = \"Q1\"\n\
    roles = [{ title = \"Foreign Minister of Norway\", from = 2024-01-01 }]\n\n[bergen]\ntype = \"place\"\nname = \"Bergen\"\n";

fn files(registry: bool) -> tempfile::TempDir {
    let files = [("a.txt", JUNE), ("b.txt", LATER), ("briefings/one.md", DRAFT), ("briefings/two.md", SECOND)];
    let folder = folder(&files);
    if registry {
        write(folder.path(), "entities.toml", ENTITIES.as_bytes());
    }
    folder
}

fn editor(name: &str, registry: bool) -> (Editor, tempfile::TempDir) {
    let folder = files(registry);
    (Editor::new(name, folder.path()), folder)
}

fn ask(editor: &mut Editor, method: &str, uri: &str, words: &str) -> Value {
    let position = editor.range(uri, words)["start"].clone();
    let context = json!({ "includeDeclaration": true });
    editor.client.ask(method, json!({ "textDocument": { "uri": uri }, "position": position, "context": context }))
}

/// The file and the line of every place.
fn lines(places: &Value) -> Vec<(String, u64)> {
    let places = places.as_array().unwrap_or_else(|| panic!("no places: {places}"));
    let place = |place: &Value| {
        let uri = place.get("targetUri").or(place.get("uri")).unwrap().as_str().unwrap();
        let range = place.get("targetSelectionRange").or(place.get("range")).unwrap();
        (uri.rsplit('/').next().unwrap().to_owned(), range["start"]["line"].as_u64().unwrap())
    };
    places.iter().map(place).collect()
}

fn at(file: &str, line: u64) -> (String, u64) {
    (file.to_owned(), line)
}

#[test]
fn the_registrys_entry_is_one_jump_away() {
    for name in EDITORS {
        let (mut editor, folder) = editor(name, true);
        let uri = editor.open(&folder.path().join("a.txt"));
        assert_eq!(editor.client.capabilities["typeDefinitionProvider"], true, "{name}");
        let places = ask(&mut editor, "textDocument/typeDefinition", &uri, "Orlova said");
        assert_eq!(lines(&places), [at("entities.toml", 0)], "{name}: {places}");
        let links = matches!(name, "VS Code" | "Neovim");
        assert_eq!(places[0].get("originSelectionRange").is_some(), links, "{name}: {places}");
        let places = ask(&mut editor, "textDocument/typeDefinition", &uri, "Bergen");
        assert_eq!(lines(&places), [at("entities.toml", 7)], "{name}: {places}");
        assert_eq!(ask(&mut editor, "textDocument/typeDefinition", &uri, "Estonia"), Value::Null, "{name}: no entry");
        let card = editor.hover(&uri, "Orlova said");
        assert!(card.contains("Marta Orlowa") && card.contains("Q1"), "{name}: {card}");
        assert!(card.contains("Foreign Minister of Norway, since 2024-01-01"), "{name}: {card}");
        assert!(card.contains("written “Orlova” here, “Orlowa” in house style"), "{name}: {card}");
    }
    let (mut editor, folder) = editor("VS Code", false);
    let uri = editor.open(&folder.path().join("a.txt"));
    assert_eq!(ask(&mut editor, "textDocument/typeDefinition", &uri, "Orlova said"), Value::Null);
}

#[test]
fn an_office_leads_to_its_holders_and_an_event_to_its_reports() {
    for name in EDITORS {
        let (mut editor, folder) = editor(name, false);
        let (first, later) = (editor.open(&folder.path().join("a.txt")), editor.open(&folder.path().join("b.txt")));
        for (uri, words) in [(&first, "Foreign Minister Marta"), (&later, "Norwegian foreign minister")] {
            let places = ask(&mut editor, "textDocument/implementation", uri, words);
            assert_eq!(lines(&places), [at("a.txt", 2)], "{name}: {words}: {places}");
        }
        let places = ask(&mut editor, "textDocument/implementation", &first, "talks in Bergen");
        assert_eq!(lines(&places), [at("a.txt", 4), at("b.txt", 2)], "{name}: {places}");
    }
}

#[test]
fn references_end_with_those_that_only_the_folder_can_tell() {
    let (mut editor, folder) = editor("VS Code", false);
    let uri = editor.open(&folder.path().join("a.txt"));
    let places = lines(&ask(&mut editor, "textDocument/references", &uri, "Orlova said"));
    assert_eq!(places.last(), Some(&at("b.txt", 2)), "{places:?}");
    assert_eq!(places[..2], [at("a.txt", 2), at("a.txt", 2)], "{places:?}");
    // The same from the description, where it is also highlighted.
    let uri = editor.open(&folder.path().join("b.txt"));
    assert_eq!(lines(&ask(&mut editor, "textDocument/references", &uri, "Norwegian foreign")), places);
    let highlights = ask(&mut editor, "textDocument/documentHighlight", &uri, "Norwegian foreign");
    assert_eq!(highlights.as_array().unwrap().len(), 1, "{highlights}");
}

#[test]
fn a_list_comes_in_parts_to_whoever_asks_for_parts() {
    let (mut editor, folder) = editor("VS Code", false);
    let uri = editor.open(&folder.path().join("a.txt"));
    let whole = ask(&mut editor, "textDocument/references", &uri, "Orlova said");
    let position = editor.range(&uri, "Orlova said")["start"].clone();
    let params = json!({ "textDocument": { "uri": uri }, "position": position,
        "context": { "includeDeclaration": true }, "partialResultToken": "here" });
    assert_eq!(editor.client.ask("textDocument/references", params), json!([]));
    assert_eq!(parts(&editor.client, "here"), whole.as_array().unwrap().clone());
    let params = json!({ "query": "@orlova", "partialResultToken": 7 });
    assert_eq!(editor.client.ask("workspace/symbol", params), json!([]));
    assert_eq!(parts(&editor.client, 7).len(), 1);
}

/// What was told under a token before the answer came.
fn parts(client: &Client, token: impl Into<Value>) -> Vec<Value> {
    let token = token.into();
    let told = client.messages().into_iter().filter(|message| message["params"]["token"] == token);
    told.flat_map(|message| message["params"]["value"].as_array().unwrap().clone()).collect()
}

#[test]
fn a_name_changes_in_drafts_and_nowhere_else() {
    for name in EDITORS {
        let (mut editor, folder) = editor(name, false);
        let before = crate::support::contents(folder.path());
        let uri = editor.open(&folder.path().join("briefings/one.md"));
        let position = editor.range(&uri, "Marta Orlova")["start"].clone();
        let at = json!({ "textDocument": { "uri": uri }, "position": position });
        let prepared = editor.client.ask("textDocument/prepareRename", at.clone());
        assert_eq!(prepared["placeholder"], "Marta Orlova", "{name}");
        let mut params = at;
        params["newName"] = json!("Marta Orłowa");
        let edit = editor.client.ask("textDocument/rename", params);
        if name == "VS Code" {
            let groups = edit["changeAnnotations"].as_object().unwrap();
            assert_eq!(groups.len(), 2, "a group for each draft: {edit}");
            assert!(groups.values().all(|group| group["needsConfirmation"] == true), "{edit}");
        } else {
            assert_eq!(edit.get("changeAnnotations"), None, "{name}: {edit}");
        }
        editor.apply(&edit);
        let text = editor.text(&uri);
        assert!(
            text.contains("Marta Orłowa spoke on Monday. Orłowa said the harbour was open 🎉, and Orłowa left."),
            "{text}"
        );
        assert!(text.contains("“Orlova knows,”"), "what is quoted stays: {text}");
        let second = editor.open_text(&folder.path().join("briefings/two.md"));
        assert!(second.contains("Marta Orłowa was in Bergen"), "{second}");
        assert_eq!(crate::support::contents(folder.path()), before, "nothing is written");
    }
}

#[test]
fn a_name_in_an_article_is_refused_with_a_way_out() {
    let (mut editor, folder) = editor("VS Code", false);
    let refused = |editor: &mut Editor, uri: &str, words: &str| {
        let position = editor.range(uri, words)["start"].clone();
        let at = json!({ "textDocument": { "uri": uri }, "position": position });
        let id = editor.client.put("textDocument/prepareRename", at);
        editor.client.answer(id).unwrap_err()["message"].as_str().unwrap().to_owned()
    };
    let article = editor.open(&folder.path().join("a.txt"));
    let why = refused(&mut editor, &article, "Orlova said");
    assert!(why.contains("evidence") && why.contains("[style.names]"), "{why}");
    let draft = editor.open(&folder.path().join("briefings/one.md"));
    assert!(refused(&mut editor, &draft, "Orlova knows").contains("quotation"));
    assert!(refused(&mut editor, &draft, "harbour").contains("No name stands here"));
}

#[test]
fn a_name_is_written_with_its_office_first_and_in_house_spelling() {
    for (name, registry) in [("VS Code", true), ("Neovim", true), ("Helix", false), ("eglot", false)] {
        let (mut editor, folder) = editor(name, registry);
        let uri = editor.open(&folder.path().join("briefings/two.md"));
        let text = format!("{SECOND}\nOn Monday Orl");
        editor.set(&uri, text);
        let list = complete(&mut editor, &uri);
        let labels: Vec<&str> = list.iter().map(|item| item["label"].as_str().unwrap()).collect();
        let expected = match registry {
            true => ["Marta Orlowa, Foreign Minister of Norway", "Orlowa", "Marta Orlowa"],
            false => ["Marta Orlova, Norwegian Foreign Minister", "Orlova", "Marta Orlova"],
        };
        assert_eq!(labels, expected, "{name}");
        assert_eq!(list[0]["textEdit"]["newText"], expected[0], "{name}");
        let is_late = name == "VS Code";
        assert_eq!(list[0].get("documentation").is_none(), is_late, "{name}: {}", list[0]);
        assert_eq!(list[0].get("labelDetails").is_some(), is_late, "{name}: {}", list[0]);
        let item = if is_late { editor.client.ask("completionItem/resolve", list[0].clone()) } else { list[0].clone() };
        let card = item["documentation"]["value"].as_str().unwrap();
        assert!(card.contains("mentions in"), "{name}: {card}");
    }
}

/// What is offered at the end of a buffer.
fn complete(editor: &mut Editor, uri: &str) -> Vec<Value> {
    let position = editor.end(uri);
    let list =
        editor.client.ask("textDocument/completion", json!({ "textDocument": { "uri": uri }, "position": position }));
    list["items"].as_array().unwrap().clone()
}

#[test]
fn what_belongs_to_what_is_a_hierarchy_where_the_editor_has_one_and_a_line_of_the_card_everywhere() {
    for name in EDITORS {
        let (mut editor, folder) = editor(name, false);
        let uri = editor.open(&folder.path().join("a.txt"));
        let card = editor.hover(&uri, "Estonian Foreign Ministry");
        assert!(card.contains("part of Estonia"), "{name}: {card}");
        let has = name == "VS Code";
        assert_eq!(editor.client.capabilities.get("typeHierarchyProvider").is_some(), has, "{name}");
        if !has {
            continue;
        }
        let items = ask(&mut editor, "textDocument/prepareTypeHierarchy", &uri, "Bergen on");
        assert_eq!(items[0]["name"], "Bergen", "{items}");
        let wholes = editor.client.ask("typeHierarchy/supertypes", json!({ "item": items[0] }));
        assert_eq!((wholes[0]["name"].as_str(), wholes.as_array().unwrap().len()), (Some("Norway"), 1), "{wholes}");
        let parts = editor.client.ask("typeHierarchy/subtypes", json!({ "item": wholes[0] }));
        assert_eq!(parts[0]["name"], "Bergen", "{parts}");
        assert_eq!(ask(&mut editor, "textDocument/prepareTypeHierarchy", &uri, "Marta"), Value::Null);
    }
}

#[test]
fn symbols_are_asked_for_by_kind_and_time() {
    let (mut editor, _folder) = editor("Neovim", true);
    let client = &mut editor.client;
    assert_eq!(client.symbols("@orl"), ["Marta Orlova"]);
    assert_eq!(client.symbols("@Orlowa"), ["Marta Orlova"], "by the registry's spelling");
    let events = client.symbols("#bergen");
    assert!(!events.is_empty() && events.iter().all(|event| event.contains("talks")), "{events:?}");
    assert_eq!(client.symbols("#orlova"), Vec::<String>::new());
    assert!(client.symbols("date:2025-03 bergen")[0].contains("talks"));
    assert_eq!(client.symbols("date:2024-03"), Vec::<String>::new());
    assert!(client.symbols("!orlova")[0].starts_with("Marta Orlova: \"The harbour stays open"));
}

#[test]
fn a_symbols_place_is_told_when_it_is_picked() {
    let (mut editor, _folder) = editor("VS Code", false);
    let symbols = editor.client.ask("workspace/symbol", json!({ "query": "@orlova" }));
    assert_eq!(symbols[0]["location"].get("range"), None, "{symbols}");
    let symbol = editor.client.ask("workspaceSymbol/resolve", symbols[0].clone());
    assert_eq!(symbol["location"]["range"]["start"], json!({ "line": 2, "character": 27 }), "{symbol}");
}

#[test]
fn addresses_of_the_web_are_links() {
    let (mut editor, folder) = editor("VS Code", false);
    let uri = editor.open(&folder.path().join("b.txt"));
    let links = editor.client.ask("textDocument/documentLink", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(links[0]["target"], "https://merrow.example/talks", "{links}");
    assert_eq!(links[0]["range"], editor.range(&uri, "https://merrow.example/talks"));
}

#[test]
fn nothing_is_offered_inside_a_quotation_or_an_article() {
    let (mut editor, folder) = editor("VS Code", false);
    let article = editor.open(&folder.path().join("b.txt"));
    editor.set(&article, format!("{LATER}\nOrl"));
    assert_eq!(complete(&mut editor, &article), Vec::<Value>::new());
    let draft = editor.open(&folder.path().join("briefings/two.md"));
    editor.set(&draft, format!("{SECOND}\nShe said: “Orl"));
    assert_eq!(complete(&mut editor, &draft), Vec::<Value>::new());
}
