//! Cards in the registry's files: what a field means, and whom or what a value names.

use ::registry::written::{Field, Part, Place, Value, ValueKind};
use ::registry::{Days, ENTITIES, EVENTS, FieldForm, Shape};

use super::Subject;
use crate::hover::{Hover, date, person::Seat};
use crate::markup::Markup;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// The card for a place of a file of the registry: on a key what the field means, on a key of an entry, a name or a
    /// reference the card that the name has in an article, on a day its weekday.
    pub(crate) fn entry_hover(&self, path: &str, offset: u32) -> Option<Hover> {
        let place = self.entry_place(path, offset)?;
        if let Some((span, subject)) = self.subject(path, &place) {
            return Some(Hover { span, card: self.subject_card(subject) });
        }
        match place.part {
            Part::Key(field) => Some(Hover { span: field.key_span, card: key_card(&place, field) }),
            Part::Value(field, value) => {
                let form = field_form(&place, field);
                let days = days_of(value, form.map(|form| form.shape).or_else(|| short_form(path, &place)));
                let card = match days {
                    Some(days) => days_card(days, form),
                    None => field_card(form?),
                };
                Some(Hover { span: value.span, card })
            }
            Part::Entry(_) | Part::Room(_) | Part::Between => None,
        }
    }

    fn subject_card(&self, subject: Subject) -> Markup {
        match subject {
            Subject::Entity(record) => {
                let known = self.entities_of(record).into_iter().max_by_key(|entity| entity.mentions);
                let card =
                    known.and_then(|entity| self.entity_card(&entity, Seat { path: ENTITIES, article: 0, hit: None }));
                card.unwrap_or_else(|| self.unseen_card(record, self.config.today))
            }
            Subject::Event(record) => match self.events_of(record).first() {
                Some(event) => self.event_card(event, None),
                None => unseen_event_card(record),
            },
        }
    }
}

/// What a field means, what it takes, and an example of it.
pub(super) fn field_card(field: &FieldForm) -> Markup {
    let mut card = Markup::default();
    card.title(field.key);
    card.line(format!("{}.", field.means));
    card.line(format!("It is {}.", field.shape.told()));
    let kinds: Vec<&str> = field.of.iter().map(|kind| kind.word()).collect();
    if !kinds.is_empty() {
        card.line(format!("An entry of type {} has it.", kinds.join(", ")));
    }
    if field.is_needed {
        card.line("Without it the entry does not count.");
    }
    let example = field.example.split_whitespace().collect::<Vec<_>>().join(" ");
    card.item(format!("{} = {example}", field.key));
    card
}

fn key_card(place: &Place, field: &Field) -> Markup {
    if let Some(form) = field_form(place, field) {
        return field_card(form);
    }
    let mut card = Markup::default();
    card.title(&*field.key);
    card.line("A key of your own: dateline leaves it alone.");
    card
}

fn field_form(place: &Place, field: &Field) -> Option<&'static FieldForm> {
    place.form?.field(&field.key)
}

/// An event in one line has its day behind its key.
fn short_form(path: &str, place: &Place) -> Option<Shape> {
    (path == EVENTS && place.entry.is_none()).then_some(Shape::Days)
}

fn days_of(value: &Value, shape: Option<Shape>) -> Option<Days> {
    match &value.kind {
        ValueKind::Bare(words) | ValueKind::Words(words) if shape == Some(Shape::Days) => Days::named(words),
        _ => None,
    }
}

fn days_card(days: Days, field: Option<&FieldForm>) -> Markup {
    let mut card = Markup::default();
    card.title(date::days(days.first, days.last));
    card.line(field.map_or("The day of the event.".to_owned(), |field| format!("{}.", field.means)));
    card
}

fn unseen_event_card(record: &::registry::Event) -> Markup {
    let mut card = Markup::default();
    card.title(&*record.name);
    card.line(date::days(record.days.first, record.days.last));
    if let Some(place) = &record.place {
        card.line(format!("in {place}"));
    }
    if !record.participants.is_empty() {
        card.line(format!("with {}", record.participants.join(", ")));
    }
    card.line("no article tells of it under this name, or at this place on these days");
    card
}
