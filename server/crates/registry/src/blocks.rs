//! `entities.toml` in blocks, each a header and what stands under it: of a file of thousands of entries the one that somebody
//! is writing is read, and what the others say is remembered by their words.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use text::{Span, hash64};

use crate::entities::{Entity, entity};
use crate::fields::{Problem, document, entries};
use crate::references::references;
use crate::{ENTITIES, Written};

/// A file in blocks, in their order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Blocks(Vec<Arc<Block>>);

/// What a block says. Places in it count from its own start.
#[derive(PartialEq, Eq, Debug)]
struct Block {
    hash: u64,
    length: u32,
    /// Of all its entries, also of those that do not count.
    keys: Vec<String>,
    entities: Vec<Entity>,
    problems: Vec<Problem>,
    /// What refers to other entries.
    references: Vec<(String, Span)>,
}

impl Blocks {
    /// Reads a text; what `before` says of the same words is taken from there. If it is no TOML, what is wrong.
    pub fn read(source: &str, before: &Blocks) -> Result<Blocks, Problem> {
        let spans = cut(source);
        let known: HashMap<u64, &Arc<Block>> = before.0.iter().map(|block| (block.hash, block)).collect();
        let mut all = Vec::with_capacity(spans.len());
        for (at, span) in spans.iter().enumerate() {
            let text = span.of(source);
            let hash = hash64(text.as_bytes());
            let block = match known.get(&hash).filter(|block| block.length == span.len()) {
                Some(known) => Arc::clone(known),
                None => match Block::read(text, hash) {
                    Ok(block) => Arc::new(block),
                    Err(_) => return torn(source, &spans[at..]),
                },
            };
            all.push(block);
        }
        let mut keys = HashSet::new();
        match all.iter().flat_map(|block| &block.keys).all(|key| keys.insert(&**key)) {
            true => Ok(Blocks(all)),
            false => whole(source),
        }
    }

    /// The entries that count, and what is wrong in single ones.
    pub fn told(&self) -> (Vec<Entity>, Vec<Problem>) {
        let (mut entities, mut problems) = (Vec::new(), Vec::new());
        let mut start = 0;
        for block in &self.0 {
            entities.extend(block.entities.iter().map(|entity| entity.moved(start)));
            problems.extend(block.problems.iter().map(|problem| problem.moved(start)));
            start += block.length;
        }
        (entities, problems)
    }
}

impl Blocks {
    /// The keys of all entries.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|block| &block.keys).map(String::as_str)
    }

    /// The words that refer to entries, with their places.
    pub fn references(&self) -> impl Iterator<Item = (&str, Span)> {
        let mut end = 0;
        self.0.iter().flat_map(move |block| {
            let start = end;
            end += block.length;
            block.references.iter().map(move |(words, span)| (&**words, span.shift(start)))
        })
    }
}

impl Block {
    fn read(text: &str, hash: u64) -> Result<Block, Problem> {
        let document = document(text)?;
        let entries = entries(&document);
        let mut problems = Vec::new();
        let entities = entries.iter().filter_map(|entry| entity(entry, &mut problems)).collect();
        let keys = entries.iter().map(|entry| entry.key.to_owned()).collect();
        let written = Written::parse(text);
        let references = references(ENTITIES, &written).into_iter();
        let references = references.map(|(words, span)| (words.to_owned(), span)).collect();
        Ok(Block { hash, length: Span::from(0..text.len()).end, keys, entities, problems, references })
    }
}

/// A file that cannot be cut into blocks is one.
fn whole(source: &str) -> Result<Blocks, Problem> {
    Block::read(source, hash64(source.as_bytes())).map(|block| Blocks(vec![Arc::new(block)]))
}

/// So many blocks tell whether one that cannot be read alone is torn: a list that is not ended, or nested lists that look like
/// headers.
const LOOKED_AT: usize = 3;

/// The first of some blocks cannot be read alone. All before it can: what is wrong with the file begins in it, if anything.
fn torn(source: &str, spans: &[Span]) -> Result<Blocks, Problem> {
    let (Some(first), Some(last)) = (spans.first(), spans[..spans.len().min(LOOKED_AT)].last()) else {
        return whole(source);
    };
    // What such a string holds is not known before its end is seen.
    let has_long_string = ["\"\"\"", "'''"].iter().any(|mark| first.of(source).contains(mark));
    let some = &source[first.start as usize..last.end as usize];
    match document(some) {
        // A reader of the whole file stops there, too: it has not seen what comes behind.
        Err(problem) if !has_long_string && first.start + problem.span.end < last.start => {
            Err(problem.moved(first.start))
        }
        _ => whole(source),
    }
}

