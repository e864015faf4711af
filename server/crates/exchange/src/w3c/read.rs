//! Annotations as marks.

use marks::{CodePoints, Line, Which};
use serde_json::{Map, Value};
use text::hash64;

use super::{URN, kind_of, path_of};
use crate::settle::short;
use crate::told::{Article, Complaint, Told};

/// What an annotation says.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::large_enum_variant)] // there is one frame a file, and thousands of marks
pub enum Item {
    /// A mark, or something about an article.
    Told(Told),
    /// A sidecar without its lines, for the article at this path.
    Frame {
        /// The article's path.
        path: String,
        /// The sidecar's text.
        text: String,
    },
}

/// Reads lines of annotations, one annotation, or a list of them as it is exported.
pub fn read(file: &str) -> Vec<Result<Item, Complaint>> {
    if let Ok(value) = serde_json::from_str::<Value>(file) {
        let lines = Lines { file };
        return listed(&value).into_iter().flat_map(|value| annotation(lines.of(value), value)).collect();
    }
    let lines = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .flat_map(|(number, line)| match serde_json::from_str::<Value>(line) {
            Ok(value) => annotation(number + 1, &value),
            Err(error) => vec![Err(Complaint::new(number + 1, format!("this is no JSON: {error}")))],
        })
        .collect()
}

/// The annotations of a list: an array, an annotation page or collection, what Hypothesis gives.
fn listed(value: &Value) -> Vec<&Value> {
    let lists = [value, &value["items"], &value["first"]["items"], &value["rows"], &value["annotations"]];
    match lists.into_iter().find_map(Value::as_array) {
        Some(all) => all.iter().collect(),
        None => vec![value],
    }
}

/// Where the annotations of one value begin.
struct Lines<'f> {
    file: &'f str,
}

impl Lines<'_> {
    /// The line with the annotation's name.
    fn of(&self, value: &Value) -> usize {
        let name = value["id"].as_str().unwrap_or_default();
        let at = self.file.find(&Value::from(name).to_string()).filter(|_| !name.is_empty()).unwrap_or(0);
        self.file[..at].matches('\n').count() + 1
    }
}

fn annotation(line: usize, value: &Value) -> Vec<Result<Item, Complaint>> {
    if !value.is_object() {
        return vec![Err(Complaint::new(line, "this is no annotation: one is { \"type\": \"Annotation\", … }"))];
    }
    if value["references"].as_array().is_some_and(|all| !all.is_empty()) {
        return vec![Err(Complaint::new(line, "an answer to another note has no words of its own; it is left out"))];
    }
    let targets = match &value["target"] {
        Value::Array(all) => all.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    };
    if targets.is_empty() {
        return vec![Err(Complaint::new(line, "no `target`: an annotation says which text it is of"))];
    }
    targets.into_iter().map(|target| item(line, value, target)).collect()
}

fn item(line: usize, value: &Value, target: &Value) -> Result<Item, Complaint> {
    let names = [target, &target["source"], &target["id"], &target["source"]["id"], &value["uri"]];
    let source = names.into_iter().find_map(Value::as_str);
    let Some(source) = source else {
        return Err(Complaint::new(line, "the target has no `source`: it says which article is meant"));
    };
    let path = path_of(source);
    if let Some(text) = value["dateline:frame"].as_str() {
        return Ok(Item::Frame { path, text: text.to_owned() });
    }
    let selected = Selected::of(&target["selector"]);
    let own = value["id"].as_str().is_some_and(|id| id.starts_with(URN)) && value["dateline:keys"].is_object();
    if selected.quote.is_none() && !own {
        let message = "it is of a whole page, and a mark is of words: select some; it is left out";
        return Err(Complaint::new(line, message));
    }
    if let Some(quote) = selected.quote.as_ref().filter(|quote| quote.trim().is_empty()) {
        return Err(Complaint::new(line, format!("its words are empty: {quote:?}")));
    }
    let says = if own { our_line(value, &selected) } else { their_line(value) };
    let named = value["id"].as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
    let seed = hash64(format!("w3c\0{named}\0{}", selected.quote.as_deref().map_or(String::new(), short)).as_bytes());
    let (article, quote, at) = (Article::Path(path), selected.quote, selected.at);
    Ok(Item::Told(Told { line, article, quote, at, around: selected.around, says, own, seed }))
}

/// What the selectors of a target say.
#[derive(Default)]
struct Selected {
    quote: Option<String>,
    at: Option<CodePoints>,
    around: (Option<String>, Option<String>),
}

impl Selected {
    fn of(selector: &Value) -> Selected {
        let mut selected = Selected::default();
        selected.add(selector);
        selected
    }

    fn add(&mut self, selector: &Value) {
        if let Some(all) = selector.as_array() {
            return all.iter().for_each(|selector| self.add(selector));
        }
        let words = |key: &str| selector[key].as_str().map(str::to_owned);
        let number = |key: &str| selector[key].as_u64().and_then(|number| u32::try_from(number).ok());
        match selector["type"].as_str() {
            Some("TextQuoteSelector") if self.quote.is_none() => {
                self.quote = words("exact");
                self.around = (words("prefix"), words("suffix"));
            }
            Some("TextPositionSelector") => {
                self.at = self.at.or(number("start").zip(number("end")).map(|(from, to)| CodePoints::new(from, to)));
            }
            _ => {}
        }
        // A stretch of the text, and in it the words.
        if selector["refinedBy"].is_object() {
            self.add(&selector["refinedBy"]);
        }
    }
}

