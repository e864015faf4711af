//! N401: a name that is spelled in a way that the house does not want, or in two ways in one text.

use std::collections::BTreeMap;

use corpus::{is_full_name, key, may_be_one};
use lang::WordClass;
use nlp::coreference::Entity;
use nlp::{Form, Kind, Zone};
use registry::EntityKind;
use text::Span;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::people::{self, last_word};
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "N401",
    name: "inconsistent-spelling",
    summary: "a name that is spelled against the house style, or in two ways in one text",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Warning) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    if !article.is_analysed() {
        return;
    }
    let people = article.read.entities.iter().map(|entity| (entity.kind == Kind::Person).then_some(entity));
    let keys: Vec<Option<u64>> = people.map(|person| Some(corpus::surname_key(&person?.name))).collect();
    for (number, entity) in article.read.entities.iter().enumerate() {
        let style = Style::of(article, entity, number);
        if entity.aliases.is_empty() && !style.wants() && !has_namesake(&keys, number) {
            continue;
        }
        let spellings = spellings(article, entity, &style);
        let mut told = Vec::new();
        for (written, places) in &spellings {
            let Some(wanted) = style.wanted(article, entity, written) else { continue };
            told.push(written.as_str());
            // In a source one place says it for all.
            let shown = if article.is_draft() { places.len() } else { 1 };
            for span in places.iter().take(shown) {
                found.push(against_style(article, *span, written, &wanted));
            }
        }
        if told.is_empty() {
            found.extend(two_ways(article, entity, &together(article, &keys, number, spellings)));
        }
    }
}

/// Another person of the article has a surname that may be the same.
fn has_namesake(keys: &[Option<u64>], number: usize) -> bool {
    keys[number].is_some() && keys.iter().enumerate().any(|(other, key)| other != number && *key == keys[number])
}

/// Ways of writing, each with its places.
type Spellings = BTreeMap<String, Vec<Span>>;

/// Each way an entity is written in the article's own words, with the places.
fn spellings(article: &Article, entity: &Entity, style: &Style) -> Spellings {
    let mut all = Spellings::new();
    let names = entity.mentions.iter().filter(|mention| mention.form == Form::Name);
    for mention in
        names.filter(|mention| is_own_word(article, entity, mention.span) && !style.keeps(article, mention.span))
    {
        all.entry(article.words(mention.span)).or_default().push(mention.span);
    }
    all
}

/// The same with those of people whom the article takes for others because they are spelled otherwise; nothing where one
/// of them stands before this one and tells it. `keys` are those of the surnames, which tell most apart at once.
fn together(article: &Article, keys: &[Option<u64>], number: usize, mut spellings: Spellings) -> Spellings {
    let all = &article.read.entities;
    let entity = &all[number];
    let same = |(at, other): &(usize, &Entity)| {
        let alike = *at != number && keys[*at].is_some() && keys[*at] == keys[number];
        alike && last_word(&other.name) != last_word(&entity.name) && may_be_one(&other.name, &entity.name)
    };
    for (at, other) in all.iter().enumerate().filter(same) {
        if at < number {
            return Spellings::new();
        }
        let style = Style::of(article, other, at);
        for (written, mut spans) in self::spellings(article, other, &style) {
            spellings.entry(written).or_default().append(&mut spans);
        }
    }
    spellings
}

/// It stands in the text or in a heading of it, is nobody else's words, and is no part of another name.
fn is_own_word(article: &Article, entity: &Entity, span: Span) -> bool {
    let zone = article.context.analysis.zone_at(span.start);
    let read = matches!(zone, Some(Zone::Body | Zone::Subhead));
    let verbatim = || article.read.quotes.iter().any(|speech| speech.span.contains_span(span) && !speech.dash);
    read && !verbatim() && !is_in_compound(article, entity, span) && !is_in_other(article, span)
}

