//! Builds the OpenAPI 3.1 document of a dialect.

use crate::dialect::{Dialect, OperationDetails};
use crate::operation::Operation;
use crate::{parts, refusals};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The document.
pub(crate) fn document(dialect: &Dialect) -> Value {
    let mut paths = Map::new();
    let mut statuses = BTreeSet::new();
    for operation in &dialect.operations {
        let path = paths.entry(template(operation)).or_insert_with(|| json!({}));
        let details = (dialect.details)(operation);
        let refused = refused(dialect, operation, &details);
        statuses.extend(&refused);
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.to_lowercase(), described(dialect, operation, &details, &refused));
        }
    }
    let statuses: Vec<u16> = statuses.into_iter().collect();
    let responses = refusals::responses(dialect, &statuses);
    let headers = used_headers(&[&Value::Object(paths.clone()), &Value::Object(responses.clone())]);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": dialect.title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": dialect.description,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "http://127.0.0.1:3000", "description": "`cargo xtask up`" }],
        "tags": tags(dialect),
        "paths": paths,
        "components": {
            "securitySchemes": dialect.security,
            "parameters": dialect.parameters,
            "headers": headers,
            "responses": responses,
            "schemas": dialect.schemas,
        },
    })
}

fn tags(dialect: &Dialect) -> Vec<Value> {
    let tags =
        [("auth", "Signing in and out, accounts, sites, keys."), ("content", "Content types and entries.")];
    let used = tags.into_iter().filter(|(name, _)| dialect.operations.iter().any(|one| one.area == *name));
    used.map(|(name, description)| json!({ "name": name, "description": description })).collect()
}

/// The component headers that something refers to.
fn used_headers(texts: &[&Value]) -> Value {
    let text: String = texts.iter().map(ToString::to_string).collect();
    let mut headers = parts::every_header();
    if let Some(headers) = headers.as_object_mut() {
        headers.retain(|name, _| text.contains(&format!("#/components/headers/{name}\"")));
    }
    headers
}

/// `/api/content/{id}`. A capture of several segments is one parameter, because OpenAPI has no
/// other kind.
fn template(operation: &Operation) -> String {
    let part = |part: &str| match part.strip_prefix(':') {
        Some(name) => format!("{{{}}}", name.trim_end_matches('*')),
        None => part.to_owned(),
    };
    operation.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The error statuses, and 304, in order.
fn refused(dialect: &Dialect, operation: &Operation, details: &OperationDetails) -> Vec<u16> {
    let mut refused = (dialect.refusals)(operation, details);
    refused.extend(details.is_validated.then_some(304));
    refused.sort_unstable();
    refused.dedup();
    refused
}

fn described(dialect: &Dialect, operation: &Operation, details: &OperationDetails, refused: &[u16]) -> Value {
    let id = format!("{}{}", &operation.id[..1].to_lowercase(), &operation.id[1..]);
    let mut described = json!({
        "operationId": id,
        "summary": capitalised(operation.name),
        "tags": [operation.area],
        "security": security(details),
        "parameters": parameters(dialect, operation, details),
        "responses": responses(details, refused),
        "x-weft": {
            "id": operation.id,
            "path": operation.path,
            "who": operation.who,
            "right": operation.right,
            "roundTrips": operation.round_trips,
            "isKept": operation.is_kept,
        },
    });
    if !details.description.is_empty() {
        parts::set(&mut described, "description", json!(details.description));
    }
    if let Some(body) = &details.body {
        let content = json!({ "application/json": { "schema": body } });
        parts::set(&mut described, "requestBody", json!({ "required": true, "content": content }));
    }
    described
}

/// Any of the schemes; an empty list without authentication.
fn security(details: &OperationDetails) -> Vec<Value> {
    let schemes = details.security.iter().map(|name| json!({ (*name): [] }));
    schemes.chain(details.is_optional.then(|| json!({}))).collect()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn parameters(dialect: &Dialect, operation: &Operation, details: &OperationDetails) -> Vec<Value> {
    let of_path = operation.names.iter().map(|name| {
        let (schema, description) = (dialect.name_in_path)(operation, name);
        json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema })
    });
    of_path.chain(details.parameters.iter().cloned()).collect()
}

fn responses(details: &OperationDetails, refused: &[u16]) -> Value {
    let mut responses = Map::new();
    if let Some(status) = details.status {
        let meaning = if status == 201 { "It was made." } else { "It was done." };
        let mut success = json!({ "description": meaning });
        if let Some(schema) = &details.answer {
            parts::set(&mut success, "content", json!({ "application/json": { "schema": schema } }));
        }
        if !details.headers.is_empty() {
            parts::set(
                &mut success,
                "headers",
                Value::Object(parts::headers(details.headers.iter().copied())),
            );
        }
        responses.insert(status.to_string(), success);
    }
    for status in refused {
        responses.insert(status.to_string(), parts::response(&refusals::component(*status)));
    }
    Value::Object(responses)
}
