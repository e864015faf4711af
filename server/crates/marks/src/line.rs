//! The entries of a sidecar as they are written, for those who carry them elsewhere and back.

use text::{Edit, LineIndex, Span};
use toml_edit::Value;

use crate::change::{
    Target, first_of_list, free_id, is_block, new_block, new_file, new_list, place_fields, remove_entry,
};
use crate::context;
use crate::format;
use crate::layout::{Entry, Layout, Which};
use crate::write::{self, Written};

/// One entry: its keys, and their values as TOML writes them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The list it belongs to.
    pub list: Which,
    /// Keys and values, each value on one line.
    pub fields: Vec<(String, String)>,
}

/// All entries of a sidecar in the order of the file, those that do not count too.
pub fn lines(source: &str) -> Vec<Line> {
    let line = |entry: &Entry| {
        let fields = write::written(entry, source).into_iter().map(|field| (field.key, field.value));
        Line { list: entry.list, fields: fields.collect() }
    };
    Layout::new(source).entries.iter().map(line).collect()
}

/// A sidecar without its entries: the keys above the lists, the comments, the empty lists.
pub fn frame(source: &str) -> String {
    let mut out = source.to_owned();
    for entry in Layout::new(source).entries.iter().rev() {
        out = remove_entry(&out, entry).edit.apply(&out);
    }
    out
}

/// Puts lines into a sidecar, and everything in canonical order. `None`: there is no sidecar yet.
pub fn insert_lines(sidecar: Option<&str>, target: Target<'_>, lines: &[Line]) -> String {
    let mut out = sidecar.unwrap_or_default().to_owned();
    for list in [Which::Articles, Which::Marks] {
        let of_list: Vec<&Line> = lines.iter().filter(|line| line.list == list).collect();
        if !of_list.is_empty() {
            out = insert(&out, target, list, &of_list);
        }
    }
    format::fmt(&out)
}

fn insert(source: &str, target: Target<'_>, list: Which, lines: &[&Line]) -> String {
    let end = write::line_end(source);
    let written: Vec<String> = lines.iter().map(|line| write::entry(list, line.written())).collect();
    let joined = written.join(&format!(",{end}  "));
    if source.trim().is_empty() {
        return new_file(target, list, &joined);
    }
    let layout = Layout::new(source);
    let last = layout.entries_of(list).last();
    if last.is_some_and(|last| is_block(source, last)) {
        let put = |text: String, line: &&Line| new_block(&text, list, &line.written(), end).apply(&text);
        return lines.iter().fold(source.to_owned(), put);
    }
    let edit: Edit = match layout.list(list) {
        Some(open) => first_of_list(source, open, &joined, end),
        None => new_list(source, &layout, list, &joined, end),
    };
    edit.apply(source)
}

impl Line {
    /// A mark on the words at `span` that says nothing yet: where they stand, and as much around them as is needed.
    pub fn on(text: &str, span: Span) -> Line {
        let span = context::whole(text, span);
        let at = crate::CodePoints::from_bytes(&LineIndex::new(text), span);
        let fields = place_fields(text, span, at).into_iter().map(|field| (field.key, field.value));
        Line { list: Which::Marks, fields: fields.collect() }
    }

    /// The value of a key as TOML writes it.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The value of a key that has words.
    pub fn words(&self, key: &str) -> Option<String> {
        words(self.get(key)?)
    }

    /// The value of a key that has a place: two numbers, as `at`.
    pub fn place(&self, key: &str) -> Option<crate::CodePoints> {
        let value: Value = self.get(key)?.parse().ok()?;
        let number = |at: usize| value.as_array()?.get(at)?.as_integer().and_then(|number| u32::try_from(number).ok());
        Some(crate::CodePoints::new(number(0)?, number(1)?))
    }

    /// Sets a key to a value as TOML writes it; `false` if that is no value on one line.
    pub fn set(&mut self, key: &str, value: &str) -> bool {
        let value = value.trim();
        if value.contains(['\n', '\r']) || value.parse::<Value>().is_err() {
            return false;
        }
        match self.fields.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value.to_owned(),
            None => self.fields.push((key.to_owned(), value.to_owned())),
        }
        true
    }

    /// Sets a key to words.
    pub fn set_words(&mut self, key: &str, words: &str) {
        self.set(key, &write::string(words));
    }

    /// Six digits for an id that stands nowhere in `source`, the same for the same `seed` unless it does.
    pub fn free_id(source: &str, seed: u64) -> String {
        free_id(source, || (seed ^ seed >> 32) as u32)
    }

    fn written(&self) -> Vec<Written> {
        self.fields.iter().map(|(key, value)| Written::new(key, value.as_str())).collect()
    }
}

/// The words of a value as TOML writes it, if it has words.
pub fn words(value: &str) -> Option<String> {
    value.parse::<Value>().ok()?.as_str().map(str::to_owned)
}

/// Words as a value of a sidecar.
pub fn quoted(words: &str) -> String {
    write::string(words)
}
