//! Lines of JSON, one a text, with spans in it: the form of Prodigy, doccano and spaCy, who spell its keys differently.

use marks::{Anchor, CodePoints, Line, Sidecar, Which};
use serde_json::{Map, Value, json};
use text::{LineIndex, hash64};

use crate::brat::line_of;
use crate::told::{Article, Complaint, Told};

/// The marks in force that stand on their words, as one line; and how many do not, and are not in it.
pub fn write(path: &str, sidecar: &str, text: &str) -> (String, usize) {
    let (read, _) = Sidecar::parse(sidecar);
    let anchors = marks::anchor(&read, text, None);
    let index = LineIndex::new(text);
    let (mut spans, mut left) = (Vec::new(), 0);
    for (number, mark) in read.marks_in_force() {
        let Some(span) = anchors.get(number).and_then(Anchor::sure_span) else {
            left += 1;
            continue;
        };
        let at = CodePoints::from_bytes(&index, span);
        let mut told = json!({ "start": at.start, "end": at.end, "label": mark.kind });
        for (key, value) in &line_of(sidecar, mark.entry.span).fields {
            if !PLACED.contains(&key.as_str()) {
                told[key] = marks::words(value).unwrap_or_else(|| value.clone()).into();
            }
        }
        spans.push(told);
    }
    (format!("{}\n", json!({ "text": text, "meta": { "path": path }, "spans": spans })), left)
}

/// Keys of a line that a span tells otherwise, and those that only help to find the words.
const PLACED: [&str; 6] = ["at", "quote", "before", "after", "kind", "id"];

/// What a file tells: lines of objects, or one list of them.
pub fn read(file: &str) -> Vec<Result<Told, Complaint>> {
    // One pair of spaCy's training data is no list of texts.
    if let Ok(Value::Array(all)) = serde_json::from_str::<Value>(file)
        && !all.first().is_some_and(Value::is_string)
    {
        return all.iter().flat_map(|value| record(1, value)).collect();
    }
    let lines = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .flat_map(|(number, line)| match serde_json::from_str(line) {
            Ok(value) => record(number + 1, &value),
            Err(error) => vec![Err(Complaint::new(number + 1, format!("this is no JSON: {error}")))],
        })
        .collect()
}

fn record(line: usize, value: &Value) -> Vec<Result<Told, Complaint>> {
    // spaCy's training data: [text, { "entities": … }].
    if let Some([Value::String(text), inner]) = value.as_array().map(Vec::as_slice) {
        return spans(line, text, Article::Text(text.clone()), inner);
    }
    let text = ["text", "data", "content"].into_iter().find_map(|key| value[key].as_str());
    let Some(text) = text else {
        return vec![Err(Complaint::new(line, "no `text`: a line has a text and its spans"))];
    };
    let names = [&value["meta"]["path"], &value["path"], &value["meta"]["source"], &value["filename"]];
    let path = names.into_iter().find_map(Value::as_str);
    let article = path.map_or_else(|| Article::Text(text.to_owned()), |path| Article::Path(path.to_owned()));
    spans(line, text, article, value)
}

fn spans(line: usize, text: &str, article: Article, value: &Value) -> Vec<Result<Told, Complaint>> {
    let index = LineIndex::new(text);
    let lists = ["spans", "entities", "ents", "label", "labels"].map(|key| value[key].as_array());
    let all = lists.into_iter().flatten().flatten();
    all.map(|span| {
        let (start, end, label) = parts(span).ok_or_else(|| {
            let message = format!("{span} is no span: write {{\"start\": 3, \"end\": 8, \"label\": \"note\"}}");
            Complaint::new(line, message)
        })?;
        let at = CodePoints::new(start, end);
        let quote = at.to_bytes(&index).of(text).to_owned();
        if quote.trim().is_empty() || start > end {
            return Err(Complaint::new(line, format!("no words stand from {start} to {end} of its text")));
        }
        let says = says(label, span.as_object());
        let around = around(text, at, &index);
        let seed = hash64(format!("spans\0{start}\0{end}\0{label}\0{quote}").as_bytes());
        let (quote, at) = (Some(quote), Some(at));
        Ok(Told { line, article: article.clone(), quote, at, around, says, own: false, seed })
    })
    .collect()
}

/// Start, end and label, as any of the three programs spells them.
fn parts(span: &Value) -> Option<(u32, u32, &str)> {
    let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
    if let Some([start, end, label]) = span.as_array().map(Vec::as_slice) {
        return Some((number(start)?, number(end)?, label.as_str()?));
    }
    let start = number(&span["start"]).or_else(|| number(&span["start_offset"]))?;
    let end = number(&span["end"]).or_else(|| number(&span["end_offset"]))?;
    Some((start, end, span["label"].as_str().unwrap_or("highlight")))
}

/// What spans of other programs say that is of no use in a sidecar.
const THEIRS: [&str; 12] = [
    "start",
    "end",
    "label",
    "start_offset",
    "end_offset",
    "id",
    "token_start",
    "token_end",
    "text",
    "type",
    "source",
    "answer",
];

fn says(label: &str, more: Option<&Map<String, Value>>) -> Line {
    let mut line = Line { list: Which::Marks, fields: Vec::new() };
    line.set_words("kind", label);
    for (key, value) in more.into_iter().flatten() {
        if THEIRS.contains(&key.as_str()) || PLACED.contains(&key.as_str()) {
            continue;
        }
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if key != "on" || !line.set(key, &words) {
            line.set_words(key, &words);
        }
    }
    line
}

/// What stands around a span, so that it is found in a text that has changed.
fn around(text: &str, at: CodePoints, index: &LineIndex) -> (Option<String>, Option<String>) {
    let span = at.to_bytes(index);
    let before: Vec<char> = text[..span.start as usize].chars().rev().take(WIDTH).collect();
    let after = text[span.end as usize..].chars().take(WIDTH).collect();
    (Some(before.into_iter().rev().collect()), Some(after))
}

/// As many code points as a mark keeps around its words.
const WIDTH: usize = 32;
