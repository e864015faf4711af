//! The graph of who is named with whom, as other programs read it.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use quick_xml::Reader;
use quick_xml::events::Event;

/// Prints the ids of all nodes and the ends of all edges, a line each.
const PYTHON: &str = "
import sys, xml.etree.ElementTree as tree
space = '{http://graphml.graphdrawing.org/xmlns}'
graph = tree.fromstring(sys.stdin.buffer.read())
keys = {key.get('id') for key in graph.iter(space + 'key')}
assert all(data.get('key') in keys for data in graph.iter(space + 'data'))
for node in graph.iter(space + 'node'): print('node', node.get('id'))
for edge in graph.iter(space + 'edge'): print('edge', edge.get('source'), edge.get('target'))
";

#[test]
fn graphml_is_xml_whose_edges_join_its_nodes() {
    let xml = graphml(&["docs/example", "tests/cli/harbour-talks"]);
    let (nodes, ends) = read(&xml);
    assert!(nodes.len() > 100 && ends.len() > 100, "{} nodes, {} of them with edges", nodes.len(), ends.len());
    assert!(nodes.contains("org:trellund-daughters"));
    assert!(ends.is_subset(&nodes), "{:?}", ends.difference(&nodes));
    assert!(xml.contains("Trellund &amp; Daughters"));
    assert_eq!(xml, graphml(&["tests/cli/harbour-talks", "docs/example"]), "the order of what is named does not count");
    // Where there is a Python, its parser has to agree.
    if let Some(printed) = python(&xml) {
        let own: BTreeSet<String> =
            printed.lines().filter_map(|line| line.strip_prefix("node ")).map(Into::into).collect();
        assert_eq!(own, nodes);
    }
}

fn graphml(paths: &[&str]) -> String {
    let run = Command::new(tests::program())
        .args(["entities", "--graph", "graphml", "--today", "2026-01-01", "--root", "."])
        .args(paths)
        .current_dir(tests::root())
        .output();
    String::from_utf8(run.expect("dateline runs").stdout).expect("GraphML is UTF-8")
}

/// The ids of all nodes, and all ends of edges.
fn read(xml: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut nodes, mut ends) = (BTreeSet::new(), BTreeSet::new());
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => return (nodes, ends),
            Event::Start(element) => {
                let value = |name: &str| {
                    let attribute = element.try_get_attribute(name).expect("an attribute").expect("it is there");
                    String::from_utf8(attribute.value.into_owned()).expect("UTF-8")
                };
                match element.name().as_ref() {
                    b"node" => drop(nodes.insert(value("id"))),
                    b"edge" => ends.extend([value("source"), value("target")]),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

fn python(xml: &str) -> Option<String> {
    let mut child =
        Command::new("python3").args(["-c", PYTHON]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take().expect("a pipe").write_all(xml.as_bytes()).expect("Python reads");
    let done = child.wait_with_output().expect("Python ends");
    assert!(done.status.success(), "Python cannot read it");
    String::from_utf8(done.stdout).ok()
}
