//! Fields of an entry, read with what is wrong in them.

use text::Span;
use toml_edit::{Document, Item, TableLike, Value};

use crate::days::Days;

/// One thing that is wrong in a file of the registry. What it does not name stays in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Bytes of the file.
    pub span: Span,
    /// What is wrong and what to do about it, in plain words.
    pub message: String,
    /// Another place of the file that belongs to it.
    pub related: Option<Span>,
    /// The file as a whole cannot be read.
    pub broken: bool,
}

impl Problem {
    /// A problem at a place that costs only what stands there its effect.
    pub fn new(span: Span, message: impl Into<String>) -> Problem {
        Problem { span, message: message.into(), related: None, broken: false }
    }

    /// The same problem, so many bytes behind where it stands.
    pub(crate) fn moved(&self, by: u32) -> Problem {
        Problem { span: self.span.shift(by), related: self.related.map(|span| span.shift(by)), ..self.clone() }
    }
}

/// One entry of a file: `[key]` and what stands under it, or `key = value`.
pub(crate) struct Entry<'a> {
    pub key: &'a str,
    /// Where its key stands.
    pub span: Span,
    pub item: &'a Item,
}

/// The entries of a file, in their order; or why there are none.
pub(crate) fn document(source: &str) -> Result<Document<&str>, Problem> {
    Document::parse(source).map_err(|error| {
        let span = error.span().map_or(Span::default(), Span::from).within(source);
        let span = if span.of(source).trim().is_empty() { line(source, span) } else { span };
        let what = error.message().trim().trim_end_matches('.').replace('\n', ", ");
        let message =
            format!("This file cannot be read here: {what}. Until this place is mended nothing new in it counts.");
        Problem { broken: true, ..Problem::new(span, message) }
    })
}

/// The words of the line before a place that has none.
fn line(source: &str, place: Span) -> Span {
    let before = source[..place.start as usize].trim_end();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let indent = before.len() - start - before[start..].trim_start().len();
    Span::from(start + indent..before.len())
}

pub(crate) fn entries<'a>(document: &'a Document<&str>) -> Vec<Entry<'a>> {
    let table = document.as_table();
    let mut all: Vec<Entry> = table
        .iter()
        .map(|(key, item)| {
            let own = table.key(key).and_then(|key| key.span());
            let span = own.or_else(|| item.span()).map_or(Span::default(), Span::from);
            Entry { key, span, item }
        })
        .collect();
    all.sort_by_key(|entry| entry.span.start);
    all
}

/// Reads the fields of a table.
pub(crate) struct Fields<'a, 'p> {
    pub table: &'a dyn TableLike,
    /// Where the table is named, for what is missing in it.
    pub span: Span,
    pub problems: &'p mut Vec<Problem>,
}

impl<'a> Fields<'a, '_> {
    pub fn wrong(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::new(span, message));
    }

    pub fn item(&self, key: &str) -> Option<&'a Item> {
        self.table.get(key)
    }

    /// Where the value of a field stands.
    pub fn place(&self, key: &str) -> Span {
        self.item(key).and_then(Item::span).map_or(self.span, Span::from)
    }

    /// Words, without which the entry is not in force.
    pub fn required(&mut self, key: &str, what: &str) -> Option<String> {
        match self.item(key) {
            None => {
                self.wrong(
                    self.span,
                    format!("`{key}` is missing ({what}): until it is there this entry does not count."),
                );
                None
            }
            Some(_) => self.string(key).filter(|words| !words.trim().is_empty()).or_else(|| {
                if self.item(key).and_then(Item::as_str).is_some() {
                    self.wrong(self.place(key), format!("`{key}` is empty ({what}): this entry does not count."));
                }
                None
            }),
        }
    }

    pub fn string(&mut self, key: &str) -> Option<String> {
        let item = self.item(key)?;
        let words = item.as_str().map(str::to_owned);
        if words.is_none() {
            self.wrong(self.place(key), format!("`{key}` has to be in quotation marks: write {key} = \"…\"."));
        }
        words
    }

    pub fn flag(&mut self, key: &str) -> bool {
        let Some(item) = self.item(key) else { return false };
        let flag = item.as_bool();
        if flag.is_none() {
            self.wrong(self.place(key), format!("`{key}` is true or false, without quotation marks."));
        }
        flag.unwrap_or(false)
    }

    /// A list of words; a single one may stand without brackets.
    pub fn strings(&mut self, key: &str) -> Vec<String> {
        let Some(item) = self.item(key) else { return Vec::new() };
        if let Some(words) = item.as_str() {
            return vec![words.to_owned()];
        }
        let Some(array) = item.as_array() else {
            self.wrong(self.place(key), format!("`{key}` is a list of words: write {key} = [\"…\", \"…\"]."));
            return Vec::new();
        };
        let mut all = Vec::new();
        for value in array.iter() {
            match value.as_str().filter(|words| !words.trim().is_empty()) {
                Some(words) => all.push(words.to_owned()),
                None => {
                    let span = value.span().map_or(self.place(key), Span::from);
                    self.wrong(span, format!("`{key}` holds words in quotation marks; this one does not count."));
                }
            }
        }
        all
    }

    /// A day, month or year.
    pub fn days(&mut self, key: &str) -> Option<Days> {
        let value = self.item(key)?.as_value();
        let days = value.and_then(Days::of);
        if days.is_none() {
            let message = format!("`{key}` is no day of the calendar: write {key} = 2024-05-19, \"2024-05\" or 2024.");
            self.wrong(self.place(key), message);
        }
        days
    }

    /// The tables of a list, each with its place; as `roles = [{ … }]` or `[[key.roles]]`.
    pub fn tables(&mut self, key: &str) -> Vec<(&'a dyn TableLike, Span)> {
        let place = self.place(key);
        let at = |span: Option<std::ops::Range<usize>>| span.map_or(place, Span::from);
        match self.item(key) {
            None => Vec::new(),
            Some(Item::ArrayOfTables(tables)) => {
                tables.iter().map(|table| (table as &dyn TableLike, at(table.span()))).collect()
            }
            Some(Item::Value(Value::Array(array))) => {
                let mut all: Vec<(&dyn TableLike, Span)> = Vec::new();
                for value in array.iter() {
                    match value.as_inline_table() {
                        Some(table) => all.push((table, at(value.span()))),
                        None => self.wrong(
                            at(value.span()),
                            format!("Entries of `{key}` are written {{ … }} with their keys."),
                        ),
                    }
                }
                all
            }
            Some(_) => {
                self.wrong(place, format!("`{key}` is a list: write {key} = [ {{ … }} ] with one entry a line."));
                Vec::new()
            }
        }
    }
}
