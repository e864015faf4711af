//! Where a statement comes from: its versions by the days of their articles, what changed in each, and who copied whom.

mod steps;

use std::sync::{Arc, OnceLock};

use corpus::Member;
use corpus::lineage::{self, Change, ChangeKind, Class, Lineage, Manner, Place, When};
use corpus::sources::same_words;
use imbl::OrdMap;
use lang::Language;
use nlp::{Analysis, Article, Form};
use rules::sourcing::{self, Sourcing};
use rustc_hash::FxHashSet;
use text::Span;

use crate::actions::{Action, ActionKind};
use crate::hover::counted;
use crate::navigation::Target;
use crate::snapshot::{Document, Path, Snapshot};

pub use steps::Step;

/// A statement as one article gives it. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The file.
    pub path: Path,
    /// The article in it.
    pub article: u32,
    /// From its first word to its last.
    pub span: Span,
    /// The words, white space folded.
    pub words: String,
    /// When the article was written.
    pub when: When,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who says it, by name.
    pub speaker: Option<String>,
    /// The words for who says it.
    pub source: Option<String>,
    /// How it is given.
    pub manner: Manner,
    /// What a reader learns of who says it.
    pub class: Class,
    /// The version that it was copied from, by its number in the line.
    pub copy_of: Option<usize>,
    /// The version that it is compared with: the last one before that has a day and is no copy.
    pub after: Option<usize>,
    /// What is otherwise in it.
    pub changes: Vec<Change>,
}

/// All versions of a statement, in the order of their articles' days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The versions.
    pub versions: Vec<Version>,
}

/// What the sources of a folder give. Open documents are read for it when somebody asks, not at every key.
#[derive(Clone, Default)]
pub(crate) struct Lines {
    /// What closed documents give, and open ones gave when they were closed.
    base: Lineage,
    open: OrdMap<Path, Arc<Document>>,
    /// Both, as soon as somebody has asked; one for all snapshots between two changes.
    all: Arc<OnceLock<Lineage>>,
}

impl Lines {
    /// Replaces what a document gives; `None` takes it away.
    pub fn replace(&mut self, path: &Path, document: Option<&Arc<Document>>) {
        // A draft that is typed in gives nothing, before and after.
        if document.is_none() && !self.open.contains_key(path) && self.base.told(path).is_none() {
            return;
        }
        self.all = Arc::default();
        match document.filter(|document| document.open) {
            Some(document) => drop(self.open.insert(path.clone(), document.clone())),
            None => {
                self.open.remove(path);
                self.base.replace(path, document.map(given));
            }
        }
    }

    /// What all documents give.
    pub fn all(&self) -> &Lineage {
        self.all.get_or_init(|| {
            let mut all = self.base.clone();
            self.open.iter().for_each(|(path, document)| all.replace(path, Some(given(document))));
            all
        })
    }
}

fn given(document: &Arc<Document>) -> (Arc<str>, Arc<lineage::Told>) {
    (document.text.clone(), document.told().clone())
}

/// Bytes around a statement in which a copied passage makes it a copy.
const AROUND: u32 = 600;
/// Of a longer line only so many versions are looked at for copies: it is a formula, or everybody's.
const COPIES: usize = 64;

impl Snapshot {
    /// The line of the statement at `offset` of a source, if another article gives it too.
    pub fn line_at(&self, path: &str, offset: u32) -> Option<Line> {
        let line = self.lineage().line(&self.lineage().at(path, offset)?);
        (line.len() > 1).then(|| self.told_line(&line))
    }

    /// All lines of two versions and more, by the days of their first versions.
    pub fn lines(&self) -> Vec<Line> {
        self.lineage().lines().iter().map(|line| self.told_line(line)).collect()
    }

    /// What articles quote and report, from one version to the next.
    pub fn lineage(&self) -> &Lineage {
        self.lineage.all()
    }

    /// The versions of the statement at `offset`, as places to jump to.
    pub(crate) fn versions(&self, path: &str, offset: u32) -> Vec<Target> {
        let Some(here) = self.lineage().at(path, offset) else { return Vec::new() };
        let Some(origin) = self.lineage().statement(&here).map(lineage::Statement::span) else { return Vec::new() };
        let places = self.lineage().line(&here);
        let target = |place: &Place| {
            let span = self.lineage().statement(place)?.span();
            Some(Target { origin, path: place.path.clone(), span, focus: span, form: Form::Name })
        };
        places.iter().filter(|_| places.len() > 1).filter_map(target).collect()
    }