/// Where blocks begin and end: the first one with the file, each other with a line that is `[key]`. What else has brackets at
/// the beginning of a line, such as `[[brandt.roles]]`, belongs to the block above.
fn cut(source: &str) -> Vec<Span> {
    let headers = source.match_indices("\n[").map(|(at, _)| at + 1).filter(|at| is_header(&source[*at..]));
    let starts: Vec<usize> = std::iter::once(0).chain(headers).collect();
    let ends = starts.iter().skip(1).copied().chain([source.len()]);
    starts.iter().zip(ends).map(|(start, end)| Span::from(*start..end)).collect()
}

/// The block of an entry whose header is a line of its own.
pub(crate) fn block_of(source: &str, key: &str) -> Option<Span> {
    let header = format!("[{key}]");
    let is_line = |at: &usize| (*at == 0 || source.as_bytes()[at - 1] == b'\n') && is_header(&source[*at..]);
    let start = source.match_indices(&header).map(|(at, _)| at).find(is_line)?;
    let next = source[start..].match_indices("\n[").map(|(at, _)| start + at + 1).find(is_line);
    Some(Span::from(start..next.unwrap_or(source.len())))
}

fn is_header(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let Some((key, behind)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) else { return false };
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let behind = behind.trim_start_matches([' ', '\t']);
    !key.is_empty() && key.chars().all(is_bare) && (behind.is_empty() || behind.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entities;

    const PARTS: &[&str] = &[
        "# two\n[b]\ntype = \"person\"\nname = \"B B\"\n",
        "[c]\nname = \"C\"\n",
        "[[a.roles]]\ntitle = \"Mayor\"\nfrom = 1\n",
        "[a]\ntype = \"person\"\nname = \"A A\"\r\n",
        "notes = \"\"\"\n[a]\n\"\"\"\n",
        "mine = [\n[\"x\"]\n,\n[1]\n,\n[2]\n,\n[3]\n]\n",
        "aliases = [\"x\",\n",
        "]\n",
        "[d.e]\nf = 1\n",
        "[ g ] # three\ntype = \"place\"\nname = \"B B\"",
        "\"\"\"\n",
        "x = 1\n",
        "[b",
        "\n\n",
        "[h]\nroles = [{ title = \"x\", org = \"b\" }]\n",
        "[[c.roles]]\norg = \"a\"\n",
    ];

    /// Whatever was read before, a text says what it says when it is read whole.
    #[test]
    fn in_blocks_and_whole() {
        let mut seed = 1u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        let mut before = Blocks::default();
        let mut read = 0;
        for _ in 0..20_000 {
            let text: String = (0..next(7)).map(|_| PARTS[next(PARTS.len())]).collect();
            let (parts, alone) = (Blocks::read(&text, &before), whole(&text));
            let refers =
                |blocks: &Blocks| blocks.references().map(|(words, span)| (words.to_owned(), span)).collect::<Vec<_>>();
            let told = |read: &Result<Blocks, Problem>| {
                read.as_ref().map(|blocks| (blocks.told(), refers(blocks))).map_err(Clone::clone)
            };
            assert_eq!(told(&parts), told(&alone), "{text}");
            if let Ok(parts) = parts {
                read += 1;
                before = parts;
            }
        }
        assert!(read > 1_000, "{read}");
    }

    #[test]
    fn the_block_of_a_key() {
        let text = "[a]\nx = \"[b]\"\n[[a.roles]]\n[b] # b\ny = 1\n[c]\n";
        let block = |key| block_of(text, key).map(|span| span.of(text));
        assert_eq!(block("a"), Some("[a]\nx = \"[b]\"\n[[a.roles]]\n"));
        assert_eq!((block("b"), block("c"), block("d")), (Some("[b] # b\ny = 1\n"), Some("[c]\n"), None));
    }

    #[test]
    fn only_what_changed_is_read() {
        let entry = |at: usize, name: &str| format!("[p{at}]\ntype = \"person\"\nname = \"{name}\"\n\n");
        let text = |name: &str| (0..100).map(|at| entry(at, if at == 50 { name } else { "N" })).collect::<String>();
        let before = Blocks::read(&text("A"), &Blocks::default()).unwrap();
        let after = Blocks::read(&text("Longer"), &before).unwrap();
        let kept = after.0.iter().filter(|block| before.0.iter().any(|old| Arc::ptr_eq(old, block))).count();
        assert_eq!((after.0.len(), kept), (100, 99));
        let last = Entities::parse(&text("Longer")).said.unwrap();
        assert_eq!(last.get("p99").unwrap().span.of(&text("Longer")), "p99");
    }
}
