//! What the client can do, and what is answered to it.

use ide::Stop;
use text::PositionEncoding;

use super::colours;
use super::proto::{
    CallHierarchyProvider, ChangeNotifications, ClientCapabilities, CodeActionKind, CodeActionOptions,
    CodeActionProvider, CodeLensOptions, CompletionOptions, DeclarationProvider, DefinitionProvider, DiagnosticOptions,
    DiagnosticProvider, DocumentHighlightProvider, DocumentLinkOptions, DocumentSymbolProvider, ExecuteCommandOptions,
    FileOperationFilter, FileOperationOptions, FileOperationPattern, FileOperationRegistrationOptions,
    FoldingRangeProvider, HoverProvider, ImplementationProvider, InlayHintProvider, LspAny, PositionEncodingKind,
    ReferencesProvider, RenameOptions, RenameProvider, Save, SaveOptions, SelectionRangeProvider,
    SemanticTokensProvider, ServerCapabilities, TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions,
    TypeDefinitionProvider, TypeHierarchyProvider, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
    WorkspaceSymbolOptions, WorkspaceSymbolProvider,
};

/// The server's command that shows a place. Its argument: what `window/showDocument` takes.
pub const SHOW: &str = "dateline.showDocument";
/// The server's command that takes back the mark that was made last. It takes no argument.
pub const UNDO: &str = "dateline.undoLastMark";
/// The server's command that shows all versions of a statement on a page.
pub const COMPARE: &str = "dateline.compareVersions";
/// The server's commands that lead somewhere, and whither. Their argument: a document and a position in it, as
/// `textDocument/hover` takes them.
pub const WAYS: [(&str, Way); 5] = [
    ("dateline.nextMark", Way::Beside(Stop::Mark, true)),
    ("dateline.previousMark", Way::Beside(Stop::Mark, false)),
    ("dateline.nextFinding", Way::Beside(Stop::Finding, true)),
    ("dateline.previousFinding", Way::Beside(Stop::Finding, false)),
    (COMPARE, Way::Versions),
];

/// Where a command leads from a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// To the next of these, or to the one before.
    Beside(Stop, bool),
    /// To a page with all versions of the statement there.
    Versions,
}

/// The kind of the action that makes all safe fixes of a file.
pub const FIX_ALL: &str = "source.fixAll.dateline";
/// The client's command that puts its argument, a text, where the next paste takes it from. A client that has it says so:
/// `experimental.commands.commands` holds its name.
pub const COPY: &str = "dateline.copy";

/// What the client can do, as far as it matters here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Profile {
    /// What columns count.
    pub encoding: PositionEncoding,
    /// Cards may be Markdown.
    pub markdown: bool,
    /// Symbols may be nested.
    pub nested_symbols: bool,
    /// A definition may say which words lead to it.
    pub definition_links: bool,
    /// A declaration may say which words lead to it.
    pub declaration_links: bool,
    /// A type definition may say which words lead to it.
    pub type_definition_links: bool,
    /// An implementation may say which words lead to it.
    pub implementation_links: bool,
    /// It asks what holds what.
    pub hierarchies: bool,
    /// It asks whether something can be renamed, before it asks for a new name.
    pub prepares_rename: bool,
    /// What is offered may say more behind its label.
    pub label_details: bool,
    /// It asks for the documentation of what is offered when it is looked at.
    pub resolves_offers: bool,
    /// It asks for the place of a symbol when it is picked.
    pub resolves_symbols: bool,
    /// Findings may name related places.
    pub related: bool,
    /// Findings may carry a link to their rule.
    pub code_links: bool,
    /// Findings may carry data for actions.
    pub data: bool,
    /// It asks for findings, and can be told to ask again.
    pub pull: bool,
    /// It shows progress that the server begins.
    pub progress: bool,
    /// It can be asked for its settings.
    pub settings: bool,
    /// It can be told that settings are of interest.
    pub watch_settings: bool,
    /// It watches files for the server.
    pub watch_files: bool,
    /// It watches the files of one folder.
    pub watch_below: bool,
    /// An edit may say which version of a document it is of.
    pub versioned_edits: bool,
    /// An edit may create files.
    pub creates_files: bool,
    /// An edit may rename files.
    pub renames_files: bool,
    /// It asks before it renames files.
    pub asks_renames: bool,
    /// It tells when it has renamed files.
    pub tells_renames: bool,
    /// It shows lenses.
    pub lenses: bool,
    /// An edit may say what it is for.
    pub annotates: bool,
    /// It takes actions, and not commands alone.
    pub literal_actions: bool,
    /// Actions may say that they are what most would want.
    pub preferred_actions: bool,
    /// It can be asked to make an edit.
    pub applies_edits: bool,
    /// It can be asked to show a place.
    pub shows_documents: bool,
    /// It runs this project's own command [`COPY`], as rust-analyzer's clients run that server's commands.
    pub copies: bool,
    /// It can be told to ask for hints again.
    pub refreshes_hints: bool,
    /// It colours what the server tells it to.
    pub colours: bool,
    /// It can be told to ask for colours again.
    pub refreshes_colours: bool,
    /// It takes so many folds at most.
    pub fold_limit: Option<usize>,
}

