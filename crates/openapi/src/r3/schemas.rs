//! R3's schemas, as `weft_dialect_r3::body` reads and `weft_dialect_r3::view` writes them.

use super::queries::filter_schemas;
use crate::parts::{flag, id, moment, object, or_null, schema, set, text, whole};
use serde_json::{Map, Value, json};
use weft_domain::Scopes;
use weft_domain::field::FieldType;
use weft_domain::webhook::Announcement;

const FIELD_NAME: &str = "^[A-Za-z0-9_-]{1,64}$";

/// The component schemas.
pub(super) fn schemas() -> Value {
    let mut schemas = Map::new();
    let groups = [
        small().into(),
        types().into(),
        documents().into(),
        keys().into(),
        webhooks().into(),
        lists(),
        filter_schemas().into(),
    ];
    for (name, schema) in groups.into_iter().flat_map(|group: Vec<(&str, Value)>| group) {
        schemas.insert(name.to_owned(), schema);
    }
    Value::Object(schemas)
}

fn small() -> [(&'static str, Value); 7] {
    let detail = whole(&json!({
        "path": text("Where: `data.title`, `limit`; empty for the whole body."),
        "code": text("What, for programs: `required`, `type`, `format`, `option`, `max`, `unique`, `unknown`, …"),
        "message": text("What, for people."),
    }));
    let codes = json!({ "type": "string", "enum": [
        "UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "METHOD_NOT_ALLOWED", "PRECONDITION_FAILED", "PAYLOAD_TOO_LARGE",
        "VALIDATION_ERROR", "RATE_LIMITED", "INTERNAL_ERROR", "UNAVAILABLE", "INSUFFICIENT_STORAGE",
    ] });
    let details = json!({ "type": "array", "description": "Of `VALIDATION_ERROR` only.", "items": detail });
    let error = object(
        &["code", "message"],
        &json!({ "code": codes, "message": text("For people."), "details": details }),
    );
    [
        ("Error", whole(&json!({ "error": error }))),
        ("Deleted", whole(&json!({ "success": { "type": "boolean", "const": true } }))),
        ("Id", id()),
        ("Moment", moment()),
        (
            "Slug",
            json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*$" }),
        ),
        ("Status", json!({ "type": "string", "enum": ["draft", "published", "archived"] })),
        (
            "ContentTypeName",
            json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$", "example": "blog_post" }),
        ),
    ]
}

/// The members that a definition of a field may have; others are kept.
fn field(required: &[&str]) -> Value {
    let kinds: Vec<&str> = FieldType::ALL.iter().map(|kind| kind.as_str()).collect();
    let kind = json!({
        "type": "string", "minLength": 1, "maxLength": 64, "examples": kinds,
        "description": "One of the types that Weft knows, or another one, which takes any JSON.",
    });
    object(
        required,
        &json!({
            "name": { "type": "string", "pattern": FIELD_NAME },
            "label": or_null(&json!({ "type": "string", "maxLength": 200 })),
            "type": kind,
            "required": { "type": ["boolean", "null"] },
            "description": or_null(&json!({ "type": "string", "maxLength": 2000 })),
            "defaultValue": { "description": "Any JSON that keeps the field's rules." },
            "unique": { "type": ["boolean", "null"] },
            "indexed": { "type": ["boolean", "null"] },
            "config": { "type": ["object", "null"], "description": "`maxLength`, `min`, `options`, `multiple`, `to`, `fields`, `of`, …" },
        }),
    )
}

fn types() -> [(&'static str, Value); 7] {
    let optional = |max: u32, description: &str| json!({ "type": ["string", "null"], "maxLength": max, "description": description });
    let field_name = |description: &str| json!({ "type": ["string", "null"], "pattern": FIELD_NAME, "description": description });
    let texts = json!({
        "label": { "type": "string", "minLength": 1, "maxLength": 200 },
        "description": optional(2000, "What it is for; null takes it away."),
        "slugField": field_name("The field whose value slugs are made of; null takes it away."),
        "titleField": field_name("The field that serves as a title; null takes it away."),
        "icon": optional(200, "A symbol's name; null takes it away."),
        "fields": { "type": ["array", "null"], "maxItems": 200, "items": schema("NewField"), "description": "All fields, in order." },
    });
    let with = |name: &Value, more: &Value| {
        let mut properties = texts.clone();
        set(&mut properties, "name", name.clone());
        for (name, schema) in more.as_object().into_iter().flatten() {
            set(&mut properties, name, schema.clone());
        }
        properties
    };
    let shown = json!({
        "id": schema("Id"), "createdAt": schema("Moment"), "updatedAt": schema("Moment"),
        "fields": { "type": "array", "items": schema("Field") },
    });
    let mut new = object(&["name", "label"], &with(&schema("ContentTypeName"), &json!({})));
    set(
        &mut new,
        "example",
        json!({
            "name": "blog_post", "label": "Blog post", "titleField": "title", "slugField": "title",
            "fields": [{ "name": "title", "label": "Title", "type": "text", "required": true }, { "name": "price", "type": "number" }],
        }),
    );
    let name = json!({ "type": ["string", "null"], "description": "Must be the content type's own, where it is sent." });
    let label = json!({ "type": ["string", "null"], "minLength": 1, "maxLength": 200 });
    let change = object(&[], &with(&name, &json!({ "label": label })));
    [
        ("NewField", field(&["name", "type"])),
        ("Field", field(&["name", "label", "type", "required"])),
        ("NewContentType", new),
        ("ContentTypeChange", change),
        ("ContentType", whole(&with(&schema("ContentTypeName"), &shown))),
        (
            "SingleContentType",
            json!({
                "description": "The content type, and all its members again as `data`.",
                "allOf": [schema("ContentType"), whole(&json!({ "data": schema("ContentType") }))],
            }),
        ),
        (
            "ContentTypeList",
            json!({
                "description": "A page; the content types again as `data`.",
                "allOf": [
                    schema("Page"),
                    whole(&json!({
                        "docs": { "type": "array", "items": schema("ContentType") },
                        "data": { "type": "array", "items": schema("ContentType") },
                    })),
                ],
            }),
        ),
    ]
}

fn documents() -> [(&'static str, Value); 5] {
    let data = json!({ "type": "object", "maxProperties": 1000, "description": "The fields by name; others are kept." });
    let slug = |description: &str| json!({ "type": ["string", "null"], "maxLength": 200, "description": description });
    let new = json!({
        "type": schema("ContentTypeName"), "data": data,
        "slug": slug("Made from the content type's `slugField` where it is not sent."),
        "status": { "oneOf": [schema("Status"), { "type": "null" }], "description": "`draft` where it is not sent." },
    });
    let mut merged = data.clone();
    set(&mut merged, "type", json!(["object", "null"]));
    set(&mut merged, "description", json!("Merged into what is there, member by member."));
    let change = json!({ "data": merged, "slug": slug("Stays where it is not sent."), "status": { "oneOf": [schema("Status"), { "type": "null" }] } });
    let document = json!({
        "id": schema("Id"), "type": schema("ContentTypeName"), "slug": schema("Slug"), "status": schema("Status"),
        "authorId": schema("Id"), "publishedAt": or_null(&moment()), "data": { "type": "object" },
        "createdAt": schema("Moment"), "updatedAt": schema("Moment"),
    });
    let version = whole(&json!({
        "id": schema("Id"), "documentId": schema("Id"), "version": { "type": "integer", "description": "The revision that it was." },
        "data": { "type": "object" }, "status": schema("Status"), "createdAt": schema("Moment"), "createdBy": schema("Id"),
    }));
    let mut new = object(&["type", "data"], &new);
    set(
        &mut new,
        "example",
        json!({ "type": "blog_post", "data": { "title": "Hello, World", "price": 12 } }),
    );
    let mut shown = object(&["id"], &document);
    set(
        &mut shown,
        "description",
        json!("A document; with `fields`, only the members that were asked for, and `id`."),
    );
    [
        ("NewDocument", new),
        ("DocumentChange", object(&[], &change)),
        ("Document", whole(&document)),
        ("ShownDocument", shown),
        ("Version", version),
    ]
}

fn keys() -> [(&'static str, Value); 4] {
    let limit =
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX, "description": "0 means no limit." });
    let names: Vec<&str> = Scopes::every_name().collect();
    let scopes = json!({ "type": "array", "minItems": 1, "items": { "type": "string", "enum": names } });
    let plan = json!({ "perMinute": limit, "perDay": limit });
    let mut sent_plan = object(&[], &plan);
    set(&mut sent_plan, "type", json!(["object", "null"]));
    set(&mut sent_plan, "description", json!("R3's default, 60 and 10,000, where it says nothing."));
    let new = json!({
        "name": { "type": "string", "minLength": 1, "maxLength": 200 }, "scopes": scopes, "plan": sent_plan,
        "expiresAt": { "type": ["string", "null"], "format": "date-time", "description": "In the future; never, where it is not sent." },
    });
    let key = whole(&json!({
        "id": schema("Id"), "name": text("For people."), "prefix": text("How the secret starts."), "scopes": scopes,
        "plan": whole(&plan), "createdAt": schema("Moment"), "expiresAt": or_null(&moment()), "lastUsedAt": or_null(&moment()),
    }));
    let secret = whole(&json!({ "key": text("The secret, shown this once.") }));
    [
        ("NewKey", object(&["name", "scopes"], &new)),
        ("Key", key),
        ("KeyWithSecret", json!({ "allOf": [schema("Key"), secret] })),
        ("KeyList", list("Key")),
    ]
}

fn webhooks() -> [(&'static str, Value); 8] {
    let events: Vec<&str> = Announcement::ALL.into_iter().map(Announcement::as_str).collect();
    let moment = json!({ "type": "string", "format": "date-time" });
    let texts = |items: &Value| json!({ "type": "array", "items": items });
    let sent = json!({
        "name": { "type": "string", "minLength": 1, "maxLength": 200 },
        "url": { "type": "string", "maxLength": 2048, "description": "An https address on the public internet." },
        "secret": { "type": ["string", "null"], "minLength": 1, "maxLength": 512 },
        "events": { "type": "array", "minItems": 1, "items": { "type": "string", "enum": events } },
        "contentTypes": texts(&json!({ "type": "string" })),
        "enabled": { "type": ["boolean", "null"] },
    });
    let webhook = whole(&json!({
        "id": schema("Id"), "name": text("For people."), "url": text("Where it is."),
        "events": texts(&json!({ "type": "string" })), "contentTypes": texts(&json!({ "type": "string" })),
        "enabled": { "type": "boolean" }, "disabledReason": { "type": ["string", "null"] },
        "hasSecret": { "type": "boolean" }, "createdAt": moment, "updatedAt": moment,
    }));
    let secret =
        json!({ "type": "object", "properties": { "secret": text("Only if Weft made it, and only here.") } });
    let delivery = whole(&json!({
        "id": schema("Id"), "event": text("The event."),
        "status": { "type": "string", "enum": ["pending", "delivered", "failed"] }, "createdAt": moment,
    }));
    let response = json!({
        "type": ["object", "null"], "properties": { "status": { "type": "integer" }, "body": { "type": "string" } },
    });
    let request = json!({
        "type": "object",
        "properties": { "url": { "type": "string" }, "headers": { "type": "object" }, "body": { "type": "string" } },
    });
    let attempt = whole(&json!({
        "startedAt": moment, "durationMs": { "type": "integer" }, "request": request, "response": response,
        "error": { "type": ["string", "null"] },
    }));
    [
        ("NewWebhook", object(&["name", "url", "events"], &sent)),
        ("WebhookChange", object(&[], &sent)),
        ("Webhook", webhook),
        ("WebhookWithSecret", json!({ "allOf": [schema("Webhook"), secret] })),
        ("WebhookList", list("Webhook")),
        ("Delivery", delivery),
        (
            "DeliveryList",
            whole(
                &json!({ "docs": texts(&schema("Delivery")), "nextCursor": { "type": ["string", "null"] } }),
            ),
        ),
        (
            "DeliveryWithAttempts",
            json!({ "allOf": [schema("Delivery"), whole(&json!({ "attempts": texts(&attempt) }))] }),
        ),
    ]
}

fn list(item: &str) -> Value {
    json!({ "allOf": [schema("Page"), whole(&json!({ "docs": { "type": "array", "items": schema(item) } }))] })
}

fn lists() -> Vec<(&'static str, Value)> {
    let number = |description: &str| json!({ "type": ["integer", "null"], "description": description });
    let paging = json!({
        "totalDocs": number("How many there are; null when not counted."),
        "limit": { "type": "integer", "minimum": 1 },
        "totalPages": number("At least 1; null when not counted."),
        "page": number("Null on a page by cursor."),
        "hasNextPage": flag("Whether a page follows; when not counted, whether this page is full."),
        "hasPrevPage": flag("Whether a page is before this one."),
        "nextPage": number("Null at the end, and on a page by cursor."),
        "prevPage": number("Null at the start, and on a page by cursor."),
    });
    let mut page = whole(&paging);
    let cursor = "Only on a page by cursor: the `cursor` of the next one; null at the end.";
    if let Some(properties) = page.get_mut("properties") {
        set(properties, "nextCursor", json!({ "type": ["string", "null"], "description": cursor }));
    }
    vec![("Page", page), ("DocumentList", list("ShownDocument")), ("VersionList", list("Version"))]
}
