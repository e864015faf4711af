//! What the statistical pipeline finds in a segment, as far as the reading of news stands on it.
//!
//! It takes a hundred times as long as the rest of the reading, and little room: so it is made once, apart from the rest,
//! and kept. A reading without it is whole, and less sure of names.

use std::borrow::Cow;
use std::sync::Arc;

use engine::{Dep, Entity, EntityType, Parsed, Pipeline, Tag};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use text::Span;

use crate::layout::{Layout, Zone};
use crate::tree::Node;

/// What the pipeline finds in one segment. A function of its text and zone.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Parse {
    /// Names, in order, not overlapping.
    pub names: Vec<Name>,
    /// The tokens and how they hang together, of segments that tell something; else empty.
    #[serde(with = "packed")]
    pub nodes: Vec<Node>,
}

/// A name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Name {
    /// Where, in bytes from the segment's start; marks and words around the name itself may be in it.
    pub span: Span,
    /// What it names.
    pub kind: Named,
}

/// What a name names, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Named {
    /// A human being.
    Person,
    /// A company, an agency, an institution.
    Organization,
    /// A country, city, state; mountains, waters; buildings, roads.
    Place,
    /// What belongs to a nation, a faith, a party.
    Group,
    /// A work, a product, a law, a language, an event.
    Thing,
}

impl Parse {
    /// Has the pipeline read a segment: its names, and where it tells something how its words hang together.
    pub fn new(text: &str, zone: Zone) -> Parse {
        let mut parse = Parse::default();
        if !is_read(zone) || is_shouted(text) {
            return parse;
        }
        if zone != Zone::Body {
            let tokens = Pipeline::get().names(&form(text));
            parse.names = names(tokens.iter().map(|token| (token.start, token.end, token.entity)));
            return parse;
        }
        let tokens = Pipeline::get().analyze(&form(text)).tokens;
        parse.names = names(tokens.iter().map(|token| (token.start, token.end, token.entity)));
        let node = |token: &engine::Token| Node {
            span: Span::new(token.start, token.end),
            head: token.head,
            tag: token.tag,
            dep: token.dep,
        };
        parse.nodes = tokens.iter().map(node).collect();
        parse
    }
}

/// Names of the kinds that matter, from tokens (first byte, byte after the last, place in a name).
fn names(tokens: impl Iterator<Item = (u32, u32, Entity)>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    // The name that goes on, if it is of a kind that matters.
    let mut open = false;
    for (start, end, entity) in tokens {
        match (entity, names.last_mut()) {
            (Entity::Begin(kind), _) => {
                let name = named(kind).map(|kind| Name { span: Span::new(start, end), kind });
                open = name.is_some();
                names.extend(name);
            }
            (Entity::In(_), Some(name)) if open => name.span.end = end,
            _ => open = false,
        }
    }
    names
}

/// Nodes as few bytes: most take five. Ten thousand documents keep theirs.
mod packed {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Dep, Node, Span, Tag};

    /// Space before, length, head as a distance, tag, label.
    type Row = (u32, u32, i32, u8, u8);

    pub fn serialize<S: Serializer>(nodes: &[Node], serializer: S) -> Result<S::Ok, S::Error> {
        let mut end = 0;
        let row = |(at, node): (usize, &Node)| {
            let space = node.span.start.saturating_sub(end);
            end = node.span.end;
            let head = i64::from(node.head) - at as i64;
            (space, node.span.len(), head as i32, node.tag.number(), node.dep.number())
        };
        nodes.iter().enumerate().map(row).collect::<Vec<Row>>().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Node>, D::Error> {
        let rows = Vec::<Row>::deserialize(deserializer)?;
        let (mut end, count) = (0u32, rows.len() as i64);
        let node = |(at, (space, len, head, tag, dep)): (usize, Row)| {
            let start = end.saturating_add(space);
            end = start.saturating_add(len);
            let head = at as i64 + i64::from(head);
            let head = u32::try_from(head).ok().filter(|head| i64::from(*head) < count);
            Some(Node {
                span: Span::new(start, end),
                head: head?,
                tag: Tag::from_number(tag)?,
                dep: Dep::from_number(dep)?,
            })
        };
        rows.into_iter().enumerate().map(node).collect::<Option<_>>().ok_or_else(|| D::Error::custom("no such node"))
    }
}

