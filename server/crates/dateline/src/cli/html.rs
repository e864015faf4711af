//! A page of HTML that needs nothing beside it: no script from elsewhere, no picture, no style sheet. It follows the
//! reader's choice of light or dark, is read with the keyboard alone, and says to a screen reader what it shows.

use std::path::Path;

use super::folder::{Folder, STDIN};
use super::report::Place;
use crate::uri;

/// The page. `title` is text, what stands below it is HTML; `style` comes behind that of all pages.
pub fn document(title: &str, lead: &str, style: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}{style}</style>\n\
         <header><h1>{title}</h1>\n<p>{lead}</p></header>\n<main>\n{body}</main>\n</html>\n"
    )
}

/// Text as HTML shows it.
pub fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// The address of a place, as a link to its file; an editor that shows the page finds line and column beside it.
pub fn address(folder: &Folder, place: &Place) -> String {
    let (line, column) = place.start;
    link(folder, &place.shown, line, column)
}

/// `line` and `column` count from one, in code points.
pub fn link(folder: &Folder, shown: &str, line: u32, column: u32) -> String {
    let text = format!("{}:{line}:{column}", escaped(shown));
    let path = std::path::absolute(Path::new(shown)).ok().filter(|_| shown != STDIN && folder.stdin.is_none());
    let Some(path) = path else { return format!("<span class=\"place\">{text}</span>") };
    let href = escaped(&uri::from_path(&path));
    format!("<a class=\"place\" href=\"{href}\" data-line=\"{line}\" data-column=\"{column}\">{text}</a>")
}

/// What all pages look like.
const STYLE: &str = "
:root { color-scheme: light dark; --line: light-dark(#dcdcd8, #3a3a38); --ground: light-dark(#fdfdfb, #1b1b1b);
  --ink: light-dark(#1d1d1b, #e4e4e0); --soft: light-dark(#62625d, #a5a59f); --accent: light-dark(#17558c, #8cc3f2);
  --shade: light-dark(#f3f3ef, #252524); --good: light-dark(#17663a, #6fcf97); --change: light-dark(#8a4b00, #f2b94b);
  --bad: light-dark(#a4262c, #f28b82); }
* { box-sizing: border-box; }
body { font: 16px/1.5 Georgia, 'DejaVu Serif', serif; color: var(--ink); background: var(--ground); max-width: 70rem;
  margin: 2rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
h1 { margin: 0; line-height: 1.2; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
header p, .place, small, dt, .lane, nav, summary { font-family: system-ui, sans-serif; }
header p, small { color: var(--soft); } header p { margin: .3rem 0 1.2rem; }
a { color: var(--accent); } a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.place { font-size: .8rem; color: var(--soft); } a.place { color: var(--accent); }
@media print { body { margin: 0; max-width: none; } }
";
