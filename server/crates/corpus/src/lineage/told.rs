//! The statements of a document: what its articles quote and report sentence by sentence, and what they tell with a figure.

use lang::Language;
use nlp::attribution::{Attitude, Force};
use nlp::{Analysis, Article, Attribution, ClaimKind, Standing, TimeKind, Zone};
use text::Span;

use super::{Class, Manner, Statement, Terms, Told, When};

/// Fewer words than this are a term, or anybody's.
const SHORTEST: usize = 5;
/// Fewer words that carry meaning tell nothing to compare.
const TERMS: usize = 3;

/// The statements of a document. `classes` says of each attribution of an article what a reader learns of its source.
pub fn told(text: &str, analysis: &Analysis, lang: &Language, classes: impl Fn(&Article) -> Vec<Class>) -> Told {
    let mut statements = Vec::new();
    for (article, number) in analysis.articles.iter().zip(0..) {
        let reader = Reader { text, analysis, article, number, lang, classes: classes(article) };
        statements.extend(reader.statements());
    }
    let when = |article: &Article| When { day: article.date.day, from: article.date.from, to: article.date.to };
    Told { articles: analysis.articles.iter().map(when).collect(), statements: statements.into() }
}

struct Reader<'a> {
    text: &'a str,
    analysis: &'a Analysis,
    article: &'a Article,
    number: u32,
    lang: &'a Language,
    classes: Vec<Class>,
}

impl Reader<'_> {
    fn statements(&self) -> Vec<Statement> {
        let attributions = self.article.attributions.iter().enumerate();
        let told = attributions.filter(|(_, attribution)| self.is_told(attribution));
        let mut all: Vec<Statement> = told.flat_map(|(at, attribution)| self.attributed(at, attribution)).collect();
        let bare = self.article.quotes.iter().filter(|speech| speech.attribution.is_none() && !speech.nested);
        let bare: Vec<Statement> = bare.flat_map(|speech| self.parts(&[speech.span], None)).collect();
        all.extend(bare);
        all.extend(self.own());
        all.sort_by_key(|statement| (statement.span(), statement.source));
        // What two attributions reach around is said once.
        all.dedup_by(|again, first| again.span().intersects(first.span()) && again.spans == first.spans);
        all
    }

    /// Somebody says it, or thinks it, and nobody else says the most of it inside.
    fn is_told(&self, attribution: &Attribution) -> bool {
        let Some(content) = &attribution.content else { return false };
        let stance = matches!(attribution.attitude, Some(Attitude::Act | Attitude::Wish));
        let inner = self.article.attributions.iter().filter(|other| !std::ptr::eq(*other, attribution) && other.nested);
        let inner = inner.filter_map(|other| other.content.as_ref()).filter(|other| {
            let inside: u32 = other.iter().filter(|piece| content.contains_span(*piece)).map(Span::len).sum();
            inside * 2 > content.len() && other.len() < content.len()
        });
        attribution.force != Force::Unreal && !stance && inner.count() == 0
    }

    fn attributed(&self, at: usize, attribution: &Attribution) -> Vec<Statement> {
        let pieces: Vec<Span> = attribution.content.iter().flat_map(|content| content.iter()).collect();
        self.parts(&pieces, Some(at))
    }

    /// What is said, sentence by sentence.
    fn parts(&self, pieces: &[Span], attribution: Option<usize>) -> Vec<Statement> {
        let sentences = self.article.sentences.iter();
        let parts = sentences.filter_map(|sentence| {
            let inside = pieces.iter().map(|piece| piece.intersection(*sentence));
            let inside: Vec<Span> = inside.filter_map(|piece| self.trimmed(piece)).collect();
            let manner = if self.is_quoted(&inside) { Manner::Quoted } else { Manner::Reported };
            self.statement(inside, manner, attribution)
        });
        parts.collect()
    }

    /// What the outlet tells with a figure, in its own name.
    fn own(&self) -> Vec<Statement> {
        let claims = self.article.claims.iter().filter(|claim| {
            claim.standing == Standing::OutletVoice && matches!(claim.kind, ClaimKind::Claim | ClaimKind::Background)
        });
        let told = claims.filter_map(|claim| {
            let pieces = self.trimmed(claim.span).into_iter().collect();
            self.statement(pieces, Manner::Told, None).filter(|statement| !statement.terms.figures.is_empty())
        });
        told.collect()
    }

    fn statement(&self, pieces: Vec<Span>, manner: Manner, attribution: Option<usize>) -> Option<Statement> {
        let first = pieces.first()?.start;
        let words: usize = pieces.iter().map(|piece| piece.of(self.text).split_whitespace().count()).sum();
        if words < SHORTEST || self.analysis.zone_at(first) != Some(Zone::Body) {
            return None;
        }
        let terms = Terms::of(self.text, &pieces, |span| self.is_day(span), self.lang);
        if terms.words.len() < TERMS {
            return None;
        }
        let entity = attribution.and_then(|at| self.article.speakers.get(at).copied().flatten());
        let source = attribution.and_then(|at| self.article.attributions.get(at)?.source.as_ref());
        let name = entity.and_then(|entity| self.article.entities.get(entity));
        Some(Statement {
            article: self.number,
            spans: pieces.into(),
            manner,
            entity: entity.map(|entity| entity as u32),
            speaker: name.map(|entity| entity.name.as_str().into()),
            source: source.map(|source| source.cover()),
            class: attribution.and_then(|at| self.classes.get(at).copied()).unwrap_or(Class::Nobody),
            is_attributed: attribution.is_some(),
            terms,
        })
    }

    /// Without white space and marks around it.
    fn trimmed(&self, piece: Span) -> Option<Span> {
        let text = piece.of(self.text);
        let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '¥' | '%' | '?');
        let start = text.len() - text.trim_start_matches(is_mark).len();
        let end = text.trim_end_matches(is_mark).len();
        (start < end).then(|| Span::from(start..end).shift(piece.start))
    }

    /// Half of it and more stands in quotation marks.
    fn is_quoted(&self, pieces: &[Span]) -> bool {
        let quotes = || self.article.quotes.iter().filter(|speech| !speech.nested);
        let inside = |piece: &Span| quotes().map(|speech| speech.span.intersection(*piece).len()).sum::<u32>();
        pieces.iter().map(inside).sum::<u32>() * 2 >= pieces.iter().map(|piece| piece.len()).sum::<u32>().max(1)
    }

    /// A number that is part of a day or an hour counts nothing.
    fn is_day(&self, span: Span) -> bool {
        let days = self.article.times.iter().filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
        days.into_iter().any(|time| time.span.contains_span(span))
    }
}
