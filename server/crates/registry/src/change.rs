//! Edits of a file of the registry. What stands there keeps its order and its comments.

use std::collections::HashSet;

use jiff::civil::Date;
use text::{Edit, Span};
use toml_edit::{Document, Item, Value};

use crate::blocks::block_of;
use crate::entities::EntityKind;
use crate::fields::document;
use crate::written::Written;

/// A change of a file's text that is one step to undo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The edit. Of a file that does not exist it is an edit of the empty text.
    pub edit: Edit,
    /// Where the caret belongs in the text after: at the end of what was written.
    pub caret: u32,
}

/// Somebody or something that is to be registered. Nothing is said of days: no text tells them as a registry does.
#[derive(Clone, Debug)]
pub struct NewEntity {
    /// Keys that it may have, the best one first.
    pub keys: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// Its name in house style.
    pub name: String,
    /// A person's surname, where the last word of the name is not it.
    pub surname: Option<String>,
    /// Other ways it is written.
    pub aliases: Vec<String>,
    /// Names that are somebody else's.
    pub not: Vec<String>,
    /// Offices seen.
    pub titles: Vec<String>,
}

/// An event that is to be registered.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Keys that it may have, the best one first.
    pub keys: Vec<String>,
    /// What it is called.
    pub name: String,
    /// What kind of event it is.
    pub kind: Option<String>,
    /// Its first and last day.
    pub days: (Date, Date),
    /// Where it was; a key or a name.
    pub place: Option<String>,
    /// Who took part; keys or names.
    pub participants: Vec<String>,
}

/// Puts an entry behind all others of an `entities.toml`. `None` if it is no TOML.
pub fn add_entity(source: Option<&str>, new: &NewEntity) -> Option<Change> {
    add_block(source, &new.keys, &entity_lines(new))
}

/// The same where the text is known to be TOML, with the keys of its entries.
pub fn add_entity_beside(source: &str, taken: &HashSet<&str>, new: &NewEntity) -> Option<Change> {
    put_behind(source, &free_key(taken, &new.keys)?, &entity_lines(new))
}

/// Puts an entry behind all others of an `events.toml`. `None` if it is no TOML.
pub fn add_event(source: Option<&str>, new: &NewEvent) -> Option<Change> {
    add_block(source, &new.keys, &event_lines(new))
}

/// An entry as it is written into an `entities.toml` that has the keys `taken` and says `source`, which need not be whole.
pub fn entity_block(source: &str, taken: &HashSet<&str>, new: &NewEntity) -> Option<String> {
    Some(block(&free_key(taken, &new.keys)?, &entity_lines(new), line_end(source)))
}

/// The same of an event, in an `events.toml`.
pub fn event_block(source: &str, taken: &HashSet<&str>, new: &NewEvent) -> Option<String> {
    Some(block(&free_key(taken, &new.keys)?, &event_lines(new), line_end(source)))
}

/// Words as a string of TOML.
pub fn quoted(words: &str) -> String {
    Value::from(words).to_string()
}

fn entity_lines(new: &NewEntity) -> Vec<String> {
    let mut lines = vec![field("type", new.kind.word()), field("name", &new.name)];
    lines.extend(new.surname.iter().map(|surname| field("surname", surname)));
    lines.extend(list("aliases", &new.aliases));
    lines.extend(list("not", &new.not));
    if !new.titles.is_empty() {
        let roles = new.titles.iter().map(|title| format!("  {{ title = {} }},", quoted(title)));
        lines.extend(std::iter::once("roles = [".to_owned()).chain(roles).chain(["]".to_owned()]));
    }
    lines
}

fn event_lines(new: &NewEvent) -> Vec<String> {
    let (first, last) = new.days;
    let mut lines = vec![field("name", &new.name)];
    lines.extend(new.kind.iter().map(|kind| field("type", kind)));
    lines.extend(match first == last {
        true => vec![format!("date = {first}")],
        false => vec![format!("from = {first}"), format!("to = {last}")],
    });
    lines.extend(new.place.iter().map(|place| field("place", place)));
    lines.extend(list("participants", &new.participants));
    lines
}

