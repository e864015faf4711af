//! Files and texts that nobody would wish for.

use std::fs::File;

use serde_json::json;

use crate::support::{ARTICLE, Start, contents, folder, write};

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    File::create(folder.path().join("huge.txt")).unwrap().set_len(50 << 20).unwrap();
    write(folder.path(), "latin.txt", b"Caf\xE9 society\n");
    write(folder.path(), "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let shown = client.shown("3 files were not read");
    assert!(shown.contains("huge.txt: 50 MiB is more than documents.max-size, 4 MiB"), "{shown}");
    assert!(shown.contains("latin.txt: not text: byte 3 is not UTF-8"), "{shown}");
    assert!(shown.contains("picture.txt: not text"), "{shown}");
    client.wait_until_read();
    assert_eq!(client.symbols("Anna Berg").len(), 1);
    let status = client.status(None)["folders"][0].clone();
    assert_eq!(
        (&status["read"], &status["total"], status["skipped"].as_array().unwrap().len()),
        (&json!(1), &json!(1), 3)
    );
    for name in ["huge.txt", "latin.txt", "picture.txt"] {
        client.wait_for(&format!("a line of the log about {name}"), |message| {
            message["method"] == "window/logMessage" && message["params"]["message"].as_str().unwrap().contains(name)
        });
    }
}

#[test]
fn files_of_other_encodings_are_read_if_they_say_so() {
    let folder = folder(&[]);
    let utf16 = |text: &str, mark: [u8; 2], unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect()
    };
    write(folder.path(), "little.txt", &utf16(ARTICLE, [0xFF, 0xFE], u16::to_le_bytes));
    write(
        folder.path(),
        "big.txt",
        &utf16(&ARTICLE.replace("Anna Berg", "Clara Dorn"), [0xFE, 0xFF], u16::to_be_bytes),
    );
    let marked = ["\u{feff}", &ARTICLE.replace("Anna Berg", "Emil Falk")].concat();
    write(folder.path(), "marked.txt", marked.as_bytes());
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    client.wait_until_read();
    for name in ["Anna Berg", "Clara Dorn", "Emil Falk"] {
        let symbols = client.ask("workspace/symbol", json!({ "query": name }));
        // The mark is no part of the text, for an editor neither.
        let at = ARTICLE.find("Finance Minister").unwrap() as u64;
        let start = &symbols[0]["location"]["range"]["start"];
        assert_eq!(start["line"], 0, "{name}: {symbols}");
        assert!(start["character"].as_u64().unwrap() >= at, "{name}: {symbols}");
    }
}

#[test]
fn a_large_document_is_opened_edited_and_closed_without_being_looked_at() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let text = ARTICLE.repeat((50 << 20) / ARTICLE.len());
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("large.txt"), &text);
    assert_eq!(client.findings(&uri, 1), Vec::<serde_json::Value>::new());
    let shown = client.shown("large.txt: ");
    assert!(shown.contains("is more than documents.max-size"), "{shown}");
    let at = json!({ "line": 0, "character": 0 });
    client.change(&uri, 2, json!([{ "range": { "start": at, "end": at }, "text": "x" }]));
    client.findings(&uri, 2);
    assert!(client.ask_at("textDocument/hover", &uri, 0, 60).is_null());
    // Once it is small it is an article like any other.
    client.change(&uri, 3, json!([{ "text": ARTICLE }]));
    client.findings(&uri, 3);
    assert!(client.ask_at("textDocument/hover", &uri, 0, 60).is_object());
    client.change(&uri, 4, json!([{ "text": text }]));
    assert_eq!(client.findings(&uri, 4), Vec::<serde_json::Value>::new());
    client.close(&uri);
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_text_that_is_no_prose_gets_nothing_and_is_told_so_for_every_version() {
    let requirements = "requests==2.31.0\nnumpy>=1.26\nflask~=3.0\n# pinned\nuvicorn[standard]==0.29.0\n";
    let folder = folder(&[("requirements.txt", requirements)]);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("requirements.txt"), requirements);
    assert_eq!(client.findings(&uri, 1).len(), 0);
    let at = json!({ "line": 0, "character": 0 });
    client.change(&uri, 2, json!([{ "range": { "start": at, "end": at }, "text": "x" }]));
    assert_eq!(client.findings(&uri, 2).len(), 0);
}

#[test]
fn odd_texts_are_answered_like_others() {
    let texts = [
        String::new(),
        "\u{feff}".to_owned(),
        "\r\r\n\n\r".to_owned(),
        "\u{200d}\u{301}".repeat(1000),
        "\"".repeat(5000),
        "((((((«„“‘".repeat(500),
        "a".repeat(100_000),
        "\u{0}\u{1}\u{7f}\u{85}\u{2028}".repeat(100),
        "Он сказал. ".repeat(1000),
        "--- \n---\n# \n- \n> ".repeat(300),
    ];
    let mut client = Start::new("VS Code", &[]).go();
    for (number, text) in texts.iter().enumerate() {
        let uri = format!("untitled:{number}");
        client.open_uri(&uri, text);
        let document = json!({ "uri": uri });
        let position = json!({ "line": 0, "character": 1 });
        for method in [
            "textDocument/hover",
            "textDocument/definition",
            "textDocument/declaration",
            "textDocument/references",
            "textDocument/documentHighlight",
            "textDocument/documentSymbol",
            "textDocument/foldingRange",
            "textDocument/selectionRange",
            "textDocument/diagnostic",
            "textDocument/inlayHint",
            "textDocument/prepareCallHierarchy",
            "textDocument/semanticTokens/full",
            "textDocument/semanticTokens/range",
        ] {
            let range = json!({ "start": position, "end": { "line": 9000, "character": 3 } });
            let params = json!({ "textDocument": document, "position": position, "range": range, "positions": [position, position], "context": { "includeDeclaration": true } });
            let answer = client.ask(method, params);
            if method == "textDocument/selectionRange" {
                assert_eq!(answer.as_array().unwrap().len(), 2);
            }
        }
    }
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn no_file_of_the_folder_is_written_whatever_happens() {
    let folder = folder(&[("a.txt", ARTICLE), ("briefings/b.txt", ARTICLE), ("dateline.toml", "density = 3\n")]);
    let before = contents(folder.path());
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    client.wait_until_read();
    let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
    client.change(&uri, 2, json!([{ "text": "Experts believe so.\n" }]));
    client.findings(&uri, 2);
    client.kill();
    assert_eq!(contents(folder.path()), before);
    // And the next one starts as if nothing had been.
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    client.wait_until_read();
    assert_eq!(client.leave(), Some(0));
    assert_eq!(contents(folder.path()), before);
}
