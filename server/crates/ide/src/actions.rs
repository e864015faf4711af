//! What may be done about what stands at a place: changes of the user's own texts, and of sidecars. Articles are
//! evidence; no action changes one.

mod expanding;
mod marking;
mod naming;

pub(crate) use marking::{CREDIBILITY, LastMark};

use ::marks::{Change as SidecarChange, Hand, NewMark, Says, Scope, Target, article_path, marks_path};
use jiff::civil::Date;
use nlp::dates::Clue;
use nlp::{Article, Certainty};
use rules::{Finding, Fix, Profile};
use sha2::{Digest, Sha256};
use text::{Edit, Span};

use crate::annotations::Annotations;
use crate::hover::shortened;
use crate::registry::Registry;
use crate::snapshot::{Document, Path, Snapshot};

/// Something that may be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    /// What it does, as a menu shows it.
    pub title: String,
    /// What kind.
    pub kind: ActionKind,
    /// The files it changes. One step to undo, in each.
    pub changes: Vec<FileChange>,
    /// The finding it answers.
    pub answers: Option<Finding>,
    /// The one that most will want.
    pub preferred: bool,
    /// Where something remains to be written after it: a file, and bytes of its new text.
    pub caret: Option<(Path, u32)>,
    /// Text that it puts where the user's next paste takes it from.
    pub copies: Option<String>,
    /// A place that it leads to, and does nothing else: a file, and bytes of it.
    pub shows: Option<(Path, Span)>,
    /// It reaches farther than the words it stands on, and wants to be looked at before it is done.
    pub wide: bool,
    /// The statement whose versions it shows: a file, and a byte of it.
    pub opens: Option<(Path, u32)>,
}

/// Kinds of actions, as the protocol has them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ActionKind {
    /// It settles a finding.
    QuickFix,
    /// It adds or takes away what is said of the text, in its sidecar or in the registry.
    Mark,
    /// It quotes the text elsewhere.
    Cite,
    /// It shows the text beside others.
    Compare,
    /// It settles all findings of a draft that nobody has to choose about.
    FixAll,
}

/// A change of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChange {
    /// The file's name in the folder.
    pub path: Path,
    /// It is not there yet.
    pub creates: bool,
    /// Edits in bytes of the text as it is; no two touch.
    pub edits: Vec<Edit>,
}

impl Action {
    /// An action that does nothing yet.
    pub(crate) fn of(kind: ActionKind) -> Action {
        let (title, changes) = (String::new(), Vec::new());
        Action {
            title,
            kind,
            changes,
            answers: None,
            preferred: false,
            caret: None,
            copies: None,
            shows: None,
            opens: None,
            wide: false,
        }
    }
}

impl Snapshot {
    /// What may be done at `span` (bytes) of a document, or of a sidecar or a file of the registry by its own path.
    pub fn actions(&self, path: &str, span: Span) -> Vec<Action> {
        match article_path(path) {
            Some(article) => self.sidecar_actions(path, article, span),
            None if Registry::is_file(path) => self.registry_actions(path, span),
            None => self.document_actions(path, span),
        }
    }

