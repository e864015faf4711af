//! Who says it: cards, hints, outline, hierarchy and colours, as editors get them.

use serde_json::{Value, json};
use text::{Position, PositionEncoding, Text};

use crate::support::{Client, Start, folder, uri};

const MARCH: &str = "date 2025-03-04\n\n“Ж 😀 The tax stays,” Finance Minister Anna Berg told reporters on Monday. She said that Tomas Areld \
                     had asked for it.\n\nNobody else was heard.\n";
const APRIL: &str = "date 2025-04-02\n\n😀 Mayor Tomas Areld said that Anna Berg was wrong.\n\nThe city lost 40 million crowns in a year.\n";

/// The words of a range that a client was told.
fn words(encoding: &str, text: &str, range: &Value) -> String {
    let encoding = match encoding {
        "utf-8" => PositionEncoding::Utf8,
        "utf-32" => PositionEncoding::Utf32,
        _ => PositionEncoding::Utf16,
    };
    let at = |place: &Value| {
        let number = |key: &str| u32::try_from(place[key].as_u64().unwrap()).unwrap();
        Position::new(number("line"), number("character"))
    };
    Text::new(text).span(encoding, at(&range["start"]), at(&range["end"])).of(text).to_owned()
}

/// The place of a word.
fn place(encoding: &str, text: &str, word: &str) -> Value {
    let encoding = match encoding {
        "utf-8" => PositionEncoding::Utf8,
        "utf-32" => PositionEncoding::Utf32,
        _ => PositionEncoding::Utf16,
    };
    let position = Text::new(text).position(encoding, text.find(word).unwrap() as u32);
    json!({ "line": position.line, "character": position.column })
}

/// A client on two articles, which counts so.
fn client(editor: &str, encoding: &str) -> (Client, tempfile::TempDir, String) {
    let folder = folder(&[("april.txt", APRIL), ("march.txt", MARCH)]);
    let mut start = Start::new(editor, &[folder.path()]);
    start.capabilities["general"]["positionEncodings"] = json!([encoding]);
    let mut client = start.go();
    client.wait_until_read();
    let uri = client.open(&folder.path().join("march.txt"), MARCH);
    (client, folder, uri)
}

#[test]
fn a_card_tells_who_stands_behind_words() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, folder, march) = client("VS Code", encoding);
        let at = |word| json!({ "textDocument": { "uri": march }, "position": place(encoding, MARCH, word) });
        let hover = client.ask("textDocument/hover", at("tax"));
        let card = hover["contents"]["value"].as_str().unwrap();
        assert!(card.starts_with("**Anna Berg**\n\nFinance Minister, 2025-03-04  \n"), "{encoding}: {card}");
        assert!(card.contains("Direct speech, by “told”, to reporters."), "{encoding}: {card}");
        assert!(card.contains("Said on Monday, 3 March 2025"), "{encoding}: {card}");
        assert_eq!(words(encoding, MARCH, &hover["range"]), "“Ж 😀 The tax stays,”", "{encoding}");
        // A name in what is said is answered for first.
        let hover = client.ask("textDocument/hover", at("Tomas"));
        assert_eq!(words(encoding, MARCH, &hover["range"]), "Tomas Areld", "{encoding}: {hover}");
        // The card of a person links to what was said.
        let hover = client.ask("textDocument/hover", at("Berg"));
        let card = hover["contents"]["value"].as_str().unwrap();
        assert!(card.contains("> “Ж 😀 The tax stays,” — 2025-03-04, [march.txt:3]("), "{card}");
        assert!(card.contains(&format!("({}#L3)", uri(&folder.path().join("march.txt")))), "{card}");
    }
}

#[test]
fn what_nobody_says_is_told_so() {
    let (mut client, folder, _) = client("Neovim", "utf-8");
    let april = client.open(&folder.path().join("april.txt"), APRIL);
    let position = place("utf-8", APRIL, "crowns");
    let hover = client.ask("textDocument/hover", json!({ "textDocument": { "uri": april }, "position": position }));
    let card = hover["contents"]["value"].as_str().unwrap();
    assert!(card.starts_with("**Nobody stands behind this sentence**\n"), "{card}");
    assert!(card.contains("A reader needs a source for it: a figure (60 of 100)."), "{card}");
    assert_eq!(words("utf-8", APRIL, &hover["range"]), "The city lost 40 million crowns in a year.");
}