/// The line that an annotation of ours was written from, with what was changed in it since.
fn our_line(value: &Value, selected: &Selected) -> Line {
    let is_article = value["dateline:list"] == "articles";
    let mut line = Line { list: if is_article { Which::Articles } else { Which::Marks }, fields: Vec::new() };
    let none = Map::new();
    let keys = value["dateline:keys"].as_object().unwrap_or(&none);
    let id = value["id"].as_str().and_then(|id| id.rsplit_once('#')).map(|(_, id)| path_of(id));
    let at = selected.at.map(|at| format!("[{}, {}]", at.start, at.end));
    let quoted = |words: Option<String>| words.map(|words| marks::quoted(&words));
    let told = [
        ("id", quoted(id.filter(|id| !id.is_empty()))),
        ("at", at.filter(|_| !is_article)),
        ("quote", quoted(selected.quote.clone())),
        ("note", quoted(note(value))),
        ("by", quoted(creator(value))),
        ("on", day(value)),
    ];
    for (key, value) in &told {
        let kept = keys.get(*key);
        let value = match kept {
            Some(Value::Null) => None,
            Some(kept) => kept_value(kept).filter(|kept| *key == "at" || same(kept, value.as_deref())),
            None => None,
        }
        .or_else(|| value.clone().filter(|_| !kept.is_some_and(Value::is_null)));
        if let Some(value) = value {
            line.set(key, &value);
        }
    }
    for (key, value) in keys.iter().filter(|(key, _)| told.iter().all(|(known, _)| known != key)) {
        if let Some(value) = kept_value(value) {
            line.set(key, &value);
        }
    }
    line
}

/// A value of `dateline:keys` as a sidecar has it.
fn kept_value(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(marks::quoted(words)),
        Value::Null => None,
        other => other["toml"].as_str().map(str::to_owned),
    }
}

/// Whether a value as it was written still says what the annotation says.
fn same(kept: &str, told: Option<&str>) -> bool {
    let Some(told) = told else { return true };
    match (marks::words(kept), marks::words(told)) {
        (Some(kept), Some(told)) => kept == told,
        (kept_words, _) => kept_words.as_deref().unwrap_or(kept) == told,
    }
}

/// What an annotation of another program says, as a line without a place.
fn their_line(value: &Value) -> Line {
    let mut line = Line { list: Which::Marks, fields: Vec::new() };
    let (note, tags) = (note(value).filter(|note| !note.is_empty()), tags(value));
    let motivation = match &value["motivation"] {
        Value::Array(all) => all.first().and_then(Value::as_str),
        one => one.as_str(),
    };
    let plain = if note.is_none() && tags.is_empty() { "highlight" } else { "note" };
    line.set_words("kind", motivation.map_or(plain, kind_of));
    if let Some(note) = note {
        line.set_words("note", &note);
    }
    if !tags.is_empty() {
        let tags: Vec<String> = tags.iter().map(|tag| marks::quoted(tag)).collect();
        line.set("tags", &format!("[{}]", tags.join(", ")));
    }
    if let Some(by) = creator(value) {
        line.set_words("by", &by);
    }
    if let Some(day) = day(value) {
        line.set("on", &day);
    }
    line
}

fn bodies(value: &Value) -> Vec<&Value> {
    match &value["body"] {
        Value::Array(all) => all.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn is_tag(body: &Value) -> bool {
    matches!(body["purpose"].as_str(), Some("tagging" | "classifying"))
}

/// The words of all bodies that are no tags, and what Hypothesis calls the text.
fn note(value: &Value) -> Option<String> {
    let body = |body: &Value| -> Option<String> {
        let words = body.as_str().or(body["value"].as_str()).or(body["id"].as_str())?;
        Some(words.to_owned()).filter(|_| !is_tag(body))
    };
    let mut notes: Vec<String> = bodies(value).into_iter().filter_map(body).collect();
    notes.extend(value["text"].as_str().or(value["bodyValue"].as_str()).map(str::to_owned));
    if notes.is_empty() { None } else { Some(notes.join("\n")) }
}

fn tags(value: &Value) -> Vec<String> {
    let of_body = bodies(value).into_iter().filter(|body| is_tag(body)).filter_map(|body| body["value"].as_str());
    let listed = value["tags"].as_array().into_iter().flatten().filter_map(Value::as_str);
    of_body.chain(listed).map(str::to_owned).collect()
}

fn creator(value: &Value) -> Option<String> {
    let creator = match &value["creator"] {
        Value::Array(all) => all.first().unwrap_or(&Value::Null),
        one => one,
    };
    let names = [creator, &creator["nickname"], &creator["name"], &creator["id"], &value["user"]];
    let name = names.into_iter().find_map(Value::as_str)?;
    // `acct:anna@example.org` is anna.
    let account = name.strip_prefix("acct:").and_then(|account| account.split('@').next());
    Some(account.unwrap_or(name).to_owned())
}

fn day(value: &Value) -> Option<String> {
    let time = value["created"].as_str().or(value["modified"].as_str())?;
    let day: jiff::civil::Date = time.get(..10)?.parse().ok()?;
    Some(day.to_string())
}
