//! Findings with the words they stand on, and the places that bear on them.

use std::io::{self, Write};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use rules::Severity;
use text::Span;

use super::{Noted, Place, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for noted in report.findings() {
        writeln!(out, "{}\n", draw(noted))?;
    }
    Ok(())
}

/// The colour of a severity.
pub(super) fn style(severity: Severity) -> Style {
    let (colour, bold) = match severity {
        Severity::Error => (AnsiColor::Red, true),
        Severity::Warning => (AnsiColor::Yellow, true),
        Severity::Information => (AnsiColor::Blue, true),
        Severity::Hint => (AnsiColor::BrightBlack, false),
    };
    let style = colour.on_default();
    if bold { style.bold() } else { style }
}

/// A stretch of text that is shown: lines of articles are paragraphs and far wider than a terminal.
struct Window {
    text: String,
    span: Span,
    line: usize,
    /// As the renderer will print it, and as it is.
    address: (String, String),
    path: String,
    label: Option<String>,
}

/// Characters shown around and including the words.
const WIDTH: usize = 88;
/// Of these, before the words.
const BEFORE: usize = 30;

fn draw(noted: &Noted) -> String {
    let finding = &noted.finding;
    let mut windows: Vec<Window> = Window::around(&noted.place, None).into_iter().collect();
    windows.extend(
        noted
            .related
            .iter()
            .zip(&finding.related)
            .filter_map(|(place, related)| Window::around(place, Some(related.message.clone()))),
    );
    let title = level(finding.severity).primary_title(&finding.message).id(finding.code);
    let mut group = Group::with_title(title);
    for window in &windows {
        group = group.element(window.snippet());
    }
    for fix in &finding.fixes {
        group = group.element(Level::HELP.message(&fix.title));
    }
    let mut drawn = Renderer::styled().term_width(WIDTH * 2).render(&[group]);
    // The renderer counts columns from the window's start; a reader wants them from the line's.
    let mut at = 0;
    for window in &windows {
        let (printed, meant) = &window.address;
        if let Some(found) = drawn[at..].find(printed.as_str()) {
            drawn.replace_range(at + found..at + found + printed.len(), meant);
            at += found + meant.len();
        }
    }
    drawn
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::NOTE.with_name(Some("hint")),
    }
}

impl Window {
    fn around(place: &Place, label: Option<String>) -> Option<Window> {
        let (source, lines) = &**place.text.as_ref()?;
        let line = lines.line_span(place.start.0 - 1);
        let span = Span::new(place.span.start, place.span.end.min(line.end));
        let (before, words, after) = (
            &source[line.start as usize..span.start as usize],
            span.of(source),
            &source[span.end as usize..line.end as usize],
        );
        let kept = last_words(before, BEFORE);
        let room = WIDTH.saturating_sub(kept.chars().count());
        let inside = first_words(words, room.max(WIDTH / 2));
        let behind = if inside.len() == words.len() {
            first_words(after, room.saturating_sub(inside.chars().count()))
        } else {
            ""
        };
        let opening = if kept.len() < before.len() { "… " } else { "" };
        let closing = if inside.len() + behind.len() < words.len() + after.len() { " …" } else { "" };
        // A window is one line, and no character of it may move the marks under it.
        let plain = |piece: &str| piece.replace(['\t', '\u{a0}'], " ");
        let text = format!("{opening}{}{}{}{closing}", plain(kept), plain(inside), plain(behind));
        let start = opening.len() + plain(kept).len();
        let column = opening.chars().count() + kept.chars().count() + 1;
        Some(Window {
            span: Span::from(start..start + plain(inside).len()),
            line: place.start.0 as usize,
            address: (format!("{}:{}:{column}", place.shown, place.start.0), place.address()),
            path: place.shown.clone(),
            text,
            label,
        })
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let kind = if self.label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        let annotation = kind.span(self.span.range()).label(self.label.as_deref());
        Snippet::source(&self.text).path(&self.path).line_start(self.line).annotation(annotation)
    }
}

/// As much of the beginning as fits into `room` characters, cut between words.
fn first_words(text: &str, room: usize) -> &str {
    let Some((cut, _)) = text.char_indices().nth(room) else { return text };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    &text[..end]
}

/// As much of the end as fits into `room` characters, cut between words.
fn last_words(text: &str, room: usize) -> &str {
    let Some((cut, _)) = text.char_indices().rev().nth(room) else { return text };
    let start = text[cut..]
        .char_indices()
        .find(|(_, c)| c.is_whitespace())
        .map_or(cut, |(space, c)| cut + space + c.len_utf8());
    &text[start..]
}
