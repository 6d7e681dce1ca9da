//! `/api/keys`: a site's API keys. A secret is shown once, in the answer to its creation, and that
//! answer is never cached.

use crate::view::PageInfo;
use crate::{body, query, reply, view};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use weft_domain::CredentialId;
use weft_http::{Call, Fault, Reply};
use weft_service::{App, NewKey};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    let asked = query::pages(&call.request.query, query::LIMIT_DEFAULT)?;
    let (keys, total) = admin.keys(asked.page, asked.limit).await?;
    let page_info = PageInfo::counted(asked.page, asked.limit, total);
    Ok(reply::list(call.request, &page_info, view::keys(&keys, &page_info)))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    let new = body::new_key(weft_http::body::json(call.request)?)?;
    let new = NewKey { name: &new.name, scopes: new.scopes, plan: new.plan, expires_at: new.expires_at };
    let (key, secret) = admin.create_key(new).await?;
    let location = format!("/api/keys/{}", key.id);
    Ok(secretly(reply::created(view::key(&key, Some(&secret)), &location)))
}

pub(crate) async fn delete(app: &App<'_>, call: Call<'_>, id: CredentialId) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    admin.delete_key(id).await?;
    Ok(reply::deleted())
}

pub(crate) async fn rotate(app: &App<'_>, call: Call<'_>, id: CredentialId) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    let (key, secret) = admin.rotate_key(id).await?;
    Ok(secretly(Reply::json(StatusCode::OK, view::key(&key, Some(&secret)))))
}

fn secretly(reply: Reply) -> Reply {
    reply.with(CACHE_CONTROL, "no-store")
}