/// Puts a word into a list (`aliases`, `not`) of the entry `key`. `None` if there is no such entry, or the list holds the
/// word.
pub fn add_word(source: &str, key: &str, of: &str, word: &str) -> Option<Change> {
    // Of thousands of entries one is read, where it can be read alone.
    let alone = block_of(source, key).filter(|block| document(block.of(source)).is_ok());
    let block = alone.unwrap_or(Span::from(0..source.len()));
    let Change { edit, caret } = word_in(block.of(source), key, of, word)?;
    let edit = Edit::new(edit.span.shift(block.start), edit.new);
    Some(Change { edit, caret: caret + block.start })
}

fn word_in(source: &str, key: &str, of: &str, word: &str) -> Option<Change> {
    let document = document(source).ok()?;
    let table = document.as_table().get(key)?.as_table_like()?;
    let edit = match table.get(of) {
        Some(item) => into_list(item, word)?,
        None => {
            let behind = table.get("name").or_else(|| table.get("type"))?.span()?.end;
            new_list(source, table_is_inline(&document, key), behind, of, word)
        }
    };
    Some(Change { caret: edit.new_span().end, edit })
}

/// `[key]` and its lines behind all that stands there.
fn add_block(source: Option<&str>, keys: &[String], lines: &[String]) -> Option<Change> {
    let source = source.unwrap_or_default();
    document(source).ok()?;
    let written = Written::parse(source);
    put_behind(source, &free_key(&written.keys().collect(), keys)?, lines)
}

fn put_behind(source: &str, key: &str, lines: &[String]) -> Option<Change> {
    let end = line_end(source);
    let gap = match source {
        "" => String::new(),
        _ if source.ends_with("\n\n") || source.ends_with("\n\r\n") => String::new(),
        _ if source.ends_with('\n') => end.to_owned(),
        _ => format!("{end}{end}"),
    };
    let block = format!("{gap}{}", block(key, lines, end));
    let edit = Edit::new(Span::empty(Span::from(0..source.len()).end), format!("{block}{end}"));
    Some(Change { caret: edit.span.start + Span::from(0..block.len()).end, edit })
}

fn block(key: &str, lines: &[String], end: &str) -> String {
    format!("[{key}]{end}{}", lines.join(end))
}

fn line_end(source: &str) -> &'static str {
    if source.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The first of the keys that no entry has; else the last with a number.
fn free_key(taken: &HashSet<&str>, keys: &[String]) -> Option<String> {
    let is_free = |key: &String| !taken.contains(key.as_str());
    let last = keys.last()?;
    let numbered = (2..).map(|number| format!("{last}-{number}"));
    // Among so many keys as there are entries, and one more, one is free.
    keys.iter().cloned().chain(numbered.take(taken.len() + 1)).find(is_free)
}

fn into_list(item: &Item, word: &str) -> Option<Edit> {
    let word = quoted(word);
    match item {
        Item::Value(Value::Array(array)) => {
            if array.iter().any(|value| quoted(value.as_str().unwrap_or_default()) == word) {
                return None;
            }
            let (at, new) = match array.iter().last().and_then(Value::span) {
                Some(last) => (last.end, format!(", {word}")),
                None => (array.span()?.start + 1, word),
            };
            Some(Edit::new(Span::from(at..at), new))
        }
        // A single word may stand without brackets.
        Item::Value(Value::String(single)) => {
            let (span, old) = (single.span()?, quoted(single.value()));
            (old != word).then(|| Edit::new(Span::from(span), format!("[{old}, {word}]")))
        }
        _ => None,
    }
}

/// A list with one word behind a value that ends at `behind`: on a line of its own, if values have that.
fn new_list(source: &str, inline: bool, behind: usize, of: &str, word: &str) -> Edit {
    let list = format!("{of} = [{}]", quoted(word));
    if inline {
        return Edit::new(Span::from(behind..behind), format!(", {list}"));
    }
    let end = line_end(source);
    match source[behind..].find('\n').map(|at| behind + at + 1) {
        Some(line) => Edit::new(Span::from(line..line), format!("{list}{end}")),
        None => Edit::new(Span::from(source.len()..source.len()), format!("{end}{list}")),
    }
}

