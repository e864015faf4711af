//! What a rule may look at.

use std::collections::BTreeMap;
use std::sync::Arc;

use corpus::accounts::{Accounts, Told};
use corpus::lineage::{self, Lineage};
use corpus::{Index, Member, Sources};
use jiff::civil::Date;
use lang::{Language, Yardstick};
use nlp::attribution::Force;
use nlp::tokens::Words;
use nlp::{Analysis, Zone};
use text::Span;

use crate::finding::{Finding, Severity};
use crate::registry::Rule;
use crate::roll::Roll;

/// Which reader a document is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Profile {
    /// Evidence: read, never written.
    Source,
    /// The user's own text.
    Draft,
}

/// A level for one rule, for each profile; `None` is `"off"`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Level {
    /// On source articles.
    pub source: Option<Severity>,
    /// On drafts.
    pub draft: Option<Severity>,
}

impl Level {
    /// The same on sources and on drafts.
    pub const fn both(severity: Severity) -> Level {
        Level { source: Some(severity), draft: Some(severity) }
    }

    fn of(self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Source => self.source,
            Profile::Draft => self.draft,
        }
    }
}

/// What a finding of `rule` weighs in a text of this profile; `None` where the rule is off. A level that a
/// configuration sets is the finding's own, except for what the rule itself is in doubt about; a rule's own level is
/// the most it weighs.
pub fn weighed(rule: &Rule, found: Severity, profile: Profile, levels: &Levels) -> Option<Severity> {
    match levels.get(rule.code).or_else(|| levels.get(rule.name)) {
        Some(set) => set.of(profile).map(|level| if found > Severity::Hint { level } else { found.min(level) }),
        None => rule.level.of(profile).map(|level| found.min(level)),
    }
}

/// Rules whose level a configuration sets, by code.
pub type Levels = BTreeMap<String, Level>;

/// One document and what surrounds it.
pub struct Context<'a> {
    /// Its text.
    pub source: &'a str,
    /// What is known of it.
    pub analysis: &'a Analysis,
    /// Its name in the folder.
    pub path: &'a Arc<str>,
    /// Whom it is for.
    pub profile: Profile,
    /// The folder.
    pub index: &'a Index,
    /// The texts of the folder's sources; empty as long as not all of them have been read.
    pub sources: &'a Sources,
    /// The language texts are read in.
    pub lang: &'a Language,
    /// Today.
    pub today: Date,
    /// Candidate years begin here.
    pub earliest: Date,
    /// Levels that a configuration sets.
    pub levels: &'a Levels,
    /// How drafts write a day, in the letters of strftime, where a configuration says.
    pub dates: Option<&'a str>,
    /// What the folder knows beside its articles.
    pub entities: Option<&'a registry::Entities>,
    /// The same by names.
    pub roll: &'a Roll,
    /// How the folder's own texts are to be written.
    pub house: &'a House,
    /// The days that the document gives events, and the ages it gives people.
    pub told: &'a Told,
    /// Those that sources give.
    pub accounts: &'a Accounts,
    /// Where in other documents stands what the index knows.
    pub places: &'a dyn Places,
}

/// How a folder's own texts are to be written, as a configuration says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct House {
    /// From a spelling to the one that is wanted.
    pub names: BTreeMap<String, String>,
    /// Names of people whom nobody has to introduce.
    pub well_known: Vec<String>,
    /// The scale of likelihood that drafts keep to.
    pub yardstick: Option<Yardstick>,
}

/// Finds the places of what the index knows without them.
pub trait Places: Sync {
    /// Where the sentence stands that introduces an entity of an article.
    fn introduction(&self, member: &Member) -> Option<Span>;
    /// Where a mention of an event stands.
    fn event(&self, member: &Member) -> Option<Span>;
    /// What sources quote and report; put together when it is asked for.
    fn lineage(&self) -> &Lineage;
    /// What a document itself quotes and reports.
    fn statements(&self, path: &str) -> Option<Arc<lineage::Told>>;
}

/// One article of a document, as a rule sees it.
pub struct Article<'a> {
    /// The document.
    pub context: &'a Context<'a>,
    /// The article.
    pub read: &'a nlp::Article,
    /// Its number in the document.
    pub index: usize,
}

impl<'a> Context<'a> {
    pub(crate) fn articles(&'a self) -> impl Iterator<Item = Article<'a>> {
        self.analysis.articles.iter().enumerate().map(move |(index, read)| Article { context: self, read, index })
    }
}

impl Article<'_> {
    /// The words of a span, white space folded.
    pub(crate) fn words(&self, span: Span) -> String {
        Analysis::folded(self.context.source, span)
    }

