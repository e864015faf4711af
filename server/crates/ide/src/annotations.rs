//! What readers say of a file: its sidecar, as it can be read, and where its marks stand in the file's text.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use ::marks::{Anchor, Anchors, Doubt, Mark, Problem, ProblemKind, Says, Scope, Sidecar};
use nlp::SetDate;
use rules::{Finding, Related, Severity};
use text::{Bias, Edit, LineIndex, Span};

use crate::actions::CREDIBILITY;
use crate::boundaries::{JOIN, SPLIT};

/// The sidecar of one file, and where what it says stands. All spans of a file's text are bytes.
#[derive(Clone, PartialEq, Debug)]
pub struct Annotations {
    /// The sidecar's text: that of its buffer, if an editor has it open.
    pub text: Arc<str>,
    /// Where the lines of that text are.
    pub lines: LineIndex,
    /// What it says.
    pub sidecar: Arc<Sidecar>,
    problems: Arc<[Problem]>,
    anchors: Anchors,
    /// Where the article of each of [`Sidecar::articles`] stands.
    articles: Vec<Option<Span>>,
    /// It has an `ignore` that counts in other files, too.
    ignores_elsewhere: bool,
    /// It says of names what counts in other files, too.
    names_elsewhere: bool,
    /// What it says that words name, each once: a kind, or the key of an entry of the registry.
    named: Arc<BTreeSet<String>>,
}

/// A finding that somebody has said is to be left alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignored {
    /// The finding.
    pub finding: Finding,
    /// The reason; empty until somebody writes it.
    pub why: String,
}

/// A mark that says something of a rule's findings.
#[derive(Clone)]
pub(crate) struct Ignore<'a> {
    pub rule: &'a str,
    pub scope: Scope,
    /// The part of the folder that it reaches into, if that is its scope; `None` is the whole.
    pub folder: Option<String>,
    pub why: &'a str,
    /// Where it stands; nowhere, if somebody has to look.
    pub span: Option<Span>,
    /// Its line in the sidecar.
    pub line: Span,
}

impl Annotations {
    /// Reads a sidecar for a file that says `text`.
    pub fn new(sidecar: Arc<str>, text: &str) -> Annotations {
        let (read, problems) = Sidecar::parse(&sidecar);
        Annotations {
            lines: LineIndex::new(&sidecar),
            text: sidecar,
            problems: problems.into(),
            anchors: Anchors::new(&read, text, None),
            articles: places(&read, text),
            ignores_elsewhere: reaches_far(&read, "ignore"),
            names_elsewhere: reaches_far(&read, "entity"),
            named: Arc::new(named(&read)),
            sidecar: Arc::new(read),
        }
    }

    /// The same for another text of the file: the sidecar is not read again.
    pub fn placed(&self, text: &str) -> Annotations {
        let sidecar = &self.sidecar;
        Annotations { anchors: Anchors::new(sidecar, text, None), articles: places(sidecar, text), ..self.clone() }
    }

    /// The sidecar says something else now. Marks that are as they were stay where they are.
    pub fn rewritten(&self, sidecar: Arc<str>, text: &str) -> Annotations {
        let (read, problems) = Sidecar::parse(&sidecar);
        let mut anchors = self.anchors.clone();
        anchors.update(&read, text);
        // An article's place is known where its entry stood before; all else is read from the text as it is.
        let place = |(article, place): (&::marks::Article, Option<Span>)| {
            let same = |old: &::marks::Article| (&old.id, old.at) == (&article.id, article.at);
            let known = self.sidecar.articles.iter().position(same);
            known.map_or(place, |known| self.articles.get(known).copied().flatten())
        };
        let articles = read.articles.iter().zip(places(&read, text)).map(place).collect();
        Annotations {
            lines: LineIndex::new(&sidecar),
            text: sidecar,
            problems: problems.into(),
            anchors,
            articles,
            ignores_elsewhere: reaches_far(&read, "ignore"),
            names_elsewhere: reaches_far(&read, "entity"),
            named: Arc::new(named(&read)),
            sidecar: Arc::new(read),
        }
    }

