//! `/api/accounts/:account/keys`.

use crate::error::{Refusal, refused, replace_messages};
use crate::{body, query, reply, view};
use weft_domain::{AccountId, CredentialId, Error, Role, SiteId};
use weft_http::{Call, Reply, Request};
use weft_service::{App, KeyChange, NewAccountKey};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>, account: AccountId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let asked = query::list(&call.request.query)?;
    let (keys, total) = above.keys(account, None).await?;
    let items = keys.iter().map(view::key).collect();
    Ok(reply::list(&asked.part(items).join(","), asked.page, total))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>, account: AccountId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let RequestedKey { name, role, sites, active } = RequestedKey::read(call.request)?;
    let is_active = active.unwrap_or_default();
    let new = NewAccountKey { name: &name, role, is_active, sites: &sites };
    let (key, secret) = above.create_key(account, new).await.map_err(with_message)?;
    Ok(reply::found(view::new_key(&key.id.to_string(), &secret, "Created API key")))
}

pub(crate) async fn find(
    app: &App<'_>,
    call: Call<'_>,
    account: AccountId,
    id: CredentialId,
) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let found = above.key(account, id).await?;
    Ok(reply::found(view::key(&found)))
}

pub(crate) async fn edit(
    app: &App<'_>,
    call: Call<'_>,
    account: AccountId,
    id: CredentialId,
) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let RequestedKey { name, role, sites, active } = RequestedKey::read(call.request)?;
    let change = KeyChange {
        name: Some(&name),
        role: Some(role),
        is_active: active,
        sites: body::all_but_none(role, &sites),
    };
    above.update_key(account, id, change).await.map_err(with_message)?;
    Ok(reply::done("Edited API key"))
}

pub(crate) async fn reset(
    app: &App<'_>,
    call: Call<'_>,
    account: AccountId,
    id: CredentialId,
) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let secret = above.reset_key(account, id).await?;
    Ok(reply::found(view::new_key(&id.to_string(), &secret, "Reset API key")))
}

pub(crate) async fn delete(
    app: &App<'_>,
    call: Call<'_>,
    account: AccountId,
    id: CredentialId,
) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    above.delete_key(account, id).await?;
    Ok(reply::done("API key deleted"))
}

/// The requested state of a key.
struct RequestedKey {
    name: String,
    role: Role,
    sites: Vec<SiteId>,
    active: Option<bool>,
}

impl RequestedKey {
    fn read(request: &Request) -> Result<Self, Refusal> {
        let missing = "Name, role and websites are required";
        let sent: body::Key = body::read(request)?;
        Ok(Self {
            name: body::required(sent.name, missing)?,
            role: body::role(sent.role, missing)?,
            sites: body::websites(sent.websites)?.ok_or_else(|| refused(missing))?,
            active: sent.active,
        })
    }
}

/// Replaces the use case's messages with the original's.
fn with_message(error: Error) -> Refusal {
    let words = |path: &str, code: &str| match (path, code) {
        ("name", "length") => Some("Name is too long"),
        ("role", "max") => Some("API key cannot have higher role than user"),
        ("sites", "access") => Some("User does not have access to one or more websites"),
        _ => None,
    };
    replace_messages(error, words)
}
