//! One function for each question: from the client's words to the analysis and back.

use ide::{FoldKind, HighlightKind, Markup, Symbol, SymbolKind, Target};
use text::{LineIndex, Span};

use super::actions;
use super::pages;
use super::profile::Way;
use super::proto::{
    BaseSymbolInformation, Contents, Declaration, DeclarationResponse, Definition, DefinitionResponse,
    DocumentHighlight, DocumentHighlightKind, DocumentLink, DocumentSymbol, DocumentSymbolResponse, FoldingRange,
    FoldingRangeKind, Hover, ImplementationResponse, InlayHint, Label, Location, LocationLink, LocationUriOnly,
    MarkupContent, MarkupKind, Position, Range, SelectionRange, ShowDocumentParams, SymbolInformation,
    SymbolKind as ProtoSymbolKind, Tooltip, TypeDefinitionResponse, Uri, WorkspaceSymbol, WorkspaceSymbolLocation,
};
use super::view::View;

/// At most so many symbols of a folder are given; nobody reads more.
const SYMBOL_LIMIT: usize = 256;

/// The card for the word at a position.
pub fn hover(view: &View, path: &str, position: Position) -> Option<Hover> {
    let lines = view.lines(path)?;
    let hover = view.snapshot.hover(path, view.offset_in(&lines, position))?;
    let contents = Contents::MarkupContent(markup(view, &hover.card));
    Some(Hover { contents, range: Some(view.range_in(&lines, hover.span)) })
}

/// The mention that introduces best what stands at a position.
pub fn definition(view: &View, path: &str, position: Position) -> Option<DefinitionResponse> {
    let targets = view.snapshot.definition(path, view.offset_in(&view.lines(path)?, position));
    not_empty(targets).map(|targets| match view.client.definition_links {
        true => DefinitionResponse::DefinitionLinkList(target_links(view, path, &targets)),
        false => DefinitionResponse::Definition(Definition::LocationList(locations(view, &targets))),
    })
}

/// The first mention in the same article.
pub fn declaration(view: &View, path: &str, position: Position) -> Option<DeclarationResponse> {
    let targets = view.snapshot.declaration(path, view.offset(&*view.document(path)?, position));
    not_empty(targets).map(|targets| match view.client.declaration_links {
        true => DeclarationResponse::DeclarationLinkList(target_links(view, path, &targets)),
        false => DeclarationResponse::Declaration(Declaration::LocationList(locations(view, &targets))),
    })
}

/// The registry's entry of what stands at a position.
pub fn type_definition(view: &View, path: &str, position: Position) -> Option<TypeDefinitionResponse> {
    let targets = view.snapshot.type_definition(path, view.offset(&*view.document(path)?, position));
    not_empty(targets).map(|targets| match view.client.type_definition_links {
        true => TypeDefinitionResponse::DefinitionLinkList(target_links(view, path, &targets)),
        false => TypeDefinitionResponse::Definition(Definition::LocationList(locations(view, &targets))),
    })
}

/// The articles that report an event, the holders of an office, the articles that introduce somebody.
pub fn implementation(view: &View, path: &str, position: Position) -> Option<ImplementationResponse> {
    let targets = view.snapshot.implementations(path, view.offset(&*view.document(path)?, position));
    not_empty(targets).map(|targets| match view.client.implementation_links {
        true => ImplementationResponse::DefinitionLinkList(target_links(view, path, &targets)),
        false => ImplementationResponse::Definition(Definition::LocationList(locations(view, &targets))),
    })
}

/// All mentions in the folder.
pub fn references(view: &View, path: &str, position: Position, definition: bool) -> Option<Vec<Location>> {
    let offset = view.offset_in(&view.lines(path)?, position);
    let targets = view.snapshot.references(path, offset, definition);
    not_empty(targets).map(|targets| locations(view, &targets))
}

/// All mentions in the document.
pub fn highlights(view: &View, path: &str, position: Position) -> Option<Vec<DocumentHighlight>> {
    let document = view.document(path)?;
    let highlights = view.snapshot.highlights(path, view.offset(&document, position));
    let highlight = |highlight: ide::Highlight| DocumentHighlight {
        range: view.range(&document, highlight.span),
        kind: Some(match highlight.kind {
            HighlightKind::Introduction => DocumentHighlightKind::Write,
            HighlightKind::Mention => DocumentHighlightKind::Read,
            HighlightKind::Description => DocumentHighlightKind::Text,
        }),
    };
    not_empty(highlights.into_iter().map(highlight).collect())
}

