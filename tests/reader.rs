//! A reader at a desk: a folder of articles, a server that has read it, and what an editor asks it there.
//!
//! Articles are evidence: a desk knows the SHA-256 of each as it was put there.

use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::client::Client;

/// The day that is today.
pub const TODAY: &str = "2026-02-10";

/// A folder of articles, and the articles as they were.
#[derive(Debug)]
pub struct Desk {
    /// Where it lies.
    pub folder: tempfile::TempDir,
    /// Names and texts.
    articles: Vec<(String, String)>,
}

impl Desk {
    /// A folder with copies of the seeds.
    ///
    /// # Errors
    ///
    /// If there are none, or they cannot be copied.
    pub fn of_seeds() -> Result<Desk, Failed> {
        let mut seeds = Vec::new();
        for entry in std::fs::read_dir(crate::seeds().ok_or("no seeds")?)?.flatten() {
            let name = entry.file_name().into_string().map_err(|_| "a name")?;
            seeds.push((name, std::fs::read_to_string(entry.path())?));
        }
        let all: Vec<(&str, &str)> = seeds.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Desk::of(&all)
    }

    /// A folder with these articles: names and texts.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn of(articles: &[(&str, &str)]) -> Result<Desk, Failed> {
        let mut desk = Desk { folder: tempfile::tempdir()?, articles: Vec::new() };
        for (name, text) in articles {
            desk.write(name, text)?;
            desk.articles.push(((*name).to_owned(), (*text).to_owned()));
        }
        Ok(desk)
    }

    /// Name and text of the article whose name begins so.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn article(&self, beginning: &str) -> Result<(String, String), Failed> {
        let article = self.articles.iter().find(|(name, _)| name.starts_with(beginning));
        article.cloned().ok_or_else(|| format!("no article {beginning}").into())
    }

    /// Writes a file beside the articles.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<(), Failed> {
        let file = self.folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
        Ok(std::fs::write(file, text)?)
    }

    /// What a file of the folder says.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn read(&self, name: &str) -> Result<String, Failed> {
        Ok(std::fs::read_to_string(self.folder.path().join(name)).map_err(|error| format!("{name}: {error}"))?)
    }

    /// A server that has read the folder.
    pub fn server(&self) -> Client {
        let mut client = Client::start(self.folder.path(), TODAY, &json!({}));
        client.wait_until_read();
        client
    }

    /// No article has another hash than before, and no file is there but `also`.
    ///
    /// # Errors
    ///
    /// If one has, or is.
    pub fn is_untouched(&self, also: &[&str]) -> Result<(), Failed> {
        for (name, text) in &self.articles {
            let now = std::fs::read(self.folder.path().join(name))?;
            expect(Sha256::digest(now) == Sha256::digest(text.as_bytes()), || format!("{name} was changed"))?;
        }
        let names = std::fs::read_dir(self.folder.path())?;
        let mut names = names.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        match names.find(|name| self.article(name).is_err() && !also.contains(&name.as_str())) {
            Some(name) => Err(format!("{name} was written").into()),
            None => Ok(()),
        }
    }
}

/// What a run of the program prints.
///
/// # Errors
///
/// If it does not run.
pub fn run(desk: &Desk, arguments: &[&str]) -> Result<String, Failed> {
    let mut command = Command::new(crate::program());
    let output = command.args(arguments).args(["--today", TODAY]).current_dir(desk.folder.path()).output()?;
    Ok(String::from_utf8(output.stdout)?)
}

/// Fails with `what` if it does not hold.
///
/// # Errors
///
/// If it does not.
pub fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what().into()) }
}

/// The findings of a file: code, and line and column from one.
pub fn findings(client: &mut Client, path: &str) -> Vec<(String, u64, u64)> {
    let uri = client.uri(path);
    let report = client.ask("textDocument/diagnostic", &json!({ "textDocument": { "uri": uri } }));
    let place = |item: &Value, key: &str| item["range"]["start"][key].as_u64().unwrap_or_default() + 1;
    let finding = |item: &Value| {
        (item["code"].as_str().unwrap_or_default().to_owned(), place(item, "line"), place(item, "character"))
    };
    report["items"].as_array().into_iter().flatten().map(finding).collect()
}

