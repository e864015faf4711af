//! Everything that can happen to the server, in one closed list and one queue.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use ide::{Document, Path};
use tokio::sync::oneshot;

use super::proto::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeActionParams, CodeActionResponse, CodeLens,
    CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, DeclarationParams, DeclarationResponse,
    DefinitionParams, DefinitionResponse, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentHighlight,
    DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse, Error,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, Hover, HoverParams, ImplementationParams,
    ImplementationResponse, InitializeParams, InlayHint, InlayHintParams, Location, LspAny, PrepareRenameResult,
    ReferenceParams, RenameFilesParams, RenameParams, Result, SelectionRange, SelectionRangeParams, SemanticTokens,
    SemanticTokensDeltaParams, SemanticTokensDeltaResponse, SemanticTokensParams, SemanticTokensRangeParams,
    TextDocumentContentChangeEvent, TextDocumentPositionParams, TraceValue, TypeDefinitionParams,
    TypeDefinitionResponse, TypeHierarchyItem, TypeHierarchyPrepareParams, TypeHierarchySubtypesParams,
    TypeHierarchySupertypesParams, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceEdit,
    WorkspaceFolder, WorkspaceSymbol, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use super::status::{Status, StatusParams, WaitParams};
use crate::files::{Listing, Skipped};

/// A folder, for as long as the server knows it. A number is never given twice.
pub type FolderId = u32;

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The client introduced itself.
    Initialize(Box<InitializeParams>),
    /// The client is ready for messages.
    Initialized,
    /// A document was opened.
    Open {
        /// Its address in the client's spelling.
        uri: String,
        /// Its version.
        version: i32,
        /// What it says.
        text: String,
    },
    /// A document was edited.
    Change {
        /// Its address.
        uri: String,
        /// Its version after the edits.
        version: i32,
        /// The edits, one after another.
        changes: Vec<TextDocumentContentChangeEvent>,
    },
    /// A document was saved.
    Save(String),
    /// A document was closed.
    Close(String),
    /// Folders were added to the workspace and removed from it.
    Folders {
        /// Added.
        added: Vec<WorkspaceFolder>,
        /// Removed.
        removed: Vec<WorkspaceFolder>,
    },
    /// The client's settings changed; what it sent along.
    SettingsChanged(LspAny),
    /// The client's settings, for each folder that was asked for; `None` if it did not answer.
    Settings(Option<BTreeMap<FolderId, LspAny>>),
    /// Files were created, changed or deleted.
    Files(Vec<PathBuf>),
    /// Files or folders were renamed by the user.
    Renamed(RenameFilesParams),
    /// The client cannot watch files after all.
    WatchRefused,
    /// The files of a folder have been found.
    Listed {
        /// The folder.
        folder: FolderId,
        /// Which reading of it.
        reading: u64,
        /// What was found.
        listing: Listing,
        /// What its sidecars say.
        sidecars: Vec<(Path, Arc<str>)>,
    },
    /// Files of a folder have been read.
    Read {
        /// The folder.
        folder: FolderId,
        /// Which reading of it.
        reading: u64,
        /// What they say.
        documents: Vec<Arc<Document>>,
        /// Those that say nothing.
        skipped: Vec<Skipped>,
    },
    /// Documents that are known have been read again, closely.
    ReadClosely {
        /// The folder.
        folder: FolderId,
        /// What they say, and in what light ([`ide::Snapshot::light`]).
        documents: Vec<(Arc<Document>, u64)>,
    },
    /// Everything of a folder, or of a stretch of it, has been read.
    ReadAll {
        /// The folder.
        folder: FolderId,
        /// Which reading of it.
        reading: u64,
    },
    /// What the first question about a folder that has been read would wait for is worked out.
    Prepared {
        /// The folder.
        folder: FolderId,
        /// Which reading of it.
        reading: u64,
    },
    /// Files that had changed have been read again.
    Reread {
        /// The folder.
        folder: FolderId,
        /// What had changed: files, and folders with all they held.
        changed: Vec<PathBuf>,
        /// Those that are documents now.
        present: Vec<Path>,
        /// Those that are sidecars, and what they say.
        sidecars: Vec<(Path, Arc<str>)>,
        /// Those of them that say something new.
        documents: Vec<Arc<Document>>,
        /// Those that would be, and are not.
        skipped: Vec<Skipped>,
    },
    /// What a file says whose editor was closed.
    Closed {
        /// Its address.
        uri: String,
        /// The folder.
        folder: FolderId,
        /// Its name in the folder.
        path: Path,
        /// What the file says; `None` if it is no document of the folder.
        text: Option<Arc<str>>,
    },
    /// The client shows progress under this name from now on.
    ProgressCreated(String),
    /// The user does not want to wait for this.
    ProgressCancelled(String),
    /// How much of its work the server is to tell.
    Trace(TraceValue),
    /// Something is asked.
    Ask(Question),
    /// The client says goodbye.
    Shutdown,
}

