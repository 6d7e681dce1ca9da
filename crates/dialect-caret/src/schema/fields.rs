//! From the properties of a JSON Schema to fields.
//!
//! The keywords that the original supports are `type`, `properties`, `required`, `items`, `enum`,
//! `format` (`email`, `url`), `minLength`, `maxLength`, `minimum`, `maximum`, `integer`, `default`,
//! `title`, `description`; beside them `format` `uri`, `date` and `date-time`, `minItems` and
//! `maxItems` have fields of their own here. A value that a keyword cannot have makes the schema
//! invalid; keywords that are not in the list say nothing.

use super::KEPT;
use serde_json::{Map, Value, json};
use weft_domain::field::{Field, NESTING_MAX, is_field_name};

/// The deepest that a schema may be nested.
const DEPTH_MAX: usize = 32;

/// The names that are required; `None` when that is no list of names.
pub(super) fn required(sent: Option<Value>) -> Option<Vec<String>> {
    match sent {
        None => Some(Vec::new()),
        Some(Value::Array(names)) => names.into_iter().map(|name| name.as_str().map(str::to_owned)).collect(),
        Some(_) => None,
    }
}

/// Whether that can be a schema: an object (or true, which says nothing) whose keywords have values
/// that they can have.
pub(super) fn is_property(schema: &Value, depth: usize) -> bool {
    let Value::Object(keywords) = schema else { return schema.is_boolean() };
    depth < DEPTH_MAX && keywords.iter().all(|(keyword, value)| is_legal(keyword, value, depth))
}

fn is_legal(keyword: &str, value: &Value, depth: usize) -> bool {
    const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "array", "object", "null"];
    let is_type = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    match keyword {
        "type" => is_type(value) || value.as_array().is_some_and(|types| types.iter().all(is_type)),
        "properties" => {
            value.as_object().is_some_and(|all| all.values().all(|one| is_property(one, depth + 1)))
        }
        "items" => is_property(value, depth + 1) || value.as_array().is_some(),
        "required" => value.as_array().is_some_and(|names| names.iter().all(Value::is_string)),
        "enum" => value.is_array(),
        "format" | "title" | "description" => value.is_string(),
        "minimum" | "maximum" => value.is_number(),
        "minLength" | "maxLength" | "minItems" | "maxItems" => {
            value.as_f64().is_some_and(|count| count.fract() == 0.0 && (0.0..=1e9).contains(&count))
        }
        _ => true,
    }
}

/// The field of a property; `None` when no field may have that name, or rules that contradict each
/// other.
pub(super) fn field(name: &str, property: &Value, is_required: bool) -> Option<Field> {
    if !is_field_name(name) {
        return None;
    }
    let mut members = definition(name, property, is_required, 0);
    members.insert(KEPT.to_owned(), property.clone());
    let read = |members: &Map<String, Value>| {
        let field: Field = serde_json::from_str(&Value::Object(members.clone()).to_string()).ok()?;
        field.definition_violations().is_empty().then_some(field)
    };
    if let Some(field) = read(&members) {
        return Some(field);
    }
    // A default need not keep the rules of its property.
    members.remove("defaultValue");
    read(&members)
}

/// The members of a definition.
fn definition(name: &str, property: &Value, is_required: bool, depth: usize) -> Map<String, Value> {
    let text = |keyword: &str| property.get(keyword).and_then(Value::as_str);
    let (kind, config) = kind(property, depth);
    let mut members = Map::new();
    let mut set = |member: &str, value: Value| drop(members.insert(member.to_owned(), value));
    set("name", json!(name));
    let title = text("title")
        .filter(|title| !title.is_empty() && title.chars().count() <= weft_domain::field::LABEL_MAX);
    set("label", json!(title.unwrap_or(name)));
    set("type", json!(kind));
    set("required", json!(is_required));
    // In JSON Schema a required text may be empty, unless it has a least length.
    if is_required && is_empty_allowed(kind, &config) {
        set("allowEmpty", json!(true));
    }
    if let Some(description) =
        text("description").filter(|text| text.chars().count() <= weft_domain::field::DESCRIPTION_MAX)
    {
        set("description", json!(description));
    }
    if !config.is_empty() {
        set("config", Value::Object(config));
    }
    if let Some(default) = property.get("default").filter(|default| !default.is_null()) {
        set("defaultValue", default.clone());
    }
    members
}

