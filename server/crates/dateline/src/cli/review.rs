//! `dateline report --review`: what is left to do before a folder's briefings go out, on one page.

mod html;
mod markdown;

use std::collections::BTreeMap;

use ide::Profile;
use marks::{Mark, State};
use nlp::Analysis;
use rules::sourcing::Sourcing;
use text::Span;

use super::folder::Folder;
use super::report::{Place, Report};
use super::sources;

/// All that the page tells.
pub struct Review {
    /// What was read, in a line.
    head: String,
    sections: Vec<Section>,
}

/// A heading and a table.
struct Section {
    title: &'static str,
    /// What the table tells, or that there is nothing to tell.
    intro: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

/// One cell of a table.
enum Cell {
    /// Words.
    Words(String),
    /// A number.
    Count(usize),
    /// A place of a file.
    Place(String),
}

/// Kinds of marks that ask something of somebody.
const OPEN: [&str; 3] = ["verify", "todo", "question"];

impl Review {
    /// Looks through the folder.
    pub fn new(folder: &Folder) -> Review {
        let is_draft = |path: &ide::Path| {
            folder.snapshot.document(path).is_some_and(|document| document.profile == Profile::Draft)
        };
        let drafts = folder.files.iter().filter(|path| is_draft(path)).count();
        let head = format!("{} files, of which {drafts} are drafts", folder.files.len());
        let sections = vec![open_questions(folder), unverified(folder), kinds(folder), anonymous(folder)];
        Review { head, sections }
    }

    /// The page as Markdown.
    pub fn markdown(&self) -> String {
        markdown::page(self)
    }

    /// The page as one file of HTML that needs no other.
    pub fn html(&self) -> String {
        html::page(self)
    }
}

/// Marks that ask something and are not done, and marks of whose place somebody has to be sure.
fn open_questions(folder: &Folder) -> Section {
    let mut rows = Vec::new();
    for (path, annotations) in folder.sidecars_named() {
        let asks = |mark: &Mark| OPEN.contains(&mark.kind.as_str()) && mark.entry.state == State::Open;
        for (number, mark) in annotations.sidecar.marks_in_force().filter(|(_, mark)| asks(mark)) {
            let span = annotations.anchors().nth(number).and_then(marks::Anchor::span);
            let asked = mark.note.clone().unwrap_or_default();
            rows.push(vec![place(folder, path, span), words(&mark.quote), words(&asked), by(mark)]);
        }
    }
    let lost = Report::new(folder, |finding| matches!(finding.code, "M901" | "M902"));
    for noted in lost.findings() {
        let at = Cell::Place(noted.place.address());
        let quoted = noted.place.text.as_ref().map_or("", |text| noted.place.span.of(&text.0));
        rows.push(vec![at, words(quoted), words(&noted.finding.message), words("")]);
    }
    let intro = "Marks of the kinds verify, todo and question that are not done, and marks of whose place somebody has to be sure.";
    Section { title: "Open questions", intro: intro.to_owned(), columns: vec!["where", "words", "what", "by"], rows }
}

/// Quotations in drafts that no source has.
fn unverified(folder: &Folder) -> Section {
    let report = Report::new(folder, |finding| finding.code == "Q303");
    let rows = report.findings().map(|noted| {
        let quoted = noted.place.text.as_ref().map_or("", |text| noted.place.span.of(&text.0));
        let at = Cell::Place(noted.place.address());
        vec![at, words(quoted), words(&noted.finding.message)]
    });
    let rows = rows.collect();
    let intro = "Quotations in drafts that no source of the folder has word for word.".to_owned();
    Section { title: "Unverified quotations", intro, columns: vec!["where", "words", "why"], rows }
}

/// How many marks there are of each kind, and what became of them.
fn kinds(folder: &Folder) -> Section {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (_, annotations) in folder.sidecars_named() {
        for mark in &annotations.sidecar.marks {
            let count = counts.entry(&mark.kind).or_default();
            match mark.entry.state {
                State::Open => count[0] += 1,
                State::Done => count[1] += 1,
                State::Withdrawn => count[2] += 1,
            }
        }
    }
    let rows = counts.into_iter().map(|(kind, [open, done, withdrawn])| {
        vec![words(kind), Cell::Count(open), Cell::Count(done), Cell::Count(withdrawn)]
    });
    let rows = rows.collect();
    let intro = "All marks of the folder by kind.".to_owned();
    Section { title: "Marks", intro, columns: vec!["kind", "open", "done", "withdrawn"], rows }
}

/// How much of what articles report has no name behind it.
fn anonymous(folder: &Folder) -> Section {
    let (mut rows, mut named, mut all) = (Vec::new(), 0, 0);
    for (at, title, sourcings) in sources::by_article(folder) {
        let unnamed = sourcings.iter().filter(|sourcing| **sourcing != Sourcing::Named).count();
        (named, all) = (named + sourcings.len() - unnamed, all + sourcings.len());
        if unnamed > 0 {
            let share = Cell::Words(format!("{} %", unnamed * 100 / sourcings.len()));
            let place = Cell::Place(at.address());
            let counts = [Cell::Count(unnamed), Cell::Count(sourcings.len()), share];
            rows.push((
                unnamed,
                [place, words(&title.unwrap_or_default())].into_iter().chain(counts).collect::<Vec<_>>(),
            ));
        }
    }
    rows.sort_by_key(|(unnamed, _)| std::cmp::Reverse(*unnamed));
    let share = ((all - named) * 100).checked_div(all).unwrap_or(0);
    let intro = format!(
        "{} of {all} attributions ({share} %) name no source: described, undescribed, vague or nobody. Those of each article:",
        all - named
    );
    let columns = vec!["article", "title", "unnamed", "attributions", "share"];
    Section { title: "Anonymous sources", intro, columns, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

fn place(folder: &Folder, path: &ide::Path, span: Option<Span>) -> Cell {
    let shown = folder.shown(path);
    let document = folder.snapshot.document(path).zip(span);
    let address = document.map(|(document, span)| Place::new(folder, document, span).address());
    Cell::Place(address.unwrap_or(shown))
}

fn by(mark: &Mark) -> Cell {
    let on = mark.entry.on.map(|day| day.to_string());
    Cell::Words(mark.entry.by.clone().into_iter().chain(on).collect::<Vec<_>>().join(", "))
}

/// Words on one line.
fn words(words: &str) -> Cell {
    Cell::Words(Analysis::folded(words, Span::from(0..words.len())))
}
