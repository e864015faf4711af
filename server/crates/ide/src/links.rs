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

/// An address of the web that stands in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebLink {
    /// What is written. Bytes of the document it stands in.
    pub span: Span,
    /// Where it leads: with the scheme that the text may leave out.
    pub address: String,
}

/// What addresses begin with, and what has to stand before it.
const SCHEMES: [(&str, &str); 3] = [("https://", ""), ("http://", ""), ("www.", "https://")];

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

    /// The addresses of the web in a document, in text order.
    pub fn web_links(&self, path: &str) -> Vec<WebLink> {
        self.documents.get(path).map(|document| web_links(&document.text)).unwrap_or_default()
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

fn web_links(text: &str) -> Vec<WebLink> {
    let mut links: Vec<WebLink> = Vec::new();
    for (start, _) in text.match_indices([':', '.']) {
        // The mark is part of what an address begins with; that is looked at whole.
        let found = SCHEMES.iter().find_map(|(begin, before)| {
            let at = start.checked_sub(begin.find([':', '.'])?)?;
            let head = text.get(at..at + begin.len())?;
            (head.eq_ignore_ascii_case(begin) && may_begin(text, at)).then_some((at, *begin, *before))
        });
        let Some((at, begin, before)) = found else { continue };
        let words = address(&text[at..]);
        let is_new = links.last().is_none_or(|last| last.span.end as usize <= at);
        // A host has a dot and something behind it.
        let host = words[begin.len().min(words.len())..].split('/').next().unwrap_or_default();
        if is_new && (host.contains('.') || host.starts_with("localhost")) {
            links.push(WebLink { span: Span::from(at..at + words.len()), address: format!("{before}{words}") });
        }
    }
    links
}

/// The address that a text begins with: up to white space or a quotation mark, without the marks of the sentence around it.
fn address(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '`' | '|');
    let mut words = &text[..text.find(ends).unwrap_or(text.len())];
    while let Some(last) = words.chars().next_back() {
        let is_open = |open: char, close: char| words.matches(open).count() < words.matches(close).count();
        let drops = match last {
            ')' => is_open('(', ')'),
            ']' => is_open('[', ']'),
            _ => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' | '…' | '—'),
        };
        if !drops {
            break;
        }
        words = &words[..words.len() - last.len_utf8()];
    }
    words
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
    fn addresses_of_the_web() {
        let check = |text: &str, expected: &[&str]| {
            let found = web_links(text);
            assert_eq!(found.iter().map(|link| &*link.address).collect::<Vec<_>>(), expected, "{text}");
        };
        check("See https://merrow.example/a?b=c#d, he said.", &["https://merrow.example/a?b=c#d"]);
        check("(www.merrow.example/harbour_(old))", &["https://www.merrow.example/harbour_(old)"]);
        check("[it](http://merrow.example/x).", &["http://merrow.example/x"]);
        check("“https://merrow.example/”", &["https://merrow.example/"]);
        check("HTTPS://MERROW.EXAMPLE", &["HTTPS://MERROW.EXAMPLE"]);
        check("xwww.merrow.example, http:// and https://nothing", &[]);
        check("https://a.example/www.b.example", &["https://a.example/www.b.example"]);
        assert_eq!(web_links("Ж https://ж.example/й!")[0].span.of("Ж https://ж.example/й!"), "https://ж.example/й");
    }

    #[test]
    fn names() {
        assert_eq!(joined("briefings", "../a.txt").as_deref(), Some("a.txt"));
        assert_eq!(joined("briefings", "a.txt").as_deref(), Some("briefings/a.txt"));
        assert_eq!(joined("", "./in/a.txt").as_deref(), Some("in/a.txt"));
        assert_eq!(joined("", "../a.txt"), None);
        assert_eq!(joined("x", "/a.txt"), None);
    }
}
