//! Text for cards: written once, shown as Markdown or plain.

use crate::snapshot::Path;

/// A card: lines with a little structure.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Markup {
    lines: Vec<Line>,
}

/// A line of a file, to be linked to where that can be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The file.
    pub path: Path,
    /// Its line, from one.
    pub line: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.path, self.line)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Line {
    Title(String),
    Plain(String),
    Item(String),
    Linked(String, Place, String),
    Quote(String, Option<Place>),
    Note(String),
    Gap,
}

impl Markup {
    /// Adds a title.
    pub fn title(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Line::Title(text.into()))
    }

    /// Adds a line.
    pub fn line(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Line::Plain(text.into()))
    }

    /// Adds an entry of a list.
    pub fn item(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Line::Item(text.into()))
    }

    /// Adds a line with a place in it, between the words before and behind it.
    pub fn linked(&mut self, before: impl Into<String>, place: Place, behind: impl Into<String>) -> &mut Self {
        self.push(Line::Linked(before.into(), place, behind.into()))
    }

    /// Adds quoted words, with the place they stand at.
    pub fn quote(&mut self, text: impl Into<String>, place: Option<Place>) -> &mut Self {
        self.push(Line::Quote(text.into(), place))
    }

    /// Adds an aside: how far reading has come, why something is so.
    pub fn note(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Line::Note(text.into()))
    }

    /// Starts a new paragraph.
    pub fn gap(&mut self) -> &mut Self {
        self.push(Line::Gap)
    }

    fn push(&mut self, line: Line) -> &mut Self {
        self.lines.push(line);
        self
    }

    /// How many lines it has, gaps not counted.
    pub fn len(&self) -> usize {
        self.lines.iter().filter(|line| **line != Line::Gap).count()
    }

    /// Nothing has been said.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// As Markdown. Marks in the text are escaped; places are links to the address that `address` gives them.
    pub fn markdown(&self, address: impl Fn(&Place) -> String) -> String {
        let link = |place: &Place| format!("[{}]({})", escape(&place.to_string()), address(place));
        let written = |line: &Line| match line {
            Line::Title(text) => format!("**{}**\n", escape(text)),
            Line::Plain(text) => format!("{}  ", escape(text)),
            Line::Linked(before, place, behind) => format!("{}{}{}  ", escape(before), link(place), escape(behind)),
            Line::Item(text) => format!("- {}", escape(text)),
            Line::Quote(text, None) => format!("> {}\n", escape(text)),
            Line::Quote(text, Some(place)) => format!("> {}, {}\n", escape(text), link(place)),
            Line::Note(text) => format!("*{}*  ", escape(text)),
            Line::Gap => String::new(),
        };
        let mut in_list = false;
        let lines = self.lines.iter().map(|line| {
            // What stands right behind a list would go on with its last entry.
            let is_item = matches!(line, Line::Item(_));
            let gap = if std::mem::replace(&mut in_list, is_item) && !is_item { "\n" } else { "" };
            gap.to_owned() + &written(line)
        });
        lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        let lines = self.lines.iter().map(|line| match line {
            Line::Title(text) | Line::Plain(text) | Line::Note(text) => text.clone(),
            Line::Linked(before, place, behind) => format!("{before}{place}{behind}"),
            Line::Item(text) => format!("- {text}"),
            Line::Quote(text, None) => format!("    {text}"),
            Line::Quote(text, Some(place)) => format!("    {text}, {place}"),
            Line::Gap => String::new(),
        });
        lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut before, mut rest) = (' ', text.chars().peekable());
    while let Some(c) = rest.next() {
        // An underscore inside a word opens no emphasis (CommonMark 6.2), and editors show the backslash.
        let inside = c == '_' && before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') && !inside {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_links_where_there_are_links() {
        let mut card = Markup::default();
        card.quote("“It_is” — 2025-03-04", Some(Place { path: "a b.txt".into(), line: 3 }));
        assert_eq!(card.plain(), "    “It_is” — 2025-03-04, a b.txt:3");
        let markdown = card.markdown(|place| format!("file:///a%20b.txt#L{}", place.line));
        assert_eq!(markdown, "> “It_is” — 2025-03-04, [a b.txt:3](file:///a%20b.txt#L3)");
        let mut list = Markup::default();
        list.line("over").item("one").item("two").line("under").quote("“It”", None);
        assert_eq!(list.markdown(|_| String::new()), "over  \n- one\n- two\n\nunder  \n> “It”");
        assert_eq!(escape("_so_ a_b *c*"), "\\_so\\_ a_b \\*c\\*");
    }
}
