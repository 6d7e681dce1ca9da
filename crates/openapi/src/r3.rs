//! R3 CMS's API, beyond its tables.

use crate::dialect::{Dialect, Shape};
use crate::operation::Operation;
use serde_json::json;

/// The description.
pub(crate) fn dialect() -> Dialect {
    let mut operations = Vec::new();
    operations.extend(crate::operation::operations("content", weft_dialect_r3::content::Endpoint::TABLE));
    operations.extend(crate::operation::operations("auth", weft_dialect_r3::accounts::Endpoint::TABLE));
    Dialect {
        name: "r3",
        title: "R3 CMS, as Weft speaks it",
        description: "Content types, documents and keys of one site, chosen by the key.",
        security: json!({ "apiKey": { "type": "apiKey", "in": "header", "name": "x-api-key" }, "session": { "type": "http", "scheme": "bearer" } }),
        schemas: json!({ "Error": { "type": "object", "required": ["error"] } }),
        operations,
        shape,
        refusals,
    }
}

fn shape(operation: &Operation) -> Shape {
    let status = if operation.method == "POST" && operation.id.starts_with("Create") { 201 } else { 200 };
    let security = if operation.is_open() { Vec::new() } else { vec!["apiKey"] };
    Shape { status, answer: Some(json!({})), security, ..Shape::default() }
}

fn refusals(operation: &Operation) -> Vec<(u16, &'static str)> {
    let _ = operation;
    vec![(401, "No good credential."), (500, "A defect.")]
}
