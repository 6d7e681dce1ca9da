//! `/api/webhooks/:id/deliveries`: what was sent and what came back; replays and tests.

use super::view;
use crate::query;
use http::StatusCode;
use weft_domain::{DeliveryId, WebhookId};
use weft_http::{Call, Fault, Reply};
use weft_service::App;

pub(super) async fn list(app: &App<'_>, call: Call<'_>, webhook: WebhookId) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    let (from, limit) = query::deliveries(&call.request.query)?;
    let page = admin.deliveries(webhook, from, limit).await?;
    Ok(Reply::json(StatusCode::OK, view::deliveries(&page)))
}

pub(super) async fn find(
    app: &App<'_>,
    call: Call<'_>,
    webhook: WebhookId,
    id: DeliveryId,
) -> Result<Reply, Fault> {
    let requested = app.admin(call.ctx)?.delivery(webhook, id).await?;
    Ok(Reply::json(StatusCode::OK, view::requested(&requested)))
}

pub(super) async fn replay(
    app: &App<'_>,
    call: Call<'_>,
    webhook: WebhookId,
    id: DeliveryId,
) -> Result<Reply, Fault> {
    let delivery = app.admin(call.ctx)?.replay(webhook, id).await?;
    Ok(Reply::json(StatusCode::ACCEPTED, view::delivery(&delivery)))
}

pub(super) async fn test(app: &App<'_>, call: Call<'_>, webhook: WebhookId) -> Result<Reply, Fault> {
    let delivery = app.admin(call.ctx)?.test_webhook(webhook).await?;
    Ok(Reply::json(StatusCode::ACCEPTED, view::delivery(&delivery)))
}
