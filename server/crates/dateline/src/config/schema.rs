//! The settings as a JSON schema: for editors that check `dateline.toml`, and for the page that lists them.

use rules::RULES;
use serde_json::{Map, Value, json};

use super::keys::{KEYS, Key, Kind, LEVELS};

/// A JSON schema (draft 7) of `dateline.toml`. Only settings have a description; tables that hold them have none.
pub fn schema() -> Value {
    let mut properties = Map::new();
    for key in KEYS {
        put(&mut properties, key.name, setting(key));
    }
    // Everywhere here keys stand in the order of the alphabet, so that the text is the same whichever kind of map holds them.
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "additionalProperties": false,
        "properties": properties,
        "title": "dateline.toml",
        "type": "object",
    })
}

/// Puts a setting into the table its name leads to.
fn put(properties: &mut Map<String, Value>, name: &str, setting: Value) {
    let Some((table, rest)) = name.split_once('.') else {
        properties.insert(name.to_owned(), setting);
        return;
    };
    let empty = || json!({ "additionalProperties": false, "properties": {}, "type": "object" });
    let table = properties.entry(table).or_insert_with(empty);
    if let Some(inner) = table.get_mut("properties").and_then(Value::as_object_mut) {
        put(inner, rest, setting);
    }
}

fn setting(key: &Key) -> Value {
    let mut setting = Map::new();
    if key.kind.is_open() {
        setting.insert("additionalProperties".to_owned(), entry(key.kind));
    }
    if !key.default.is_empty() {
        // TOML and JSON write all of them alike but days, which JSON quotes.
        let default = serde_json::from_str(key.default).unwrap_or_else(|_| json!(key.default));
        setting.insert("default".to_owned(), default);
    }
    setting.insert("description".to_owned(), json!(key.means));
    let kind = match key.kind {
        Kind::Globs => json!({ "items": { "format": "glob", "type": "string" }, "type": "array" }),
        Kind::Names => json!({ "items": { "type": "string" }, "type": "array" }),
        Kind::Day => json!({ "format": "date", "type": "string" }),
        Kind::Size => json!({ "minimum": 0, "type": ["integer", "string"] }),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Text | Kind::DayForm => json!({ "type": "string" }),
        Kind::Word(words) => json!({ "enum": words, "type": "string" }),
        Kind::Rules => json!({ "properties": rules(), "type": "object" }),
        Kind::Outlets | Kind::Spellings => json!({ "type": "object" }),
    };
    setting.extend(kind.as_object().cloned().unwrap_or_default());
    Value::Object(setting)
}

/// What an entry of a table takes whose keys are the user's own.
fn entry(kind: Kind) -> Value {
    match kind {
        Kind::Outlets => {
            let text = json!({ "type": "string" });
            json!({
                "additionalProperties": false,
                "properties": { "date-order": text, "language": text, "reliability": text },
                "type": "object",
            })
        }
        Kind::Spellings => json!({ "type": "string" }),
        // Rules are known, and all of them are named.
        _ => json!(false),
    }
}

/// Every rule, by its code and by its name.
fn rules() -> Map<String, Value> {
    let level = json!({ "enum": LEVELS, "type": "string" });
    let levels =
        json!({ "additionalProperties": false, "properties": { "draft": level, "source": level }, "type": "object" });
    let one = |key: &str, description: String| {
        (key.to_owned(), json!({ "anyOf": [level, levels], "description": description }))
    };
    let mut rules: Vec<(String, Value)> = RULES
        .iter()
        .flat_map(|rule| {
            let named = |also: &str| format!("{also}: {}", rule.summary);
            [one(rule.code, named(rule.name)), one(rule.name, named(rule.code))]
        })
        .collect();
    rules.sort_by(|(a, _), (b, _)| a.cmp(b));
    rules.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_in_the_schema_with_its_default() {
        let schema = schema();
        for key in KEYS {
            let pointer = format!("/properties/{}", key.name.replace('.', "/properties/"));
            let setting = schema.pointer(&pointer).unwrap_or_else(|| panic!("{}", key.name));
            assert_eq!(setting["description"], key.means);
            assert_eq!(setting.get("default").is_some(), !key.default.is_empty(), "{}", key.name);
        }
        assert_eq!(schema["properties"]["documents"]["properties"]["earliest"]["default"], "2000-01-01");
        assert_eq!(schema["properties"]["rules"]["properties"]["D106"]["anyOf"][0]["enum"][0], "off");
    }
}
