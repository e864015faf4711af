//! Links to lines of files: `003.txt:53`, as citations have them.

use nlp::Form;
use text::{PositionEncoding, Span};

use crate::navigation::Target;
use crate::snapshot::{Document, Path, Snapshot};

/// A link to a line of a document of the folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// What is written: name, colon, line. Bytes of the document it stands in.
    pub span: Span,
    /// The file.
    pub path: Path,
    /// The line, from 1. A line behind the last is the last.
    pub line: u32,
}

/// A name is looked for in so many bytes before its colon.
const LONGEST: usize = 240;

impl Snapshot {
    /// The links in a document, in text order. A link names a document of the folder: from the folder of the text it
    /// stands in, or from the root.
    pub fn links(&self, path: &str) -> Vec<Link> {
        let Some(document) = self.documents.get(path) else { return Vec::new() };
        (0..document.lines.line_count())
            .flat_map(|line| self.links_in(document, document.lines.line_span(line)))
            .collect()
    }

    /// Where the link at `offset` leads, if there is one.
    pub(crate) fn link_target(&self, path: &str, offset: u32) -> Option<Target> {
        let document = self.documents.get(path)?;
        let line = document.lines.position(PositionEncoding::Utf8, offset).line;
        let links = self.links_in(document, document.lines.line_span(line));
        let link = links.into_iter().find(|link| link.span.touches(offset))?;
        let span = words_of_line(self.documents.get(&link.path)?, link.line);
        Some(Target { origin: link.span, path: link.path, span, focus: span, form: Form::Nominal })
    }

    fn links_in(&self, document: &Document, line: Span) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let text = line.of(&document.text);
        for (colon, _) in text.match_indices(':') {
            let begin = links.last().map_or(0, |link| (link.span.end - line.start) as usize);
            links.extend(self.link_at(document, line.start, &text[begin..colon], &text[colon + 1..], colon));
        }
        links
    }

    /// A link whose colon is the byte `colon` of a line that begins at `start`.
    fn link_at(&self, document: &Document, start: u32, before: &str, behind: &str, colon: usize) -> Option<Link> {
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let line: u32 = behind[..digits].parse().ok()?;
        let far = before.len().saturating_sub(LONGEST);
        let starts = (far..before.len()).filter(|at| may_begin(before, *at));
        let (name, path) = starts.map(|at| &before[at..]).find_map(|name| Some((name, self.named(document, name)?)))?;
        let span = Span::new(start + (colon - name.len()) as u32, start + (colon + 1 + digits) as u32);
        Some(Link { span, path, line: line.max(1) })
    }

    /// The document that a text calls `name`.
    fn named(&self, from: &Document, name: &str) -> Option<Path> {
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let document = |name: String| self.documents.get_key_value(&*name).map(|(path, _)| path.clone());
        joined(folder, name).and_then(document).or_else(|| joined("", name).and_then(document))
    }
}

/// A name as it is said from `folder`, from the root; `None` if it leads out of it.
fn joined(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            "" => return None,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Names begin behind white space and marks.
fn may_begin(text: &str, at: usize) -> bool {
    let before = |c: char| !c.is_alphanumeric() && !matches!(c, '/' | '.' | '_');
    text.is_char_boundary(at) && text[..at].chars().next_back().is_none_or(before)
}

/// The words of a line, counted from 1, without white space around them.
fn words_of_line(document: &Document, line: u32) -> Span {
    let line = document.lines.line_span((line - 1).min(document.lines.line_count() - 1));
    let words = line.of(&document.text);
    let start = line.start + (words.len() - words.trim_start().len()) as u32;
    if words.trim().is_empty() { Span::empty(line.start) } else { Span::new(start, start + words.trim().len() as u32) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(joined("briefings", "../a.txt").as_deref(), Some("a.txt"));
        assert_eq!(joined("briefings", "a.txt").as_deref(), Some("briefings/a.txt"));
        assert_eq!(joined("", "./in/a.txt").as_deref(), Some("in/a.txt"));
        assert_eq!(joined("", "../a.txt"), None);
        assert_eq!(joined("x", "/a.txt"), None);
    }
}
