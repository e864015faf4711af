//! The canonical form of values and of entries, one a line.

use std::fmt::Write as _;

use toml_edit::Value;

use crate::layout::{Entry, Field, Which};

/// The keys that come first in an entry, in this order; then come those we do not know, then [`last`].
fn first(list: Which) -> &'static [&'static str] {
    match list {
        Which::Articles => {
            &["id", "from", "to", "outlet", "date", "date-basis", "lang", "translated-from", "translator"]
        }
        Which::Marks => &["id", "at", "quote", "before", "after", "kind", "rule", "scope", "folder", "why"],
    }
}

/// The keys that come last in an entry of either list, in this order.
const LAST: [&str; 4] = ["note", "state", "by", "on"];

/// A key and its value, both as they are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Written {
    pub key: String,
    pub value: String,
}

impl Written {
    pub fn new(key: &str, value: impl Into<String>) -> Self {
        Self { key: key.to_owned(), value: value.into() }
    }
}

/// The keys and values of an entry as they are written, each on one line.
pub(crate) fn written(entry: &Entry, source: &str) -> Vec<Written> {
    let written = |field: &Field| Written::new(&field.key, field_value(field, source));
    entry.fields.iter().map(written).collect()
}

/// Sets `key`, at its place if the entry has it.
pub(crate) fn set(fields: &mut Vec<Written>, key: &str, value: impl Into<String>) {
    let value = value.into();
    match fields.iter_mut().find(|field| field.key == key) {
        Some(field) => field.value = value,
        None => fields.push(Written::new(key, value)),
    }
}

/// Takes `key` away.
pub(crate) fn unset(fields: &mut Vec<Written>, key: &str) {
    fields.retain(|field| field.key != key);
}

/// `{ id = "…", … }` with the keys in canonical order.
pub(crate) fn entry(list: Which, mut fields: Vec<Written>) -> String {
    let first = first(list);
    let rank = |key: &str| match (first.iter().position(|k| *k == key), LAST.iter().position(|k| *k == key)) {
        (Some(place), _) => place,
        (None, None) => first.len(),
        (None, Some(place)) => first.len() + 1 + place,
    };
    // A stable sort: keys that we do not know keep their order.
    fields.sort_by_key(|field| rank(&field.key));
    let pairs: Vec<_> = fields.iter().map(|field| format!("{} = {}", key(&field.key), field.value)).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// `words` as a basic string of TOML, on one line in every editor.
///
/// Besides what TOML demands, the separators that some editors take for line ends are escaped, and so is the byte-order
/// mark, which nobody sees. All else stays as it is, so that a quotation can be read and searched for.
pub(crate) fn string(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for char in words.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(char));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if bare { key.to_owned() } else { string(key) }
}

/// A value as it is written, or the same value on one line.
pub(crate) fn field_value(field: &Field, source: &str) -> String {
    let raw = field.span.of(source);
    let compound = matches!(field.value, Value::InlineTable(_));
    if compound || raw.contains(['\n', '\r']) { value(&field.value) } else { raw.to_owned() }
}

/// Any value on one line.
fn value(of: &Value) -> String {
    match of {
        Value::String(words) => string(words.value()),
        Value::Integer(number) => number.value().to_string(),
        Value::Float(number) => float(*number.value()),
        Value::Boolean(truth) => truth.value().to_string(),
        Value::Datetime(date) => date.value().to_string(),
        Value::Array(array) => format!("[{}]", array.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::InlineTable(table) if table.is_empty() => "{}".to_owned(),
        Value::InlineTable(table) => {
            let pairs: Vec<_> = table.iter().map(|(name, of)| format!("{} = {}", key(name), value(of))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// TOML writes `nan`, `inf` and a point in every other number.
fn float(number: f64) -> String {
    match number {
        _ if number.is_nan() => "nan".to_owned(),
        _ if number.is_infinite() => if number > 0.0 { "inf" } else { "-inf" }.to_owned(),
        _ => format!("{number:?}"),
    }
}

/// How the lines of `source` end.
pub(crate) fn line_end(source: &str) -> &'static str {
    if source.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_strings_that_read_the_same() {
        let all: String =
            (0..=0x2fff).filter_map(char::from_u32).chain("😀🇺🇦e\u{301}\u{202e}\u{feff}".chars()).collect();
        let cases = [
            "",
            "plain",
            "\"quoted\" \\ back",
            "two\nlines\r\n",
            "'''",
            "\"\"\"",
            "a\u{a0}b",
            "{ id = \"x\" }, # no",
            &all,
        ];
        for case in cases {
            let written = string(case);
            let document: toml_edit::DocumentMut = format!("x = {written}").parse().expect(&written);
            assert_eq!(document["x"].as_str(), Some(case));
            assert!(!written.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']));
        }
    }

    #[test]
    fn orders_keys() {
        let fields = ["on", "event", "quote", "id", "b c", "by"].map(|key| Written::new(key, "1")).to_vec();
        assert_eq!(entry(Which::Marks, fields), r#"{ id = 1, quote = 1, event = 1, "b c" = 1, by = 1, on = 1 }"#);
    }
}
