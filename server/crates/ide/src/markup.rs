//! Text for cards: written once, shown as Markdown or plain.

/// A card: lines with a little structure.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Markup {
    lines: Vec<Line>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Line {
    Title(String),
    Plain(String),
    Item(String),
    Quote(String),
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

    /// Adds quoted words.
    pub fn quote(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Line::Quote(text.into()))
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

    /// As Markdown. Marks in the text are escaped.
    pub fn markdown(&self) -> String {
        let lines = self.lines.iter().map(|line| match line {
            Line::Title(text) => format!("**{}**\n", escape(text)),
            Line::Plain(text) => format!("{}  ", escape(text)),
            Line::Item(text) => format!("- {}", escape(text)),
            Line::Quote(text) => format!("> {}\n", escape(text)),
            Line::Note(text) => format!("*{}*  ", escape(text)),
            Line::Gap => String::new(),
        });
        lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        let lines = self.lines.iter().map(|line| match line {
            Line::Title(text) | Line::Plain(text) | Line::Note(text) => text.clone(),
            Line::Item(text) => format!("- {text}"),
            Line::Quote(text) => format!("    {text}"),
            Line::Gap => String::new(),
        });
        lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
