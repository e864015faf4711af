//! What a sidecar says.

use jiff::civil::Date;
use text::Span;

use crate::layout::{Entry, Field, Layout, Which};
use crate::problem::{Problem, ProblemKind};
use crate::write;

/// What the sidecar of one file says, as far as it can be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sidecar {
    /// The version of the form; ours is 1.
    pub schema: Option<i64>,
    /// The file the sidecar belongs to. Advisory: the sidecar's own path decides.
    pub file: Option<String>,
    /// SHA-256 of the file when the sidecar was begun, in hexadecimal digits.
    pub text_sha256: Option<String>,
    /// What is said about whole articles, in the order of the lines.
    pub articles: Vec<Article>,
    /// What is said about words, in the order of the lines; withdrawn marks too.
    pub marks: Vec<Mark>,
}

/// A half-open range of code points of an article's text, as `at` counts them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct CodePoints {
    /// The first code point.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
}

/// What is said about one article of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// Its name in the sidecar, `a1`.
    pub id: String,
    /// Where the article stood when the line was written (`from`, `to`); the whole file if the line does not say.
    pub at: CodePoints,
    /// The key of an outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// How the date is known; `user` where somebody set it.
    pub date_basis: Option<String>,
    /// Tag of its language.
    pub lang: Option<String>,
    /// Tag of the language it was translated from.
    pub translated_from: Option<String>,
    /// Who or what translated it.
    pub translator: Option<String>,
    /// The note beside it.
    pub note: Option<String>,
    /// What all entries have.
    pub entry: EntryFacts,
}

/// What is said about some words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Six characters, its name in the sidecar.
    pub id: String,
    /// Where the words stood when the line was written: a hint, the quote decides.
    pub at: Option<CodePoints>,
    /// The words, as they stand in the article.
    pub quote: String,
    /// What stood before the words, up to 32 code points; there where the words alone do not tell the place.
    pub before: Option<String>,
    /// What stood after the words, likewise.
    pub after: Option<String>,
    /// `ignore`, `note`, `used`, or another word of the user's.
    pub kind: String,
    /// Code or name of a rule, for `ignore`.
    pub rule: Option<String>,
    /// How far it reaches.
    pub scope: Scope,
    /// The reason of an `ignore`.
    pub why: Option<String>,
    /// The note.
    pub note: Option<String>,
    /// What all entries have.
    pub entry: EntryFacts,
}

/// What entries of both lists have.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EntryFacts {
    /// From `{` to behind `}`, in bytes of the sidecar.
    pub span: Span,
    /// Who wrote it.
    pub by: Option<String>,
    /// When it was written.
    pub on: Option<Date>,
    /// Whether it is open, done or withdrawn.
    pub state: State,
    /// Keys that this version does not know, with their values as TOML writes them. Edits keep them.
    pub more: Vec<(String, String)>,
    /// The same entry stands there a second time, and that one counts.
    superseded: bool,
}

/// How far a mark reaches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Scope {
    /// These words.
    #[default]
    Here,
    /// An `ignore`: the article that holds these words; an `entity`: the same words in all of the file.
    Article,
    /// All files of the folder, or of the part of it that [`Mark::folder`] names (`folder`, or `rule`).
    Folder,
}

/// What became of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum State {
    /// It holds.
    #[default]
    Open,
    /// It is settled; it still holds.
    Done,
    /// It counts as deleted. A deleted line would come back in a merge, this one does not.
    Withdrawn,
}

