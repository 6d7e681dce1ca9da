//! Converts between JSON Schema, as this API's clients write it, and Weft's fields.
//!
//! A property becomes a field whose rules every dialect knows (`fields`); the field's member
//! `jsonSchema` keeps the property as it was sent. A read (`properties`) returns the property as it
//! was sent, unless another API has changed the field: then Weft writes the keywords that it knows
//! again, and all others stay. The parts of a schema that are no fields (keywords of the schema
//! itself, properties with names that a field cannot have, the flags of the collection) are stored
//! beside the fields (`Details`). `infer` creates a schema from an entry, `template` an entry from
//! a schema.

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

/// The member of a field that stores its property as it was sent.
const KEPT: &str = "jsonSchema";

/// The fields of a schema and its other parts; `None` if it is not a JSON Schema of an object with
/// properties, or if its fields exceed Weft's limits.
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

/// The schema of the value at a path; null if there is none.
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

/// A text as JSON text of the type that the schema requires, if it can be converted: a number, true
/// or false.
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
