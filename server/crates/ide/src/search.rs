//! The search of the folder: people, bodies, places, events, quotations and claims, by what a reader types.

use std::sync::Arc;

use corpus::{Entity, Event, Match, Member};
use jiff::civil::Date;
use nlp::Analysis;
use nlp::mentions::Kind;
use text::Span;

use crate::hover::person::mentions_line;
use crate::hover::{counted, shortened};
use crate::outline::{FIRST_WORDS, SymbolKind, days, symbol_kind};
use crate::snapshot::{Document, Path, Snapshot};

/// Quotations that are found by their speakers' names at most, where people and events are looked for as well.
const QUOTES: usize = 32;
/// Quotations of one speaker found at most.
const QUOTES_EACH: usize = 8;
/// What stands before a stretch of days that is asked for.
const DATE: &str = "date:";

/// A symbol of the folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkspaceSymbol {
    /// Its name.
    pub name: String,
    /// Where it belongs: a role, an outlet and date, `12 mentions in 4 articles`.
    pub container: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The file.
    pub path: Path,
    /// Where in it, in bytes.
    pub span: Span,
}

/// What is asked for.
enum Asked<'a> {
    /// People, bodies, places, events, and what those found have said.
    All(&'a str),
    /// `@berg`
    People(&'a str),
    /// `#vienna`
    Events(&'a str),
    /// `!harbour`
    Said(&'a str),
    /// `date:2025-07 vienna`
    Time((Date, Date), &'a str),
    /// A day that is none.
    Nothing,
}

impl Snapshot {
    /// Symbols of the folder that match `query`, best first, at most `limit`: people, bodies, places and events, by any
    /// spelling that articles or the registry have, whatever case and accents, and behind them what those found have said,
    /// the latest first. `@` before the query asks for people, `#` for events, `!` for what people of that name have said and
    /// for claims with these words for which nobody stands; `date:2025-07` for events, claims and quotations of a day, month
    /// or year.
    pub fn workspace_symbols(&self, query: &str, limit: usize) -> Vec<WorkspaceSymbol> {
        let mut found = match Asked::of(query) {
            Asked::All(words) => self.all_symbols(words, limit),
            Asked::People(words) => ranked(self.entity_symbols(words, limit, |kind| kind == Kind::Person)),
            Asked::Events(words) => ranked(self.event_symbols(words, limit)),
            Asked::Said(words) => self.said_symbols(words, limit),
            Asked::Time(days, words) => self.symbols_of_time(days, words, limit),
            Asked::Nothing => Vec::new(),
        };
        found.truncate(limit);
        found
    }

    fn all_symbols(&self, words: &str, limit: usize) -> Vec<WorkspaceSymbol> {
        let is_empty = words.is_empty();
        let entities = if is_empty { Vec::new() } else { self.found(words) };
        let quotes = self.quote_symbols(&entities, QUOTES.min(limit / 2), QUOTES_EACH);
        let mut found = self.entity_symbols(words, limit, |kind| kind != Kind::Other);
        if !is_empty {
            found.extend(self.event_symbols(words, limit));
        }
        let mut found = ranked(found);
        found.truncate(limit - quotes.len());
        found.into_iter().chain(quotes).collect()
    }

    /// Those whose name matches, also by a spelling that the registry or the house style alone has.
    fn found(&self, words: &str) -> Vec<(Match, Arc<Entity>)> {
        let mut found = self.index.find(words, usize::MAX);
        let plain = corpus::key::plain(words);
        if plain.is_empty() {
            return found;
        }
        let how = |name: &str| corpus::matches(&corpus::key::plain(name), &plain);
        let records = self.registry().entities().into_iter().flat_map(|entities| &entities.all);
        let registered =
            records.filter_map(|record| Some((record.names().filter_map(how).max()?, self.entity_of_record(record)?)));
        for (how, entity) in registered {
            match found.iter_mut().find(|(_, known)| known.id == entity.id) {
                Some((best, _)) => *best = how.max(*best),
                None => found.push((how, entity)),
            }
        }
        found
    }

    fn entity_symbols(&self, words: &str, limit: usize, kinds: impl Fn(Kind) -> bool) -> Vec<Ranked> {
        // Guesses are left out before the limit counts.
        let mut entities: Vec<_> = self.found(words).into_iter().filter(|(_, entity)| kinds(entity.kind)).collect();
        entities.sort_by(|(a, x), (b, y)| (b, y.mentions, &x.id).cmp(&(a, x.mentions, &y.id)));
        let symbols = entities.into_iter().take(limit);
        symbols.filter_map(|(how, entity)| Some((how, entity.mentions, self.entity_symbol(&entity)?))).collect()
    }

    fn event_symbols(&self, words: &str, limit: usize) -> Vec<Ranked> {
        let events = self.index.find_events(words, limit).into_iter();
        events.filter_map(|(how, event)| Some((how, event.members.len(), self.event_symbol(&event)?))).collect()
    }

    /// What people of a name have said, and the claims with these words for which nobody stands.
    fn said_symbols(&self, words: &str, limit: usize) -> Vec<WorkspaceSymbol> {
        let speakers = if words.is_empty() { Vec::new() } else { self.found(words) };
        let quotes = self.quote_symbols(&speakers, limit, limit);
        let claims = self.claim_symbols(words, |_| true, limit - quotes.len());
        quotes.into_iter().chain(claims).collect()
    }

    /// Events on days of a stretch, by day; then claims for which nobody stands and quotations in articles of these days.
    fn symbols_of_time(&self, (from, to): (Date, Date), words: &str, limit: usize) -> Vec<WorkspaceSymbol> {
        let plain = corpus::key::plain(words);
        let has = |name: &str| corpus::key::plain(name).contains(&plain);
        let mut events = self.index.events_between(from, to);
        events.retain(|event| has(&event.label) || event.place.iter().chain(&event.participants).any(|name| has(name)));
        events.sort_by_key(|event| (event.interval, event.id.clone()));
        let mut found: Vec<WorkspaceSymbol> =
            events.iter().take(limit).filter_map(|event| self.event_symbol(event)).collect();
        let is_then = |day: Option<Date>| day.is_some_and(|day| from <= day && day <= to);
        found.extend(self.claim_symbols(words, is_then, limit - found.len()));
        found.extend(self.quotes_of_time(&plain, is_then, limit - found.len()));
        found
    }

    /// The claims for which nobody stands, in articles of these days, that hold `words`: the latest first.
    fn claim_symbols(&self, words: &str, is_then: impl Fn(Option<Date>) -> bool, limit: usize) -> Vec<WorkspaceSymbol> {
        let words = words.to_lowercase();
        let mut found: Vec<(Option<Date>, &Document, u32, Span)> = Vec::new();
        for document in self.documents.values().filter(|document| document.profile == rules::Profile::Source) {
            for (article, number) in document.marks.articles.iter().zip(0..) {
                let day = self.index.article(&document.path, number).and_then(|article| article.day);
                if !is_then(day) {
                    continue;
                }
                let has = |span: &&Span| words.is_empty() || span.of(&document.text).to_lowercase().contains(&words);
                found.extend(article.claims.iter().filter(has).map(|span| (day, &**document, number, *span)));
            }
        }
        found.sort_by_key(|(day, document, _, span)| (std::cmp::Reverse(*day), &document.path, *span));
        let symbol = |(_, document, article, span): (Option<Date>, &Document, u32, Span)| WorkspaceSymbol {
            name: shortened(&Analysis::folded(&document.text, span), FIRST_WORDS),
            container: format!(
                "nobody stands for it · {}",
                self.told(&Member { path: document.path.clone(), article, entity: 0 })
            ),
            kind: SymbolKind::Claim,
            path: document.path.clone(),
            span,
        };
        found.into_iter().take(limit).map(symbol).collect()
    }

    fn quotes_of_time(
        &self,
        plain: &str,
        is_then: impl Fn(Option<Date>) -> bool,
        limit: usize,
    ) -> Vec<WorkspaceSymbol> {
        let articles =
            self.index.files().flat_map(|(path, facts)| (0..).zip(&facts.articles).map(move |told| (path, told)));
        let then = articles.filter(|(_, (_, article))| is_then(article.day));
        let quotes = then.flat_map(|(path, (number, article))| {
            (0..).zip(&article.quotes).map(move |(at, quote)| (path, number, at, quote))
        });
        let symbols = quotes.filter_map(|(path, article, at, quote)| {
            let member = Member { path: path.clone(), article, entity: quote.speaker };
            let speaker = self.index.entity_of(&member)?;
            let has = |text: &str| corpus::key::plain(text).contains(plain);
            (has(&quote.text) || has(&speaker.name)).then(|| self.quote_symbol(&speaker, &member, at))?
        });
        symbols.take(limit).collect()
    }

    /// What these have said: at most `limit` quotations, of one speaker at most `each`.
    fn quote_symbols(&self, speakers: &[(Match, Arc<Entity>)], limit: usize, each: usize) -> Vec<WorkspaceSymbol> {
        let quotes = speakers.iter().flat_map(|(_, speaker)| {
            let last = speaker.last_quotes(&self.index, each);
            last.into_iter().filter_map(|(member, at)| self.quote_symbol(speaker, &member, at))
        });
        quotes.take(limit).collect()
    }

    fn quote_symbol(&self, speaker: &Entity, member: &Member, at: u32) -> Option<WorkspaceSymbol> {
        let document = self.documents.get(&*member.path)?;
        let quote = self.index.article(&member.path, member.article)?.quotes.get(at as usize)?;
        Some(WorkspaceSymbol {
            name: format!("{}: {}", speaker.name, shortened(&quote.text, FIRST_WORDS)),
            container: self.told(member),
            kind: SymbolKind::Quote,
            path: document.path.clone(),
            span: *document.marks.article(member.article)?.quotes.get(at as usize)?,
        })
    }

    fn entity_symbol(&self, entity: &Entity) -> Option<WorkspaceSymbol> {
        let document = self.documents.get(&*entity.definition.path)?;
        let fact = self.index.fact(&entity.definition)?;
        let mentions = document.marks.article(entity.definition.article)?.mentions(entity.definition.entity);
        let role = fact.roles.first().map(|role| format!("{} · ", role.title)).unwrap_or_default();
        Some(WorkspaceSymbol {
            name: entity.name.to_string(),
            container: format!("{role}{}", mentions_line(entity, &self.index)),
            kind: symbol_kind(entity.kind)?,
            path: document.path.clone(),
            span: mentions.get(fact.introduction as usize)?.span,
        })
    }

    fn event_symbol(&self, event: &Event) -> Option<WorkspaceSymbol> {
        let document = self.documents.get(&*event.definition.path)?;
        let mark = document.marks.article(event.definition.article)?.events.get(event.definition.entity as usize)?;
        let days = event.interval.map(|(from, to)| format!("{} · ", days(from, to)));
        Some(WorkspaceSymbol {
            name: event.label.to_string(),
            container: format!("{}{}", days.unwrap_or_default(), counted(event.members.len(), "mention", "mentions")),
            kind: SymbolKind::Event,
            path: document.path.clone(),
            span: mark.span,
        })
    }
}

/// A symbol, how well it matches, and how often it is mentioned.
type Ranked = (Match, usize, WorkspaceSymbol);

fn ranked(mut found: Vec<Ranked>) -> Vec<WorkspaceSymbol> {
    found.sort_by(|(a, m, x), (b, n, y)| (b, n, &x.name, &x.path).cmp(&(a, m, &y.name, &y.path)));
    found.into_iter().map(|(_, _, symbol)| symbol).collect()
}

impl Asked<'_> {
    fn of(query: &str) -> Asked<'_> {
        let query = query.trim();
        if let Some(rest) = query.strip_prefix(DATE) {
            let rest = rest.trim_start();
            let (time, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            return stretch(time).map_or(Asked::Nothing, |days| Asked::Time(days, words.trim()));
        }
        match query.chars().next() {
            Some('@') => Asked::People(query[1..].trim()),
            Some('#') => Asked::Events(query[1..].trim()),
            Some('!') => Asked::Said(query[1..].trim()),
            _ => Asked::All(query),
        }
    }
}

/// The first and last day of `2025`, `2025-07`, `2025-07-23`.
fn stretch(words: &str) -> Option<(Date, Date)> {
    let mut parts = words.trim_end_matches('-').split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut number = || parts.next().map(|part| part.parse::<i8>());
    match (number(), number(), number()) {
        (None, None, None) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(Ok(month)), None, None) => {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(Ok(month)), Some(Ok(day)), None) => {
            let day = Date::new(year, month, day).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_time() {
        let check = |words: &str| stretch(words).map(|(from, to)| days(from, to)).unwrap_or_default();
        assert_eq!(check("2025"), "2025-01-01 to 2025-12-31");
        assert_eq!(check("2025-"), "2025-01-01 to 2025-12-31");
        assert_eq!(check("2024-02"), "2024-02-01 to 2024-02-29");
        assert_eq!(check("2025-07-23"), "2025-07-23");
        for wrong in ["", "25", "2025-13", "2025-02-30", "2025-07-23-1", "July"] {
            assert_eq!(check(wrong), "", "{wrong}");
        }
    }
}