#[test]
fn hints_name_who_speaks_unless_that_is_switched_off() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, _folder, march) = client("VS Code", encoding);
        let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let ask = json!({ "textDocument": { "uri": march }, "range": all });
        let hints = client.ask("textDocument/inlayHint", ask.clone());
        let speaker = hints.as_array().unwrap().iter().find(|hint| hint["label"] == "Anna Berg").unwrap();
        let mut behind = place(encoding, MARCH, "She");
        behind["character"] = json!(behind["character"].as_u64().unwrap() + 3);
        assert_eq!(speaker["position"], behind, "{encoding}");
        assert!(speaker["tooltip"].as_str().unwrap().contains("“She” is read as Anna Berg"), "{speaker}");
        let heard = |client: &Client, method: &str| {
            client.messages().iter().filter(|message| message["method"] == method).count()
        };
        let before = heard(&client, "workspace/inlayHint/refresh");
        client.set_settings(json!({ "hints": { "speakers": false } }));
        client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
        client.wait_until("the client is told to ask again", |client| {
            heard(client, "workspace/inlayHint/refresh") > before
        });
        let hints = client.ask("textDocument/inlayHint", ask);
        assert!(hints.as_array().unwrap().iter().all(|hint| hint["label"] != "Anna Berg"), "{hints}");
    }
}

#[test]
fn the_hierarchy_tells_who_speaks_about_whom() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, folder, march) = client("VS Code", encoding);
        let april = uri(&folder.path().join("april.txt"));
        let at = |word| json!({ "textDocument": { "uri": march }, "position": place(encoding, MARCH, word) });
        assert_eq!(client.ask("textDocument/prepareCallHierarchy", at("Nobody")), Value::Null);

        // Who speaks about her, in the file where he does.
        let berg = client.ask("textDocument/prepareCallHierarchy", at("Anna"))[0].clone();
        assert_eq!((&berg["name"], &berg["data"]), (&json!("Anna Berg"), &json!("per:anna-berg")));
        assert_eq!(words(encoding, MARCH, &berg["selectionRange"]), "Anna Berg");
        let incoming = client.ask("callHierarchy/incomingCalls", json!({ "item": berg }));
        let call = &incoming[0];
        assert_eq!((&call["from"]["name"], &call["from"]["uri"]), (&json!("Tomas Areld"), &json!(april)));
        assert_eq!(call["from"]["detail"], "1 statement · 2025-04-02, april.txt");
        assert_eq!(words(encoding, APRIL, &call["from"]["selectionRange"]), "Tomas Areld", "{encoding}");
        assert!(words(encoding, APRIL, &call["fromRanges"][0]).contains("Anna Berg was wrong"), "{encoding}: {call}");
        assert_eq!(incoming.as_array().unwrap().len(), 1, "{incoming}");

        // Whom she speaks about, in the same file.
        let outgoing = client.ask("callHierarchy/outgoingCalls", json!({ "item": berg }));
        let call = &outgoing[0];
        assert_eq!((&call["to"]["name"], &call["to"]["uri"]), (&json!("Tomas Areld"), &json!(march)));
        assert_eq!(words(encoding, MARCH, &call["to"]["selectionRange"]), "Tomas Areld", "{encoding}");
        assert!(words(encoding, MARCH, &call["fromRanges"][0]).contains("Tomas Areld had asked"), "{encoding}: {call}");

        // What is said elsewhere: the item stands at the words, the call at the name.
        let areld = call["to"].clone();
        let outgoing = client.ask("callHierarchy/outgoingCalls", json!({ "item": areld }));
        let call = &outgoing[0];
        assert_eq!((&call["to"]["name"], &call["to"]["uri"]), (&json!("Anna Berg"), &json!(april)));
        assert_eq!(words(encoding, APRIL, &call["to"]["selectionRange"]), "Anna Berg", "{encoding}");
        assert_eq!(call["fromRanges"], json!([areld["selectionRange"]]), "{encoding}");

        // The words have moved since the item was made.
        let start = json!({ "line": 2, "character": 0 });
        client.change(&march, 2, json!([{ "range": { "start": start, "end": start }, "text": "And so it was. " }]));
        let incoming = client.ask("callHierarchy/incomingCalls", json!({ "item": berg }));
        assert_eq!(incoming[0]["from"]["name"], "Tomas Areld", "{encoding}: {incoming}");
    }
}

