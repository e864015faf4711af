//! Columns count what was agreed on, in every script.

use serde_json::{Value, json};

use crate::support::{Client, Start};

const TEXT: &str = "Москва, 3 марта. 😀 “Да”, — сказал он.\r\nZ\u{301}oë 👩\u{200d}👧 said so.\rOne line more\u{85}and no\u{c} other\n\u{feff}end";

/// A client that offers this encoding alone.
fn client(encoding: &str) -> Client {
    let mut start = Start::new("Neovim", &[]);
    start.capabilities["general"]["positionEncodings"] = json!([encoding]);
    let client = start.go();
    assert_eq!(client.capabilities["positionEncoding"], encoding);
    client
}

/// Line and column of a byte, counted in the plainest way.
fn position(encoding: &str, text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let ends = before.replace("\r\n", "\n\n").replace('\r', "\n");
    let lines = ends.matches('\n').count() - before.matches("\r\n").count();
    let line = &before[ends.rfind('\n').map_or(0, |end| end + 1)..];
    let column = match encoding {
        "utf-8" => line.len(),
        "utf-16" => line.encode_utf16().count(),
        _ => line.chars().count(),
    };
    json!({ "line": lines, "character": column })
}

#[test]
fn every_place_can_be_edited_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = client(encoding);
        let uri = "untitled:a";
        client.open_uri(uri, TEXT);
        let (mut text, mut version, mut asked) = (TEXT.to_owned(), 1, Vec::new());
        let mut at = 0;
        while at <= text.len() {
            let inside_line_end = || text[..at].ends_with('\r') && text[at..].starts_with('\n');
            if text.is_char_boundary(at) && !inside_line_end() {
                version += 1;
                let place = position(encoding, &text, at);
                client.change(uri, version, json!([{ "range": { "start": place, "end": place }, "text": "ж😀" }]));
                text.insert_str(at, "ж😀");
                asked.push((client.put("dateline/status", json!({ "textDocument": { "uri": uri } })), text.clone()));
                at += "ж😀".len();
            }
            at += 1;
        }
        for (id, text) in asked {
            let document = client.answer(id).unwrap()["document"].clone();
            let hash = format!("{:016x}", text::hash64(text.as_bytes()));
            assert_eq!(document["hash"], hash, "{encoding}: {document} {text:?}");
        }
    }
}

#[test]
fn answers_count_as_questions_do() {
    let text = "“😀 Ж” VIENNA, March 4, 2025 (Mirror) - “😀”, Finance Minister Anna Berg said on Tuesday.\n";
    let name = text.find("Anna").unwrap();
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = client(encoding);
        client.open_uri("untitled:a", text);
        let start = position(encoding, text, name);
        let params = json!({ "textDocument": { "uri": "untitled:a" }, "position": start });
        let hover = client.ask("textDocument/hover", params);
        let (from, to) = (&hover["range"]["start"], &hover["range"]["end"]);
        assert_eq!(from["line"], 0, "{encoding}: {hover}");
        let name_end = position(encoding, text, name + "Anna Berg".len());
        assert_eq!(to, &name_end, "{encoding}: {hover}");
        assert!(from["character"].as_u64() <= start["character"].as_u64(), "{encoding}: {hover}");
    }
}
