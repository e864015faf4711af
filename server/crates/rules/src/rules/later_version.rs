//! C503: what a draft takes from a source, and a later version of it says otherwise.

use corpus::lineage::{Change, ChangeKind, Later, Manner, Place, Statement};
use corpus::sources::Pattern;
use corpus::{Member, Path};
use nlp::{Analysis, Kind};
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::registry::{Check, Rule};
use crate::written::Written;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "C503",
    name: "later-version",
    summary: "a quotation or figure from a source, of which a later version says otherwise",
    // Nothing is wrong in the draft: its words are the source's, and the later version need not be the better one.
    level: Level { source: None, draft: Some(Severity::Information) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    found.extend(outdated(article).iter().map(|outdated| outdated.finding(article)));
}

/// A statement of a draft of which a later version says otherwise.
pub struct Outdated {
    /// What is said, from its first word to its last, in the draft.
    pub span: Span,
    /// What is otherwise, in words.
    pub says: String,
    /// Where the later version stands.
    pub place: (Path, Span),
    manner: Manner,
    later: Later,
    /// Where the version stands that the draft agrees with.
    base: (Path, Span),
}

/// The statements of a draft of which the folder has a later version that says otherwise.
pub fn outdated(article: &Article) -> Vec<Outdated> {
    let context = article.context;
    // Which version is the last is known when all have been read.
    if !article.is_draft() || !article.is_analysed() || context.sources.is_empty() {
        return Vec::new();
    }
    let Some(told) = context.places.statements(context.path) else { return Vec::new() };
    let own = told.statements.iter().filter(|statement| statement.article == article.index as u32);
    own.filter_map(|statement| Outdated::of(article, statement)).collect()
}

impl Outdated {
    fn of(article: &Article, statement: &Statement) -> Option<Outdated> {
        let context = article.context;
        let lineage = context.places.lineage();
        let is_person = |place: Option<&Place>| match place {
            Some(place) => lineage.statement(place).is_some_and(|there| is_person(article, &place.path, there)),
            None => is_person(article, context.path, statement),
        };
        let later = lineage.later(context.source, statement, context.lang, is_person)?;
        let place = |place: &Place| Some((place.path.clone(), lineage.statement(place)?.span()));
        let (base, place) = (place(&later.base)?, place(&later.later)?);
        let says = said(article, statement, &later, &place.0);
        let says = format!("a later version {says} ({})", origin(article, &place));
        Some(Outdated { span: statement.span(), says, place, manner: statement.manner, later, base })
    }

    fn finding(&self, article: &Article) -> Finding {
        let mut finding = article.finding(&RULE, self.span, Severity::Information, self.says.clone());
        let related = |what: &str, place: &(Path, Span)| {
            let message = format!("{what} ({})", origin(article, place));
            Related { path: Some(place.0.clone()), span: place.1, message }
        };
        finding.related = vec![related("as here", &self.base), related("the later version", &self.place)];
        finding.fixes.extend(self.fix(article));
        finding
    }

    /// Puts the later words, where nothing else is otherwise, and of a quotation where a source then has it so.
    fn fix(&self, article: &Article) -> Option<Fix> {
        let source = article.context.sources.source(&self.place.0)?;
        let is_put = |change: &Change| {
            let plain = matches!(change.kind, ChangeKind::Number | ChangeKind::Words);
            plain && !change.before.is_empty() && !change.after.is_empty()
        };
        if !self.later.changes.iter().all(is_put) {
            return None;
        }
        let edit = |change: &Change| (change.before, Analysis::folded(source.text(), change.after));
        let edits: Vec<(Span, String)> = self.later.changes.iter().map(edit).collect();
        let mut words = self.span.of(article.context.source).to_owned();
        for (span, text) in edits.iter().rev() {
            words.replace_range(span.unshift(self.span.start).range(), text);
        }
        let is_had = || !article.context.sources.find(&Pattern::new(&words)).is_empty();
        let title = "Use the later words".to_owned();
        // Which version is to be used is the writer's choice.
        (self.manner != Manner::Quoted || is_had()).then_some(Fix { title, edits, safe: false })
    }
}

/// What is otherwise in the later version, as what it does.
fn said(article: &Article, statement: &Statement, later: &Later, path: &str) -> String {
    let source = article.context.sources.source(path);
    let there = |span: Span| source.map_or_else(String::new, |source| Analysis::folded(source.text(), span));
    let says = |change: &Change| {
        let here = || article.words(change.before);
        match change.kind {
            ChangeKind::HedgeLost => format!("leaves out “{}”", here()),
            ChangeKind::HedgeAdded => format!("puts in “{}”", there(change.after)),
            ChangeKind::Speaker => {
                let lineage = article.context.places.lineage();
                let other = lineage.statement(&later.later).and_then(|other| other.speaker.as_deref());
                let name = |name: Option<&str>| name.unwrap_or("somebody else").to_owned();
                format!("has {} say it, not {}", name(other), name(statement.speaker.as_deref()))
            }
            _ if change.before.is_empty() => format!("puts in “{}”", there(change.after)),
            _ if change.after.is_empty() => format!("leaves out “{}”", here()),
            _ => format!("has “{}” for “{}”", there(change.after), here()),
        }
    };
    let all: Vec<String> = later.changes.iter().map(says).collect();
    all.join(", ")
}

/// A person says it; what a body says is said by somebody, so that the two do not contradict.
fn is_person(article: &Article, path: &Path, statement: &Statement) -> bool {
    let member = |entity| Member { path: path.clone(), article: statement.article, entity };
    let entity = statement.entity.and_then(|entity| article.context.index.entity_of(&member(entity)));
    entity.is_some_and(|entity| entity.kind == Kind::Person)
}

/// `Montavar Herald, January 30, 2025`; the file's name for an outlet that is not known.
fn origin(article: &Article, (path, span): &(Path, Span)) -> String {
    let context = article.context;
    let number = context.sources.source(path).map_or(0, |source| source.article_at(span.start));
    let facts = context.index.article(path, number);
    let outlet = facts.and_then(|facts| facts.outlet.as_deref()).unwrap_or(path);
    let day = facts.and_then(|facts| facts.day).map(|day| format!(", {}", Written::of(article).day(day)));
    format!("{outlet}{}", day.unwrap_or_default())
}
