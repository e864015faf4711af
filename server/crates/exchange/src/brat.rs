//! brat's standoff form: `.ann` beside the text, places in code points.
//!
//! A mark is a text-bound annotation (`T`) of the mark's kind. Words over several lines are one fragment a line, for the
//! form knows no line ends. `note` is an annotator's note (`#`), a line each of its lines; other keys that are one word
//! are attributes (`A`), all others notes of their own name. Lines of other sorts are no marks.

use std::collections::HashMap;

use marks::{Anchor, CodePoints, Line, Sidecar, Which};
use text::{LineIndex, Span};

use crate::told::{Article, Complaint, Told};

/// The marks in force that stand on their words, as a file of brat's; and how many do not, and are not in it.
pub fn write(sidecar: &str, text: &str) -> (String, usize) {
    let (read, _) = Sidecar::parse(sidecar);
    let anchors = marks::anchor(&read, text, None);
    let index = LineIndex::new(text);
    let (mut out, mut left) = (Writer::default(), 0);
    for (number, mark) in read.marks_in_force() {
        match anchors.get(number).and_then(Anchor::sure_span) {
            Some(span) => out.mark(text, &index, span, &mark.kind, &line_of(sidecar, mark.entry.span)),
            None => left += 1,
        }
    }
    (out.out, left)
}

/// The line of a sidecar that an entry is written on.
pub(crate) fn line_of(sidecar: &str, span: Span) -> Line {
    let alone = format!("marks = [\n{}\n]\n", span.of(sidecar));
    let line = marks::lines(&alone).into_iter().next();
    line.unwrap_or(Line { list: Which::Marks, fields: Vec::new() })
}

#[derive(Default)]
struct Writer {
    out: String,
    marks: usize,
    attributes: usize,
    notes: usize,
}

/// Keys that brat has a place for, and those that only help to find the words.
const PLACED: [&str; 6] = ["id", "at", "quote", "before", "after", "kind"];

impl Writer {
    fn mark(&mut self, text: &str, index: &LineIndex, span: Span, kind: &str, line: &Line) {
        self.marks += 1;
        let fragments = fragments(text, span);
        let places: Vec<String> = fragments
            .iter()
            .map(|span| CodePoints::from_bytes(index, *span))
            .map(|at| format!("{} {}", at.start, at.end))
            .collect();
        let words: Vec<&str> = fragments.iter().map(|span| span.of(text)).collect();
        let kind: String = kind.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
        self.out += &format!("T{}\t{kind} {}\t{}\n", self.marks, places.join(";"), words.join(" "));
        for (key, value) in line.fields.iter().filter(|(key, _)| !PLACED.contains(&key.as_str())) {
            self.key(key, &marks::words(value).unwrap_or_else(|| value.clone()));
        }
    }

    fn key(&mut self, key: &str, value: &str) {
        let mark = self.marks;
        if key != "note" && !value.is_empty() && !value.contains(char::is_whitespace) {
            self.attributes += 1;
            self.out += &format!("A{}\t{key} T{mark} {value}\n", self.attributes);
            return;
        }
        let sort = if key == "note" { NOTE } else { key };
        for line in value.lines() {
            self.notes += 1;
            self.out += &format!("#{}\t{sort} T{mark}\t{}\n", self.notes, line.replace('\t', " "));
        }
    }
}

const NOTE: &str = "AnnotatorNotes";

/// The words of a span, a stretch a line.
fn fragments(text: &str, span: Span) -> Vec<Span> {
    let words = span.of(text);
    let mut all = Vec::new();
    let mut at = 0;
    for line in words.split_inclusive(['\n', '\r']) {
        let bare = line.trim_end_matches(['\n', '\r']);
        if !bare.trim().is_empty() {
            let start = span.start as usize + at;
            all.push(Span::from(start..start + bare.len()));
        }
        at += line.len();
    }
    if all.is_empty() { vec![span] } else { all }
}

