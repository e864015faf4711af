//! Lines as one page: what was said, and under it its versions by day, each with what changed in it.

use std::io::{self, Write};

use ide::{Line, Version};
use text::Span;

use super::output::{how, place, words};
use crate::cli::folder::Folder;
use crate::cli::html::{self, escaped};

const STYLE: &str = "
body { max-width: 60rem; } h2 { font-size: 1.15rem; line-height: 1.35; margin: 0 0 .3rem; }
header p, .told, nav, .meta, .changes { font-family: system-ui, sans-serif; font-size: .875rem; color: var(--soft); }
nav ol { padding-left: 1.6rem; } nav a { color: inherit; }
section { border-top: 1px solid var(--line); padding: 1.4rem 0; } .told { margin: 0 0 1rem; }
.line { list-style: none; margin: 0; padding: 0; }
.line > li { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0 2rem; }
.line time, .line .day { font-family: system-ui, sans-serif; font-size: .875rem; text-align: right; padding-top: .1rem; }
.body { position: relative; border-left: 2px solid var(--line); padding: 0 0 1.3rem 1.4rem; }
.line > li:last-child .body { border-color: transparent; padding-bottom: 0; }
.body::before { content: ''; position: absolute; left: -7px; top: .45rem; width: 12px; height: 12px; border-radius: 50%;
  background: var(--ground); border: 2px solid var(--soft); }
.first .body::before { border-color: var(--good); background: var(--good); }
.changed .body::before { border-color: var(--change); background: var(--change); }
.copy .body { padding-left: 2.4rem; } .copy .body::before { left: .7rem; border-style: dashed; }
.body p { margin: 0; } .body b { font-family: system-ui, sans-serif; }
.body mark { background: none; color: inherit; text-decoration: underline 2px var(--change); text-underline-offset: 3px; }
.changes { margin: .3rem 0 0; padding-left: 1.1rem; color: var(--change); }
@media (max-width: 40rem) { .line > li { display: block; } .line time, .line .day { display: block; text-align: left;
  padding: 0 0 0 1.5rem; } .body { margin-left: 7px; } }
@media print { section { break-inside: avoid; } }
";

/// Writes the page.
pub fn write(folder: &Folder, lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    let title = match lines {
        [one] => one.versions.first().map_or_else(String::new, |first| shortened(&first.words)),
        _ => "Statements and their versions".to_owned(),
    };
    let lead = format!("{} given by two articles and more, by the days of the articles", counted(lines.len()));
    let contents = if lines.len() > 1 { contents(lines) } else { String::new() };
    let sections: String = lines.iter().zip(1..).map(|(line, number)| section(folder, line, number)).collect();
    out.write_all(html::document(&title, &lead, STYLE, &(contents + &sections)).as_bytes())
}

fn contents(lines: &[Line]) -> String {
    let mut out = "<nav aria-label=\"Statements\"><ol>\n".to_owned();
    for (line, number) in lines.iter().zip(1..) {
        let first = line.versions.first().map_or_else(String::new, |first| shortened(&first.words));
        let count = line.versions.len();
        out += &format!("<li><a href=\"#s{number}\">{}</a> ({count})</li>\n", escaped(&first));
    }
    out + "</ol></nav>\n"
}

fn section(folder: &Folder, line: &Line, number: usize) -> String {
    let head = line.versions.first().map_or_else(String::new, words);
    let versions: String =
        line.versions.iter().enumerate().map(|(at, version)| item(folder, line, at, version)).collect();
    format!(
        "<section id=\"s{number}\" aria-labelledby=\"h{number}\">\n<h2 id=\"h{number}\">{}</h2>\n\
         <p class=\"told\">{}</p>\n<ol class=\"line\">\n{versions}</ol></section>\n",
        escaped(&head),
        escaped(&line.summary())
    )
}

fn item(folder: &Folder, line: &Line, at: usize, version: &Version) -> String {
    let class = match () {
        () if version.copy_of.is_some() => "copy",
        () if at == 0 => "first",
        () if !version.changes.is_empty() => "changed",
        () => "same",
    };
    let day = match version.when.day {
        Some(day) => format!("<time datetime=\"{day}\">{day}</time>"),
        // A day is not parted at its hyphens.
        None => format!("<span class=\"day\">{}</span>", escaped(&version.day().replace('-', "\u{2011}"))),
    };
    let address = place(folder, version, version.span).map(|place| html::address(folder, &place)).unwrap_or_default();
    let mut out = format!(
        "<li class=\"{class}\">{day}<div class=\"body\"><p><b>{}</b> {}</p>\n<p class=\"meta\">{} ({}) · {address}</p>\n",
        escaped(version.whence()),
        marked(folder, version),
        escaped(version.who()),
        escaped(&how(version)),
    );
    if let Some(first) = version.copy_of.and_then(|first| line.versions.get(first)) {
        out += &format!("<p class=\"meta\">Copied: {}, {}</p>\n", escaped(first.whence()), escaped(&first.day()));
    }
    if !version.changes.is_empty() {
        let changes: String =
            version.changes.iter().map(|change| format!("<li>{}</li>\n", escaped(&change.says))).collect();
        out += &format!("<ul class=\"changes\">\n{changes}</ul>\n");
    }
    out + "</div></li>\n"
}

/// The words of a version, with those marked that are otherwise than before.
fn marked(folder: &Folder, version: &Version) -> String {
    let Some(document) = folder.snapshot.document(&version.path) else { return escaped(&words(version)) };
    let inside = |span: &Span| version.span.contains_span(*span) && !span.is_empty() && *span != version.span;
    let mut spans: Vec<Span> = version.changes.iter().map(|change| change.after).filter(inside).collect();
    spans.sort();
    if spans.is_empty() {
        return escaped(&words(version));
    }
    let folded = |span: Span| {
        let text = span.of(&document.text);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let edge = |is: bool| if is { " " } else { "" };
        let (before, behind) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
        escaped(&format!("{}{words}{}", edge(before), edge(behind && !words.is_empty())))
    };
    let (mut html, mut at) = (String::new(), version.span.start);
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        if span.start < at {
            continue;
        }
        html += &format!("{}<mark>{}</mark>", folded(Span::new(at, span.start)), folded(span));
        at = span.end;
    }
    html += &folded(Span::new(at, version.span.end));
    if words(version).starts_with('“') { format!("“{html}”") } else { html }
}

fn counted(count: usize) -> String {
    format!("{count} {}", if count == 1 { "statement" } else { "statements" })
}

/// The first words of a long statement.
fn shortened(words: &str) -> String {
    const LONG: usize = 90;
    match words.char_indices().nth(LONG) {
        Some((end, _)) => format!("{} …", &words[..words[..end].rfind(' ').unwrap_or(end)]),
        None => words.to_owned(),
    }
}
