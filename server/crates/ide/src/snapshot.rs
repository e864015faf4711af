//! An immutable view of a folder at one revision.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use ::marks::Scope;
use corpus::accounts::{self, Accounts};
use corpus::lineage::{Lineage, Told};
use corpus::sources::{Source, Spoken};
use corpus::{Index, Sources};
use imbl::OrdMap;
use lang::Language;
use nlp::{Analysis, Context, Facts, Parses};
use rules::{Finding, Related, Severity};
use syntax::BlockKind;
use text::{LineIndex, Span};

use crate::actions::LastMark;
use crate::annotations::{Annotations, Ignore, Ignored};
use crate::config::{Config, Density, Profile};
use crate::host;
use crate::lineage::Lines;
use crate::marks::Marks;
use crate::parses;
use crate::registry::Registry;
use crate::said::Sayings;

/// A file's name inside its folder: relative to the root, with `/`.
pub type Path = Arc<str>;

/// How much of the folder has been read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Articles' files read.
    pub read: usize,
    /// Files there are.
    pub total: usize,
    /// It is not known yet how many there are.
    pub listing: bool,
    /// Of the files read, those that the pipeline has read, too.
    pub closely: usize,
}

impl Progress {
    /// Everything has been read, and the pipeline has read it.
    pub fn is_close(self) -> bool {
        self.is_complete() && self.closely >= self.total
    }

    /// Everything has been read.
    pub fn is_complete(self) -> bool {
        !self.listing && self.read >= self.total
    }
}

/// One document at one revision.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name.
    pub path: Path,
    /// Its text.
    pub text: Arc<str>,
    /// Where its lines are.
    pub lines: LineIndex,
    /// Whom it is for.
    pub profile: Profile,
    /// An editor has it open.
    pub open: bool,
    /// The pipeline has read all of it that it is asked about.
    pub is_close: bool,
    /// What it found, packed; of an open document [`Document::analysis`] has it.
    pub(crate) parses: Arc<[u8]>,
    /// What its front matter says of whom it is for.
    pub(crate) front: Option<Profile>,
    pub(crate) marks: Arc<Marks>,
    /// Its words, for those who quote it; none if it holds no article.
    pub(crate) source: Option<Arc<Source>>,
    /// The days it gives events, and the ages it gives people.
    pub(crate) accounts: Arc<accounts::Told>,
    /// What it quotes and reports; of an open document, as soon as somebody has asked.
    pub(crate) told: OnceLock<Arc<Told>>,
    pub(crate) facts: Arc<Facts>,
    /// Everything known of it, while it is open; of a closed document only facts and marks are kept.
    pub(crate) analysis: Option<Arc<Analysis>>,
}

impl Document {
    pub(crate) fn closed(path: Path, text: Arc<str>, analysis: &Analysis) -> Document {
        let document = Document::read(path, text, analysis);
        let told = document.told_of(analysis);
        Document { told: told.into(), parses: parses::pack(&analysis.parses), ..document }
    }

    fn read(path: Path, text: Arc<str>, analysis: &Analysis) -> Document {
        let front = front_profile(&text, analysis);
        let lang = Language::load(lang::DEFAULT_TAG);
        Document {
            path,
            lines: LineIndex::new(&text),
            profile: front.unwrap_or(Profile::Source),
            open: false,
            is_close: !analysis.parses.missing,
            parses: Arc::default(),
            front,
            marks: Arc::new(Marks::of(&text, analysis)),
            source: source(&text, analysis).map(Arc::new),
            accounts: Arc::new(accounts::told(&text, analysis, &lang)),
            told: OnceLock::new(),
            facts: analysis.facts.clone(),
            analysis: None,
            text,
        }
    }

    pub(crate) fn open(path: Path, text: Arc<str>, analysis: Arc<Analysis>) -> Document {
        Document { open: true, ..Document::read(path, text, &analysis) }.with(analysis)
    }

    fn with(mut self, analysis: Arc<Analysis>) -> Document {
        self.analysis = Some(analysis);
        self
    }

    /// What it quotes and reports.
    pub(crate) fn told(&self) -> &Arc<Told> {
        let told = || self.analysis.as_deref().map(|analysis| self.told_of(analysis)).unwrap_or_default();
        self.told.get_or_init(told)
    }

    fn told_of(&self, analysis: &Analysis) -> Arc<Told> {
        Arc::new(crate::lineage::told(&self.text, analysis, &Language::load(lang::DEFAULT_TAG)))
    }

