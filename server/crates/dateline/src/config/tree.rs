//! Values of a configuration with the places where they stand, whether they came as TOML or as JSON.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Bytes of the file; `None` for what came from an editor.
pub type Place = Option<Range<usize>>;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it says.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
}

/// A value. Two are equal if they say the same, wherever they stand.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// JSON only; means that nothing is set.
    Null,
    /// `true`
    Switch(bool),
    /// `4194304`
    Integer(i64),
    /// A number with a fraction, as written.
    Float(String),
    /// `"text"`
    Text(String),
    /// A date or time of TOML, as written.
    Date(String),
    /// `[…]`
    List(Vec<Node>),
    /// `{…}`
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The key, without quotes.
    pub key: String,
    /// Where the key stands.
    pub place: Equal<Place>,
    /// What it is set to.
    pub node: Node,
}

/// Something that takes no part in comparisons.
#[derive(Clone, Debug)]
pub struct Equal<T>(pub T);

impl<T> PartialEq for Equal<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// Reads TOML; what is wrong with it comes as words and place.
    pub fn from_toml(source: &str) -> Result<Node, (String, Place)> {
        let table = DeTable::parse(source).map_err(|error| (error.message().to_owned(), error.span()))?;
        let place = Some(table.span());
        Ok(Node { value: toml_table(table.get_ref()), place })
    }

    /// Reads JSON. A key with dots means tables in tables.
    pub fn from_json(json: &serde_json::Value) -> Node {
        use serde_json::Value as Json;
        let value = match json {
            Json::Null => Value::Null,
            Json::Bool(on) => Value::Switch(*on),
            Json::Number(number) => number.as_i64().map_or_else(|| Value::Float(number.to_string()), Value::Integer),
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(items) => Value::List(items.iter().map(Node::from_json).collect()),
            Json::Object(table) => Value::Table(table.iter().map(|(key, value)| json_entry(key, value)).collect()),
        };
        Node { value, place: None }
    }

    /// The entries of a table.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// What kind of value it is, for a message.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Switch(_) => "true or false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// As TOML, on one line.
    pub fn to_toml(&self) -> String {
        match &self.value {
            Value::Null => "\"\"".to_owned(),
            Value::Switch(on) => on.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Float(text) | Value::Date(text) => text.clone(),
            Value::Text(text) => toml::Value::from(text.as_str()).to_string(),
            Value::List(items) => {
                format!("[{}]", items.iter().map(Node::to_toml).collect::<Vec<_>>().join(", "))
            }
            Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
            Value::Table(entries) => {
                let entry = |entry: &Entry| format!("{} = {}", toml_key(&entry.key), entry.node.to_toml());
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A key as TOML wants it.
pub fn toml_key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { toml::Value::from(key).to_string() }
}

fn toml_table(table: &DeTable<'_>) -> Value {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        place: Equal(Some(key.span())),
        node: toml_node(value),
    });
    Value::Table(entries.collect())
}

fn toml_node(value: &Spanned<DeValue<'_>>) -> Node {
    let value_of = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Float(number.as_str().to_owned()), Value::Integer),
        DeValue::Float(number) => Value::Float(number.as_str().to_owned()),
        DeValue::Boolean(on) => Value::Switch(*on),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(toml_node).collect()),
        DeValue::Table(table) => toml_table(table),
    };
    Node { value: value_of(value.get_ref()), place: Some(value.span()) }
}

fn json_entry(key: &str, value: &serde_json::Value) -> Entry {
    let (key, node) = match key.split_once('.') {
        Some((first, rest)) if !first.is_empty() && !rest.is_empty() => {
            let inner = Value::Table(vec![json_entry(rest, value)]);
            (first, Node { value: inner, place: None })
        }
        _ => (key, Node::from_json(value)),
    };
    Entry { key: key.to_owned(), place: Equal(None), node }
}
