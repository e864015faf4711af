//! Cards of people, bodies, places and events.

use corpus::{Entity, Event, Index, Member, RoleSeen};
use nlp::mentions::Kind;

use super::{counted, shortened};
use crate::marks::{Hit, Marks};
use crate::markup::{Markup, Place};
use crate::snapshot::Snapshot;

/// Other roles, and quotations, shown at most.
const ROLES: usize = 6;
const QUOTES: usize = 3;
/// Characters of a quotation shown, and spellings named.
const QUOTE: usize = 140;
const SPELLINGS: usize = 6;

impl Snapshot {
    /// `None` for a capital word of which nothing is known but that it stands here.
    pub(super) fn entity_card(&self, entity: &Entity, path: &str, hit: &Hit) -> Option<Markup> {
        if entity.kind == Kind::Other && entity.articles(&self.index) < 2 {
            return None;
        }
        let mut card = Markup::default();
        card.title(&*entity.name);
        let role = self.role_at(entity, path, hit);
        match (&role, kind_word(entity.kind)) {
            (Some(role), _) => card.line(self.role_line(role, path)),
            (None, Some(word)) => card.line(word),
            (None, None) => &mut card,
        };
        let mentions = mentions_line(entity, &self.index);
        let spellings = spellings(entity, self);
        let quotes = self.last_quotes(entity);
        // The last lines are counted before the middle is filled.
        let fixed = 1 + usize::from(spellings.is_some()) + quotes.len();
        let room = self.room(&card).saturating_sub(fixed).min(ROLES);
        for other in self.other_roles(entity, role.as_ref(), room) {
            card.item(self.role_line(&other, ""));
        }
        if let Some(spellings) = spellings {
            card.line(spellings);
        }
        for (quote, place) in quotes {
            card.quote(quote, place);
        }
        card.line(mentions);
        self.note_progress(&mut card);
        Some(card)
    }

    /// The role on the article's date: the latest seen up to that day; without a day the one the article gives, or the
    /// latest of all.
    pub(super) fn role_at(&self, entity: &Entity, path: &str, hit: &Hit) -> Option<RoleSeen> {
        let day = self.index.article(path, hit.article).and_then(|article| article.day);
        // Of the roles that an article gives, its first stands where the article introduces.
        let member = Member { path: path.into(), article: hit.article, entity: hit.number };
        let introduced = || self.index.roles_of(&member).into_iter().next();
        let until = || day.and_then(|_| entity.role_until(&self.index, day));
        introduced().or_else(until).or_else(|| entity.last_role(&self.index))
    }

    /// Other offices, each where it was seen first, the dated before the undated.
    fn other_roles(&self, entity: &Entity, shown: Option<&RoleSeen>, limit: usize) -> Vec<RoleSeen> {
        let mut others: Vec<RoleSeen> = Vec::new();
        for role in entity.titles(&self.index) {
            let known = shown.into_iter().chain(&others).any(|other| other.office == role.office);
            if others.len() < limit && !known {
                others.push(role);
            }
        }
        others
    }

    /// `Russian Foreign Minister, 2022-01-20 (Izvestia, 000.txt:1)`; without the place in the asking document.
    pub(super) fn role_line(&self, role: &RoleSeen, path: &str) -> String {
        let day = role.day.map(|day| format!(", {day}")).unwrap_or_default();
        if *role.member.path == *path {
            return format!("{}{day}", role.title);
        }
        let outlet =
            self.index.article(&role.member.path, role.member.article).and_then(|article| article.outlet.as_deref());
        let outlet = outlet.map(|outlet| format!("{outlet}, ")).unwrap_or_default();
        format!(
            "{}{day} ({outlet}{})",
            role.title,
            self.place(&role.member, |marks| {
                Some(
                    marks
                        .article(role.member.article)?
                        .mentions(role.member.entity)
                        .get(role.mention as usize)?
                        .span
                        .start,
                )
            })
        )
    }

    /// `000.txt:1`
    fn place(&self, member: &Member, offset: impl Fn(&Marks) -> Option<u32>) -> String {
        let place = self.line_of(member, offset);
        place.map_or_else(|| member.path.to_string(), |place| place.to_string())
    }

    fn line_of(&self, member: &Member, offset: impl Fn(&Marks) -> Option<u32>) -> Option<Place> {
        let document = self.documents.get(&*member.path)?;
        let line = document.lines.position(text::PositionEncoding::Utf8, offset(&document.marks)?).line + 1;
        Some(Place { path: document.path.clone(), line })
    }