/// How many findings of a code a file has.
pub fn count(client: &mut Client, path: &str, code: &str) -> usize {
    findings(client, path).iter().filter(|(found, ..)| found == code).count()
}

/// The range of the first words of this spelling, in code points.
///
/// # Errors
///
/// If they do not stand there.
pub fn range(text: &str, words: &str) -> Result<Value, Failed> {
    let byte = text.find(words).ok_or_else(|| format!("{words:?} does not stand there"))?;
    let place = |byte: usize| {
        let before = &text[..byte];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        json!({ "line": before.matches('\n').count(), "character": column })
    };
    Ok(json!({ "start": place(byte), "end": place(byte + words.len()) }))
}

/// The action with this beginning on words of a file.
///
/// # Errors
///
/// If it is not offered.
pub fn action(client: &mut Client, path: &str, range: &Value, title: &str) -> Result<Value, Failed> {
    let uri = client.uri(path);
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", &params);
    let mut all = actions.as_array().into_iter().flatten();
    let found = all.find(|action| action["title"].as_str().is_some_and(|told| told.starts_with(title)));
    found.cloned().ok_or_else(|| format!("no {title:?} among {actions}").into())
}

/// The file that an action creates, and what it says then.
///
/// # Errors
///
/// If it does anything else.
pub fn created(client: &Client, action: &Value) -> Result<(String, String), Failed> {
    let changes = action["edit"]["documentChanges"].as_array().ok_or("no changes")?;
    let [create, edit] = changes.as_slice() else { return Err(format!("not one new file: {action}").into()) };
    let uri = create["uri"].as_str().filter(|_| create["kind"] == "create").ok_or("no file is created")?;
    let path = uri.strip_prefix(&client.uri("")).ok_or("a file outside of the folder")?;
    let [edit] = edit["edits"].as_array().map(Vec::as_slice).unwrap_or_default() else {
        return Err("more than one edit".into());
    };
    Ok((path.to_owned(), edit["newText"].as_str().unwrap_or_default().to_owned()))
}

/// The card of the first words of this spelling.
///
/// # Errors
///
/// If they do not stand there.
pub fn hover(client: &mut Client, path: &str, text: &str, words: &str) -> Result<String, Failed> {
    let position = range(text, words)?["start"].clone();
    let uri = client.uri(path);
    let card = client.ask("textDocument/hover", &json!({ "textDocument": { "uri": uri }, "position": position }));
    Ok(card["contents"]["value"].as_str().unwrap_or_default().to_owned())
}

/// The hints of a file: line from one, and what they say.
pub fn hints(client: &mut Client, path: &str) -> Vec<(u64, String)> {
    let uri = client.uri(path);
    let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
    let hints = client.ask("textDocument/inlayHint", &json!({ "textDocument": { "uri": uri }, "range": all }));
    let hint = |hint: &Value| {
        let line = hint["position"]["line"].as_u64().unwrap_or_default() + 1;
        (line, hint["label"].as_str().unwrap_or_default().to_owned())
    };
    hints.as_array().into_iter().flatten().map(hint).collect()
}

/// The text that the only edit of an action puts in the place of words of an open file, and the file's text after it.
///
/// # Errors
///
/// If it has not one edit, of that file.
pub fn edited(client: &Client, action: &Value, path: &str, text: &str) -> Result<(String, String), Failed> {
    let change = &action["edit"]["documentChanges"][0];
    expect(change["textDocument"]["uri"] == client.uri(path), || format!("not an edit of {path}: {action}"))?;
    let edits = change["edits"].as_array().cloned().unwrap_or_default();
    let [edit] = edits.as_slice() else { return Err(format!("not one edit: {action}").into()) };
    let new = edit["newText"].as_str().unwrap_or_default().to_owned();
    let byte = |key: &str| byte_of(text, &edit["range"][key]);
    Ok((new.clone(), format!("{}{new}{}", &text[..byte("start")], &text[byte("end")..])))
}

/// The byte of a position whose columns are code points.
fn byte_of(text: &str, position: &Value) -> usize {
    let number = |key: &str| position[key].as_u64().unwrap_or_default() as usize;
    let line = text.split_inclusive('\n').take(number("line")).map(str::len).sum::<usize>();
    let column = text[line..].char_indices().nth(number("character"));
    column.map_or(text.len(), |(column, _)| line + column)
}
