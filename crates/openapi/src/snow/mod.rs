//! SnowCMS's API, beyond its tables. Where each statement comes from: docs/dialects/snowcms.md.

mod details;
mod queries;
mod schemas;

use crate::dialect::{Dialect, OperationDetails};
use crate::operation::{Operation, operations};
use crate::parts::{self, schema};
use serde_json::{Value, json};

const DESCRIPTION: &str = "Websites, accounts and keys; collections, inputs, entries and drafts. Every success is a 200, every refusal is \
    `{\"error\": \"…\"}`. Every answer bears `X-Robots-Tag: noindex`. Unknown query parameters and members of bodies are ignored, but in entries \
    and drafts every member is a field's name. `HEAD` answers as `GET` without the body. The reference is `docs/dialects/snowcms.md`.";

const MEANINGS: &[(u16, &str)] = &[
    (
        400,
        "What was sent is wrong, or a value is taken; also a key that does not exist, and a missing CSRF token.",
    ),
    (401, "There is no credential, or none that is good."),
    (403, "Another website, a role or a scope that does not suffice, or a request that a webhook sent."),
    (404, "There is no such thing."),
    (405, "The path has other methods."),
    (412, "`If-Match` failed: the entry has changed."),
    (413, "The body is too large, or what would be stored is."),
    (429, "Too many requests: a key's plan is used up, too many failed logins or new addresses."),
    (500, "A defect of the server."),
    (501, "There is no media library yet."),
    (503, "The database does not answer now."),
    (507, "The database has no room left; trying again does not help."),
];

/// The description.
pub(crate) fn dialect() -> Dialect {
    let mut all = operations("content", weft_dialect_snow::content::Endpoint::TABLE);
    all.extend(operations("auth", weft_dialect_snow::accounts::Endpoint::TABLE));
    Dialect {
        name: "snowcms",
        title: "SnowCMS, as Weft speaks it",
        description: DESCRIPTION,
        security: json!({
            "token": {
                "type": "http", "scheme": "bearer",
                "description": "`a:<key id>.<key>` of a key, or `<account id>:<secret>` of a session.",
            },
            "cookie": {
                "type": "apiKey", "in": "cookie", "name": "snowcms_session",
                "description": "A browser's session. What changes something needs `X-CSRF-Token` beside it.",
            },
        }),
        schemas: schemas::schemas(),
        parameters: queries::parameters(),
        operations: all,
        details: details::details,
        name_in_path,
        render: |fault| weft_dialect_snow::error::render(&fault.into()),
        meanings: MEANINGS,
        refusals,
    }
}

fn name_in_path(_: &Operation, name: &str) -> (Value, &'static str) {
    match name {
        "website" => (schema("Id"), "The website's id."),
        "collection" => (schema("Id"), "The collection's id."),
        "input" => (schema("Id"), "The input's id."),
        "entry" => (schema("Id"), "The entry's id."),
        "draft" => (schema("Id"), "The draft's id."),
        "account" => (schema("Id"), "The account's id."),
        "key" => (schema("Id"), "The key's id."),
        "slug" => (
            json!({ "type": "string", "minLength": 1 }),
            "The entry's slug. It may contain slashes, escaped or not.",
        ),
        _ => (json!({ "type": "string", "minLength": 1 }), "The file's id."),
    }
}

fn refusals(operation: &Operation, details: &OperationDetails) -> Vec<u16> {
    let is_read = operation.method == "GET";
    let reads_query = details.parameters.iter().any(|one| *one != parts::parameter("If-None-Match"));
    // A read below a website counts against the plan of the key, so that it, too, may find the
    // database full.
    let is_counted = operation.who == "principal";
    let mut refusals = vec![403, 405, 500, 503];
    refusals.extend((!operation.is_open()).then_some(401));
    refusals.extend((!is_read || reads_query || operation.names.contains(&"key")).then_some(400));
    refusals.extend((!operation.names.is_empty()).then_some(404));
    refusals.extend(details.parameters.contains(&parts::parameter("If-Match")).then_some(412));
    refusals.extend((!is_read && operation.method != "DELETE").then_some(413));
    refusals.extend((is_counted || matches!(operation.id, "LogIn" | "EditAccount")).then_some(429));
    refusals.extend(details.status.is_none().then_some(501));
    let is_stored = !is_read && !matches!(operation.id, "CheckUrl") || operation.id == "LogOut";
    refusals.extend((is_counted || is_stored).then_some(507));
    refusals
}
