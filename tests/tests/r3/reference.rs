//! The examples of R3's API reference: its content type, its document and the members of its
//! responses.

use serde_json::{Value, json};
use weft_tests::{Actor, Document, DocumentBuilder, a_document};

/// The time at which tests begin.
pub(crate) const NOW: &str = "2026-03-25T10:01:00.000Z";

/// The body of "Create a Content Type".
pub(crate) fn blog_post_type() -> Value {
    json!({
        "name": "blog_post",
        "label": "Blog Post",
        "slugField": "title",
        "titleField": "title",
        "icon": "file-text",
        "fields": [
            { "name": "title", "label": "Title", "type": "text", "required": true },
            { "name": "body", "label": "Body", "type": "richText", "required": true },
            { "name": "tags", "label": "Tags", "type": "tags" }
        ]
    })
}

/// Creates the content type.
#[track_caller]
pub(crate) fn with_blog(actor: &Actor<'_>) {
    actor.post("/api/content-types", blog_post_type()).send().is(201);
}

/// A document with another title than the reference's.
pub(crate) fn a_post(title: &str) -> DocumentBuilder {
    a_document("blog_post").set("title", title).set("body", json!({ "type": "doc", "content": [] }))
}

/// The document of "Create a Document".
pub(crate) fn hello_world() -> DocumentBuilder {
    a_post("Hello World").set("tags", json!(["nextjs", "cms"]))
}

/// Creates and publishes the document of the reference.
#[track_caller]
pub(crate) fn published_hello_world(actor: &Actor<'_>) -> Document {
    hello_world().published().create(actor)
}

/// The names of an object's members, in order.
#[track_caller]
pub(crate) fn members(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// Asserts the members of a document, their order and their formats as in R3's reference.
#[track_caller]
pub(crate) fn assert_document(document: &Value) {
    let expected =
        ["id", "type", "slug", "status", "authorId", "publishedAt", "data", "createdAt", "updatedAt"];
    assert_eq!(members(document), expected);
    assert!(is_uuid(&document["id"]) && is_uuid(&document["authorId"]), "{document:#}");
    assert!(is_moment(&document["createdAt"]) && is_moment(&document["updatedAt"]), "{document:#}");
    let is_published = document["status"] == "published";
    assert!(
        if is_published { is_moment(&document["publishedAt"]) } else { document["publishedAt"].is_null() },
        "{document:#}"
    );
}

/// A lower-case UUID.
pub(crate) fn is_uuid(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| matches!(b, b'-' | b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// `2026-03-25T10:00:00.000Z`
pub(crate) fn is_moment(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        shape == "0000-00-00T00:00:00.000Z"
    })
}
