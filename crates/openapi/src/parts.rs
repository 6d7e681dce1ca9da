//! Pieces of a description that dialects share: references, small schemas, headers, the parameters
//! of validators.

use serde_json::{Map, Value, json};

/// The component schema of that name.
pub(crate) fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The component parameter of that name.
pub(crate) fn parameter(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

/// The component response of that name.
pub(crate) fn response(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

/// The component headers of those names.
pub(crate) fn headers<'n>(names: impl IntoIterator<Item = &'n str>) -> Map<String, Value> {
    let header = |name: &str| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    names.into_iter().map(header).collect()
}

/// An object with these members, of which those must be there. Others may be.
pub(crate) fn object(required: &[&str], properties: &Value) -> Value {
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        set(&mut object, "required", json!(required));
    }
    object
}

/// An object whose members are all there.
pub(crate) fn whole(properties: &Value) -> Value {
    let names = properties.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    object(&names.collect::<Vec<_>>(), properties)
}

/// Puts a member into an object, in the place of what it had.
pub(crate) fn set(object: &mut Value, name: &str, member: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), member);
    }
}

/// What one schema says, or null.
pub(crate) fn or_null(schema: &Value) -> Value {
    match schema.get("type").and_then(Value::as_str) {
        Some(kind) => {
            let mut nullable = schema.clone();
            set(&mut nullable, "type", json!([kind, "null"]));
            nullable
        }
        None => json!({ "oneOf": [schema, { "type": "null" }] }),
    }
}

/// A text.
pub(crate) fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

/// `true` or `false`.
pub(crate) fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

/// A parameter of the query.
pub(crate) fn query(name: &str, schema: &Value, description: &str) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

/// An id, in either case; answers have it in lower case.
pub(crate) fn id() -> Value {
    json!({ "type": "string", "format": "uuid", "example": "018f3f70-1c2d-7abc-8def-0123456789ab" })
}

/// A moment, in UTC.
pub(crate) fn moment() -> Value {
    json!({ "type": "string", "format": "date-time", "example": "2026-03-25T10:00:00.000Z" })
}

/// The request headers of validators.
pub(crate) fn validators() -> Map<String, Value> {
    let spared = "The `ETag` that the client has (`\"456789ab-7\"`), or `*`: the answer is spared (304) while it is current.";
    let refused = "The `ETag` that the client read (`\"456789ab-7\"`), or `*`: the change is refused (412) when the thing has changed.";
    let header = |(name, description): (&str, &str)| {
        let schema = json!({ "type": "string" });
        (
            name.to_owned(),
            json!({ "name": name, "in": "header", "description": description, "schema": schema }),
        )
    };
    [("If-None-Match", spared), ("If-Match", refused)].into_iter().map(header).collect()
}

/// Every response header that a description may name.
pub(crate) fn every_header() -> Value {
    let text = |description: &str| json!({ "description": description, "schema": { "type": "string" } });
    json!({
        "ETag": text("The validator of what is answered, for `If-None-Match` and, on a single thing, `If-Match`."),
        "Location": text("The path of what was made."),
        "Link": text("The pages around this one: `next`, `prev`, `first` (RFC 8288). Absent when there are none."),
        "Retry-After": { "description": "Seconds until the request may succeed.", "schema": { "type": "integer", "minimum": 0 } },
        "Allow": text("The methods that the path has."),
        "Set-Cookie": text("The cookies of the session; there are two such headers."),
        "Cache-Control": text("`no-store`: the answer holds a secret."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_or_a_reference_may_be_null() {
        assert_eq!(or_null(&json!({ "type": "string" })), json!({ "type": ["string", "null"] }));
        let reference = schema("Id");
        assert_eq!(or_null(&reference), json!({ "oneOf": [reference, { "type": "null" }] }));
    }

    #[test]
    fn all_members_of_a_whole_are_required() {
        let properties = json!({ "a": {}, "b": {} });
        assert_eq!(whole(&properties)["required"], json!(["a", "b"]));
        assert_eq!(object(&[], &properties).get("required"), None);
    }
}
