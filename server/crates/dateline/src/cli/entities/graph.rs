//! `dateline entities --graph`: who is named with whom, and who speaks about whom.
//!
//! Every article ties those whom it names in pairs. An article of many names has many pairs: only the [`MOST`] named most
//! in it are tied, so that the work grows with the number of articles and not with the square of what they name.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use corpus::Entity;
use ide::Company;
use nlp::Kind;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rayon::prelude::*;

use crate::cli::folder::Folder;

/// A form of the graph.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A row for every tie
    Csv,
    /// GraphML, with everyone and all ties
    Graphml,
}

/// So many of those an article names are tied in it, those named most: 780 pairs.
const MOST: usize = 40;

/// Everyone of a folder and their ties.
pub struct Graph {
    /// By id.
    nodes: Vec<Node>,
    ties: Vec<Tie>,
}

struct Node {
    entity: Arc<Entity>,
    articles: usize,
}

/// What two have to do with each other; numbers of nodes.
struct Tie {
    source: usize,
    target: usize,
    relation: Relation,
    /// Articles that name both, or statements.
    weight: usize,
    articles: usize,
    /// Paragraphs that name both.
    paragraphs: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    /// Both are named in an article.
    NamedWith,
    /// One is given as saying something that names the other.
    SpeaksAbout,
}

/// What of a tie is added up.
#[derive(Clone, Copy, Default)]
struct Count {
    statements: usize,
    articles: usize,
    paragraphs: usize,
}

type Counts = BTreeMap<(Relation, usize, usize), Count>;

impl Graph {
    /// The graph of all of a kind, or of all people, bodies and places, with ties of a weight of at least `least`.
    pub fn new(folder: &Folder, kind: Option<Kind>, least: usize) -> Graph {
        let index = folder.snapshot.index();
        let mut entities = super::entities(folder, kind);
        entities.sort_by(|a, b| a.id.cmp(&b.id));
        let numbers: BTreeMap<&str, usize> =
            entities.iter().enumerate().map(|(at, own)| (own.id.as_str(), at)).collect();
        // What many threads find is added up in the order of the files, and sums know no order.
        let counts = folder
            .files
            .par_iter()
            .fold(Counts::new, |mut counts, path| {
                folder.snapshot.company(path).iter().for_each(|company| add(&mut counts, company, &numbers));
                counts
            })
            .reduce(Counts::new, merged);
        let ties = counts.into_iter().map(|((relation, source, target), count)| {
            let (weight, paragraphs) = match relation {
                Relation::NamedWith => (count.articles, Some(count.paragraphs)),
                Relation::SpeaksAbout => (count.statements, None),
            };
            Tie { source, target, relation, weight, articles: count.articles, paragraphs }
        });
        let ties = ties.filter(|tie| tie.weight >= least).collect();
        let nodes = entities.iter().map(|entity| Node { articles: entity.articles(index), entity: entity.clone() });
        Graph { nodes: nodes.collect(), ties }
    }

    /// Writes it in a form.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Csv => self.csv(out),
            Format::Graphml => self.graphml(out),
        }
    }

    fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        let columns =
            ["source", "target", "type", "relation", "weight", "articles", "paragraphs", "source-name", "target-name"];
        csv.write_record(columns)?;
        for tie in &self.ties {
            let (source, target) = (&self.nodes[tie.source].entity, &self.nodes[tie.target].entity);
            let paragraphs = tie.paragraphs.map(|count| count.to_string()).unwrap_or_default();
            csv.write_record([
                &*source.id,
                &*target.id,
                tie.relation.direction(),
                tie.relation.name(),
                &tie.weight.to_string(),
                &tie.articles.to_string(),
                &paragraphs,
                &*source.name,
                &*target.name,
            ])?;
        }
        csv.flush()
    }

    fn graphml(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let space = ("xmlns", "http://graphml.graphdrawing.org/xmlns");
        xml.create_element("graphml").with_attribute(space).write_inner_content(|xml| {
            for (name, of, kind) in KEYS {
                // Ids are the document's own: `articles` is said of nodes and of edges.
                let id = key(of, name);
                let key = [("id", id.as_str()), ("for", of), ("attr.name", name), ("attr.type", kind)];
                xml.create_element("key").with_attributes(key).write_empty()?;
            }
            let graph = [("id", "dateline"), ("edgedefault", "undirected")];
            xml.create_element("graph").with_attributes(graph).write_inner_content(|xml| {
                self.nodes.iter().try_for_each(|node| node.graphml(xml))?;
                self.ties.iter().enumerate().try_for_each(|(at, tie)| self.edge(xml, at, tie))
            })?;
            Ok(())
        })?;
        writeln!(xml.into_inner())
    }

    fn edge<W: Write>(&self, xml: &mut Writer<W>, at: usize, tie: &Tie) -> io::Result<()> {
        let id = format!("e{at}");
        let is_directed = if tie.relation == Relation::SpeaksAbout { "true" } else { "false" };
        let (source, target) = (clean(&self.nodes[tie.source].entity.id), clean(&self.nodes[tie.target].entity.id));
        let ends = [("id", id.as_str()), ("source", &source), ("target", &target), ("directed", is_directed)];
        xml.create_element("edge").with_attributes(ends).write_inner_content(|xml| {
            data(xml, "edge", "relation", tie.relation.name())?;
            data(xml, "edge", "weight", &tie.weight.to_string())?;
            data(xml, "edge", "articles", &tie.articles.to_string())?;
            tie.paragraphs.map_or(Ok(()), |count| data(xml, "edge", "paragraphs", &count.to_string()))
        })?;
        Ok(())
    }
}

