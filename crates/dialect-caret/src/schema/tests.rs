//! Schemas as they are sent, and as other APIs define fields.

use super::*;
use weft_domain::collection::Origin;
use weft_domain::field::Field;

fn described(properties: &Value, required: &[&str]) -> Option<Described> {
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    read(&schema.to_string(), true, false)
}

fn collection(described: &Described) -> Collection {
    Collection {
        id: "018f3f70-1c2d-7abc-8def-0123456789ab".parse().unwrap(),
        name: "a".into(),
        label: "A".into(),
        description: None,
        slug_field: None,
        title_field: None,
        icon: None,
        call_hook: false,
        backdating: false,
        unique_slug: false,
        origin: Origin::Dynamic,
        details: Some(described.details.text()),
        schema: described.fields.clone(),
        revision: 1,
        created_at: String::new(),
        updated_at: String::new(),
    }
}

fn definition(property: Value, is_required: bool) -> Value {
    let described = described(&json!({ "x": property }), if is_required { &["x"] } else { &[] }).unwrap();
    let mut definition = serde_json::to_value(&described.fields.fields[0]).unwrap();
    for member in ["name", "label", "jsonSchema"] {
        definition.as_object_mut().unwrap().remove(member);
    }
    definition
}

#[test]
fn properties_become_fields() {
    for (property, field) in [
        (json!({ "type": "string" }), json!({ "type": "text", "required": false })),
        (
            json!({ "type": "string", "minLength": 2, "maxLength": 9 }),
            json!({ "type": "text", "required": false, "config": { "minLength": 2, "maxLength": 9 } }),
        ),
        (json!({ "type": "string", "format": "email" }), json!({ "type": "email", "required": false })),
        (json!({ "type": "string", "format": "url" }), json!({ "type": "url", "required": false })),
        (json!({ "type": "string", "format": "date" }), json!({ "type": "date", "required": false })),
        (
            json!({ "type": "string", "format": "date-time" }),
            json!({ "type": "datetime", "required": false }),
        ),
        (json!({ "type": "string", "format": "hostname" }), json!({ "type": "text", "required": false })),
        (
            json!({ "type": "string", "enum": ["a", "b"], "default": "b" }),
            json!({ "type": "select", "required": false, "config": { "options": ["a", "b"] }, "defaultValue": "b" }),
        ),
        (
            json!({ "type": "integer", "minimum": 0, "maximum": 10.5 }),
            json!({ "type": "number", "required": false, "config": { "min": 0, "max": 10.5, "integer": true } }),
        ),
        (
            json!({ "type": "number", "integer": true }),
            json!({ "type": "number", "required": false, "config": { "integer": true } }),
        ),
        (
            json!({ "type": "boolean", "description": "Yes?" }),
            json!({ "type": "boolean", "required": false, "description": "Yes?" }),
        ),
        (
            json!({ "type": "array", "items": { "type": "number" }, "maxItems": 3 }),
            json!({ "type": "array", "required": false, "config": { "maxItems": 3, "of": { "type": "number" } } }),
        ),
        (
            json!({ "type": "array", "items": { "type": "object", "properties": { "t": { "type": "string" } }, "required": ["t"] } }),
            json!({ "type": "array", "required": false, "config": { "fields": [{ "name": "t", "label": "t", "type": "text", "required": true, "allowEmpty": true }] } }),
        ),
        (
            json!({ "type": "object", "properties": { "t": { "type": "string", "title": "T" } } }),
            json!({ "type": "group", "required": false, "config": { "fields": [{ "name": "t", "label": "T", "type": "text", "required": false }] } }),
        ),
        (json!({ "type": "object" }), json!({ "type": "json", "required": false })),
        (json!({ "type": ["string", "null"] }), json!({ "type": "json", "required": false })),
        (json!({ "$ref": "#/x" }), json!({ "type": "json", "required": false })),
        (json!(true), json!({ "type": "json", "required": false })),
        (
            json!({ "type": "array", "items": [{ "type": "string" }] }),
            json!({ "type": "array", "required": false }),
        ),
        // Its default breaks its rules, and is kept for clients of this API alone.
        (json!({ "type": "number", "default": "x" }), json!({ "type": "number", "required": false })),
    ] {
        assert_eq!(definition(property.clone(), false), field, "{property}");
    }
}

