//! C502: a passage that another article has word for word: two articles, and one source.

use corpus::Path;
use corpus::sources::Passage;
use jiff::civil::Date;
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Related, Severity};
use crate::registry::{Check, Rule};
use crate::written::Written;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "C502",
    name: "copied-not-corroborated",
    summary: "a passage that another article has word for word",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Information) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

/// What so many files share, if it is short, is a phrase of the trade.
const COMMON: usize = 4;
/// A passage of so many words is short.
const SHORT: usize = 25;

/// So many words of a passage are no part of names and titles: everybody introduces a speaker alike.
const PLAIN: usize = 9;

fn check(article: &Article, found: &mut Vec<Finding>) {
    let context = article.context;
    if !article.is_analysed() || context.sources.is_empty() {
        return;
    }
    let is_read = |span| {
        let here = article.read.layout.span;
        here.contains_span(span) && article.is_body(span) && !article.is_quoted(span)
    };
    let mut passages = context.sources.passages(context.source, context.path, is_read);
    if passages.len() > COMMON {
        passages.retain(|passage| passage.words > SHORT);
    }
    passages.retain(|passage| own_words(article, passage.here) >= PLAIN);
    let mut told: Vec<(Passage, Finding)> = Vec::new();
    for passage in passages {
        let Some(other) = Original::of(article, &passage) else { continue };
        let related = other.related(article, &passage);
        match told.iter_mut().find(|(before, _)| before.here.intersects(passage.here)) {
            Some((_, finding)) => finding.related.push(related),
            None => {
                let mut finding = finding(article, &passage, &other);
                finding.related.push(related);
                told.push((passage, finding));
            }
        }
    }
    found.extend(told.into_iter().map(|(_, finding)| finding));
}

/// Words that stand in no name and no title.
fn own_words(article: &Article, passage: Span) -> usize {
    let mentions = article.read.entities.iter().flat_map(|entity| &entity.mentions);
    let named: Vec<Span> = mentions.flat_map(|mention| [Some(mention.span), mention.role]).flatten().collect();
    let text = passage.of(article.context.source);
    let words = lang::segment::words(text).filter(|(_, shape)| *shape != lang::segment::Shape::Mark);
    words
        .filter(|(range, _)| {
            let word = Span::from(range.clone()).shift(passage.start);
            !named.iter().any(|name| name.contains_span(word))
        })
        .count()
}

/// The article that has the passage, too.
struct Original<'a> {
    path: &'a Path,
    outlet: Option<&'a str>,
    day: Option<Date>,
}

impl<'a> Original<'a> {
    /// Where it tells something: an article of another outlet, which was there before. A draft has everything from sources.
    fn of(article: &Article<'a>, passage: &'a Passage) -> Option<Original<'a>> {
        let context = article.context;
        let number = context.sources.source(&passage.path)?.article_at(passage.there.start);
        let facts = context.index.article(&passage.path, number)?;
        let own = article.read.layout.outlet.as_ref().map(|outlet| outlet.name.as_str());
        let other = Original { path: &passage.path, outlet: facts.outlet.as_deref(), day: facts.day };
        let one_house = own.is_some() && own == other.outlet;
        // What is undated may be later than all.
        let rank = |day: Option<Date>, path: &str| (day.is_none(), day, path.to_owned());
        let later = rank(article.read.date.day, context.path) > rank(other.day, other.path);
        (article.is_draft() || !one_house && later).then_some(other)
    }

    fn name(&self, article: &Article) -> String {
        let day = self.day.map(|day| format!(", {}", Written::of(article).day(day))).unwrap_or_default();
        format!("{}{day}", self.outlet.unwrap_or(self.path))
    }

    fn related(&self, article: &Article, passage: &Passage) -> Related {
        let message = format!("the same words: {}", self.name(article));
        Related { path: Some(self.path.clone()), span: passage.there, message }
    }
}

fn finding(article: &Article, passage: &Passage, other: &Original) -> Finding {
    let (words, name) = (passage.words, other.name(article));
    let (severity, message) = if article.is_draft() {
        (Severity::Information, format!("{words} words of a source that are not marked as quoted ({name})"))
    } else {
        (Severity::Hint, format!("{words} words as in another article, which counts as the same source ({name})"))
    };
    article.finding(&RULE, passage.here, severity, message)
}
