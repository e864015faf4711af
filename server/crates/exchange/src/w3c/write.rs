//! A sidecar as annotations.

use marks::{CodePoints, Line, Mark, Sidecar, Which};
use serde_json::{Map, Value, json};
use text::{LineIndex, Span};

use super::{CONTEXT, URN, address, motivation_of};

/// All that a sidecar says, as one annotation a line: first the sidecar itself, then its entries in their order.
///
/// `path` is the article's, `text` its text, from which what stands around marks is taken.
pub fn write(path: &str, sidecar: &str, text: &str) -> String {
    let sidecar = marks::fmt(sidecar);
    let index = LineIndex::new(text);
    let (read, _) = Sidecar::parse(&sidecar);
    let anchors = marks::anchor(&read, text, None);
    let lines = marks::lines(&sidecar);
    let mut out = format!("{}\n", frame(path, &marks::frame(&sidecar)));
    let mut marks = read.marks.iter().zip(&anchors).peekable();
    for line in lines {
        // Entries that do not count are no marks; all others come in the same order.
        let is_it = |mark: &Mark| line.list == Which::Marks && line.words("id").as_ref() == Some(&mark.id);
        let mark = marks.next_if(|(mark, _)| is_it(mark));
        let span = mark.and_then(|(_, anchor)| anchor.sure_span());
        out += &format!("{}\n", annotation(path, &line, text, &index, span));
    }
    out
}

fn context() -> Value {
    json!(["http://www.w3.org/ns/anno.jsonld", { "dateline": CONTEXT }])
}

fn frame(path: &str, frame: &str) -> Value {
    json!({
        "@context": context(),
        "id": format!("{URN}{}", address(path)),
        "type": "Annotation",
        "motivation": "describing",
        "target": { "source": address(path) },
        "dateline:frame": frame,
    })
}

fn annotation(path: &str, line: &Line, text: &str, index: &LineIndex, span: Option<Span>) -> Value {
    let id = line.words("id").unwrap_or_default();
    let mut keys = Keys { line, told: Map::new() };
    let kind = line.words("kind").unwrap_or_default();
    let is_mark = line.list == Which::Marks;
    let mut all = json!({
        "@context": context(),
        "id": format!("{URN}{}#{}", address(path), address(&id)),
        "type": "Annotation",
        "motivation": if is_mark { motivation_of(&kind) } else { "describing" },
    });
    if let Some(by) = keys.words("by") {
        all["creator"] = json!({ "type": "Person", "nickname": by });
    }
    if let Some(day) = keys.day("on") {
        all["created"] = json!(format!("{day}T00:00:00Z"));
    }
    if let Some(note) = keys.words("note") {
        all["body"] =
            json!([{ "type": "TextualBody", "value": note, "format": "text/plain", "purpose": "commenting" }]);
    }
    let mut selectors = Vec::new();
    if let Some(quote) = keys.words("quote").filter(|_| is_mark) {
        selectors.push(quote_selector(line, &quote, text, span));
    }
    if let Some(at) = keys.place(span.map(|span| CodePoints::from_bytes(index, span))) {
        selectors.push(json!({ "type": "TextPositionSelector", "start": at.start, "end": at.end }));
    }
    all["target"] = json!({ "source": address(path), "selector": selectors });
    if line.list == Which::Articles {
        all["dateline:list"] = json!("articles");
    }
    all["dateline:keys"] = Value::Object(keys.others());
    all
}

/// Words with what stands around them: as the line has it, else as the text has it today.
fn quote_selector(line: &Line, quote: &str, text: &str, span: Option<Span>) -> Value {
    let mut selector = json!({ "type": "TextQuoteSelector", "exact": quote });
    let around = span.map(|span| {
        let before: Vec<char> = text[..span.start as usize].chars().rev().take(WIDTH).collect();
        let after: String = text[span.end as usize..].chars().take(WIDTH).collect();
        (before.into_iter().rev().collect::<String>(), after)
    });
    let (before, after) = around.unzip();
    for (key, words) in [("prefix", line.words("before").or(before)), ("suffix", line.words("after").or(after))] {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            selector[key] = words.into();
        }
    }
    selector
}

/// As many code points as a mark keeps around its words.
const WIDTH: usize = 32;

/// The keys of a line, and which of them the standard has no place for.
struct Keys<'l> {
    line: &'l Line,
    /// Keys that were told by the standard's means and are written otherwise than we would write them.
    told: Map<String, Value>,
}

impl Keys<'_> {
    /// The words of a key that the standard tells.
    fn words(&mut self, key: &str) -> Option<String> {
        let words = self.line.words(key)?;
        self.tell(key, &marks::quoted(&words));
        Some(words)
    }

    /// The day of a key that the standard tells.
    fn day(&mut self, key: &str) -> Option<jiff::civil::Date> {
        let day: jiff::civil::Date = self.line.get(key)?.trim_matches(['"', '\'']).parse().ok()?;
        self.tell(key, &day.to_string());
        Some(day)
    }

    /// Where the words stand: today, else as the line has it.
    fn place(&mut self, today: Option<CodePoints>) -> Option<CodePoints> {
        let written = self.line.place("at");
        let at = today.or(written)?;
        match self.line.get("at") {
            Some(_) => self.tell("at", &format!("[{}, {}]", at.start, at.end)),
            None => {
                self.told.insert("at".to_owned(), Value::Null);
            }
        }
        Some(at)
    }

    /// What is written otherwise than `usual` is kept as it is written.
    fn tell(&mut self, key: &str, usual: &str) {
        let kept = self.line.get(key).filter(|written| *written != usual);
        let value = kept.map_or(Value::Bool(true), |written| json!({ "toml": written }));
        self.told.insert(key.to_owned(), value);
    }

    /// All keys in their order, but those that the standard tells in full.
    fn others(mut self) -> Map<String, Value> {
        let mut others = Map::new();
        for (key, written) in &self.line.fields {
            let value = match self.told.remove(key) {
                Some(Value::Bool(_)) => continue,
                Some(kept) => kept,
                None => match marks::words(written) {
                    Some(words) if marks::quoted(&words) == *written => Value::String(words),
                    _ => json!({ "toml": written }),
                },
            };
            others.insert(key.clone(), value);
        }
        // What stands in an annotation and not in the line.
        others.extend(self.told.into_iter().filter(|(_, value)| value.is_null()));
        others
    }
}
