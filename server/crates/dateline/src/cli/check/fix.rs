//! `dateline check --fix` and `--diff`: fixes put into drafts. A source is evidence: no fix is ever put into one.

use std::fs;
use std::sync::Arc;

use ide::{Path, Profile};
use rules::{Finding, Fix};
use similar::TextDiff;
use text::Span;

use crate::cli::folder::{Failure, Folder};
use crate::cli::replace::replace;
use crate::files::Encoding;

/// Passes over one draft. Fixes that stand in each other's way are put in one after another; a pair that undoes each
/// other's work must not go on for ever.
const PASSES: usize = 10;

/// A draft with its fixes.
pub struct Fixed {
    /// The draft.
    pub path: Path,
    /// As it was.
    pub before: Arc<str>,
    /// As it is with the fixes.
    pub after: String,
    /// How many were put in.
    pub count: usize,
}

/// Puts the fixes of all drafts in, in memory: `folder` then knows the drafts as they would be.
pub fn fix(folder: &mut Folder, wanted: impl Fn(&Finding) -> bool) -> Vec<Fixed> {
    let drafts: Vec<_> = folder.documents().filter(|document| document.profile == Profile::Draft).collect();
    let mut all = Vec::new();
    for draft in drafts {
        let (mut after, mut count) = (draft.text.to_string(), 0);
        for _ in 0..PASSES {
            let findings = folder.snapshot.findings(&draft.path);
            let fixes = rules::finding::safe(findings.iter().filter(|finding| wanted(finding)));
            if fixes.is_empty() {
                break;
            }
            (after, count) = (apply(&after, &fixes), count + fixes.len());
            folder.put(&draft.path, after.as_str().into());
        }
        if after != *draft.text {
            all.push(Fixed { path: draft.path.clone(), before: draft.text.clone(), after, count });
        }
    }
    all
}

/// A text with fixes that can be made at once.
fn apply(text: &str, fixes: &[&Fix]) -> String {
    let mut edits: Vec<&(Span, String)> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
    let mut text = text.to_owned();
    for (span, new) in edits {
        text.replace_range(span.range(), new);
    }
    text
}

impl Fixed {
    /// The difference, as `diff -u` and `git apply` have it.
    pub fn diff(&self, folder: &Folder) -> String {
        let shown = folder.shown(&self.path);
        let diff = TextDiff::from_lines(&*self.before, self.after.as_str());
        diff.unified_diff().header(&shown, &shown).to_string()
    }

    /// Writes the draft: whole or not at all, in its encoding, with its permissions.
    pub fn write(&self, folder: &Folder) -> Result<(), Failure> {
        let shown = folder.shown(&self.path);
        let failed = |error: std::io::Error| Failure::new(format!("{shown}: {error}"));
        // A link stays a link: what is replaced is the file it leads to.
        let file = folder.root.join(&*self.path).canonicalize().map_err(failed)?;
        let bytes = fs::read(&file).map_err(failed)?;
        if folder.digest_differs(&self.path, &bytes) {
            return Err(Failure::new(format!("{shown}: was changed while it was read; nothing was written to it")));
        }
        let encoding = Encoding::of(&bytes);
        replace(&file, &encoding.encode(&self.after)).map_err(failed)
    }
}