    /// The same document, no longer open.
    pub(crate) fn to_closed(&self) -> Document {
        // Its words are read from the analysis, which goes.
        self.told();
        Document { open: false, parses: parses::pack(&self.parses()), analysis: None, ..self.clone() }
    }

    /// What the pipeline found in it.
    pub(crate) fn parses(&self) -> Parses {
        self.analysis.as_ref().map_or_else(|| parses::unpack(&self.parses), |analysis| analysis.parses.clone())
    }

    /// Everything known of it, while it is open; [`Snapshot::analysis`] also reads what is closed.
    pub fn analysis(&self) -> Option<&Arc<Analysis>> {
        self.analysis.as_ref()
    }

    /// Whether an `ignore` of this document, on its words or in their article, is about a finding.
    fn is_reached(&self, ignore: &Ignore, finding: &Finding) -> bool {
        let article = |span: Span| self.marks.article_at(span.start);
        let reaches = |span: Span| match ignore.scope {
            Scope::Article => article(span) == article(finding.span),
            Scope::Here => span.intersects(finding.span),
            Scope::Folder => ignore.reaches(&self.path) && span.intersects(finding.span),
        };
        ignore.is_about(finding) && ignore.span.is_some_and(reaches)
    }

    /// What it tells the rest of the folder.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }
}

/// What others may quote of a text.
fn source(text: &Arc<str>, analysis: &Analysis) -> Option<Source> {
    let articles: Vec<u32> = analysis.articles.iter().map(|article| article.layout.span.start).collect();
    let mut spoken: Vec<Spoken> = Vec::new();
    for (number, article) in analysis.articles.iter().enumerate() {
        let whole = article.quotes.iter().filter(|speech| !speech.nested && speech.opened && speech.closed);
        spoken.extend(whole.map(|speech| Spoken {
            span: speech.span,
            article: number as u32,
            voice: article.voice(text, analysis, speech),
        }));
    }
    (!articles.is_empty()).then(|| Source::new(text.clone(), articles, spoken))
}

/// Whom front matter says a document is for: `profile: draft`.
fn front_profile(source: &str, analysis: &Analysis) -> Option<Profile> {
    let front = analysis.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter)?;
    let entries = syntax::front_matter(source, front);
    let value = entries
        .iter()
        .find(|(key, _)| key.of(source).eq_ignore_ascii_case("profile"))
        .map(|(_, value)| value.of(source))?;
    match value.to_ascii_lowercase().as_str() {
        "draft" => Some(Profile::Draft),
        "source" => Some(Profile::Source),
        _ => None,
    }
}

/// What the reading of a document depends on besides its text.
pub(crate) fn context(path: &str, text: &str, snapshot: &Snapshot) -> Context {
    // Where articles stand is known of the text that is entered; of any other the sidecar's own word is taken.
    let is_known = snapshot.documents.get(path).is_some_and(|document| *document.text == *text);
    let annotations = snapshot.annotations.get(path);
    let dated = annotations.map(|known| if is_known { known.dates() } else { known.dates_in(text) });
    let said = snapshot.said(path, text);
    let boundaries = snapshot.boundaries(path, text);
    Context { dated: dated.unwrap_or_default(), said, boundaries, ..context_without_marks(path, text, snapshot) }
}

/// The same of an open document, whose marks ride on its edits.
pub(crate) fn context_of_open(path: &str, text: &str, snapshot: &Snapshot) -> Context {
    let annotations = snapshot.annotations.get(path);
    let dated = annotations.map(|annotations| annotations.dates()).unwrap_or_default();
    let own = annotations.map(|annotations| annotations.said(text, &snapshot.registry)).unwrap_or_default();
    let said = [snapshot.sayings.of(path, text), own].concat();
    let boundaries = annotations.map(|annotations| annotations.boundaries()).unwrap_or_default();
    Context { dated, said, boundaries, ..context_without_marks(path, text, snapshot) }
}

fn context_without_marks(path: &str, text: &str, snapshot: &Snapshot) -> Context {
    let config = &snapshot.config;
    let file_name = path.rsplit('/').next().unwrap_or(path).to_owned();
    Context {
        file_name,
        today: config.today,
        earliest: config.earliest,
        written: config.given.get(path).and_then(|given| given.written),
        dated: Vec::new(),
        said: Vec::new(),
        boundaries: Vec::new(),
        known: snapshot.registry.concerning(text),
        mode: config.mode,
    }
}

