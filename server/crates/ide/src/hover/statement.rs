//! Cards of statements: who says it, by which words, to whom and when; or that nobody does.

use corpus::{Entity, Member};
use nlp::claims::WANTED;
use nlp::{Analysis, Article, Attribution, Claim, ClaimKind, Grade, Quotation, SourceKind, Standing, TimeKind, Zone};
use text::{Span, Spans};

use super::date::days;
use super::{Hover, shortened};
use crate::marks::{Hit, Thing};
use crate::markup::Markup;
use crate::snapshot::{Document, Snapshot};
use crate::statement::{self, Statement};

/// Characters of an article's own words that are shown.
const WORDS: usize = 80;

impl Snapshot {
    /// Who stands behind the words at `offset`; in an article's own text only.
    pub(super) fn statement_hover(&self, path: &str, offset: u32) -> Option<Hover> {
        let document = self.documents.get(path)?;
        let analysis = self.analysis(path)?;
        if analysis.zone_at(offset) != Some(Zone::Body) {
            return None;
        }
        let number = analysis.articles.iter().position(|article| article.layout.span.touches(offset))?;
        let article = &analysis.articles[number];
        let statement = Statement::at(article, offset)?;
        let teller = Teller { snapshot: self, document, article, number: number as u32 };
        let mut card = match statement.attribution {
            Some(at) => teller.attributed(at, statement.standing)?,
            None => teller.unattributed(statement.claim?)?,
        };
        if let Some(line) = self.line_at(path, offset) {
            card.line(line.summary());
        }
        self.note_progress(&mut card);
        Some(Hover { span: statement.span, card })
    }
}

/// Tells of the statements of one article.
struct Teller<'a> {
    snapshot: &'a Snapshot,
    document: &'a Document,
    article: &'a Article,
    number: u32,
}