    /// On a statement that other articles give as well: leads to a page with all of them, which is made when it is asked
    /// for.
    pub(crate) fn compare_action(&self, path: &str, span: Span) -> Option<Action> {
        let count = self.lineage().line(&self.lineage().at(path, span.start)?).len();
        let title = format!("Compare versions ({count})");
        let opens = Some((path.into(), span.start));
        (count > 1).then(|| Action { title, opens, ..Action::of(ActionKind::Compare) })
    }

    /// All versions of the statement at `offset`, as a page of Markdown, and a name for its file: the same statement has
    /// the same.
    pub fn compared(&self, path: &str, offset: u32) -> Option<(String, String)> {
        let line = self.line_at(path, offset)?;
        let first = line.versions.first()?;
        let hash = text::hash64(format!("{}\0{}", first.path, first.words).as_bytes()) as u32;
        Some((format!("versions-{hash:08x}"), self.page_of(&line)))
    }

    /// A line as a page of Markdown.
    fn page_of(&self, line: &Line) -> String {
        let mut page = format!("# Versions of a statement\n\n{}\n", line.summary());
        for version in &line.versions {
            let row = |document: std::sync::Arc<crate::snapshot::Document>| {
                document.lines.position(text::PositionEncoding::Utf8, version.span.start).line + 1
            };
            let row = self.document(&version.path).map_or(0, row);
            page += &format!("\n## {}, {}\n\n> {}\n\n", version.day(), version.whence(), version.words);
            page +=
                &format!("{}; the source is {}. {}, line {row}\n", version.who(), version.class.words(), version.path);
            if let Some(first) = version.copy_of.and_then(|first| line.versions.get(first)) {
                page += &format!("\nCopied: {}, {}\n", first.whence(), first.day());
            }
            if !version.changes.is_empty() {
                page.push('\n');
            }
            version.changes.iter().for_each(|change| page += &format!("- {}\n", change.says));
        }
        page
    }

    fn told_line(&self, places: &[Place]) -> Line {
        let mut versions: Vec<Version> = Vec::with_capacity(places.len());
        let mut passages: Vec<FxHashSet<u32>> = Vec::with_capacity(places.len());
        let mut base: Option<usize> = None;
        for place in places {
            let Some(mut version) = self.version(place) else { continue };
            let number = versions.len();
            let around = if number < COPIES { self.around(&version) } else { FxHashSet::default() };
            let shares = |(other, known): (&Version, &FxHashSet<u32>)| {
                other.path != version.path && same_words(&other.words, &version.words) && !known.is_disjoint(&around)
            };
            let first = versions.iter().zip(&passages).position(shares);
            version.copy_of = first.and_then(|first| versions[first].copy_of.or(Some(first)));
            passages.push(around);
            if version.copy_of.is_none() {
                let is_other = |at: &usize| !versions[*at].is_of(&version);
                version.after = base.filter(is_other).filter(|_| version.when.day.is_some());
                let before = version.after.and_then(|at| places.get(at));
                version.changes = before.map_or(Vec::new(), |before| self.lineage().changes(before, place, &self.lang));
                base = if version.when.day.is_some() { Some(number) } else { base };
            }
            versions.push(version);
        }
        Line { versions }
    }

    fn version(&self, place: &Place) -> Option<Version> {
        let document = self.documents.get(&place.path)?;
        let statement = self.lineage().statement(place)?;
        let member = |entity| Member { path: place.path.clone(), article: statement.article, entity };
        let known = statement.entity.and_then(|entity| self.index.entity_of(&member(entity)));
        let named = known.map(|entity| entity.name.to_string());
        let facts = self.index.article(&place.path, statement.article);
        Some(Version {
            path: place.path.clone(),
            article: statement.article,
            span: statement.span(),
            words: words(&document.text, &statement.spans),
            when: self.lineage().when(place),
            outlet: facts.and_then(|facts| facts.outlet.as_deref()).map(str::to_owned),
            speaker: named.or_else(|| statement.speaker.as_deref().map(str::to_owned)),
            source: statement.source.map(|source| Analysis::folded(&document.text, source)),
            manner: statement.manner,
            class: statement.class,
            copy_of: None,
            after: None,
            changes: Vec::new(),
        })
    }