#[test]
fn what_is_required_must_be_there_and_may_be_empty() {
    let field = |property: Value| {
        let described = described(&json!({ "x": property }), &["x"]).unwrap();
        described.fields.fields[0].clone()
    };
    let text = field(json!({ "type": "string" }));
    assert!(
        text.check(None).is_some()
            && text.check(Some("null")).is_some()
            && text.check(Some("\"\"")).is_none()
    );
    let text = field(json!({ "type": "string", "minLength": 1 }));
    assert!(
        text.check(None).is_some()
            && text.check(Some("\"\"")).is_some()
            && text.check(Some("\"a\"")).is_none()
    );
    let list = field(json!({ "type": "array", "items": { "type": "string" } }));
    assert!(list.check(None).is_some() && list.check(Some("[]")).is_none());
    let list = field(json!({ "type": "array", "minItems": 1 }));
    assert!(list.check(Some("[]")).is_some());
}

#[test]
fn a_schema_comes_back_as_it_was_sent() {
    let sent = json!({
        "type": "object",
        "properties": {
            "title": { "type": "string", "title": "Title", "x-widget": "large", "pattern": "^a" },
            "hero image": { "type": "string", "format": "url" },
            "n": { "type": "number", "default": 1.5, "multipleOf": 0.5 },
            "seo": { "type": "object", "properties": { "a b": { "type": "string" } }, "required": ["a b"] },
            "any": true,
        },
        "required": ["title", "hero image", "nowhere"],
        "additionalProperties": false,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    });
    let described = read(&sent.to_string(), false, true).unwrap();
    let collection = collection(&described);
    assert_eq!(of(&collection), sent);
    let details = Details::of(&collection);
    assert!(!details.creatable && details.orderable);
}

#[test]
fn a_field_that_another_api_changed_shows_what_it_is_and_keeps_unknown_keywords() {
    let described =
        described(&json!({ "t": { "type": "string", "maxLength": 9, "x-widget": "large" } }), &[]).unwrap();
    let mut collection = collection(&described);
    let field = collection.schema.fields.remove(0);
    collection
        .schema
        .fields
        .push(field.with("label", "\"Titel\"").unwrap().with("required", "true").unwrap());
    let wanted = json!({
        "type": "object",
        "properties": { "t": { "type": "string", "minLength": 1, "maxLength": 9, "title": "Titel", "x-widget": "large" } },
        "required": ["t"],
    });
    assert_eq!(of(&collection), wanted);
    collection.schema.fields.clear();
    assert_eq!(of(&collection), json!({ "type": "object", "properties": {} }));
}

