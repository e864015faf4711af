//! How a session begins, goes wrong, and ends.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{ARTICLE, Client, PATIENCE, Start, folder};

#[test]
fn a_client_that_says_goodbye_leaves_in_order() {
    let client = Start::new("VS Code", &[]).go();
    let begun = Instant::now();
    assert_eq!(client.leave(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn a_client_that_leaves_without_a_word_is_told_so_by_the_exit_code() {
    let mut client = Start::new("VS Code", &[]).go();
    client.tell("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn the_end_of_standard_input_is_the_end() {
    let mut client = Start::new("VS Code", &[]).go();
    client.hang_up();
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn the_end_comes_also_while_questions_are_open() {
    let mut client = Start::new("VS Code", &[]).go();
    for _ in 0..20 {
        client.put("dateline/test/wait", json!({ "milliseconds": 60_000 }));
    }
    let begun = Instant::now();
    assert_eq!(client.leave(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn a_server_does_not_outlive_its_client() {
    let mut parent = Command::new("sleep").arg("600").stdin(Stdio::null()).spawn().unwrap();
    let mut start = Start::new("VS Code", &[]);
    start.process = json!(parent.id());
    let mut client = start.go();
    // A process that is gone when the server first looks was never its parent.
    client.status(None);
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn nothing_is_answered_before_the_first_word_and_after_the_last() {
    let mut client = Client::spawn(&Start::new("VS Code", &[]));
    let id = client.put("dateline/status", json!({}));
    assert_eq!(client.answer(id).unwrap_err()["code"], -32002);
    client.ask("initialize", json!({ "capabilities": {} }));
    client.ask("shutdown", Value::Null);
    let id = client.put("dateline/status", json!({}));
    assert_eq!(client.answer(id).unwrap_err()["code"], -32600);
}

#[test]
fn a_question_that_is_no_longer_wanted_is_dropped() {
    let mut client = Start::new("VS Code", &[]).go();
    // More than there are threads.
    let ids: Vec<_> = (0..32).map(|_| client.put("dateline/test/wait", json!({ "milliseconds": 600_000 }))).collect();
    for id in &ids {
        client.tell("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        assert_eq!(client.answer(id).unwrap_err()["code"], -32800);
    }
    // The threads are free again.
    let begun = Instant::now();
    client.ask("dateline/test/wait", json!({ "milliseconds": 1 }));
    assert!(begun.elapsed() < PATIENCE / 2);
}

#[test]
fn a_panic_costs_one_answer() {
    let mut client = Start::new("VS Code", &[]).go();
    for _ in 0..8 {
        let id = client.put("dateline/test/wait", json!({ "panic": true }));
        assert_eq!(client.answer(id).unwrap_err()["code"], -32603);
    }
    client.ask("dateline/test/wait", json!({}));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_question_for_tests_is_known_in_tests_only() {
    let mut client = Start::new("VS Code", &[]).go();
    let id = client.put("dateline/unknown", json!({}));
    assert_eq!(client.answer(id).unwrap_err()["code"], -32601);
}

#[test]
fn a_broken_message_costs_itself() {
    let mut client = Start::new("VS Code", &[]).go();
    client.send_bytes(b"Content-Length: 10\r\n\r\n{\"jsonrpc\"");
    client.wait_for("an error", |message| message["error"]["code"] == -32700);
    client.send_bytes(b"Content-Length: 2\r\n\r\n[]");
    client.wait_for("an error", |message| message["error"]["code"] == -32600);
    client.send_bytes(b"what is this\r\n\r\n");
    client.status(None);
}

#[test]
fn work_is_traced_for_a_client_that_wants_it() {
    let mut client = Start::new("VS Code", &[]).go();
    client.status(None);
    client.tell("$/setTrace", json!({ "value": "messages" }));
    client.status(None);
    let trace = client.wait_for("a trace", |message| message["method"] == "$/logTrace");
    assert!(trace["params"]["message"].as_str().unwrap().starts_with("dateline/status took"));
    client.tell("$/setTrace", json!({ "value": "off" }));
    client.status(None);
    let traces = client.messages().iter().filter(|message| message["method"] == "$/logTrace").count();
    assert_eq!(traces, 1);
}

#[test]
fn the_log_goes_where_it_is_wanted() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let log = folder.path().join("server.log");
    let mut start = Start::new("VS Code", &[folder.path()]);
    start.args = vec!["--log".to_owned(), log.to_string_lossy().into_owned()];
    let mut client = start.go();
    client.wait_until_read();
    client.leave();
    assert!(std::fs::read_to_string(log).unwrap().contains("1 files read"));
}

#[test]
fn a_client_that_never_answers_is_not_waited_for() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let start = Start::new("VS Code", &[folder.path()]);
    let mut client = Client::spawn(&start);
    client.fall_silent();
    let folders = json!([{ "uri": crate::support::uri(folder.path()), "name": "folder" }]);
    client.ask("initialize", json!({ "capabilities": start.capabilities, "workspaceFolders": folders }));
    client.tell("initialized", json!({}));
    let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
    client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    client.wait_until_read();
}