impl Profile {
    /// Reads the client's capabilities.
    pub fn new(capabilities: &ClientCapabilities) -> Profile {
        // The specification names capabilities by their paths, and so is it read.
        let json = serde_json::to_value(capabilities).unwrap_or_default();
        let flag = |path: &str| json.pointer(path).and_then(LspAny::as_bool).unwrap_or(false);
        let list = |path: &str| -> Vec<String> {
            let items = json.pointer(path).and_then(LspAny::as_array).into_iter().flatten();
            items.filter_map(LspAny::as_str).map(str::to_owned).collect()
        };
        let has = |path: &str| json.pointer(path).is_some_and(|value| !value.is_null());
        let limit = json.pointer("/textDocument/foldingRange/rangeLimit").and_then(LspAny::as_u64);
        Profile {
            encoding: choose_encoding(&list("/general/positionEncodings")),
            markdown: list("/textDocument/hover/contentFormat").first().is_some_and(|first| first == "markdown"),
            nested_symbols: flag("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            definition_links: flag("/textDocument/definition/linkSupport"),
            declaration_links: flag("/textDocument/declaration/linkSupport"),
            type_definition_links: flag("/textDocument/typeDefinition/linkSupport"),
            implementation_links: flag("/textDocument/implementation/linkSupport"),
            hierarchies: has("/textDocument/typeHierarchy"),
            prepares_rename: flag("/textDocument/rename/prepareSupport"),
            label_details: flag("/textDocument/completion/completionItem/labelDetailsSupport"),
            resolves_offers: list("/textDocument/completion/completionItem/resolveSupport/properties")
                .iter()
                .any(|property| property == "documentation"),
            resolves_symbols: list("/workspace/symbol/resolveSupport/properties")
                .iter()
                .any(|property| property == "location.range"),
            related: flag("/textDocument/publishDiagnostics/relatedInformation")
                || flag("/textDocument/diagnostic/relatedInformation"),
            code_links: flag("/textDocument/publishDiagnostics/codeDescriptionSupport")
                || flag("/textDocument/diagnostic/codeDescriptionSupport"),
            data: flag("/textDocument/publishDiagnostics/dataSupport") || flag("/textDocument/diagnostic/dataSupport"),
            // A client that cannot be told to ask again would show what was true before other files were read. It is
            // told of findings instead.
            pull: has("/textDocument/diagnostic") && flag("/workspace/diagnostics/refreshSupport"),
            progress: flag("/window/workDoneProgress"),
            settings: flag("/workspace/configuration"),
            watch_settings: flag("/workspace/didChangeConfiguration/dynamicRegistration"),
            watch_files: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            watch_below: flag("/workspace/didChangeWatchedFiles/relativePatternSupport"),
            versioned_edits: flag("/workspace/workspaceEdit/documentChanges")
                // Files are created in that form of edit alone.
                || has("/workspace/workspaceEdit/resourceOperations"),
            creates_files: list("/workspace/workspaceEdit/resourceOperations").iter().any(|kind| kind == "create"),
            renames_files: list("/workspace/workspaceEdit/resourceOperations").iter().any(|kind| kind == "rename"),
            asks_renames: flag("/workspace/fileOperations/willRename"),
            tells_renames: flag("/workspace/fileOperations/didRename"),
            lenses: has("/textDocument/codeLens"),
            annotates: has("/workspace/workspaceEdit/changeAnnotationSupport"),
            literal_actions: has("/textDocument/codeAction/codeActionLiteralSupport"),
            preferred_actions: flag("/textDocument/codeAction/isPreferredSupport"),
            applies_edits: flag("/workspace/applyEdit"),
            shows_documents: flag("/window/showDocument/support"),
            copies: list("/experimental/commands/commands").iter().any(|name| name == COPY),
            refreshes_hints: flag("/workspace/inlayHint/refreshSupport"),
            colours: has("/textDocument/semanticTokens"),
            refreshes_colours: flag("/workspace/semanticTokens/refreshSupport"),
            fold_limit: limit.and_then(|limit| usize::try_from(limit).ok()),
        }
    }

    /// The server's commands that are of use to this client.
    fn commands(&self) -> Vec<String> {
        let shown = [SHOW].into_iter().chain(WAYS.map(|(command, _)| command)).filter(|_| self.shows_documents);
        let edited = [UNDO].into_iter().filter(|_| self.applies_edits);
        shown.chain(edited).map(str::to_owned).collect()
    }

    /// Sidecars go with their articles when files are renamed: by the answer to a client that asks before, by an edit
    /// asked of one that only tells afterwards.
    fn file_operations(&self) -> Option<FileOperationOptions> {
        let every = || Some(FileOperationRegistrationOptions { filters: vec![everything()] });
        let will_rename = every().filter(|_| self.asks_renames);
        let did_rename = every().filter(|_| !self.asks_renames && self.tells_renames && self.applies_edits);
        let is_used = self.renames_files && (will_rename.is_some() || did_rename.is_some());
        is_used.then(|| FileOperationOptions { will_rename, did_rename, ..FileOperationOptions::default() })
    }

    /// What the server offers this client.
    pub fn answer(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
                PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
                PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(Save::SaveOptions(SaveOptions { include_text: Some(false) })),
                ..TextDocumentSyncOptions::default()
            })),
            hover_provider: Some(HoverProvider::Bool(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(["\"", "“", "«", "„", " "].map(str::to_owned).to_vec()),
                resolve_provider: self.resolves_offers.then_some(true),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(DefinitionProvider::Bool(true)),
            declaration_provider: Some(DeclarationProvider::Bool(true)),
            type_definition_provider: Some(TypeDefinitionProvider::Bool(true)),
            implementation_provider: Some(ImplementationProvider::Bool(true)),
            type_hierarchy_provider: self.hierarchies.then_some(TypeHierarchyProvider::Bool(true)),
            // A server may name options only to a client that knows of them.
            rename_provider: Some(match self.prepares_rename {
                true => RenameProvider::RenameOptions(RenameOptions {
                    prepare_provider: Some(true),
                    ..RenameOptions::default()
                }),
                false => RenameProvider::Bool(true),
            }),
            references_provider: Some(ReferencesProvider::Bool(true)),
            document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
            call_hierarchy_provider: Some(CallHierarchyProvider::Bool(true)),
            semantic_tokens_provider: self
                .colours
                .then(|| SemanticTokensProvider::SemanticTokensOptions(colours::options())),
            document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
            workspace_symbol_provider: Some(match self.resolves_symbols {
                true => WorkspaceSymbolProvider::WorkspaceSymbolOptions(WorkspaceSymbolOptions {
                    resolve_provider: Some(true),
                    ..WorkspaceSymbolOptions::default()
                }),
                false => WorkspaceSymbolProvider::Bool(true),
            }),
            inlay_hint_provider: Some(InlayHintProvider::Bool(true)),
            document_link_provider: Some(DocumentLinkOptions::default()),
            execute_command_provider: Some(self.commands())
                .filter(|commands| !commands.is_empty())
                .map(|commands| ExecuteCommandOptions { commands, ..ExecuteCommandOptions::default() }),
            folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
            selection_range_provider: Some(SelectionRangeProvider::Bool(true)),
            code_lens_provider: self
                .lenses
                .then(|| CodeLensOptions { resolve_provider: Some(true), ..CodeLensOptions::default() }),
            code_action_provider: self.literal_actions.then(|| {
                CodeActionProvider::CodeActionOptions(CodeActionOptions {
                    code_action_kinds: Some(vec![
                        CodeActionKind::QuickFix,
                        CodeActionKind::Refactor,
                        FIX_ALL.to_owned().into(),
                    ]),
                    ..CodeActionOptions::default()
                })
            }),
            diagnostic_provider: self.pull.then(|| {
                DiagnosticProvider::DiagnosticOptions(DiagnosticOptions {
                    identifier: Some("dateline".to_owned()),
                    inter_file_dependencies: true,
                    workspace_diagnostics: true,
                    ..DiagnosticOptions::default()
                })
            }),
            workspace: Some(WorkspaceOptions {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(ChangeNotifications::Bool(true)),
                }),
                file_operations: self.file_operations(),
                ..WorkspaceOptions::default()
            }),
            ..ServerCapabilities::default()
        }
    }
}

/// Files and folders of any name.
fn everything() -> FileOperationFilter {
    let pattern = FileOperationPattern { glob: "**/*".to_owned(), matches: None, options: None };
    FileOperationFilter { scheme: Some("file".to_owned()), pattern }
}

/// UTF-8 is what texts are kept in; UTF-16 is what every client understands.
fn choose_encoding(offered: &[String]) -> PositionEncoding {
    let wanted = [PositionEncoding::Utf8, PositionEncoding::Utf32];
    let is_offered = |encoding: &PositionEncoding| offered.iter().any(|name| name == encoding.name());
    wanted.into_iter().find(is_offered).unwrap_or(PositionEncoding::Utf16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_encoding_that_is_offered_is_taken() {
        let choose = |names: &[&str]| choose_encoding(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(choose(&["utf-16", "utf-8"]), PositionEncoding::Utf8);
        assert_eq!(choose(&["utf-16", "utf-32"]), PositionEncoding::Utf32);
        assert_eq!(choose(&["utf-16"]), PositionEncoding::Utf16);
        assert_eq!(choose(&["utf-7"]), PositionEncoding::Utf16);
        assert_eq!(choose(&[]), PositionEncoding::Utf16);
    }
}