/// A folder at one revision. A clone is cheap.
#[derive(Clone)]
pub struct Snapshot {
    /// Rises with every change.
    pub revision: u64,
    /// How much of the folder has been read.
    pub progress: Progress,
    /// The configuration in force.
    pub config: Arc<Config>,
    /// The language texts are read in.
    pub lang: Arc<Language>,
    pub(crate) documents: OrdMap<Path, Arc<Document>>,
    pub(crate) index: Index,
    pub(crate) sources: Sources,
    pub(crate) accounts: Accounts,
    pub(crate) lineage: Lines,
    /// What readers say of files, by the files' names; also of files that are not there.
    pub(crate) annotations: OrdMap<Path, Arc<Annotations>>,
    pub(crate) registry: Arc<Registry>,
    /// What readers say of names in the whole folder.
    pub(crate) sayings: Arc<Sayings>,
    /// The mark that was made last.
    pub(crate) last_mark: Option<LastMark>,
    recent: Arc<Mutex<Recent>>,
}

/// Analyses of closed documents that somebody asked for, the last ones first. All snapshots of a folder share them.
#[derive(Default)]
struct Recent(VecDeque<(Arc<Document>, Arc<Analysis>)>);

/// How many of them are kept.
const RECENT: usize = 8;

impl Snapshot {
    pub(crate) fn new(lang: Arc<Language>, config: Config) -> Snapshot {
        Snapshot {
            revision: 0,
            progress: Progress::default(),
            config: Arc::new(config),
            lang,
            documents: OrdMap::new(),
            index: Index::default(),
            sources: Sources::default(),
            accounts: Accounts::default(),
            lineage: Lines::default(),
            annotations: OrdMap::new(),
            registry: Arc::default(),
            sayings: Arc::default(),
            last_mark: None,
            recent: Arc::default(),
        }
    }

    /// The same folder for those who read texts: without what is true across documents. Whoever holds it for long costs
    /// no second copy of that when the folder goes on.
    pub fn for_reading(&self) -> Snapshot {
        let (index, sources, accounts, lineage) = Default::default();
        Snapshot { index, sources, accounts, lineage, ..self.clone() }
    }

    /// A number for all that the reading of a document depends on besides its text.
    pub fn light(&self, path: &str) -> u64 {
        let text = self.documents.get(path).map_or("", |document| &document.text);
        text::hash64(format!("{:?}", context(path, text, self)).as_bytes())
    }

    /// The document called `path`.
    pub fn document(&self, path: &str) -> Option<Arc<Document>> {
        self.documents.get(path).cloned()
    }

    /// All documents, by path.
    pub fn documents(&self) -> impl Iterator<Item = Arc<Document>> + '_ {
        self.documents.values().cloned()
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// What is true across documents.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The texts of all sources.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Everything known of a document. A closed one is read again for it, unless that was done lately.
    pub fn analysis(&self, path: &str) -> Option<Arc<Analysis>> {
        let document = self.documents.get(path)?;
        if let Some(analysis) = &document.analysis {
            return Some(analysis.clone());
        }
        if let Some(analysis) = self.recent(|recent| recent.get(document)) {
            return Some(analysis);
        }
        let analysis = Arc::new(host::reread(self, document));
        self.recent(|recent| recent.put(document.clone(), analysis.clone()));
        Some(analysis)
    }

