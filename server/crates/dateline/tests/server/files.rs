//! What happens on disk is seen within a second, whoever watches; and the buffer of an open document wins.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{ARTICLE, Client, Start, folder, uri, write};

/// An editor that watches, and one that does not.
const EDITORS: [&str; 2] = ["VS Code", "Neovim"];

/// An article about somebody.
fn about(name: &str) -> String {
    ARTICLE.replace("Anna Berg", name).replace("Berg", name.rsplit(' ').next().unwrap())
}

/// A client of a folder that has been read.
fn client(editor: &str, folder: &Path) -> Client {
    let mut client = Start::new(editor, &[folder]).go();
    client.wait_until_read();
    client
}

/// What an editor that watches would say now. The others say nothing.
fn tell(client: &mut Client, editor: &str, changed: &[PathBuf]) {
    if editor == "VS Code" {
        let kind = |path: &PathBuf| if path.exists() { 2 } else { 3 };
        let changes: Vec<Value> = changed.iter().map(|path| json!({ "uri": uri(path), "type": kind(path) })).collect();
        client.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }
}

fn knows(client: &mut Client, name: &str) -> bool {
    client.symbols(name).iter().any(|found| found.contains(name))
}

/// Waits until a name is known, or is not, and says how long that took.
fn wait(client: &mut Client, name: &str, known: bool) -> Duration {
    let begun = Instant::now();
    client.wait_until(&format!("{name} is known: {known}"), |client| knows(client, name) == known);
    begun.elapsed()
}

#[test]
fn the_editor_is_asked_to_watch_if_it_can() {
    let folder = folder(&[]);
    let client = Start::new("VS Code", &[folder.path()]).go();
    let asked = client.wait_for("a registration", |message| {
        message["method"] == "client/registerCapability"
            && message["params"]["registrations"][0]["method"] == "workspace/didChangeWatchedFiles"
    });
    let watcher = &asked["params"]["registrations"][0]["registerOptions"]["watchers"][0];
    assert_eq!(watcher["globPattern"]["baseUri"], uri(folder.path()));
    let client = Start::new("eglot", &[folder.path()]).go();
    let asked = client.wait_for("a registration", |message| message["method"] == "client/registerCapability");
    let watcher = &asked["params"]["registrations"][0]["registerOptions"]["watchers"][0];
    assert_eq!(watcher["globPattern"], "**/*");
}

#[test]
fn files_that_come_change_move_and_go_are_seen() {
    for editor in EDITORS {
        let folder = folder(&[("a.txt", ARTICLE)]);
        let at = |name: &str| folder.path().join(name);
        let mut client = client(editor, folder.path());
        assert!(knows(&mut client, "Anna Berg"));

        write(folder.path(), "deep/er/b.txt", about("Clara Dorn").as_bytes());
        tell(&mut client, editor, &[at("deep/er/b.txt")]);
        let mut slowest = wait(&mut client, "Clara Dorn", true);

        write(folder.path(), "a.txt", about("Emil Falk").as_bytes());
        tell(&mut client, editor, &[at("a.txt")]);
        slowest = slowest.max(wait(&mut client, "Emil Falk", true));
        assert!(!knows(&mut client, "Anna Berg"));

        fs::rename(at("a.txt"), at("c.txt")).unwrap();
        tell(&mut client, editor, &[at("a.txt"), at("c.txt")]);
        client.wait_until("the new name", |client| {
            let symbols = client.ask("workspace/symbol", json!({ "query": "Emil Falk" }));
            symbols
                .as_array()
                .unwrap()
                .iter()
                .all(|symbol| symbol["location"]["uri"].as_str().unwrap().ends_with("/c.txt"))
                && !symbols.as_array().unwrap().is_empty()
        });

        fs::rename(at("deep"), at("other")).unwrap();
        tell(&mut client, editor, &[at("deep"), at("other")]);
        client.wait_until("the new folder", |client| {
            let symbols = client.ask("workspace/symbol", json!({ "query": "Clara Dorn" }));
            symbols
                .as_array()
                .unwrap()
                .iter()
                .any(|symbol| symbol["location"]["uri"].as_str().unwrap().contains("/other/er/"))
                && client.status(None)["folders"][0]["total"] == 2
        });

        fs::remove_file(at("c.txt")).unwrap();
        tell(&mut client, editor, &[at("c.txt")]);
        slowest = slowest.max(wait(&mut client, "Emil Falk", false));

        fs::remove_dir_all(at("other")).unwrap();
        tell(&mut client, editor, &[at("other")]);
        slowest = slowest.max(wait(&mut client, "Clara Dorn", false));
        assert_eq!(client.status(None)["folders"][0]["total"], 0);
        // A second on a machine with nothing else to do.
        assert!(slowest < Duration::from_secs(10), "{editor}: {slowest:?}");
    }
}

