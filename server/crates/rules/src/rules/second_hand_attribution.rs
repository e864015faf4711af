//! A205: what was told to another outlet, or what another outlet says.

use std::sync::Arc;

use corpus::Index;
use jiff::civil::Date;
use nlp::coreference::Entity;
use nlp::facts::ArticleFacts;
use nlp::tokens::Words;
use nlp::{Attribution, Kind, SourceKind, Zone};
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Related, Severity};
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "A205",
    name: "second-hand-attribution",
    summary: "words that were told to another outlet, or are another outlet's",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Information) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let own = own_names(article);
    // What an outlet is credited with in a paragraph, it is credited with once.
    let mut last: Option<(Span, String)> = None;
    for at in 0..article.read.attributions.len() {
        let Some(hand) = second_hand(article, at) else { continue };
        let is_own = own.iter().any(|own| is_same(own, &hand.outlet)) || is_in_path(article, &hand.outlet);
        if !article.is_body(hand.span) || is_own {
            continue;
        }
        let paragraph = article.body().find(|paragraph| paragraph.contains_span(hand.span)).unwrap_or(hand.span);
        let here = (paragraph, bare(&hand.outlet));
        if last.as_ref() == Some(&here) {
            continue;
        }
        last = Some(here);
        let originals = originals(article, &hand.outlet);
        // A draft that names the outlet of a source it has before it says where it has it from.
        if !article.is_draft() || originals.is_empty() {
            found.push(finding(article, &hand, &originals));
        }
    }
}

/// Words that came by way of an outlet.
struct Hand {
    outlet: String,
    /// As it is written here, with its article.
    written: String,
    span: Span,
    /// The outlet was told; otherwise it says so itself.
    told: bool,
}

fn second_hand(article: &Article, at: usize) -> Option<Hand> {
    let attribution = &article.read.attributions[at];
    if article.is_quoted(attribution.cue.first()) {
        return None;
    }
    told(article, attribution).or_else(|| reported(article, at, attribution))
}

/// `three sources told Reuters`
fn told(article: &Article, attribution: &Attribution) -> Option<Hand> {
    let addressee = attribution.addressee?;
    let outlet = outlet_in(article, addressee)?;
    let (name, written) = named_in(article, addressee, addressee);
    let words = attribution.cue.cover().cover(name);
    let source = attribution.source.as_ref().map(|source| source.cover());
    let span = source.filter(|source| source.end <= words.start).map_or(words, |source| source.cover(words));
    Some(Hand { outlet, written, span, told: true })
}

/// `the Financial Times reported`, and not `Reuters could not confirm`.
fn reported(article: &Article, at: usize, attribution: &Attribution) -> Option<Hand> {
    let source = attribution.source.as_ref()?.cover();
    let speaker = article.read.speakers.get(at).copied().flatten();
    let person = speaker.and_then(|speaker| article.read.entities.get(speaker));
    if person.is_some_and(|speaker| speaker.kind == Kind::Person) {
        return None;
    }
    let (head, phrase) = match attribution.source_kind {
        SourceKind::Named | SourceKind::Document => (attribution.head.unwrap_or(source), source),
        SourceKind::Anaphoric => {
            let named = stands_for(article, source)?;
            (named, Span::new(article.sentence(named)?.start, named.end))
        }
        _ => return None,
    };
    let outlet = outlet_in(article, head).filter(|_| !is_disclaimer(article, attribution))?;
    let (span, written) = named_in(article, head, phrase);
    Some(Hand { outlet, written, span, told: false })
}

/// The body named last before `it` in the sentence: `the Financial Times published an article in which it claims`.
fn stands_for(article: &Article, source: Span) -> Option<Span> {
    let lang = article.context.lang;
    let word = article.words(source).to_lowercase();
    let thing = lang.closed.pronouns.contains(&word) && !lang.person_pronouns.contains(&word);
    let sentence = article.sentence(source).filter(|_| thing)?;
    let mentions = bodies(article).flat_map(|body| &body.mentions).map(|mention| mention.span);
    mentions.filter(|mention| sentence.start <= mention.start && mention.end <= source.start).max()
}

