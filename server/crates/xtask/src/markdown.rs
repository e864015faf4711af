//! What the checks want to know of a Markdown page: its code, links and headings, each with its line.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// What stands in backticks, fences apart.
    pub codes: Vec<Item>,
    /// Where its links and images point.
    pub links: Vec<Item>,
    /// Its headings.
    pub headings: Vec<Heading>,
}

/// Something on a page.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// Line from one.
    pub line: usize,
    /// What it says.
    pub text: String,
}

/// A heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Heading {
    /// Line from one.
    pub line: usize,
    /// 1 for a title.
    pub level: usize,
    /// Its words, without marks.
    pub text: String,
    /// What a link to it says behind `#`.
    pub slug: String,
}

impl Page {
    /// Reads Markdown with tables.
    pub fn new(text: &str) -> Page {
        let starts: Vec<usize> =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect();
        let line = |at: usize| starts.partition_point(|start| *start <= at) + 1;
        let mut page = Page::default();
        let mut in_heading = false;
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            let line = line(range.start);
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    in_heading = true;
                    page.headings.push(Heading {
                        line,
                        level: level as usize,
                        text: String::new(),
                        slug: String::new(),
                    });
                }
                Event::End(TagEnd::Heading(_)) => {
                    in_heading = false;
                    page.name_heading();
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(Item { line, text: dest_url.into_string() });
                }
                Event::Text(words) if in_heading => page.add_to_heading(&words),
                Event::Code(words) => {
                    if in_heading {
                        page.add_to_heading(&words);
                    }
                    page.codes.push(Item { line, text: words.into_string() });
                }
                _ => {}
            }
        }
        page
    }

    /// The heading a line stands under, of the deepest level.
    pub fn heading_of(&self, line: usize) -> Option<&Heading> {
        self.headings.iter().rfind(|heading| heading.line <= line)
    }

    fn add_to_heading(&mut self, words: &str) {
        if let Some(heading) = self.headings.last_mut() {
            heading.text.push_str(words);
        }
    }

    fn name_heading(&mut self) {
        let Some((heading, before)) = self.headings.split_last_mut() else { return };
        let kept = heading.text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let slug = kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect::<String>();
        let repeated = before.iter().filter(|other| other.text == heading.text).count();
        heading.slug = if repeated == 0 { slug } else { format!("{slug}-{repeated}") };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_codes_links_and_headings() {
        let page = Page::new(
            "# A `b` c?\n\nSee `d` and\n[e](f.md#g).\n\n```sh\n`not`\n```\n\n| x |\n| - |\n| `y` |\n\n# A b c\n",
        );
        let codes: Vec<_> = page.codes.iter().map(|code| (code.line, code.text.as_str())).collect();
        assert_eq!(codes, [(1, "b"), (3, "d"), (12, "y")]);
        assert_eq!(page.links, [Item { line: 4, text: "f.md#g".into() }]);
        assert_eq!(page.headings[0].slug, "a-b-c");
        assert_eq!(page.heading_of(12).map(|heading| heading.line), Some(1));
    }
}
