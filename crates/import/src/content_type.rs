//! Ensures that the content type exists and has the fields of the documents.

use serde_json::{Value, json};
use ureq::http::Method;

use super::client::{Answer, ApiRequest, Client};
use super::document::TITLE;
use super::field_name;
use super::fit::DeclaredField;
use super::retry::RequestError;
use super::schema::Fields;

const TYPES: &str = "/api/content-types";

/// Creates the content type or adds the missing fields; returns all its fields. Nothing else of the
/// content type changes.
pub(super) fn ensure(
    client: &Client,
    name: &str,
    fields: &Fields,
) -> Result<Vec<DeclaredField>, RequestError> {
    let path = format!("{TYPES}/{name}");
    if let Some(found) = client.ask(&ApiRequest::get(&path))? {
        return extend(client, &path, &found, fields);
    }
    let body = json!({
        "name": name,
        "label": field_name::label(name),
        "slugField": TITLE,
        "titleField": TITLE,
        "fields": fields.definitions(),
    });
    match client.ask(&ApiRequest::send(Method::POST, TYPES, &body)) {
        Ok(Some(_)) => Ok(declared(&fields.definitions())),
        Ok(None) => Err(RequestError::Refused {
            status: 404,
            reason: format!("there is nothing at {TYPES}: is it Weft?"),
        }),
        // Another client may have created it meanwhile, or an earlier attempt of this import whose
        // response was lost.
        Err(RequestError::Refused { status: 422, reason }) => match client.ask(&ApiRequest::get(&path))? {
            Some(found) => extend(client, &path, &found, fields),
            None => Err(RequestError::Refused { status: 422, reason }),
        },
        Err(error) => Err(error),
    }
}

fn extend(
    client: &Client,
    path: &str,
    found: &Answer,
    fields: &Fields,
) -> Result<Vec<DeclaredField>, RequestError> {
    let mut definitions = found.body.get("fields").and_then(Value::as_array).cloned().unwrap_or_default();
    let missing = fields.missing(&definitions);
    if missing.is_empty() {
        return Ok(declared(&definitions));
    }
    definitions.extend(missing);
    let body = json!({ "fields": definitions });
    let ask = ApiRequest { if_match: found.strong_tag(), ..ApiRequest::send(Method::PATCH, path, &body) };
    match client.ask(&ask)? {
        Some(_) => Ok(declared(&definitions)),
        None => Err(RequestError::Busy {
            reason: "the content type was deleted meanwhile".to_owned(),
            after: None,
        }),
    }
}

fn declared(definitions: &[Value]) -> Vec<DeclaredField> {
    definitions.iter().filter_map(DeclaredField::read).collect()
}