/// What GraphML is told of nodes and edges: name, of which of them, type.
const KEYS: [(&str, &str, &str); 8] = [
    ("name", "node", "string"),
    ("kind", "node", "string"),
    ("mentions", "node", "int"),
    ("articles", "node", "int"),
    ("relation", "edge", "string"),
    ("weight", "edge", "int"),
    ("articles", "edge", "int"),
    ("paragraphs", "edge", "int"),
];

impl Node {
    fn graphml<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let id = clean(&self.entity.id);
        xml.create_element("node").with_attribute(("id", id.as_str())).write_inner_content(|xml| {
            data(xml, "node", "name", &self.entity.name)?;
            data(xml, "node", "kind", self.entity.kind.name())?;
            data(xml, "node", "mentions", &self.entity.mentions.to_string())?;
            data(xml, "node", "articles", &self.articles.to_string())
        })?;
        Ok(())
    }
}

impl Relation {
    fn name(self) -> &'static str {
        match self {
            Relation::NamedWith => "named-with",
            Relation::SpeaksAbout => "speaks-about",
        }
    }

    fn direction(self) -> &'static str {
        match self {
            Relation::NamedWith => "undirected",
            Relation::SpeaksAbout => "directed",
        }
    }
}

/// Adds what one article says.
fn add(counts: &mut Counts, company: &Company, numbers: &BTreeMap<&str, usize>) {
    let node = |at: usize| numbers.get(company.named[at].entity.id.as_str()).copied();
    let named = company.named.iter().enumerate().filter(|(_, named)| named.names > 0);
    let tied: Vec<(usize, &[u32])> =
        named.filter_map(|(at, named)| Some((node(at)?, &*named.paragraphs))).take(MOST).collect();
    for (at, (one, here)) in tied.iter().enumerate() {
        for (other, there) in &tied[at + 1..] {
            let count = counts.entry((Relation::NamedWith, *one.min(other), *one.max(other))).or_default();
            count.articles += 1;
            count.paragraphs += here.iter().filter(|paragraph| there.binary_search(paragraph).is_ok()).count();
        }
    }
    for says in &company.talks {
        let Some((speaker, about)) = node(says.speaker).zip(node(says.about)) else { continue };
        let count = counts.entry((Relation::SpeaksAbout, speaker, about)).or_default();
        count.articles += 1;
        count.statements += says.statements;
    }
}

fn merged(mut a: Counts, mut b: Counts) -> Counts {
    if a.len() < b.len() {
        std::mem::swap(&mut a, &mut b);
    }
    for (tie, more) in b {
        let count = a.entry(tie).or_default();
        count.statements += more.statements;
        count.articles += more.articles;
        count.paragraphs += more.paragraphs;
    }
    a
}

fn key(of: &str, name: &str) -> String {
    format!("{of}-{name}")
}

fn data<W: Write>(xml: &mut Writer<W>, of: &str, name: &str, value: &str) -> io::Result<()> {
    let key = key(of, name);
    let element = xml.create_element("data").with_attribute(("key", key.as_str()));
    element.write_text_content(BytesText::new(&clean(value))).map(drop)
}

/// Without what XML cannot hold however it is written: control characters.
fn clean(text: &str) -> String {
    let allowed = |sign: &char| !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(allowed).collect()
}
