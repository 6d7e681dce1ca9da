//! InlineCMS's API, beyond its tables.

use crate::dialect::{Dialect, Shape};
use crate::operation::Operation;
use serde_json::json;

/// The description.
pub(crate) fn dialect() -> Dialect {
    let mut operations = Vec::new();
    operations.extend(crate::operation::operations("auth", weft_dialect_inline::accounts::Endpoint::TABLE));
    Dialect {
        name: "inlinecms",
        title: "InlineCMS, as Weft speaks it",
        description: "Projects and sessions.",
        security: json!({ "session": { "type": "http", "scheme": "bearer" } }),
        schemas: json!({ "Error": { "type": "object", "required": ["error"] } }),
        operations,
        shape,
        refusals,
    }
}

fn shape(operation: &Operation) -> Shape {
    let status = if operation.id == "CreateProject" { 201 } else { 200 };
    let security = if operation.is_open() { Vec::new() } else { vec!["session"] };
    Shape { status, answer: Some(json!({})), security, ..Shape::default() }
}

fn refusals(operation: &Operation) -> Vec<(u16, &'static str)> {
    let _ = operation;
    vec![(401, "No good credential."), (500, "A defect.")]
}
