//! Findings on their way to the client: in its words, in order, and each version of a document with its own.
//!
//! One thread works them out. What was typed comes first, one version after another; what may have changed because of
//! another document comes when nothing was typed, the newest state only, and is sent only if it differs.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use ide::Path;
use rules::{Finding, Severity};
use text::LineIndex;

use super::outbox::Outbox;
use super::pages::Links;
use super::proto::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DocumentDiagnosticReport,
    FullDocumentDiagnosticReport, Message, PreviousResultId, PublishDiagnosticsParams,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use super::view::View;

/// A document whose findings are wanted.
pub struct Subject {
    /// The folder it is in, at the moment that counts.
    pub view: View,
    /// Its name there.
    pub path: Path,
    /// Its address.
    pub uri: String,
    /// Its version, if it is open.
    pub version: Option<i32>,
}

/// The thread that works out findings. It ends when this is dropped.
pub struct Findings {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    work: Mutex<Work>,
    wake: Condvar,
}

#[derive(Default)]
struct Work {
    /// What was typed: every version counts.
    edited: VecDeque<Task>,
    /// What may have changed: the last word counts.
    stale: BTreeMap<String, Subject>,
    closed: bool,
}

#[allow(clippy::large_enum_variant)] // there is one queue of them, and it is short
enum Task {
    Tell(Subject),
    Forget(String),
}

/// What was told of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Told {
    version: Option<i32>,
    revision: u64,
    hash: u64,
}

impl Findings {
    /// Starts the thread.
    pub fn new(outbox: Outbox, links: Arc<Links>) -> Findings {
        let shared = Arc::new(Shared::default());
        let worker = Worker { shared: Arc::clone(&shared), outbox, links, told: HashMap::new() };
        let thread = thread::Builder::new().name("findings".to_owned());
        // Without the memory for a thread there is nothing to be done.
        thread.spawn(move || worker.run()).expect("a thread can be started");
        Findings { shared }
    }

    /// Tells the findings of a new version of a document, whatever they are.
    pub fn tell(&self, subject: Subject) {
        self.shared.lock().edited.push_back(Task::Tell(subject));
        self.shared.wake.notify_one();
    }

    /// Tells the findings of a document if they are no longer what was told.
    pub fn check(&self, subject: Subject) {
        self.shared.lock().stale.insert(subject.uri.clone(), subject);
        self.shared.wake.notify_one();
    }

    /// Tells that a document has none, once and for all.
    pub fn forget(&self, uri: &str) {
        let mut work = self.shared.lock();
        work.stale.remove(uri);
        work.edited.push_back(Task::Forget(uri.to_owned()));
        drop(work);
        self.shared.wake.notify_one();
    }

    /// Drops everything that has not begun.
    pub fn clear(&self) {
        let mut work = self.shared.lock();
        let dropped = (std::mem::take(&mut work.edited), std::mem::take(&mut work.stale));
        drop(work);
        drop(dropped);
    }
}

impl Drop for Findings {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.wake.notify_all();
    }
}

/// The findings an editor shows of a document, in the client's words.
pub fn diagnostics(view: &View, path: &str, links: &Links) -> Vec<Diagnostic> {
    let Some(lines) = view.lines(path) else { return Vec::new() };
    let findings = match marks::article_path(path) {
        Some(article) => view.snapshot.sidecar_findings(article),
        None if ide::Registry::is_file(path) => view.snapshot.registry_findings(path),
        None => view.snapshot.shown(path),
    };
    findings.iter().map(|finding| diagnostic(view, path, &lines, finding, links)).collect()
}

/// The answer to a client that asks for the findings of a document.
pub fn report(subject: Option<&Subject>, previous: Option<String>, links: &Links) -> DocumentDiagnosticReport {
    let items = subject.map(|subject| diagnostics(&subject.view, &subject.path, links)).unwrap_or_default();
    let id = format!("{:016x}", hash(&items));
    if previous.as_ref() == Some(&id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        return RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        }
        .into();
    }
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(id), items };
    RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report }.into()
}

/// The answer to a client that asks for the findings of the workspace. It ends early when nobody waits any more.
pub fn workspace_report(
    subjects: &[Subject],
    previous: Vec<PreviousResultId>,
    links: &Links,
    is_wanted: impl Fn() -> bool,
) -> WorkspaceDiagnosticReport {
    let mut known: HashMap<String, String> = previous.into_iter().map(|id| (id.uri.0, id.value)).collect();
    let mut items: Vec<WorkspaceDocumentDiagnosticReport> = Vec::new();
    for subject in subjects.iter().take_while(|_| is_wanted()) {
        let report = report(Some(subject), known.remove(&subject.uri), links);
        items.push(in_workspace(report, Uri(subject.uri.clone()), subject.version));
    }
    // What the client still shows and is no longer of the workspace.
    items.extend(known.into_keys().map(|uri| in_workspace(report(None, None, links), Uri(uri), None)));
    WorkspaceDiagnosticReport { items }
}

