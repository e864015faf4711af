//! Where a statement comes from: its line on the card, its versions as references, and the page that compares them.

use serde_json::{Value, json};
use text::{PositionEncoding, Text};

use crate::support::{Client, Start, folder};

const FIRST: &str = "date 2025-03-04\n\n“The old bridge is closed because engineers have found rust in the cables,” Mayor Anna Berg said.\n";
const SECOND: &str = "date 2025-03-06\n\n“The old bridge is closed because engineers have found holes in the cables,” Mayor Anna Berg said.\n";

fn client() -> (Client, tempfile::TempDir, String) {
    let folder = folder(&[("first.txt", FIRST), ("second.txt", SECOND)]);
    let mut start = Start::new("VS Code", &[folder.path()]);
    start.capabilities["window"]["showDocument"] = json!({ "support": true });
    let mut client = start.go();
    client.wait_until_read();
    let uri = client.open(&folder.path().join("second.txt"), SECOND);
    (client, folder, uri)
}

fn place(word: &str) -> Value {
    let position = Text::new(SECOND).position(PositionEncoding::Utf16, SECOND.find(word).unwrap() as u32);
    json!({ "line": position.line, "character": position.column })
}

#[test]
fn a_card_tells_the_line_and_references_are_its_versions() {
    let (mut client, _folder, uri) = client();
    let at = json!({ "textDocument": { "uri": uri }, "position": place("engineers") });
    let card = client.ask("textDocument/hover", at);
    let card = card["contents"]["value"].as_str().unwrap();
    assert!(card.contains("First: first.txt, 2025-03-04; 2 versions; words changed in 1."), "{card}");
    let context = json!({ "includeDeclaration": true });
    let places = client.ask(
        "textDocument/references",
        json!({ "textDocument": { "uri": uri }, "position": place("engineers"), "context": context }),
    );
    let names =
        places.as_array().unwrap().iter().map(|place| place["uri"].as_str().unwrap().rsplit('/').next().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["first.txt", "second.txt"]);
}

#[test]
fn versions_are_compared_on_a_page() {
    let (mut client, _folder, uri) = client();
    let range = json!({ "start": place("engineers"), "end": place("engineers") });
    let asked = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", asked);
    let compare = actions.as_array().unwrap().iter().find(|action| action["title"] == "Compare versions (2)");
    let command = &compare.expect("the action is offered")["command"];
    assert_eq!(command["command"], "dateline.compareVersions");
    client.ask("workspace/executeCommand", json!({ "command": command["command"], "arguments": command["arguments"] }));
    let shown = client.wait_for("the page", |message| message["method"] == "window/showDocument");
    let page = shown["params"]["uri"].as_str().unwrap().strip_prefix("file://").expect("a file");
    let text = std::fs::read_to_string(page).unwrap();
    assert!(
        text.starts_with("# Versions of a statement\n") && text.contains("rust") && text.contains("holes"),
        "{text}"
    );
}

#[test]
fn a_statement_leads_along_its_line_and_a_name_to_people() {
    let (mut client, _folder, uri) = client();
    let at = |word: &str| json!({ "textDocument": { "uri": uri }, "position": place(word) });
    let berg = client.ask("textDocument/prepareCallHierarchy", at("Anna"))[0].clone();
    assert_eq!(berg["name"], "Anna Berg");
    let second = client.ask("textDocument/prepareCallHierarchy", at("engineers"))[0].clone();
    assert_eq!(second["name"], "“The old bridge is closed because engineers have found holes …”");
    assert_eq!((&second["detail"], &second["kind"]), (&json!("2025-03-06, second.txt · words"), &json!(15)));

    // What it comes from is called, and what took it up calls.
    let outgoing = client.ask("callHierarchy/outgoingCalls", json!({ "item": second }));
    let first = outgoing[0]["to"].clone();
    assert!(first["uri"].as_str().unwrap().ends_with("/first.txt"), "{outgoing}");
    assert_eq!(first["detail"], "2025-03-04, first.txt");
    assert_eq!(outgoing[0]["fromRanges"], json!([second["selectionRange"]]));
    assert_eq!(client.ask("callHierarchy/incomingCalls", json!({ "item": second })), json!([]));
    let incoming = client.ask("callHierarchy/incomingCalls", json!({ "item": first }));
    assert_eq!(incoming[0]["from"], second);
    assert_eq!(incoming[0]["fromRanges"], json!([second["selectionRange"]]));
    assert_eq!(client.ask("callHierarchy/outgoingCalls", json!({ "item": first })), json!([]));

    // The words have moved since the item was made.
    let start = json!({ "line": 2, "character": 0 });
    client.change(&uri, 2, json!([{ "range": { "start": start, "end": start }, "text": "It was late.\n\n" }]));
    let outgoing = client.ask("callHierarchy/outgoingCalls", json!({ "item": second }));
    assert_eq!(outgoing[0]["to"], first, "{outgoing}");
}