    /// A thread that panicked while it held the lock left nothing half done: entries are whole.
    fn recent<T>(&self, with: impl FnOnce(&mut Recent) -> T) -> T {
        with(&mut self.recent.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// All findings of a document, by position, whatever an editor shows of them: what `dateline check` prints. Those
    /// that a reader has set aside are not among them.
    pub fn findings(&self, path: &str) -> Vec<Finding> {
        self.judged(path, rules::check).0
    }

    /// The findings of a document that a reader has set aside, with the reasons.
    pub fn ignored(&self, path: &str) -> Vec<Ignored> {
        self.judged(path, rules::check).1
    }

    fn judged(&self, path: &str, check: fn(&rules::Context) -> Vec<Finding>) -> (Vec<Finding>, Vec<Ignored>) {
        let (Some(document), Some(analysis)) = (self.documents.get(path), self.analysis(path)) else {
            return Default::default();
        };
        let findings = check(&self.context(document, &analysis));
        let (mut told, mut ignored) = (Vec::new(), Vec::new());
        for finding in findings {
            match self.why_ignored(document, &finding) {
                Some(why) => ignored.push(Ignored { finding, why }),
                None => told.push(self.settled(document, finding)),
            }
        }
        (told, ignored)
    }

    /// A finding about accounts that differ is a hint where somebody has said which one is used.
    fn settled(&self, document: &Document, finding: Finding) -> Finding {
        let own = self.annotations.get(&document.path);
        let mut used = own.into_iter().flat_map(|annotations| annotations.used());
        let is_about = |rule: &str| rule.eq_ignore_ascii_case(finding.code) || rule.eq_ignore_ascii_case(finding.rule);
        let here = used.find(|(rule, span, _)| is_about(rule) && span.intersects(finding.span));
        match here.filter(|_| !finding.choices.is_empty()) {
            Some((.., account)) => {
                let message = format!("{}; used: {account}", finding.message);
                Finding { severity: Severity::Hint, message, choices: Vec::new(), ..finding }
            }
            None => finding,
        }
    }

    /// The reason for which a finding is not to be told.
    fn why_ignored(&self, document: &Document, finding: &Finding) -> Option<String> {
        let own = self.annotations.get(&document.path);
        let own = own.into_iter().flat_map(|annotations| annotations.ignores());
        let here = own.into_iter().find(|ignore| document.is_reached(ignore, finding));
        let anywhere = || self.annotations.values().flat_map(|annotations| annotations.folder_ignores());
        let reaches = |ignore: &Ignore| ignore.reaches(&document.path) && ignore.is_about(finding);
        here.or_else(|| anywhere().find(reaches)).map(|ignore| ignore.why.to_owned())
    }

    /// What readers say of a file.
    pub fn annotations(&self, path: &str) -> Option<&Arc<Annotations>> {
        self.annotations.get(path)
    }

    /// All sidecars, by the names of their files.
    pub fn sidecars(&self) -> impl Iterator<Item = (&Path, &Arc<Annotations>)> {
        self.annotations.iter()
    }

    /// What the folder knows beside its articles.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What is wrong in a file of the registry; spans are bytes of its text.
    pub fn registry_findings(&self, path: &str) -> Vec<Finding> {
        let weighed = |finding: Finding| {
            let rule = rules::find(finding.code)?;
            let severity = rules::weighed(rule, finding.severity, Profile::Source, &self.config.rules)?;
            Some(Finding { severity, ..finding })
        };
        self.registry.findings(path).into_iter().filter_map(weighed).collect()
    }

    /// What is wrong with the sidecar of a file; spans are bytes of the sidecar's text. Whether a mark's words are still
    /// there, and whether an `ignore` has its finding, is known when everything has been read.
    pub fn sidecar_findings(&self, path: &str) -> Vec<Finding> {
        let Some((path, annotations)) = self.annotations.get_key_value(path) else { return Vec::new() };
        let document = self.documents.get(path);
        let is_known = document.is_some() || self.progress.is_complete();
        let mut findings = annotations.findings(path);
        findings.retain(|finding| is_known || !matches!(finding.code, "M901" | "M902"));
        findings.extend(document.into_iter().flat_map(|document| self.idle_ignores(document, annotations)));
        findings.extend(annotations.unknown_entries(&self.registry));
        findings.sort_by_key(|finding| (finding.span, finding.code));
        let profile = document.map_or(Profile::Source, |document| document.profile);
        let weighed = |finding: Finding| {
            let severity = rules::weighed(rules::find(finding.code)?, finding.severity, profile, &self.config.rules)?;
            Some(Finding { severity, ..finding })
        };
        findings.into_iter().filter_map(weighed).collect()
    }

    /// The `ignore`s of a file that set nothing aside, of rules that are in force.
    fn idle_ignores(&self, document: &Document, annotations: &Annotations) -> Vec<Finding> {
        let of_file = |ignore: &Ignore| ignore.scope != Scope::Folder && ignore.span.is_some();
        if !self.progress.is_complete() || !annotations.ignores().any(|ignore| of_file(&ignore)) {
            return Vec::new();
        }
        let ignored = self.ignored(&document.path);
        let is_idle = |ignore: &Ignore| {
            self.is_in_force(ignore.rule, document.profile)
                && !ignored.iter().any(|ignored| document.is_reached(ignore, &ignored.finding))
        };
        let idle = annotations.ignores().filter(|ignore| of_file(ignore) && is_idle(ignore));
        idle.map(|ignore| crate::annotations::idle(&ignore)).collect()
    }

    /// The `ignore`s in the sidecar of a file that count in the folder, or in a part of it, and set nothing aside there. `aside`
    /// is all that is set aside in the folder, with the files it stands in: whoever asks has looked at all of them.
    pub fn idle_in_folder(&self, path: &str, aside: &[(Path, Finding)]) -> Vec<Finding> {
        let is_in_force = |rule: &str| [Profile::Source, Profile::Draft].iter().any(|p| self.is_in_force(rule, *p));
        let is_used = |ignore: &Ignore| aside.iter().any(|(path, it)| ignore.reaches(path) && ignore.is_about(it));
        let ignores = self.annotations.get(path).into_iter().flat_map(|annotations| annotations.folder_ignores());
        let idle = ignores.filter(|ignore| is_in_force(ignore.rule) && !is_used(ignore));
        let weighed = |finding: Finding| {
            let rule = rules::find(finding.code)?;
            let severity = rules::weighed(rule, finding.severity, Profile::Source, &self.config.rules)?;
            Some(Finding { severity, ..finding })
        };
        idle.filter_map(|ignore| weighed(crate::annotations::idle(&ignore))).collect()
    }

    /// Whether a rule, by code or name, tells anything of documents of a profile.
    fn is_in_force(&self, rule: &str, profile: Profile) -> bool {
        let weighed = |rule| rules::weighed(rule, Severity::Error, profile, &self.config.rules);
        rules::find(rule).and_then(weighed).is_some()
    }

    /// What rules may look at.
    pub(crate) fn context<'a>(&'a self, document: &'a Document, analysis: &'a Analysis) -> rules::Context<'a> {
        static NONE: LazyLock<Sources> = LazyLock::new(Sources::default);
        rules::Context {
            source: &document.text,
            analysis,
            path: &document.path,
            profile: document.profile,
            index: &self.index,
            // What is in no source is known when all have been read.
            sources: if self.progress.is_complete() { &self.sources } else { &NONE },
            lang: &self.lang,
            today: self.config.today,
            earliest: self.config.earliest,
            levels: &self.config.rules,
            dates: self.config.dates.as_deref(),
            entities: self.registry.entities(),
            roll: self.registry.roll(),
            house: &self.config.house,
            told: &document.accounts,
            accounts: &self.accounts,
            places: self,
        }
    }

