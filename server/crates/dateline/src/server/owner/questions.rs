//! Questions: each gets the state as it is at its turn, and is answered elsewhere.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ide::Path;
use serde::Serialize;

use super::Owner;
use crate::files::Reason;
use crate::server::actions::{self, Writer};
use crate::server::answers;
use crate::server::colours;
use crate::server::completing::{self, Offered};
use crate::server::diagnostics::{self, Subject};
use crate::server::event::{Question, Reply};
use crate::server::folder::Folder;
use crate::server::hierarchy;
use crate::server::lenses;
use crate::server::moving;
use crate::server::outbox::Outbox;
use crate::server::pool::Lane::{self, Background, Interactive};
use crate::server::profile::{self, Way};
use crate::server::proto::{
    DocumentChange, Error, ExecuteCommandParams, MessageType, Position, ProgressToken, RenameFilesParams, Result,
    TextDocumentPositionParams, Uri, WorkspaceSymbolLocation, WorkspaceSymbolResponse,
};
use crate::server::renaming;
use crate::server::speaking;
use crate::server::status::{DocumentStatus, FolderStatus, SkippedStatus, Status};
use crate::server::view::View;
use crate::uri;

impl Owner {
    /// Has a question answered.
    pub(super) fn answer(&self, question: Question) {
        let asked = Asked { owner: self, method: question.method(), begun: Instant::now() };
        match question {
            Question::Hover(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| answers::hover(view, path, position));
            }
            Question::Completion(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| completing::completion(view, path, position));
            }
            Question::Definition(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| answers::definition(view, path, position));
            }
            Question::Declaration(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| answers::declaration(view, path, position));
            }
            Question::References(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                let definition = params.context.include_declaration;
                let token = params.partial_result_params.partial_result_token;
                let in_parts = Parts { outbox: self.tools.outbox.clone(), token };
                asked.read(Interactive, &uri, reply, move |view, path| {
                    answers::references(view, path, position, definition).map(|all| in_parts.tell(all))
                });
            }
            Question::TypeDefinition(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| answers::type_definition(view, path, position));
            }
            Question::Implementation(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| answers::implementation(view, path, position));
            }
            Question::Node(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| hierarchy::node(view, path, position));
            }
            Question::Supertypes(params, reply) => {
                let item = params.item;
                asked.read(Interactive, &item.uri.clone(), reply, move |view, path| {
                    hierarchy::supertypes(view, path, &item)
                });
            }
            Question::Subtypes(params, reply) => {
                let item = params.item;
                asked.read(Interactive, &item.uri.clone(), reply, move |view, path| {
                    hierarchy::subtypes(view, path, &item)
                });
            }
            Question::Renamable(params, reply) => {
                let (uri, position) = split(params);
                let subject = self.locate(&uri);
                asked.work(Interactive, reply, move |_| {
                    subject.map_or(Ok(None), |subject| renaming::prepare(&subject.view, &subject.path, position))
                });
            }
            Question::Rename(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                let versions = self.versions();
                let subject = self.locate(&uri);
                asked.work(Interactive, reply, move |_| {
                    let Some(Subject { view, path, .. }) = subject else { return Ok(None) };
                    renaming::rename(&view, &path, position, &params.new_name, &versions)
                });
            }
            Question::CompletionCard(item, reply) => {
                let subject = Offered::of(&item).and_then(|offered| self.locate(&Uri(offered.uri)));
                asked.work(Interactive, reply, move |_| match subject {
                    Some(subject) => completing::with_card(&subject.view, &subject.path, *item),
                    None => *item,
                });
            }
            Question::SymbolPlace(symbol, reply) => {
                let subject = match &symbol.location {
                    WorkspaceSymbolLocation::LocationUriOnly(place) => self.locate(&place.uri),
                    WorkspaceSymbolLocation::Location(_) => None,
                };
                asked.work(Interactive, reply, move |_| match subject {
                    Some(subject) => answers::placed_symbol(&subject.view, &subject.path, *symbol),
                    None => *symbol,
                });
            }
            Question::Highlight(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| answers::highlights(view, path, position));
            }
            Question::Symbols(params, reply) => {
                asked.read(Interactive, &params.text_document.uri, reply, answers::symbols);
            }
            Question::Party(params, reply) => {
                let (uri, position) = split(params.text_document_position_params);
                asked.read(Interactive, &uri, reply, move |view, path| speaking::called(view, path, position));
            }
            Question::SpeakersAbout(params, reply) => {
                let item = params.item;
                asked.read(Interactive, &item.uri.clone(), reply, move |view, path| {
                    speaking::incoming(view, path, &item)
                });
            }
            Question::SpokenAbout(params, reply) => {
                let item = params.item;
                asked.read(Interactive, &item.uri.clone(), reply, move |view, path| {
                    speaking::outgoing(view, path, &item)
                });
            }
            Question::Colours(params, reply) => {
                asked.read(Interactive, &params.text_document.uri, reply, colours::all);
            }
            Question::ColoursSince(params, reply) => {
                let known = params.previous_result_id;
                asked.read(Interactive, &params.text_document.uri, reply, move |view, path| {
                    colours::since(view, path, &known)
                });
            }
            Question::ColoursIn(params, reply) => {
                let range = params.range;
                asked.read(Interactive, &params.text_document.uri, reply, move |view, path| {
                    colours::within(view, path, range)
                });
            }
            Question::Folds(params, reply) => {
                asked.read(Interactive, &params.text_document.uri, reply, answers::folds);
            }
            Question::Selections(params, reply) => {
                let positions = params.positions;
                asked.read(Interactive, &params.text_document.uri, reply, move |view, path| {
                    answers::selections(view, path, &positions)
                });
            }
            Question::WorkspaceSymbols(params, reply) => {
                let views: Vec<_> = self.folders.values().map(|folder| folder.view(&self.client)).collect();
                let token = params.partial_result_params.partial_result_token;
                let in_parts = Parts { outbox: self.tools.outbox.clone(), token };
                asked.work(Background, reply, move |_| {
                    let symbols = views.iter().flat_map(|view| answers::workspace_symbols(view, &params.query));
                    Some(WorkspaceSymbolResponse::WorkspaceSymbolList(in_parts.tell(symbols.collect())))
                });
            }
            Question::Actions(params, reply) => {
                let versions = self.versions();
                asked.read(Interactive, &params.text_document.uri.clone(), reply, move |view, path| {
                    actions::actions(view, path, &params, &versions)
                });
            }
            Question::Links(params, reply) => {
                asked.read(Interactive, &params.text_document.uri, reply, answers::links);
            }
            Question::Execute(params, reply) => match self.way(&params) {
                Some((subject, position, way)) => {
                    let outbox = self.tools.outbox.clone();
                    asked.work(Interactive, reply, move |_| {
                        let place = answers::whither(&subject.view, &subject.path, position, way);
                        place.into_iter().for_each(|place| outbox.show_document(place));
                        Ok(())
                    });
                }
                None => reply.give(self.execute(params)),
            },
            Question::Lenses(params, reply) => {
                let uri = params.text_document.uri;
                asked.read(Interactive, &uri.clone(), reply, move |view, path| lenses::lenses(view, path, &uri.0));
            }
            Question::LensSaid(lens, reply) => {
                let subject = lenses::subject(&lens).and_then(|uri| self.locate(&Uri(uri)));
                asked.work(Background, reply, move |_| match subject {
                    Some(subject) => lenses::said(&subject.view, &subject.path, *lens),
                    None => *lens,
                });
            }
            Question::Moved(params, reply) => reply.give(moving::edit(self.moved(&params))),
            Question::Hints(params, reply) => {
                let range = params.range;
                asked.read(Interactive, &params.text_document.uri, reply, move |view, path| {
                    answers::hints(view, path, range)
                });
            }
            Question::Findings(params, reply) => {
                let subject = self.locate(&params.text_document.uri);
                let links = Arc::clone(&self.tools.links);
                asked.work(Interactive, reply, move |_| {
                    diagnostics::report(subject.as_ref(), params.previous_result_id, &links)
                });
            }
            Question::WorkspaceFindings(params, reply) => {
                let subjects = self.workspace_subjects();
                let links = Arc::clone(&self.tools.links);
                asked.work(Background, reply, move |reply| {
                    diagnostics::workspace_report(&subjects, params.previous_result_ids, &links, || reply.is_wanted())
                });
            }
            Question::Status(params, reply) => {
                let folders = self.folders.values().map(folder_status).collect();
                let subject = params.text_document.and_then(|document| self.subject(&document.uri.0));
                asked.work(Interactive, reply, move |_| Status {
                    version: env!("CARGO_PKG_VERSION"),
                    folders,
                    document: subject.as_ref().and_then(document_status),
                });
            }
            Question::Wait(params, reply) => asked.work(Background, reply, move |reply| {
                assert!(!params.panic, "a test wants a panic");
                let end = Instant::now() + Duration::from_millis(params.milliseconds);
                while Instant::now() < end && reply.is_wanted() {
                    std::thread::sleep(Duration::from_millis(2));
                }
            }),
        }
    }

    /// The moves of sidecars when these files and folders are renamed.
    fn moved(&self, params: &RenameFilesParams) -> Vec<DocumentChange> {
        let paths = params
            .files
            .iter()
            .filter_map(|file| Some((uri::to_path(&file.old_uri.0)?, uri::to_path(&file.new_uri.0)?)));
        let folder = |file: &std::path::Path| self.folder_of(file).and_then(|(id, _)| self.folders.get(&id));
        paths.filter_map(|(old, new)| Some(moving::moved(folder(&old)?, &old, &new))).flatten().collect()
    }

    /// Has sidecars follow articles that were renamed, if nobody has moved them yet.
    pub(super) fn renamed(&self, params: &RenameFilesParams) {
        let is_left = |change: &DocumentChange| match change {
            DocumentChange::RenameFile(rename) => uri::to_path(&rename.old_uri.0).is_some_and(|old| old.is_file()),
            _ => false,
        };
        let moves = self.moved(params).into_iter().filter(is_left).collect();
        if let Some(edit) = moving::edit(moves) {
            self.tools.outbox.apply_edit(edit);
        }
    }

    /// From where a command leads whither.
    fn way(&self, params: &ExecuteCommandParams) -> Option<(Subject, Position, Way)> {
        let (_, way) = profile::WAYS.into_iter().find(|(command, ..)| *command == params.command)?;
        let argument = params.arguments.iter().flatten().next()?;
        let at: TextDocumentPositionParams = serde_json::from_value(argument.clone()).ok()?;
        Some((self.locate(&at.text_document.uri)?, at.position, way))
    }

    /// Takes back the mark that was made last, wherever it is.
    fn undo_last_mark(&self) -> Result<()> {
        let versions = self.versions();
        let mut views = self.folders.values().map(|folder| folder.view(&self.client));
        let edit = views.find_map(|view| {
            let action = view.snapshot.undo_last_mark()?;
            Some(Writer { view: &view, versions: &versions }.edit(&action))
        });
        let none = || Error::invalid_params("there is no mark to take back, or its line has been changed since");
        self.tools.outbox.apply_edit(edit.ok_or_else(none)?);
        Ok(())
    }

    /// Runs a command of the server's own that needs no thread.
    fn execute(&self, params: ExecuteCommandParams) -> Result<()> {
        let argument = params.arguments.into_iter().flatten().next().unwrap_or_default();
        match (params.command.as_str(), serde_json::from_value(argument)) {
            (profile::SHOW, Ok(place)) => self.tools.outbox.show_document(place),
            (profile::UNDO, _) => return self.undo_last_mark(),
            (profile::SHOW, Err(error)) => return Err(Error::invalid_params(error.to_string())),
            (command, _) => return Err(Error::invalid_params(format!("there is no command `{command}`"))),
        }
        Ok(())
    }

    /// Puts something into the log that somebody may want to know of their editor.
    pub(super) fn warn(&self, message: String) {
        self.tools.outbox.log(MessageType::Warning, message);
    }

    /// The versions of open documents, by address.
    fn versions(&self) -> HashMap<String, i32> {
        self.open.iter().map(|(uri, open)| (uri.clone(), open.version)).collect()
    }

    /// A document by its address, open or not.
    fn locate(&self, uri: &Uri) -> Option<Subject> {
        self.subject(&uri.0).or_else(|| {
            let (id, path) = self.folder_of(&uri::to_path(&uri.0)?)?;
            let view = self.folders.get(&id)?.view(&self.client);
            Some(Subject { view, path, uri: uri.0.clone(), version: None })
        })
    }

    /// The documents whose findings are shown.
    fn workspace_subjects(&self) -> Vec<Subject> {
        let open = self.open.keys().filter_map(|uri| self.subject(uri));
        let covered = self.folders.values().flat_map(|folder| {
            let view = folder.view(&self.client);
            folder.covered().into_iter().map(move |path| {
                let uri = view.place.uri(&path);
                Subject { view: view.clone(), path, uri, version: None }
            })
        });
        open.chain(covered).collect()
    }
}

