//! The shape of the registry's files, and the ways from an entry into the folder and back.

use ::registry::written::{Field, Section, Table, Value, ValueKind};
use ::registry::{ENTITIES, EVENTS, references};
use nlp::Form as MentionForm;
use text::Span;

use super::Subject;
use crate::marks::{Hit, Thing};
use crate::navigation::{Known, Target};
use crate::outline::{Fold, FoldKind, Symbol, SymbolKind};
use crate::snapshot::{Path, Snapshot};

impl Snapshot {
    /// From a reference to its entry; from an entry, or a name in it, to the mention that introduces it in the folder.
    pub(crate) fn entry_definition(&self, path: &str, offset: u32) -> Vec<Target> {
        let target = || {
            let place = self.entry_place(path, offset)?;
            let (origin, subject) = self.subject(path, &place)?;
            match subject {
                Subject::Entity(record) if !is_own(path, place.entry, record) => {
                    Some(self.entry_target(origin, ENTITIES, record.span))
                }
                Subject::Entity(record) => {
                    let known = self.entities_of(record).into_iter().max_by_key(|entity| entity.mentions)?;
                    self.introduction(&hit(origin, Thing::Entity), &known.definition)
                }
                Subject::Event(record) => {
                    let known = self.events_of(record);
                    self.event_target(&hit(origin, Thing::Event), &known.first()?.definition)
                }
            }
        };
        target().into_iter().collect()
    }

    /// Where an entry is referred to in the registry, then every mention of it in the folder. With `definition` the entry
    /// itself is among them.
    pub(crate) fn entry_references(&self, path: &str, offset: u32, definition: bool) -> Vec<Target> {
        let Some(place) = self.entry_place(path, offset) else { return Vec::new() };
        let Some((origin, subject)) = self.subject(path, &place) else { return Vec::new() };
        let (file, span) = match subject {
            Subject::Entity(record) => (ENTITIES, record.span),
            Subject::Event(record) => (EVENTS, record.span),
        };
        let own = definition.then(|| self.entry_target(origin, file, span));
        let uses = match subject {
            Subject::Entity(record) => self.uses(origin, record),
            Subject::Event(_) => Vec::new(),
        };
        let all = own.into_iter().chain(uses);
        all.chain(
            self.known_of(subject).iter().flat_map(|(thing, known)| self.all_mentions(&hit(origin, *thing), known)),
        )
        .collect()
    }

    /// The entries of a file, each with its offices.
    pub(crate) fn entry_symbols(&self, path: &str) -> Vec<Symbol> {
        let Some(written) = self.registry.written(path) else { return Vec::new() };
        let (outside, sections) = written.sections.split_first().map_or((None, &[][..]), |(a, b)| (Some(a), b));
        let inline =
            outside.into_iter().flat_map(|section| &section.table.fields).filter_map(|f| inline_symbol(path, f));
        let mut all: Vec<Symbol> = inline.collect();
        for section in sections {
            match (section.header.as_slice(), all.last_mut()) {
                ([(key, span)], _) => all.push(entry_symbol(path, key, *span, section.span, &section.table)),
                ([(key, _), ..], Some(above)) if above.detail.ends_with(&**key) || above.name == *key => {
                    above.span.end = section.span.end;
                    above.children.extend(role_symbol(section.span, &section.table));
                }
                _ => {}
            }
        }
        all
    }

    /// Entries and lists of more than one line.
    pub(crate) fn entry_folds(&self, path: &str) -> Vec<Fold> {
        let (Some(written), Some(lines)) = (self.registry.written(path), self.registry.lines(path)) else {
            return Vec::new();
        };
        let line = |offset| lines.position(text::PositionEncoding::Utf8, offset).line;
        let values = |section: &Section| -> Vec<Span> {
            section.table.fields.iter().filter_map(|field| Some(field.value.as_ref()?.span)).collect()
        };
        let spans = written.sections.iter().flat_map(|section| std::iter::once(section.span).chain(values(section)));
        let spans = spans.filter(|span| line(span.start) < line(span.end));
        spans.map(|span| Fold { span, kind: FoldKind::Region }).collect()
    }