    /// The findings an editor shows: [`Snapshot::findings`] at the configured density. A draft shows all of them.
    pub fn shown(&self, path: &str) -> Vec<Finding> {
        let findings = self.judged(path, rules::check_at_once).0;
        match self.documents.get(path) {
            Some(document) if document.profile == Profile::Source => match self.config.density {
                Density::All => findings,
                Density::Normal => weighty(findings),
                Density::Summary => summaries(findings, &document.marks),
            },
            _ => findings,
        }
    }

    /// The span of the word at `offset`, in bytes.
    pub fn word_at(&self, path: &str, offset: u32) -> Option<Span> {
        word_at(&self.documents.get(path)?.text, offset)
    }
}

impl rules::Places for Snapshot {
    fn introduction(&self, member: &corpus::Member) -> Option<Span> {
        self.documents.get(&member.path)?.marks.article(member.article)?.introduction(member.entity)
    }

    fn event(&self, member: &corpus::Member) -> Option<Span> {
        self.event_mention(member)
    }

    fn lineage(&self) -> &Lineage {
        self.lineage.all()
    }

    fn statements(&self, path: &str) -> Option<Arc<Told>> {
        self.documents.get(path).map(|document| document.told().clone())
    }
}

impl Recent {
    fn get(&mut self, document: &Arc<Document>) -> Option<Arc<Analysis>> {
        let at = self.0.iter().position(|(known, _)| Arc::ptr_eq(known, document))?;
        let found = self.0.remove(at)?;
        let analysis = found.1.clone();
        self.0.push_front(found);
        Some(analysis)
    }

    fn put(&mut self, document: Arc<Document>, analysis: Arc<Analysis>) {
        self.0.push_front((document, analysis));
        self.0.truncate(RECENT);
    }
}