/// What is asked, and whom to answer.
#[derive(Debug)]
pub enum Question {
    /// `textDocument/hover`
    Hover(HoverParams, Reply<Option<Hover>>),
    /// `textDocument/completion`
    Completion(CompletionParams, Reply<Option<CompletionResponse>>),
    /// `textDocument/definition`
    Definition(DefinitionParams, Reply<Option<DefinitionResponse>>),
    /// `textDocument/declaration`
    Declaration(DeclarationParams, Reply<Option<DeclarationResponse>>),
    /// `textDocument/references`
    References(ReferenceParams, Reply<Option<Vec<Location>>>),
    /// `textDocument/typeDefinition`
    TypeDefinition(TypeDefinitionParams, Reply<Option<TypeDefinitionResponse>>),
    /// `textDocument/implementation`
    Implementation(ImplementationParams, Reply<Option<ImplementationResponse>>),
    /// `textDocument/prepareTypeHierarchy`
    Node(TypeHierarchyPrepareParams, Reply<Option<Vec<TypeHierarchyItem>>>),
    /// `typeHierarchy/supertypes`
    Supertypes(TypeHierarchySupertypesParams, Reply<Option<Vec<TypeHierarchyItem>>>),
    /// `typeHierarchy/subtypes`
    Subtypes(TypeHierarchySubtypesParams, Reply<Option<Vec<TypeHierarchyItem>>>),
    /// `textDocument/prepareRename`
    Renamable(TextDocumentPositionParams, Reply<Result<Option<PrepareRenameResult>>>),
    /// `textDocument/rename`
    Rename(RenameParams, Reply<Result<Option<WorkspaceEdit>>>),
    /// `completionItem/resolve`
    CompletionCard(Box<CompletionItem>, Reply<CompletionItem>),
    /// `workspaceSymbol/resolve`
    SymbolPlace(Box<WorkspaceSymbol>, Reply<WorkspaceSymbol>),
    /// `textDocument/documentHighlight`
    Highlight(DocumentHighlightParams, Reply<Option<Vec<DocumentHighlight>>>),
    /// `textDocument/documentSymbol`
    Symbols(DocumentSymbolParams, Reply<Option<DocumentSymbolResponse>>),
    /// `workspace/symbol`
    WorkspaceSymbols(WorkspaceSymbolParams, Reply<Option<WorkspaceSymbolResponse>>),
    /// `textDocument/prepareCallHierarchy`
    Party(CallHierarchyPrepareParams, Reply<Option<Vec<CallHierarchyItem>>>),
    /// `callHierarchy/incomingCalls`
    SpeakersAbout(CallHierarchyIncomingCallsParams, Reply<Option<Vec<CallHierarchyIncomingCall>>>),
    /// `callHierarchy/outgoingCalls`
    SpokenAbout(CallHierarchyOutgoingCallsParams, Reply<Option<Vec<CallHierarchyOutgoingCall>>>),
    /// `textDocument/semanticTokens/full`
    Colours(SemanticTokensParams, Reply<Option<SemanticTokens>>),
    /// `textDocument/semanticTokens/full/delta`
    ColoursSince(SemanticTokensDeltaParams, Reply<Option<SemanticTokensDeltaResponse>>),
    /// `textDocument/semanticTokens/range`
    ColoursIn(SemanticTokensRangeParams, Reply<Option<SemanticTokens>>),
    /// `textDocument/foldingRange`
    Folds(FoldingRangeParams, Reply<Option<Vec<FoldingRange>>>),
    /// `textDocument/selectionRange`
    Selections(SelectionRangeParams, Reply<Option<Vec<SelectionRange>>>),
    /// `textDocument/codeAction`
    Actions(CodeActionParams, Reply<Option<Vec<CodeActionResponse>>>),
    /// `textDocument/documentLink`
    Links(DocumentLinkParams, Reply<Option<Vec<DocumentLink>>>),
    /// `workspace/executeCommand`
    Execute(ExecuteCommandParams, Reply<Result<()>>),
    /// `textDocument/codeLens`
    Lenses(CodeLensParams, Reply<Option<Vec<CodeLens>>>),
    /// `codeLens/resolve`
    LensSaid(Box<CodeLens>, Reply<CodeLens>),
    /// `workspace/willRenameFiles`
    Moved(RenameFilesParams, Reply<Option<WorkspaceEdit>>),
    /// `textDocument/inlayHint`
    Hints(InlayHintParams, Reply<Option<Vec<InlayHint>>>),
    /// `textDocument/diagnostic`
    Findings(DocumentDiagnosticParams, Reply<DocumentDiagnosticReport>),
    /// `workspace/diagnostic`
    WorkspaceFindings(WorkspaceDiagnosticParams, Reply<WorkspaceDiagnosticReport>),
    /// `dateline/status`
    Status(StatusParams, Reply<Status>),
    /// `dateline/test/wait`, in tests only
    Wait(WaitParams, Reply<()>),
}