/// What a mark of the kinds that we act on says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Says<'m> {
    /// Findings of a rule are not to be told, and why.
    Ignore {
        /// Code or name of the rule.
        rule: &'m str,
        /// How far it reaches.
        scope: Scope,
        /// The reason; empty until somebody writes it.
        why: &'m str,
    },
    /// A note for readers.
    Note(&'m str),
    /// Of the accounts that a rule found to differ, the one that is used.
    Used {
        /// Code or name of the rule.
        rule: &'m str,
        /// What the account says.
        account: &'m str,
    },
    /// A mark of a kind that we keep and do not act on.
    Other(&'m str),
}

impl Sidecar {
    /// Reads the text of a sidecar.
    ///
    /// What is wrong is a [`Problem`], and the rest stays in force: if the text is not TOML, every line that can be
    /// read by itself counts. An entry without its id, its words or its kind is left out; any other wrong value counts
    /// as not there. An empty text is a sidecar that says nothing.
    pub fn parse(source: &str) -> (Sidecar, Vec<Problem>) {
        let mut layout = Layout::new(source);
        let mut problems = std::mem::take(&mut layout.problems);
        let mut heads = Reader { fields: &layout.heads, source, problems: &mut problems };
        let mut sidecar = Sidecar {
            schema: heads.schema(),
            file: heads.string("file"),
            text_sha256: heads.string("text-sha256"),
            ..Sidecar::default()
        };
        for entry in &layout.entries {
            let mut reader = Reader { fields: &entry.fields, source, problems: &mut problems };
            match entry.list {
                Which::Articles => sidecar.articles.extend(reader.article(entry)),
                Which::Marks => sidecar.marks.extend(reader.mark(entry)),
            }
        }
        sidecar.find_duplicates(&mut problems);
        sidecar.find_two_dates(&mut problems);
        problems.sort_by_key(|problem| (problem.span, problem.kind as u8));
        (sidecar, problems)
    }

    /// The marks in force with their places in [`marks`](Self::marks): neither withdrawn nor told a second time.
    pub fn marks_in_force(&self) -> impl Iterator<Item = (usize, &Mark)> {
        self.marks.iter().enumerate().filter(|(_, mark)| mark.entry.is_in_force())
    }

    /// What the sidecar says about the article that stands at `at`: the entry in force whose range is most like it.
    ///
    /// Articles have no words of their own to be found by, so the range has to share half of the shorter of the two;
    /// what a later line says counts over an earlier one that is as like.
    pub fn article_at(&self, at: CodePoints) -> Option<&Article> {
        let candidates = self.articles.iter().filter(|article| article.entry.is_in_force() && article.at.is_like(at));
        candidates.max_by(|a, b| a.at.likeness(at).total_cmp(&b.at.likeness(at)))
    }

    fn find_duplicates(&mut self, problems: &mut Vec<Problem>) {
        duplicates(&mut self.articles, problems);
        duplicates(&mut self.marks, problems);
    }

    /// Two entries under different ids that give one article two dates.
    fn find_two_dates(&self, problems: &mut Vec<Problem>) {
        let dated: Vec<_> =
            self.articles.iter().filter(|article| article.entry.is_in_force() && article.date.is_some()).collect();
        for (number, article) in dated.iter().enumerate() {
            let same = |first: &&&Article| first.at.is_same(article.at) && first.id != article.id;
            let Some(first) = dated[..number].iter().find(same) else { continue };
            if first.date == article.date {
                continue;
            }
            let message = format!(
                "`{}` and `{}` give the same article two dates; the later line counts. Delete the one that is wrong.",
                first.id, article.id
            );
            let problem = Problem::new(ProblemKind::Duplicate, article.entry.span, message);
            problems.push(Problem { related: Some(first.entry.span), ..problem });
        }
    }
}

impl Mark {
    /// What one of its other keys says, in words: `ref`, `event`, `source`, `credibility`.
    pub fn word(&self, key: &str) -> Option<String> {
        let (_, value) = self.entry.more.iter().find(|(known, _)| known == key)?;
        let value: toml_edit::Value = value.parse().ok()?;
        let number = || value.as_integer().map(|number| number.to_string());
        value.as_str().map(str::to_owned).or_else(number)
    }

    /// Of a mark that reaches into a folder, the part of it that is meant, as paths name it: `archive/2019`. `None` is the
    /// whole.
    pub fn folder(&self) -> Option<String> {
        let named = self.word("folder")?;
        let bare = named.trim().trim_start_matches("./").trim_matches('/');
        (!bare.is_empty()).then(|| bare.to_owned())
    }

    /// What it says, if it is of a kind that we act on.
    pub fn says(&self) -> Says<'_> {
        match (self.kind.as_str(), &self.rule) {
            ("ignore", Some(rule)) => {
                Says::Ignore { rule, scope: self.scope, why: self.why.as_deref().unwrap_or_default() }
            }
            ("used", Some(rule)) => Says::Used { rule, account: self.note.as_deref().unwrap_or_default() },
            ("note", _) => Says::Note(self.note.as_deref().unwrap_or_default()),
            (kind, _) => Says::Other(kind),
        }
    }
}

impl EntryFacts {
    /// Whether it counts: it is not withdrawn, and not the first telling of an entry that stands there twice.
    pub fn is_in_force(&self) -> bool {
        self.state != State::Withdrawn && !self.superseded
    }
}

impl CodePoints {
    /// The code points from `start` up to `end`; empty at `start` if `end` lies before it.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// From bytes of the text that `lines` was made of.
    pub fn from_bytes(lines: &text::LineIndex, span: Span) -> Self {
        Self::new(lines.chars(span.start), lines.chars(span.end))
    }

    /// To bytes of the text that `lines` was made of; what lies past its end goes to the end.
    pub fn to_bytes(self, lines: &text::LineIndex) -> Span {
        Span::new(lines.byte_of_char(self.start), lines.byte_of_char(self.end))
    }

    fn len(self) -> u32 {
        self.end - self.start
    }

    fn shared(self, other: Self) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    fn is_like(self, other: Self) -> bool {
        let shorter = self.len().min(other.len());
        shorter > 0 && u64::from(self.shared(other)) * 2 >= u64::from(shorter)
    }