fn is_empty_allowed(kind: &str, config: &Map<String, Value>) -> bool {
    let least = if matches!(kind, "array" | "tags" | "multiSelect") { "minItems" } else { "minLength" };
    !config.get(least).and_then(Value::as_f64).is_some_and(|least| least >= 1.0)
}

/// The type of the field, and its settings.
fn kind(property: &Value, depth: usize) -> (&'static str, Map<String, Value>) {
    let mut config = Map::new();
    let mut take = |keyword: &str, setting: &str| {
        if let Some(value) = property.get(keyword).filter(|value| !value.is_null()) {
            config.insert(setting.to_owned(), value.clone());
        }
    };
    let kind = match property.get("type").and_then(Value::as_str) {
        Some("string") => {
            if let Some(options) = options(property) {
                config.insert("options".to_owned(), options);
                return ("select", config);
            }
            let kind = match property.get("format").and_then(Value::as_str) {
                Some("email") => "email",
                Some("url" | "uri") => "url",
                Some("date") => return ("date", config),
                Some("date-time") => return ("datetime", config),
                _ => "text",
            };
            take("minLength", "minLength");
            take("maxLength", "maxLength");
            kind
        }
        Some(number @ ("number" | "integer")) => {
            take("minimum", "min");
            take("maximum", "max");
            if number == "integer" || property.get("integer") == Some(&Value::Bool(true)) {
                config.insert("integer".to_owned(), Value::Bool(true));
            }
            "number"
        }
        Some("boolean") => "boolean",
        Some("array") => {
            take("minItems", "minItems");
            take("maxItems", "maxItems");
            items(property.get("items"), depth, &mut config);
            "array"
        }
        Some("object") => match members(property, depth) {
            Some(fields) => {
                config.insert("fields".to_owned(), fields);
                "group"
            }
            None => "json",
        },
        _ => "json",
    };
    (kind, config)
}

/// The texts of a choice.
fn options(property: &Value) -> Option<Value> {
    let options = property.get("enum")?.as_array()?;
    let is_choice = !options.is_empty() && options.len() <= weft_domain::field::OPTIONS_MAX;
    (is_choice && options.iter().all(Value::is_string)).then(|| Value::Array(options.clone()))
}

/// What a list says of its items, if anything.
fn items(items: Option<&Value>, depth: usize, config: &mut Map<String, Value>) {
    let Some(items) = items.filter(|items| items.get("type").is_some() && depth < NESTING_MAX) else {
        return;
    };
    if let Some(fields) = items.get("properties").and_then(|_| members(items, depth)) {
        config.insert("fields".to_owned(), fields);
        return;
    }
    let mut of = definition("item", items, false, depth + 1);
    if of.get("type").and_then(Value::as_str) == Some("json") {
        return;
    }
    for member in ["name", "label", "required", "defaultValue"] {
        of.remove(member);
    }
    config.insert("of".to_owned(), Value::Object(of));
}

/// The fields of an object; `None` when it names none, or one that can be no field.
fn members(object: &Value, depth: usize) -> Option<Value> {
    let properties = object.get("properties")?.as_object()?;
    if depth >= NESTING_MAX || properties.is_empty() || !properties.keys().all(|name| is_field_name(name)) {
        return None;
    }
    let required = required(object.get("required").cloned())?;
    let field = |(name, property): (&String, &Value)| {
        let mut members = definition(name, property, required.contains(name), depth + 1);
        members.remove("defaultValue");
        Value::Object(members)
    };
    Some(properties.iter().map(field).collect())
}