    /// Who or what of the folder is meant.
    fn known_of(&self, subject: Subject) -> Vec<(Thing, Known)> {
        match subject {
            Subject::Entity(record) => {
                let all = self.entities_of(record).into_iter();
                all.map(|entity| (Thing::Entity, Known::Entity(entity))).collect()
            }
            Subject::Event(record) => {
                let all = self.events_of(record).into_iter();
                all.map(|event| (Thing::Event, Known::Event(event))).collect()
            }
        }
    }

    /// Where the registry refers to an entry.
    fn uses(&self, origin: Span, record: &::registry::Entity) -> Vec<Target> {
        let mut all = Vec::new();
        for path in self.registry.files() {
            for (words, span) in self.registry.written(path).into_iter().flat_map(|file| references(path, file)) {
                if self.referred(words).is_some_and(|entry| entry.key == record.key) {
                    all.push(Target { origin, path: path.into(), span, focus: span, form: MentionForm::Name });
                }
            }
        }
        all
    }

    fn entry_target(&self, origin: Span, file: &str, key: Span) -> Target {
        let span = self.block_of(file, key);
        Target { origin, path: Path::from(file), span, focus: key, form: MentionForm::Name }
    }
}

/// An entry written in one line: `harbour-summit = 2025-01-20`, `a = { type = … }`.
fn inline_symbol(path: &str, field: &Field) -> Option<Symbol> {
    let value = field.value.as_ref()?;
    let span = field.key_span.cover(value.span);
    match (&value.kind, path) {
        (ValueKind::Table(table), _) => Some(entry_symbol(path, &field.key, field.key_span, span, table)),
        (ValueKind::Bare(_) | ValueKind::Words(_), EVENTS) if field.key != "schema" => {
            Some(entry_symbol(path, &field.key, field.key_span, span, &Table::default()))
        }
        _ => None,
    }
}

/// `Ada Brandt`, and behind it `person · brandt`.
fn entry_symbol(path: &str, key: &str, focus: Span, span: Span, table: &Table) -> Symbol {
    let kind = table.words("type").unwrap_or_default();
    let symbol = match (path, kind) {
        (EVENTS, _) => SymbolKind::Event,
        (_, "person") => SymbolKind::Person,
        (_, "place") => SymbolKind::Place,
        _ => SymbolKind::Organization,
    };
    let said = [kind, key].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
    let roles = match table.field("roles").and_then(|field| field.value.as_ref()) {
        Some(Value { kind: ValueKind::List(roles), .. }) => {
            roles.iter().filter_map(|role| role_symbol(role.span, role.table()?)).collect()
        }
        _ => Vec::new(),
    };
    Symbol {
        name: table.words("name").unwrap_or(key).to_owned(),
        detail: said,
        kind: symbol,
        span,
        focus,
        children: roles,
    }
}

/// `Mayor of Merrow`, and behind it `2019-05-20 to 2021-12-31`.
fn role_symbol(span: Span, table: &Table) -> Option<Symbol> {
    let day = |key: &str| match &table.field(key)?.value.as_ref()?.kind {
        ValueKind::Bare(day) | ValueKind::Words(day) => Some(day.clone()),
        _ => None,
    };
    let detail = match (day("from"), day("to")) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    };
    let focus = table.field("title")?.value.as_ref()?.span;
    Some(Symbol {
        name: table.words("title")?.to_owned(),
        detail,
        kind: SymbolKind::Paragraph,
        span,
        focus,
        children: Vec::new(),
    })
}

/// The entry is the one in which somebody asks.
fn is_own(path: &str, entry: Option<&str>, record: &::registry::Entity) -> bool {
    path == ENTITIES && entry == Some(&*record.key)
}

/// The words in the registry that lead to mentions.
fn hit(span: Span, thing: Thing) -> Hit {
    Hit { article: 0, thing, number: 0, span }
}
