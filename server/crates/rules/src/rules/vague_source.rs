//! A203: a group or a faceless medium as source.

use std::collections::BTreeSet;

use nlp::attribution::Attribution;
use nlp::{Kind, SourceKind};
use text::Span;

use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::registry::{Check, EVIDENCE, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "A203",
    name: "vague-source",
    summary: "a group or medium as source, nobody of it named",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    for attribution in &article.read.attributions {
        let Some(source) = attribution.source.as_ref().map(|source| source.cover()) else { continue };
        let several = article.is_officials(attribution);
        let vague = (matches!(attribution.source_kind, SourceKind::Vague | SourceKind::DocumentVague) || several)
            && !attribution.later_mention;
        if !vague
            || is_act(article, attribution)
            || is_known_body(article, attribution)
            || article.is_unheld(attribution)
            || !article.is_body(source)
            || !article.is_report(attribution)
            || !article.is_word(attribution)
        {
            continue;
        }
        let named = named_beside(article, attribution, source);
        let resolved = named.first().is_some_and(|first| {
            article.body().any(|paragraph| paragraph.contains_span(source) && paragraph.contains_span(first.span))
        });
        // `Investigators said`, and again: one group, and one question.
        let is_again = !told.insert(article.words(source).to_lowercase());
        let severity = match article.is_draft() {
            _ if resolved || is_again || article.is_nested(attribution) => Severity::Hint,
            true => Severity::Warning,
            false => Severity::Information,
        };
        let mut finding = article.finding(&RULE, source, severity, message(article, source, &named));
        if article.is_draft() {
            finding.fixes = name_them(article, attribution, &named).into_iter().collect();
        }
        finding.related = named;
        found.push(finding);
    }
}

/// `offered to vote`, `want to know`: a group does or wishes something, and asserts nothing.
fn is_act(article: &Article, attribution: &Attribution) -> bool {
    let content = attribution.content.as_ref().map(|content| article.words(content.first()));
    let first = content.as_deref().and_then(|content| content.split_whitespace().next());
    first.is_some_and(|first| article.context.lang.closed.unreal.contains(first))
}

/// `police`, where the article names the police of a place: it is that body.
fn is_known_body(article: &Article, attribution: &Attribution) -> bool {
    let Some(head) = attribution.head else { return false };
    let word = article.words(head);
    let bodies = article.read.entities.iter().filter(|entity| entity.kind == Kind::Organization);
    let called = |name: &str| name.contains(' ') && name.split(' ').any(|part| part.eq_ignore_ascii_case(&word));
    article.context.lang.is_body_word(&word) && bodies.into_iter().any(|body| called(&body.name))
}

fn message(article: &Article, source: Span, named: &[Related]) -> String {
    let words = article.words(source);
    if named.is_empty() { format!("who says so is not named: {words}") } else { format!("named further on: {words}") }
}

/// `experts say` becomes `experts such as Ines Calder say`.
fn name_them(article: &Article, attribution: &Attribution, named: &[Related]) -> Option<Fix> {
    let (last, others) = named.split_last()?;
    let citation = &article.context.lang.citation;
    let others: Vec<&str> = others.iter().map(|related| related.message.as_str()).collect();
    let names = match others[..] {
        [] => last.message.clone(),
        _ => format!("{} {} {}", others.join(", "), citation.and, last.message),
    };
    let head = attribution.head?;
    let edits = vec![(Span::empty(head.end), format!(" {}", citation.members.replace('*', &names)))];
    Some(Fix { title: format!("Name {names}"), edits, safe: false })
}

/// People who are quoted in the same or the next paragraph with a trade that fits: the group is cashed out there. In
/// the same paragraph that settles it; further on a reader still has to go and look.
fn named_beside(article: &Article, attribution: &Attribution, source: Span) -> Vec<Related> {
    let group = attribution.head.map(|head| article.words(head).to_lowercase()).unwrap_or_default();
    let last = group.rsplit(' ').next().unwrap_or_default();
    // Only a trade can be cashed out by people of that trade: experts, analysts; not media or officials.
    let trade = last
        .strip_suffix('s')
        .is_some_and(|single| article.context.lang.titles.single(single) == Some(&lang::TitleKind::Profession));
    let paragraphs: Vec<Span> = article.body().collect();
    let Some(here) = paragraphs.iter().position(|span| span.contains_span(source)).filter(|_| trade) else {
        return Vec::new();
    };
    let reach = paragraphs[here].cover(paragraphs[(here + 1).min(paragraphs.len() - 1)]);
    let speakers = article
        .read
        .speakers
        .iter()
        .zip(&article.read.attributions)
        .filter(|(_, other)| other.cue.first().start > source.end && reach.contains_span(other.cue.first()));
    let mut named: Vec<Related> = Vec::new();
    for (speaker, _) in speakers {
        let Some(entity) =
            speaker.and_then(|speaker| article.read.entities.get(speaker)).filter(|entity| entity.kind == Kind::Person)
        else {
            continue;
        };
        let expert = entity.roles.iter().any(|role| is_trade(article, &role.title));
        let Some(first) = entity.mentions.iter().find(|mention| mention.span.start > source.end).filter(|_| expert)
        else {
            continue;
        };
        if named.iter().all(|known| known.message != entity.name) {
            named.push(Related { path: None, span: first.span, message: entity.name.clone() });
        }
    }
    named
}

/// A role that is a trade, not an office: `orientalist`, `senior researcher`.
fn is_trade(article: &Article, title: &str) -> bool {
    title
        .split([' ', ','])
        .any(|word| article.context.lang.titles.single(&word.to_lowercase()) == Some(&lang::TitleKind::Profession))
}
