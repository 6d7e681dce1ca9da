//! The collection that most tests use: posts with a title, a slug and a text.

use serde_json::{Value, json};
use weft_tests::{Snow, SnowCollection};

/// The time at which tests begin, in seconds since 1970: 2026-03-25T10:01:00Z.
pub(crate) const NOW: i64 = 1_774_432_860;

/// An id that does not exist.
pub(crate) const UNKNOWN_ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

/// Creates a collection of posts with a required title, a slug and a rich text; its title and slug
/// are these inputs.
#[track_caller]
pub(crate) fn blog<'w>(snow: &Snow<'w>) -> SnowCollection<'w> {
    let posts = snow.collection("Posts");
    let title = posts.input_with("title", "text", json!({ "required": true }));
    let slug = posts.input_with("slug", "slug", json!({ "inputConfig": { "fieldName": "title" } }));
    posts.input("body", "rich-text");
    let body = json!({ "name": "Posts", "title": title, "slug": slug });
    posts.put("", body).send().tells("Collection edited");
    posts
}

/// The body of a post.
pub(crate) fn a_post(title: &str, slug: &str) -> Value {
    json!({ "title": title, "slug": slug, "body": document(title).to_string() })
}

/// A rich-text document of one paragraph.
pub(crate) fn document(text: &str) -> Value {
    let text = json!({ "type": "text", "text": text });
    json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [text] }] })
}

/// The names of an object's members, in order.
#[track_caller]
pub(crate) fn members(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// One member of each item of a list, bare or in an envelope.
#[track_caller]
pub(crate) fn each(list: &Value, member: &str) -> Vec<Value> {
    let items = list.as_array().or_else(|| list["data"].as_array()).expect("a list");
    items.iter().map(|item| item[member].clone()).collect()
}
