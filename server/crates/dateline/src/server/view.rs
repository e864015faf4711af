//! What a question is answered from: a folder at one moment, and how this client names files and places.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use ide::{Document, Path, Snapshot};
use text::{LineIndex, Span};

use super::profile::Profile;
use super::proto;
use crate::uri;

/// A folder at one moment, as one client sees it. A clone is cheap.
#[derive(Clone)]
pub struct View {
    /// What is known of the folder.
    pub snapshot: Snapshot,
    /// Where its files are.
    pub place: Arc<Place>,
    /// Who asks.
    pub client: Arc<Profile>,
}

/// Where the files of a folder are.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The folder.
    pub root: PathBuf,
    /// Documents that the client has open, with the addresses it gave them.
    pub open: HashMap<Path, String>,
}

impl Place {
    /// The address of a file, or with an empty name of the folder.
    pub fn uri(&self, path: &str) -> String {
        match self.open.get(path) {
            Some(uri) => uri.clone(),
            None if path.is_empty() => uri::from_path(&self.root),
            None => uri::from_path(&self.root.join(path)),
        }
    }
}

impl View {
    /// The document called `path`.
    pub fn document(&self, path: &str) -> Option<Arc<Document>> {
        self.snapshot.document(path)
    }

    /// The byte of a document that the client means by a position.
    pub fn offset(&self, document: &Document, position: proto::Position) -> u32 {
        self.offset_in(&document.lines, position)
    }

    /// The same in a text of these lines.
    pub fn offset_in(&self, lines: &LineIndex, position: proto::Position) -> u32 {
        lines.offset(self.client.encoding, text::Position::new(position.line, position.character))
    }

    /// What the client calls these bytes of a document.
    pub fn range(&self, document: &Document, span: Span) -> proto::Range {
        self.range_in(&document.lines, span)
    }

    /// The same in a text of these lines.
    pub fn range_in(&self, lines: &LineIndex, span: Span) -> proto::Range {
        let position = |offset| {
            let position = lines.position(self.client.encoding, offset);
            proto::Position { line: position.line, character: position.column }
        };
        proto::Range { start: position(span.start), end: position(span.end) }
    }

    /// Where the lines of a document, a sidecar or a file of the registry are.
    pub fn lines(&self, path: &str) -> Option<LineIndex> {
        self.document(path).map(|document| document.lines.clone()).or_else(|| {
            if let Some(lines) = self.snapshot.registry().lines(path) {
                return Some(lines.clone());
            }
            let annotations = self.snapshot.annotations(marks::article_path(path)?)?;
            Some(annotations.lines.clone())
        })
    }

    /// The text of a document, a sidecar or a file of the registry.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.document(path).map(|document| document.text.clone()).or_else(|| {
            if let Some(text) = self.snapshot.registry().text(path) {
                return Some(text.clone());
            }
            let annotations = self.snapshot.annotations(marks::article_path(path)?)?;
            Some(annotations.text.clone())
        })
    }

    /// A stretch of any document or sidecar of the folder.
    pub fn location(&self, path: &str, span: Span) -> Option<proto::Location> {
        Some(proto::Location { uri: proto::Uri(self.place.uri(path)), range: self.range_in(&self.lines(path)?, span) })
    }
}
