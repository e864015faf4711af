//! The shape of a document: symbols, folds, selections.

use text::Span;

use crate::snapshot::{Path, Snapshot};

/// What a symbol is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SymbolKind {
    /// An article.
    Article,
    /// A heading inside one.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quote,
    /// A person.
    Person,
    /// A body.
    Organization,
    /// A place.
    Place,
    /// An event.
    Event,
}

/// A symbol of a document. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// More: an article's outlet and date, a person's role.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// Its name's place.
    pub focus: Span,
    /// What lies inside.
    pub children: Vec<Symbol>,
}

/// A symbol of the folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkspaceSymbol {
    /// Its name.
    pub name: String,
    /// Where it belongs: a role, an outlet and date, `12 mentions in 4 articles`.
    pub container: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The file.
    pub path: Path,
    /// Where in it, in bytes.
    pub span: Span,
}

/// What a fold holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoldKind {
    /// An article, a section.
    Region,
    /// Page furniture.
    Furniture,
}

/// A stretch that may be folded away. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fold {
    /// From first to last line.
    pub span: Span,
    /// What it holds.
    pub kind: FoldKind,
}

impl Snapshot {
    /// The outline of a document: articles with their headings, quotations and people.
    pub fn symbols(&self, path: &str) -> Vec<Symbol> {
        let _ = path;
        Vec::new()
    }

    /// Symbols of the folder that match `query`, best first, at most `limit`.
    pub fn workspace_symbols(&self, query: &str, limit: usize) -> Vec<WorkspaceSymbol> {
        let _ = (query, limit);
        Vec::new()
    }

    /// What may be folded.
    pub fn folds(&self, path: &str) -> Vec<Fold> {
        let _ = path;
        Vec::new()
    }

    /// Widening selections around `offset`, smallest first: word, mention, clause, quotation, sentence, paragraph,
    /// article, file.
    pub fn selections(&self, path: &str, offset: u32) -> Vec<Span> {
        let _ = (path, offset);
        Vec::new()
    }
}