/// Everything that the pipeline says of a segment, its offsets counted from the segment's start: tokens, tree, names.
pub fn parsed(text: &str) -> Parsed {
    Pipeline::get().analyze(&form(text))
}

/// The form in which a segment is given to the pipeline: as long as the segment, byte by byte.
fn form(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) { Cow::Owned(text.replace(['\n', '\r'], " ")) } else { Cow::Borrowed(text) }
}

/// Most of its letters are large.
fn is_shouted(text: &str) -> bool {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    count(char::is_lowercase) < count(char::is_uppercase)
}

/// Zones with words that the pipeline can make something of. Menus and lines in other scripts are none.
fn is_read(zone: Zone) -> bool {
    !matches!(zone, Zone::FrontMatter | Zone::Separator | Zone::Navigation | Zone::ForeignScript | Zone::TranslatorNote)
}

fn named(kind: EntityType) -> Option<Named> {
    Some(match kind {
        EntityType::Person => Named::Person,
        EntityType::Org => Named::Organization,
        EntityType::Gpe | EntityType::Loc | EntityType::Fac => Named::Place,
        EntityType::Norp => Named::Group,
        EntityType::Event | EntityType::Language | EntityType::Law | EntityType::Product | EntityType::WorkOfArt => {
            Named::Thing
        }
        EntityType::Cardinal
        | EntityType::Date
        | EntityType::Money
        | EntityType::Ordinal
        | EntityType::Percent
        | EntityType::Quantity
        | EntityType::Time => return None,
    })
}

/// What the pipeline found in the segments of a file, by what a segment is remembered by. Where a text has changed, what
/// was found in the rest of it still holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Parses {
    pub(crate) all: FxHashMap<u64, Arc<Parse>>,
    /// There are segments that it has not read.
    pub missing: bool,
}

impl Parses {
    /// Nothing has been read by it.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Of which segments the pipeline is asked: those of articles in the language that it knows.
pub(crate) fn asked(layout: &Layout) -> Vec<bool> {
    let mut asked = vec![false; layout.segments.len()];
    for article in layout.articles.iter().filter(|article| article.language.analysed) {
        for (asked, segment) in
            asked.iter_mut().zip(&layout.segments).take(article.segments.end).skip(article.segments.start)
        {
            *asked = is_read(segment.zone);
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, zone: Zone) -> Vec<(&str, Named)> {
        Parse::new(text, zone).names.iter().map(|name| (name.span.of(text), name.kind)).collect()
    }

    #[test]
    fn names_of_kinds_that_matter() {
        let text = "On Monday, Angela Merkel of Germany met three Russian envoys of the United Nations in Geneva.";
        let expected = [
            ("Angela Merkel", Named::Person),
            ("Germany", Named::Place),
            ("Russian", Named::Group),
            ("the United Nations", Named::Organization),
            ("Geneva", Named::Place),
        ];
        assert_eq!(names(text, Zone::Body), expected);
        assert_eq!(names("", Zone::Body), []);
        assert_eq!(names(" \n\t ", Zone::Body), []);
    }

    #[test]
    fn a_line_break_is_a_space() {
        let text = "They said that Angela\nMerkel and Boris\r\nJohnson would come.";
        let expected = [("Angela\nMerkel", Named::Person), ("Boris\r\nJohnson", Named::Person)];
        assert_eq!(names(text, Zone::Body), expected);
    }

    #[test]
    fn menus_other_scripts_and_lines_of_capitals_are_not_asked_about() {
        let text = "Angela Merkel came.";
        assert_eq!(names(text, Zone::Caption), [("Angela Merkel", Named::Person)]);
        for zone in [Zone::Navigation, Zone::ForeignScript, Zone::FrontMatter] {
            assert_eq!(names(text, zone), []);
        }
        assert_eq!(names("ANGELA MERKEL came", Zone::Headline), []);
    }
}
