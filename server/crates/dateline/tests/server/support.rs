//! A client for tests: it knows what editors say of themselves, sends what it is told to, and keeps all it hears.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// No answer takes so long, not even on a machine with other things to do.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The day that counts as today in all tests.
pub const TODAY: &str = "2025-06-01";

/// An article of nobody, with a person and a date.
pub const ARTICLE: &str = "VIENNA, March 4, 2025 (Merrow Mirror) - Finance Minister Anna Berg said on Tuesday that the \
                           harbor tax would stay.\n\nBerg, who took office in January, spoke to reporters in Vienna.\n";

/// What editors say of themselves, as far as it matters.
pub fn capabilities(editor: &str) -> Value {
    let all = json!({ "dynamicRegistration": true });
    match editor {
        "VS Code" => json!({
            "general": { "positionEncodings": ["utf-16"] },
            "workspace": {
                "workspaceFolders": true, "configuration": true, "diagnostics": { "refreshSupport": true },
                "didChangeConfiguration": all, "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
                "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"], "changeAnnotationSupport": { "groupsOnLabel": true } },
                "inlayHint": { "refreshSupport": true }, "semanticTokens": { "refreshSupport": true },
                "symbol": { "resolveSupport": { "properties": ["location.range"] } },
            },
            "window": { "workDoneProgress": true, "showDocument": { "support": true } },
            "experimental": { "commands": { "commands": ["dateline.copy"] } },
            "textDocument": {
                "semanticTokens": { "requests": { "range": true, "full": { "delta": true } }, "tokenTypes": ["variable", "keyword", "string"], "tokenModifiers": [], "formats": ["relative"], "multilineTokenSupport": false, "overlappingTokenSupport": false },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source"] } }, "isPreferredSupport": true, "dataSupport": true },
                "inlayHint": { "dynamicRegistration": true },
                "hover": { "contentFormat": ["markdown", "plaintext"] },
                "definition": { "linkSupport": true }, "declaration": { "linkSupport": true }, "typeDefinition": { "linkSupport": true }, "implementation": { "linkSupport": true },
                "rename": { "prepareSupport": true }, "typeHierarchy": { "dynamicRegistration": true },
                "completion": { "completionItem": { "labelDetailsSupport": true, "resolveSupport": { "properties": ["documentation", "detail"] } } },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "foldingRange": { "rangeLimit": 5000, "lineFoldingOnly": true },
                "publishDiagnostics": { "relatedInformation": true, "versionSupport": false, "codeDescriptionSupport": true, "dataSupport": true },
                "diagnostic": { "dynamicRegistration": true, "relatedDocumentSupport": false, "relatedInformation": true },
            },
        }),
        "Neovim" => json!({
            "general": { "positionEncodings": ["utf-8", "utf-16", "utf-32"] },
            "workspace": {
                "workspaceFolders": true, "configuration": true,
                "didChangeWatchedFiles": { "dynamicRegistration": false, "relativePatternSupport": true },
                "workspaceEdit": { "resourceOperations": ["rename", "create", "delete"] },
                "inlayHint": { "refreshSupport": true }, "semanticTokens": { "refreshSupport": true },
            },
            "window": { "workDoneProgress": true, "showDocument": { "support": true } },
            "experimental": { "commands": { "commands": ["dateline.copy"] } },
            "textDocument": {
                "semanticTokens": { "requests": { "range": true, "full": { "delta": true } }, "tokenTypes": ["variable", "keyword", "string"], "tokenModifiers": [], "formats": ["relative"], "multilineTokenSupport": false, "overlappingTokenSupport": false },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source"] } }, "isPreferredSupport": true, "dataSupport": true },
                "inlayHint": { "dynamicRegistration": true },
                "hover": { "contentFormat": ["markdown", "plaintext"] },
                "definition": { "linkSupport": true }, "declaration": { "linkSupport": true }, "typeDefinition": { "linkSupport": true }, "implementation": { "linkSupport": true },
                "rename": { "prepareSupport": true },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "publishDiagnostics": { "relatedInformation": true, "dataSupport": true },
                "diagnostic": { "dynamicRegistration": true },
            },
        }),
        "Helix" => json!({
            "general": { "positionEncodings": ["utf-8", "utf-32", "utf-16"] },
            "workspace": {
                "workspaceFolders": true, "configuration": true, "diagnostics": { "refreshSupport": true },
                "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
                "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"], "failureHandling": "abort", "normalizesLineEndings": false },
                "inlayHint": { "refreshSupport": false },
            },
            "window": { "workDoneProgress": true, "showDocument": { "support": true } },
            "textDocument": {
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source"] } }, "isPreferredSupport": true, "dataSupport": true },
                "inlayHint": { "dynamicRegistration": true },
                "hover": { "contentFormat": ["markdown"] }, "rename": { "prepareSupport": true },
                "publishDiagnostics": { "versionSupport": true },
                "diagnostic": { "relatedDocumentSupport": true },
            },
        }),
        "eglot" => json!({
            "workspace": { "configuration": true, "workspaceFolders": true, "didChangeWatchedFiles": { "dynamicRegistration": true } },
            "textDocument": {
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source"] } }, "isPreferredSupport": true, "dataSupport": true },
                "inlayHint": { "dynamicRegistration": true },
                "hover": { "contentFormat": ["plaintext"] },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "publishDiagnostics": { "relatedInformation": false },
            },
        }),
        _ => json!({}),
    }
}

