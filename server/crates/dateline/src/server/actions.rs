//! Actions in the client's words. They carry their edits with them, so that the editor carries them out and undoes them.

use std::collections::HashMap;
use std::sync::Arc;

use ide::{Action, ActionKind, FileChange};
use text::{LineIndex, Span};

use super::profile;
use super::proto::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Command,
    CreateFile, CreateFileOptions, Diagnostic, DocumentChange, Edit, Location, LspAny,
    OptionalVersionedTextDocumentIdentifier, Position, ShowDocumentParams, TextDocumentEdit, TextDocumentIdentifier,
    TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit,
};
use super::view::View;

/// The name under which edits say what they are for.
const ANNOTATION: &str = "dateline";

/// What may be done in a range; `versions` are those of open documents, by address.
pub fn actions(
    view: &View,
    path: &str,
    params: &CodeActionParams,
    versions: &HashMap<String, i32>,
) -> Option<Vec<CodeActionResponse>> {
    let lines = view.lines(path)?;
    let offset =
        |position: Position| lines.offset(view.client.encoding, text::Position::new(position.line, position.character));
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let wanted = |action: &Action| {
        params.context.only.as_ref().is_none_or(|only| only.iter().any(|kind| holds(kind, &kind_of(action.kind))))
    };
    let writer = Writer { view, versions };
    let possible = |action: &Action| {
        let shows = action.shows.is_some() || action.opens.is_some();
        (action.copies.is_none() || view.client.copies) && (!shows || view.client.shows_documents)
    };
    // A menu that asks for nothing in particular is about the place; who asks for fixes of the whole file says so.
    let whole = params.context.only.as_ref().and_then(|_| view.snapshot.fix_all(path));
    let here = view.snapshot.actions(path, Span::new(start, end));
    let all = here.into_iter().chain(whole).filter(wanted).filter(possible);
    let all = all.map(|action| {
        let diagnostics = answered(view, &lines, &action, &params.context.diagnostics);
        CodeActionResponse::CodeAction(CodeAction {
            title: action.title.clone(),
            kind: Some(kind_of(action.kind)),
            diagnostics,
            is_preferred: (action.preferred && view.client.preferred_actions).then_some(true),
            disabled: None,
            edit: (!action.changes.is_empty()).then(|| writer.edit(&action)),
            command: writer.command(&action),
            data: None,
            tags: None,
        })
    });
    Some(all.collect())
}

/// Whether `kind` is `wanted` or a kind of it: `refactor` holds `refactor.rewrite`.
fn holds(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let (wanted, kind) = (wanted.to_string(), kind.to_string());
    wanted.is_empty() || kind.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn kind_of(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QuickFix,
        ActionKind::Mark | ActionKind::Cite | ActionKind::Compare => CodeActionKind::Refactor,
        ActionKind::FixAll => profile::FIX_ALL.to_owned().into(),
    }
}

/// The client's own word for the finding that an action settles.
fn answered(view: &View, lines: &LineIndex, action: &Action, diagnostics: &[Diagnostic]) -> Option<Vec<Diagnostic>> {
    let finding = action.answers.as_ref()?;
    let range = view.range_in(lines, finding.span);
    let code = super::proto::Code::String(finding.code.to_owned());
    let same = |diagnostic: &&Diagnostic| diagnostic.range == range && diagnostic.code.as_ref() == Some(&code);
    let same: Vec<Diagnostic> = diagnostics.iter().filter(same).cloned().collect();
    (!same.is_empty()).then_some(same)
}

/// Writes edits for one client.
pub struct Writer<'a> {
    /// Where texts and their lines are.
    pub view: &'a View,
    /// The versions of open documents, by address.
    pub versions: &'a HashMap<String, i32>,
}

