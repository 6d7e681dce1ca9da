//! Webhooks: tells other systems what happened to content.
//!
//! A write leaves an event in the outbox, in the same transaction as the write itself; nothing is
//! sent from the request that made it. Later a *drain* dispatches events (one delivery per event
//! and receiver), claims receivers with due deliveries, sends them, records each attempt, and
//! schedules the next. A drain runs whenever somebody asks for a tick; correctness does not depend
//! on when, or on how many run at once.
//!
//! Delivery is at least once: what was sent and not recorded is sent again under the same id. In
//! order per entry and receiver; a failing entry does not hold up others.
//!
//! `manage` has the use cases of a site's administrators, `outbox` and `drain` those of the tick;
//! `request`, `message`, `signature` and `schedule` are pure. To add a kind of receiver, start at
//! `domain::webhook::ReceiverKind` and `storage::webhooks::dispatch`.

mod drain;
mod manage;
mod message;
mod outbox;
mod request;
mod schedule;
mod signature;

pub use drain::{Courier, Sent};
pub use manage::{Created, DeliveryPage, NewWebhook, Requested, WebhookChange};
pub use outbox::{Outbox, Settings, tick_secret};
pub use request::Post;
pub use weft_storage::webhooks::deliveries::{Delivery, Shown};
pub use weft_storage::webhooks::subscriptions::Webhook;