    /// On a file of the registry: what may be done about what is wrong in it.
    fn registry_actions(&self, path: &str, span: Span) -> Vec<Action> {
        let findings = self.registry_findings(path);
        let here = findings.iter().filter(|finding| finding.span.touches_span(span));
        let fixes = here.flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)));
        let action = |(finding, fix): (&Finding, &Fix)| {
            let edits = fix.edits.iter().map(|(span, new)| Edit::new(*span, new.clone())).collect();
            let changes = vec![FileChange { path: path.into(), creates: false, edits }];
            let answers = Some(finding.clone());
            let title = fix.title.clone();
            Action { title, changes, answers, preferred: true, ..Action::of(ActionKind::QuickFix) }
        };
        fixes.map(action).collect()
    }

    /// All safe fixes of a draft in one step; those that stand in another's way wait for the next time. `None` where there
    /// are none: in a source, always.
    pub fn fix_all(&self, path: &str) -> Option<Action> {
        let document = self.documents.get(path).filter(|document| document.profile == Profile::Draft)?;
        let findings = self.findings(path);
        let fixes = rules::finding::safe(&findings).into_iter();
        let mut edits: Vec<Edit> =
            fixes.flat_map(|fix| &fix.edits).map(|(span, new)| Edit::new(*span, new.clone())).collect();
        edits.sort_by_key(|edit| edit.span);
        let changes = vec![FileChange { path: document.path.clone(), creates: false, edits }];
        let title = "Fix all that leaves nothing to choose".to_owned();
        changes.first().filter(|change| !change.edits.is_empty())?;
        Some(Action { title, changes, ..Action::of(ActionKind::FixAll) })
    }

    fn document_actions(&self, path: &str, span: Span) -> Vec<Action> {
        let Some(desk) = Desk::of(self, path) else { return Vec::new() };
        let findings = self.findings(path);
        let here: Vec<&Finding> = findings.iter().filter(|finding| finding.span.touches_span(span)).collect();
        let mut actions: Vec<Action> = here.iter().flat_map(|finding| desk.fixes(finding)).collect();
        actions.extend(desk.paragraph_action(&here, &findings));
        actions.extend(desk.date_actions(span, &here));
        actions.extend(here.iter().flat_map(|finding| desk.choices(finding)));
        actions.extend(here.iter().flat_map(|finding| desk.ignore_actions(finding)));
        actions.extend(desk.name_actions(span));
        actions.extend(desk.note_action(span));
        actions.extend(desk.mark_actions(span));
        actions.extend(desk.boundary_action(span));
        actions.extend(self.cite_actions(path, span));
        actions.extend(self.compare_action(path, span));
        actions.extend(desk.removals(span));
        actions.extend(
            self.undo_last_mark().filter(|action| action.changes.iter().any(|change| change.path == desk.sidecar)),
        );
        actions.extend(desk.ways(span));
        actions
    }

    /// On a sidecar: what may be done about a mark that lost its place.
    fn sidecar_actions(&self, path: &str, article: &str, span: Span) -> Vec<Action> {
        let (Some(annotations), Some(document)) = (self.annotations(article), self.documents.get(article)) else {
            return Vec::new();
        };
        let findings = self.sidecar_findings(article);
        let mut actions = Vec::new();
        for (mark, anchor) in annotations.marks_in_force().filter(|(mark, _)| mark.entry.span.touches_span(span)) {
            let finding = findings.iter().find(|finding| finding.span == mark.entry.span);
            let action = |title: String, change: SidecarChange, preferred| {
                let changes = vec![FileChange { path: path.into(), creates: false, edits: vec![change.edit] }];
                Action { title, changes, answers: finding.cloned(), preferred, ..Action::of(ActionKind::QuickFix) }
            };
            if let ::marks::Anchor::Uncertain { choices, .. } = anchor {
                actions.extend(choices.iter().filter_map(|&choice| {
                    let change = ::marks::confirm(&annotations.text, mark, &document.text, choice)?;
                    let words = shortened(choice.of(&document.text), 40);
                    let line = document.lines.position(text::PositionEncoding::Utf8, choice.start).line + 1;
                    Some(action(format!("The mark stands on “{words}” (line {line})"), change, false))
                }));
            }
            if finding.is_some() {
                let change = ::marks::remove(&annotations.text, &mark.entry);
                actions.extend(change.map(|change| action("Remove this mark".to_owned(), change, false)));
            }
        }
        actions
    }
}

/// A document and its sidecar, for somebody who marks it.
pub(crate) struct Desk<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) document: &'a Document,
    pub(crate) annotations: Option<&'a Annotations>,
    sidecar: Path,
    digest: String,
}

impl<'a> Desk<'a> {
    /// `None` for what cannot have a sidecar.
    fn of(snapshot: &'a Snapshot, path: &str) -> Option<Desk<'a>> {
        let document = snapshot.documents.get(path)?;
        let sidecar = Path::from(marks_path(snapshot.config.sidecars, path)?);
        let annotations = snapshot.annotations(path).map(|annotations| &**annotations);
        let digest = format!("{:x}", Sha256::digest(document.text.as_bytes()));
        Some(Desk { snapshot, document, annotations, sidecar, digest })
    }

    fn text(&self) -> Option<&str> {
        self.annotations.map(|annotations| &*annotations.text)
    }

    fn target(&self) -> Target<'_> {
        Target { path: &self.document.path, text: &self.document.text, sha256: &self.digest }
    }