fn table_is_inline(document: &Document<&str>, key: &str) -> bool {
    document.as_table().get(key).is_some_and(Item::is_inline_table)
}

fn field(key: &str, words: &str) -> String {
    format!("{key} = {}", quoted(words))
}

fn list(key: &str, words: &[String]) -> Option<String> {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    (!words.is_empty()).then(|| format!("{key} = [{}]", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entities, Events};
    use jiff::civil::date;

    fn brandt() -> NewEntity {
        NewEntity {
            keys: vec!["brandt".into(), "ada-brandt".into()],
            kind: EntityKind::Person,
            name: "Ada Brandt".into(),
            surname: None,
            aliases: vec!["A. Brandt".into()],
            not: Vec::new(),
            titles: vec!["Harbour Minister".into()],
        }
    }

    #[test]
    fn an_entry_comes_last_and_can_be_read() {
        let block = "[brandt]\ntype = \"person\"\nname = \"Ada Brandt\"\naliases = [\"A. Brandt\"]\nroles = [\n  \
                     { title = \"Harbour Minister\" },\n]\n";
        assert_eq!(add_entity(None, &brandt()).unwrap().edit.apply(""), block);
        for before in ["# kept\n[a]\ntype = \"place\"\nname = \"A\" # here\n", "[a]\ntype = \"place\"\nname = \"A\""] {
            let after = add_entity(Some(before), &brandt()).unwrap().edit.apply(before);
            assert_eq!(after, format!("{}\n\n{block}", before.trim_end()));
            assert_eq!(Entities::parse(&after).problems, []);
        }
        let torn = "[a\n";
        assert_eq!(add_entity(Some(torn), &brandt()), None);
    }

    #[test]
    fn no_key_is_given_twice() {
        let mut text = String::new();
        for expected in ["[brandt]", "[ada-brandt]", "[ada-brandt-2]", "[ada-brandt-3]"] {
            let change = add_entity(Some(&text), &brandt()).unwrap();
            assert!(change.edit.new.contains(expected), "{}", change.edit.new);
            text = change.edit.apply(&text);
        }
    }

    #[test]
    fn a_word_joins_a_list() {
        let check = |before: &str, expected: &str| {
            let after = add_word(before, "a", "aliases", "N").map(|change| change.edit.apply(before));
            assert_eq!(after.as_deref(), Some(expected));
            assert!(Entities::parse(expected).said.unwrap().all[0].aliases.contains(&"N".to_owned()));
        };
        let head = "[a]\ntype = \"place\"\nname = \"A\"";
        check(head, &format!("{head}\naliases = [\"N\"]"));
        check(&format!("{head} # so\n[b]\n"), &format!("{head} # so\naliases = [\"N\"]\n[b]\n"));
        check(&format!("{head}\naliases = []\n"), &format!("{head}\naliases = [\"N\"]\n"));
        check(&format!("{head}\naliases = \"M\"\n"), &format!("{head}\naliases = [\"M\", \"N\"]\n"));
        check(
            &format!("{head}\naliases = [\n  \"M\", # so\n]\n"),
            &format!("{head}\naliases = [\n  \"M\", \"N\", # so\n]\n"),
        );
        check(
            "a = { type = \"place\", name = \"A\" }\n",
            "a = { type = \"place\", name = \"A\", aliases = [\"N\"] }\n",
        );
        assert_eq!(add_word(&format!("{head}\naliases = [\"N\"]\n"), "a", "aliases", "N"), None);
        assert_eq!(add_word(head, "b", "aliases", "N"), None);
    }

    #[test]
    fn an_event_has_its_days() {
        let new = NewEvent {
            keys: vec!["merrow-talks".into()],
            name: "Merrow talks".into(),
            kind: Some("talks".into()),
            days: (date(2025, 3, 1), date(2025, 3, 4)),
            place: Some("Merrow".into()),
            participants: Vec::new(),
        };
        let text = add_event(None, &new).unwrap().edit.new;
        assert_eq!(
            text,
            "[merrow-talks]\nname = \"Merrow talks\"\ntype = \"talks\"\nfrom = 2025-03-01\nto = 2025-03-04\nplace = \"Merrow\"\n"
        );
        assert_eq!(Events::parse(&text).problems, []);
    }
}