/// An outlet that could not confirm something reports nothing.
fn is_disclaimer(article: &Article, attribution: &Attribution) -> bool {
    let cue = attribution.cue.first();
    let Some(sentence) = article.sentence(cue) else { return false };
    let text = sentence.of(article.context.source);
    let tokens = nlp::tokens::tokens(text);
    let words = Words::new(text, &tokens);
    (0..words.len()).any(|at| words.phrase(&article.context.lang.disclaimers, at).is_some())
}

/// The name of the outlet that these words are.
fn outlet_in(article: &Article, span: Span) -> Option<String> {
    let entity = bodies(article).find(|entity| entity.mentions.iter().any(|mention| mention.span.intersects(span)));
    let written = without_article(article, &article.words(span));
    let names = [Some(written), entity.map(|entity| entity.name.clone())];
    names.into_iter().flatten().find(|name| is_outlet(article, name))
}

/// Where the outlet is named at `head`, without its article, and how it is written in the phrase around it, with it.
fn named_in(article: &Article, head: Span, phrase: Span) -> (Span, String) {
    let span = behind_article(article, mention_at(article, head).unwrap_or(head));
    let before = article.words(Span::new(phrase.start.min(span.start), span.start)).to_lowercase();
    let before = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let name = article.words(span);
    let is_article = article.context.lang.closed.articles.contains(before);
    let written = if is_article { format!("{before} {name}") } else { name };
    (span, written)
}

/// `The Financial Times` without its article.
fn behind_article(article: &Article, span: Span) -> Span {
    let name = without_article(article, span.of(article.context.source));
    Span::new(span.end - name.len() as u32, span.end)
}

fn mention_at(article: &Article, span: Span) -> Option<Span> {
    let mut mentions = bodies(article).flat_map(|entity| &entity.mentions).map(|mention| mention.span);
    mentions.find(|mention| mention.intersects(span))
}

fn bodies<'a>(article: &Article<'a>) -> impl Iterator<Item = &'a Entity> {
    article.read.entities.iter().filter(|entity| entity.kind == Kind::Organization)
}

/// It publishes news: a list knows it, its name says so, or the folder has articles of it.
fn is_outlet(article: &Article, name: &str) -> bool {
    let lang = article.context.lang;
    if let Some(known) = lang.organisations.exact(name) {
        return known.is_outlet();
    }
    let is_media = |word: &str| lang.body_words.get(word).is_some_and(|kind| &**kind == "media");
    let mut words = name.split(' ');
    let (first, last) = (words.next().unwrap_or_default(), words.next_back());
    is_media(last.unwrap_or(first)) || last.is_some() && is_media(first) || has_articles(article.context.index, name)
}

fn has_articles(index: &Index, name: &str) -> bool {
    index.published(name).any(|(_, _, facts)| facts.outlet.as_deref().is_some_and(|outlet| is_same(outlet, name)))
}

/// What the article's own outlet and the agency that wrote it are called.
fn own_names(article: &Article) -> Vec<String> {
    // In a draft the outlet that people speak to throughout is another's.
    let outlet = article.read.layout.outlet.as_ref();
    let stated = outlet.filter(|outlet| !article.is_draft() || !outlet.span.is_some_and(|span| article.is_body(span)));
    let segments = article.context.analysis.layout.segments.get(article.read.layout.segments.clone());
    let heads = segments.unwrap_or_default().iter();
    let heads = heads
        .filter(|segment| matches!(segment.zone, Zone::Dateline | Zone::Byline | Zone::Header | Zone::FrontMatter));
    let written = heads.flat_map(|segment| outlets_written(article, segment.span));
    stated.map(|outlet| outlet.name.clone()).into_iter().chain(written).collect()
}

