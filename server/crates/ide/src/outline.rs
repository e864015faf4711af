//! The shape of a document: symbols, folds, selections.

use jiff::civil::Date;
use nlp::article::Speech;
use nlp::mentions::Kind;
use nlp::{Analysis, Article, Zone};
use text::{PositionEncoding, Span};

use crate::hover::shortened;
use crate::registry::Registry;
use crate::snapshot::Snapshot;
use crate::statement::cue_sentence;

/// Characters of a text's own words that a list shows.
pub(crate) const FIRST_WORDS: usize = 80;
/// Fewer words than this in quotation marks are a term, unless somebody says them.
const CLAUSE: usize = 4;

/// What a symbol is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SymbolKind {
    /// An article.
    Article,
    /// A heading inside one.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quote,
    /// A person.
    Person,
    /// A body.
    Organization,
    /// A place.
    Place,
    /// An event.
    Event,
    /// A claim for which nobody stands.
    Claim,
}

/// A symbol of a document. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// More: an article's outlet and date, a person's role, a quotation's first words.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// Its name's place.
    pub focus: Span,
    /// What lies inside.
    pub children: Vec<Symbol>,
}

/// What a fold holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoldKind {
    /// An article, a section.
    Region,
    /// Page furniture.
    Furniture,
}

/// A stretch that may be folded away. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fold {
    /// From first to last line.
    pub span: Span,
    /// What it holds.
    pub kind: FoldKind,
}

impl Snapshot {
    /// The outline of a document: articles with their headings, quotations and people; of a file of the registry its
    /// entries.
    pub fn symbols(&self, path: &str) -> Vec<Symbol> {
        if Registry::is_file(path) {
            return self.entry_symbols(path);
        }
        let (Some(document), Some(analysis)) = (self.documents.get(path), self.analysis(path)) else {
            return Vec::new();
        };
        let outline = Outline { source: &document.text, analysis: &analysis };
        analysis
            .articles
            .iter()
            .enumerate()
            .map(|(at, article)| outline.article(article, document.marks.articles[at].head))
            .collect()
    }

    /// What may be folded.
    pub fn folds(&self, path: &str) -> Vec<Fold> {
        if Registry::is_file(path) {
            return self.entry_folds(path);
        }
        let (Some(document), Some(analysis)) = (self.documents.get(path), self.analysis(path)) else {
            return Vec::new();
        };
        let mut folds = furniture(&analysis);
        for article in &analysis.articles {
            folds.push(Fold { span: article.layout.span, kind: FoldKind::Region });
            let quotes = article.quotes.iter().filter(|quote| !quote.nested).map(|quote| quote.span);
            folds.extend(quotes.map(|span| Fold { span, kind: FoldKind::Region }));
        }
        let lines = |fold: &Fold| {
            let line = |offset| document.lines.position(PositionEncoding::Utf8, offset).line;
            (line(fold.span.start), line(fold.span.end.max(fold.span.start + 1) - 1))
        };
        folds.retain(|fold| lines(fold).0 < lines(fold).1);
        folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
        folds.dedup_by_key(|fold| fold.span);
        folds
    }

    /// Widening selections around `offset`, smallest first: word, mention, clause, quotation, sentence, paragraph,
    /// article, file.
    pub fn selections(&self, path: &str, offset: u32) -> Vec<Span> {
        let (Some(document), Some(analysis)) = (self.documents.get(path), self.analysis(path)) else {
            return Vec::new();
        };
        let mut spans: Vec<Span> = self.word_at(path, offset).into_iter().collect();
        spans.extend(document.marks.hit(offset).map(|hit| hit.span));
        if let Some(article) = analysis.article_at(offset) {
            let sentence = article.sentences.iter().copied().find(|sentence| sentence.touches(offset));
            spans
                .extend(sentence.into_iter().flat_map(|sentence| [clause(&document.text, sentence, offset), sentence]));
            let quotes = article.quotes.iter().map(|quote| quote.span).filter(|span| span.touches(offset));
            spans.extend(quotes.flat_map(|span| [inner(&document.text, span), span]));
            spans.push(article.layout.span);
        }
        spans.extend(analysis.blocks.iter().map(|block| block.span).find(|span| span.touches(offset)));
        spans.push(Span::new(0, document.lines.len()));
        widening(spans, offset)
    }
}

/// `2025-03-04`, `2025-03-04 to 2025-03-05`
pub(crate) fn days(from: Date, to: Date) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

struct Outline<'a> {
    source: &'a str,
    analysis: &'a Analysis,
}

