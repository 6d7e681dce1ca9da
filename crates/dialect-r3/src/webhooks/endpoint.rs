//! The endpoint table of webhooks and their deliveries. See `content/endpoint.rs` for its uses.

use weft_domain::{DeliveryId, Permission, WebhookId};
use weft_http::routes::Right::May;

const WEBHOOKS: &str = "/api/webhooks";
const WEBHOOK: &str = "/api/webhooks/:id";
const TEST: &str = "/api/webhooks/:id/test";
const DELIVERIES: &str = "/api/webhooks/:id/deliveries";
const DELIVERY: &str = "/api/webhooks/:id/deliveries/:delivery";
const REPLAY: &str = "/api/webhooks/:id/deliveries/:delivery/replay";

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// All webhooks of the site.
    ListWebhooks => GET WEBHOOKS, "list webhooks", Principal, May(Permission::Admin), 1;
    /// A new webhook.
    CreateWebhook => POST WEBHOOKS, "create a webhook", Principal, May(Permission::Admin), 1;
    /// One webhook.
    FindWebhook { id: WebhookId } => GET WEBHOOK, "get a webhook", Principal, May(Permission::Admin), 1;
    /// Changes a webhook.
    UpdateWebhook { id: WebhookId } => PATCH WEBHOOK, "update a webhook", Principal, May(Permission::Admin), 1;
    /// Deletes a webhook with its deliveries.
    DeleteWebhook { id: WebhookId } => DELETE WEBHOOK, "delete a webhook", Principal, May(Permission::Admin), 1;
    /// Sends a webhook a test.
    TestWebhook { id: WebhookId } => POST TEST, "test a webhook", Principal, May(Permission::Admin), 1;
    /// The deliveries of a webhook.
    ListDeliveries { id: WebhookId } => GET DELIVERIES, "list deliveries", Principal, May(Permission::Admin), 1;
    /// One delivery with its attempts.
    FindDelivery { id: WebhookId, delivery: DeliveryId } => GET DELIVERY, "get a delivery", Principal, May(Permission::Admin), 1;
    /// Sends a delivery once more.
    ReplayDelivery { id: WebhookId, delivery: DeliveryId } => POST REPLAY, "replay a delivery", Principal, May(Permission::Admin), 1;
}
