//! JSON Schema, as this API's clients write it, and Weft's fields: both ways.
//!
//! A property becomes a field whose rules every dialect knows (`fields`), and keeps what was sent
//! in the field's member `jsonSchema`. Read again (`properties`), a property is what was sent,
//! unless somebody has changed the field through another API: then the keywords that Weft knows are
//! written anew and all others stay. What of a schema is no field (keywords of the schema itself,
//! properties whose names no field may have, the flags of the collection) is kept beside the fields
//! (`Details`). `infer` makes a schema of an entry, `template` an entry of a schema.

mod details;
mod fields;
mod infer;
mod properties;
mod template;

pub use details::{Described, Details};
pub use infer::infer;
pub use template::template;

use serde_json::{Map, Value, json};
use weft_domain::Collection;
use weft_domain::schema::Schema;

/// The member of a field that has its property as it was sent.
const KEPT: &str = "jsonSchema";

/// The fields of a schema, and what is no field; `None` when it is no JSON Schema of an object with
/// properties, or its fields break Weft's limits.
#[must_use]
pub fn read(text: &str, creatable: bool, orderable: bool) -> Option<Described> {
    let Value::Object(mut schema) = serde_json::from_str(text).ok()? else { return None };
    if schema.remove("type") != Some(Value::from("object")) {
        return None;
    }
    let Some(Value::Object(properties)) = schema.remove("properties") else { return None };
    let required = fields::required(schema.remove("required"))?;
    let mut kept = Map::new();
    let mut fields = Vec::new();
    for (name, property) in properties {
        if !fields::is_property(&property, 0) {
            return None;
        }
        let is_required = required.contains(&name);
        match fields::field(&name, &property, is_required) {
            Some(field) => fields.push(field),
            None => drop(kept.insert(name, property)),
        }
    }
    let required = required
        .into_iter()
        .filter(|name| kept.contains_key(name) || !fields.iter().any(|field| field.name == *name));
    let details = Details { creatable, orderable, required: required.collect(), properties: kept, schema };
    let described = Described { fields: Schema { fields }, details };
    described.fields.violations().is_empty().then_some(described)
}

/// A collection's schema.
#[must_use]
pub fn of(collection: &Collection) -> Value {
    let details = Details::of(collection);
    let mut properties = properties::properties(&collection.schema.fields);
    let mut required = properties::required(&collection.schema.fields);
    properties.extend(details.properties);
    required.extend(details.required.into_iter().map(Value::from));
    let mut schema = details.schema;
    let mut whole = Map::new();
    whole.insert("type".to_owned(), json!("object"));
    whole.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        whole.insert("required".to_owned(), Value::Array(required));
    }
    whole.append(&mut schema);
    Value::Object(whole)
}

/// What a schema says of the value that a path leads to; null where it says nothing.
#[must_use]
pub fn at<'s, 'p>(schema: &'s Value, mut path: impl Iterator<Item = &'p str>) -> &'s Value {
    const NOTHING: &Value = &Value::Null;
    path.try_fold(schema, |schema, segment| {
        let property = schema.get("properties").and_then(|properties| properties.get(segment));
        let item = || schema.get("items").filter(|_| segment.bytes().all(|byte| byte.is_ascii_digit()));
        property.or_else(item)
    })
    .unwrap_or(NOTHING)
}

/// A text as the value that a schema asks for, where it can be that: a number, true or false. JSON
/// text.
#[must_use]
pub fn as_asked(schema: &Value, text: &str) -> Option<String> {
    let text = text.trim();
    let number = || serde_json::from_str::<Value>(text).ok().filter(Value::is_number);
    match schema.get("type").and_then(Value::as_str)? {
        "number" => number().map(|_| text.to_owned()),
        "integer" => {
            number().filter(|n| n.as_f64().is_some_and(|n| n.fract() == 0.0)).map(|_| text.to_owned())
        }
        "boolean" => matches!(text, "true" | "false").then(|| text.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
