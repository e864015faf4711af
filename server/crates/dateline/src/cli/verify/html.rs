//! The result as one page: the briefing's sentences, and beside each its evidence.

use ide::{Document, State};
use text::Span;

use super::{Entry, matter, state, words};
use crate::cli::folder::Folder;
use crate::cli::html::{self, escaped};
use crate::cli::report::Place;

const STYLE: &str = "
body { max-width: 76rem; } b, ul { font-family: system-ui, sans-serif; }
header span + span::before { content: ' · '; color: var(--soft); }
section { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; border-top: 1px solid var(--line); padding: .8rem 0; }
@media (max-width: 50rem) { section { grid-template-columns: 1fr; } }
section > p { margin: 0; } ul { list-style: none; margin: 0; padding: 0; font-size: .85rem; }
li { margin-bottom: .6rem; border-left: 3px solid; padding-left: .7rem; } li > div, q { color: var(--ink); }
mark { background: none; color: inherit; border-bottom: 2px solid; } section > p mark { color: var(--ink); }
section > p mark.found { border-color: var(--good); } section > p mark.differs { border-color: var(--change); }
section > p mark.missing { border-color: var(--bad); } section > p mark.exempt { border-color: var(--soft); }
q { quotes: none; font-family: Georgia, 'DejaVu Serif', serif; }
.found { color: var(--good); } .differs { color: var(--change); } .missing { color: var(--bad); } .exempt { color: var(--soft); }
";

/// The page; `title` is the briefing's own.
pub(super) fn page(folder: &Folder, document: &Document, title: Option<&str>, entries: &[Entry]) -> String {
    let count = |wanted: State| {
        let count = entries.iter().filter(|entry| entry.checked.state == wanted).count();
        format!("<span class=\"{name}\">{count} {told}</span>", name = state(wanted), told = told(wanted))
    };
    let counts = [State::Found, State::Differs, State::Missing, State::Exempt].map(count).concat();
    let lead = format!("{}: {counts}", escaped(&document.path));
    let mut body = String::new();
    for sentence in sentences(entries) {
        let here: Vec<&Entry> = entries.iter().filter(|entry| sentence.contains_span(entry.checked.span)).collect();
        body += &format!(
            "<section><p>{}</p><ul>{}</ul></section>\n",
            marked(document, sentence, &here),
            evidence(folder, &here)
        );
    }
    html::document(title.unwrap_or(&document.path), &lead, STYLE, &body)
}

fn told(state: State) -> &'static str {
    match state {
        State::Found => "found",
        State::Differs => "differ",
        State::Missing => "missing",
        State::Exempt => "exempt",
    }
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

/// What is told of entries; those with the same evidence are told together.
fn evidence(folder: &Folder, entries: &[&Entry]) -> String {
    entries.chunk_by(|a, b| same(a, b)).map(|entries| item(folder, entries)).collect()
}

fn same(a: &Entry, b: &Entry) -> bool {
    let key = |entry: &Entry| {
        let place = entry.evidence.as_ref().map(Place::address);
        (entry.checked.matter, entry.checked.state, entry.checked.says.clone(), place)
    };
    a.evidence.is_some() && key(a) == key(b)
}

fn item(folder: &Folder, entries: &[&Entry]) -> String {
    let [first, ..] = entries else { return String::new() };
    let class = state(first.checked.state);
    let says = if first.checked.says.is_empty() { class } else { &first.checked.says };
    let all: Vec<String> = entries.iter().map(|entry| escaped(&shortened(&entry.words()))).collect();
    let mut out = format!(
        "<li class=\"{class}\"><b>{}</b> <small>{}</small> {}",
        matter(first.checked.matter),
        all.join(" · "),
        escaped(says)
    );
    if let Some(place) = &first.evidence {
        let (origin, address) = (first.origin(), html::address(folder, place));
        out += &format!("<div><q>{}</q> <small>{} {address}</small></div>", escaped(&excerpt(place)), escaped(&origin));
    }
    out + "</li>"
}

/// The words of a place; dots where its sentence goes on.
fn excerpt(place: &Place) -> String {
    let words = words(place);
    let Some((text, _)) = place.text.as_deref() else { return words };
    let before = text[..place.span.start as usize].trim_end_matches(' ').chars().next_back();
    let opens = before.is_none_or(|c| matches!(c, '\n' | '\r' | '.' | '?' | '!' | '”' | '"' | '“' | ':' | '»' | '«'));
    let closes = words.ends_with(['.', '?', '!', '”', '"', ',']) || place.span.of(text).ends_with('\n');
    let behind = text[place.span.end as usize..].chars().next();
    let closes = closes || behind.is_none_or(|c| matches!(c, '\n' | '\r' | '.' | '”' | '"' | '»'));
    format!("{}{words}{}", if opens { "" } else { "… " }, if closes { "" } else { " …" })
}

/// The first words of a long quotation.
fn shortened(words: &str) -> String {
    const LONG: usize = 48;
    match words.char_indices().nth(LONG) {
        Some((end, _)) => format!("{} …", &words[..words[..end].rfind(' ').unwrap_or(end)]),
        None => words.to_owned(),
    }
}
