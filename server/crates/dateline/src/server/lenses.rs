//! Lenses in the client's words: places first, what they say when they are looked at.

use ide::Path;
use serde_json::json;
use text::Span;

use super::proto::{CodeLens, Command};
use super::view::View;

/// The places of a document's lenses.
pub fn lenses(view: &View, path: &str, uri: &str) -> Option<Vec<CodeLens>> {
    let lines = view.lines(path)?;
    let lens = |span: Span| CodeLens {
        range: view.range_in(&lines, span),
        command: None,
        data: Some(json!({ "uri": uri, "at": span.start })),
    };
    Some(view.snapshot.lenses(path).into_iter().map(lens).collect())
}

/// The document of a lens.
pub fn subject(lens: &CodeLens) -> Option<String> {
    Some(lens.data.as_ref()?.get("uri")?.as_str()?.to_owned())
}

/// A lens with what it says. It does nothing when it is chosen.
pub fn said(view: &View, path: &Path, lens: CodeLens) -> CodeLens {
    let at = lens.data.as_ref().and_then(|data| u32::try_from(data.get("at")?.as_u64()?).ok());
    let title = at.and_then(|at| view.snapshot.lens(path, at)).unwrap_or_default();
    let command = Command { title, tooltip: None, command: String::new(), arguments: None };
    CodeLens { command: Some(command), ..lens }
}
