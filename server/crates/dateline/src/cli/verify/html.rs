//! The result as one page: the briefing's sentences, and beside each its evidence.

use ide::{Document, State};
use text::Span;

use super::{Entry, matter, state, words};

const STYLE: &str = "
:root { color-scheme: light dark; --line: light-dark(#ddd, #333); --found: light-dark(#17663a, #6fcf97);
  --differs: light-dark(#9a5b00, #f2b94b); --missing: light-dark(#a4262c, #f28b82); --exempt: light-dark(#666, #999); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
section { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; border-top: 1px solid var(--line); padding: .7rem 0; }
@media (max-width: 50rem) { section { grid-template-columns: 1fr; } }
p { margin: 0; } ul { list-style: none; margin: 0; padding: 0; } li { margin-bottom: .5rem; }
mark { background: none; color: inherit; border-bottom: 2px solid; }
b { font-size: .8rem; } cite, small { font-style: normal; font-size: .8rem; opacity: .8; }
.found { color: var(--found); } .differs { color: var(--differs); } .missing { color: var(--missing); } .exempt { color: var(--exempt); }
q { quotes: none; color: light-dark(#222, #ddd); }
";

/// The page.
pub(super) fn page(document: &Document, entries: &[Entry]) -> String {
    let count = |wanted: State| entries.iter().filter(|entry| entry.checked.state == wanted).count();
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{path}</title>\n<style>{STYLE}</style>\n<h1>{path}</h1>\n<p>{} found, {} \
         differ, {} missing, {} exempt</p>\n",
        count(State::Found),
        count(State::Differs),
        count(State::Missing),
        count(State::Exempt),
        path = escaped(&document.path),
    );
    for sentence in sentences(entries) {
        let here: Vec<&Entry> = entries.iter().filter(|entry| sentence.contains_span(entry.checked.span)).collect();
        out +=
            &format!("<section><p>{}</p><ul>{}</ul></section>\n", marked(document, sentence, &here), evidence(&here));
    }
    out + "</html>\n"
}

/// The stretches the entries stand in, joined where they touch.
fn sentences(entries: &[Entry]) -> Vec<Span> {
    let mut all: Vec<Span> = entries.iter().map(|entry| entry.checked.sentence).collect();
    all.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in all {
        match joined.last_mut() {
            Some(last) if last.intersects(span) => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

fn marked(document: &Document, sentence: Span, entries: &[&Entry]) -> String {
    let (mut out, mut at) = (String::new(), sentence.start);
    for entry in entries {
        let span = entry.checked.span;
        if span.start < at {
            continue;
        }
        out += &escaped(Span::new(at, span.start).of(&document.text));
        out += &format!("<mark class=\"{}\">{}</mark>", state(entry.checked.state), escaped(span.of(&document.text)));
        at = span.end;
    }
    out + &escaped(Span::new(at, sentence.end).of(&document.text))
}

fn evidence(entries: &[&Entry]) -> String {
    let item = |entry: &&Entry| {
        let class = state(entry.checked.state);
        let says = if entry.checked.says.is_empty() { class } else { &entry.checked.says };
        let place = entry.evidence.as_ref().map_or_else(String::new, |place| {
            format!(
                "<br><q>{}</q> <cite>{} <small>{}</small></cite>",
                escaped(&words(place)),
                escaped(&entry.origin()),
                escaped(&place.address())
            )
        });
        format!("<li class=\"{class}\"><b>{}</b> {}{place}</li>", matter(entry.checked.matter), escaped(says))
    };
    entries.iter().map(item).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
