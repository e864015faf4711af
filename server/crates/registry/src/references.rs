//! What refers in a file to entries of `entities.toml`.

use text::Span;

use crate::form::{Form, Shape};
use crate::written::{Table, Value, ValueKind, Written};
use crate::{ENTITIES, EVENTS};

/// The words of a file that refer to entries, with their places.
pub fn references<'a>(path: &str, file: &'a Written) -> Vec<(&'a str, Span)> {
    let mut all = Vec::new();
    for section in &file.sections {
        match (path, section.header.len()) {
            (ENTITIES, 1) => in_roles(&section.table, &mut all),
            (ENTITIES, 2) => in_table(Form::Role, &section.table, &mut all),
            (EVENTS, 1) => in_table(Form::Event, &section.table, &mut all),
            (_, 0) => {
                let values = section.table.fields.iter().filter_map(|field| field.value.as_ref());
                for table in values.filter_map(Value::table) {
                    match path {
                        ENTITIES => in_roles(table, &mut all),
                        _ => in_table(Form::Event, table, &mut all),
                    }
                }
            }
            _ => {}
        }
    }
    all
}

fn in_roles<'a>(table: &'a Table, all: &mut Vec<(&'a str, Span)>) {
    if let Some(Value { kind: ValueKind::List(roles), .. }) =
        table.field("roles").and_then(|field| field.value.as_ref())
    {
        roles.iter().filter_map(Value::table).for_each(|role| in_table(Form::Role, role, all));
    }
}

fn in_table<'a>(form: Form, table: &'a Table, all: &mut Vec<(&'a str, Span)>) {
    for field in &table.fields {
        let shape = form.field(&field.key).map(|field| field.shape);
        let Some(value) = field.value.as_ref().filter(|_| matches!(shape, Some(Shape::Entry | Shape::Entries))) else {
            continue;
        };
        let values = match &value.kind {
            ValueKind::List(values) => values.as_slice(),
            _ => std::slice::from_ref(value),
        };
        all.extend(values.iter().filter_map(|value| Some((value.words()?, value.span))));
    }
}