    fn hand(&self) -> Hand<'_> {
        Hand { by: self.snapshot.config.author.as_deref(), on: Some(self.snapshot.config.today) }
    }

    /// Numbers for ids: the same mark at the same place has the same id, and what is taken gives way to the next.
    fn numbers(&self, span: Span) -> impl FnMut() -> u32 {
        let seed = text::hash64(
            format!("{}\0{}\0{}", self.document.path, span.start, span.of(&self.document.text)).as_bytes(),
        );
        let mut count = 0_u64;
        move || {
            count += 1;
            text::hash64(&[seed.to_le_bytes(), count.to_le_bytes()].concat()) as u32
        }
    }

    fn action(&self, title: String, kind: ActionKind, change: SidecarChange, answers: Option<&Finding>) -> Action {
        let change_of =
            FileChange { path: self.sidecar.clone(), creates: self.annotations.is_none(), edits: vec![change.edit] };
        let caret = Some((self.sidecar.clone(), change.caret));
        Action { title, changes: vec![change_of], answers: answers.cloned(), caret, ..Action::of(kind) }
    }

    /// The rule's own fixes, in a draft.
    fn fixes(&self, finding: &Finding) -> Vec<Action> {
        if self.document.profile != Profile::Draft {
            return Vec::new();
        }
        let fix = |(at, fix): (usize, &rules::Fix)| Action {
            title: fix.title.clone(),
            changes: vec![FileChange {
                path: self.document.path.clone(),
                creates: false,
                edits: fix.edits.iter().map(|(span, new)| Edit::new(*span, new.clone())).collect(),
            }],
            answers: Some(finding.clone()),
            preferred: at == 0 && fix.safe,
            ..Action::of(ActionKind::QuickFix)
        };
        finding.fixes.iter().enumerate().map(fix).collect()
    }

    /// Which of several accounts is used, to be said in the sidecar, with the reason.
    fn choices(&self, finding: &Finding) -> Vec<Action> {
        let choose = |choice: &rules::Choice| {
            let says = NewMark::Used { rule: finding.code, account: &choice.value, why: "" };
            let numbers = self.numbers(finding.span);
            let change = ::marks::add_mark(self.text(), self.target(), finding.span, says, self.hand(), numbers)?;
            Some(self.action(format!("Used: {}", choice.title), ActionKind::QuickFix, change, Some(finding)))
        };
        finding.choices.iter().filter_map(choose).collect()
    }

    fn ignore_actions(&self, finding: &Finding) -> Vec<Action> {
        let mut reaches =
            vec![(Scope::Here, None, "here".to_owned()), (Scope::Article, None, "in this article".to_owned())];
        let folders = folders_of(&self.document.path).take(FOLDERS);
        reaches.extend(folders.map(|folder| (Scope::Folder, Some(folder), format!("in {folder}/"))));
        reaches.push((Scope::Folder, None, "in this folder".to_owned()));
        let ignore = |(scope, folder, r#where): (Scope, Option<&str>, String)| {
            let says = NewMark::Ignore { rule: finding.code, scope, folder, why: "" };
            let words = self.words(finding.span);
            let numbers = self.numbers(words);
            let change = ::marks::add_mark(self.text(), self.target(), words, says, self.hand(), numbers)?;
            let title = format!("Ignore {} {where}, because …", finding.code);
            let action = self.action(title, ActionKind::QuickFix, change, Some(finding));
            Some(Action { wide: scope == Scope::Folder, ..action })
        };
        reaches.into_iter().filter_map(ignore).collect()
    }

    /// The words a mark stands on: a mark of a whole paragraph would be lost by every edit of it.
    fn words(&self, span: Span) -> Span {
        const LONGEST: usize = 120;
        let words = span.of(&self.document.text);
        let Some((end, _)) = words.char_indices().nth(LONGEST) else { return span };
        let cut = words[..end].rfind(char::is_whitespace).unwrap_or(end);
        Span::new(span.start, span.start + cut as u32)
    }

    fn note_action(&self, span: Span) -> Option<Action> {
        let span = self.words_at(span)?;
        let title = format!("Add note on “{}”", shortened(&nlp::Analysis::folded(&self.document.text, span), 40));
        self.mark(title, span, NewMark::Note(""))
    }

    /// What is selected, or the word at the cursor.
    fn words_at(&self, span: Span) -> Option<Span> {
        if span.is_empty() { self.snapshot.word_at(&self.document.path, span.start) } else { Some(span) }
    }

    /// Deletes an entry; in a folder that several people share it is withdrawn.
    fn take_back(&self, source: &str, entry: &::marks::EntryFacts) -> Option<SidecarChange> {
        match self.snapshot.config.withdraw {
            true => ::marks::withdraw(source, entry),
            false => ::marks::remove(source, entry),
        }
    }

    pub(crate) fn mark(&self, title: String, span: Span, says: NewMark) -> Option<Action> {
        let numbers = self.numbers(span);
        let change = ::marks::add_mark(self.text(), self.target(), span, says, self.hand(), numbers)?;
        Some(self.action(title, ActionKind::Mark, change, None))
    }

    /// Dates that the article may have, and a day to be changed into the right one.
    fn date_actions(&self, span: Span, here: &[&Finding]) -> Vec<Action> {
        let Some(analysis) = self.snapshot.analysis(&self.document.path) else { return Vec::new() };
        let at = |article: &&Article| article.layout.span.touches(span.start);
        let Some((number, article)) =
            analysis.articles.iter().zip(1..).find(|(article, _)| at(article)).map(|(a, n)| (n, a))
        else {
            return Vec::new();
        };
        let is_set = self.annotations.is_some_and(|annotations| set_on(annotations, article).is_some());
        let is_stated = article.date.day.is_some() && article.date.certainty == Certainty::Stated;
        if is_stated || is_set {
            return Vec::new();
        }
        let answers = here.iter().copied().find(|finding| matches!(finding.code, "D101" | "D102"));
        let set = |date: Date, title: String| {
            let change =
                ::marks::set_date(self.text(), self.target(), (number, article.layout.span), date, self.hand());
            self.action(title, ActionKind::QuickFix, change, answers)
        };
        let title = |(date, whence): (Date, &str)| (date, format!("Set article date: {date}{whence}"));
        let fits = candidates(article).into_iter().map(title);
        let fits = fits.map(|(date, title)| Action { caret: None, ..set(date, title) });
        let today = self.snapshot.config.today;
        fits.chain([set(today, format!("Set article date … ({today}, to be changed)"))]).collect()
    }

    fn removal(&self, title: String, change: SidecarChange) -> Action {
        Action { caret: None, ..self.action(title, ActionKind::Mark, change, None) }
    }

    /// What marks elsewhere say of the words in the whole folder may be taken back where they are read.
    fn removals_elsewhere(&self, span: Span) -> Vec<Action> {
        let removal = |(of, mark, _): (&Path, &::marks::Mark, Span)| {
            let annotations = self.snapshot.annotations(of)?;
            let change = self.take_back(&annotations.text, &mark.entry)?;
            let path = Path::from(marks_path(self.snapshot.config.sidecars, of)?);
            let changes = vec![FileChange { path, creates: false, edits: vec![change.edit] }];
            let title = format!("No longer: {}", crate::said::in_words(mark)?);
            Some(Action { title, changes, wide: true, ..Action::of(ActionKind::Mark) })
        };
        self.snapshot.said_elsewhere(&self.document.path, span).into_iter().filter_map(removal).collect()
    }

    /// What was said of the words or the article may be taken back.
    fn removals(&self, span: Span) -> Vec<Action> {
        let mut actions = self.removals_elsewhere(span);
        let Some(annotations) = self.annotations else { return actions };
        for (mark, anchor) in annotations.marks_in_force() {
            if !anchor.sure_span().is_some_and(|place| place.touches_span(span)) {
                continue;
            }
            let title = match mark.says() {
                Says::Note(note) => format!("Remove the note “{}”", shortened(note, 40)),
                Says::Ignore { rule, .. } => format!("No longer ignore {rule}"),
                Says::Used { account, .. } => format!("No longer used: {account}"),
                Says::Other(crate::boundaries::SPLIT) => "No longer split the article here".to_owned(),
                Says::Other(crate::boundaries::JOIN) => "No longer join with the article before".to_owned(),
                Says::Other(kind) => format!("Remove the mark “{kind}”"),
            };
            let change = self.take_back(&annotations.text, &mark.entry);
            actions.extend(change.map(|change| self.removal(title, change)));
        }
        let dated = annotations
            .articles_in_force()
            .filter(|(article, place)| article.date.is_some() && place.touches_span(span));
        actions.extend(dated.filter_map(|(article, _)| {
            let change = ::marks::clear_date(&annotations.text, article)?;
            Some(self.removal(format!("Remove the date {}", article.date?), change))
        }));
        actions
    }
}

