//! Settings from the folder's file and from the editor, right and wrong.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{ARTICLE, Client, Start, folder, uri, write};

fn changed(client: &mut Client, folder: &Path) {
    let changes = json!([{ "uri": uri(&folder.join("dateline.toml")), "type": 2 }]);
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

fn total(client: &mut Client) -> Value {
    client.status(None)["folders"][0]["total"].clone()
}

fn wait_for_total(client: &mut Client, count: usize) {
    client.wait_until(&format!("{count} files"), |client| total(client) == count);
}

fn three_files(config: &str) -> tempfile::TempDir {
    folder(&[("a.txt", ARTICLE), ("b.md", ARTICLE), ("old/c.txt", ARTICLE), ("dateline.toml", config)])
}

#[test]
fn a_broken_file_is_reported_where_it_is_wrong_and_what_held_before_still_holds() {
    for editor in ["VS Code", "Neovim"] {
        let folder = three_files("[documents]\nexclude = [\"old\"]\n");
        let config = uri(&folder.path().join("dateline.toml"));
        let mut client = Start::new(editor, &[folder.path()]).go();
        client.wait_until_read();
        assert_eq!(total(&mut client), 2);

        write(folder.path(), "dateline.toml", b"[documents]\nexclude = [\"*.md\"]\ninclud = [\"**/*\"]\n");
        if editor == "VS Code" {
            changed(&mut client, folder.path());
        }
        client.shown("dateline.toml:3:1: unknown key `documents.includ`: did you mean `documents.include`?");
        client.wait_until("a finding in the file", |client| {
            client.last_findings(&config).is_some_and(|all| all.len() == 1)
        });
        let finding = client.last_findings(&config).unwrap()[0].clone();
        assert_eq!(finding["severity"], 1);
        assert_eq!(
            finding["range"],
            json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 6 } })
        );
        assert_eq!(total(&mut client), 2, "the last good configuration is in force");

        write(folder.path(), "dateline.toml", b"[documents]\nexclude = [\"old\", \"*.md\"]\n");
        if editor == "VS Code" {
            changed(&mut client, folder.path());
        }
        wait_for_total(&mut client, 1);
        assert_eq!(client.last_findings(&config), Some(Vec::new()));

        fs::remove_file(folder.path().join("dateline.toml")).unwrap();
        if editor == "VS Code" {
            changed(&mut client, folder.path());
        }
        wait_for_total(&mut client, 3);
    }
}

#[test]
fn a_file_that_is_broken_from_the_start_is_reported_and_the_folder_is_read() {
    let folder = three_files("density = \n");
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    client.shown("dateline.toml:1:");
    client.wait_until_read();
    assert_eq!(total(&mut client), 3);
}

#[test]
fn the_editor_wins_over_the_file_in_every_shape_it_may_use() {
    let shapes = [
        json!({ "documents": { "exclude": ["*.md"] } }),
        json!({ "dateline": { "documents": { "exclude": ["*.md"] } } }),
        json!({ "documents.exclude": ["*.md"] }),
    ];
    for shape in shapes {
        let folder = three_files("[documents]\nexclude = [\"**\"]\n");
        // In its options,
        let mut start = Start::new("Neovim", &[folder.path()]);
        start.options = shape.clone();
        let mut client = start.go();
        wait_for_total(&mut client, 2);
        // when it is asked,
        let mut start = Start::new("Neovim", &[folder.path()]);
        start.settings = shape.clone();
        let mut client = start.go();
        wait_for_total(&mut client, 2);
        // and by itself.
        let mut start = Start::new("anything else", &[folder.path()]);
        start.options = Value::Null;
        let mut client = start.go();
        client.tell("workspace/didChangeConfiguration", json!({ "settings": shape }));
        wait_for_total(&mut client, 2);
    }
}

#[test]
fn a_setting_that_the_editor_takes_back_no_longer_holds() {
    let folder = three_files("");
    let said = json!({ "documents": { "exclude": ["*.md"] } });
    let mut start = Start::new("VS Code", &[folder.path()]);
    // As editors do: the same at the start and when asked.
    (start.options, start.settings) = (said.clone(), said);
    let mut client = start.go();
    wait_for_total(&mut client, 2);
    client.wait_for("a question for settings", |message| message["method"] == "workspace/configuration");
    client.set_settings(json!({}));
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    wait_for_total(&mut client, 3);
}

#[test]
fn wrong_settings_of_an_editor_are_shown() {
    let folder = three_files("");
    let mut start = Start::new("Neovim", &[folder.path()]);
    start.options = json!({ "densty": "all" });
    start.settings = json!({ "density": "loud", "path": "/usr/bin/dateline", "trace": { "server": "off" } });
    let client = start.go();
    client.shown("initializationOptions: unknown key `densty`: did you mean `density`?");
    client.shown("editor settings: density: expected one of \"summary\", \"normal\", \"all\", found \"loud\"");
}

#[test]
fn what_is_shown_follows_the_settings_at_once() {
    let vague = "Experts believe that the harbor tax would stay, and observers agree with them.\n";
    let folder = folder(&[("a.txt", vague)]);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("a.txt"), vague);
    client.wait_until("findings", |client| client.last_findings(&uri).is_some_and(|all| !all.is_empty()));
    client.wait_until_read();
    let codes: Vec<Value> = client.last_findings(&uri).unwrap().iter().map(|finding| finding["code"].clone()).collect();
    let off: Value = codes
        .iter()
        .map(|code| (code.as_str().unwrap().to_owned(), json!("off")))
        .collect::<serde_json::Map<_, _>>()
        .into();
    client.set_settings(json!({ "rules": off }));
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.wait_until("no findings", |client| client.last_findings(&uri) == Some(Vec::new()));
}

#[test]
fn the_day_that_counts_as_today_may_change() {
    let text = "The council of Merrow met on Thursday, March 6.\n";
    let folder = folder(&[("a.txt", text), ("b.txt", text)]);
    let mut start = Start::new("Neovim", &[folder.path()]);
    start.args = Vec::new();
    let mut client = start.go();
    client.wait_until_read();
    let uri = client.open(&folder.path().join("a.txt"), text);
    client.findings(&uri, 1);
    client.set_settings(json!({ "documents": { "earliest": "2024-01-01" } }));
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.wait_until("the folder is read anew", |client| {
        let status = client.status(None)["folders"][0].clone();
        status["reading"] == false && status["read"] == 2
    });
    assert!(client.ask_at("textDocument/documentSymbol", &uri, 0, 0).is_array());
}
