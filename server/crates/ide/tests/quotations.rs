//! The example folder's briefings against their labels, `tests/folders/briefings.toml`.

mod common;

use common::{read, root};
use serde::Deserialize;
use text::{Position, PositionEncoding};

#[derive(Deserialize)]
struct Labels {
    quote: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    file: String,
    line: u32,
    col: u32,
    quote: String,
    verdict: String,
}

#[test]
fn every_label() {
    let host = read(&root().join("docs/example"));
    let labels = std::fs::read_to_string(root().join("tests/folders/briefings.toml")).unwrap();
    let labels: Labels = toml::from_str(&labels).unwrap();
    let snapshot = host.snapshot();
    let (mut faults, mut found, mut clean, mut wrong, mut kind) = (0, 0, 0, 0, 0);
    for label in &labels.quote {
        let document = snapshot.document(&label.file).unwrap();
        let start = document.lines.offset(PositionEncoding::Utf32, Position::new(label.line - 1, label.col - 1));
        let span = text::Span::new(start, start + label.quote.len() as u32);
        assert_eq!(span.of(&document.text), label.quote);
        let findings = snapshot.findings(&label.file);
        let hit = findings.iter().find(|finding| finding.code == "Q303" && finding.span.intersects(span));
        let says = hit.map_or("", |finding| &finding.message);
        let seen = match says {
            "" => "",
            _ if says.starts_with("not as") => "altered",
            _ if says.starts_with("words of") => "misattributed",
            _ => "unknown",
        };
        let faulty = matches!(label.verdict.as_str(), "altered" | "misattributed" | "unknown");
        (faults, clean) = (faults + usize::from(faulty), clean + usize::from(!faulty));
        (found, wrong) = (found + usize::from(faulty && hit.is_some()), wrong + usize::from(!faulty && hit.is_some()));
        kind += usize::from(faulty && seen == label.verdict);
        if faulty != hit.is_some() || faulty && seen != label.verdict {
            println!("{}:{}:{} {} {} -> {says:?}", label.file, label.line, label.col, label.verdict, label.quote);
        }
    }
    println!("{found} of {faults} faults found, {kind} as labelled; {wrong} of {clean} clean ones flagged");
    assert!(found * 100 >= faults * 98 && wrong * 100 <= clean);
}
