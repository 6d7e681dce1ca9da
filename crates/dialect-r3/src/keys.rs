//! `/api/keys`: a site's API keys. A secret is shown once, in the answer that makes it, and that answer is kept nowhere.

use crate::view::Place;
use crate::{body, query, reply, view};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use weft_domain::{CredentialId, Ctx, Error, Kind};
use weft_http::routes::Captures;
use weft_http::{Fault, Reply, Request};
use weft_service::{App, NewKey};

pub(crate) async fn list(app: &App<'_>, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
    let admin = app.admin(ctx)?;
    let asked = query::pages(&request.query, query::LIMIT_DEFAULT)?;
    let (keys, total) = admin.keys(asked.page, asked.limit).await?;
    let place = Place::counted(asked.page, asked.limit, total);
    Ok(reply::list(request, &place, view::keys(&keys, &place)))
}

pub(crate) async fn create(app: &App<'_>, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
    let admin = app.admin(ctx)?;
    let new = body::new_key(weft_http::body::json(request)?)?;
    let new = NewKey { name: &new.name, scopes: new.scopes, plan: new.plan, expires_at: new.expires_at };
    let (key, secret) = admin.create_key(new).await?;
    let location = format!("/api/keys/{}", key.id);
    Ok(secretly(reply::created(view::key(&key, Some(&secret)), &location)))
}

pub(crate) async fn delete(app: &App<'_>, ctx: &Ctx, names: Captures<'_>) -> Result<Reply, Fault> {
    let admin = app.admin(ctx)?;
    admin.delete_key(key_id(names)?).await?;
    Ok(reply::deleted())
}

pub(crate) async fn rotate(app: &App<'_>, ctx: &Ctx, names: Captures<'_>) -> Result<Reply, Fault> {
    let admin = app.admin(ctx)?;
    let (key, secret) = admin.rotate_key(key_id(names)?).await?;
    Ok(secretly(Reply::json(StatusCode::OK, view::key(&key, Some(&secret)))))
}

fn secretly(reply: Reply) -> Reply {
    reply.with(CACHE_CONTROL, "no-store")
}

/// The id in the path; one that is no id is nobody's.
fn key_id(names: Captures<'_>) -> Result<CredentialId, Error> {
    names.first.parse().map_err(|_| Error::NotFound(Kind::Credential))
}