#[test]
fn a_checkout_of_many_files_is_seen_as_a_whole() {
    for editor in EDITORS {
        let folder = folder(&[]);
        for number in 0..50 {
            write(folder.path(), &format!("{number}.txt"), ARTICLE.as_bytes());
        }
        let mut client = client(editor, folder.path());
        let mut changed = Vec::new();
        for number in 0..100 {
            let file = folder.path().join(format!("{number}.txt"));
            match number {
                0..20 => fs::remove_file(&file).unwrap(),
                _ => fs::write(&file, about("Clara Dorn")).unwrap(),
            }
            changed.push(file);
        }
        tell(&mut client, editor, &changed);
        wait(&mut client, "Anna Berg", false);
        client.wait_until("80 files", |client| client.status(None)["folders"][0]["total"] == 80);
        assert!(knows(&mut client, "Clara Dorn"));
    }
}

#[test]
fn the_buffer_wins_over_the_file() {
    for editor in EDITORS {
        let folder = folder(&[("a.txt", ARTICLE), ("b.txt", ARTICLE)]);
        let file = folder.path().join("a.txt");
        let mut client = client(editor, folder.path());
        let uri = client.open(&file, &about("Clara Dorn"));
        assert!(knows(&mut client, "Clara Dorn"));
        fs::write(&file, about("Emil Falk")).unwrap();
        write(folder.path(), "c.txt", about("Gerda Holm").as_bytes());
        tell(&mut client, editor, &[file.clone(), folder.path().join("c.txt")]);
        wait(&mut client, "Gerda Holm", true);
        assert!(knows(&mut client, "Clara Dorn") && !knows(&mut client, "Emil Falk"), "{editor}");
        // Closed without saving: the file is the truth again.
        client.close(&uri);
        wait(&mut client, "Emil Falk", true);
        assert!(!knows(&mut client, "Clara Dorn"), "{editor}");
    }
}

#[test]
fn a_file_that_is_deleted_while_open_keeps_its_buffer_until_it_is_closed() {
    for editor in EDITORS {
        let folder = folder(&[("a.txt", ARTICLE), ("b.txt", &about("Clara Dorn"))]);
        let file = folder.path().join("a.txt");
        let mut client = client(editor, folder.path());
        let uri = client.open(&file, ARTICLE);
        fs::remove_file(&file).unwrap();
        fs::remove_file(folder.path().join("b.txt")).unwrap();
        tell(&mut client, editor, &[file, folder.path().join("b.txt")]);
        wait(&mut client, "Clara Dorn", false);
        assert!(client.ask_at("textDocument/hover", &uri, 0, 60).is_object(), "{editor}");
        client.change(&uri, 2, json!([{ "text": about("Emil Falk") }]));
        assert!(knows(&mut client, "Emil Falk"), "{editor}");
        client.close(&uri);
        wait(&mut client, "Emil Falk", false);
    }
}

#[test]
fn a_new_rule_of_what_is_ignored_counts_at_once() {
    for editor in EDITORS {
        let folder = folder(&[("a.txt", ARTICLE), ("old/b.txt", &about("Clara Dorn"))]);
        let mut client = client(editor, folder.path());
        assert!(knows(&mut client, "Clara Dorn"));
        write(folder.path(), ".gitignore", b"old/\n");
        tell(&mut client, editor, &[folder.path().join(".gitignore")]);
        wait(&mut client, "Clara Dorn", false);
        assert!(knows(&mut client, "Anna Berg"));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_becomes_unreadable_says_what_it_said_last() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", ARTICLE)]);
    let file = folder.path().join("a.txt");
    let mut client = client("VS Code", folder.path());
    // Unreadable for everybody, also for those who may read everything: a link that leads nowhere.
    fs::remove_file(&file).unwrap();
    symlink(folder.path().join("nowhere"), &file).unwrap();
    write(folder.path(), "b.txt", about("Clara Dorn").as_bytes());
    tell(&mut client, "VS Code", &[file, folder.path().join("b.txt")]);
    wait(&mut client, "Clara Dorn", true);
    assert!(knows(&mut client, "Anna Berg"));
}

#[test]
fn two_servers_on_one_folder_both_see_what_changes_and_leave_it_alone() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let mut first = client("Neovim", folder.path());
    let mut second = client("Neovim", folder.path());
    write(folder.path(), "b.txt", about("Clara Dorn").as_bytes());
    wait(&mut first, "Clara Dorn", true);
    wait(&mut second, "Clara Dorn", true);
    let file = folder.path().join("a.txt");
    let uri = first.open(&file, &about("Emil Falk"));
    assert!(knows(&mut first, "Emil Falk") && !knows(&mut second, "Emil Falk"));
    assert!(
        second.ask_at("textDocument/hover", &uri, 0, 60)["contents"]["value"].as_str().unwrap().contains("Anna Berg")
    );
    first.kill();
    second.open(&file, ARTICLE);
    second.findings(&uri, 1);
    assert_eq!(second.leave(), Some(0));
}