/// What a file of brat's tells of the article it is named after, whose text is `text`.
pub fn read(file: &str, text: &str) -> Vec<Result<Told, Complaint>> {
    let index = LineIndex::new(text);
    let mut all: Vec<Result<Told, Complaint>> = Vec::new();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (number, line) in file.lines().enumerate().map(|(number, line)| (number + 1, line)) {
        let mut columns = line.splitn(3, '\t');
        let [name, what, rest] = [(); 3].map(|()| columns.next().unwrap_or_default());
        match name.chars().next() {
            Some('T') => {
                by_name.insert(name, all.len());
                all.push(mark(number, what, rest, text, &index));
            }
            Some('A' | 'M') => {
                let mut parts = what.split_whitespace();
                let [key, of, value] = [(); 3].map(|()| parts.next().unwrap_or_default());
                say(&mut all, &by_name, of, key, if value.is_empty() { "true" } else { value });
            }
            Some('#') => {
                let (sort, of) = what.split_once(' ').unwrap_or((what, ""));
                say(&mut all, &by_name, of, if sort == NOTE { "note" } else { sort }, rest);
            }
            Some('N') => {
                let mut parts = what.split_whitespace();
                let [_, of, to] = [(); 3].map(|()| parts.next().unwrap_or_default());
                say(&mut all, &by_name, of, "ref", to);
            }
            Some('R' | 'E' | '*') => {
                let message = "a relation between marks has no place in a sidecar; it is left out";
                all.push(Err(Complaint::new(number, message)));
            }
            None => {}
            Some(_) => all.push(Err(Complaint::new(number, "this is no line of brat's; it is left out"))),
        }
    }
    all
}

fn mark(line: usize, what: &str, words: &str, text: &str, index: &LineIndex) -> Result<Told, Complaint> {
    let wrong = |message: String| Complaint::new(line, message);
    let (kind, places) =
        what.split_once(' ').ok_or_else(|| wrong("a T line has a kind and places: T1, note 3 8".into()))?;
    let place = |part: &str| {
        let (start, end) = part.trim().split_once(' ')?;
        Some(CodePoints::new(start.parse().ok()?, end.parse().ok()?))
    };
    let fragments: Option<Vec<CodePoints>> = places.split(';').map(place).collect();
    let fragments = fragments.ok_or_else(|| wrong(format!("{places:?} are no places: write 3 8, or 3 8;9 12")))?;
    let (first, last) = (fragments[0], fragments[fragments.len() - 1]);
    for pair in fragments.windows(2) {
        let between = CodePoints::new(pair[0].end, pair[1].start).to_bytes(index);
        if pair[1].start < pair[0].end || !between.of(text).trim().is_empty() {
            return Err(wrong("a mark stands on words that are in one piece; mark the pieces one by one".into()));
        }
    }
    let at = CodePoints::new(first.start, last.end);
    let parts: Vec<&str> = fragments.iter().map(|at| at.to_bytes(index).of(text)).collect();
    // Where the words are as the file says, what stands between the fragments is part of the quote.
    let quote = if parts.join(" ") == words { at.to_bytes(index).of(text) } else { words };
    let mut says = Line { list: Which::Marks, fields: Vec::new() };
    says.set_words("kind", kind);
    let seed = text::hash64(format!("brat\0{what}\0{words}").as_bytes());
    let (quote, around) = (Some(quote.to_owned()), (None, None));
    Ok(Told { line, article: Article::Namesake, quote, at: Some(at), around, says, own: false, seed })
}

/// Adds what a line says of a mark above it.
fn say(all: &mut [Result<Told, Complaint>], by_name: &HashMap<&str, usize>, of: &str, key: &str, value: &str) {
    let Some(Ok(told)) = by_name.get(of).and_then(|at| all.get_mut(*at)) else { return };
    if PLACED.contains(&key) {
        return;
    }
    let value = match told.says.words(key) {
        Some(before) => format!("{before}\n{value}"),
        None => value.to_owned(),
    };
    // Days stand in a sidecar without quotation marks.
    if key != "on" || !told.says.set(key, &value) {
        told.says.set_words(key, &value);
    }
}
