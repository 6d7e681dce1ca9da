//! The description of R3 CMS's API beyond its tables. docs/dialects/r3.md gives the sources.

mod details;
mod queries;
mod schemas;

use crate::dialect::{Dialect, OperationDetails};
use crate::operation::{Operation, operations};
use crate::parts;
use serde_json::{Value, json};

const DESCRIPTION: &str = "Content types, documents and keys of one site, which the key chooses. Unknown query parameters and unknown members of \
    bodies are ignored, an empty parameter is as if it were absent (`cursor` excepted), and `null` for a member is as if it were absent where \
    nothing else is said. `HEAD` answers as `GET` without the body. The reference is `docs/dialects/r3.md`.";

const MEANINGS: &[(u16, &str)] = &[
    (401, "There is no credential, or none that is good."),
    (403, "A scope or a role is missing."),
    (404, "There is no such thing, or the caller may not see it."),
    (405, "The path has other methods."),
    (412, "`If-Match` failed: the thing has changed."),
    (413, "The body is too large, or what would be stored is."),
    (422, "The body or a parameter is wrong, or a value is taken; `details` says where."),
    (429, "The key's plan is used up."),
    (500, "A defect of the server."),
    (503, "The database does not answer now."),
    (507, "The database has no room left; trying again does not help."),
];

/// The description.
pub(crate) fn dialect() -> Dialect {
    let mut all = operations("content", weft_dialect_r3::content::Endpoint::TABLE);
    all.extend(operations("auth", weft_dialect_r3::accounts::Endpoint::TABLE));
    all.extend(operations("webhooks", weft_dialect_r3::webhooks::Endpoint::TABLE));
    Dialect {
        name: "r3",
        title: "R3 CMS, as Weft speaks it",
        description: DESCRIPTION,
        security: json!({
            "apiKey": { "type": "apiKey", "in": "header", "name": "x-api-key", "description": "A key of the site, with scopes." },
            "session": { "type": "http", "scheme": "bearer", "description": "The token of a session that a login has made." },
        }),
        schemas: schemas::schemas(),
        parameters: queries::parameters(),
        operations: all,
        details: details::details,
        name_in_path,
        render: |fault| weft_dialect_r3::error::render(&fault),
        meanings: MEANINGS,
        refusals,
    }
}

fn name_in_path(operation: &Operation, name: &str) -> (Value, &'static str) {
    match name {
        "name" | "type" => (parts::schema("ContentTypeName"), "The content type's name."),
        "slug" => (parts::schema("Slug"), "The document's slug. It may contain slashes, escaped or not."),
        "version" => (parts::schema("Id"), "The version's id."),
        "delivery" => (parts::schema("Id"), "The delivery's id."),
        _ if operation.area == "auth" => (parts::schema("Id"), "The key's id."),
        _ if operation.area == "webhooks" => (parts::schema("Id"), "The webhook's id."),
        _ => (parts::schema("Id"), "The document's id."),
    }
}

/// Reads count against the key's plan, which is a write, so a read too can fail because the
/// database is full.
fn refusals(operation: &Operation, details: &OperationDetails) -> Vec<u16> {
    let is_write = operation.method == "POST" || operation.method == "PATCH";
    let reads_query = details.parameters.iter().any(|one| !is_validator(one));
    let mut refusals = vec![401, 403, 405, 429, 500, 503, 507];
    refusals.extend((!operation.names.is_empty()).then_some(404));
    refusals.extend(details.parameters.contains(&parts::parameter("If-Match")).then_some(412));
    refusals.extend(is_write.then_some(413));
    // Other documents may have taken the values of a version.
    refusals.extend((details.body.is_some() || reads_query || operation.id == "Restore").then_some(422));
    refusals
}

fn is_validator(parameter: &Value) -> bool {
    ["If-Match", "If-None-Match"].iter().any(|name| *parameter == parts::parameter(name))
}