    /// Whether both are the same article, and not a file and one of its articles.
    pub(crate) fn is_same(self, other: Self) -> bool {
        self.likeness(other) >= 0.5
    }

    fn likeness(self, other: Self) -> f64 {
        let shared = f64::from(self.shared(other));
        shared / (f64::from(self.len()) + f64::from(other.len()) - shared).max(1.0)
    }
}

/// Entries with an id, of either list.
trait Named: PartialEq + Clone {
    fn id(&self) -> &str;
    fn facts(&self) -> &EntryFacts;
    fn facts_mut(&mut self) -> &mut EntryFacts;

    /// Whether both say the same, wherever they stand and whatever became of them.
    fn says_the_same(&self, other: &Self) -> bool {
        let bare = |entry: &Self| {
            let mut entry = entry.clone();
            let facts = entry.facts_mut();
            (facts.span, facts.state, facts.superseded) = Default::default();
            entry
        };
        bare(self) == bare(other)
    }
}

impl Named for Article {
    fn id(&self) -> &str {
        &self.id
    }

    fn facts(&self) -> &EntryFacts {
        &self.entry
    }

    fn facts_mut(&mut self) -> &mut EntryFacts {
        &mut self.entry
    }
}

impl Named for Mark {
    fn id(&self) -> &str {
        &self.id
    }

    fn facts(&self) -> &EntryFacts {
        &self.entry
    }

    fn facts_mut(&mut self) -> &mut EntryFacts {
        &mut self.entry
    }
}

/// Reports entries with one id, and lets only one count of those that say the same.
fn duplicates<E: Named>(entries: &mut [E], problems: &mut Vec<Problem>) {
    let mut firsts = std::collections::HashMap::<String, usize>::new();
    for at in 0..entries.len() {
        let id = entries[at].id().to_owned();
        let Some(&first) = firsts.get(&id) else {
            firsts.insert(id, at);
            continue;
        };
        let message = if entries[first].says_the_same(&entries[at]) {
            // Whoever withdrew it meant this very line, which a merge brought back.
            let withdrawn = [first, at].into_iter().find(|&at| entries[at].facts().state == State::Withdrawn);
            let loser = if withdrawn == Some(first) { at } else { first };
            entries[loser].facts_mut().superseded = true;
            let counts = if withdrawn.is_some() { "the withdrawn one counts" } else { "it counts once" };
            format!("`{id}` stands here twice; {counts}. Delete the other line.")
        } else {
            format!(
                "`{id}` is the id of two different lines, as after a merge; both count. Delete the one that is not \
                 meant, or give it another id."
            )
        };
        let problem = Problem::new(ProblemKind::Duplicate, entries[at].facts().span, message);
        problems.push(Problem { related: Some(entries[first].facts().span), ..problem });
    }
}

/// Reads the fields of one entry, or of the top level, and reports what is wrong.
struct Reader<'r> {
    fields: &'r [Field],
    source: &'r str,
    problems: &'r mut Vec<Problem>,
}

/// Keys of entries that are read; all others are the user's own.
const MARK_KEYS: [&str; 13] =
    ["id", "at", "quote", "before", "after", "kind", "rule", "scope", "why", "note", "state", "by", "on"];
const ARTICLE_KEYS: [&str; 13] = [
    "id",
    "from",
    "to",
    "outlet",
    "date",
    "date-basis",
    "lang",
    "translated-from",
    "translator",
    "note",
    "state",
    "by",
    "on",
];

impl<'r> Reader<'r> {
    fn schema(&mut self) -> Option<i64> {
        let field = self.field("schema")?;
        let schema = field.value.as_integer();
        match schema {
            Some(1) => {}
            Some(newer) if newer > 1 => self.wrong(
                field.span,
                format!(
                    "This file is of form {newer}, and this program knows form 1: what is new in it is left alone."
                ),
            ),
            _ => self.wrong(field.span, "`schema` is the number of the form: write schema = 1."),
        }
        schema
    }

    fn mark(&mut self, entry: &Entry) -> Option<Mark> {
        let id = self.required(entry, "id", "six letters and digits")?;
        let quote = self.required(entry, "quote", "the words of the article that it stands on")?;
        let kind = self.required(entry, "kind", "ignore, note or a word of your own")?;
        let mark = Mark {
            id,
            at: self.at(),
            quote,
            before: self.string("before"),
            after: self.string("after"),
            rule: self.string("rule"),
            scope: self.scope(),
            why: self.string("why"),
            note: self.string("note"),
            entry: self.facts(entry, &MARK_KEYS),
            kind,
        };
        if mark.kind == "ignore" && mark.rule.is_none() {
            self.wrong(entry.span, "This `ignore` names no rule and ignores nothing: add rule = \"…\", or delete it.");
        }
        Some(mark)
    }

