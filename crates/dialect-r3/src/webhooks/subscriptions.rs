//! `/api/webhooks`: subscriptions to events. A secret that Weft made is shown once, in the answer
//! to its creation, and that answer is never cached; a secret that was sent is never shown.

use super::{body, view};
use crate::view::{PageInfo, envelope};
use crate::{query, reply};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use weft_domain::WebhookId;
use weft_domain::webhook::InsecureHosts;
use weft_http::{Call, Fault, Reply};
use weft_service::App;

pub(super) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    let asked = query::pages(&call.request.query, query::LIMIT_DEFAULT)?;
    let (webhooks, total) = admin.webhooks(asked.page, asked.limit).await?;
    let page_info = PageInfo::counted(asked.page, asked.limit, total);
    let webhooks: Vec<String> = webhooks.iter().map(|one| view::webhook(one, None)).collect();
    Ok(reply::list(call.request, &page_info, envelope(&webhooks.join(","), &page_info)))
}

pub(super) async fn create(app: &App<'_>, call: Call<'_>, insecure: &InsecureHosts) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    let new = body::new_webhook(weft_http::body::json(call.request)?)?;
    let created = admin.create_webhook(new.service(), insecure).await?;
    let location = format!("/api/webhooks/{}", created.webhook.id);
    let text = view::webhook(&created.webhook, created.secret.as_deref());
    Ok(reply::created(text, &location).with(CACHE_CONTROL, "no-store"))
}

pub(super) async fn find(app: &App<'_>, call: Call<'_>, id: WebhookId) -> Result<Reply, Fault> {
    let webhook = app.admin(call.ctx)?.webhook(id).await?;
    Ok(Reply::json(StatusCode::OK, view::webhook(&webhook, None)))
}

pub(super) async fn update(
    app: &App<'_>,
    call: Call<'_>,
    id: WebhookId,
    insecure: &InsecureHosts,
) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    let change = body::webhook_change(weft_http::body::json(call.request)?)?;
    let webhook = admin.update_webhook(id, change.service(), insecure).await?;
    Ok(Reply::json(StatusCode::OK, view::webhook(&webhook, None)))
}

pub(super) async fn delete(app: &App<'_>, call: Call<'_>, id: WebhookId) -> Result<Reply, Fault> {
    app.admin(call.ctx)?.delete_webhook(id).await?;
    Ok(reply::deleted())
}
