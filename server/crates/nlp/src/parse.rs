//! What the statistical pipeline finds in a segment, as far as the reading of news stands on it.
//!
//! It takes a hundred times as long as the rest of the reading, and little room: so it is made once, apart from the rest,
//! and kept. A reading without it is whole, and less sure of names.

use std::borrow::Cow;
use std::sync::Arc;

use engine::{Dep, Entity, EntityType, Parsed, Pipeline, Previous, Tag};
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
        Parse::read(text, zone, |form| Pipeline::get().analyze(form))
    }

    /// The same, in less time where the segment differs little from the one read with `previous` before.
    pub fn again(text: &str, zone: Zone, previous: &mut Previous) -> Parse {
        Parse::read(text, zone, |form| Pipeline::get().analyze_again(form, previous))
    }

    fn read(text: &str, zone: Zone, analyze: impl FnOnce(&str) -> Parsed) -> Parse {
        let mut parse = Parse::default();
        if !is_read(zone) || is_shouted(text) {
            return parse;
        }
        if zone != Zone::Body {
            let tokens = Pipeline::get().names(&form(text));
            parse.names = names(tokens.iter().map(|token| (token.start, token.end, token.entity)));
            return parse;
        }
        let tokens = analyze(&form(text)).tokens;
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

/// Nodes as few bytes, four for most: ten thousand documents keep theirs. A row is its length, the distance to its head, its
/// tag with the space before it in the two highest bits, and its label; numbers as in LEB128, signed ones zigzag.
mod packed {
    use serde::de::Error;
    use serde::{Deserializer, Serializer};

    use super::{Dep, Node, Span, Tag};

    /// The space before a node stands on its own, as a number behind the row.
    const WIDE: u8 = 3;

    pub fn serialize<S: Serializer>(nodes: &[Node], serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(nodes.len() * 4);
        let mut end = 0;
        for (at, node) in nodes.iter().enumerate() {
            let space = node.span.start.saturating_sub(end);
            end = node.span.end;
            let head = i64::from(node.head) - at as i64;
            push(&mut bytes, node.span.len());
            push(&mut bytes, ((head << 1) ^ (head >> 63)) as u32);
            let short = u8::try_from(space).unwrap_or(WIDE).min(WIDE);
            bytes.extend([node.tag.number() | short << 6, node.dep.number()]);
            if short == WIDE {
                push(&mut bytes, space);
            }
        }
        serde_bytes::serialize(&bytes, serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Node>, D::Error> {
        let bytes: Vec<u8> = serde_bytes::deserialize(deserializer)?;
        let nodes = rows(&bytes).ok_or_else(|| D::Error::custom("no such node"))?;
        // A head lies among the nodes, or all is damaged.
        let whole = nodes.iter().all(|node| (node.head as usize) < nodes.len());
        if whole { Ok(nodes) } else { Err(D::Error::custom("no such head")) }
    }

    fn rows(mut bytes: &[u8]) -> Option<Vec<Node>> {
        let mut nodes = Vec::with_capacity(bytes.len() / 4);
        let mut end = 0u32;
        while !bytes.is_empty() {
            let (len, head) = (pull(&mut bytes)?, pull(&mut bytes)?);
            let [tag, dep, rest @ ..] = bytes else { return None };
            bytes = rest;
            let space = if tag >> 6 == WIDE { pull(&mut bytes)? } else { u32::from(tag >> 6) };
            let distance = i64::from(head >> 1) ^ -i64::from(head & 1);
            let start = end.saturating_add(space);
            end = start.saturating_add(len);
            nodes.push(Node {
                span: Span::new(start, end),
                head: u32::try_from(nodes.len() as i64 + distance).ok()?,
                tag: Tag::from_number(tag & 63)?,
                dep: Dep::from_number(*dep)?,
            });
        }
        Some(nodes)
    }

    fn push(bytes: &mut Vec<u8>, mut number: u32) {
        while number > 127 {
            bytes.push(number as u8 | 128);
            number >>= 7;
        }
        bytes.push(number as u8);
    }

    fn pull(bytes: &mut &[u8]) -> Option<u32> {
        let mut number = 0u32;
        for shift in (0..32).step_by(7) {
            let (first, rest) = bytes.split_first()?;
            *bytes = rest;
            number |= u32::from(first & 127) << shift;
            if first & 128 == 0 {
                return Some(number);
            }
        }
        None
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
    fn what_is_packed_comes_out_again() {
        let long = "word ".repeat(300);
        for text in ["The ministers of both towns met again on Tuesday.", "", "A   gap\n\n and a — dash.", &long] {
            let parse = Parse::new(text, Zone::Body);
            let bytes = postcard::to_stdvec(&parse).unwrap();
            assert_eq!(postcard::from_bytes::<Parse>(&bytes).unwrap(), parse, "{text}");
            // Damaged bytes are an error or another parse whose heads are there; never a panic.
            for at in 0..bytes.len().min(60) {
                let mut damaged = bytes.clone();
                damaged[at] ^= 0x5a;
                let read = postcard::from_bytes::<Parse>(&damaged);
                assert!(
                    read.is_err()
                        || read
                            .is_ok_and(|parse| parse.nodes.iter().all(|node| (node.head as usize) < parse.nodes.len()))
                );
            }
        }
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