/// `chicken Areld`: a noun right before a place's name, without anything that joins them, names something else. So does
/// a capital word on either side.
fn is_in_compound(article: &Article, entity: &Entity, span: Span) -> bool {
    if entity.kind != Kind::Place {
        return false;
    }
    let lang = article.context.lang;
    let text = article.context.source;
    let line = text[..span.start as usize].rsplit(['\n', '\r']).next().unwrap_or_default();
    let before = line.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let beside = line.ends_with([' ', '\u{a0}']) && line.trim_end().ends_with(before) && !before.is_empty();
    let class = lang.class(before);
    let verb = WordClass::VERB.with(WordClass::VERB_S).with(WordClass::VERB_ED).with(WordClass::ADJECTIVE);
    let noun = class.any(WordClass::NOUN) && !class.any(verb) && !lang.function.contains(before);
    let behind = people::behind(article, span);
    let next = behind.strip_prefix([' ', '\u{a0}']).unwrap_or_default();
    let begins = article.read.sentences.iter().any(|sentence| sentence.start + before.len() as u32 + 1 == span.start);
    let large = before.starts_with(char::is_uppercase) && !begins && !lang.function.contains(&before.to_lowercase());
    beside && (noun || large) || next.starts_with(char::is_uppercase)
}

/// Another entity's name holds it: `the Merrow Mirror`.
fn is_in_other(article: &Article, span: Span) -> bool {
    let mentions = article.read.entities.iter().flat_map(|entity| &entity.mentions);
    mentions
        .filter(|mention| mention.form == Form::Name && mention.span != span)
        .any(|mention| mention.span.contains_span(span))
}

/// What the house says of one entity.
struct Style<'a> {
    entry: Option<&'a registry::Entity>,
    /// The house has spellings of its own, whoever they are of.
    has_spellings: bool,
}

impl<'a> Style<'a> {
    fn of(article: &Article<'a>, entity: &'a Entity, number: usize) -> Style<'a> {
        let entry = match entity.kind {
            Kind::Person => people::person(entity, number).registered(article),
            kind => {
                let names: Vec<&str> =
                    std::iter::once(&entity.name).chain(&entity.aliases).map(|name| &**name).collect();
                let named = article.context.entities.map(|entities| article.context.roll.others(entities, &names));
                named.into_iter().flatten().find(|entry| is_kind(entry.kind, kind))
            }
        };
        Style { entry, has_spellings: !article.context.house.names.is_empty() }
    }

    /// There is something that it may want otherwise.
    fn wants(&self) -> bool {
        self.entry.is_some() || self.has_spellings
    }

    /// The words stand in a phrase that the entry keeps: `chicken Areld`.
    fn keeps(&self, article: &Article, span: Span) -> bool {
        let text = article.context.source;
        let phrases = self.entry.into_iter().flat_map(|entry| &entry.keep).filter(|phrase| !phrase.is_empty());
        phrases.into_iter().any(|phrase| {
            let mut found = text.match_indices(phrase.as_str());
            found.any(|(at, _)| Span::from(at..at + phrase.len()).contains_span(span))
        })
    }

    /// The spelling that is wanted in the place of this one.
    fn wanted(&self, article: &Article, entity: &Entity, written: &str) -> Option<String> {
        let house = &article.context.house.names;
        if let Some(wanted) = house.get(written) {
            return Some(wanted.clone());
        }
        let by_word = (entity.kind == Kind::Person).then(|| written.rsplit_once(' ')).flatten();
        if let Some((given, wanted)) = by_word.and_then(|(given, last)| Some((given, house.get(last)?))) {
            return Some(format!("{given} {wanted}"));
        }
        // What the house writes itself is right.
        if house.values().any(|wanted| wanted == written) {
            return None;
        }
        let entry = self.entry?;
        if entry.name == written {
            return None;
        }
        if entity.kind == Kind::Person {
            return person_in_style(entry, written);
        }
        entry.variants.iter().any(|variant| variant == written).then(|| entry.name.clone())
    }
}

/// A surname in another romanisation becomes the house's; a full name whose given name is spelled otherwise, too.
fn person_in_style(entry: &registry::Entity, written: &str) -> Option<String> {
    let surname = people::surname(entry);
    if !is_full_name(written) {
        let same = key::light(&key::plain(last_word(written))) == key::light(&key::plain(last_word(surname)));
        let listed = entry.variants.iter().any(|variant| variant == written);
        let differs = written != surname && last_word(written) != last_word(surname);
        return (differs && (same || listed)).then(|| surname.to_owned());
    }
    let words = |name: &str| name.split_whitespace().count();
    let listed = entry.aliases.iter().chain(&entry.variants).any(|alias| alias == written);
    let initials = written.split_whitespace().any(|word| word.ends_with('.'));
    let same = words(written) == words(&entry.name) && may_be_one(&entry.name, written) && !initials;
    (same || listed && entry.variants.iter().any(|variant| variant == written)).then(|| entry.name.clone())
}

