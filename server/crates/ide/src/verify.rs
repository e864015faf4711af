//! A briefing against its sources: every quotation, name with a role, and day, with its evidence.

mod days;

use std::sync::Arc;

use corpus::Member;
use jiff::civil::Date;
use lang::segment;
use nlp::{Analysis, Form, Kind, Zone};
use rules::later_version;
use rules::quotation::{self, Judgement};
use rustc_hash::FxHashMap;
use text::Span;

use crate::config::Profile;
use crate::snapshot::{Document, Path, Snapshot};

/// What is verified.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Matter {
    /// Words in quotation marks.
    Quotation,
    /// Somebody's name with a title or office.
    Name,
    /// A day.
    Date,
}

/// How it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// A source has it.
    Found,
    /// Nothing is asked of it: a term, the writer's own interview.
    Exempt,
    /// A source has something like it, and that says otherwise.
    Differs,
    /// No source has anything like it.
    Missing,
}

/// One thing that was verified. Bytes from the start of the briefing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// Where it stands.
    pub span: Span,
    /// The sentence it stands in.
    pub sentence: Span,
    /// What it is.
    pub matter: Matter,
    /// How it stands.
    pub state: State,
    /// In words: what differs, whose words they are, what a later version has. Empty where it is found and there is no more
    /// to say.
    pub says: String,
    /// Where the folder has it, or the nearest it has.
    pub evidence: Option<Place>,
}

/// A place in a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The file.
    pub path: Path,
    /// Bytes from its start.
    pub span: Span,
    /// The article's outlet.
    pub outlet: Option<String>,
    /// The article's day.
    pub day: Option<Date>,
}

impl Snapshot {
    /// Verifies a briefing: an entry for every quotation, name with a role, and day, in text order.
    pub fn verify(&self, path: &str) -> Vec<Checked> {
        let (Some(document), Some(analysis)) = (self.documents.get(path), self.analysis(path)) else {
            return Vec::new();
        };
        self.sources.prepare();
        let context = self.context(document, &analysis);
        let mut desk = Desk { snapshot: self, document, analysis: &analysis, read: FxHashMap::default() };
        let mut all = Vec::new();
        for (index, read) in analysis.articles.iter().enumerate() {
            let article = rules::Article { context: &context, read, index };
            let outdated = later_version::outdated(&article);
            all.extend(read.quotes.iter().filter(|speech| !speech.nested).map(|speech| {
                let (state, says, evidence) = desk.quotation(quotation::judge(&article, speech), &article, speech);
                let later = outdated.iter().filter(|outdated| speech.span.contains_span(outdated.span));
                let later = later.filter(|_| state == State::Found).map(|outdated| outdated.says.clone());
                let says = Some(says).filter(|says| !says.is_empty()).into_iter().chain(later).collect::<Vec<_>>();
                desk.checked(read, speech.span, Matter::Quotation, state, says.join("; "), evidence)
            }));
            all.extend(desk.names(read, index));
            all.extend(desk.dates(read));
        }
        all.sort_by_key(|checked| (checked.span, checked.matter));
        all
    }

    fn evidence(&self, path: &Path, span: Span) -> Place {
        let number = self.sources.source(path).map_or(0, |source| source.article_at(span.start));
        let facts = self.index.article(path, number);
        Place {
            path: path.clone(),
            span,
            outlet: facts.and_then(|facts| facts.outlet.as_deref()).map(str::to_owned),
            day: facts.and_then(|facts| facts.day),
        }
    }
}

/// What is at hand while a briefing is verified.
struct Desk<'a> {
    snapshot: &'a Snapshot,
    document: &'a Document,
    analysis: &'a Analysis,
    /// Sources that were read for it.
    read: FxHashMap<Path, Option<Arc<Analysis>>>,
}

