//! What a folder knows beside its articles: people, bodies, places and outlets (`entities.toml`), and events with their
//! days (`events.toml`). Both are written by hand and lie next to `dateline.toml`; what they may hold is in
//! `docs/registry.md`.
//!
//! [`Entities::parse`] and [`Events::parse`] are functions from a text to what it says and what is wrong in it. An entry
//! with something wrong is reported where it stands and costs no other entry its effect; a text that is no TOML says
//! nothing, and whoever read an earlier one keeps that. [`add_entity`] and its like answer with an edit of the text, for an
//! editor to carry out and to undo. Every [`text::Span`] is in bytes of the file's text.

mod blocks;
mod change;
mod days;
mod entities;
mod events;
mod fields;
mod form;
mod lookup;
mod references;
pub mod written;

pub use change::{
    Change, NewEntity, NewEvent, add_entity, add_entity_beside, add_event, add_word, entity_block, event_block, quoted,
};
pub use days::Days;
pub use entities::{Entities, Entity, EntityKind, Role};
pub use events::{Event, Events};
pub use fields::Problem;
pub use form::{FieldForm, Form, Shape};
pub use lookup::Lookup;
pub use references::references;
pub use written::Written;

/// The name of the file of people, bodies, places and outlets.
pub const ENTITIES: &str = "entities.toml";

/// The name of the file of events.
pub const EVENTS: &str = "events.toml";

/// What came of reading one of the files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read<T> {
    /// What it says; nothing if it is no TOML.
    pub said: Option<T>,
    /// What is wrong in it, by place.
    pub problems: Vec<Problem>,
}