fn is_kind(entry: EntityKind, kind: Kind) -> bool {
    matches!(
        (entry, kind),
        (EntityKind::Place, Kind::Place | Kind::Other)
            | (EntityKind::Organisation | EntityKind::Outlet, Kind::Organization | Kind::Other)
    )
}

fn against_style(article: &Article, span: Span, written: &str, wanted: &str) -> Finding {
    let severity = if article.is_draft() { Severity::Warning } else { Severity::Hint };
    let message = format!("{written}: house style is {wanted}");
    let mut finding = article.finding(&RULE, span, severity, message);
    if article.is_draft() {
        let title = format!("Change “{written}” to “{wanted}”");
        finding.fixes.push(Fix { title, edits: vec![(span, wanted.to_owned())], safe: true });
    }
    finding
}

/// One entity in two spellings: the rarer one is told, of equal ones the later.
fn two_ways(article: &Article, entity: &Entity, spellings: &Spellings) -> Option<Finding> {
    if !matches!(entity.kind, Kind::Person | Kind::Place) {
        return None;
    }
    // A surname counts with the full names that end with it.
    let mut words: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (written, spans) in spellings {
        let word = if entity.kind == Kind::Person { last_word(written) } else { written.as_str() };
        words.entry(word).or_default().extend(spans);
    }
    words.values_mut().for_each(|spans| spans.sort());
    let (usual, most) = words.iter().max_by_key(|(_, spans)| (spans.len(), std::cmp::Reverse(spans[0])))?;
    let mut rare = words.iter().filter(|(word, _)| is_variant(word, usual)).collect::<Vec<_>>();
    rare.sort_by_key(|(_, spans)| spans[0]);
    let (word, spans) = rare.first()?;
    let times = if most.len() == 1 { "once".to_owned() } else { format!("{} times", most.len()) };
    let severity = if article.is_draft() { Severity::Warning } else { Severity::Hint };
    let message = format!("{word} here, {usual} {times} in the same text");
    let mut finding = article.finding(&RULE, spans[0], severity, message);
    finding.related.push(Related { path: None, span: most[0], message: format!("{usual} stands here") });
    if article.is_draft() {
        let edits = spans.iter().map(|span| {
            let start = span.end - word.len() as u32;
            (Span::new(start.max(span.start), span.end), (*usual).to_owned())
        });
        let title = format!("Write {usual} throughout");
        finding.fixes.push(Fix { title, edits: edits.collect(), safe: false });
    }
    Some(finding)
}

/// Two spellings of one name: not a short form, a plural or an abbreviation of it.
fn is_variant(a: &str, b: &str) -> bool {
    let (plain_a, plain_b) = (key::plain(a), key::plain(b));
    let short = plain_a.len().min(plain_b.len()) < 4;
    let capitals = |word: &str| !word.chars().any(char::is_lowercase);
    let plural = |a: &str, b: &str| a.strip_suffix('s') == Some(b);
    let differs = plain_a != plain_b && !plural(&plain_a, &plain_b) && !plural(&plain_b, &plain_a);
    let same_start = plain_a.chars().next() == plain_b.chars().next();
    let close = || key::light(&plain_a) == key::light(&plain_b) || distance(&plain_a, &plain_b) <= 2;
    differs
        && !short
        && !capitals(a)
        && !capitals(b)
        && same_start
        && a.split(' ').count() == b.split(' ').count()
        && close()
}

/// How many letters have to be changed, put in or left out to make one word of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name() {
        for (a, b) in [("Kestrel", "Kestral"), ("Velden", "Wehlden")] {
            assert_eq!(is_variant(a, b), a.starts_with(b.chars().next().unwrap()), "{a} {b}");
        }
        for (a, b) in
            [("UK", "U.K."), ("America", "Americas"), ("Velmia", "Velmia"), ("OSCE", "OSCA"), ("Merrow", "Brodno")]
        {
            assert!(!is_variant(a, b), "{a} {b}");
        }
        assert_eq!((distance("", "ab"), distance("kitten", "sitting"), distance("same", "same")), (2, 3, 0));
    }
}
