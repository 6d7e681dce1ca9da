//! A schema of what an entry looks like ([SRC schema-utils.ts] of the original).

use serde_json::{Map, Value, json};

/// The schema of a value. Every member of an object is required.
#[must_use]
pub fn infer(value: &Value) -> Value {
    match value {
        Value::Null | Value::String(_) => json!({ "type": "string", "default": "" }),
        Value::Number(_) => json!({ "type": "number", "default": 0 }),
        Value::Bool(_) => json!({ "type": "boolean", "default": false }),
        Value::Array(items) => {
            let items = items.first().map_or_else(|| json!({ "type": "string" }), infer);
            json!({ "type": "array", "items": items, "default": [] })
        }
        Value::Object(members) => {
            let properties: Map<String, Value> =
                members.iter().map(|(name, value)| (name.clone(), infer(value))).collect();
            let required: Vec<&String> = members.keys().collect();
            json!({ "type": "object", "properties": properties, "required": required })
        }
    }
}
