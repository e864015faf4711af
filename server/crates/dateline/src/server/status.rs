//! `dateline/status`: how far the server has come. For status lines, bug reports and tests.

use serde::{Deserialize, Serialize};

use super::proto::TextDocumentIdentifier;

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StatusParams {
    /// An open document to tell about.
    pub text_document: Option<TextDocumentIdentifier>,
}

/// The answer.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The program's version.
    pub version: &'static str,
    /// The folders of the workspace, and files opened without one.
    pub folders: Vec<FolderStatus>,
    /// The document that was asked about, if it is open.
    pub document: Option<DocumentStatus>,
}

/// One folder.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FolderStatus {
    /// Its address.
    pub uri: String,
    /// `false` for a file opened without a folder.
    pub workspace: bool,
    /// It is being read.
    pub reading: bool,
    /// Files read.
    pub read: usize,
    /// Of these, the files that the pipeline has read, too.
    pub closely: usize,
    /// Files there are.
    pub total: usize,
    /// Files that are not read.
    pub skipped: Vec<SkippedStatus>,
    /// What is wrong in its configuration.
    pub problems: Vec<String>,
}

/// A file that is not read.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SkippedStatus {
    /// Its name in the folder.
    pub path: String,
    /// Why it is not read.
    pub reason: String,
}

/// An open document, as the analysis sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentStatus {
    /// Its version.
    pub version: i32,
    /// How many code points it has.
    pub characters: u32,
    /// How many lines.
    pub lines: u32,
    /// A hash of its text.
    pub hash: String,
}

/// `dateline/test/wait`: a question that takes long, so that tests can have one. Known only with `--test-requests`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WaitParams {
    /// How long it takes. Milliseconds.
    pub milliseconds: u64,
    /// It fails instead of ending.
    pub panic: bool,
}
