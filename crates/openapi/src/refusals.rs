//! The errors of an API, as its own rendering words them: a status, its headers, and an example of
//! each body.

use crate::dialect::Dialect;
use crate::parts;
use serde_json::{Map, Value, json};
use weft_domain::{Conflict, Error, Kind};
use weft_http::Fault;

/// One of each fault that reaches a dialect, with a name for the example of it.
pub(crate) fn faults() -> Vec<(&'static str, Fault)> {
    let domain = [
        ("notFound", Error::NotFound(Kind::Entry)),
        ("notFoundKey", Error::NotFound(Kind::Credential)),
        ("invalid", Error::invalid("name", "required", "is required")),
        ("taken", Error::Conflict(Conflict::Taken { field: "slug".to_owned() })),
        ("stale", Error::Conflict(Conflict::Stale { current: 7 })),
        ("unauthenticated", Error::Unauthenticated),
        ("forbidden", Error::Forbidden { needs: "the admin scope" }),
        ("tooLarge", Error::TooLarge { limit: weft_http::pipeline::BODY_LIMIT, of: "bytes" }),
        ("limited", Error::Limited { retry_after: 42 }),
        ("unsupported", Error::Unsupported("Media features are disabled on this instance".to_owned())),
        ("full", Error::Full(String::new())),
        ("unavailable", Error::Unavailable(String::new())),
        ("internal", Error::Internal(String::new())),
    ];
    let mut faults: Vec<_> = domain.into_iter().map(|(name, error)| (name, Fault::Domain(error))).collect();
    faults.push(("unknownRoute", Fault::UnknownRoute));
    faults.push(("methodNotAllowed", Fault::MethodNotAllowed { allow: "GET, HEAD, POST".to_owned() }));
    faults.push(("malformed", Fault::Malformed("the body is empty; it must be JSON".to_owned())));
    faults
}

/// The name of the component that describes a status: `UnprocessableEntity`.
pub(crate) fn component(status: u16) -> String {
    match status {
        304 => "NotModified",
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        409 => "Conflict",
        412 => "PreconditionFailed",
        413 => "PayloadTooLarge",
        422 => "UnprocessableEntity",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        503 => "ServiceUnavailable",
        507 => "InsufficientStorage",
        other => return format!("Status{other}"),
    }
    .to_owned()
}

/// The component responses of these statuses.
pub(crate) fn responses(dialect: &Dialect, statuses: &[u16]) -> Map<String, Value> {
    let mut responses = Map::new();
    for (status, meaning) in dialect.meanings.iter().filter(|(status, _)| statuses.contains(status)) {
        responses.insert(component(*status), response(dialect, *status, meaning));
    }
    if statuses.contains(&304) {
        let unchanged =
            json!({ "description": "What the client has is current.", "headers": parts::headers(["ETag"]) });
        responses.insert(component(304), unchanged);
    }
    responses
}

fn response(dialect: &Dialect, status: u16, meaning: &str) -> Value {
    let (mut examples, mut names) = (Map::new(), Vec::new());
    for (name, fault) in faults() {
        let header = fault.header();
        let reply = (dialect.render)(fault);
        if reply.status.as_u16() != status {
            continue;
        }
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        if examples.values().all(|known: &Value| known["value"] != body) {
            examples.insert(name.to_owned(), json!({ "value": body }));
        }
        for known in ["Retry-After", "Allow"] {
            let is_sent = header.as_ref().is_some_and(|(name, _)| name.as_str().eq_ignore_ascii_case(known));
            if is_sent && !names.contains(&known) {
                names.push(known);
            }
        }
    }
    let content = json!({ "application/json": { "schema": parts::schema("Error"), "examples": examples } });
    let mut response = json!({ "description": meaning, "content": content });
    if !names.is_empty() {
        parts::set(&mut response, "headers", Value::Object(parts::headers(names)));
    }
    response
}
