//! SnowCMS's API, beyond its tables.

use crate::dialect::{Dialect, Shape};
use crate::operation::Operation;
use serde_json::json;

/// The description.
pub(crate) fn dialect() -> Dialect {
    let mut operations = Vec::new();
    operations.extend(crate::operation::operations("content", weft_dialect_snow::content::Endpoint::TABLE));
    operations.extend(crate::operation::operations("auth", weft_dialect_snow::accounts::Endpoint::TABLE));
    Dialect {
        name: "snowcms",
        title: "SnowCMS, as Weft speaks it",
        description: "Websites, accounts and keys; collections, inputs, entries and drafts.",
        security: json!({ "token": { "type": "http", "scheme": "bearer" }, "cookie": { "type": "apiKey", "in": "cookie", "name": "snowcms_session" } }),
        schemas: json!({ "Error": { "type": "object", "required": ["error"] } }),
        operations,
        shape,
        refusals,
    }
}

fn shape(operation: &Operation) -> Shape {
    let status = 200;
    let security = if operation.is_open() { Vec::new() } else { vec!["token", "cookie"] };
    Shape { status, answer: Some(json!({})), security, ..Shape::default() }
}

fn refusals(operation: &Operation) -> Vec<(u16, &'static str)> {
    let _ = operation;
    vec![(401, "No good credential."), (500, "A defect.")]
}
