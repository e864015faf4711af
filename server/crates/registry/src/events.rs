//! Events with their days.

use text::Span;
use toml_edit::Item;

use crate::Read;
use crate::days::Days;
use crate::fields::{Entry, Fields, Problem, document, entries};

/// What `events.toml` says, as far as it can be read, in its order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Events {
    /// The entries that count.
    pub all: Vec<Event>,
}

/// One entry. `key = 2025-01-20` is short for a table with that date alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// `harbour-summit`
    pub key: String,
    /// Where its key stands.
    pub span: Span,
    /// What it is called; the words of its key, if the entry does not say.
    pub name: String,
    /// Other names of it.
    pub aliases: Vec<String>,
    /// What kind of event it is, in a word.
    pub kind: Option<String>,
    /// The first and last of its days.
    pub days: Days,
    /// Where it is; a key or a name.
    pub place: Option<String>,
    /// Who takes part; keys or names.
    pub participants: Vec<String>,
}

impl Events {
    /// Reads the text of an `events.toml`.
    pub fn parse(source: &str) -> Read<Events> {
        let document = match document(source) {
            Ok(document) => document,
            Err(problem) => return Read { said: None, problems: vec![problem] },
        };
        let mut problems = Vec::new();
        let all: Vec<Event> = entries(&document).iter().filter_map(|entry| event(entry, &mut problems)).collect();
        problems.sort_by_key(|problem| problem.span);
        Read { said: Some(Events { all }), problems }
    }
}

impl Event {
    /// All names of it, the chief one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }
}

fn event(entry: &Entry, problems: &mut Vec<Problem>) -> Option<Event> {
    if entry.key == "schema" {
        return None;
    }
    let named = |days| Event {
        key: entry.key.to_owned(),
        span: entry.span,
        name: entry.key.replace(['-', '_'], " "),
        aliases: Vec::new(),
        kind: None,
        days,
        place: None,
        participants: Vec::new(),
    };
    if let Item::Value(value) = entry.item
        && !value.is_inline_table()
    {
        let days = Days::of(value);
        if days.is_none() {
            let message =
                format!("This is no day of the calendar: write {} = 2025-01-20, \"2025-01\" or 2025.", entry.key);
            problems.push(Problem::new(entry.span, message));
        }
        return days.map(named);
    }
    let table = entry.item.as_table_like()?;
    let mut fields = Fields { table, span: entry.span, problems };
    let (date, from, to) = (fields.days("date"), fields.days("from"), fields.days("to"));
    let days = match (date, from, to) {
        (Some(date), None, None) => Some(date),
        (None, Some(from), to) => Some(Days { first: from.first, last: to.unwrap_or(from).last }),
        _ => None,
    };
    match days {
        None if !["date", "from", "to"].iter().any(|key| fields.item(key).is_some()) => {
            fields.wrong(entry.span, "An event has its day: write date = 2025-01-20, or from = … and to = ….");
        }
        None if date.is_some() => {
            fields.wrong(fields.place("date"), "Either `date`, or `from` and `to`: this event does not count.");
        }
        None if from.is_none() && fields.item("from").is_none() => {
            fields.wrong(fields.place("to"), "`from` is missing beside `to`: this event does not count.");
        }
        Some(days) if days.last < days.first => {
            fields.wrong(fields.place("to"), "`to` lies before `from`: this event does not count.");
        }
        _ => {}
    }
    let (name, kind, place) = (fields.string("name"), fields.string("type"), fields.string("place"));
    let (aliases, participants) = (fields.strings("aliases"), fields.strings("participants"));
    let event = named(days.filter(|days| days.first <= days.last)?);
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| event.name.clone());
    Some(Event { name, aliases, kind, place, participants, ..event })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_and_what_is_wrong() {
        let source = "harbour-summit = 2025-01-20\n\n[talks]\nname = \"Merrow talks\"\nfrom = 2025-03-01\nto = 2025-03-04\n\
                      place = \"merrow\"\nparticipants = [\"orlova\"]\n\n[none]\nname = \"x\"\n\n[back]\nfrom = 2025-03-04\nto = 2025-03-01\n";
        let read = Events::parse(source);
        let shown: Vec<String> = read
            .said
            .unwrap()
            .all
            .iter()
            .map(|event| format!("{} {} {}", event.name, event.days.first, event.days.last))
            .collect();
        assert_eq!(shown, ["harbour summit 2025-01-20 2025-01-20", "Merrow talks 2025-03-01 2025-03-04"]);
        let wrong: Vec<&str> = read.problems.iter().map(|problem| problem.span.of(source)).collect();
        assert_eq!(wrong, ["none", "2025-03-01"]);
        let torn = "a = 2025-01-20\n[b\n";
        assert!(Events::parse(torn).said.is_none() && Events::parse(torn).problems[0].broken);
    }
}
