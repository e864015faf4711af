//! Edits are taken in order and none is lost, whatever else goes on.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{ARTICLE, Client, Start, folder};

fn insert(line: u32, character: u32, text: &str) -> Value {
    let at = json!({ "line": line, "character": character });
    json!([{ "range": { "start": at, "end": at }, "text": text }])
}

fn hash(text: &str) -> String {
    format!("{:016x}", text::hash64(text.as_bytes()))
}

/// Asserts that the server has this text at this version.
fn assert_text(client: &mut Client, uri: &str, version: i32, text: &str) {
    let document = client.status(Some(uri))["document"].clone();
    assert_eq!((&document["version"], &document["hash"]), (&json!(version), &json!(hash(text))), "{document}");
}

#[test]
fn in_a_burst_of_600_edits_every_question_sees_its_edit() {
    let folder = folder(&[("a.txt", ARTICLE), ("b.txt", ARTICLE)]);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
    let (mut text, mut asked) = (ARTICLE.to_owned(), Vec::new());
    for version in 2..=601 {
        // Lines are added at the top, so that the name moves down with every edit.
        client.change(&uri, version, insert(0, 0, "The harbour was calm on Monday, and the ferries left on time.\n"));
        text.insert_str(0, "The harbour was calm on Monday, and the ferries left on time.\n");
        let line = version - 1;
        let position = json!({ "line": line, "character": 60 });
        let hover = client.put("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": position }));
        let status = client.put("dateline/status", json!({ "textDocument": { "uri": uri } }));
        client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
        asked.push((version, line, hover, status, hash(&text)));
    }
    for (version, line, hover, status, hash) in asked {
        let document = client.answer(status).unwrap()["document"].clone();
        assert_eq!((&document["version"], &document["hash"]), (&json!(version), &json!(hash)));
        let hover = client.answer(hover).unwrap();
        assert_eq!(hover["range"]["start"]["line"], line, "hover after version {version}: {hover}");
    }
}

#[test]
fn every_version_is_told_its_findings_and_in_order() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
    for version in 2..=100 {
        client.change(&uri, version, insert(2, 0, "x"));
    }
    client.findings(&uri, 100);
    let messages = client.messages();
    let told = messages.iter().filter(|message| message["params"]["uri"] == uri.as_str());
    let mut versions: Vec<i64> = told.map(|message| message["params"]["version"].as_i64().unwrap()).collect();
    assert!(versions.is_sorted(), "{versions:?}");
    versions.dedup();
    assert_eq!(versions, (1..=100).collect::<Vec<_>>());
}

#[test]
fn slow_questions_never_stop_typing() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
    client.findings(&uri, 1);
    let slow: Vec<_> = (0..256).map(|_| client.put("dateline/test/wait", json!({ "milliseconds": 600_000 }))).collect();
    let begun = Instant::now();
    for version in 2..=21 {
        client.change(&uri, version, insert(2, 0, "x"));
        client.findings(&uri, version);
        let hover = client.ask_at("textDocument/hover", &uri, 0, 60);
        assert!(hover.is_object());
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "20 edits took {:?}", begun.elapsed());
    for id in slow {
        client.tell("$/cancelRequest", json!({ "id": id }));
    }
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_client_that_reads_nothing_does_not_stop_edits() {
    // The client here always reads; what it does not do is take turns: all is sent before any answer is looked at.
    let text = "The minister spoke in Vienna on Monday. ".repeat(2000);
    let folder = folder(&[("a.txt", &text)]);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("a.txt"), &text);
    let symbols = json!({ "textDocument": { "uri": uri } });
    let ids: Vec<_> = (0..200).map(|_| client.put("textDocument/documentSymbol", symbols.clone())).collect();
    client.change(&uri, 2, insert(0, 0, "x"));
    for id in ids {
        client.answer(id).unwrap();
    }
    assert_text(&mut client, &uri, 2, &format!("x{text}"));
}

#[test]
fn a_version_that_is_not_newer_is_dropped() {
    let mut client = Start::new("Neovim", &[]).go();
    let uri = "untitled:Untitled-1";
    client.open_uri(uri, "one");
    client.change(uri, 5, insert(0, 3, " two"));
    client.change(uri, 5, insert(0, 0, "never"));
    client.change(uri, 4, insert(0, 0, "never"));
    client.change(uri, -1, insert(0, 0, "never"));
    client.change(uri, 9, insert(0, 7, " three"));
    assert_text(&mut client, uri, 9, "one two three");
    client.wait_for("a word about it", |message| {
        message["method"] == "window/logMessage"
            && message["params"]["message"].as_str().unwrap().contains("version 4 of")
    });
}

#[test]
fn edits_of_what_is_not_open_change_nothing() {
    let mut client = Start::new("Neovim", &[]).go();
    client.change("untitled:a", 2, insert(0, 0, "x"));
    client.close("untitled:a");
    client.open_uri("untitled:a", "one");
    assert_text(&mut client, "untitled:a", 1, "one");
}

#[test]
fn a_document_that_is_opened_twice_says_what_it_said_last() {
    let mut client = Start::new("Neovim", &[]).go();
    client.open_uri("untitled:a", "one");
    client.open_uri("untitled:a", "two");
    assert_text(&mut client, "untitled:a", 1, "two");
}

#[test]
fn edits_of_one_message_apply_one_after_another() {
    let mut client = Start::new("Neovim", &[]).go();
    let uri = "untitled:a";
    client.open_uri(uri, "abc\ndef");
    let range = |a, b, c, d| json!({ "start": { "line": a, "character": b }, "end": { "line": c, "character": d } });
    client.change(
        uri,
        2,
        json!([
            { "range": range(0, 1, 0, 2), "text": "\n\n" },
            { "range": range(2, 0, 3, 1), "text": "-" },
            { "text": "all new" },
            { "range": range(0, 3, 0, 4), "text": "\r\n" },
        ]),
    );
    assert_text(&mut client, uri, 2, "all\r\nnew");
    client.change(uri, 3, json!([]));
    assert_text(&mut client, uri, 3, "all\r\nnew");
    client.findings(uri, 3);
}

#[test]
fn ranges_that_lie_outside_end_where_the_text_ends() {
    let mut client = Start::new("Neovim", &[]).go();
    let uri = "untitled:a";
    client.open_uri(uri, "one\ntwo\n");
    let range = |a, b, c, d| json!({ "start": { "line": a, "character": b }, "end": { "line": c, "character": d } });
    client.change(uri, 2, json!([{ "range": range(0, 999, 0, 4_294_967_295_u32), "text": "!" }]));
    assert_text(&mut client, uri, 2, "one!\ntwo\n");
    client.change(uri, 3, json!([{ "range": range(4_294_967_295_u32, 0, 4_294_967_295_u32, 9), "text": "three" }]));
    assert_text(&mut client, uri, 3, "one!\ntwo\nthree");
    // The end before the start.
    client.change(uri, 4, json!([{ "range": range(1, 3, 1, 0), "text": "2" }]));
    assert_text(&mut client, uri, 4, "one!\n2\nthree");
}
