//! N404: a surname that may be one of several people's, in an article that says no more.

use std::sync::Arc;

use corpus::{Entity, may_be_one};

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::people::{self, Person, is_attribute, is_first_line, is_joined};
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "N404",
    name: "ambiguous-name",
    summary: "a surname that fits two people, without a full name or an office",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Information) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    if !article.is_analysed() {
        return;
    }
    for person in people::people(article) {
        let bearers = bearers(article, &person);
        let here = person.names().map(|mention| mention.span);
        let mut here = here.filter(|span| {
            let alone = !is_joined(article, *span) && !is_attribute(article, *span);
            article.is_body(*span) && alone && !is_first_line(article, *span)
        });
        let Some(span) = here.next().filter(|_| bearers.len() > 1) else { continue };
        let quoted = article.is_draft() && article.is_quoted(span);
        if quoted {
            continue;
        }
        let names: Vec<&str> = bearers.iter().map(|bearer| bearer.name.as_str()).collect();
        let message = format!("may be {}", list(&names));
        let severity = if article.is_draft() { Severity::Information } else { Severity::Hint };
        let mut finding = article.finding(&RULE, span, severity, message);
        let fix =
            |name: &&str| Fix { title: format!("Write {name}"), edits: vec![(span, (*name).to_owned())], safe: false };
        if article.is_draft() {
            finding.fixes = names.iter().map(fix).collect();
        }
        finding.related = bearers.into_iter().filter_map(|bearer| bearer.related).collect();
        found.push(finding);
    }
}

/// Somebody whom a surname fits.
pub(super) struct Bearer {
    pub name: String,
    related: Option<Related>,
}

/// So many times more often is one of two spoken of than the other: nobody thinks of the other.
const PROMINENT: usize = 2;

/// Whom the bare surname of a person may mean; nobody where the article gives a full name or an office.
pub(super) fn bearers(article: &Article, person: &Person) -> Vec<Bearer> {
    if person.has_full_name(article) || !person.entity.roles.is_empty() {
        return Vec::new();
    }
    let bare = &person.entity.name;
    let surname = people::last_word(bare);
    let known = article.context.index.people_called(surname);
    if known.iter().any(|entity| in_this_file(article, entity)) {
        return Vec::new();
    }
    let most = known.iter().map(|entity| entity.mentions).max().unwrap_or_default();
    let mut all: Vec<Bearer> = Vec::new();
    let registered = people::called_like(article, surname).filter(|entry| may_be_one(people::surname(entry), surname));
    for entry in registered {
        let day = article.read.date.day;
        let lived = entry.died.is_none_or(|died| day.is_none_or(|day| day <= died.last));
        if lived {
            let same = known.iter().find(|entity| may_be_one(&entity.name, &entry.name));
            let related = same.and_then(|entity| people::introduced(article, entity));
            all.push(Bearer { name: entry.name.clone(), related });
        }
    }
    let died = |entity: &Arc<Entity>| {
        people::called_like(article, &entity.name).any(|entry| may_be_one(&entry.name, &entity.name))
    };
    for entity in known.iter().filter(|entity| entity.mentions * PROMINENT >= most && !died(entity)) {
        // Two spellings of one person are no two people.
        if !all.iter().any(|bearer| may_be_one(&bearer.name, &entity.name)) {
            all.push(Bearer { name: entity.name.to_string(), related: people::introduced(article, entity) });
        }
    }
    all
}

fn in_this_file(article: &Article, entity: &Entity) -> bool {
    let index = article.context.index;
    let full = |member: &corpus::Member| index.fact(member).is_some_and(|fact| corpus::is_full_name(&fact.name));
    entity.members(index).iter().any(|member| member.path == *article.context.path && full(member))
}

/// `A or B`, `A, B or C`
fn list(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