impl Teller<'_> {
    fn attributed(&self, at: usize, standing: Standing) -> Option<Markup> {
        let attribution = self.article.attributions.get(at)?;
        let mut card = Markup::default();
        card.title(self.who(at));
        if let Some(role) = self.role(at) {
            card.line(role);
        }
        card.line(self.how(attribution));
        card.line(self.when(attribution));
        card.line(self.class(attribution));
        // That nobody is named in this sentence has been said.
        if (attribution.source_kind, standing) != (SourceKind::Agentless, Standing::SameSentence) {
            card.line(self.stands(attribution, standing));
        }
        // Nobody tells what he says himself.
        let who = self.who(at);
        if let Some(outer) =
            statement::teller(self.article, at).map(|outer| self.who(outer)).filter(|outer| *outer != who)
        {
            card.line(format!("As told by {outer}."));
        }
        Some(card)
    }

    /// A sentence that only its writer answers for.
    fn unattributed(&self, claim: &Claim) -> Option<Markup> {
        let title = match claim.kind {
            ClaimKind::Headline | ClaimKind::NonContent => return None,
            ClaimKind::Quote => "Nobody is named for these words",
            ClaimKind::Claim | ClaimKind::Opinion | ClaimKind::Background => "Nobody stands behind this sentence",
        };
        let (need, why) = (claim.need.0, claim.need.1.words());
        let mut card = Markup::default();
        card.title(title);
        card.line(format!("It is the writer’s own voice: {}.", self.snapshot.told(&self.member(0))));
        match need {
            0 if claim.kind == ClaimKind::Quote => card.line("A reader wants to know who says them."),
            0 => card.line("Nothing in it asks for a source."),
            WANTED.. => card.line(format!("A reader needs a source for it: {why} ({need} of 100).")),
            _ => card.line(format!("A reader may want a source for it: {why} ({need} of 100).")),
        };
        Some(card)
    }

    /// The speaker's name, or the article's own words for somebody without one.
    fn who(&self, at: usize) -> String {
        if let Some(speaker) = self.speaker(at) {
            return speaker.name.to_string();
        }
        let source = self.article.attributions.get(at).and_then(|attribution| attribution.source.as_ref());
        source.map_or_else(|| "Nobody named".to_owned(), |source| self.words(source))
    }

    fn speaker(&self, at: usize) -> Option<std::sync::Arc<Entity>> {
        let entity = self.article.speakers.get(at).copied().flatten()?;
        self.snapshot.index.entity_of(&self.member(entity as u32))
    }

    fn member(&self, entity: u32) -> Member {
        Member { path: self.document.path.clone(), article: self.number, entity }
    }

    /// The speaker's role on the article's date.
    fn role(&self, at: usize) -> Option<String> {
        let entity = self.article.speakers.get(at).copied().flatten()? as u32;
        let hit = Hit { article: self.number, thing: Thing::Entity, number: entity, span: Span::default() };
        let role = self.snapshot.role_at(
            &*self.speaker(at)?,
            super::person::Seat { path: &self.document.path, article: hit.article, hit: Some(&hit) },
        )?;
        Some(self.snapshot.role_line(&role, &self.document.path))
    }

    /// `Direct speech, by “said”, to Izvestia.`
    fn how(&self, attribution: &Attribution) -> String {
        let manner = match (attribution.grade, attribution.quotation) {
            (_, Quotation::Direct) => "Direct speech",
            (Grade::Speech, Quotation::Indirect) => "Indirect speech",
            (Grade::Attitude, Quotation::Indirect) => "A view told in the writer’s words",
            (_, Quotation::Mixed) => "Partly direct speech",
        };
        let to = attribution.addressee.map(|span| format!(", to {}", self.folded(span))).unwrap_or_default();
        format!("{manner}, by “{}”{to}.", self.words(&attribution.cue))
    }

    fn when(&self, attribution: &Attribution) -> String {
        let told = self.snapshot.told(&self.member(0));
        match said_on(self.article, attribution) {
            Some((from, to)) => format!("Said on {}; article: {told}.", days(from, to)),
            None => format!("Article: {told}; the day of saying is not given."),
        }
    }

    /// What kind of source it is, in words.
    fn class(&self, attribution: &Attribution) -> String {
        let source = attribution.source.as_ref().map(|source| self.words(source)).unwrap_or_default();
        match attribution.source_kind {
            SourceKind::Named => "The source is named.".to_owned(),
            SourceKind::Anaphoric => format!("“{source}” stands for a source mentioned before."),
            SourceKind::Anonymous if self.is_described(attribution, &source) => {
                format!("The source is described and not named: “{source}”.")
            }
            SourceKind::Anonymous => format!("The source is neither named nor described: “{source}”."),
            SourceKind::Vague => format!("The source is a group that nobody can ask: “{source}”."),
            SourceKind::Document => format!("The source is a document: “{source}”."),
            SourceKind::DocumentVague => format!("The source is a document that is not named: “{source}”."),
            SourceKind::Agentless => "The source is nobody: the words do not say who.".to_owned(),
        }
    }

    /// More is said of it than an article and a noun.
    fn is_described(&self, attribution: &Attribution, source: &str) -> bool {
        let head = attribution.head.map(|head| self.folded(head)).unwrap_or_default();
        source.split(' ').count() > head.split(' ').count() + 1
    }

    fn stands(&self, attribution: &Attribution, standing: Standing) -> String {
        match standing {
            Standing::SameSentence | Standing::OutletVoice => "Attributed in this sentence.".to_owned(),
            Standing::RunningQuotation => format!("Part of a running quotation: “{}”.", self.frame(attribution)),
            Standing::CarriedFromEarlier => {
                format!("Carried over from an earlier sentence: “{}”.", self.frame(attribution))
            }
            Standing::CarriedFromLater => format!("Attributed in a later sentence: “{}”.", self.frame(attribution)),
        }
    }

    /// The words that attribute, with their source: `the minister said`.
    fn frame(&self, attribution: &Attribution) -> String {
        let mut pieces: Vec<Span> = attribution.source.iter().chain([&attribution.cue]).flat_map(Spans::iter).collect();
        pieces.sort_unstable();
        let pieces: Vec<String> = pieces.into_iter().map(|span| self.folded(span)).collect();
        shortened(&pieces.join(" "), WORDS)
    }

    fn words(&self, spans: &Spans) -> String {
        let pieces: Vec<String> = spans.iter().map(|span| self.folded(span)).collect();
        shortened(&pieces.join(" … "), WORDS)
    }

    fn folded(&self, span: Span) -> String {
        Analysis::folded(&self.document.text, span)
    }
}

/// The day on which it was said, where the sentence gives one beside what was said.
fn said_on(article: &Article, attribution: &Attribution) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let sentence = statement::cue_sentence(article, attribution)?;
    let content = |span: Span| attribution.content.as_ref().is_some_and(|content| content.intersects(span));
    let quoted = |span: Span| article.quotes.iter().any(|speech| speech.span.intersects(span));
    let times = article.times.iter().filter(|time| sentence.contains_span(time.span));
    let days = times.filter(|time| time.kind == TimeKind::Date && !content(time.span) && !quoted(time.span));
    let cue = attribution.cue.first();
    let distance = |span: Span| span.start.saturating_sub(cue.end).max(cue.start.saturating_sub(span.end));
    days.filter_map(|time| Some((distance(time.span), time.interval?))).min().map(|(_, interval)| interval)
}
