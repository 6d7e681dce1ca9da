//! A dialect as an OpenAPI 3.1 document.

use crate::dialect::{Dialect, Shape};
use crate::operation::Operation;
use serde_json::{Map, Value, json};

/// The document.
pub(crate) fn document(dialect: &Dialect) -> Value {
    let mut paths = Map::new();
    for operation in &dialect.operations {
        let path = paths.entry(template(operation)).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.to_lowercase(), described(dialect, operation));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": dialect.title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": dialect.description,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "http://127.0.0.1:3000", "description": "`cargo xtask up`" }],
        "tags": [
            { "name": "auth", "description": "Signing in and out, accounts, sites, keys." },
            { "name": "content", "description": "Content types and entries." },
        ],
        "paths": paths,
        "components": { "securitySchemes": dialect.security, "schemas": dialect.schemas },
    })
}

/// `/api/content/{id}`. A name that stands for several segments is one parameter, for OpenAPI knows no other.
fn template(operation: &Operation) -> String {
    let part = |part: &str| match part.strip_prefix(':') {
        Some(name) => format!("{{{}}}", name.trim_end_matches('*')),
        None => part.to_owned(),
    };
    operation.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn described(dialect: &Dialect, operation: &Operation) -> Value {
    let shape = (dialect.shape)(operation);
    let id = format!("{}{}", &operation.id[..1].to_lowercase(), &operation.id[1..]);
    let security: Vec<Value> = if shape.security.is_empty() {
        vec![json!({})]
    } else {
        shape.security.iter().map(|name| json!({ (*name): [] })).collect()
    };
    let mut described = json!({
        "operationId": id,
        "summary": capitalised(operation.name),
        "tags": [operation.area],
        "security": security,
        "parameters": parameters(operation, &shape),
        "responses": responses(dialect, operation, &shape),
        "x-weft": {
            "id": operation.id,
            "path": operation.path,
            "who": operation.who,
            "right": operation.right,
            "roundTrips": operation.round_trips,
            "isKept": operation.is_kept,
        },
    });
    if let (Some(body), Some(members)) = (shape.body, described.as_object_mut()) {
        let content = json!({ "application/json": { "schema": body } });
        members.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    described
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn parameters(operation: &Operation, shape: &Shape) -> Vec<Value> {
    let of_path = operation.names.iter().map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } })
    });
    of_path.chain(shape.query.iter().cloned()).collect()
}

fn responses(dialect: &Dialect, operation: &Operation, shape: &Shape) -> Value {
    let mut responses = Map::new();
    let mut success = json!({ "description": "It was done." });
    if let (Some(schema), Some(members)) = (&shape.answer, success.as_object_mut()) {
        members.insert("content".to_owned(), json!({ "application/json": { "schema": schema } }));
    }
    responses.insert(shape.status.to_string(), success);
    for (status, meaning) in &shape.also {
        responses.insert(status.to_string(), json!({ "description": meaning }));
    }
    let error = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } });
    for (status, meaning) in (dialect.refusals)(operation) {
        responses.insert(status.to_string(), json!({ "description": meaning, "content": error }));
    }
    Value::Object(responses)
}