/// Information and above, and the hints that share words with one of these or are pointed to by it.
fn weighty(findings: Vec<Finding>) -> Vec<Finding> {
    let heavy: Vec<Finding> = findings.iter().filter(|finding| finding.severity > Severity::Hint).cloned().collect();
    let explains = |hint: &Finding| {
        let related = |finding: &Finding| {
            finding.related.iter().any(|place| place.path.is_none() && place.span.intersects(hint.span))
        };
        heavy.iter().any(|finding| finding.span.intersects(hint.span) || related(finding))
    };
    findings.into_iter().filter(|finding| finding.severity > Severity::Hint || explains(finding)).collect()
}

/// One finding an article: the heaviest of those it has, the first of equals, with all others as related places.
fn summaries(findings: Vec<Finding>, marks: &Marks) -> Vec<Finding> {
    let mut articles: Vec<(Option<u32>, Vec<Finding>)> = Vec::new();
    for finding in findings.into_iter().filter(|finding| finding.severity > Severity::Hint) {
        let article = marks.article_at(finding.span.start);
        match articles.last_mut() {
            Some((last, findings)) if *last == article => findings.push(finding),
            _ => articles.push((article, vec![finding])),
        }
    }
    articles.into_iter().filter_map(|(_, findings)| summary(findings)).collect()
}

fn summary(mut findings: Vec<Finding>) -> Option<Finding> {
    let heaviest = findings.iter().map(|finding| finding.severity).max()?;
    let at = findings.iter().position(|finding| finding.severity == heaviest)?;
    let mut first = findings.remove(at);
    if findings.is_empty() {
        return Some(first);
    }
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for finding in std::iter::once(&first).chain(&findings) {
        match kinds.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, count)) => *count += 1,
            None => kinds.push((finding.rule, 1)),
        }
    }
    let kinds: Vec<String> = kinds.iter().map(|(rule, count)| format!("{count} {}", rule.replace('-', " "))).collect();
    first.message = format!("{} findings: {}", findings.len() + 1, kinds.join(", "));
    let related = |finding: Finding| Related { path: None, span: finding.span, message: finding.message };
    first.related = findings.into_iter().map(related).collect();
    first.fixes = Vec::new();
    Some(first)
}

/// Letters and digits around `offset`, with marks that join them (`’`, `-`).
pub(crate) fn word_at(source: &str, offset: u32) -> Option<Span> {
    let inside = |c: char| c.is_alphanumeric();
    let joins = |c: char| matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | '.' | ',');
    let at = Span::empty(offset).within(source).start as usize;
    let (mut start, mut end) = (at, at);
    loop {
        let mut before = source[..start].chars().rev();
        match (before.next(), before.next()) {
            (Some(c), _) if inside(c) => start -= c.len_utf8(),
            // A mark joins when letters stand on both sides; a stop or comma joins digits alone.
            (Some(mark), Some(c)) if joins(mark) && joined(c, mark, source[start..].chars().next()) => {
                start -= mark.len_utf8()
            }
            _ => break,
        }
    }
    loop {
        let mut after = source[end..].chars();
        match (after.next(), after.next()) {
            (Some(c), _) if inside(c) => end += c.len_utf8(),
            (Some(mark), Some(c)) if joins(mark) && joined(c, mark, source[..end].chars().next_back()) => {
                end += mark.len_utf8()
            }
            _ => break,
        }
    }
    (start < end).then(|| Span::from(start..end))
}

fn joined(a: char, mark: char, b: Option<char>) -> bool {
    let digits = matches!(mark, '.' | ',');
    let fits = |c: char| if digits { c.is_ascii_digit() } else { c.is_alphanumeric() };
    fits(a) && b.is_some_and(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        let source = "The “well-known” spokesman’s 1,900 words. Ж–й, a.b";
        let check = |offset: usize, expected: Option<&str>| {
            assert_eq!(word_at(source, offset as u32).map(|span| span.of(source)), expected, "{offset}");
        };
        check(0, Some("The"));
        check(3, Some("The"));
        check(4, None);
        check(source.find("known").unwrap(), Some("well-known"));
        check(source.find("man’").unwrap(), Some("spokesman’s"));
        check(source.find(",900").unwrap(), Some("1,900"));
        check(source.find("Ж").unwrap(), Some("Ж"));
        check(source.find("b").unwrap(), Some("b"));
        check(source.len() + 9, Some("b"));
        assert_eq!(word_at("", 0), None);
    }
}
