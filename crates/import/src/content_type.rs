//! Makes sure that the content type exists and has the fields that the documents need.

use serde_json::{Value, json};
use ureq::http::Method;

use super::client::{Answer, ApiRequest, Client};
use super::document::TITLE;
use super::field_name;
use super::fit::DeclaredField;
use super::retry::RequestError;
use super::schema::Fields;

const TYPES: &str = "/api/content-types";

/// Creates the content type or adds the fields that it lacks; gives all its fields. Nothing else
/// about it changes.
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
        // Somebody else may have made it meanwhile, or we ourselves, if the answer to that was
        // lost.
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
