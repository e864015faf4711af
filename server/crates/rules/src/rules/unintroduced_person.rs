//! N402: somebody who is called by the surname before the article has said the full name.

use nlp::coreference::EntityMention;
use text::Span;

use super::ambiguous_name;
use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::people::{self, Person, behind, is_attribute, is_first_line, is_joined, last_word};
use crate::registry::{Check, Rule};
use crate::written::capital;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "N402",
    name: "unintroduced-person",
    summary: "a person who is called by the surname before any full name",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Warning) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    if !article.is_analysed() {
        return;
    }
    for person in people::people(article) {
        let Some(mention) = first_bare(article, &person) else { continue };
        if is_well_known(article, &person) || ambiguous_name::bearers(article, &person).len() > 1 {
            continue;
        }
        let Some(who) = who(article, &person) else { continue };
        found.push(finding(article, mention.span, who));
    }
}

/// Whose surname it is.
struct Who {
    name: String,
    role: Option<String>,
    /// The article gives the full name further on.
    later: bool,
    related: Option<Related>,
}

fn finding(article: &Article, span: Span, who: Who) -> Finding {
    let called = article.words(span);
    let role = who.role.iter().map(|role| format!(", {role}")).collect::<String>();
    let when = if who.later { "before the full name" } else { "and nowhere the full name" };
    let message = format!("surname only, {when}: {called} ({}{role})", who.name);
    let mut finding = article.finding(&RULE, span, weight(article), message);
    if article.is_draft() {
        finding.fixes = fixes(article, span, &who);
    }
    finding.related.extend(who.related);
    finding
}

fn weight(article: &Article) -> Severity {
    if article.is_draft() { Severity::Warning } else { Severity::Hint }
}

/// The first mention in the text, if it is the bare surname and nothing before it says more.
fn first_bare<'a>(article: &Article, person: &Person<'a>) -> Option<&'a EntityMention> {
    for mention in person.names() {
        let introduces = mention.role.is_some() || corpus::is_full_name(&article.words(mention.span));
        if introduces {
            return None;
        }
        if !mention.furniture && article.is_body(mention.span) && stands_for_itself(article, mention.span) {
            return Some(mention);
        }
    }
    None
}

/// The words mean the person: no compound (`the Areld-Velde talks`), no government (`the Areld administration`), and in a
/// draft nobody else's words.
fn stands_for_itself(article: &Article, span: Span) -> bool {
    let quoted = article.is_draft() && article.is_quoted(span);
    !quoted && !is_joined(article, span) && !is_attribute(article, span) && !is_first_line(article, span)
}

fn is_well_known(article: &Article, person: &Person) -> bool {
    let known = person.known(article);
    let names = known.iter().map(|known| &*known.name).chain([person.entity.name.as_str()]);
    let bare = |name: &str| last_word(name).to_lowercase();
    names.into_iter().any(|name| {
        let listed =
            |own: &String| own.eq_ignore_ascii_case(name) || !own.contains(' ') && own.to_lowercase() == bare(name);
        article.context.house.well_known.iter().any(listed)
    })
}

fn who(article: &Article, person: &Person) -> Option<Who> {
    let known = person.known(article).filter(|known| corpus::is_full_name(&known.name));
    let related =
        later_mention(article, person).or_else(|| known.as_ref().and_then(|known| people::introduced(article, known)));
    let later = person.has_full_name(article);
    let day = article.read.date.day.unwrap_or(article.context.today);
    if let Some(entry) = person.registered(article) {
        let role = people::role_on(entry, day).map(|role| role.title.clone());
        return Some(Who { name: entry.name.clone(), role, later, related });
    }
    let role = known.as_ref().and_then(|known| {
        let index = article.context.index;
        let seen = known.role_until(index, Some(day)).or_else(|| known.role(index))?;
        Some(seen.title.to_string())
    });
    let name = match (later, &known) {
        (true, _) => person.entity.name.clone(),
        (false, Some(known)) => known.name.to_string(),
        (false, None) => return None,
    };
    is_sure(article, &name, later).then_some(Who { name, role, later, related })
}

/// A name that is put together of capital words (`Loud Calder`, `MV Sarichko`) introduces nobody: it begins with a given
/// name. Where the article does not say it, the word is no given name itself.
fn is_sure(article: &Article, name: &str, later: bool) -> bool {
    let given = &article.context.lang.given_names;
    let surname = last_word(name);
    let first = name.split([' ', '-']).next().unwrap_or_default();
    let known = given.contains(first) || later && article.context.lang.office_holders.get(name).is_some();
    corpus::is_full_name(name) && known && (later || !given.contains(surname)) && surname.chars().count() > 2
}

fn later_mention(article: &Article, person: &Person) -> Option<Related> {
    let full = person.names().find(|mention| corpus::is_full_name(&article.words(mention.span)))?;
    Some(Related { path: None, span: full.span, message: "the full name stands here".to_owned() })
}

/// The full name in the place of the surname, first with the office.
fn fixes(article: &Article, span: Span, who: &Who) -> Vec<Fix> {
    let begins = article.read.sentences.iter().any(|sentence| sentence.start == span.start);
    let owned = behind(article, span).starts_with(['\'', '’']);
    let with_role = who.role.as_deref().filter(|_| !owned).map(|role| {
        // `Areld, President of Velmia,`; `Velmian President Areld`
        if role.contains(" of ") {
            let closed = behind(article, span).starts_with([',', '.', ';', ':', ')']);
            format!("{}, {role}{}", who.name, if closed { "" } else { "," })
        } else {
            format!("{} {}", if begins { capital(role) } else { role.to_owned() }, who.name)
        }
    });
    let fix = |new: String| Fix {
        title: format!("Introduce as {}", new.trim_end_matches(',')),
        edits: vec![(span, new)],
        safe: false,
    };
    with_role.into_iter().chain([who.name.clone()]).map(fix).collect()
}
