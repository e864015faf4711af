//! What readers say of names in marks: `entity` marks, by which words are no name, or of a kind, or an entry of the
//! registry; and `event` marks.

use ::marks::Scope;
use ::registry::{ENTITIES, EVENTS, EntityKind};
use nlp::{Kind, Said};
use rules::{Finding, Severity};
use text::Span;

use crate::annotations::Annotations;
use crate::registry::Registry;
use crate::snapshot::Snapshot;

/// `ref` of words that are no name.
pub(crate) const NO_NAME: &str = "none";

impl Annotations {
    /// What it says of the names of its file, which says `text`.
    pub(crate) fn said(&self, text: &str, registry: &Registry) -> Vec<Said> {
        let mut all = Vec::new();
        for (mark, anchor) in self.marks_in_force().filter(|(mark, _)| mark.kind == "entity") {
            let (Some(span), Some(kind)) =
                (anchor.sure_span(), mark.word("ref").and_then(|word| kind(&word, registry)))
            else {
                continue;
            };
            match mark.scope {
                Scope::Here => all.push(Said { span, kind }),
                Scope::Article | Scope::Rule => {
                    all.extend(occurrences(text, span.of(text)).map(|span| Said { span, kind }));
                }
            }
        }
        all
    }

    /// Marks that name an entry of the registry which is not there.
    pub(crate) fn unknown_entries(&self, registry: &Registry) -> Vec<Finding> {
        let is_event = |key: &str| registry.event(key).is_some();
        let unknown = |mark: &::marks::Mark| match mark.kind.as_str() {
            "entity" => mark.word("ref").filter(|key| kind(key, registry).is_none()).map(|key| (key, ENTITIES)),
            "event" => mark.word("event").filter(|key| !is_event(key)).map(|key| (key, EVENTS)),
            _ => None,
        };
        let marks = self.marks_in_force().filter_map(|(mark, _)| Some((mark.entry.span, unknown(mark)?)));
        marks.map(|(span, (key, file))| unknown_entry(span, &format!("there is no entry `{key}` in {file}"))).collect()
    }

    /// Whether it says anything of names.
    pub(crate) fn speaks_of_names(&self) -> bool {
        self.sidecar.marks.iter().any(|mark| mark.kind == "entity")
    }

    /// The words that are linked to the event of a key.
    pub(crate) fn linked_events(&self, key: &str) -> impl Iterator<Item = Span> {
        let marks = self.marks_in_force().filter(|(mark, _)| mark.kind == "event");
        let linked = marks.filter(move |(mark, _)| mark.word("event").as_deref() == Some(key));
        linked.filter_map(|(_, anchor)| anchor.sure_span())
    }

    /// What marks of a kind have under `key`, on the words at `span`.
    fn referred(&self, kind: &str, key: &str, span: Span) -> Option<String> {
        let here = |place: Option<Span>| place.is_some_and(|place| place.intersects(span));
        let mut marks = self.marks_in_force().filter(|(mark, anchor)| mark.kind == kind && here(anchor.sure_span()));
        marks.find_map(|(mark, _)| mark.word(key))
    }
}

impl Snapshot {
    /// What readers say of the names of a file that says `text`.
    pub(crate) fn said(&self, path: &str, text: &str) -> Vec<Said> {
        let Some(annotations) = self.annotations.get(path).filter(|known| known.speaks_of_names()) else {
            return Vec::new();
        };
        // Where marks stand is known of the text that is entered.
        if self.documents.get(path).is_some_and(|document| *document.text == *text) {
            return annotations.said(text, &self.registry);
        }
        Annotations::new(annotations.text.clone(), text).said(text, &self.registry)
    }

    /// The registry's entry that a reader has said is meant by the words at `span`.
    pub(crate) fn referred_entity(&self, path: &str, span: Span) -> Option<&::registry::Entity> {
        let key = self.annotations.get(path)?.referred("entity", "ref", span)?;
        self.registry.entity(&key)
    }

    /// The same of an event.
    pub(crate) fn referred_event(&self, path: &str, span: Span) -> Option<&::registry::Event> {
        let key = self.annotations.get(path)?.referred("event", "event", span)?;
        self.registry.event(&key)
    }
}

fn unknown_entry(span: Span, message: &str) -> Finding {
    Finding {
        code: "M905",
        rule: "broken-registry",
        severity: Severity::Warning,
        span,
        message: message.to_owned(),
        related: Vec::new(),
        grade: None,
        fixes: Vec::new(),
        choices: Vec::new(),
    }
}

/// The places at which `words` stand in a text as whole words.
pub(crate) fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Span> + 't {
    let places = text.match_indices(words).map(move |(at, _)| Span::from(at..at + words.len()));
    // A word that goes on beyond its end is another; `the Gate’s` is the same.
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    let is_whole = move |span: &Span| {
        let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
        !goes_on(before.chars().next_back()) && !goes_on(behind.chars().next())
    };
    places.filter(move |span| !span.is_empty()).filter(is_whole)
}

/// What a `ref` says of what its words name: nothing, a kind, or what an entry of the registry is. `None` if there is no
/// such entry.
fn kind(word: &str, registry: &Registry) -> Option<Option<Kind>> {
    let of = |kind: EntityKind| match kind {
        EntityKind::Person => Kind::Person,
        EntityKind::Organisation | EntityKind::Outlet => Kind::Organization,
        EntityKind::Place => Kind::Place,
    };
    match word {
        NO_NAME => Some(None),
        "person" => Some(Some(Kind::Person)),
        "organisation" | "organization" => Some(Some(Kind::Organization)),
        "place" => Some(Some(Kind::Place)),
        key => registry.entity(key).map(|entry| Some(of(entry.kind))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_alone() {
        let text = "Gate, Gates, the Gate’s end. Gate";
        let found: Vec<u32> = occurrences(text, "Gate").map(|span| span.start).collect();
        let first = text.find("Gate’s").unwrap() as u32;
        assert_eq!(found, [0, first, text.len() as u32 - 4]);
    }
}