impl Writer<'_> {
    /// What an action does.
    pub fn edit(&self, action: &Action) -> WorkspaceEdit {
        let label = format!("dateline: {}", action.title);
        let confirmed = action.wide.then_some(true);
        let annotations = HashMap::from([(ANNOTATION.to_owned(), ChangeAnnotation::new(label, confirmed, None))]);
        self.write(&action.changes, annotations, |_| ANNOTATION.to_owned())
    }

    /// With versions and created files where the client knows of them. One that does not takes an edit of a file that is
    /// not there for a new file. `named` gives the annotation of each change, where the client shows them.
    pub fn write(
        &self,
        changes: &[FileChange],
        annotations: HashMap<String, ChangeAnnotation>,
        named: impl Fn(&FileChange) -> String,
    ) -> WorkspaceEdit {
        let client = &self.view.client;
        let creates = changes.iter().any(|change| change.creates);
        if !client.versioned_edits || (creates && !client.creates_files) {
            let changes = changes.iter().map(|change| (self.uri(change), self.text_edits(change)));
            return WorkspaceEdit { changes: Some(changes.collect()), ..WorkspaceEdit::default() };
        }
        let name = |change: &FileChange| client.annotates.then(|| named(change));
        WorkspaceEdit {
            changes: None,
            document_changes: Some(
                changes.iter().flat_map(|change| self.document_changes(change, name(change).as_deref())).collect(),
            ),
            change_annotations: client.annotates.then_some(annotations),
        }
    }

    /// What the client does when it has made the edit: copy, or show the place where something remains to be written.
    fn command(&self, action: &Action) -> Option<Command> {
        let command = |command: &str, argument: LspAny| Command {
            title: action.title.clone(),
            tooltip: None,
            command: command.to_owned(),
            arguments: Some(vec![argument]),
        };
        if let Some(text) = &action.copies {
            return Some(command(profile::COPY, text.clone().into()));
        }
        if let Some((path, span)) = &action.shows {
            let place = show(self.view.location(path, *span)?);
            return Some(command(profile::SHOW, serde_json::to_value(place).ok()?));
        }
        if let Some((path, at)) = &action.opens {
            let Location { uri, range } = self.view.location(path, Span::empty(*at))?;
            let place =
                TextDocumentPositionParams { text_document: TextDocumentIdentifier { uri }, position: range.start };
            return Some(command(profile::COMPARE, serde_json::to_value(place).ok()?));
        }
        let (path, caret) = action.caret.as_ref().filter(|_| self.view.client.shows_documents)?;
        let change = action.changes.iter().find(|change| change.path == *path)?;
        let place = ShowDocumentParams {
            uri: self.uri(change),
            external: None,
            take_focus: Some(true),
            selection: Some(self.view.range_in(&self.lines_after(change), Span::empty(*caret))),
        };
        Some(command(profile::SHOW, serde_json::to_value(place).ok()?))
    }

    /// Where the lines of a file are when it has been changed.
    fn lines_after(&self, change: &FileChange) -> LineIndex {
        let old = match change.creates {
            true => Arc::from(""),
            false => self.view.text(&change.path).unwrap_or_default(),
        };
        let last_first = change.edits.iter().rev();
        LineIndex::new(&last_first.fold(old.to_string(), |text, edit| edit.apply(&text)))
    }

    fn document_changes(&self, change: &FileChange, annotation: Option<&str>) -> Vec<DocumentChange> {
        let uri = self.uri(change);
        let mut all = Vec::new();
        if change.creates {
            let options = CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
            let annotation_id = annotation.map(str::to_owned);
            all.push(DocumentChange::CreateFile(CreateFile {
                uri: uri.clone(),
                options: Some(options),
                annotation_id,
            }));
        }
        let annotated = |text_edit: TextEdit| match annotation {
            Some(name) => Edit::AnnotatedTextEdit(AnnotatedTextEdit::new(name.to_owned(), text_edit)),
            None => Edit::TextEdit(text_edit),
        };
        all.push(DocumentChange::TextDocumentEdit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                version: self.versions.get(&uri.0).copied(),
                text_document_identifier: TextDocumentIdentifier { uri },
            },
            edits: self.text_edits(change).into_iter().map(annotated).collect(),
        }));
        all
    }

    fn uri(&self, change: &FileChange) -> Uri {
        Uri(self.view.place.uri(&change.path))
    }

    fn text_edits(&self, change: &FileChange) -> Vec<TextEdit> {
        let lines = match change.creates {
            true => LineIndex::new(""),
            false => self.view.lines(&change.path).unwrap_or_else(|| LineIndex::new("")),
        };
        let edit =
            |edit: &text::Edit| TextEdit { range: self.view.range_in(&lines, edit.span), new_text: edit.new.clone() };
        change.edits.iter().map(edit).collect()
    }
}

/// Asks a client to go to a place.
pub fn show(place: Location) -> ShowDocumentParams {
    ShowDocumentParams { uri: place.uri, external: None, take_focus: Some(true), selection: Some(place.range) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_hold_kinds() {
        let check = |wanted: &str, kind: &str| holds(&wanted.to_owned().into(), &kind.to_owned().into());
        assert!(check("", "quickfix"));
        assert!(check("refactor", "refactor.rewrite"));
        assert!(check("quickfix", "quickfix"));
        assert!(!check("refactor.rewrite", "refactor"));
        assert!(!check("quick", "quickfix"));
    }
}
