//! Findings as people and programs read them.

mod checkstyle;
mod concise;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod rdjson;
mod sarif;

use std::io::{self, Write};
use std::sync::Arc;

use ide::Document;
use rules::{Finding, Severity};
use text::{Position, PositionEncoding, Span};

use super::folder::Folder;

/// A form of a report.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// `path:line:col: severity[CODE] message`
    Concise,
    /// With the words, and the places that bear on them
    Full,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// Reviewdog's diagnostic format
    Rdjson,
    /// Checkstyle's XML
    Checkstyle,
    /// JUnit's XML, a test case a file
    Junit,
}

/// All findings of what was read.
pub struct Report {
    /// By path.
    pub files: Vec<FileReport>,
}

/// The findings of one file.
pub struct FileReport {
    /// The file's name as the user would type it.
    pub shown: String,
    /// Its findings, by position.
    pub findings: Vec<Noted>,
}

/// A finding, and where its places are.
pub struct Noted {
    /// The finding.
    pub finding: Finding,
    /// Where it stands.
    pub place: Place,
    /// Where its related places are, in their order.
    pub related: Vec<Place>,
}

/// A stretch of a file.
#[derive(Clone)]
pub struct Place {
    /// The file's name as the user would type it.
    pub shown: String,
    /// The file; absent if it was not read.
    pub document: Option<Arc<Document>>,
    /// Bytes.
    pub span: Span,
    /// Code points from the start of the text.
    pub chars: (u32, u32),
    /// Line and column from one, in code points.
    pub start: (u32, u32),
    /// The same of the place behind it.
    pub end: (u32, u32),
}

impl Report {
    /// The findings of `folder` that `wanted` lets through.
    pub fn new(folder: &Folder, wanted: impl Fn(&Finding) -> bool) -> Report {
        let files = folder.documents().map(|document| {
            let shown = folder.shown(&document.path);
            let all = folder.snapshot.findings(&document.path).into_iter().filter(&wanted);
            let findings = all.map(|finding| Noted::new(folder, &document, finding)).collect();
            FileReport { shown, findings }
        });
        Report { files: files.collect() }
    }

    /// All findings, by path and position.
    pub fn findings(&self) -> impl Iterator<Item = &Noted> {
        self.files.iter().flat_map(|file| &file.findings)
    }

    /// Writes it in a form.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Concise => concise::write(self, out),
            Format::Full => full::write(self, out),
            Format::Json => json::write(self, out),
            Format::Jsonl => json::write_lines(self, out),
            Format::Sarif => sarif::write(self, out),
            Format::Github => github::write(self, out),
            Format::Gitlab => gitlab::write(self, out),
            Format::Rdjson => rdjson::write(self, out),
            Format::Checkstyle => checkstyle::write(self, out),
            Format::Junit => junit::write(self, out),
        }
    }
}

impl Noted {
    fn new(folder: &Folder, document: &Arc<Document>, finding: Finding) -> Noted {
        let place = Place::new(folder, document.clone(), finding.span);
        let related = finding.related.iter().map(|related| {
            let elsewhere = related.path.as_ref().map(|path| folder.snapshot.document(path).ok_or(path));
            match elsewhere {
                None => Place::new(folder, document.clone(), related.span),
                Some(Ok(other)) => Place::new(folder, other, related.span),
                Some(Err(path)) => Place::unread(folder.shown(path), related.span),
            }
        });
        let related = related.collect();
        Noted { finding, place, related }
    }

    /// The word concise output has for how much it weighs.
    pub fn word(&self) -> &'static str {
        word(self.finding.severity)
    }

    /// A hash of what it is and what it stands on, and not of where: it outlives changes elsewhere in the file.
    pub fn fingerprint(&self) -> u64 {
        let words = self.place.document.as_ref().map_or("", |document| self.place.span.of(&document.text));
        let key = [self.finding.code, &self.place.shown, words, &self.finding.message].join("\0");
        text::hash64(key.as_bytes())
    }
}

/// `error`, `warning`, `info`, `hint`.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Information => "info",
        other => other.name(),
    }
}

impl Place {
    /// The place of some bytes of a document.
    pub fn new(folder: &Folder, document: Arc<Document>, span: Span) -> Place {
        let lines = &document.lines;
        let at = |offset| from_one(lines.position(PositionEncoding::Utf32, offset));
        Place {
            shown: folder.shown(&document.path),
            span,
            chars: (lines.chars(span.start), lines.chars(span.end)),
            start: at(span.start),
            end: at(span.end),
            document: Some(document),
        }
    }

    fn unread(shown: String, span: Span) -> Place {
        Place { shown, document: None, span, chars: (span.start, span.end), start: (1, 1), end: (1, 1) }
    }

    /// `path:line:col`
    pub fn address(&self) -> String {
        format!("{}:{}:{}", self.shown, self.start.0, self.start.1)
    }
}

fn from_one(position: Position) -> (u32, u32) {
    (position.line + 1, position.column + 1)
}
