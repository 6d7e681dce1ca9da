//! From fields to the properties of a JSON Schema.

use super::{KEPT, fields};
use serde_json::{Map, Value, json};
use weft_domain::field::{Field, FieldType};

/// The keywords that a field decides.
const KNOWN: [&str; 17] = [
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "integer",
    "pattern",
    "default",
    "title",
    "description",
];

/// The properties of fields.
pub(super) fn properties(fields: &[Field]) -> Map<String, Value> {
    fields.iter().map(|field| (field.name.clone(), property(field))).collect()
}

/// The names that are required.
pub(super) fn required(fields: &[Field]) -> Vec<Value> {
    fields.iter().filter(|field| field.required).map(|field| json!(field.name)).collect()
}

fn property(field: &Field) -> Value {
    let kept = field.member(KEPT).and_then(|raw| serde_json::from_str::<Value>(raw).ok());
    match kept {
        Some(kept) if is_as_sent(field, &kept) => kept,
        Some(Value::Object(kept)) => {
            let mut property = written(field);
            let unknown = kept.into_iter().filter(|(keyword, _)| !KNOWN.contains(&keyword.as_str()));
            property.extend(unknown);
            Value::Object(property)
        }
        _ => Value::Object(written(field)),
    }
}

/// Whether the field still is what its property made it.
fn is_as_sent(field: &Field, kept: &Value) -> bool {
    fields::field(&field.name, kept, field.required).is_some_and(|made| made == *field)
}

/// The keywords of a field.
fn written(field: &Field) -> Map<String, Value> {
    let mut property = Map::new();
    let mut set = |keyword: &str, value: Option<Value>| {
        if let Some(value) = value {
            property.insert(keyword.to_owned(), value);
        }
    };
    let setting = |name: &str| setting(field, name);
    match field.field_type() {
        FieldType::Text | FieldType::Textarea | FieldType::Slug | FieldType::Color => {
            set("type", Some(json!("string")));
            lengths(field, &mut set);
        }
        FieldType::Email | FieldType::Url | FieldType::Date | FieldType::DateTime => {
            set("type", Some(json!("string")));
            let format = match field.field_type() {
                FieldType::Email => "email",
                FieldType::Url => "url",
                FieldType::Date => "date",
                _ => "date-time",
            };
            set("format", Some(json!(format)));
            lengths(field, &mut set);
        }
        FieldType::Number => {
            let is_integer = setting("integer") == Some(Value::Bool(true));
            set("type", Some(json!(if is_integer { "integer" } else { "number" })));
            set("minimum", setting("min"));
            set("maximum", setting("max"));
        }
        FieldType::Boolean => set("type", Some(json!("boolean"))),
        FieldType::Select => {
            let options = options(field);
            if options.iter().all(Value::is_string) {
                set("type", Some(json!("string")));
            }
            set("enum", (!options.is_empty()).then_some(Value::Array(options)));
        }
        FieldType::MultiSelect | FieldType::Tags => {
            let options = options(field);
            let mut items = Map::new();
            if options.iter().all(Value::is_string) {
                items.insert("type".to_owned(), json!("string"));
            }
            if !options.is_empty() {
                items.insert("enum".to_owned(), Value::Array(options));
            }
            list(field, Some(Value::Object(items)), &mut set);
        }
        FieldType::Relation if setting("multiple") == Some(Value::Bool(true)) => {
            list(field, Some(json!({ "type": "string" })), &mut set);
        }
        FieldType::Relation => set("type", Some(json!("string"))),
        FieldType::Image | FieldType::File if setting("multiple") == Some(Value::Bool(true)) => {
            list(field, None, &mut set);
        }
        // A text or an object, each of them.
        FieldType::Image | FieldType::File | FieldType::RichText | FieldType::Json => {}
        FieldType::Group => {
            let (properties, required) = inner(field);
            set("type", Some(json!("object")));
            set("properties", Some(properties));
            set("required", required);
        }
        FieldType::Array => list(field, item(field), &mut set),
    }
    set("title", (field.label != field.name && !field.label.is_empty()).then(|| json!(field.label)));
    set("description", field.description.as_ref().map(|text| json!(text)));
    set(
        "default",
        field
            .member("defaultValue")
            .and_then(|raw| serde_json::from_str(raw).ok())
            .filter(|v: &Value| !v.is_null()),
    );
    property
}

/// A setting of a field, from its `config` or beside it.
fn setting(field: &Field, name: &str) -> Option<Value> {
    let value = |raw: &str| serde_json::from_str::<Value>(raw).ok();
    let configured = field.member("config").and_then(value).and_then(|config| config.get(name).cloned());
    configured.or_else(|| field.member(name).and_then(value)).filter(|value| !value.is_null())
}

/// A required text that may not be empty has at least one character.
fn lengths(field: &Field, set: &mut impl FnMut(&str, Option<Value>)) {
    let must_have_some = field.required && !field.allow_empty;
    set("minLength", setting(field, "minLength").or_else(|| must_have_some.then(|| json!(1))));
    set("maxLength", setting(field, "maxLength"));
    set(
        "pattern",
        setting(field, "pattern").filter(|pattern| pattern.as_str().is_some_and(|text| !text.is_empty())),
    );
}

fn list(field: &Field, items: Option<Value>, set: &mut impl FnMut(&str, Option<Value>)) {
    let must_have_some = field.required && !field.allow_empty;
    set("type", Some(json!("array")));
    set("items", items);
    set("minItems", setting(field, "minItems").or_else(|| must_have_some.then(|| json!(1))));
    set("maxItems", setting(field, "maxItems"));
}

/// The values of a choice.
fn options(field: &Field) -> Vec<Value> {
    let options = setting(field, "options");
    let options = options.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    options.iter().map(|option| option.get("value").unwrap_or(option).clone()).collect()
}

/// What the items of a list are.
fn item(field: &Field) -> Option<Value> {
    if setting(field, "fields").is_some() {
        let (properties, required) = inner(field);
        let mut object = json!({ "type": "object", "properties": properties });
        if let (Some(required), Some(object)) = (required, object.as_object_mut()) {
            object.insert("required".to_owned(), required);
        }
        return Some(object);
    }
    let of = match setting(field, "of")? {
        Value::String(kind) => json!({ "name": "item", "type": kind }),
        Value::Object(mut of) => {
            of.insert("name".to_owned(), json!("item"));
            of.remove("label");
            Value::Object(of)
        }
        _ => return None,
    };
    let field: Field = serde_json::from_str(&of.to_string()).ok()?;
    Some(property(&field))
}

/// The properties of the fields inside of a field, and which are required.
fn inner(field: &Field) -> (Value, Option<Value>) {
    let defined = setting(field, "fields").unwrap_or_default();
    let defined = defined.as_array().map(Vec::as_slice).unwrap_or_default();
    let fields: Vec<Field> =
        defined.iter().filter_map(|field| serde_json::from_str(&field.to_string()).ok()).collect();
    let required = required(&fields);
    (Value::Object(properties(&fields)), (!required.is_empty()).then_some(Value::Array(required)))
}