    /// The words that stand in a span of one paragraph, and where the text begins that they count from.
    pub(crate) fn words_at(&self, span: Span) -> Option<(Words<'_>, u32)> {
        let analysis = self.context.analysis;
        let at = analysis.layout.segments.partition_point(|segment| segment.span.end < span.end);
        let segment = analysis.layout.segments.get(at).filter(|segment| segment.span.contains_span(span))?;
        let (base, tokens) = (segment.span.start, &analysis.segments.get(at)?.tokens);
        let here = span.unshift(base);
        let first = tokens.partition_point(|token| token.span.end <= here.start);
        let end = tokens.partition_point(|token| token.span.start < here.end);
        Some((Words::new(segment.span.of(self.context.source), tokens.get(first..end)?), base))
    }

    /// The document is the user's own text.
    pub(crate) fn is_draft(&self) -> bool {
        self.context.profile == Profile::Draft
    }

    /// The article is written in the language that is analysed.
    pub(crate) fn is_analysed(&self) -> bool {
        self.read.layout.language.analysed
    }

    /// The words of an attribution lie inside what somebody else is reported to say: `experts believe`, the minister
    /// said.
    pub(crate) fn is_nested(&self, attribution: &nlp::Attribution) -> bool {
        let cue = attribution.cue.first();
        let named = |other: &&nlp::Attribution| {
            matches!(other.source_kind, nlp::SourceKind::Named | nlp::SourceKind::Anaphoric)
                && other.grade == nlp::Grade::Speech
        };
        let others = self.read.attributions.iter().filter(named);
        others
            .filter_map(|other| other.content.as_ref())
            .any(|content| content.iter().any(|span| span.contains_span(cue)))
    }

    /// Somebody says, thinks or feels something here: not who only takes a stand, nor a turn of an interview, nor a
    /// pronoun that stands for who was named before it.
    pub(crate) fn is_report(&self, attribution: &nlp::Attribution) -> bool {
        let thinks = !matches!(attribution.attitude, Some(nlp::attribution::Attitude::Act));
        let source = attribution.source.as_ref().map(|source| self.words(source.cover()).to_lowercase());
        let closed = &self.context.lang.closed;
        let stands_for =
            source.is_some_and(|source| closed.pronouns.contains(&source) || closed.nobody.contains(&source));
        let cue = attribution.cue.first();
        let running =
            self.read.claims.iter().any(|claim| {
                claim.span.contains_span(cue) && claim.standing == nlp::claims::Standing::RunningQuotation
            });
        // `handed over a memorandum setting out its demands`: the writer has said whose it is.
        let described = attribution.subordinate && attribution.source_kind == nlp::SourceKind::DocumentVague;
        thinks && attribution.content.is_some() && !stands_for && !running && !described
    }

    /// Somebody's word, or what those have to say who are there to be quoted: `analysts expect a rise`, `reports
    /// appeared`. Others who only do something, `unions endorse her`, are nobody's source.
    pub(crate) fn is_word(&self, attribution: &nlp::Attribution) -> bool {
        match attribution.force {
            Force::Asserts => true,
            Force::Unreal => false,
            Force::Acts => attribution.source_kind == nlp::SourceKind::DocumentVague || self.is_reporter(attribution),
        }
    }

    /// Experts, analysts, sources: whom a writer asks.
    fn is_reporter(&self, attribution: &nlp::Attribution) -> bool {
        let lang = self.context.lang;
        let head = attribution.head.map(|head| self.words(head).to_lowercase()).unwrap_or_default();
        let noun = head.rsplit(' ').next().unwrap_or_default();
        let trade = noun.strip_suffix('s').and_then(|one| lang.titles.single(one));
        lang.source_nouns.single(noun).is_some() || trade == Some(&lang::TitleKind::Profession)
    }

    /// `never realised that …`: what a source fails to think it tells nobody.
    pub(crate) fn is_unheld(&self, attribution: &nlp::Attribution) -> bool {
        let negations = &self.context.lang.closed.negations;
        let cue = self.words(attribution.cue.cover()).to_lowercase();
        attribution.attitude.is_some() && cue.split_whitespace().any(|word| negations.contains(word))
    }

