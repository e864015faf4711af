//! Columns count what was agreed on, in every script.

use serde_json::{Value, json};

use crate::support::{Client, Start};

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