#[test]
fn quotations_are_found_by_their_speakers() {
    let (mut client, _folder, march) = client("VS Code", "utf-16");
    let outline = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": march } }));
    let children = outline[0]["children"].as_array().unwrap();
    let quote = children.iter().find(|child| child["kind"] == 15).unwrap();
    assert_eq!((&quote["name"], &quote["detail"]), (&json!("Anna Berg"), &json!("“Ж 😀 The tax stays,”")));
    let found = client.ask("workspace/symbol", json!({ "query": "berg" }));
    let quote = found.as_array().unwrap().iter().find(|symbol| symbol["kind"] == 15).unwrap();
    assert_eq!(quote["name"], "Anna Berg: “Ж 😀 The tax stays,”");
    assert_eq!(quote["containerName"], "2025-03-04, march.txt");
    let placed = client.ask("workspaceSymbol/resolve", quote.clone());
    assert_eq!(words("utf-16", MARCH, &placed["location"]["range"]), "“Ж 😀 The tax stays,”");
    // A flat list shows names alone.
    let mut client = Start::new("Helix", &[]).go();
    client.open_uri("untitled:a", MARCH);
    let outline = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": "untitled:a" } }));
    let names: Vec<&str> = outline.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Anna Berg: “Ж 😀 The tax stays,”"), "{names:?}");
}

#[test]
fn an_editor_that_colours_is_told_source_cue_and_content() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, _folder, march) = client("VS Code", encoding);
        let legend = client.capabilities["semanticTokensProvider"]["legend"].clone();
        assert_eq!(legend["tokenTypes"], json!(["variable", "keyword", "string"]));
        let ask = json!({ "textDocument": { "uri": march } });
        let full = client.ask("textDocument/semanticTokens/full", ask.clone());
        let coloured = colours(encoding, &legend, &full["data"]);
        let has = |kind: &str, words: &str| coloured.contains(&(kind.to_owned(), words.to_owned()));
        assert!(has("string content direct", "“Ж 😀 The tax stays,”"), "{encoding}: {coloured:?}");
        assert!(has("variable source", "Finance Minister Anna Berg"), "{encoding}: {coloured:?}");
        assert!(has("keyword cue", "told"), "{encoding}: {coloured:?}");
        assert!(has("variable source", "She"), "{encoding}: {coloured:?}");

        let since = |client: &mut Client, id: &Value| {
            let params = json!({ "textDocument": { "uri": march }, "previousResultId": id });
            client.ask("textDocument/semanticTokens/full/delta", params)
        };
        let same = since(&mut client, &full["resultId"]);
        assert_eq!((&same["edits"], &same["resultId"]), (&json!([]), &full["resultId"]));
        assert_eq!(since(&mut client, &json!("old"))["data"], full["data"]);

        let start = place(encoding, MARCH, "She");
        let range = json!({ "start": start, "end": { "line": 99, "character": 0 } });
        let part = client
            .ask("textDocument/semanticTokens/range", json!({ "textDocument": { "uri": march }, "range": range }));
        let part = colours(encoding, &legend, &part["data"]);
        assert_eq!(part[..], coloured[coloured.len() - part.len()..], "{encoding}");
        assert_eq!(part[0].1, "She", "{encoding}: {part:?}");
    }
}

#[test]
fn an_editor_that_does_not_colour_is_not_offered_it() {
    assert!(Start::new("Helix", &[]).go().capabilities.get("semanticTokensProvider").is_none());
}

/// Tokens as the client reads them: type and modifiers, and the words.
fn colours(encoding: &str, legend: &Value, data: &Value) -> Vec<(String, String)> {
    let numbers: Vec<u64> = data.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut character) = (0, 0);
    let mut all = Vec::new();
    for token in numbers.chunks(5) {
        character = if token[0] == 0 { character + token[1] } else { token[1] };
        line += token[0];
        let range = json!({ "start": { "line": line, "character": character }, "end": { "line": line, "character": character + token[2] } });
        let mut kind = vec![legend["tokenTypes"][token[3] as usize].as_str().unwrap()];
        let modifiers = legend["tokenModifiers"].as_array().unwrap().iter().enumerate();
        kind.extend(modifiers.filter(|(bit, _)| token[4] >> bit & 1 == 1).map(|(_, name)| name.as_str().unwrap()));
        all.push((kind.join(" "), words(encoding, MARCH, &range)));
    }
    all
}