    /// Where the marks stand, in the order of [`Sidecar::marks`].
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.iter()
    }

    /// Takes everything along with an edit of the file; `text` is what it says after.
    pub fn edit(&mut self, edit: &Edit, text: &str) {
        self.anchors.edit(edit, text);
        for place in &mut self.articles {
            *place = place.and_then(|span| edit.map_span(span, Bias::Inside));
        }
    }

    /// Dates that are set, in the order of their lines.
    pub(crate) fn dates(&self) -> Vec<SetDate> {
        self.dates_at(&self.articles)
    }

    /// The same for a text that is read for the first time: where the lines say that the articles stand.
    pub(crate) fn dates_in(&self, text: &str) -> Vec<SetDate> {
        self.dates_at(&places(&self.sidecar, text))
    }

    fn dates_at(&self, places: &[Option<Span>]) -> Vec<SetDate> {
        let dated = in_force(&self.sidecar, places).filter_map(|(article, span)| {
            let by = article.entry.by.iter().map(|by| format!("by {by}"));
            let on = article.entry.on.iter().map(ToString::to_string);
            let whom: Vec<String> = by.chain(on).collect();
            let why = format!("set in its sidecar {}", whom.join(", "));
            Some(SetDate { span, date: article.date?, why: why.trim_end().to_owned() })
        });
        dated.collect()
    }

    /// Entries of articles that count, with the places of their articles.
    pub(crate) fn articles_in_force(&self) -> impl Iterator<Item = (&::marks::Article, Span)> {
        in_force(&self.sidecar, &self.articles)
    }

    /// Marks in force with their anchors.
    pub(crate) fn marks_in_force(&self) -> impl Iterator<Item = (&Mark, &Anchor)> {
        self.sidecar.marks_in_force().filter_map(|(at, mark)| Some((mark, self.anchors.get(at)?)))
    }

    /// All that is to be ignored.
    pub(crate) fn ignores(&self) -> impl Iterator<Item = Ignore<'_>> {
        self.marks_in_force().filter_map(|(mark, anchor)| match mark.says() {
            Says::Ignore { rule, scope, why } => {
                let folder = mark.folder();
                Some(Ignore { rule, scope, folder, why, span: anchor.sure_span(), line: mark.entry.span })
            }
            _ => None,
        })
    }

    /// The rules that are to be ignored in the folder, or in a part of it.
    pub(crate) fn folder_ignores(&self) -> impl Iterator<Item = Ignore<'_>> {
        let ignores = self.ignores_elsewhere.then(|| self.ignores()).into_iter().flatten();
        ignores.filter(|ignore| ignore.scope == Scope::Folder)
    }

    /// The marks that say of names what counts in the folder, or in a part of it: wherever their own words stand now.
    pub(crate) fn folder_names(&self) -> impl Iterator<Item = &Mark> {
        let marks = self.names_elsewhere.then(|| self.sidecar.marks_in_force()).into_iter().flatten();
        marks.map(|(_, mark)| mark).filter(|mark| mark.kind == "entity" && mark.scope == Scope::Folder)
    }

    /// Whether it says that words name one of these.
    pub(crate) fn names_any(&self, keys: &HashSet<String>) -> bool {
        keys.iter().any(|key| self.named.contains(key))
    }

    /// Whether it says anything of names.
    pub(crate) fn speaks_of_names(&self) -> bool {
        !self.named.is_empty()
    }

    /// Whether it says anything that counts in other files, too.
    pub fn reaches_others(&self) -> bool {
        self.ignores_elsewhere || self.names_elsewhere
    }

    /// What readers have settled on, of a rule's accounts: the rule, where, and the account.
    pub(crate) fn used(&self) -> impl Iterator<Item = (&str, Span, &str)> {
        self.marks_in_force().filter_map(|(mark, anchor)| match mark.says() {
            Says::Used { rule, account } => Some((rule, anchor.sure_span()?, account)),
            _ => None,
        })
    }

    /// What marks say of the words at `offset` of the file, for a card: where each stands, and a line.
    pub(crate) fn remarks_at(&self, offset: u32) -> impl Iterator<Item = (Span, String)> {
        self.marks_in_force().filter_map(move |(mark, anchor)| {
            let span = anchor.sure_span().filter(|span| span.touches(offset))?;
            Some((span, remark(mark)?))
        })
    }

    /// What is wrong with the sidecar: places are bytes of its own text. `path` is the file it belongs to.
    pub(crate) fn findings(&self, path: &Arc<str>) -> Vec<Finding> {
        let problems = self.problems.iter().map(problem);
        let lost = self.marks_in_force().filter_map(|(mark, anchor)| lost(mark, anchor, path));
        let mut all: Vec<Finding> = problems.chain(lost).collect();
        all.sort_by_key(|finding| (finding.span, finding.code));
        all
    }
}

fn reaches_far(sidecar: &Sidecar, kind: &str) -> bool {
    sidecar.marks.iter().any(|mark| mark.kind == kind && mark.scope == Scope::Folder)
}

fn named(sidecar: &Sidecar) -> BTreeSet<String> {
    sidecar.marks.iter().filter(|mark| mark.kind == "entity").filter_map(|mark| mark.word("ref")).collect()
}

