//! N403: an office that somebody did not hold on the article's date.

use jiff::civil::Date;
use nlp::coreference::Role;
use registry::Entity;
use text::Span;

use crate::context::Article;
use crate::finding::{Finding, Fix, Severity};
use crate::people::{self, Person, last_word};
use crate::registry::{Check, EVIDENCE, Rule};
use crate::written::Written;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "N403",
    name: "role-mismatch",
    summary: "an office that somebody did not hold on the article's date",
    level: EVIDENCE,
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    let Some(day) = article.read.date.day.filter(|_| article.is_analysed()) else { return };
    for person in people::people(article) {
        let mut told: Vec<&str> = Vec::new();
        for role in &person.entity.roles {
            if told.contains(&role.office.as_str()) || !is_told(article, role) {
                continue;
            }
            let Some(finding) = mismatch(article, &person, role, day) else { continue };
            told.push(&role.office);
            found.push(finding);
        }
    }
}

/// The article says in its own words that somebody holds the office.
fn is_told(article: &Article, role: &Role) -> bool {
    article.is_body(role.span) && !article.is_quoted(role.span) && !is_qualified(article, role.span)
}

/// `former`, `then-`, `-elect`: what stands in the title, or before it.
fn is_qualified(article: &Article, span: Span) -> bool {
    let text = article.context.source;
    let before = text[..span.start as usize].split(['\n', '.', ',']).next_back().unwrap_or_default();
    let near: Vec<&str> = before.split_whitespace().rev().take(2).collect();
    let title = span.of(text).to_lowercase();
    let behind = text[span.end as usize..].chars().take(12).collect::<String>();
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect::<Vec<_>>();
    let all = [words(&title), words(&near.join(" ")), words(&behind).into_iter().take(2).collect()].concat();
    let lang = article.context.lang;
    let qualifies = |word: &String| {
        let parts = [word.clone(), format!("-{word}"), format!("{word}-")];
        parts.iter().any(|word| lang.not_in_office.contains(word))
    };
    all.iter().any(qualifies)
}

fn mismatch(article: &Article, person: &Person, role: &Role, day: Date) -> Option<Finding> {
    match person.registered(article) {
        Some(entry) => of_registered(article, entry, role, day),
        None => of_public(article, person, role, day),
    }
}

/// What the registry says of the office: of a person's own terms, or of who held it alone.
fn of_registered(article: &Article, entry: &Entity, role: &Role, day: Date) -> Option<Finding> {
    let own: Vec<&registry::Role> = entry.roles.iter().filter(|known| is_same(known, role)).collect();
    let holds = |known: &&registry::Role, day: Date| {
        known.from.is_none_or(|from| from.first <= day) && known.to.is_none_or(|to| to.last >= day)
    };
    if own.iter().any(|known| holds(known, day) || is_told_of_then(article, role, known)) {
        return None;
    }
    let written = Written::of(article);
    let message = match own.first() {
        Some(known) => {
            let until = own.iter().filter_map(|known| known.to).map(|to| to.last).filter(|to| *to < day).max();
            let since =
                own.iter().filter_map(|known| known.from).map(|from| from.first).filter(|from| *from > day).min();
            let term = match (until, since) {
                (Some(until), _) => format!("until {}", written.day(until)),
                (None, Some(since)) => format!("from {} on", written.day(since)),
                (None, None) => return None,
            };
            format!("{} was {} {term}; the article is of {}", entry.name, known.title, written.day(day))
        }
        None => {
            let others = people::registered(article).filter(|other| other.key != entry.key);
            let mut holders = others.flat_map(|other| other.roles.iter().map(move |known| (other, known)));
            let (other, known) = holders.find(|(_, known)| {
                known.exclusive && is_same(known, role) && known.from.is_some() && holds(known, day)
            })?;
            format!("on {} {} was {}, not {}", written.day(day), known.title, other.name, entry.name)
        }
    };
    let mut finding = article.finding(&RULE, role.span, weight(article), message);
    if article.is_draft() {
        finding.fixes = fixes(article, entry, role, day);
    }
    Some(finding)
}

/// What any reference work says: nobody holds an office before the first day of it.
fn of_public(article: &Article, person: &Person, role: &Role, day: Date) -> Option<Finding> {
    let holder = article.context.lang.office_holders.get(&person.entity.name)?;
    let office = holder
        .offices
        .iter()
        .find(|office| office.titles.iter().any(|title| role.posts.iter().any(|post| *post == bare(title))))?;
    let first = office.since.iter().min().copied().filter(|first| *first > day)?;
    let written = Written::of(article);
    let message = format!(
        "{} became {} on {}; the article is of {}",
        person.entity.name,
        office.titles.first()?,
        written.day(first),
        written.day(day)
    );
    Some(article.finding(&RULE, role.span, weight(article), message))
}

fn weight(article: &Article) -> Severity {
    if article.is_draft() { Severity::Warning } else { Severity::Information }
}

/// The office of an entry in the article's words: its title, another wording of it, or the post that it is.
fn is_same(known: &registry::Role, role: &Role) -> bool {
    let wordings = || std::iter::once(&known.title).chain(&known.said_as).map(|title| bare(title));
    let said = bare(&role.title);
    wordings().any(|title| title == said || role.posts.contains(&title))
}

/// As posts are written: small letters, no articles.
fn bare(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace(" of the ", " of ")
}

/// The sentence is about a day on which the office was held: `President Areld said in 2021`.
fn is_told_of_then(article: &Article, role: &Role, known: &registry::Role) -> bool {
    let Some(sentence) = article.sentence(role.span) else { return false };
    let times = article.read.times.iter().filter(|time| sentence.contains_span(time.span));
    times.filter_map(|time| time.interval).any(|(first, last)| {
        known.from.is_none_or(|from| from.first <= last) && known.to.is_none_or(|to| to.last >= first)
    })
}

/// The office that was held on the day, in the place of the other.
fn fixes(article: &Article, entry: &Entity, role: &Role, day: Date) -> Vec<Fix> {
    let Some(now) = people::role_on(entry, day) else { return Vec::new() };
    let is_place = |wording: &&String| !wording.contains(" of ") && last_word(wording).len() > 1;
    let Some(wording) = std::iter::once(&now.title).chain(&now.said_as).find(is_place) else { return Vec::new() };
    let title = format!("Change “{}” to “{wording}”", article.words(role.span));
    vec![Fix { title, edits: vec![(role.span, wording.clone())], safe: false }]
}