/// `MOSCOW, June 24. /TASS/`, `(Reuters)`, `By Anna Berg, Norwire`.
fn outlets_written(article: &Article, span: Span) -> Vec<String> {
    let pieces = span.of(article.context.source).split(['/', '(', ')', ',', '|', '\n', ':', '-', '—', '–']);
    let names = pieces.map(|piece| without_article(article, piece.trim().trim_end_matches('.')));
    names.filter(|name| !name.is_empty() && is_outlet(article, name)).collect()
}

/// `montavar-herald/2025-03-04.txt`
fn is_in_path(article: &Article, outlet: &str) -> bool {
    let words = |text: &str| {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        format!(" {} ", words.join(" ").to_lowercase())
    };
    words(article.context.path).contains(&words(outlet))
}

fn without_article(article: &Article, name: &str) -> String {
    let articles = &article.context.lang.closed.articles;
    match name.split_once(' ') {
        Some((first, rest)) if articles.contains(first.to_lowercase().as_str()) => rest.trim().to_owned(),
        _ => name.to_owned(),
    }
}

/// `Herald` is the `Montavar Herald`.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let tail = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    one == other || tail(&one, &other) || tail(&other, &one)
}

fn bare(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn finding(article: &Article, hand: &Hand, originals: &[Original]) -> Finding {
    let severity = if article.is_draft() { Severity::Information } else { Severity::Hint };
    let how = if hand.told { "told to" } else { "by way of" };
    // Whether the folder has it is known once all of it has been read.
    let missing = originals.is_empty() && !article.context.sources.is_empty();
    let missing = if missing { " (original not in the folder)" } else { "" };
    let mut finding =
        article.finding(&RULE, hand.span, severity, format!("second-hand: {how} {}{missing}", hand.written));
    let dated = originals.iter().filter(|original| original.facts.day.is_some() && day(article).is_some());
    finding.related = dated.filter_map(|original| original.related(article)).take(SHOWN).collect();
    finding
}

/// An article of the outlet that may be the one which is meant.
struct Original<'a> {
    path: &'a Arc<str>,
    number: usize,
    facts: &'a ArticleFacts,
}

/// How many are shown.
const SHOWN: usize = 3;

/// Days between an article and another one that takes over from it.
const ABOUT: i32 = 3;

impl Original<'_> {
    /// Its first line.
    fn related(&self, article: &Article) -> Option<Related> {
        let source = article.context.sources.source(self.path)?;
        let start = *source.articles().get(self.number)?;
        let line = source.text().get(start as usize..)?.split(['\n', '\r']).next()?;
        let outlet = self.facts.outlet.as_deref().unwrap_or_default();
        let day = self.facts.day.map(|day| format!(", {day}")).unwrap_or_default();
        Some(Related {
            path: Some(self.path.clone()),
            span: Span::new(start, start + line.len() as u32),
            message: format!("may be the original: {outlet}{day}"),
        })
    }
}

fn day(article: &Article) -> Option<Date> {
    article.context.index.article(article.context.path, article.index as u32)?.day
}

/// Sources of that outlet in the folder: for an article those from about its day, for a draft, which may look back
/// further, all.
fn originals<'a>(article: &Article<'a>, outlet: &str) -> Vec<Original<'a>> {
    let index = article.context.index;
    let day = day(article);
    let is_near = |other: &ArticleFacts| match (day, other.day) {
        (Some(day), Some(other)) => article.is_draft() || (day - other).get_days().abs() <= ABOUT,
        _ => true,
    };
    let all = index.published(outlet).map(|(path, number, facts)| Original { path, number: number as usize, facts });
    all.filter(|original| !original.facts.draft && is_near(original.facts))
        .filter(|original| original.facts.outlet.as_deref().is_some_and(|other| is_same(other, outlet)))
        .collect()
}