/// How a long list is told: whole, or a part after another to a client that says where it wants them.
struct Parts {
    outbox: Outbox,
    token: Option<ProgressToken>,
}

/// So much of a list is told at a time.
const PART: usize = 256;

impl Parts {
    /// Tells the parts of a list; what is left for the answer itself, which is nothing where parts are told.
    fn tell<T: Serialize>(self, all: Vec<T>) -> Vec<T> {
        let Some(token) = self.token else { return all };
        for part in all.chunks(PART) {
            self.outbox.tell_part(&token, part);
        }
        Vec::new()
    }
}

/// A question on its way to a thread.
struct Asked<'a> {
    owner: &'a Owner,
    method: &'static str,
    begun: Instant,
}

impl Asked<'_> {
    /// Answers from a document; with nothing, if the document is not known.
    fn read<T: Default + Send + 'static>(
        self,
        lane: Lane,
        uri: &Uri,
        reply: Reply<T>,
        answer: impl FnOnce(&View, &str) -> T + Send + 'static,
    ) {
        match self.owner.locate(uri) {
            Some(subject) => self.work(lane, reply, move |_| answer(&subject.view, &subject.path)),
            None => reply.give(T::default()),
        }
    }

    fn work<T: Send + 'static>(
        self,
        lane: Lane,
        reply: Reply<T>,
        answer: impl FnOnce(&Reply<T>) -> T + Send + 'static,
    ) {
        let Asked { owner, method, begun } = self;
        let trace = owner.trace.then(|| owner.tools.outbox.clone());
        owner.tools.pool.run(lane, move || {
            reply.work(answer);
            if let Some(outbox) = trace {
                outbox.trace(format!("{method} took {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0));
            }
        });
    }
}

fn split(at: TextDocumentPositionParams) -> (Uri, Position) {
    (at.text_document.uri, at.position)
}

fn folder_status(folder: &Folder) -> FolderStatus {
    let skipped =
        |(path, reason): (&Path, &Reason)| SkippedStatus { path: path.to_string(), reason: reason.to_string() };
    FolderStatus {
        uri: folder.uri(""),
        workspace: folder.workspace,
        reading: folder.reading.is_some() || folder.closer.is_some(),
        read: folder.progress.read,
        closely: folder.progress.closely,
        total: folder.progress.total,
        skipped: folder.skipped.iter().map(skipped).collect(),
        problems: folder.problems.file.iter().chain(&folder.problems.editor).map(ToString::to_string).collect(),
    }
}

fn document_status(subject: &Subject) -> Option<DocumentStatus> {
    let document = subject.view.document(&subject.path)?;
    Some(DocumentStatus {
        version: subject.version.unwrap_or_default(),
        characters: document.lines.chars(document.lines.len()),
        lines: document.lines.line_count(),
        hash: format!("{:016x}", text::hash64(document.text.as_bytes())),
    })
}