/// The folders that a file lies in, the innermost first, without the folder's root.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/')).map(|(folder, _)| folder)
}

/// So many folders that a file lies in are offered.
const FOLDERS: usize = 3;

/// The date that is set for an article.
fn set_on(annotations: &Annotations, article: &Article) -> Option<Date> {
    let mut here = annotations.articles_in_force().filter(|(_, place)| place.intersects(article.layout.span));
    here.find_map(|(entry, _)| entry.date)
}

/// The day that an article is inferred to be of; the days that fit it where the year is open, the latest first; the days
/// of its pictures; and where the last ones come from.
fn candidates(article: &Article) -> Vec<(Date, &'static str)> {
    let date = &article.date;
    if let Some(day) = date.day {
        return vec![(day, "")];
    }
    let day = date.value.as_deref().and_then(|value| value.strip_prefix("XXXX-"));
    if let Some(day) = day.filter(|day| day.len() == "06-24".len()) {
        let fits = date.candidates.iter().rev().take(6);
        return fits.filter_map(|year| Some((format!("{year:04}-{day}").parse().ok()?, ""))).collect();
    }
    let pictures = date.evidence.iter().filter(|evidence| evidence.clue == Clue::Caption);
    let shown = pictures.filter_map(|evidence| {
        let time = article.times.iter().find(|time| evidence.span.intersects(time.span))?;
        time.interval.filter(|(from, to)| from == to).map(|(day, _)| (day, ", from the caption"))
    });
    let mut days: Vec<(Date, &str)> = shown.collect();
    days.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    days.dedup();
    days
}