    /// What the passages around a version are known by.
    fn around(&self, version: &Version) -> FxHashSet<u32> {
        let document = self.documents.get(&version.path);
        let end = document.map_or(0, |document| document.text.len() as u32);
        let start = version.span.start.saturating_sub(AROUND);
        let told = self.lineage().told(&version.path);
        let said: Vec<Span> =
            told.map_or(Vec::new(), |told| told.statements.iter().map(|other| other.span()).collect());
        let stretch = Span::new(start, version.span.end.saturating_add(AROUND).min(end));
        self.sources.passages_in(&version.path, stretch, |word| said.iter().any(|said| said.contains_span(word)))
    }
}

impl Version {
    /// Both stand in one article.
    fn is_of(&self, other: &Version) -> bool {
        (&self.path, self.article) == (&other.path, other.article)
    }

    /// `2025-06-05`; of an article without a day its bounds.
    pub fn day(&self) -> String {
        match (self.when.day, self.when.from, self.when.to) {
            (Some(day), ..) => day.to_string(),
            (None, Some(from), Some(to)) => format!("{from} to {to}"),
            (None, Some(from), None) => format!("not before {from}"),
            (None, None, Some(to)) => format!("not after {to}"),
            (None, None, None) => "undated".to_owned(),
        }
    }

    /// The outlet, or the file's name.
    pub fn whence(&self) -> &str {
        self.outlet.as_deref().unwrap_or(&self.path)
    }

    /// Who says it: the name, the article's words, or that nobody is given.
    pub fn who(&self) -> &str {
        let words = self.speaker.as_deref().or(self.source.as_deref());
        words.unwrap_or(if self.manner == Manner::Told { "the outlet itself" } else { "nobody named" })
    }
}

impl Line {
    /// How many of its versions are copies of others.
    pub fn copies(&self) -> usize {
        self.versions.iter().filter(|version| version.copy_of.is_some()).count()
    }

    /// `First: Norwire, 2025-06-05; 6 versions, 1 of them copied; attribution weakened in 2.`
    pub fn summary(&self) -> String {
        let first = self.versions.iter().find(|version| version.when.day.is_some());
        let mut parts = vec![match first {
            Some(first) => format!("First: {}, {}", first.whence(), first.day()),
            None => "No version has a day of its own".to_owned(),
        }];
        let copied = match self.copies() {
            0 => String::new(),
            copies => format!(", {copies} of them copied"),
        };
        let undated = self.versions.iter().filter(|version| version.when.day.is_none()).count();
        let copied = if first.is_some() && undated > 0 { format!("{copied}, {undated} undated") } else { copied };
        parts.push(format!("{}{copied}", counted(self.versions.len(), "version", "versions")));
        let told = [
            ("words changed in", ChangeKind::Words),
            ("worded anew in", ChangeKind::Translation),
            ("numbers changed in", ChangeKind::Number),
            ("another speaker in", ChangeKind::Speaker),
            ("attribution weakened in", ChangeKind::Weakened),
            ("attribution strengthened in", ChangeKind::Strengthened),
            ("doubt lost in", ChangeKind::HedgeLost),
            ("doubt added in", ChangeKind::HedgeAdded),
        ];
        parts.extend(told.into_iter().filter_map(|(words, kind)| {
            let has = |version: &&Version| version.changes.iter().any(|change| change.kind == kind);
            let count = self.versions.iter().filter(has).count();
            (count > 0).then(|| format!("{words} {count}"))
        }));
        format!("{}.", parts.join("; "))
    }
}

/// The words of a statement, white space folded; what stands between its pieces is left out.
fn words(text: &str, pieces: &[Span]) -> String {
    pieces.iter().map(|piece| Analysis::folded(text, *piece)).collect::<Vec<_>>().join(" … ")
}

/// What a document gives to the lines of its folder.
pub(crate) fn told(text: &str, analysis: &Analysis, lang: &Language) -> lineage::Told {
    lineage::told(text, analysis, lang, |article: &Article| {
        let all = sourcing::of_each(text, article, lang);
        all.into_iter().map(class).collect()
    })
}

fn class(sourcing: Sourcing) -> Class {
    match sourcing {
        Sourcing::Named => Class::Named,
        Sourcing::Described => Class::Described,
        Sourcing::Undescribed => Class::Undescribed,
        Sourcing::Vague => Class::Vague,
        Sourcing::Agentless => Class::Nobody,
    }
}
