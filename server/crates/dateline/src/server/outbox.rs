//! All that leaves the server unasked goes through here, in order. Nothing in the server ever waits for the client:
//! questions to it are put in tasks of their own, and its answers come back as events.

use std::sync::mpsc::Sender;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use tower_lsp::Client;

use super::event::{Event, FolderId};
use super::proto::{
    ConfigurationItem, LogTraceNotification, LogTraceParams, LspAny, MessageType, ProgressNotification, ProgressParams,
    ProgressToken, PublishDiagnosticsNotification, PublishDiagnosticsParams, Registration, ShowDocumentParams, Uri,
    WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport, WorkspaceEdit,
};
use super::stdio::Output;

/// A client that does not answer in this time is not going to.
const PATIENCE: Duration = Duration::from_secs(10);

/// The way to the client.
#[derive(Clone, Debug)]
pub struct Outbox {
    queue: UnboundedSender<Message>,
    client: Client,
    output: Output,
    runtime: Handle,
    events: Sender<Event>,
}

#[derive(Debug)]
enum Message {
    Publish(PublishDiagnosticsParams),
    Show(MessageType, String),
    Log(MessageType, String),
    Trace(LogTraceParams),
    Progress(ProgressParams),
}

impl Outbox {
    /// Starts the task that sends.
    pub fn new(client: Client, output: Output, runtime: Handle, events: Sender<Event>) -> Outbox {
        let (queue, mut messages) = unbounded_channel();
        let sender = client.clone();
        runtime.spawn(async move {
            while let Some(message) = messages.recv().await {
                send(&sender, message).await;
            }
        });
        Outbox { queue, client, output, runtime, events }
    }

    /// Tells the findings of a document.
    pub fn publish(&self, findings: PublishDiagnosticsParams) {
        self.put(Message::Publish(findings));
    }

    /// Shows a message to the user, and logs it.
    pub fn show(&self, kind: MessageType, message: impl Into<String>) {
        let message = message.into();
        tracing::info!("{message}");
        self.put(Message::Show(kind, message));
    }

    /// Tells a part of an answer, under the name that the client gave for it. It is written at once, not queued with all
    /// else, since the answer's end must not overtake it.
    pub fn tell_part(&self, token: &ProgressToken, part: &[impl serde::Serialize]) {
        let params = serde_json::json!({ "token": token, "value": part });
        self.output.tell(&serde_json::json!({ "jsonrpc": "2.0", "method": "$/progress", "params": params }));
    }

    /// Puts a message into the client's log, and ours.
    pub fn log(&self, kind: MessageType, message: impl Into<String>) {
        let message = message.into();
        tracing::info!("{message}");
        self.put(Message::Log(kind, message));
    }

    /// Tells what the server does, to a client that traces it.
    pub fn trace(&self, message: String) {
        self.put(Message::Trace(LogTraceParams { message, verbose: None }));
    }

    /// Asks the client to show a place to the user.
    pub fn show_document(&self, place: ShowDocumentParams) {
        let client = self.client.clone();
        self.runtime.spawn(async move { timeout(PATIENCE, client.show_document(place)).await });
    }

    /// Asks the client to make an edit.
    pub fn apply_edit(&self, edit: WorkspaceEdit) {
        let client = self.client.clone();
        self.runtime.spawn(async move { timeout(PATIENCE, client.apply_edit(edit)).await });
    }

    /// Asks the client to show progress under this name; [`Event::ProgressCreated`] says that it does.
    pub fn create_progress(&self, token: String) {
        let (client, events) = (self.client.clone(), self.events.clone());
        self.runtime.spawn(async move {
            let created = client.create_work_done_progress(ProgressToken::String(token.clone()));
            if let Ok(Ok(())) = timeout(PATIENCE, created).await {
                let _ = events.send(Event::ProgressCreated(token));
            }
        });
    }

    /// Progress begins.
    pub fn begin_progress(&self, token: &str, title: &str, message: String) {
        let begin = WorkDoneProgressBegin {
            title: title.to_owned(),
            cancellable: Some(true),
            message: Some(message),
            percentage: Some(0),
        };
        self.progress(token, serde_json::to_value(begin));
    }

    /// Progress goes on.
    pub fn report_progress(&self, token: &str, message: String, percentage: u32) {
        let report = WorkDoneProgressReport {
            cancellable: Some(true),
            message: Some(message),
            percentage: Some(percentage.min(100)),
        };
        self.progress(token, serde_json::to_value(report));
    }

    /// Progress ends.
    pub fn end_progress(&self, token: &str, message: String) {
        self.progress(token, serde_json::to_value(WorkDoneProgressEnd { message: Some(message) }));
    }

    /// Asks for the client's settings of these folders; [`Event::Settings`] brings them.
    pub fn ask_settings(&self, folders: Vec<(FolderId, Option<String>)>) {
        let (client, events) = (self.client.clone(), self.events.clone());
        self.runtime.spawn(async move {
            let items = folders.iter().map(|(_, uri)| ConfigurationItem {
                scope_uri: uri.clone().map(Uri),
                section: Some("dateline".to_owned()),
            });
            let answer = timeout(PATIENCE, client.configuration(items.collect())).await;
            let settings = answer.ok().and_then(Result::ok);
            let settings = settings.map(|settings| folders.iter().map(|(id, _)| *id).zip(settings).collect());
            let _ = events.send(Event::Settings(settings));
        });
    }

    /// Asks the client to call back about something; `refused` happens if it does not.
    pub fn register(&self, registrations: Vec<Registration>, refused: Option<Event>) {
        let (client, events) = (self.client.clone(), self.events.clone());
        self.runtime.spawn(async move {
            let answer = timeout(PATIENCE, client.register_capability(registrations)).await;
            if let (Ok(Err(error)), Some(refused)) = (answer, refused) {
                tracing::warn!("the client refuses to register: {error}");
                let _ = events.send(refused);
            }
        });
    }

    /// Tells a client that asks for findings to ask again.
    pub fn refresh_findings(&self) {
        let client = self.client.clone();
        self.runtime.spawn(async move {
            // Whether it does is its own matter.
            let _ = timeout(PATIENCE, client.workspace_diagnostic_refresh()).await;
        });
    }

    /// Tells a client that shows hints to ask for them again.
    pub fn refresh_hints(&self) {
        let client = self.client.clone();
        self.runtime.spawn(async move {
            let _ = timeout(PATIENCE, client.inlay_hint_refresh()).await;
        });
    }

    /// Tells a client that colours texts to ask for the colours again.
    pub fn refresh_colours(&self) {
        let client = self.client.clone();
        self.runtime.spawn(async move {
            let _ = timeout(PATIENCE, client.semantic_tokens_refresh()).await;
        });
    }

    fn progress(&self, token: &str, value: serde_json::Result<LspAny>) {
        if let Ok(value) = value {
            let token = ProgressToken::String(token.to_owned());
            self.put(Message::Progress(ProgressParams { token, value }));
        }
    }

    fn put(&self, message: Message) {
        // The task ends with the program.
        let _ = self.queue.send(message);
    }
}

async fn send(client: &Client, message: Message) {
    match message {
        Message::Publish(findings) => client.send_notification::<PublishDiagnosticsNotification>(findings).await,
        Message::Show(kind, message) => client.show_message(kind, message).await,
        Message::Log(kind, message) => client.log_message(kind, message).await,
        Message::Trace(params) => client.send_notification::<LogTraceNotification>(params).await,
        Message::Progress(params) => client.send_notification::<ProgressNotification>(params).await,
    }
}
