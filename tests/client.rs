//! A small language client over stdio.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A server that was started for one test. It is asked one thing at a time.
#[derive(Debug)]
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last: u64,
    root: String,
}

impl Client {
    /// Starts the program's server on a folder, with these settings, and waits until it has read the folder. Columns are
    /// code points.
    ///
    /// # Panics
    ///
    /// If it does not start or does not answer.
    pub fn start(root: &Path, today: &str, settings: &Value) -> Client {
        let mut child = Command::new(crate::program())
            .args(["server", "--today", today])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        let root = format!("file://{}", root.display());
        let mut client = Client { child, input, output, last: 0, root: root.clone() };
        let capabilities = json!({
            "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
            "general": { "positionEncodings": ["utf-32"] },
            "textDocument": {
                "diagnostic": { "relatedInformation": true },
                "definition": { "linkSupport": true },
                "hover": { "contentFormat": ["plaintext"] },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } } },
            },
        });
        let folders = json!([{ "uri": root, "name": "folder" }]);
        client.ask("initialize", &json!({ "processId": null, "rootUri": root, "workspaceFolders": folders, "capabilities": capabilities, "initializationOptions": settings }));
        client.tell("initialized", &json!({}));
        client
    }

    /// The address of a file of the folder.
    pub fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    /// Opens a file.
    pub fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "plaintext", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Replaces all that an open file says.
    pub fn rewrite(&mut self, path: &str, version: u32, text: &str) {
        let document = json!({ "uri": self.uri(path), "version": version });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    /// Asks something about a place of a file; line and column count from one.
    pub fn ask_at(&mut self, method: &str, path: &str, (line, column): (u32, u32)) -> Value {
        let position = json!({ "line": line - 1, "character": column - 1 });
        let params = json!({ "textDocument": { "uri": self.uri(path) }, "position": position, "context": { "includeDeclaration": true } });
        self.ask(method, &params)
    }

    /// Waits until the server has read the whole folder: until then it may answer differently.
    ///
    /// # Panics
    ///
    /// If that takes more than half a minute.
    pub fn wait_until_read(&mut self) {
        for _ in 0..3_000 {
            let status = self.ask("dateline/status", &json!({}));
            let folders = status["folders"].as_array().expect("folders");
            if folders.iter().all(|folder| folder["reading"] == false) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the folder is not read in half a minute");
    }

    /// Asks something, and gives the answer.
    ///
    /// # Panics
    ///
    /// If the server ends or refuses.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            match (message.get("method"), message["id"].as_u64()) {
                // The server asks: nothing is what there is to say.
                (Some(_), _) if message.get("id").is_some() => {
                    self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }))
                }
                (None, Some(answered)) if answered == id => {
                    assert!(message.get("error").is_none(), "{method}: {}", message["error"]);
                    return message["result"].clone();
                }
                _ => {}
            }
        }
    }

    /// Tells something.
    pub fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().expect("the server was not left");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len())
            .and_then(|()| input.flush())
            .expect("the server listens");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("the server can be heard") > 0, "the server ended");
            match line.trim_end() {
                "" => break,
                line => {
                    length =
                        line.strip_prefix("Content-Length: ").and_then(|length| length.parse().ok()).unwrap_or(length)
                }
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).expect("the server finishes its messages");
        serde_json::from_slice(&text).expect("the server speaks JSON")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.ask("shutdown", &Value::Null);
            self.tell("exit", &Value::Null);
            self.input = None;
            assert!(self.child.wait().expect("the server ends").success(), "the server did not end well");
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