/// How a client is to be started.
pub struct Start {
    /// What it says of itself.
    pub capabilities: Value,
    /// Its folders.
    pub folders: Vec<PathBuf>,
    /// Its options.
    pub options: Value,
    /// What it answers when it is asked for its settings.
    pub settings: Value,
    /// Options of the program.
    pub args: Vec<String>,
    /// Its home directory, if it matters.
    pub home: Option<PathBuf>,
    /// Its process.
    pub process: Value,
}

impl Start {
    /// An editor with these folders.
    pub fn new(editor: &str, folders: &[&Path]) -> Start {
        Start {
            capabilities: capabilities(editor),
            folders: folders.iter().map(|folder| folder.to_path_buf()).collect(),
            options: Value::Null,
            settings: Value::Null,
            args: Vec::new(),
            home: None,
            process: Value::Null,
        }
    }

    /// Starts it.
    pub fn go(self) -> Client {
        Client::start(self)
    }
}

/// A client and its server. When it is dropped, the server is killed.
pub struct Client {
    child: Child,
    input: Input,
    heard: Arc<Heard>,
    next: i64,
    /// What the server said of itself.
    pub capabilities: Value,
    /// Holds its home directory.
    _home: TempDir,
}

type Input = Arc<Mutex<Option<ChildStdin>>>;

#[derive(Default)]
struct Heard {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    messages: Vec<Value>,
    settings: Value,
    silent: bool,
    closed: bool,
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text.as_bytes());
    }
    folder
}

/// Writes a file of a folder.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// Every file of a folder and what it holds.
pub fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}

/// The address of a file.
pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).unwrap().into()
}

impl Client {
    /// Starts a server and shakes hands.
    pub fn start(start: Start) -> Client {
        let mut client = Client::spawn(&start);
        let folders = start.folders.iter().map(|folder| json!({ "uri": uri(folder), "name": "folder" }));
        let params = json!({
            "processId": start.process,
            "rootUri": start.folders.first().map(|folder| uri(folder)),
            "workspaceFolders": if start.folders.is_empty() { Value::Null } else { folders.collect() },
            "capabilities": start.capabilities,
            "initializationOptions": start.options,
        });
        client.capabilities = client.ask("initialize", params)["capabilities"].clone();
        client.tell("initialized", json!({}));
        client
    }