/// The outline of a document: nested where the client can show that, else a list.
pub fn symbols(view: &View, path: &str) -> Option<DocumentSymbolResponse> {
    let lines = view.lines(path)?;
    let symbols = view.snapshot.symbols(path);
    if view.client.nested_symbols {
        let nested = symbols.iter().map(|symbol| nested_symbol(view, &lines, symbol)).collect();
        return Some(DocumentSymbolResponse::DocumentSymbolList(nested));
    }
    let mut flat = Vec::new();
    flatten(view, path, &symbols, None, &mut flat);
    Some(DocumentSymbolResponse::SymbolInformationList(flat))
}

/// Symbols of a folder that match a query.
pub fn workspace_symbols(view: &View, query: &str) -> Vec<WorkspaceSymbol> {
    let symbol = |symbol: ide::WorkspaceSymbol| {
        // A client that asks again when a symbol is picked spares the others their lines and columns.
        let (location, data) = match view.client.resolves_symbols {
            true => {
                let uri = Uri(view.place.uri(&symbol.path));
                let data = serde_json::json!({ "start": symbol.span.start, "end": symbol.span.end });
                (WorkspaceSymbolLocation::LocationUriOnly(LocationUriOnly { uri }), Some(data))
            }
            false => (WorkspaceSymbolLocation::Location(view.location(&symbol.path, symbol.span)?), None),
        };
        Some(WorkspaceSymbol {
            location,
            data,
            base_symbol_information: BaseSymbolInformation {
                name: symbol.name,
                kind: symbol_kind(symbol.kind),
                tags: None,
                container_name: Some(symbol.container).filter(|container| !container.is_empty()),
            },
        })
    };
    view.snapshot.workspace_symbols(query, SYMBOL_LIMIT).into_iter().filter_map(symbol).collect()
}

/// A symbol with its place, which was left out before.
pub fn placed_symbol(view: &View, path: &str, mut symbol: WorkspaceSymbol) -> WorkspaceSymbol {
    let number = |key: &str| u32::try_from(symbol.data.as_ref()?.get(key)?.as_u64()?).ok();
    if let (Some(start), Some(end)) = (number("start"), number("end"))
        && start <= end
        && let Some(location) = view.location(path, Span::new(start, end))
    {
        symbol.location = WorkspaceSymbolLocation::Location(location);
    }
    symbol
}

/// What may be folded.
pub fn folds(view: &View, path: &str) -> Option<Vec<FoldingRange>> {
    let lines = view.lines(path)?;
    let fold = |fold: ide::Fold| {
        let range = view.range_in(&lines, fold.span);
        FoldingRange {
            start_line: range.start.line,
            start_character: Some(range.start.character),
            end_line: range.end.line,
            end_character: Some(range.end.character),
            kind: Some(match fold.kind {
                FoldKind::Region => FoldingRangeKind::Region,
                FoldKind::Furniture => FoldingRangeKind::Comment,
            }),
            collapsed_text: None,
        }
    };
    let folds = view.snapshot.folds(path).into_iter().map(fold).filter(|fold| fold.start_line < fold.end_line);
    Some(folds.take(view.client.fold_limit.unwrap_or(usize::MAX)).collect())
}

/// Widening selections around each position.
pub fn selections(view: &View, path: &str, positions: &[Position]) -> Option<Vec<SelectionRange>> {
    let document = view.document(path)?;
    let around = |position: &Position| {
        let spans = view.snapshot.selections(path, view.offset(&document, *position));
        // From the widest inwards, since each one holds the next.
        let widen = |outer: Option<SelectionRange>, span: Span| {
            Some(SelectionRange { range: view.range(&document, span), parent: outer.map(Box::new) })
        };
        let nowhere = SelectionRange { range: Range { start: *position, end: *position }, parent: None };
        spans.into_iter().rev().fold(None, widen).unwrap_or(nowhere)
    };
    Some(positions.iter().map(around).collect())
}

/// What is shown inside a stretch of a text.
pub fn hints(view: &View, path: &str, range: Range) -> Option<Vec<InlayHint>> {
    let document = view.document(path)?;
    let span = Span::new(view.offset(&document, range.start), view.offset(&document, range.end));
    let hint = |hint: ide::Hint| InlayHint {
        position: view.range(&document, Span::empty(hint.at)).start,
        label: Label::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: (!hint.why.is_empty()).then_some(Tooltip::String(hint.why)),
        padding_left: Some(true),
        padding_right: Some(false),
        data: None,
    };
    Some(view.snapshot.hints(path, span).into_iter().map(hint).collect())
}

/// Where a command leads from a position. A page is laid into the user's cache folder.
pub fn whither(view: &View, path: &str, position: Position, way: Way) -> Option<ShowDocumentParams> {
    let offset = view.offset(&*view.document(path)?, position);
    match way {
        Way::Beside(stop, forward) => {
            let span = view.snapshot.beside(path, offset, stop, forward)?;
            view.location(path, span).map(actions::show)
        }
        Way::Versions => {
            let (name, page) = view.snapshot.compared(path, offset)?;
            let uri = Uri(pages::lay_versions(&name, &page)?);
            Some(ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None })
        }
    }
}