/// The same for equal findings of equal places.
pub fn hash(diagnostics: &[Diagnostic]) -> u64 {
    text::hash64(&serde_json::to_vec(diagnostics).unwrap_or_default())
}

struct Worker {
    shared: Arc<Shared>,
    outbox: Outbox,
    links: Arc<Links>,
    told: HashMap<String, Told>,
}

enum Next {
    Edited(Task),
    Stale(Subject),
}

impl Worker {
    fn run(mut self) {
        while let Some(next) = self.shared.next() {
            match next {
                Next::Edited(Task::Tell(subject)) => self.tell(&subject),
                Next::Edited(Task::Forget(uri)) => self.forget(&uri),
                Next::Stale(subject) => self.check(&subject),
            }
        }
    }

    fn tell(&mut self, subject: &Subject) {
        let diagnostics = self.work_out(subject);
        let hash = hash(&diagnostics);
        self.send(subject, diagnostics, hash);
    }

    fn check(&mut self, subject: &Subject) {
        // Something newer was told meanwhile.
        let told = self.told.get(&subject.uri).copied();
        if told.is_some_and(|told| told.version > subject.version || told.revision > subject.view.snapshot.revision) {
            return;
        }
        let diagnostics = self.work_out(subject);
        let hash = hash(&diagnostics);
        let unchanged = match told {
            Some(told) => told.version == subject.version && told.hash == hash,
            None => diagnostics.is_empty(),
        };
        if !unchanged {
            self.send(subject, diagnostics, hash);
        }
    }

    fn forget(&mut self, uri: &str) {
        if self.told.remove(uri).is_some() {
            let uri = Uri(uri.to_owned());
            self.outbox.publish(PublishDiagnosticsParams { uri, version: None, diagnostics: Vec::new() });
        }
    }

    fn send(&mut self, subject: &Subject, diagnostics: Vec<Diagnostic>, hash: u64) {
        let told = Told { version: subject.version, revision: subject.view.snapshot.revision, hash };
        self.told.insert(subject.uri.clone(), told);
        let uri = Uri(subject.uri.clone());
        self.outbox.publish(PublishDiagnosticsParams { uri, version: subject.version, diagnostics });
    }

    /// A panic costs the findings of this version; the version is told all the same.
    fn work_out(&self, subject: &Subject) -> Vec<Diagnostic> {
        let work = || diagnostics(&subject.view, &subject.path, &self.links);
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_default()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Work> {
        // Nothing panics under the lock.
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<Next> {
        let mut work = self.lock();
        loop {
            if work.closed {
                return None;
            }
            if let Some(task) = work.edited.pop_front() {
                return Some(Next::Edited(task));
            }
            if let Some((_, subject)) = work.stale.pop_first() {
                return Some(Next::Stale(subject));
            }
            work = self.wake.wait(work).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn in_workspace(report: DocumentDiagnosticReport, uri: Uri, version: Option<i32>) -> WorkspaceDocumentDiagnosticReport {
    match report {
        DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(report) => {
            let full_document_diagnostic_report = report.full_document_diagnostic_report;
            WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
        }
        DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(report) => {
            let unchanged_document_diagnostic_report = report.unchanged_document_diagnostic_report;
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
        }
    }
}

fn diagnostic(view: &View, path: &str, lines: &LineIndex, finding: &Finding, links: &Links) -> Diagnostic {
    let related = |related: &rules::Related| {
        let location = view.location(related.path.as_deref().unwrap_or(path), related.span)?;
        Some(DiagnosticRelatedInformation { location, message: related.message.clone() })
    };
    let related_information: Option<Vec<_>> =
        view.client.related.then(|| finding.related.iter().filter_map(related).collect());
    let link = if view.client.code_links { links.link(finding.rule) } else { None };
    Diagnostic {
        range: view.range_in(lines, finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Information => DiagnosticSeverity::Information,
            Severity::Hint => DiagnosticSeverity::Hint,
        }),
        code: Some(Code::String(finding.code.to_owned())),
        code_description: link.map(|link| CodeDescription { href: Uri(link) }),
        source: Some("dateline".to_owned()),
        message: Message::String(finding.message.clone()),
        tags: None,
        related_information: related_information.filter(|related| !related.is_empty()),
        data: view.client.data.then(|| match finding.grade {
            Some(grade) => serde_json::json!({ "rule": finding.rule, "grade": grade }),
            None => serde_json::json!({ "rule": finding.rule }),
        }),
    }
}
