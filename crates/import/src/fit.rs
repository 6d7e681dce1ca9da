//! Converts values of the front matter into the format of the content type's fields, and compares
//! two documents.

use serde_json::{Map, Number, Value};

use super::moment::Moment;
use weft_domain::field::{Field, FieldType};

/// A field of the content type on the server.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DeclaredField {
    pub(super) name: String,
    pub(super) type_name: String,
    pub(super) required: bool,
    pub(super) default: Value,
}

impl DeclaredField {
    /// Parses a field definition; returns `None` if it has no name.
    pub(super) fn read(definition: &Value) -> Option<Self> {
        let text = |name: &str| definition.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self {
            name: Some(text("name")).filter(|name| !name.is_empty())?,
            required: definition.get("required") == Some(&Value::Bool(true)),
            default: stored(definition.get("defaultValue").cloned().unwrap_or_default(), &text("type")),
            type_name: text("type"),
        })
    }
}

/// Converts data into the format of the fields; a value that a field would refuse in every format
/// stays unchanged.
pub(super) fn fit(data: Map<String, Value>, fields: &[DeclaredField]) -> Map<String, Value> {
    let type_of =
        |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.type_name.as_str());
    data.into_iter()
        .map(|(name, value)| {
            let value = match type_of(&name) {
                Some(type_name) => stored(fit_one(value, type_name), type_name),
                None => value,
            };
            (name, value)
        })
        .collect()
}

/// A text as the server normalises it, so that the next import finds no difference.
fn stored(value: Value, type_name: &str) -> Value {
    let Some(kind) = FieldType::parse(type_name).filter(|_| value.is_string()) else { return value };
    let spelling = Field::new("", kind).normalise(&value.to_string());
    spelling.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or(value)
}

fn fit_one(value: Value, type_name: &str) -> Value {
    match (type_name, value) {
        ("tags", Value::String(text)) if text.is_empty() => Value::Array(Vec::new()),
        ("tags", value @ (Value::String(_) | Value::Number(_) | Value::Bool(_))) => {
            Value::Array(vec![tag(value)])
        }
        ("tags", Value::Array(items)) => {
            let is_empty = |item: &Value| item.is_null() || item == "";
            Value::Array(items.into_iter().filter(|item| !is_empty(item)).map(tag).collect())
        }
        ("text" | "textarea", value @ (Value::Number(_) | Value::Bool(_))) => {
            Value::String(value.to_string())
        }
        ("datetime", Value::String(text)) => {
            Value::String(Moment::read(&text).map_or(text, Moment::into_time))
        }
        ("date", Value::String(text)) => Value::String(match Moment::read(&text) {
            Some(Moment::Time(time)) => time,
            _ => text,
        }),
        (_, value) => value,
    }
}

/// Tags are texts; a number such as `2024` becomes a text.
fn tag(value: Value) -> Value {
    match value {
        Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
        value => value,
    }
}

/// The merge patch that turns `current` into `wanted`: all members of `wanted`, and null for
/// members to remove. Returns `None` if there is no difference.
///
/// Members that exist only on the server are kept if their field is required or if their value is
/// the field's default.
pub(super) fn change(
    wanted: &Map<String, Value>,
    current: &Map<String, Value>,
    fields: &[DeclaredField],
) -> Option<Map<String, Value>> {
    let mut change = wanted.clone();
    for (name, value) in current {
        let declared = fields.iter().find(|field| field.name == *name);
        let stays = declared.is_some_and(|field| field.required || field.default == *value);
        if !value.is_null() && !stays && !wanted.contains_key(name) {
            change.insert(name.clone(), Value::Null);
        }
    }
    let is_there =
        |(name, value): (&String, &Value)| is_same(value, current.get(name).unwrap_or(&Value::Null));
    if change.iter().all(is_there) { None } else { Some(change) }
}

/// Whether two values are equal: members in any order, numbers by value.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a == b || is_same_number(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        (a, b) => a == b,
    }
}