#[test]
fn fields_of_other_apis_become_properties() {
    for (field, property) in [
        (
            r#"{"name":"x","type":"text","required":true,"config":{"pattern":"^a"}}"#,
            json!({ "type": "string", "minLength": 1, "pattern": "^a" }),
        ),
        (r#"{"name":"x","type":"richText"}"#, json!({})),
        (
            r#"{"name":"x","label":"X","type":"number","config":{"integer":true,"min":1}}"#,
            json!({ "type": "integer", "minimum": 1, "title": "X" }),
        ),
        (
            r#"{"name":"x","type":"select","config":{"options":[{"label":"A","value":"a"},"b"]}}"#,
            json!({ "type": "string", "enum": ["a", "b"] }),
        ),
        (r#"{"name":"x","type":"select","config":{"options":[1,"b"]}}"#, json!({ "enum": [1, "b"] })),
        (r#"{"name":"x","type":"tags"}"#, json!({ "type": "array", "items": { "type": "string" } })),
        (r#"{"name":"x","type":"date"}"#, json!({ "type": "string", "format": "date" })),
        (r#"{"name":"x","type":"datetime"}"#, json!({ "type": "string", "format": "date-time" })),
        (r#"{"name":"x","type":"image"}"#, json!({})),
        (
            r#"{"name":"x","type":"image","config":{"multiple":true,"maxItems":2}}"#,
            json!({ "type": "array", "maxItems": 2 }),
        ),
        (r#"{"name":"x","type":"relation","config":{"to":"authors"}}"#, json!({ "type": "string" })),
        (
            r#"{"name":"x","type":"hologram","defaultValue":{"a":1},"description":"d"}"#,
            json!({ "description": "d", "default": { "a": 1 } }),
        ),
        (
            r#"{"name":"x","type":"group","config":{"fields":[{"name":"a","type":"boolean","required":true}]}}"#,
            json!({ "type": "object", "properties": { "a": { "type": "boolean" } }, "required": ["a"] }),
        ),
        (
            r#"{"name":"x","type":"array","config":{"of":"number"}}"#,
            json!({ "type": "array", "items": { "type": "number" } }),
        ),
        (
            r#"{"name":"x","type":"array","config":{"fields":[{"name":"a","type":"url"}]}}"#,
            json!({ "type": "array", "items": { "type": "object", "properties": { "a": { "type": "string", "format": "url" } } } }),
        ),
        (r#"{"name":"x","type":"array"}"#, json!({ "type": "array" })),
    ] {
        let field: Field = serde_json::from_str(field).unwrap();
        assert_eq!(properties::properties(&[field])["x"], property);
    }
}

#[test]
fn every_field_type_has_a_property_that_becomes_a_field() {
    for kind in weft_domain::field::FieldType::ALL {
        let property = properties::properties(&[Field::new("x", kind)]).remove("x").unwrap();
        let again = described(&json!({ "x": property }), &[]);
        assert_eq!(again.map(|described| described.fields.fields.len()), Some(1), "{kind:?}");
    }
}

#[test]
fn what_is_no_schema_is_refused() {
    for bad in [
        "[]",
        "{}",
        r#"{"type":"object"}"#,
        r#"{"type":"string","properties":{}}"#,
        r#"{"type":"object","properties":[]}"#,
        r#"{"type":"object","properties":{"a":"string"}}"#,
        r#"{"type":"object","properties":{"a":{"type":"text"}}}"#,
        r#"{"type":"object","properties":{"a":{"type":7}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"string","minLength":-1}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"string","minLength":"2"}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"string","enum":"a"}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"object","properties":{"b":1}}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"array","items":"string"}}}"#,
        r#"{"type":"object","properties":{},"required":"a"}"#,
        r#"{"type":"object","properties":{},"required":[1]}"#,
    ] {
        assert_eq!(read(bad, true, false), None, "{bad}");
    }
    let many: Map<String, Value> = (0..201).map(|n| (format!("f{n}"), json!({ "type": "string" }))).collect();
    assert!(described(&Value::Object(many), &[]).is_none());
    let mut deep = json!({ "type": "string" });
    for _ in 0..40 {
        deep = json!({ "type": "object", "properties": { "a": deep } });
    }
    assert!(described(&json!({ "a": deep }), &[]).is_none());
    assert!(read(r#"{"type":"object","properties":{}}"#, true, false).is_some());
}

#[test]
fn schemas_are_inferred_and_have_templates() {
    let entry =
        json!({ "t": "x", "n": 1, "b": true, "z": null, "tags": ["a"], "none": [], "seo": { "d": "y" } });
    let schema = infer(&entry);
    assert_eq!(schema["properties"]["z"], json!({ "type": "string", "default": "" }));
    assert_eq!(schema["properties"]["n"], json!({ "type": "number", "default": 0 }));
    assert_eq!(
        schema["properties"]["none"],
        json!({ "type": "array", "items": { "type": "string" }, "default": [] })
    );
    assert_eq!(schema["properties"]["tags"]["items"], json!({ "type": "string", "default": "" }));
    assert_eq!(schema["properties"]["seo"]["required"], json!(["d"]));
    assert_eq!(
        template(&schema),
        json!({ "t": "", "n": 0, "b": false, "z": "", "tags": [], "none": [], "seo": { "d": "" } })
    );
    let chosen = json!({ "type": "object", "properties": { "c": { "type": "string", "enum": ["a", "b"] }, "i": { "type": "integer" }, "x": {} } });
    assert_eq!(template(&chosen), json!({ "c": "a", "i": 0, "x": null }));
}

#[test]
fn texts_become_what_the_schema_asks_for() {
    let schema = json!({ "type": "object", "properties": {
        "n": { "type": "number" }, "i": { "type": "integer" }, "b": { "type": "boolean" }, "t": { "type": "string" },
        "list": { "type": "array", "items": { "type": "number" } }, "o": { "type": "object", "properties": { "n": { "type": "number" } } },
    } });
    for (path, text, value) in [
        ("n", "1.10", Some("1.10")),
        ("n", " 7 ", Some("7")),
        ("n", "seven", None),
        ("n", "\"7\"", None),
        ("i", "7", Some("7")),
        ("i", "7.5", None),
        ("b", "true", Some("true")),
        ("b", "yes", None),
        ("t", "7", None),
        ("list.0", "7", Some("7")),
        ("list.x", "7", None),
        ("o.n", "7", Some("7")),
        ("o.m", "7", None),
        ("nowhere", "7", None),
    ] {
        assert_eq!(as_asked(at(&schema, path.split('.')), text).as_deref(), value, "{path} {text}");
    }
}
