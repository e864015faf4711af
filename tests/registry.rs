//! `entities.toml` and `events.toml` beside the articles: for the command line and in an editor.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tests::client::Client;

const TODAY: &str = "2026-11-26";
const ARTICLE: &str = "HELMSUND, March 18. /Norwire/. The ferry lease is in Tuesday's headlines.\n\n\
    Tessil's Harbour Minister Ada Brandt said the lease was signed. The town had asked for more time, and the crews went \
    home.\n";
const OTHER: &str = "HELMSUND, March 18. /Norwire/. The ferry lease is in Tuesday's headlines.\n\n\
    The town had asked for more time, and the crews went home.\n";
const ENTITIES: &str = "[brandt]\ntype = \"person\"\nname = \"Ada Brandt\"\nroles = [\n  { title = \"Harbour Minister\", \
    from = 2012-05-01, to = \"2016\" },\n]\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ARTICLE).unwrap();
    fs::write(folder.path().join("b.txt"), OTHER).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(tests::program()).args(arguments).args(["--today", TODAY]).current_dir(folder).output();
    let output = output.expect("dateline runs");
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

fn diagnostics(client: &mut Client, path: &str) -> Vec<String> {
    let uri = client.uri(path);
    let report = client.ask("textDocument/diagnostic", &json!({ "textDocument": { "uri": uri } }));
    let items = report["items"].as_array().cloned().unwrap_or_default();
    items.iter().filter_map(|item| Some(format!("{} {}", item["code"].as_str()?, item["message"].as_str()?))).collect()
}

fn has(told: &[String], code: &str) -> bool {
    told.iter().any(|told| told.starts_with(code))
}

#[test]
fn the_registry_proves_a_year() {
    let folder = folder();
    let check = || run(folder.path(), &["check", "--select", "D102,M905"]).0;
    let open = |file: &str| {
        format!("{file}:1:11: info[D102] March 18: year not stated; \"Tuesday\" fits 2003, 2008, 2014, 2025\n")
    };
    assert_eq!(check(), open("a.txt") + &open("b.txt"));
    fs::write(folder.path().join("entities.toml"), ENTITIES).unwrap();
    assert_eq!(check(), open("b.txt"));
    let (why, _) = run(folder.path(), &["explain", "a.txt:1:11"]);
    for line in [
        "1:11 “March 18”: dateline",
        "“Tuesday”: \"Tuesday\" fits 2003, 2008, 2014, 2025",
        "Ada Brandt as Harbour Minister: not before 2012-05-01, not after 2016-12-31",
        "not after today, 2026-11-26",
        "“March 18” is 2014-03-18",
    ] {
        assert!(why.contains(line), "no {line} in {why}");
    }
    // A file alone has its folder's registry, too.
    assert_eq!(run(folder.path(), &["check", "--select", "D102", "a.txt"]), (String::new(), Some(0)));
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let folder = folder();
    let broken = format!("{ENTITIES}\n[x]\ntype = \"ship\"\nname = \"X\"\n");
    fs::write(folder.path().join("entities.toml"), &broken).unwrap();
    let (told, code) = run(folder.path(), &["check", "--select", "D102,M905", "a.txt"]);
    assert!(told.starts_with("entities.toml:9:8: warning[M905] `type` is \"person\""), "{told}");
    assert!(!told.contains("D102"), "the other entry stays in force: {told}");
    assert_eq!(code, Some(1));
}

#[test]
fn an_open_registry_is_the_truth_before_it_is_saved() {
    let folder = folder();
    let mut client = Client::start(folder.path(), TODAY, &json!({}));
    client.wait_until_read();
    client.open("a.txt", ARTICLE);
    assert!(has(&diagnostics(&mut client, "a.txt"), "D102"));
    client.open("entities.toml", "");
    client.rewrite("entities.toml", 2, ENTITIES);
    assert!(!has(&diagnostics(&mut client, "a.txt"), "D102"));
    assert!(!has(&diagnostics(&mut client, "entities.toml"), "M905"));

    // Torn while somebody types: told there, and what it said last stays in force.
    client.rewrite("entities.toml", 3, &ENTITIES.replace("]\n", "\n"));
    assert!(has(&diagnostics(&mut client, "entities.toml"), "M905"));
    assert!(!has(&diagnostics(&mut client, "a.txt"), "D102"));

    // Undone, and closed without saving: there is no such file.
    client.rewrite("entities.toml", 4, ENTITIES);
    let uri = client.uri("entities.toml");
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    assert!(has(&diagnostics(&mut client, "a.txt"), "D102"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_registry_that_is_saved_elsewhere_is_read() {
    let folder = folder();
    let mut client = Client::start(folder.path(), TODAY, &json!({}));
    client.wait_until_read();
    client.open("a.txt", ARTICLE);
    fs::write(folder.path().join("entities.toml"), ENTITIES).unwrap();
    let changed = json!({ "changes": [{ "uri": client.uri("entities.toml"), "type": 1 }] });
    client.tell("workspace/didChangeWatchedFiles", &changed);
    assert!(!has(&diagnostics(&mut client, "a.txt"), "D102"));
    let position = json!({ "line": 0, "character": 10 });
    let uri = client.uri("a.txt");
    let card = client.ask("textDocument/hover", &json!({ "textDocument": { "uri": uri }, "position": position }));
    let Value::String(card) = &card["contents"]["value"] else { panic!("no card: {card}") };
    assert!(card.contains("2014-03-18"), "{card}");
}