impl Desk<'_> {
    fn checked(
        &self,
        article: &nlp::Article,
        span: Span,
        matter: Matter,
        state: State,
        says: String,
        evidence: Option<Place>,
    ) -> Checked {
        let sentence = article.sentences.iter().copied().find(|sentence| sentence.intersects(span)).unwrap_or(span);
        Checked { span, sentence: sentence.cover(span), matter, state, says, evidence }
    }

    fn quotation(
        &self,
        judgement: Judgement,
        article: &rules::Article,
        speech: &nlp::article::Speech,
    ) -> (State, String, Option<Place>) {
        let exempt = |why: &str| (State::Exempt, why.to_owned(), None);
        match judgement {
            Judgement::Short => exempt("a term"),
            Judgement::Title => exempt("a title"),
            Judgement::Own => exempt("own interview"),
            Judgement::Open => (State::Missing, "a quotation mark is missing".to_owned(), None),
            Judgement::Unknown => (State::Missing, "in no article of the folder".to_owned(), None),
            Judgement::Found { places, said } => {
                let says = if said { "" } else { "the source does not say clearly who speaks" };
                let place = places.first().and_then(|place| {
                    let span = place.spans.iter().copied().reduce(Span::cover)?;
                    Some(self.snapshot.evidence(&place.path, span))
                });
                (State::Found, says.to_owned(), place)
            }
            Judgement::Misattributed { place, speaker } => {
                let here = quotation::speaker(article, speech);
                let not = here.map_or_else(String::new, |here| format!(", not of {}", here.name));
                let span = place.spans.iter().copied().reduce(Span::cover).unwrap_or_default();
                (
                    State::Differs,
                    format!("words of {}{not}", speaker.name),
                    Some(self.snapshot.evidence(&place.path, span)),
                )
            }
            Judgement::Altered(nearest) => {
                let place = self.snapshot.evidence(&nearest.path, nearest.span);
                (State::Differs, "not the source's words".to_owned(), Some(place))
            }
        }
    }

    /// Names of people with a role beside them.
    fn names(&self, article: &nlp::Article, number: usize) -> Vec<Checked> {
        let mut all = Vec::new();
        for (at, entity) in article.entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Person) {
            let member = Member { path: self.document.path.clone(), article: number as u32, entity: at as u32 };
            for mention in &entity.mentions {
                if mention.form != Form::Name || !is_told(self.analysis.zone_at(mention.span.start)) {
                    continue;
                }
                let described = || description(&self.document.text, mention.span, &self.snapshot.lang);
                let Some(role) = mention.role.or_else(described) else { continue };
                let words = content_words(role.of(&self.document.text), &self.snapshot.lang);
                if words.is_empty() {
                    continue;
                }
                let (state, says, evidence) = self.name(&member, &words);
                all.push(self.checked(article, mention.span.cover(role), Matter::Name, state, says, evidence));
            }
        }
        all
    }

    /// The first place, by path, where the role's words stand beside one of the person's names.
    fn name(&self, member: &Member, words: &[String]) -> (State, String, Option<Place>) {
        let index = self.snapshot.index();
        let missing = || (State::Missing, "named in no article of the folder".to_owned(), None);
        let Some(entity) = index.entity_of(member) else { return missing() };
        let mut nearest: Option<(usize, Place)> = None;
        for member in entity.members(index) {
            let Some(document) = self.snapshot.documents.get(&*member.path) else { continue };
            let Some(marks) = document.marks.article(member.article).filter(|_| document.profile == Profile::Source)
            else {
                continue;
            };
            for mark in marks.mentions(member.entity).iter().filter(|mark| mark.form == Form::Name) {
                let around = around(&document.text, mark.span);
                let there = content_words(around.of(&document.text), &self.snapshot.lang);
                let shared = words.iter().filter(|word| there.iter().any(|other| is_akin(word, other))).count();
                if shared == words.len() {
                    return (State::Found, String::new(), Some(self.snapshot.evidence(&document.path, around)));
                }
                if nearest.as_ref().is_none_or(|(best, _)| shared > *best) {
                    nearest = Some((shared, self.snapshot.evidence(&document.path, around)));
                }
            }
        }
        match nearest {
            Some((_, place)) => (State::Differs, "no source names the role".to_owned(), Some(place)),
            None => missing(),
        }
    }

    fn analysis_of(&mut self, path: &Path) -> Option<Arc<Analysis>> {
        let snapshot = self.snapshot;
        self.read.entry(path.clone()).or_insert_with(|| snapshot.analysis(path)).clone()
    }
}

/// Running text. In a short paragraph that was wrapped by hand a line may look like a heading.
fn is_told(zone: Option<Zone>) -> bool {
    matches!(zone, Some(Zone::Body | Zone::Headline | Zone::Subhead))
}

/// Words that carry meaning, in small letters.
fn content_words(text: &str, lang: &lang::Language) -> Vec<String> {
    let words = segment::words(text).filter(|(_, shape)| shape.is_word() || *shape == segment::Shape::Number);
    words.map(|(range, _)| text[range].to_lowercase()).filter(|word| !lang.function.contains(word)).collect()
}

/// Equal, or alike in what is not an ending: `Velmia` and `Velmian`, `chair` and `chairs`.
fn is_akin(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || shared >= 5 && a.chars().count().max(b.chars().count()) <= shared + 3
}

/// What is said of somebody right behind the name, where no title is: `who leads the team`, `of the Institute`.
fn description(text: &str, name: Span, lang: &lang::Language) -> Option<Span> {
    const LONGEST: usize = 14;
    let behind = &text[name.end as usize..];
    let clause = behind.strip_prefix(',');
    let rest = clause.unwrap_or(behind);
    let offset = behind.len() - rest.len();
    let mut words = segment::words(rest);
    let first = words.next()?;
    let word = rest[first.0.clone()].to_lowercase();
    let opens = if clause.is_some() { lang.closed.relatives.contains(&word) } else { lang.closed.of.contains(&word) };
    if !opens || rest[..first.0.start].chars().any(|c| !c.is_whitespace()) {
        return None;
    }
    let ends = |(range, shape): &(std::ops::Range<usize>, segment::Shape)| {
        let word = &rest[range.clone()];
        let clause = clause.is_none() && word.chars().all(char::is_lowercase);
        *shape == segment::Shape::Mark || clause && !lang.function.contains(&word.to_lowercase())
    };
    let last = words.take(LONGEST).take_while(|word| !ends(word)).last()?;
    let start = name.end + offset as u32;
    Some(Span::new(start + first.0.start as u32, start + last.0.end as u32))
}

/// A mention with the words around it, on its own line; whole words.
fn around(text: &str, span: Span) -> Span {
    const WIDE: usize = 110;
    let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let start = before[line..].char_indices().rev().nth(WIDE - 1).map_or(line, |(at, _)| line + at);
    let start = if start == line { line } else { start + before[start..].find(' ').map_or(0, |at| at + 1) };
    let rest = &behind[..behind.find('\n').unwrap_or(behind.len())];
    let end = rest.char_indices().nth(WIDE).map_or(rest.len(), |(at, _)| rest[..at].rfind(' ').unwrap_or(0));
    Span::new(start as u32, span.end + end as u32)
}