/// Parsing a decimal fraction may differ in the last bit, and integers may come back as `2.0`.
fn is_same_number(a: &Number, b: &Number) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(x), Some(y)) if a.is_f64() || b.is_f64() => (x - y).abs() <= x.abs() * 2.0 * f64::EPSILON,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn declared(definitions: Value) -> Vec<DeclaredField> {
        definitions.as_array().unwrap().iter().filter_map(DeclaredField::read).collect()
    }

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn values_take_the_form_of_their_field() {
        for (type_name, value, fitting) in [
            ("tags", json!("a b"), json!(["a b"])),
            ("tags", json!(""), json!([])),
            ("tags", json!(["a"]), json!(["a"])),
            ("tags", json!(["harbour", 2024]), json!(["harbour", "2024"])),
            ("tags", json!([1.5, true, null, "", "a"]), json!(["1.5", "true", "a"])),
            ("tags", json!(2024), json!(["2024"])),
            ("json", json!(["harbour", 2024]), json!(["harbour", 2024])),
            ("text", json!(1.5), json!("1.5")),
            ("text", json!(true), json!("true")),
            ("text", json!("2024-02-29 10:00"), json!("2024-02-29 10:00")),
            ("text", json!(["a"]), json!(["a"])),
            ("datetime", json!("2024-02-29"), json!("2024-02-29T00:00:00Z")),
            ("datetime", json!("2024-02-29 10:00 +0200"), json!("2024-02-29T10:00:00+02:00")),
            ("datetime", json!("soon"), json!("soon")),
            ("date", json!("2024-02-29"), json!("2024-02-29")),
            ("date", json!("2024-02-29 10:00"), json!("2024-02-29T10:00:00Z")),
            ("number", json!("1"), json!("1")),
            ("json", json!("x"), json!("x")),
            ("text", json!(null), json!(null)),
        ] {
            assert_eq!(fit_one(value.clone(), type_name), fitting, "{type_name} {value}");
        }
        let fields = declared(json!([{ "name": "a", "type": "tags" }, { "type": "nameless" }]));
        assert_eq!(
            fit(object(json!({ "a": "x", "b": "x" })), &fields),
            object(json!({ "a": ["x"], "b": "x" }))
        );
    }

    #[test]
    fn texts_are_spelt_as_the_server_stores_them() {
        let fields = declared(json!([
            { "name": "at", "type": "datetime", "defaultValue": "2024-02-29T10:00:00+02:00" },
            { "name": "color", "type": "color" },
            { "name": "title", "type": "text" },
        ]));
        assert_eq!(fields[0].default, json!("2024-02-29T08:00:00.000Z"));
        let data = json!({ "at": "2024-02-29 10:00 +0200", "color": "#FFF", "title": "#FFF" });
        let stored = json!({ "at": "2024-02-29T08:00:00.000Z", "color": "#ffffff", "title": "#FFF" });
        assert_eq!(fit(object(data), &fields), object(stored));
    }

    #[test]
    fn nothing_is_written_where_nothing_differs() {
        let fields = declared(json!([
            { "name": "sku", "type": "text", "required": true },
            { "name": "layout", "type": "text", "defaultValue": "wide" },
        ]));
        for (wanted, current, expected) in [
            (json!({ "a": 1 }), json!({ "a": 1 }), None),
            (json!({ "a": { "x": 1, "y": 2 } }), json!({ "a": { "y": 2.0, "x": 1 } }), None),
            (json!({ "a": 0.1 }), json!({ "a": 0.100_000_000_000_000_02 }), None),
            (json!({ "a": null }), json!({}), None),
            (json!({}), json!({ "a": null }), None),
            (json!({}), json!({ "sku": "x", "layout": "wide" }), None),
            (json!({ "a": 1 }), json!({ "a": 2 }), Some(json!({ "a": 1 }))),
            (
                json!({ "a": 9_007_199_254_740_992_i64 }),
                json!({ "a": 9_007_199_254_740_994_i64 }),
                Some(json!({ "a": 9_007_199_254_740_992_i64 })),
            ),
            (json!({ "a": "1" }), json!({ "a": 1 }), Some(json!({ "a": "1" }))),
            (json!({ "a": [1] }), json!({ "a": [1, 2] }), Some(json!({ "a": [1] }))),
            (json!({ "a": 1 }), json!({ "a": 1, "old": 1 }), Some(json!({ "a": 1, "old": null }))),
            (
                json!({ "a": 1 }),
                json!({ "a": 1, "layout": "narrow" }),
                Some(json!({ "a": 1, "layout": null })),
            ),
            (json!({ "a": null }), json!({ "a": 1 }), Some(json!({ "a": null }))),
        ] {
            let found = change(&object(wanted.clone()), &object(current.clone()), &fields);
            assert_eq!(found.map(Value::Object), expected, "{wanted} {current}");
        }
    }
}