/// The links to lines of files, and the addresses of the web, that stand in a document.
pub fn links(view: &View, path: &str) -> Option<Vec<DocumentLink>> {
    let document = view.document(path)?;
    let link = |link: ide::Link| DocumentLink {
        range: view.range(&document, link.span),
        target: Some(Uri(format!("{}#L{}", view.place.uri(&link.path), link.line))),
        tooltip: None,
        data: None,
    };
    let web_link = |link: ide::WebLink| DocumentLink {
        range: view.range(&document, link.span),
        target: Some(Uri(link.address)),
        tooltip: None,
        data: None,
    };
    let lines = view.snapshot.links(path).into_iter().map(link);
    let mut all: Vec<DocumentLink> = lines.chain(view.snapshot.web_links(path).into_iter().map(web_link)).collect();
    all.sort_by_key(|link| (link.range.start.line, link.range.start.character));
    Some(all)
}

pub fn markup(view: &View, card: &Markup) -> MarkupContent {
    let address = |place: &ide::markup::Place| format!("{}#L{}", view.place.uri(&place.path), place.line);
    match view.client.markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: card.markdown(address) },
        false => MarkupContent { kind: MarkupKind::PlainText, value: card.plain() },
    }
}

fn locations(view: &View, targets: &[Target]) -> Vec<Location> {
    targets.iter().filter_map(|target| view.location(&target.path, target.focus)).collect()
}

fn target_links(view: &View, path: &str, targets: &[Target]) -> Vec<LocationLink> {
    let here = view.lines(path);
    let link = |target: &Target| {
        let lines = view.lines(&target.path)?;
        Some(LocationLink {
            origin_selection_range: here.as_ref().map(|here| view.range_in(here, target.origin)),
            target_uri: Uri(view.place.uri(&target.path)),
            // The protocol wants the one inside the other.
            target_range: view.range_in(&lines, target.span.cover(target.focus)),
            target_selection_range: view.range_in(&lines, target.focus),
        })
    };
    targets.iter().filter_map(link).collect()
}

#[expect(deprecated, reason = "the type has a field that is no longer used")]
fn nested_symbol(view: &View, lines: &LineIndex, symbol: &Symbol) -> DocumentSymbol {
    let children = symbol.children.iter().map(|child| nested_symbol(view, lines, child)).collect();
    DocumentSymbol {
        name: symbol_name(symbol),
        detail: Some(symbol.detail.clone()).filter(|detail| !detail.is_empty()),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: view.range_in(lines, symbol.span.cover(symbol.focus)),
        selection_range: view.range_in(lines, symbol.focus),
        children: not_empty(children),
    }
}

#[expect(deprecated, reason = "the type has a field that is no longer used")]
fn flatten(view: &View, path: &str, symbols: &[Symbol], container: Option<&str>, flat: &mut Vec<SymbolInformation>) {
    for symbol in symbols {
        if let Some(location) = view.location(path, symbol.span) {
            // A list has no second column for the words.
            let name = match symbol.kind {
                SymbolKind::Quote => format!("{}: {}", symbol_name(symbol), symbol.detail),
                _ => symbol_name(symbol),
            };
            let base_symbol_information = BaseSymbolInformation {
                name,
                kind: symbol_kind(symbol.kind),
                tags: None,
                container_name: container.map(str::to_owned),
            };
            flat.push(SymbolInformation { deprecated: None, location, base_symbol_information });
        }
        flatten(view, path, &symbol.children, Some(&symbol.name), flat);
    }
}

/// Clients refuse a symbol without a name.
fn symbol_name(symbol: &Symbol) -> String {
    match symbol.name.trim() {
        "" => "…".to_owned(),
        name => name.to_owned(),
    }
}

/// What comes nearest, of what programming languages have.
pub fn symbol_kind(kind: SymbolKind) -> ProtoSymbolKind {
    match kind {
        SymbolKind::Article => ProtoSymbolKind::File,
        SymbolKind::Heading => ProtoSymbolKind::Module,
        SymbolKind::Paragraph => ProtoSymbolKind::Field,
        SymbolKind::Quote => ProtoSymbolKind::String,
        SymbolKind::Person => ProtoSymbolKind::Class,
        SymbolKind::Organization => ProtoSymbolKind::Namespace,
        SymbolKind::Place => ProtoSymbolKind::Struct,
        SymbolKind::Event => ProtoSymbolKind::Event,
        SymbolKind::Claim => ProtoSymbolKind::Constant,
    }
}

fn not_empty<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
