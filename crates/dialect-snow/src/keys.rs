//! `/api/accounts/:account/keys`.

use crate::accounts::account_id;
use crate::error::{refused, reworded};
use crate::{body, query, reply, view};
use weft_domain::{CredentialId, Error};
use weft_http::routes::Captures;
use weft_http::{Fault, Reply, Request};
use weft_service::{Installation, KeyChange, NewAccountKey};

pub(crate) async fn list(
    installation: &Installation<'_>,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let asked = query::list(&request.query)?;
    let (keys, total) = installation.keys(account_id(names), None).await?;
    let items = keys.iter().map(view::key).collect();
    Ok(reply::list(&asked.part(items).join(","), asked.page, total))
}

const MISSING: &str = "Name, role and websites are required";

pub(crate) async fn create(
    installation: &Installation<'_>,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let new = body::key(request)?;
    let name = body::required(new.name, MISSING)?;
    let role = body::role(new.role, MISSING)?;
    let sites = body::websites(new.websites)?.ok_or_else(|| refused(MISSING))?;
    let is_active = new.active.unwrap_or_default();
    let new = NewAccountKey { name: &name, role, is_active, sites: &sites };
    let (key, secret) = installation.create_key(account_id(names), new).await.map_err(worded)?;
    Ok(reply::found(view::new_key(&key.id.to_string(), &secret, "Created API key")))
}

pub(crate) async fn find(installation: &Installation<'_>, names: Captures<'_>) -> Result<Reply, Fault> {
    let found = installation.key(account_id(names), key_id(names)).await?;
    Ok(reply::found(view::key(&found)))
}

pub(crate) async fn edit(
    installation: &Installation<'_>,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let new = body::key(request)?;
    let name = body::required(new.name, MISSING)?;
    let role = body::role(new.role, MISSING)?;
    let sites = body::websites(new.websites)?.ok_or_else(|| refused(MISSING))?;
    let change = KeyChange {
        name: Some(&name),
        role: Some(role),
        is_active: new.active,
        sites: body::all_but_none(role, &sites),
    };
    installation.update_key(account_id(names), key_id(names), change).await.map_err(worded)?;
    Ok(reply::done("Edited API key"))
}

pub(crate) async fn reset(installation: &Installation<'_>, names: Captures<'_>) -> Result<Reply, Fault> {
    let id = key_id(names);
    let secret = installation.reset_key(account_id(names), id).await?;
    Ok(reply::found(view::new_key(&id.to_string(), &secret, "Reset API key")))
}

pub(crate) async fn delete(installation: &Installation<'_>, names: Captures<'_>) -> Result<Reply, Fault> {
    installation.delete_key(account_id(names), key_id(names)).await?;
    Ok(reply::done("API key deleted"))
}

/// A refusal by the use case, in the original's words.
fn worded(error: Error) -> Error {
    let words = |path: &str, code: &str| match (path, code) {
        ("name", "length") => Some("Name is too long"),
        ("role", "max") => Some("API key cannot have higher role than user"),
        ("sites", "access") => Some("User does not have access to one or more websites"),
        _ => None,
    };
    reworded(error, words)
}

/// The key in the path; one whose id is no id is nobody's.
fn key_id(names: Captures<'_>) -> CredentialId {
    names.second.parse().unwrap_or(CredentialId::new(uuid::Uuid::nil()))
}
