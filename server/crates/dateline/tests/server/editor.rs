//! What an editor does with actions: it carries out their edits, in buffers, and takes them back.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Value, json};
use text::{Edit, Position, PositionEncoding, Text};

use crate::support::{Client, Start};

/// An editor with its buffers.
pub struct Editor {
    pub client: Client,
    encoding: PositionEncoding,
    buffers: HashMap<String, Buffer>,
}

struct Buffer {
    version: i32,
    text: String,
    /// What was there before each edit.
    before: Vec<String>,
    /// What was undone.
    after: Vec<String>,
}

impl Editor {
    /// An editor of this name on a folder that it has read.
    pub fn new(editor: &str, folder: &Path) -> Editor {
        Editor::with(Start::new(editor, &[folder]))
    }

    /// The same, started otherwise.
    pub fn with(start: Start) -> Editor {
        let mut client = start.go();
        client.wait_until_read();
        let encoding = match client.capabilities["positionEncoding"].as_str().unwrap() {
            "utf-8" => PositionEncoding::Utf8,
            "utf-32" => PositionEncoding::Utf32,
            _ => PositionEncoding::Utf16,
        };
        Editor { client, encoding, buffers: HashMap::new() }
    }

    /// Opens a file.
    pub fn open(&mut self, file: &Path) -> String {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let uri = self.client.open(file, &text);
        self.buffers.insert(uri.clone(), Buffer { version: 1, text, before: Vec::new(), after: Vec::new() });
        uri
    }

    /// How it counts columns.
    pub fn encoding(&self) -> PositionEncoding {
        self.encoding
    }

    /// What a buffer holds.
    pub fn text(&self, uri: &str) -> &str {
        &self.buffers[uri].text
    }

    /// Replaces the whole text of a buffer.
    pub fn set(&mut self, uri: &str, text: String) {
        let buffer = self.buffers.get_mut(uri).unwrap();
        buffer.before.push(buffer.text.clone());
        buffer.after.clear();
        self.put(uri, text);
    }

    /// `u`
    pub fn undo(&mut self, uri: &str) {
        let buffer = self.buffers.get_mut(uri).unwrap();
        let before = buffer.before.pop().expect("something to undo");
        buffer.after.push(buffer.text.clone());
        self.put(uri, before);
    }

    /// The other way.
    pub fn redo(&mut self, uri: &str) {
        let buffer = self.buffers.get_mut(uri).unwrap();
        let after = buffer.after.pop().expect("something to redo");
        buffer.before.push(buffer.text.clone());
        self.put(uri, after);
    }

    fn put(&mut self, uri: &str, text: String) {
        let buffer = self.buffers.get_mut(uri).unwrap();
        let old = Text::new(&buffer.text);
        let Some(edit) = Edit::minimal(&buffer.text, &text) else { return };
        buffer.version += 1;
        let position = |offset| {
            let position = old.position(self.encoding, offset);
            json!({ "line": position.line, "character": position.column })
        };
        let range = json!({ "start": position(edit.span.start), "end": position(edit.span.end) });
        let version = buffer.version;
        buffer.text = text;
        self.client.change(uri, version, json!([{ "range": range, "text": edit.new }]));
    }

    /// Opens a file, unless it is open, and gives what its buffer holds.
    pub fn open_text(&mut self, file: &Path) -> String {
        let uri = crate::support::uri(file);
        if !self.buffers.contains_key(&uri) {
            self.open(file);
        }
        self.text(&uri).to_owned()
    }

    /// The place behind the last character of a buffer.
    pub fn end(&self, uri: &str) -> Value {
        let text = Text::new(&self.buffers[uri].text);
        let position = text.position(self.encoding, self.buffers[uri].text.len() as u32);
        json!({ "line": position.line, "character": position.column })
    }

    /// The range of the first words of this spelling in a buffer.
    pub fn range(&self, uri: &str, words: &str) -> Value {
        let text = Text::new(&self.buffers[uri].text);
        let start = self.buffers[uri].text.find(words).unwrap_or_else(|| panic!("no {words:?}")) as u32;
        let position = |offset| {
            let position = text.position(self.encoding, offset);
            json!({ "line": position.line, "character": position.column })
        };
        json!({ "start": position(start), "end": position(start + words.len() as u32) })
    }

