//! Folders: several, one within another, none; added and removed; and those that must not be read.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::{ARTICLE, Client, Start, folder, uri};

fn about(name: &str) -> String {
    ARTICLE.replace("Anna Berg", name)
}

fn hover(client: &mut Client, uri: &str) -> String {
    client.ask_at("textDocument/hover", uri, 0, 60)["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

fn change(client: &mut Client, added: &[&std::path::Path], removed: &[&std::path::Path]) {
    let all = |folders: &[&std::path::Path]| -> Value {
        folders.iter().map(|folder| json!({ "uri": uri(folder), "name": "folder" })).collect()
    };
    let event = json!({ "added": all(added), "removed": all(removed) });
    client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
}

fn count(client: &mut Client) -> (usize, usize) {
    let status = client.status(None);
    let folders = status["folders"].as_array().unwrap();
    let workspace = folders.iter().filter(|folder| folder["workspace"] == true).count();
    (workspace, folders.len() - workspace)
}

#[test]
fn a_single_file_has_its_sidecar() {
    let article = "Ferry talks resume in Mirava\n\nOfficials met in Mirava on February 4.\n";
    for sidecar in [".dateline/marks/a.txt.toml", "a.txt.dateline.toml"] {
        let dated = "schema = 1\narticles = [\n  { id = \"a1\", date = 2025-02-03 },\n]\n";
        let folder = folder(&[("a.txt", article), (sidecar, dated)]);
        let mut editor = Editor::with(Start::new("VS Code", &[]));
        let uri = editor.open(&folder.path().join("a.txt"));
        let undated = |codes: &[String]| codes.contains(&"D101".to_owned());
        editor.wait_for_codes(&uri, "no D101", |codes| !undated(codes));
        // Its buffer counts while it is open, and its file again when it is closed.
        let marks = editor.open(&folder.path().join(sidecar));
        editor.set(&marks, "schema = 1\n".to_owned());
        editor.wait_for_codes(&uri, "D101", undated);
        editor.undo(&marks);
        editor.wait_for_codes(&uri, "no D101 after undo", |codes| !undated(codes));
        editor.set(&marks, "schema = 1\n".to_owned());
        editor.wait_for_codes(&uri, "D101 again", undated);
        editor.client.close(&marks);
        editor.wait_for_codes(&uri, "no D101 after closing", |codes| !undated(codes));
        editor.client.close(&uri);
    }
}

#[test]
fn a_single_file_knows_itself_and_nothing_beside_it() {
    let folder = folder(&[("a.txt", ARTICLE), ("b.txt", &about("Clara Dorn"))]);
    let mut client = Start::new("Neovim", &[]).go();
    let uri = client.open(&folder.path().join("a.txt"), ARTICLE);
    client.findings(&uri, 1);
    assert!(hover(&mut client, &uri).contains("Anna Berg"));
    assert!(client.symbols("Clara Dorn").is_empty());
    assert_eq!(count(&mut client), (0, 1));
    client.close(&uri);
    assert_eq!(count(&mut client), (0, 0));
}

#[test]
fn a_text_that_is_no_file_is_looked_at_too() {
    let mut client = Start::new("Neovim", &[]).go();
    client.open_uri("untitled:Untitled-1", ARTICLE);
    client.findings("untitled:Untitled-1", 1);
    assert!(hover(&mut client, "untitled:Untitled-1").contains("Anna Berg"));
    assert_eq!(
        client.ask_at("textDocument/definition", "untitled:Untitled-1", 2, 1)[0]["targetUri"],
        "untitled:Untitled-1"
    );
}

#[test]
fn a_client_of_before_folders_names_its_root() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let mut client = Client::spawn(&Start::new("eglot", &[]));
    client.ask("initialize", json!({ "capabilities": {}, "rootUri": uri(folder.path()) }));
    client.tell("initialized", json!({}));
    client.wait_until_read();
    assert_eq!(client.symbols("Anna Berg").len(), 1);
}

#[test]
fn folders_that_are_added_are_read_and_those_removed_are_forgotten() {
    let (one, two) = (folder(&[("a.txt", ARTICLE)]), folder(&[("b.txt", &about("Clara Dorn"))]));
    for editor in ["VS Code", "Neovim"] {
        let mut client = Start::new(editor, &[one.path()]).go();
        client.wait_until_read();
        assert!(client.symbols("Clara Dorn").is_empty());
        change(&mut client, &[two.path()], &[]);
        client.wait_until("the second folder is read", |client| client.symbols("Clara Dorn").len() == 1);
        change(&mut client, &[], &[one.path()]);
        assert!(client.symbols("Anna Berg").is_empty());
        assert_eq!(count(&mut client), (1, 0));
    }
}

#[test]
fn an_open_document_moves_with_the_folders() {
    let outer = folder(&[("a.txt", ARTICLE), ("inner/b.txt", ARTICLE)]);
    let inner = outer.path().join("inner");
    let mut client = Start::new("Neovim", &[]).go();
    let uri = client.open(&inner.join("b.txt"), &about("Clara Dorn"));
    assert_eq!(count(&mut client), (0, 1));
    change(&mut client, &[outer.path()], &[]);
    assert_eq!(count(&mut client), (1, 0));
    client.wait_until_read();
    assert_eq!(client.symbols("Clara Dorn").len(), 1);
    // The innermost folder has it.
    change(&mut client, &[&inner], &[]);
    client.wait_until_read();
    assert_eq!(client.symbols("Clara Dorn").len(), 1);
    change(&mut client, &[], &[outer.path()]);
    assert_eq!(client.symbols("Clara Dorn").len(), 1);
    change(&mut client, &[], &[&inner]);
    assert_eq!(count(&mut client), (0, 1));
    client.change(&uri, 2, json!([{ "text": about("Emil Falk") }]));
    assert!(hover(&mut client, &uri).contains("Emil Falk"));
}

#[test]
fn a_home_directory_is_not_read_and_the_user_is_told_once() {
    let home = folder(&[("a.txt", ARTICLE), ("b.txt", &about("Clara Dorn"))]);
    let mut start = Start::new("Neovim", &[home.path()]);
    start.home = Some(home.path().to_path_buf());
    let mut client = start.go();
    client.shown("is a home directory, so its files are not read");
    let uri = client.open(&home.path().join("a.txt"), ARTICLE);
    client.findings(&uri, 1);
    assert!(hover(&mut client, &uri).contains("Anna Berg"));
    assert!(client.symbols("Clara Dorn").is_empty());
    let shown = client.messages().iter().filter(|message| message["method"] == "window/showMessage").count();
    assert_eq!(shown, 1);
}

#[test]
fn the_whole_file_system_is_not_read() {
    let client = Start::new("Neovim", &[std::path::Path::new("/")]).go();
    client.shown("so its files are not read");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_folder_in_a_home_directory_is_read() {
    let home = folder(&[("news/a.txt", ARTICLE)]);
    let news = home.path().join("news");
    let mut start = Start::new("Neovim", &[&news]);
    start.home = Some(home.path().to_path_buf());
    let mut client = start.go();
    client.wait_until_read();
    assert_eq!(client.symbols("Anna Berg").len(), 1);
}

#[test]
fn a_folder_of_another_machine_is_named_and_not_read() {
    let mut client = Client::spawn(&Start::new("Neovim", &[]));
    let folders = json!([{ "uri": "vscode-vfs://github/somebody/news", "name": "news" }]);
    client.ask("initialize", json!({ "capabilities": {}, "workspaceFolders": folders }));
    client.tell("initialized", json!({}));
    client.wait_for("a word about it", |message| {
        message["params"]["message"].as_str().is_some_and(|words| words.contains("is no folder of this machine"))
    });
    assert_eq!(count(&mut client), (0, 0));
}
