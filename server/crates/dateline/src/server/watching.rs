//! What the client is asked to call back about.

use std::path::PathBuf;

use super::event::FolderId;
use super::profile::Profile;
use super::proto::{
    BaseUri, DidChangeConfigurationRegistrationOptions, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher,
    GlobPattern, Registration, RelativePattern, Section, Uri,
};
use crate::uri;

/// All files, not only articles: when a folder goes, a client tells of the folder alone.
const EVERYTHING: &str = "**/*";

/// Has the files of folders watched.
pub fn registrations(client: &Profile, folders: Vec<(FolderId, PathBuf)>) -> Vec<Registration> {
    if !client.watch_below {
        return vec![files("dateline/files".to_owned(), GlobPattern::Pattern(EVERYTHING.to_owned()))];
    }
    let below = |(id, root): (FolderId, PathBuf)| {
        let base_uri = BaseUri::Uri(Uri(uri::from_path(&root)));
        let pattern = RelativePattern { base_uri, pattern: EVERYTHING.to_owned() };
        files(format!("dateline/files/{id}"), GlobPattern::RelativePattern(pattern))
    };
    folders.into_iter().map(below).collect()
}

/// Has settings watched.
pub fn settings() -> Registration {
    let options = DidChangeConfigurationRegistrationOptions { section: Some(Section::String("dateline".to_owned())) };
    Registration {
        id: "dateline/settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

fn files(id: String, glob_pattern: GlobPattern) -> Registration {
    let options =
        DidChangeWatchedFilesRegistrationOptions { watchers: vec![FileSystemWatcher { glob_pattern, kind: None }] };
    Registration {
        id,
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}