/// Whether a file lies in a part of the folder, at any depth; everything lies in the whole.
pub(crate) fn is_within(path: &str, folder: Option<&str>) -> bool {
    folder.is_none_or(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}

/// `Note (anna): ask the ministry`
pub(crate) fn remark(mark: &Mark) -> Option<String> {
    let by = mark.entry.by.as_deref().map(|by| format!(" ({by})")).unwrap_or_default();
    let note = mark.note.as_deref().filter(|note| !note.trim().is_empty());
    let noted = note.map(|note| format!(": {note}")).unwrap_or_default();
    let is_done = mark.entry.state == ::marks::State::Done;
    Some(match mark.kind.as_str() {
        "note" => format!("Note{by}: {}", note.unwrap_or("…")),
        "verify" if is_done => format!("Verified{by}{noted}"),
        "verify" => format!("To be verified{by}{noted}"),
        "todo" if is_done => format!("Done{by}{noted}"),
        "todo" => format!("To be done{by}{noted}"),
        SPLIT => format!("An article begins here{by}{noted}"),
        JOIN => format!("No article begins here{by}{noted}"),
        "highlight" => format!("Highlighted{by}{noted}"),
        "entity" => format!("{}{by}{noted}", crate::said::in_words(mark)?),
        "source" => format!("Source{by}: {}", mark.word("source")?),
        "grade" => {
            let grade = mark.word("credibility")?;
            let in_words = grade.parse::<usize>().ok().and_then(|grade| CREDIBILITY.get(grade.checked_sub(1)?));
            format!("Credibility {grade}, {}{by}{noted}", in_words?)
        }
        _ => return None,
    })
}

impl Ignore<'_> {
    /// Whether the part of the folder that it reaches into holds the file `path`.
    pub fn reaches(&self, path: &str) -> bool {
        is_within(path, self.folder.as_deref())
    }

    /// Whether it is about findings of this rule.
    pub fn is_about(&self, finding: &Finding) -> bool {
        self.rule.eq_ignore_ascii_case(finding.code) || self.rule.eq_ignore_ascii_case(finding.rule)
    }
}

fn in_force<'a>(
    sidecar: &'a Sidecar,
    places: &'a [Option<Span>],
) -> impl Iterator<Item = (&'a ::marks::Article, Span)> {
    let placed = sidecar.articles.iter().zip(places);
    placed.filter_map(|(article, span)| article.entry.is_in_force().then_some((article, (*span)?)))
}

/// Where the articles of a sidecar stand in a text that they were written for.
fn places(sidecar: &Sidecar, text: &str) -> Vec<Option<Span>> {
    let lines = LineIndex::new(text);
    sidecar.articles.iter().map(|article| Some(article.at.to_bytes(&lines))).collect()
}

fn problem(problem: &Problem) -> Finding {
    let (code, rule, severity) = match problem.kind {
        ProblemKind::Broken => ("M900", "broken-sidecar", Severity::Error),
        ProblemKind::Value => ("M900", "broken-sidecar", Severity::Warning),
        ProblemKind::Duplicate => ("M903", "conflicting-marks", Severity::Warning),
    };
    let related = |span| Related { path: None, span, message: "the other one".to_owned() };
    Finding {
        code,
        rule,
        severity,
        span: problem.span,
        message: problem.message.clone(),
        related: problem.related.map(related).into_iter().collect(),
        grade: None,
        fixes: Vec::new(),
        choices: Vec::new(),
    }
}

/// An `ignore` that sets no finding aside.
pub(crate) fn idle(ignore: &Ignore) -> Finding {
    let of = ignore.rule;
    let r#where = match (ignore.scope, &ignore.folder) {
        (Scope::Here, _) => "on these words".to_owned(),
        (Scope::Article, _) => "in its article".to_owned(),
        (Scope::Folder, None) => "in the whole folder".to_owned(),
        (Scope::Folder, Some(folder)) => format!("in {folder}/"),
    };
    Finding {
        code: "M904",
        rule: "idle-ignore",
        severity: Severity::Information,
        span: ignore.line,
        message: format!("there is no {of} {where} any more"),
        related: Vec::new(),
        grade: None,
        fixes: Vec::new(),
        choices: Vec::new(),
    }
}

/// A mark whose place somebody has to look at.
fn lost(mark: &Mark, anchor: &Anchor, path: &Arc<str>) -> Option<Finding> {
    let quote = crate::hover::shortened(&mark.quote, 60);
    let (code, rule, severity, message, places): (_, _, _, String, &[Span]) = match anchor {
        Anchor::Exact(_) | Anchor::Moved(_) => return None,
        Anchor::Orphan => {
            let message =
                format!("“{quote}” no longer stands in {path}; the mark is kept, and comes back with the words");
            ("M901", "orphaned-mark", Severity::Warning, message, &[])
        }
        Anchor::Uncertain { why, choices, .. } => {
            let message = match why {
                Doubt::Several => format!("“{quote}” may be meant at several places of {path}"),
                Doubt::Changed => format!("the words of “{quote}” have changed in {path}"),
                Doubt::Surroundings => format!("“{quote}” stands among other words in {path} now"),
            };
            ("M902", "moved-mark", Severity::Information, message, choices)
        }
    };
    let related = |span: &Span| Related { path: Some(path.clone()), span: *span, message: "perhaps here".to_owned() };
    let related = places.iter().map(related).collect();
    Some(Finding {
        code,
        rule,
        severity,
        span: mark.entry.span,
        message,
        grade: None,
        related,
        fixes: Vec::new(),
        choices: Vec::new(),
    })
}
