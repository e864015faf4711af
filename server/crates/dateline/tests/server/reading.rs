//! While a folder is read, answers come and say how far it has been read; and the reading is shown.

use serde_json::{Value, json};

use crate::support::{ARTICLE, Start, folder};

fn many(files: usize) -> tempfile::TempDir {
    let folder = folder(&[]);
    for number in 0..files {
        let text = ARTICLE.repeat(4);
        crate::support::write(folder.path(), &format!("{number:04}.txt"), text.as_bytes());
    }
    folder
}

fn progress(messages: &[Value]) -> Vec<Value> {
    let progress = messages.iter().filter(|message| message["method"] == "$/progress");
    progress.map(|message| message["params"]["value"].clone()).collect()
}

#[test]
fn reading_is_shown_from_beginning_to_end() {
    let folder = many(200);
    let mut client = Start::new("VS Code", &[folder.path()]).go();
    client.wait_for("the end", |message| message["params"]["value"]["kind"] == "end");
    // The close reading, which may have begun by now, is shown under another name.
    let messages = client.messages();
    let first = messages.iter().find(|message| message["method"] == "$/progress").unwrap()["params"]["token"].clone();
    let own: Vec<Value> = messages.into_iter().filter(|message| message["params"]["token"] == first).collect();
    let steps = progress(&own);
    assert_eq!(
        (&steps[0]["kind"], &steps[0]["title"], &steps[0]["cancellable"]),
        (&json!("begin"), &json!("Reading articles"), &json!(true))
    );
    assert_eq!(steps.last().unwrap()["message"], "200 articles read");
    let percentages: Vec<_> = steps.iter().filter_map(|step| step["percentage"].as_u64()).collect();
    assert!(percentages.is_sorted(), "{percentages:?}");
    assert_eq!(client.status(None)["folders"][0]["read"], 200);
}

#[test]
fn nothing_is_shown_to_an_editor_that_cannot_show_it() {
    let folder = many(20);
    let mut client = Start::new("eglot", &[folder.path()]).go();
    client.wait_until_read();
    let messages = client.messages();
    assert!(progress(&messages).is_empty());
    assert!(!messages.iter().any(|message| message["method"] == "window/workDoneProgress/create"));
}

#[test]
fn answers_come_while_the_folder_is_read_and_say_so() {
    let folder = many(400);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let uri = client.open(&folder.path().join("0399.txt"), ARTICLE);
    client.findings(&uri, 1);
    let hover = client.ask_at("textDocument/hover", &uri, 0, 60);
    let card = hover["contents"]["value"].as_str().unwrap().to_owned();
    let is_reading = client.status(None)["folders"][0]["reading"] == true;
    // On a very fast machine everything may have been read by now.
    if is_reading {
        let counted = card.contains(" of ") && card.contains("articles read");
        assert!(counted || card.contains("still being looked through"), "{card}");
    }
    client.wait_until_read();
    let hover = client.ask_at("textDocument/hover", &uri, 0, 60);
    let card = hover["contents"]["value"].as_str().unwrap();
    assert!(!card.contains("articles read") && !card.contains("looked through"), "{card}");
}

#[test]
fn reading_can_be_stopped_and_what_was_read_is_kept() {
    let folder = many(600);
    let mut client = Start::new("VS Code", &[folder.path()]).go();
    let begin = client.wait_for("the beginning", |message| message["params"]["value"]["kind"] == "begin");
    client.tell("window/workDoneProgress/cancel", json!({ "token": begin["params"]["token"] }));
    let end = client.wait_for("the end", |message| message["params"]["value"]["kind"] == "end");
    let status = client.status(None)["folders"][0].clone();
    assert_eq!(status["reading"], false);
    if end["params"]["value"]["message"].as_str().unwrap().starts_with("stopped") {
        assert!(status["read"].as_u64() < Some(600), "{status}");
    }
}

#[test]
fn only_open_files_and_drafts_are_told_of_unless_the_whole_folder_is_wanted() {
    let vague = "Experts believe that the harbor tax would stay, and observers agree with them.\n";
    let files = [("a.txt", vague), ("b.txt", vague), ("briefings/c.txt", vague)];
    for (scope, told) in [("open", vec!["c.txt"]), ("folder", vec!["a.txt", "b.txt", "c.txt"])] {
        let folder = folder(&files);
        let mut start = Start::new("Neovim", &[folder.path()]);
        start.options = json!({ "diagnostics": { "scope": scope } });
        let mut client = start.go();
        for name in &told {
            client.wait_for(&format!("findings of {name}"), |message| {
                message["method"] == "textDocument/publishDiagnostics"
                    && message["params"]["uri"].as_str().unwrap().ends_with(name)
            });
        }
        client.wait_until_read();
        let all = client.messages();
        let mut names: Vec<_> = all
            .iter()
            .filter(|message| message["method"] == "textDocument/publishDiagnostics")
            .map(|message| message["params"]["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
            .collect();
        names.sort();
        names.dedup();
        assert_eq!(names, told, "{scope}");
        // Opened, closed: a source article is no longer told of, a draft is.
        let uri = client.open(&folder.path().join("a.txt"), vague);
        client.findings(&uri, 1);
        client.close(&uri);
        if scope == "open" {
            client.wait_until("its findings are gone", |client| client.last_findings(&uri) == Some(Vec::new()));
        } else {
            client.wait_until("its findings are back", |client| {
                client.last_findings(&uri).is_some_and(|all| !all.is_empty())
            });
        }
    }
}

#[test]
fn findings_of_open_documents_follow_what_other_documents_say() {
    let folder = folder(&[("a.txt", ARTICLE), ("b.txt", ARTICLE)]);
    let mut client = Start::new("Neovim", &[folder.path()]).go();
    let a = client.open(&folder.path().join("a.txt"), ARTICLE);
    let b = client.open(&folder.path().join("b.txt"), ARTICLE);
    client.findings(&a, 1);
    client.findings(&b, 1);
    // Whatever changes in one, the other is told at most its own version, and never an older one again.
    client.change(&a, 2, json!([{ "text": ARTICLE.replace("Anna Berg", "Clara Dorn") }]));
    client.findings(&a, 2);
    client.change(&b, 2, json!([{ "text": ARTICLE.replace("Tuesday", "Monday") }]));
    client.findings(&b, 2);
    std::thread::sleep(std::time::Duration::from_millis(600));
    for uri in [&a, &b] {
        let messages = client.messages();
        let versions: Vec<_> = messages
            .iter()
            .filter(|message| message["params"]["uri"] == uri.as_str())
            .map(|message| message["params"]["version"].as_i64().unwrap())
            .collect();
        assert!(versions.is_sorted() && versions.last() == Some(&2), "{versions:?}");
    }
}
