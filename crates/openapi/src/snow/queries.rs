//! SnowCMS's query parameters, as `weft_dialect_snow::query` reads them, and its headers.

use crate::parts::{query, validators};
use serde_json::{Value, json};
use weft_dialect_snow::query::{LIMIT_DEFAULT, LIMIT_MAX};
use weft_domain::query::CONTAINS_MAX;

/// The parameters of a list.
pub(super) const OF_LISTS: [&str; 5] = ["page", "limit", "sort", "search", "mime"];

/// The component parameters.
pub(super) fn parameters() -> Value {
    let mut parameters = validators();
    let page = json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX, "default": 1 });
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT });
    let sort = json!({ "type": "string", "enum": ["asc", "desc"], "default": "asc" });
    let search = json!({ "type": "string", "maxLength": CONTAINS_MAX });
    let created_at = json!({ "type": "integer", "minimum": 0, "maximum": 253_402_300_799_i64 });
    let csrf = json!({
        "name": "X-CSRF-Token", "in": "header", "schema": { "type": "string" },
        "description": "What the cookie `snowcms_csrf` says. Needed where the cookie alone says who asks.",
    });
    for (name, parameter) in [
        ("page", query("page", &page, "The page, from 1. Any parameter of a list asks for a page.")),
        ("limit", query("limit", &limit, "The most of a page.")),
        ("sort", query("sort", &sort, "By the time of creation: oldest or newest first.")),
        (
            "search",
            query(
                "search",
                &search,
                "A part of the id or the title of entries and drafts. Elsewhere it only asks for a page.",
            ),
        ),
        (
            "mime",
            query("mime", &json!({ "type": "string" }), "Only asks for a page, for there are no files yet."),
        ),
        (
            "render",
            query(
                "render",
                &json!({ "type": "boolean" }),
                "Any value but `false`: values as they are shown, instead of texts.",
            ),
        ),
        (
            "createdAt",
            query(
                "createdAt",
                &created_at,
                "Back-dates the entry, where the collection allows it: seconds since 1970, not in the future.",
            ),
        ),
        (
            "entry",
            query("entry", &crate::parts::schema("Id"), "The entry whose next state a draft may become."),
        ),
        ("X-CSRF-Token", csrf),
    ] {
        parameters.insert(name.to_owned(), parameter);
    }
    Value::Object(parameters)
}