    /// Several unnamed people in office: `officials`.
    pub(crate) fn is_officials(&self, attribution: &nlp::Attribution) -> bool {
        let head = attribution.head.map(|head| self.words(head).to_lowercase()).unwrap_or_default();
        let officials = &self.context.lang.officials;
        // `Two officials` are two people.
        let first = attribution.source.as_ref().map(|source| self.words(source.cover()).to_lowercase());
        let first = first.as_deref().and_then(|source| source.split(' ').next()).unwrap_or_default();
        let counted =
            first.starts_with(|c: char| c.is_ascii_digit()) || self.context.lang.times.numbers.contains_key(first);
        attribution.source_kind == nlp::SourceKind::Anonymous && !counted && officials.exact(&head).is_some()
    }

    /// All of the article's text has been read by the pipeline: what is not attributed by now is not.
    pub(crate) fn is_close(&self) -> bool {
        let analysis = self.context.analysis;
        let range = self.read.layout.segments.clone();
        let zones = analysis.layout.segments.get(range.clone()).unwrap_or_default().iter();
        let read = analysis.segments.get(range).unwrap_or_default();
        zones.zip(read).all(|(segment, read)| segment.zone != Zone::Body || read.is_close)
    }

    /// The stretches of the article's own text.
    pub(crate) fn body(&self) -> impl Iterator<Item = Span> {
        let segments = self.context.analysis.layout.segments.get(self.read.layout.segments.clone()).unwrap_or_default();
        segments.iter().filter(|segment| segment.zone == Zone::Body).map(|segment| segment.span)
    }

    /// A span lies in the article's own text.
    pub(crate) fn is_body(&self, span: Span) -> bool {
        self.context.analysis.zone_at(span.start) == Some(Zone::Body)
    }

    /// A span lies where rules about dates may stand: in the text, a header or a dateline.
    pub(crate) fn is_read(&self, span: Span) -> bool {
        matches!(
            self.context.analysis.zone_at(span.start),
            Some(Zone::Body | Zone::Header | Zone::Dateline | Zone::FrontMatter)
        )
    }

    /// Somebody is quoted with these words.
    pub(crate) fn is_quoted(&self, span: Span) -> bool {
        self.read.quotes.iter().any(|speech| speech.span.contains_span(span))
    }

    /// The sentence that has these words.
    pub(crate) fn sentence(&self, span: Span) -> Option<Span> {
        self.read.sentences.iter().copied().find(|sentence| sentence.contains_span(span))
    }

    /// The time at `index` has a date of its own beside it: `last week (from January 26 to February 1)`, `Wednesday
    /// evening, April 2`.
    pub(crate) fn has_own_date(&self, index: usize) -> bool {
        let times = &self.read.times;
        let Some(time) = times.get(index) else { return false };
        // Of two that are known, one lies in the other: `last month's vote, on July 22` tells of two times.
        let is_date = |other: &&nlp::ResolvedTime| {
            matches!(other.expression.said, nlp::times::Said::Calendar { day: Some(_), month: Some(_), .. })
                && match (time.interval, other.interval) {
                    (Some((from, to)), Some((first, _))) => from <= first && first <= to,
                    _ => true,
                }
        };
        let near = |a: Span, b: Span| {
            let between = if a.end <= b.start { Span::new(a.end, b.start).of(self.context.source) } else { "" };
            !between.contains(['.', ';', '\n']) && between.split_whitespace().count() < 4
        };
        let next = times.get(index + 1).filter(is_date).is_some_and(|next| near(time.span, next.span));
        let before = index.checked_sub(1).and_then(|before| times.get(before)).filter(is_date);
        let before = before.is_some_and(|before| {
            let between = Span::new(before.span.end, time.span.start.max(before.span.end)).of(self.context.source);
            matches!(between.trim(), "," | "(")
        });
        next || before
    }

    /// The first words of the article's text: up to five, on one line.
    pub(crate) fn first_words(&self) -> Option<Span> {
        let body = self.body().next()?;
        let text = body.of(self.context.source);
        let line = text.split(['\n', '\r']).next().unwrap_or(text);
        let trimmed = line.trim_start();
        let start = body.start + (line.len() - trimmed.len()) as u32;
        let end =
            trimmed.split(' ').take(5).map(|word| word.len() + 1).sum::<usize>().saturating_sub(1).min(trimmed.len());
        Some(Span::new(start, start + end as u32))
    }

    /// A finding of `rule` at `span`, at the weight given; the rule's level caps it.
    pub(crate) fn finding(&self, rule: &Rule, span: Span, severity: Severity, message: String) -> Finding {
        Finding {
            code: rule.code,
            rule: rule.name,
            severity,
            span,
            message,
            grade: None,
            related: Vec::new(),
            fixes: Vec::new(),
            choices: Vec::new(),
        }
    }
}
