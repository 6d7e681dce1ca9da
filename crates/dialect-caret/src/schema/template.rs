//! The entry that a schema describes before anything is known of it ([SRC schema-utils.ts] of the
//! original).

use serde_json::{Map, Value, json};

/// The value that a schema asks for by itself.
#[must_use]
pub fn template(schema: &Value) -> Value {
    if let Some(default) = schema.get("default") {
        return default.clone();
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let members: Map<String, Value> = properties
                .into_iter()
                .flatten()
                .map(|(name, property)| (name.clone(), template(property)))
                .collect();
            Value::Object(members)
        }
        Some("array") => json!([]),
        Some("string") => {
            let first = schema.get("enum").and_then(|options| options.get(0));
            first.filter(|option| option.is_string()).cloned().unwrap_or_else(|| json!(""))
        }
        Some("number" | "integer") => json!(0),
        Some("boolean") => json!(false),
        _ => Value::Null,
    }
}
