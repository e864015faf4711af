//! What `dateline extract` prints, field by field: a public interface. It may grow; a field's meaning does not change.
//!
//! Offsets are half open and count code points of the decoded text from its start; a byte-order mark is not counted.
//! What is not known is `null`.

use serde::Serialize;

/// A range of code points, as `[start, end]`.
pub type Range = [u32; 2];

/// One file.
#[derive(Serialize, Debug, Default)]
pub struct File {
    pub path: String,
    pub sha256: Option<String>,
    pub chars: u32,
    pub articles: Vec<Article>,
    pub zones: Vec<Zone>,
    pub sentences: Vec<Range>,
    pub mentions: Vec<Mention>,
    pub times: Vec<Time>,
    pub attributions: Vec<Attribution>,
    pub claims: Vec<Claim>,
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<Token>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Source>>,
}

#[derive(Serialize, Debug)]
pub struct Article {
    pub start: u32,
    pub end: u32,
    pub title: Option<Range>,
    pub outlet: Option<String>,
    pub language: String,
    /// The language is the one that is analysed; otherwise names and dates are all that is read.
    pub analysed: bool,
    pub translation: Option<Translation>,
    pub date: ArticleDate,
}

#[derive(Serialize, Debug)]
pub struct Translation {
    pub from: Option<String>,
    pub by: Option<String>,
    pub start: u32,
    pub end: u32,
}

#[derive(Serialize, Debug)]
pub struct ArticleDate {
    pub value: Option<String>,
    pub precision: &'static str,
    pub certainty: &'static str,
    pub from: Option<String>,
    pub to: Option<String>,
    pub candidates: Vec<i16>,
    pub evidence: Vec<Evidence>,
}

#[derive(Serialize, Debug)]
pub struct Evidence {
    pub start: u32,
    pub end: u32,
    pub why: String,
}

#[derive(Serialize, Debug)]
pub struct Zone {
    pub start: u32,
    pub end: u32,
    pub kind: &'static str,
}

#[derive(Serialize, Debug)]
pub struct Mention {
    pub start: u32,
    pub end: u32,
    pub kind: &'static str,
    pub form: &'static str,
    pub core: Range,
    pub entity: Option<String>,
}

#[derive(Serialize, Debug)]
pub struct Time {
    pub start: u32,
    pub end: u32,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub vague: bool,
    pub rule: String,
}

#[derive(Serialize, Debug)]
pub struct Attribution {
    pub source: Vec<Range>,
    pub cue: Vec<Range>,
    pub content: Vec<Range>,
    pub quotation: &'static str,
    pub grade: &'static str,
    pub source_kind: &'static str,
    pub speaker: Option<String>,
    pub addressee: Option<String>,
    /// What is attributed within its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nested: Vec<Attribution>,
}

#[derive(Serialize, Debug)]
pub struct Claim {
    pub start: u32,
    pub end: u32,
    pub kind: &'static str,
    pub attributed: &'static str,
    /// An index into the file's attributions.
    pub attribution: Option<usize>,
    pub dated: &'static str,
}

#[derive(Serialize, Debug)]
pub struct Finding {
    pub code: &'static str,
    pub rule: &'static str,
    pub severity: &'static str,
    pub start: u32,
    pub end: u32,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<&'static str>,
    pub related: Vec<Related>,
    pub fixes: Vec<String>,
}

#[derive(Serialize, Debug)]
pub struct Related {
    pub path: String,
    pub start: u32,
    pub end: u32,
    pub message: String,
}

/// A token of the statistical pipeline; white space may be one.
#[derive(Serialize, Debug)]
pub struct Token {
    pub start: u32,
    pub end: u32,
    /// Fine part of speech, of the Penn Treebank.
    pub tag: &'static str,
    /// Coarse part of speech, of Universal Dependencies.
    pub pos: &'static str,
    pub lemma: String,
    /// The token it hangs on, as an index into the file's tokens; its own for a root.
    pub head: usize,
    pub dep: &'static str,
    /// Whether it begins a sentence.
    pub sent: bool,
    /// `B-GPE`, `I-GPE`, `O`.
    pub ent: String,
}

/// A source whose place was given.
#[derive(Serialize, Debug)]
pub struct Source {
    pub source: Vec<Range>,
    pub source_kind: Option<&'static str>,
}

/// The last line: who and what the folder's files mention.
#[derive(Serialize, Debug, Default)]
pub struct Collection {
    /// The collection, where several are read at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<Option<String>>,
    pub entities: Vec<Entity>,
    pub events: Vec<Event>,
}

#[derive(Serialize, Debug)]
pub struct Entity {
    pub id: String,
    pub kind: &'static str,
    pub name: String,
    pub aliases: Vec<String>,
    pub definition: Option<Place>,
    pub mentions: usize,
    pub documents: usize,
    pub roles: Vec<Role>,
}

#[derive(Serialize, Debug)]
pub struct Place {
    pub path: String,
    pub start: u32,
    pub end: u32,
}

#[derive(Serialize, Debug)]
pub struct Role {
    pub title: String,
    /// `former`, `acting`, `elect`; absent where the office is held.
    pub status: Option<&'static str>,
    pub path: String,
    pub start: u32,
    pub end: u32,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Serialize, Debug)]
pub struct Event {
    pub id: String,
    pub label: String,
    pub from: Option<String>,
    pub to: Option<String>,
    /// `planned`, `past`, `cancelled`
    pub status: Option<&'static str>,
    /// Its number in a series.
    pub ordinal: Option<u32>,
    /// Ids of the events that it is part of.
    pub part_of: Vec<String>,
    pub place: Option<String>,
    pub participants: Vec<String>,
    pub definition: Option<Place>,
    pub mentions: usize,
    pub documents: usize,
}