impl Question {
    /// The protocol's name for it.
    pub fn method(&self) -> &'static str {
        match self {
            Question::Hover(..) => "textDocument/hover",
            Question::Completion(..) => "textDocument/completion",
            Question::Definition(..) => "textDocument/definition",
            Question::Declaration(..) => "textDocument/declaration",
            Question::References(..) => "textDocument/references",
            Question::TypeDefinition(..) => "textDocument/typeDefinition",
            Question::Implementation(..) => "textDocument/implementation",
            Question::Node(..) => "textDocument/prepareTypeHierarchy",
            Question::Supertypes(..) => "typeHierarchy/supertypes",
            Question::Subtypes(..) => "typeHierarchy/subtypes",
            Question::Renamable(..) => "textDocument/prepareRename",
            Question::Rename(..) => "textDocument/rename",
            Question::CompletionCard(..) => "completionItem/resolve",
            Question::SymbolPlace(..) => "workspaceSymbol/resolve",
            Question::Highlight(..) => "textDocument/documentHighlight",
            Question::Symbols(..) => "textDocument/documentSymbol",
            Question::WorkspaceSymbols(..) => "workspace/symbol",
            Question::Party(..) => "textDocument/prepareCallHierarchy",
            Question::SpeakersAbout(..) => "callHierarchy/incomingCalls",
            Question::SpokenAbout(..) => "callHierarchy/outgoingCalls",
            Question::Colours(..) => "textDocument/semanticTokens/full",
            Question::ColoursSince(..) => "textDocument/semanticTokens/full/delta",
            Question::ColoursIn(..) => "textDocument/semanticTokens/range",
            Question::Folds(..) => "textDocument/foldingRange",
            Question::Selections(..) => "textDocument/selectionRange",
            Question::Actions(..) => "textDocument/codeAction",
            Question::Links(..) => "textDocument/documentLink",
            Question::Execute(..) => "workspace/executeCommand",
            Question::Lenses(..) => "textDocument/codeLens",
            Question::LensSaid(..) => "codeLens/resolve",
            Question::Moved(..) => "workspace/willRenameFiles",
            Question::Hints(..) => "textDocument/inlayHint",
            Question::Findings(..) => "textDocument/diagnostic",
            Question::WorkspaceFindings(..) => "workspace/diagnostic",
            Question::Status(..) => "dateline/status",
            Question::Wait(..) => "dateline/test/wait",
        }
    }
}

/// Where an answer goes. Dropped unanswered, the client hears that its question was cancelled.
#[derive(Debug)]
pub struct Reply<T>(oneshot::Sender<Result<T>>);

impl<T> Reply<T> {
    /// A reply, and what waits for it.
    pub fn new() -> (Reply<T>, oneshot::Receiver<Result<T>>) {
        let (sender, receiver) = oneshot::channel();
        (Reply(sender), receiver)
    }

    /// Whether the client still waits. It no longer does after `$/cancelRequest`.
    pub fn is_wanted(&self) -> bool {
        !self.0.is_closed()
    }

    /// Answers.
    pub fn give(self, answer: T) {
        // Nobody waits any more: nothing to do.
        let _ = self.0.send(Ok(answer));
    }

    /// Works out the answer and gives it. A panic costs this answer and nothing else.
    pub fn work(self, work: impl FnOnce(&Self) -> T) {
        if !self.is_wanted() {
            return;
        }
        let answer = catch_unwind(AssertUnwindSafe(|| work(&self)));
        let _ = self.0.send(answer.map_err(|_| Error::internal_error()));
    }
}