impl Outline<'_> {
    fn article(&self, article: &Article, head: Span) -> Symbol {
        let segments = self.analysis.layout.segments.get(article.layout.segments.clone()).unwrap_or_default();
        let headings =
            segments.iter().filter(|segment| segment.zone == Zone::Subhead).map(|segment| self.heading(segment.span));
        let quotes = article.quotes.iter().filter(|quote| !quote.nested).filter_map(|quote| self.quote(article, quote));
        let people = article.entities.iter().filter(|entity| entity.kind == Kind::Person).filter_map(person);
        let mut children: Vec<Symbol> = headings.chain(quotes).chain(people).collect();
        children.sort_by_key(|child| (child.focus, child.span));
        let outlet = article.layout.outlet.as_ref().map(|outlet| outlet.name.clone());
        let detail: Vec<String> = outlet.into_iter().chain(article.date.value.clone()).collect();
        Symbol {
            name: self.words(head),
            detail: detail.join(", "),
            kind: SymbolKind::Article,
            span: article.layout.span.cover(head),
            focus: head,
            children,
        }
    }

    fn heading(&self, span: Span) -> Symbol {
        leaf(SymbolKind::Heading, self.words(span).trim_start_matches(['#', ' ']).to_owned(), String::new(), span)
    }

    /// Who says it, and its first words. A term in quotation marks that nobody says beside it is no quotation.
    fn quote(&self, article: &Article, quote: &Speech) -> Option<Symbol> {
        let words = Analysis::folded(self.source, quote.span);
        let attribution = quote.attribution.and_then(|at| article.attributions.get(at));
        let sentence = attribution.and_then(|attribution| cue_sentence(article, attribution));
        let is_said = sentence.is_some_and(|sentence| sentence.intersects(quote.span));
        if !is_said && words.split(' ').count() < CLAUSE {
            return None;
        }
        let speaker = quote.attribution.and_then(|at| article.speakers.get(at).copied().flatten());
        let name = speaker.and_then(|at| article.entities.get(at)).map(|entity| entity.name.clone());
        let described = || Some(self.words(attribution?.source.as_ref()?.cover()));
        let name = name.or_else(described).unwrap_or_else(|| "nobody named".to_owned());
        Some(leaf(SymbolKind::Quote, name, shortened(&words, FIRST_WORDS), quote.span))
    }

    fn words(&self, span: Span) -> String {
        shortened(&Analysis::folded(self.source, span), FIRST_WORDS)
    }
}

fn person(entity: &nlp::coreference::Entity) -> Option<Symbol> {
    let introduction = entity.mentions.get(entity.introduction)?;
    let role = entity.roles.first().map(|role| role.title.clone());
    Some(leaf(SymbolKind::Person, entity.name.clone(), role.unwrap_or_default(), introduction.span))
}

fn leaf(kind: SymbolKind, name: String, detail: String, span: Span) -> Symbol {
    Symbol { name, detail, kind, span, focus: span, children: Vec::new() }
}

pub(crate) fn symbol_kind(kind: Kind) -> Option<SymbolKind> {
    match kind {
        Kind::Person => Some(SymbolKind::Person),
        Kind::Organization => Some(SymbolKind::Organization),
        Kind::Place => Some(SymbolKind::Place),
        Kind::Event => Some(SymbolKind::Event),
        Kind::Other => None,
    }
}

/// Runs of segments that are no article's text.
fn furniture(analysis: &Analysis) -> Vec<Fold> {
    let is_furniture = |zone: Zone| {
        matches!(
            zone,
            Zone::Navigation
                | Zone::Credit
                | Zone::Caption
                | Zone::ForeignScript
                | Zone::FrontMatter
                | Zone::TranslatorNote
        )
    };
    let mut folds: Vec<Fold> = Vec::new();
    let mut running = false;
    for segment in &analysis.layout.segments {
        let furniture = is_furniture(segment.zone);
        match folds.last_mut() {
            Some(last) if furniture && running => last.span = last.span.cover(segment.span),
            _ if furniture => folds.push(Fold { span: segment.span, kind: FoldKind::Furniture }),
            _ => {}
        }
        running = furniture;
    }
    folds
}

/// The part of a sentence around `offset` that stands between commas, semicolons, colons, dashes or brackets.
fn clause(source: &str, sentence: Span, offset: u32) -> Span {
    let text = sentence.of(source);
    let at = Span::empty(offset.saturating_sub(sentence.start)).within(text).start as usize;
    let parts = |(byte, c): &(usize, char)| {
        let digits = || {
            let before = text[..*byte].chars().next_back();
            let after = text[byte + c.len_utf8()..].chars().next();
            before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit())
        };
        matches!(c, ';' | '—' | '–' | '(' | ')') || matches!(c, ',' | ':') && !digits()
    };
    let start = text[..at].char_indices().rfind(|place| parts(place)).map_or(0, |(byte, c)| byte + c.len_utf8());
    let end = text[at..]
        .char_indices()
        .map(|(byte, c)| (byte + at, c))
        .find(|place| parts(place))
        .map_or(text.len(), |(byte, _)| byte);
    let piece = &text[start..end];
    let start = start + piece.len() - piece.trim_start().len();
    Span::from(start..start + piece.trim().len()).shift(sentence.start)
}

/// What stands between the marks of a quotation.
fn inner(source: &str, quote: Span) -> Span {
    let text = quote.of(source);
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '—' | '–' | ' ');
    let start = text.len() - text.trim_start_matches(mark).len();
    let end = text.trim_end_matches(mark).len().max(start);
    Span::from(start..end).shift(quote.start)
}

/// The spans around `offset`, each larger than the one before and around it; those that cross another are left out.
fn widening(mut spans: Vec<Span>, offset: u32) -> Vec<Span> {
    spans.retain(|span| span.touches(offset) && !span.is_empty());
    spans.sort_by_key(|span| span.len());
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.last().is_none_or(|last| span.contains_span(*last) && span != *last) {
            kept.push(span);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses() {
        let source = "He came, with 1,900 others, and left: nobody knows.";
        let check = |word: &str, expected: &str| {
            let offset = source.find(word).unwrap() as u32;
            assert_eq!(clause(source, Span::new(0, source.len() as u32), offset).of(source), expected);
        };
        check("He", "He came");
        check("900", "with 1,900 others");
        check("left", "and left");
        check("knows", "nobody knows.");
    }

    #[test]
    fn selections_widen() {
        let span = Span::new;
        let spans = vec![span(0, 50), span(4, 6), span(4, 9), span(7, 20), span(4, 9), span(0, 0), span(2, 30)];
        assert_eq!(widening(spans, 5), [span(4, 6), span(4, 9), span(2, 30), span(0, 50)]);
    }
}
