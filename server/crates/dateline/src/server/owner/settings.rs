//! Settings: asked for, taken over, put into force, and what is wrong with them told.

use std::collections::BTreeMap;
use std::path::Path as FilePath;
use std::time::Duration;

use text::Text;

use super::{Owner, SettingsAsked, today};
use crate::config::{self, Problem};
use crate::server::event::FolderId;
use crate::server::folder::{Problems, Touched};
use crate::server::proto::{
    Code, Diagnostic, DiagnosticSeverity, LspAny, Message, MessageType, Position, PublishDiagnosticsParams, Range, Uri,
};

impl Owner {
    /// A folder's file has changed.
    pub(super) fn reload_file(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let before = folder.problems.clone();
        folder.load_file();
        self.apply_settings(id);
        self.report_problems(id, &before);
    }

    /// The editor's settings have changed. A client that can be asked knows them for each folder.
    pub(super) fn settings_changed(&mut self, json: &LspAny) {
        if self.client.settings {
            return self.ask_settings();
        }
        for id in self.folder_ids() {
            self.take_settings_of(id, json);
        }
    }

    /// Asks the editor for its settings, one question at a time.
    pub(super) fn ask_settings(&mut self) {
        if !self.client.settings {
            return;
        }
        if self.settings_asked != SettingsAsked::No {
            self.settings_asked = SettingsAsked::Again;
            return;
        }
        let folders: Vec<_> =
            self.folders.values().map(|folder| (folder.id, folder.workspace.then(|| folder.uri("")))).collect();
        if !folders.is_empty() {
            self.settings_asked = SettingsAsked::Yes;
            self.tools.outbox.ask_settings(folders);
        }
    }

    /// The editor has answered.
    pub(super) fn take_settings(&mut self, settings: Option<BTreeMap<FolderId, LspAny>>) {
        let again = std::mem::take(&mut self.settings_asked) == SettingsAsked::Again;
        for (id, json) in settings.unwrap_or_default() {
            self.take_settings_of(id, &json);
        }
        if again {
            self.ask_settings();
        }
    }

    fn take_settings_of(&mut self, id: FolderId, json: &LspAny) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let before = folder.problems.clone();
        folder.take_settings(json);
        self.apply_settings(id);
        self.report_problems(id, &before);
    }

    /// Puts a folder's settings into force, and has read what that asks for.
    pub(super) fn apply_settings(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(&id) else { return };
        let Touched { texts, findings, files } = folder.apply_settings(self.day);
        if texts {
            self.read_anew(id);
        } else if files && folder.workspace {
            let root = folder.root().to_path_buf();
            self.read_again(id, vec![root]);
        }
        if findings {
            self.refresh_texts();
        }
        if findings || files {
            self.others_are_stale(id, Duration::ZERO);
        }
    }

    /// A server may run for days, and what "today" is goes on.
    pub(super) fn look_at_the_day(&mut self) {
        let day = self.tools.today.unwrap_or_else(today);
        if day != self.day {
            self.day = day;
            for id in self.folder_ids() {
                self.apply_settings(id);
            }
        }
    }

    /// Nothing that was read of a folder holds any more.
    fn read_anew(&mut self, id: FolderId) {
        let open = self.open.iter().filter(|(_, open)| open.folder == id);
        let open: Vec<_> = open.map(|(uri, open)| (uri.clone(), open.text.to_string())).collect();
        for (uri, text) in open {
            self.enter_buffer(&uri, text);
        }
        self.start_reading(id);
    }

    /// Tells what is wrong in a configuration, where it stands; and that it is no longer.
    pub(super) fn report_problems(&self, id: FolderId, before: &Problems) {
        let Some(folder) = self.folders.get(&id) else { return };
        let now = &folder.problems;
        if now.file != before.file {
            let problems = now.file.iter().map(|problem| self.problem(folder.root(), problem)).collect();
            let uri = Uri(folder.uri(config::FILE));
            self.tools.outbox.publish(PublishDiagnosticsParams::new(uri, None, problems));
            self.show_problems(&now.file);
        }
        if now.editor != before.editor {
            self.show_problems(&now.editor);
        }
    }

    /// Shows what is wrong.
    pub(super) fn show_problems(&self, problems: &[Problem]) {
        if !problems.is_empty() {
            let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
            let message = format!("{}. What was set before stays in force", all.join("; "));
            self.tools.outbox.show(MessageType::Error, message);
        }
    }

    fn problem(&self, root: &FilePath, problem: &Problem) -> Diagnostic {
        let source = std::fs::read_to_string(root.join(config::FILE)).unwrap_or_default();
        let text = Text::new(&source);
        let position = |offset| {
            let position = text.position(self.client.encoding, offset);
            Position { line: position.line, character: position.column }
        };
        let span = problem.span.unwrap_or_default();
        Diagnostic {
            range: Range { start: position(span.start), end: position(span.end) },
            severity: Some(DiagnosticSeverity::Error),
            code: Some(Code::String("configuration".to_owned())),
            source: Some("dateline".to_owned()),
            message: Message::String(problem.message.clone()),
            ..no_diagnostic()
        }
    }
}

fn no_diagnostic() -> Diagnostic {
    let message = Message::String(String::new());
    Diagnostic::new(Range::default(), None, None, None, None, message, None, None, None)
}