    fn article(&mut self, entry: &Entry) -> Option<Article> {
        let id = self.required(entry, "id", "a1 for the first article, or letters and digits")?;
        let from = self.number("from").unwrap_or(0);
        let to = self.number("to").unwrap_or(u32::MAX);
        if to <= from {
            self.wrong(entry.span, "`to` lies behind `from`; until it is mended this entry is of no article.");
        }
        Some(Article {
            id,
            at: CodePoints::new(from, to),
            outlet: self.string("outlet"),
            date: self.date("date"),
            date_basis: self.string("date-basis"),
            lang: self.string("lang"),
            translated_from: self.string("translated-from"),
            translator: self.string("translator"),
            note: self.string("note"),
            entry: self.facts(entry, &ARTICLE_KEYS),
        })
    }

    fn facts(&mut self, entry: &Entry, known: &[&str]) -> EntryFacts {
        let more = self.fields.iter().filter(|field| !known.contains(&field.key.as_str()));
        let more = more.map(|field| (field.key.clone(), write::field_value(field, self.source))).collect();
        EntryFacts {
            span: entry.span,
            by: self.string("by"),
            on: self.date("on"),
            state: self.state(),
            more,
            superseded: false,
        }
    }

    fn field(&self, key: &str) -> Option<&'r Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// A string with words in it, without which the entry is not in force.
    fn required(&mut self, entry: &Entry, key: &str, what: &str) -> Option<String> {
        let Some(field) = self.field(key) else {
            self.wrong(
                entry.span,
                format!("`{key}` is missing ({what}): until it is there this entry does not count."),
            );
            return None;
        };
        match field.value.as_str() {
            Some(words) if !words.trim().is_empty() => return Some(words.to_owned()),
            Some(_) => self.wrong(field.span, format!("`{key}` is empty ({what}): this entry does not count.")),
            None => self.wrong(
                field.span,
                format!("`{key}` has to be in quotation marks ({what}): this entry does not count."),
            ),
        }
        None
    }

    fn string(&mut self, key: &str) -> Option<String> {
        let field = self.field(key)?;
        let words = field.value.as_str();
        if words.is_none() {
            self.wrong(field.span, format!("`{key}` has to be in quotation marks: write {key} = \"…\"."));
        }
        words.map(str::to_owned)
    }

    fn number(&mut self, key: &str) -> Option<u32> {
        let field = self.field(key)?;
        let number = field.value.as_integer().and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.wrong(field.span, format!("`{key}` counts characters from the start of the file: write {key} = 0."));
        }
        number
    }

    fn at(&mut self) -> Option<CodePoints> {
        let field = self.field("at")?;
        let number = |value: &toml_edit::Value| value.as_integer().and_then(|number| u32::try_from(number).ok());
        let numbers: Option<Vec<u32>> = field.value.as_array().and_then(|array| array.iter().map(number).collect());
        match numbers.as_deref() {
            Some(&[start, end]) if start <= end => Some(CodePoints::new(start, end)),
            _ => {
                let message = "`at` is where the words begin and the place behind them, in characters from the start of the \
                               file: write at = [388, 417], or delete `at`.";
                self.wrong(field.span, message);
                None
            }
        }
    }

    fn date(&mut self, key: &str) -> Option<Date> {
        let field = self.field(key)?;
        let date = match (&field.value, field.value.as_str()) {
            (toml_edit::Value::Datetime(date), _) => date.value().date.and_then(|date| {
                let year = i16::try_from(date.year).ok()?;
                Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
            }),
            (_, Some(words)) => words.parse().ok(),
            _ => None,
        };
        if date.is_none() {
            self.wrong(field.span, format!("`{key}` is no day of the calendar: write {key} = 2026-02-03."));
        }
        date
    }

    fn scope(&mut self) -> Scope {
        let Some(field) = self.field("scope") else { return Scope::Here };
        match field.value.as_str() {
            Some("here") => Scope::Here,
            Some("article") => Scope::Article,
            Some("rule" | "folder") => Scope::Folder,
            _ => {
                let message = "`scope` is \"here\", \"article\", \"folder\" or \"rule\"; until it is mended it counts \
                               as \"here\".";
                self.wrong(field.span, message);
                Scope::Here
            }
        }
    }

    fn state(&mut self) -> State {
        let Some(field) = self.field("state") else { return State::Open };
        match field.value.as_str() {
            Some("open") => State::Open,
            Some("done") => State::Done,
            Some("withdrawn") => State::Withdrawn,
            _ => {
                let message =
                    "`state` is \"open\", \"done\" or \"withdrawn\"; until it is mended it counts as \"open\".";
                self.wrong(field.span, message);
                State::Open
            }
        }
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::new(ProblemKind::Value, span, message));
    }
}
