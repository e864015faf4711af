//! The registry's files as JSON schemas, for editors that check and complete TOML by them.

use std::collections::BTreeMap;

use registry::{ENTITIES, EVENTS, FieldForm, Form, Shape};
use serde_json::{Map, Value, json};

/// A JSON schema (draft 7) of `entities.toml` or `events.toml`; `None` of another file. Keys of the user's own are allowed
/// everywhere.
pub fn entry_schema(file: &str) -> Option<Value> {
    let entry = match file {
        ENTITIES => table(Form::Entity),
        EVENTS => json!({ "anyOf": [table(Form::Event), days()] }),
        _ => return None,
    };
    Some(sorted(json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "additionalProperties": entry,
        "properties": { "schema": { "description": "The number of the file's form", "type": "integer" } },
        "title": file,
        "type": "object",
    })))
}

fn table(form: Form) -> Value {
    let properties: Map<String, Value> =
        form.fields().iter().map(|field| (field.key.to_owned(), described(field))).collect();
    let needed: Vec<&str> = form.fields().iter().filter(|field| field.is_needed).map(|field| field.key).collect();
    let mut table = json!({ "properties": properties, "type": "object" });
    if !needed.is_empty() {
        table["required"] = json!(needed);
    }
    table
}

fn described(field: &FieldForm) -> Value {
    let mut value = shape(field.shape);
    value["description"] = json!(format!("{}. It is {}.", field.means, field.shape.told()));
    value
}

fn shape(shape: Shape) -> Value {
    match shape {
        Shape::Words | Shape::Entry => json!({ "type": "string" }),
        Shape::OneOf(words, others) => {
            let all = [words, others].concat();
            json!({ "enum": all, "type": "string" })
        }
        Shape::List | Shape::Entries => json!({ "items": { "type": "string" }, "type": ["array", "string"] }),
        Shape::Days => days(),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Roles => json!({ "items": table(Form::Role), "type": "array" }),
    }
}

/// Days without quotation marks reach a schema as strings.
fn days() -> Value {
    json!({ "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$", "type": ["string", "integer"] })
}

/// Keys in the order of the alphabet, so that the text is the same whichever kind of map holds them.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(table) => {
            let fields: BTreeMap<String, Value> = table.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_in_its_schema() {
        let in_schema = |file: &str, pointer: &str, form: Form| {
            let schema = entry_schema(file).unwrap();
            for field in form.fields() {
                let told = schema.pointer(&format!("{pointer}/properties/{}", field.key));
                assert!(told.is_some_and(|told| told["description"].as_str().is_some()), "{file}: {}", field.key);
            }
        };
        in_schema(ENTITIES, "/additionalProperties", Form::Entity);
        in_schema(ENTITIES, "/additionalProperties/properties/roles/items", Form::Role);
        in_schema(EVENTS, "/additionalProperties/anyOf/0", Form::Event);
        assert_eq!(entry_schema("other.toml"), None);
    }
}
