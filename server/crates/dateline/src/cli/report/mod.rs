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

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use ide::Document;
use rules::{Finding, Severity};
use text::{LineIndex, Position, PositionEncoding, Span};

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
    /// Those that a reader has set aside, with the reasons.
    pub ignored: Vec<(Noted, String)>,
}

/// A finding, and where its places are.
pub struct Noted {
    /// The finding.
    pub finding: Finding,
    /// The file's name in the folder, by whichever name the folder was read.
    pub path: String,
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
    /// What it says, and where its lines are; absent if it was not read.
    pub text: Option<Arc<(Arc<str>, LineIndex)>>,
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
        // What is set aside in the whole folder, whatever is wanted of it.
        let mut aside: Vec<(ide::Path, Finding)> = Vec::new();
        let files = folder.documents().map(|document| {
            let shown = folder.shown(&document.path);
            let all = folder.snapshot.findings(&document.path).into_iter().filter(&wanted);
            let own = Place::new(folder, document.clone(), Span::default());
            let findings = all.map(|finding| Noted::new(folder, &own, &document.path, finding)).collect();
            let ignored = folder.snapshot.ignored(&document.path);
            aside.extend(ignored.iter().map(|ignored| (document.path.clone(), ignored.finding.clone())));
            let ignored = ignored.into_iter().filter(|ignored| wanted(&ignored.finding));
            let ignored = ignored
                .map(|ignored| (Noted::new(folder, &own, &document.path, ignored.finding), ignored.why))
                .collect();
            FileReport { shown, findings, ignored }
        });
        let mut files: Vec<FileReport> = files.collect();
        files.extend(folder.snapshot.sidecars().filter_map(|(path, annotations)| {
            let sidecar = folder.sidecars.get(path)?;
            let mut found = folder.snapshot.sidecar_findings(path);
            if folder.is_whole {
                found.extend(folder.snapshot.idle_in_folder(path, &aside));
                found.sort_by_key(|finding| (finding.span, finding.code));
            }
            found.retain(&wanted);
            let text = Arc::new((annotations.text.clone(), annotations.lines.clone()));
            let own = Place::in_text(folder.shown(sidecar), text, Span::default());
            let findings: Vec<Noted> =
                found.into_iter().map(|finding| Noted::new(folder, &own, sidecar, finding)).collect();
            (!findings.is_empty()).then(|| FileReport { shown: own.shown.clone(), findings, ignored: Vec::new() })
        }));
        let registry = folder.snapshot.registry();
        files.extend(registry.files().filter_map(|path| {
            let text = Arc::new((registry.text(path)?.clone(), registry.lines(path)?.clone()));
            let own = Place::in_text(folder.shown(path), text, Span::default());
            let found = folder.snapshot.registry_findings(path).into_iter().filter(&wanted);
            let findings: Vec<Noted> = found.map(|finding| Noted::new(folder, &own, path, finding)).collect();
            (!findings.is_empty()).then(|| FileReport { shown: own.shown.clone(), findings, ignored: Vec::new() })
        }));
        Report { files }
    }

    /// How many findings readers have set aside.
    pub fn ignored(&self) -> usize {
        self.files.iter().map(|file| file.ignored.len()).sum()
    }

    /// All findings, by path and position.
    pub fn findings(&self) -> impl Iterator<Item = &Noted> {
        self.files.iter().flat_map(|file| &file.findings)
    }

    /// All findings with what they are told apart by, wherever in their files they stand: `1f0c…:0`.
    pub fn fingerprints(&self) -> impl Iterator<Item = (String, &Noted)> {
        let mut seen = Seen::default();
        self.findings().map(move |noted| (seen.name(noted), noted))
    }

    /// Keeps the findings whose fingerprints are wanted; says how many were not.
    pub fn retain(&mut self, wanted: impl Fn(&str) -> bool) -> usize {
        let (mut seen, before) = (Seen::default(), self.findings().count());
        for file in &mut self.files {
            file.findings.retain(|noted| wanted(&seen.name(noted)));
        }
        before - self.findings().count()
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
    /// A finding of the file that `own` is a place of.
    fn new(folder: &Folder, own: &Place, path: &str, finding: Finding) -> Noted {
        let place = own.moved(finding.span);
        let related = finding.related.iter().map(|related| {
            let elsewhere = related.path.as_ref().map(|path| folder.snapshot.document(path).ok_or(path));
            match elsewhere {
                None => own.moved(related.span),
                Some(Ok(other)) => Place::new(folder, other, related.span),
                Some(Err(path)) => Place::unread(folder.shown(path), related.span),
            }
        });
        let related = related.collect();
        Noted { finding, path: path.to_owned(), place, related }
    }

    /// The word concise output has for how much it weighs.
    pub fn word(&self) -> &'static str {
        word(self.finding.severity)
    }

    /// A hash of what it is and what it stands on, and not of where: it outlives changes elsewhere in the file.
    pub fn fingerprint(&self) -> u64 {
        let words = self.place.text.as_ref().map_or("", |text| self.place.span.of(&text.0));
        let key = [self.finding.code, &self.path, words, &self.finding.message].join("\0");
        text::hash64(key.as_bytes())
    }
}

/// Fingerprints that were given.
#[derive(Default)]
struct Seen(HashMap<u64, u32>);

impl Seen {
    /// The name of a finding; equal findings on equal words are told apart by their order.
    fn name(&mut self, noted: &Noted) -> String {
        let fingerprint = noted.fingerprint();
        let count = self.0.entry(fingerprint).and_modify(|count| *count += 1).or_insert(0);
        format!("{fingerprint:016x}:{count}")
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
        let text = Arc::new((document.text.clone(), document.lines.clone()));
        Place::in_text(folder.shown(&document.path), text, span)
    }

    fn in_text(shown: String, text: Arc<(Arc<str>, LineIndex)>, span: Span) -> Place {
        let lines = &text.1;
        let at = |offset| from_one(lines.position(PositionEncoding::Utf32, offset));
        Place {
            shown,
            span,
            chars: (lines.chars(span.start), lines.chars(span.end)),
            start: at(span.start),
            end: at(span.end),
            text: Some(text),
        }
    }

    /// Another place of the same file.
    fn moved(&self, span: Span) -> Place {
        match &self.text {
            Some(text) => Place::in_text(self.shown.clone(), text.clone(), span),
            None => Place::unread(self.shown.clone(), span),
        }
    }

    fn unread(shown: String, span: Span) -> Place {
        Place { shown, text: None, span, chars: (span.start, span.end), start: (1, 1), end: (1, 1) }
    }

    /// `path:line:col`
    pub fn address(&self) -> String {
        format!("{}:{}:{}", self.shown, self.start.0, self.start.1)
    }
}

fn from_one(position: Position) -> (u32, u32) {
    (position.line + 1, position.column + 1)
}
