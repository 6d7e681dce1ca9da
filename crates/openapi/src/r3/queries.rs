//! R3's query parameters, as `weft_dialect_r3::query` reads them.

use crate::parts::{query, schema, validators};
use serde_json::{Value, json};
use weft_dialect_r3::query::{LIMIT_DEFAULT, LIMIT_MAX, REACH_MAX, TEXT_MAX};
use weft_domain::query::{LIST_MAX, SORT_MAX};

/// The columns that filters and sorts may name.
const COLUMN: &str =
    r"(id|type|slug|status|authorId|publishedAt|createdAt|updatedAt|data(\.[A-Za-z0-9_-]{1,64}){1,4})";

/// The component parameters.
pub(super) fn parameters() -> Value {
    let mut parameters = validators();
    for (name, parameter) in [
        ("page", page()),
        ("limit", limit()),
        ("limitOfTypes", limit_of_types()),
        ("type", query("type", &text(), "Documents of this content type only.")),
        ("sort", sort()),
        ("fields", fields()),
        ("draft", draft()),
        ("filters", filters()),
        ("cursor", cursor()),
        ("count", count()),
    ] {
        parameters.insert(name.to_owned(), parameter);
    }
    Value::Object(parameters)
}

/// The schemas of filters.
pub(super) fn filter_schemas() -> [(&'static str, Value); 2] {
    let list = json!({ "type": "string", "description": format!("Values with commas, at most {LIST_MAX}.") });
    let conditions = json!({
        "type": "object",
        "description": "Comparisons, all of which must hold. Null and missing values satisfy `$null` only.",
        "properties": {
            "$eq": text(), "$ne": text(), "$gt": text(), "$gte": text(), "$lt": text(), "$lte": text(),
            "$in": list, "$notIn": list, "$contains": text(), "$startsWith": text(),
            "$null": { "type": "boolean" }, "$notNull": { "type": "boolean" },
        },
        "additionalProperties": false,
    });
    let alternatives = |description: &str| json!({ "type": "object", "description": description, "propertyNames": { "pattern": "^[0-9]{1,5}$" }, "additionalProperties": schema("Filters") });
    let filters = json!({
        "type": "object",
        "description": "Conditions by column, all of which must hold. A plain value means `$eq`.",
        "properties": {
            "$and": alternatives("By number: filters that must all hold."),
            "$or": alternatives("By number: filters of which one must hold."),
        },
        "propertyNames": { "pattern": format!(r"^(\$and|\$or|{COLUMN})$") },
        "additionalProperties": { "oneOf": [text(), schema("Conditions")] },
    });
    [("Conditions", conditions), ("Filters", filters)]
}

fn text() -> Value {
    json!({ "type": "string", "maxLength": TEXT_MAX })
}

fn page() -> Value {
    let schema = json!({ "type": "integer", "minimum": 1, "maximum": REACH_MAX, "default": 1 });
    let description =
        "The page, from 1. `page` times `limit` is at most 1,000,000; cursors reach all documents.";
    query("page", &schema, description)
}

fn limit() -> Value {
    let schema = json!({ "type": "integer", "minimum": 1, "default": LIMIT_DEFAULT });
    query("limit", &schema, &format!("The most of a page. More than {LIMIT_MAX} is taken for {LIMIT_MAX}."))
}

fn limit_of_types() -> Value {
    let schema = json!({ "type": "integer", "minimum": 1, "default": LIMIT_MAX });
    query("limit", &schema, &format!("The most of a page. More than {LIMIT_MAX} is taken for {LIMIT_MAX}."))
}

/// A list with commas.
fn list(name: &str, schema: &Value, description: &str, example: &Value) -> Value {
    json!({ "name": name, "in": "query", "style": "form", "explode": false, "description": description, "schema": schema, "example": example })
}

fn sort() -> Value {
    let keys = json!({ "type": "array", "maxItems": SORT_MAX, "items": { "type": "string", "pattern": format!("^-?{COLUMN}$") } });
    let description =
        "Columns with commas, `-` before one for descending. Without it, the newest made come first.";
    list("sort", &keys, description, &json!(["-publishedAt", "data.title"]))
}

fn fields() -> Value {
    let names = |pattern: &str| json!({ "type": "array", "maxItems": LIST_MAX, "items": { "type": "string", "pattern": pattern } });
    let names = json!({ "anyOf": [
        names(r"^(data\.)?[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"),
        names(r"^-(data\.)?[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"),
    ] });
    let description = "What of a document to show (`title,slug`), or what not (`-data.body`); not both. A name that is no member of the document \
        is a field of `data`. `id` is always shown.";
    list("fields", &names, description, &json!(["title", "slug"]))
}

fn draft() -> Value {
    let schema = json!({ "type": "boolean", "default": false });
    query("draft", &schema, "`true`: also what is not published. Needs the `admin` scope, else 403.")
}

fn filters() -> Value {
    json!({
        "name": "filters", "in": "query", "style": "deepObject", "explode": true, "schema": schema("Filters"),
        "description": "`filters[column][$operator]=value`; `filters[$or][0][column][$operator]=value` for alternatives, nested at most 8 deep. \
            At most 64 conditions.",
        "example": { "data.price": { "$gte": "10" } },
    })
}

fn cursor() -> Value {
    json!({
        "name": "cursor", "in": "query", "allowEmptyValue": true, "schema": { "type": "string" },
        "description": "Pages by cursor: empty for the first, then the `nextCursor` of the page before, with the same `sort`. Not together with `page`.",
    })
}

fn count() -> Value {
    let schema = json!({ "type": "string", "enum": ["exact", "none"], "default": "exact" });
    query("count", &schema, "`none`: do not count; `totalDocs` and `totalPages` are null then.")
}