    /// Starts a server and says nothing.
    pub fn spawn(start: &Start) -> Client {
        let temporary = tempfile::tempdir().unwrap();
        let home = start.home.clone().unwrap_or_else(|| temporary.path().to_path_buf());
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["server", "--stdio", "--test-requests", "--today", TODAY])
            .args(&start.args)
            .env("HOME", home)
            .env("XDG_CACHE_HOME", temporary.path().join("cache"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(if std::env::var_os("SHOW_LOG").is_some() { Stdio::inherit() } else { Stdio::null() })
            .spawn()
            .unwrap();
        let input = Arc::new(Mutex::new(child.stdin.take()));
        let output = BufReader::new(child.stdout.take().unwrap());
        let heard = Arc::new(Heard::default());
        heard.state.lock().unwrap().settings = start.settings.clone();
        let (listener, answers) = (Arc::clone(&heard), Arc::clone(&input));
        thread::spawn(move || listener.listen(output, &answers));
        Client { child, input, heard, next: 0, capabilities: Value::Null, _home: temporary }
    }

    // Speaking.

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a question and gives back its number.
    pub fn put(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Sends a question and waits for its answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.put(method, params);
        self.answer(id).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Sends bytes as they are.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        send(&self.input, bytes);
    }

    /// Answers questions for settings so from now on.
    pub fn set_settings(&self, settings: Value) {
        self.heard.state.lock().unwrap().settings = settings;
    }

    /// Answers no question of the server from now on.
    pub fn fall_silent(&self) {
        self.heard.state.lock().unwrap().silent = true;
    }

    // Documents.

    /// Opens a document, version 1.
    pub fn open(&mut self, path: &Path, text: &str) -> String {
        let uri = uri(path);
        self.open_uri(&uri, text);
        uri
    }

    /// Opens a document that may be no file.
    pub fn open_uri(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Edits a document.
    pub fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Closes a document.
    pub fn close(&mut self, uri: &str) {
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Asks about a place.
    pub fn ask_at(&mut self, method: &str, uri: &str, line: u32, character: u32) -> Value {
        let position = json!({ "line": line, "character": character });
        self.ask(
            method,
            json!({ "textDocument": { "uri": uri }, "position": position, "context": { "includeDeclaration": true } }),
        )
    }

    /// `dateline/status`
    pub fn status(&mut self, uri: Option<&str>) -> Value {
        self.ask("dateline/status", json!({ "textDocument": uri.map(|uri| json!({ "uri": uri })) }))
    }

    // Hearing.

    /// Waits for the answer to a question.
    pub fn answer(&self, id: i64) -> Result<Value, Value> {
        let is_answer = |message: &Value| message["id"] == id && message.get("method").is_none();
        let message = self.wait_for(&format!("an answer to question {id}"), is_answer);
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    /// Waits for a message.
    pub fn wait_for(&self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let (mut state, end) = (self.heard.state.lock().unwrap(), Instant::now() + PATIENCE);
        let mut seen = 0;
        loop {
            if let Some(found) = state.messages[seen..].iter().find(|message| is_it(message)) {
                return found.clone();
            }
            seen = state.messages.len();
            assert!(!state.closed, "the server left while {what} was waited for");
            let left = end.checked_duration_since(Instant::now());
            let left =
                left.unwrap_or_else(|| panic!("no {what} in {PATIENCE:?}; heard: {:#?}", short(&state.messages)));
            state = self.heard.wake.wait_timeout(state, left).unwrap().0;
        }
    }

    /// Waits for the findings of a version of a document.
    pub fn findings(&self, uri: &str, version: i32) -> Vec<Value> {
        let message = self.wait_for(&format!("findings of version {version} of {uri}"), |message| {
            is_publish(message, uri) && message["params"]["version"] == version
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// The last findings that were told of a document.
    pub fn last_findings(&self, uri: &str) -> Option<Vec<Value>> {
        let messages = self.messages();
        let last = messages.iter().rev().find(|message| is_publish(message, uri))?;
        Some(last["params"]["diagnostics"].as_array().unwrap().clone())
    }

    /// Waits for a message to the user that holds these words.
    pub fn shown(&self, words: &str) -> String {
        let shown = self.wait_for(&format!("message with {words:?}"), |message| {
            message["method"] == "window/showMessage" && message["params"]["message"].as_str().unwrap().contains(words)
        });
        shown["params"]["message"].as_str().unwrap().to_owned()
    }

    /// Waits until all folders have been read.
    pub fn wait_until_read(&mut self) {
        self.wait_until("all folders are read", |client| {
            let status = client.status(None);
            let folders = status["folders"].as_array().unwrap();
            folders.iter().all(|folder| folder["reading"] == false)
        });
    }

    /// Asks until it is so.
    pub fn wait_until(&mut self, what: &str, mut is_so: impl FnMut(&mut Client) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self) {
            assert!(Instant::now() < end, "not in {PATIENCE:?}: {what}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The names of symbols of the folders that match.
    pub fn symbols(&mut self, query: &str) -> Vec<String> {
        let symbols = self.ask("workspace/symbol", json!({ "query": query }));
        symbols.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Everything heard so far.
    pub fn messages(&self) -> Vec<Value> {
        self.heard.state.lock().unwrap().messages.clone()
    }

    // Leaving.

    /// Says goodbye and leaves.
    pub fn leave(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.ended().code()
    }

    /// Closes standard input.
    pub fn hang_up(&mut self) {
        *self.input.lock().unwrap() = None;
    }

    /// Waits until the program has ended.
    pub fn ended(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "the server does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends it with no warning.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn send(&mut self, message: &Value) {
        send(&self.input, &frame(message));
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Heard {
    fn listen(&self, mut output: impl BufRead, input: &Input) {
        while let Some(message) = read_message(&mut output) {
            let mut state = self.state.lock().unwrap();
            let answer = answer_to(&message, &state.settings).filter(|_| !state.silent);
            state.messages.push(message);
            drop(state);
            self.wake.notify_all();
            if let Some(answer) = answer {
                send(input, &frame(&answer));
            }
        }
        self.state.lock().unwrap().closed = true;
        self.wake.notify_all();
    }
}

/// What an editor says to a question of the server.
fn answer_to(message: &Value, settings: &Value) -> Option<Value> {
    let (id, method) = (message.get("id")?, message.get("method")?);
    let result = match method.as_str() {
        Some("workspace/configuration") => {
            let items = message["params"]["items"].as_array().unwrap();
            items.iter().map(|_| settings.clone()).collect()
        }
        _ => Value::Null,
    };
    Some(json!({ "jsonrpc": "2.0", "id": id, "result": result }))
}

fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The server may have ended: that is for others to find out.
fn send(input: &Input, bytes: &[u8]) {
    if let Some(input) = input.lock().unwrap().as_mut() {
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }
}

/// Anything on standard output that is no message is a fault.
fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut head = String::new();
    if output.read_line(&mut head).ok()? == 0 {
        return None;
    }
    let length = head.strip_prefix("Content-Length: ").unwrap_or_else(|| panic!("no head: {head:?}"));
    let mut blank = String::new();
    output.read_line(&mut blank).ok()?;
    assert_eq!(blank, "\r\n");
    let mut body = vec![0; length.trim().parse().unwrap()];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

fn is_publish(message: &Value, uri: &str) -> bool {
    message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
}

fn short(messages: &[Value]) -> Vec<String> {
    messages.iter().map(|message| message.to_string().chars().take(200).collect()).collect()
}