    /// The last words of a speaker and where they stand, latest first, what has no date last.
    fn last_quotes(&self, entity: &Entity) -> Vec<(String, Option<Place>)> {
        let quotes = entity.last_quotes(&self.index, QUOTES).into_iter();
        let lines = quotes.filter_map(|(member, at)| {
            let quote = self.index.article(&member.path, member.article)?.quotes.get(at as usize)?;
            let start = |marks: &Marks| Some(marks.article(member.article)?.quotes.get(at as usize)?.start);
            let place = self.line_of(&member, start);
            // The place names the file.
            let whence = if place.is_some() { self.dated(&member) } else { self.told(&member) };
            Some((format!("{} — {whence}", shortened(&quote.text, QUOTE)), place))
        });
        lines.collect()
    }

    /// `2025-03-04, Montavar Herald`, as far as it is known.
    fn dated(&self, member: &Member) -> String {
        let article = self.index.article(&member.path, member.article);
        let date = article.and_then(|article| article.date.as_deref()).map(in_words);
        match (date, article.and_then(|article| article.outlet.as_deref())) {
            (Some(date), Some(outlet)) => format!("{date}, {outlet}"),
            (None, Some(outlet)) => format!("{outlet}, undated"),
            (date, None) => date.unwrap_or_else(|| "undated".to_owned()),
        }
    }

    /// `2025-03-04, Montavar Herald`, or the file's name.
    pub(crate) fn told(&self, member: &Member) -> String {
        let article = self.index.article(&member.path, member.article);
        let date = article.and_then(|article| article.date.as_deref()).map(in_words);
        match (article.is_some_and(|article| article.outlet.is_some()), date) {
            (true, _) => self.dated(member),
            (false, Some(date)) => format!("{date}, {}", member.path),
            (false, None) => format!("{}, undated", member.path),
        }
    }

    pub(super) fn event_card(&self, event: &Event) -> Markup {
        let mut card = Markup::default();
        card.title(shortened(&event.label, QUOTE));
        if let Some((from, to)) = event.interval {
            card.line(super::date::days(from, to));
        }
        if let Some(place) = &event.place {
            card.line(format!("in {place}"));
        }
        if !event.participants.is_empty() {
            card.line(format!("with {}", event.participants.join(", ")));
        }
        let at = self.place(&event.definition, |marks| {
            Some(marks.article(event.definition.article)?.events.get(event.definition.entity as usize)?.span.start)
        });
        card.line(format!("best told in {at} ({})", self.told(&event.definition)));
        let mut articles: Vec<_> = event.members.iter().map(|member| (&member.path, member.article)).collect();
        articles.dedup();
        let (mentions, articles) = (event.members.len(), articles.len());
        card.line(format!(
            "{} in {}",
            counted(mentions, "mention", "mentions"),
            counted(articles, "article", "articles")
        ));
        self.note_progress(&mut card);
        card
    }
}

/// A date as cards tell it: what of it is open, in words.
fn in_words(value: &str) -> String {
    if value.starts_with('X') { super::date::open(value) } else { value.to_owned() }
}

/// `6 mentions in 4 articles, 2022-01-20 to 2025-07-23; 2 descriptions`
pub(crate) fn mentions_line(entity: &Entity, index: &Index) -> String {
    let mut line = format!(
        "{} in {}",
        counted(entity.names, "mention", "mentions"),
        counted(entity.articles(index), "article", "articles")
    );
    match entity.days {
        Some((first, last)) if first == last => line.push_str(&format!(", {first}")),
        Some((first, last)) => line.push_str(&format!(", {first} to {last}")),
        None => {}
    }
    match entity.mentions.saturating_sub(entity.names) {
        0 => {}
        described => line.push_str(&format!("; {}", counted(described, "description", "descriptions"))),
    }
    line
}

fn spellings(entity: &Entity, snapshot: &Snapshot) -> Option<String> {
    let aliases = entity.aliases(&snapshot.index);
    let mut named: Vec<&str> = aliases.iter().take(SPELLINGS).map(AsRef::as_ref).collect();
    if aliases.len() > SPELLINGS {
        named.push("…");
    }
    (!named.is_empty()).then(|| format!("also written {}", named.join(", ")))
}

fn kind_word(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Organization => Some("organisation"),
        Kind::Place => Some("place"),
        Kind::Person | Kind::Event | Kind::Other => None,
    }
}
