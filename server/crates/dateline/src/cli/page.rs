//! A page of Markdown about one thing: headings, lists that are cut where they grow long, places as `file:line:col`.

use std::collections::BTreeSet;
use std::fmt::Write;

use corpus::Member;
use nlp::Analysis;
use pulldown_cmark::{Event, Parser, TextMergeStream};
use text::Span;

use super::folder::Folder;
use super::html;
use super::report::Place;

/// The page as it grows.
pub struct Page {
    text: String,
    /// Items shown of a list.
    limit: usize,
}

/// The most characters shown of a quotation or a sentence.
const WORDS: usize = 240;

impl Page {
    /// A page with its title. Lists show at most `limit` items; 0 is all.
    pub fn new(title: &str, limit: usize) -> Page {
        Page { text: format!("# {}\n", escaped(title)), limit: if limit == 0 { usize::MAX } else { limit } }
    }

    /// A line of text, a paragraph of its own.
    pub fn line(&mut self, line: &str) {
        self.add(&format!("\n{line}\n"));
    }

    /// A heading with a list under it; nothing where nothing is to be listed. What is left out is counted.
    pub fn list(&mut self, heading: &str, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        if items.is_empty() {
            return;
        }
        self.add(&format!("\n## {heading}\n\n"));
        items.iter().take(self.limit).for_each(|item| self.add(&format!("- {item}\n")));
        if let Some(more) = items.len().checked_sub(self.limit).filter(|more| *more > 0) {
            self.add(&format!("- … and {more} more (`--limit 0` shows all)\n"));
        }
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same for a browser. What reads as the address of a place in a file of the folder is a link to it.
    pub fn html(&self, folder: &Folder) -> String {
        let files: BTreeSet<String> = folder.files.iter().map(|path| folder.shown(path)).collect();
        let files =
            files.into_iter().chain([folder.shown(registry::ENTITIES), folder.shown(registry::EVENTS)]).collect();
        let (head, rest) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        let events = TextMergeStream::new(Parser::new(rest)).flat_map(|event| match event {
            Event::Text(text) => linked(folder, &files, &text),
            event => vec![event],
        });
        let mut body = String::new();
        pulldown_cmark::html::push_html(&mut body, events);
        html::document(&plain(head.trim_start_matches("# ")), "", STYLE, &body)
    }

    fn add(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = self.text.write_str(text);
    }
}

const STYLE: &str = "
main > p:first-child { color: var(--soft); font-family: system-ui, sans-serif; } header p { display: none; }
ul { list-style: none; margin: 0; padding: 0; } li { border-top: 1px solid var(--line); padding: .35rem 0; }
code { font-size: .85rem; color: var(--soft); }
";

/// Text, and links where it has the address of a place in one of these files.
fn linked<'a>(folder: &Folder, files: &BTreeSet<String>, text: &str) -> Vec<Event<'a>> {
    let mut all = Vec::new();
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',', ';', ')']);
        let place = bare.rsplit_once(':').and_then(|(rest, column)| {
            let (file, line) = rest.rsplit_once(':')?;
            files.contains(file).then_some(())?;
            Some(html::link(folder, file, line.parse().ok()?, column.parse().ok()?))
        });
        match place {
            Some(link) => {
                all.push(Event::InlineHtml(link.into()));
                all.push(Event::Text(word[bare.len()..].to_owned().into()));
            }
            None => all.push(Event::Text(word.to_owned().into())),
        }
    }
    all
}

/// A line of Markdown without its signs.
fn plain(line: &str) -> String {
    Parser::new(line)
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

/// Words of a text, white space folded, cut where they are long, so that Markdown shows them as they are.
pub fn words(place: &Place) -> String {
    let Some(text) = &place.text else { return String::new() };
    escaped(&shortened(&Analysis::folded(&text.0, place.span)))
}

/// So that Markdown shows the signs themselves.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= WORDS {
        return words.to_owned();
    }
    let cut: String = words.chars().take(WORDS).collect();
    // The last word may be cut: it goes.
    format!("{} …", cut.rsplit_once(' ').map_or(&*cut, |(whole, _)| whole))
}

/// `3 mentions`
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The place of some bytes of a member's file.
pub fn place(folder: &Folder, member: &Member, span: Option<Span>) -> Option<Place> {
    Some(Place::new(folder, folder.snapshot.document(&member.path)?, span?))
}

/// `2025-03-04, Montavar Herald`, as far as the article of a member says.
pub fn whence(folder: &Folder, member: &Member) -> String {
    let article = folder.snapshot.index().article(&member.path, member.article);
    let date = article.and_then(|article| article.date.as_deref()).unwrap_or("undated");
    match article.and_then(|article| article.outlet.as_deref()) {
        Some(outlet) => format!("{date}, {}", escaped(outlet)),
        None => date.to_owned(),
    }
}

/// Members by the days of their articles, those without one last, then by place.
pub fn by_day(folder: &Folder, members: &[Member]) -> Vec<Member> {
    let mut members = members.to_vec();
    members.sort_by_cached_key(|member| {
        let day = folder.snapshot.index().article(&member.path, member.article).and_then(|article| article.day);
        (day.is_none(), day, member.clone())
    });
    members
}

/// `2025-03-04`, or `2025-03-04 to 2025-03-06`
pub fn days(from: impl ToString, to: impl ToString) -> String {
    let (from, to) = (from.to_string(), to.to_string());
    if from == to { from } else { format!("{from} to {to}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_cut_and_signs_are_kept() {
        let mut page = Page::new("A *b* `c`", 2);
        page.list("Nothing", []);
        page.list("Three", ["one", "two", "three"].map(str::to_owned));
        assert_eq!(
            page.text(),
            "# A \\*b\\* \\`c\\`\n\n## Three\n\n- one\n- two\n- … and 1 more (`--limit 0` shows all)\n"
        );
        let mut page = Page::new("All", 0);
        page.list("Three", ["one", "two", "three"].map(str::to_owned));
        assert_eq!(page.text(), "# All\n\n## Three\n\n- one\n- two\n- three\n");
    }
}
