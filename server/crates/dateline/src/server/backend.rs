//! Handlers of the protocol. They hold no state: the first thing each one does, before it waits for anything, is to put
//! an event into the queue. The order of first polls is the order of arrival, and so is the order of the queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use tower_lsp::LanguageServer;

use super::event::{Event, Question, Reply};
use super::profile::Profile;
use super::proto::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeActionParams, CodeActionResponse, CodeLens,
    CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, DeclarationParams, DeclarationResponse,
    DefinitionParams, DefinitionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReport,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams,
    DocumentSymbolResponse, Error, ExecuteCommandParams, FoldingRange, FoldingRangeParams, Hover, HoverParams,
    ImplementationParams, ImplementationResponse, InitializeParams, InitializeResult, InitializedParams, InlayHint,
    InlayHintParams, Location, LspAny, PrepareRenameResult, ProgressToken, ReferenceParams, RenameFilesParams,
    RenameParams, Result, SelectionRange, SelectionRangeParams, SemanticTokens, SemanticTokensDeltaParams,
    SemanticTokensDeltaResponse, SemanticTokensParams, SemanticTokensRangeParams, ServerInfo, SetTraceParams,
    TextDocumentPositionParams, TypeDefinitionParams, TypeDefinitionResponse, TypeHierarchyItem,
    TypeHierarchyPrepareParams, TypeHierarchySubtypesParams, TypeHierarchySupertypesParams,
    WorkDoneProgressCancelParams, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceEdit, WorkspaceSymbol,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use super::status::{Status, StatusParams, WaitParams};
use crate::uri;

/// The protocol's side of the queue.
#[derive(Debug)]
pub struct Backend {
    events: Sender<Event>,
    said_goodbye: Arc<AtomicBool>,
}

impl Backend {
    /// Handlers that fill `events`; `said_goodbye` becomes true with `shutdown`.
    pub fn new(events: Sender<Event>, said_goodbye: Arc<AtomicBool>) -> Backend {
        Backend { events, said_goodbye }
    }

    fn tell(&self, event: Event) {
        // The owner is gone only when the program ends.
        let _ = self.events.send(event);
    }

    /// Puts a question into the queue at once; what is given back waits for the answer.
    fn ask<T>(&self, question: impl FnOnce(Reply<T>) -> Question) -> impl Future<Output = Result<T>> {
        let (reply, answer) = Reply::new();
        self.tell(Event::Ask(question(reply)));
        async { answer.await.unwrap_or_else(|_| Err(Error::request_cancelled())) }
    }

    /// `$/setTrace`
    pub async fn set_trace(&self, params: SetTraceParams) {
        self.tell(Event::Trace(params.value));
    }

    /// `window/workDoneProgress/cancel`
    pub async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        if let ProgressToken::String(token) = params.token {
            self.tell(Event::ProgressCancelled(token));
        }
    }

    /// `dateline/status`
    pub async fn status(&self, params: StatusParams) -> Result<Status> {
        self.ask(|reply| Question::Status(params, reply)).await
    }

    /// `dateline/test/wait`
    pub async fn wait(&self, params: WaitParams) -> Result<LspAny> {
        self.ask(|reply| Question::Wait(params, reply)).await.map(|()| LspAny::Null)
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let capabilities = Profile::new(&params.capabilities).answer();
        self.tell(Event::Initialize(Box::new(params)));
        let server_info =
            ServerInfo { name: "dateline".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        Ok(InitializeResult { capabilities, server_info: Some(server_info) })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.tell(Event::Shutdown);
        self.said_goodbye.store(true, Ordering::Release);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.tell(Event::Open { uri: document.uri.0, version: document.version, text: document.text });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.tell(Event::Change {
            uri: document.text_document_identifier.uri.0,
            version: document.version,
            changes: params.content_changes,
        });
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.tell(Event::Save(params.text_document.uri.0));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Event::Close(params.text_document.uri.0));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.tell(Event::SettingsChanged(params.settings));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Event::Folders { added: params.event.added, removed: params.event.removed });
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.tell(Event::Files(params.changes.iter().filter_map(|change| uri::to_path(&change.uri.0)).collect()));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        self.tell(Event::Renamed(params));
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.ask(|reply| Question::Hover(params, reply)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.ask(|reply| Question::Completion(params, reply)).await
    }

    async fn goto_definition(&self, params: DefinitionParams) -> Result<Option<DefinitionResponse>> {
        self.ask(|reply| Question::Definition(params, reply)).await
    }

    async fn goto_declaration(&self, params: DeclarationParams) -> Result<Option<DeclarationResponse>> {
        self.ask(|reply| Question::Declaration(params, reply)).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.ask(|reply| Question::References(params, reply)).await
    }

    async fn goto_type_definition(&self, params: TypeDefinitionParams) -> Result<Option<TypeDefinitionResponse>> {
        self.ask(|reply| Question::TypeDefinition(params, reply)).await
    }

    async fn goto_implementation(&self, params: ImplementationParams) -> Result<Option<ImplementationResponse>> {
        self.ask(|reply| Question::Implementation(params, reply)).await
    }

    async fn prepare_type_hierarchy(
        &self,
        params: TypeHierarchyPrepareParams,
    ) -> Result<Option<Vec<TypeHierarchyItem>>> {
        self.ask(|reply| Question::Node(params, reply)).await
    }

    async fn supertypes(&self, params: TypeHierarchySupertypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        self.ask(|reply| Question::Supertypes(params, reply)).await
    }

    async fn subtypes(&self, params: TypeHierarchySubtypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        self.ask(|reply| Question::Subtypes(params, reply)).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResult>> {
        self.ask(|reply| Question::Renamable(params, reply)).await?
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.ask(|reply| Question::Rename(params, reply)).await?
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        self.ask(|reply| Question::CompletionCard(Box::new(item), reply)).await
    }

    async fn symbol_resolve(&self, symbol: WorkspaceSymbol) -> Result<WorkspaceSymbol> {
        self.ask(|reply| Question::SymbolPlace(Box::new(symbol), reply)).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.ask(|reply| Question::Highlight(params, reply)).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.ask(|reply| Question::Symbols(params, reply)).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.ask(|reply| Question::WorkspaceSymbols(params, reply)).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.ask(|reply| Question::Party(params, reply)).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.ask(|reply| Question::SpeakersAbout(params, reply)).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.ask(|reply| Question::SpokenAbout(params, reply)).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokens>> {
        self.ask(|reply| Question::Colours(params, reply)).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensDeltaResponse>> {
        self.ask(|reply| Question::ColoursSince(params, reply)).await
    }

    async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokens>> {
        self.ask(|reply| Question::ColoursIn(params, reply)).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(|reply| Question::Folds(params, reply)).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask(|reply| Question::Selections(params, reply)).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<Vec<CodeActionResponse>>> {
        self.ask(|reply| Question::Actions(params, reply)).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(|reply| Question::Links(params, reply)).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LspAny>> {
        self.ask(|reply| Question::Execute(params, reply)).await?.map(|()| None)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.ask(|reply| Question::Lenses(params, reply)).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        self.ask(|reply| Question::LensSaid(Box::new(lens), reply)).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        self.ask(|reply| Question::Moved(params, reply)).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.ask(|reply| Question::Hints(params, reply)).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReport> {
        self.ask(|reply| Question::Findings(params, reply)).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReport> {
        self.ask(|reply| Question::WorkspaceFindings(params, reply)).await
    }
}
