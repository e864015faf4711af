//! What the fields of both files mean: one list for cards, for what is offered while somebody writes, and for the schemas.

use crate::entities::EntityKind;

/// What a table of the files is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// An entry of `entities.toml`.
    Entity,
    /// An office of a person.
    Role,
    /// An entry of `events.toml`.
    Event,
}

/// A field that a table may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldForm {
    /// `aliases`
    pub key: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// The kinds of entries that have it; all, if none is named.
    pub of: &'static [EntityKind],
    /// Without it the entry does not count.
    pub is_needed: bool,
    /// What it says, in a sentence without a full stop.
    pub means: &'static str,
    /// A value as it is written.
    pub example: &'static str,
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Words in quotation marks.
    Words,
    /// One of these words; the second ones are read as well, and not offered.
    OneOf(&'static [&'static str], &'static [&'static str]),
    /// A list of words; a single one may stand without brackets.
    List,
    /// The key or the name of an entry of `entities.toml`.
    Entry,
    /// A list of such.
    Entries,
    /// A day, month or year.
    Days,
    /// `true` or `false`.
    Flag,
    /// A list of roles.
    Roles,
}

impl Form {
    /// Its fields, in the order in which one writes them.
    pub fn fields(self) -> &'static [FieldForm] {
        match self {
            Form::Entity => ENTITY,
            Form::Role => ROLE,
            Form::Event => EVENT,
        }
    }

    /// The field of a key.
    pub fn field(self, key: &str) -> Option<&'static FieldForm> {
        self.fields().iter().find(|field| field.key == key)
    }
}

impl FieldForm {
    /// Whether an entry of this kind has it.
    pub fn is_of(&self, kind: EntityKind) -> bool {
        self.of.is_empty() || self.of.contains(&kind)
    }
}

impl Shape {
    /// In words: `a list of words`.
    pub fn told(self) -> String {
        match self {
            Shape::Words => "words in quotation marks".to_owned(),
            Shape::OneOf(words, _) => format!("one of {}", words.join(", ")),
            Shape::List => "a list of words in quotation marks; a single one may stand without brackets".to_owned(),
            Shape::Entry => "the key or the name of an entry of entities.toml".to_owned(),
            Shape::Entries => "a list of keys or names of entries of entities.toml".to_owned(),
            Shape::Days => "a day as 2024-05-19, a month as \"2024-05\", a year as 2024".to_owned(),
            Shape::Flag => "true or false".to_owned(),
            Shape::Roles => "a list of roles, { … } one a line".to_owned(),
        }
    }
}

const KINDS: &[&str] = &["person", "organisation", "place", "outlet"];
const OTHER_KINDS: &[&str] = &["organization", "org"];
/// The Admiralty's scale.
const GRADES: &[&str] = &["A", "B", "C", "D", "E", "F"];

const fn needed(key: &'static str, shape: Shape, means: &'static str, example: &'static str) -> FieldForm {
    FieldForm { is_needed: true, ..free(key, shape, means, example) }
}

const fn free(key: &'static str, shape: Shape, means: &'static str, example: &'static str) -> FieldForm {
    FieldForm { key, shape, of: &[], is_needed: false, means, example }
}

const fn of(kinds: &'static [EntityKind], field: FieldForm) -> FieldForm {
    FieldForm { of: kinds, ..field }
}

const PERSON: &[EntityKind] = &[EntityKind::Person];
const OUTLET: &[EntityKind] = &[EntityKind::Outlet];

const ENTITY: &[FieldForm] = &[
    needed("type", Shape::OneOf(KINDS, OTHER_KINDS), "What the entry is", "\"person\""),
    needed("name", Shape::Words, "The name in house style", "\"Ada Brandt\""),
    of(PERSON, free("surname", Shape::Words, "The surname, where the last word of the name is not it", "\"van Dyck\"")),
    free("aliases", Shape::List, "Other ways it is written, all of them right somewhere", "[\"A. Brandt\"]"),
    free("variants", Shape::List, "Other ways it is written that house style does not want", "[\"Tesil\"]"),
    free("keep", Shape::List, "Phrases in which a variant stays as it is", "[\"Tesil Treaty\"]"),
    free("not", Shape::List, "Names that look like one of it and are somebody else's", "[\"Anna Brandt\"]"),
    free("qid", Shape::Words, "Its item at Wikidata", "\"Q000\""),
    of(PERSON, free("died", Shape::Days, "When the person died", "2024-05-19")),
    of(
        PERSON,
        free(
            "roles",
            Shape::Roles,
            "Offices of the person",
            "[\n  { title = \"Mayor of Merrow\", from = 2019-05-20 },\n]",
        ),
    ),
    of(OUTLET, free("reliability", Shape::OneOf(GRADES, &[]), "How reliable the outlet is, from A to F", "\"B\"")),
];

const ROLE: &[FieldForm] = &[
    needed("title", Shape::Words, "The office, with whose it is", "\"Mayor of Merrow\""),
    free("org", Shape::Entry, "Whose office it is", "\"merrow\""),
    free("from", Shape::Days, "Since when it is held; open if it is left out", "2019-05-20"),
    free("to", Shape::Days, "Until when it is held, this day included; open if it is left out", "2021-12-31"),
    free("exclusive", Shape::Flag, "One person holds it at a time: two at one time are reported", "true"),
    free("said-as", Shape::List, "Other wordings of the office", "[\"town chief\"]"),
];

const EVENT: &[FieldForm] = &[
    free("name", Shape::Words, "What it is called; without it the words of the key", "\"Merrow talks\""),
    free("aliases", Shape::List, "Other names of it", "[\"Merrow round\"]"),
    free("type", Shape::Words, "What kind of event it is, in a word", "\"talks\""),
    free("date", Shape::Days, "Its day; instead of from and to", "2025-03-01"),
    free("from", Shape::Days, "Its first day", "2025-03-01"),
    free("to", Shape::Days, "Its last day", "2025-03-04"),
    free("place", Shape::Entry, "Where it is", "\"merrow\""),
    free("participants", Shape::Entries, "Who takes part", "[\"brandt\"]"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entities, Events};

    /// The list is what the files are read by: an example of every field is read without a complaint.
    #[test]
    fn every_example_can_be_read() {
        let lines = |form: Form, keys: &dyn Fn(&str) -> bool| -> String {
            let fields = form.fields().iter().filter(|field| keys(field.key));
            fields.map(|field| format!("{} = {}\n", field.key, field.example)).collect()
        };
        let entity = format!("[a]\n{}", lines(Form::Entity, &|key| key != "roles"));
        let role = format!("{entity}[[a.roles]]\n{}", lines(Form::Role, &|_| true));
        let roles = format!("[a]\n{}", lines(Form::Entity, &|_| true));
        for text in [entity, role, roles] {
            assert_eq!(Entities::parse(&text).problems, [], "{text}");
        }
        for left_out in [&["date"][..], &["from", "to"]] {
            let text = format!("[a]\n{}", lines(Form::Event, &|key| !left_out.contains(&key)));
            assert_eq!(Events::parse(&text).problems, [], "{text}");
        }
    }
}