    /// The actions offered on words.
    pub fn actions(&mut self, uri: &str, words: &str, context: Value) -> Vec<Value> {
        let range = self.range(uri, words);
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        self.client.ask("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
    }

    /// Takes the action with this beginning on words.
    pub fn take(&mut self, uri: &str, words: &str, title: &str) -> Value {
        let actions = self.actions(uri, words, json!({ "diagnostics": [] }));
        let begins = |action: &&Value| action["title"].as_str().unwrap().starts_with(title);
        let titles: Vec<_> = actions.iter().map(|action| action["title"].clone()).collect();
        let action = actions.iter().find(begins).unwrap_or_else(|| panic!("no {title:?} among {titles:?}")).clone();
        self.apply(&action["edit"]);
        action
    }

    /// Carries out an edit. Files that it changes are opened, as editors do.
    pub fn apply(&mut self, edit: &Value) {
        if let Some(changes) = edit["changes"].as_object() {
            for (uri, edits) in changes {
                self.edit(uri, edits.as_array().unwrap());
            }
        }
        for change in edit["documentChanges"].as_array().into_iter().flatten() {
            if change["kind"] == "create" {
                assert_eq!(change["options"]["ignoreIfExists"], true);
                continue;
            }
            let uri = change["textDocument"]["uri"].as_str().unwrap();
            match self.buffers.get(uri) {
                Some(buffer) => assert_eq!(change["textDocument"]["version"], buffer.version),
                None => assert_eq!(change["textDocument"]["version"], Value::Null),
            }
            self.edit(uri, change["edits"].as_array().unwrap());
        }
    }

    fn edit(&mut self, uri: &str, edits: &[Value]) {
        if !self.buffers.contains_key(uri) {
            self.open(&url::Url::parse(uri).unwrap().to_file_path().unwrap());
        }
        let text = Text::new(self.text(uri));
        let at = |place: &Value| {
            let number = |key: &str| u32::try_from(place[key].as_u64().unwrap()).unwrap();
            Position::new(number("line"), number("character"))
        };
        let span = |edit: &Value| text.span(self.encoding, at(&edit["range"]["start"]), at(&edit["range"]["end"]));
        let mut spans: Vec<_> = edits.iter().map(|edit| (span(edit), edit["newText"].as_str().unwrap())).collect();
        spans.sort();
        let all = spans.iter().rev();
        let new = all.fold(self.text(uri).to_owned(), |text, (span, new)| Edit::new(*span, *new).apply(&text));
        self.set(uri, new);
    }

    /// The findings of a document, however this editor comes to them: as codes and the words they stand on.
    pub fn findings(&mut self, uri: &str) -> Vec<(String, String)> {
        let all = self.diagnostics(uri);
        let text = Text::new(self.text(uri));
        let source = self.text(uri);
        let at = |place: &Value| {
            let number = |key: &str| u32::try_from(place[key].as_u64().unwrap()).unwrap();
            Position::new(number("line"), number("character"))
        };
        let words = |finding: &Value| {
            let range = &finding["range"];
            text.span(self.encoding, at(&range["start"]), at(&range["end"])).of(source).to_owned()
        };
        all.iter().map(|finding| (finding["code"].as_str().unwrap_or_default().to_owned(), words(finding))).collect()
    }

    /// The same as they are.
    pub fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        if self.client.capabilities.get("diagnosticProvider").is_some() {
            let params = json!({ "textDocument": { "uri": uri } });
            return self.client.ask("textDocument/diagnostic", params)["items"].as_array().unwrap().clone();
        }
        self.client.findings(uri, self.buffers[uri].version);
        self.client.last_findings(uri).unwrap()
    }

    /// Waits until the codes of a document's findings are so.
    pub fn wait_for_codes(&mut self, uri: &str, what: &str, is_so: impl Fn(&[String]) -> bool) {
        let end = std::time::Instant::now() + crate::support::PATIENCE;
        loop {
            let codes: Vec<String> = self.findings(uri).into_iter().map(|(code, _)| code).collect();
            if is_so(&codes) {
                return;
            }
            assert!(std::time::Instant::now() < end, "not in time: {what}; {codes:?}");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }

    /// What a hover on words says.
    pub fn hover(&mut self, uri: &str, words: &str) -> String {
        let start = self.range(uri, words)["start"].clone();
        let params = json!({ "textDocument": { "uri": uri }, "position": start });
        self.client.ask("textDocument/hover", params)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }
}
