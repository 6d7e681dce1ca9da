//! The deliveries of one of R3's webhooks, as its site's administrators see them: what was sent and
//! what came back, replays and tests.

use super::claim::{Message, message, message_of};
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{DeliveryId, Kind, Result, WebhookId};

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its key, which orders them.
    pub key: i64,
    /// Its id, which is the message's.
    pub id: DeliveryId,
    /// The event's name for receivers.
    pub event: String,
    /// `pending`, `delivered` or `failed`.
    pub status: String,
    /// When it was made.
    pub created_at: String,
}

/// An attempt, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// When it began.
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// Where it was sent.
    pub url: String,
    /// The headers that were sent, a JSON object.
    pub headers: String,
    /// The status of the response, if there was one.
    pub status: Option<i64>,
    /// The beginning of its body.
    pub response: Option<String>,
    /// Why there was none, or none that counts.
    pub error: Option<String>,
}

/// Where a webhook is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The site, and the epoch of the principal.
    pub scope: &'a Scope,
    /// The webhook.
    pub webhook: WebhookId,
}

impl Place<'_> {
    fn bound(&self, sql: &'static str) -> Statement {
        Statement::new(sql).bind(self.webhook.to_string()).bind(self.scope.site).bind(self.scope.epoch)
    }
}

fn delivery(row: &mut Cells) -> Result<Delivery> {
    Ok(Delivery {
        key: row.integer()?,
        id: row.parsed(|text| text.parse().ok())?,
        event: row.text()?,
        status: row.text()?,
        created_at: row.text()?,
    })
}

pub(super) const LIST: &str = "
SELECT d.pk, d.id, d.name, d.status, d.created_at
  FROM webhooks AS w
  JOIN sites AS t ON t.pk = w.site AND t.auth_epoch = ?3
  LEFT JOIN deliveries AS d ON d.webhook = w.pk AND d.pk < ?4
 WHERE w.id = ?1 AND w.kind = 'webhook' AND w.site = ?2
 ORDER BY d.pk DESC LIMIT ?5";

/// The newest deliveries of a webhook, of those whose key is below `before`.
///
/// # Errors
/// `NotFound(Webhook)`, `Outdated`.
pub async fn list(store: &Store<'_>, at: Place<'_>, before: i64, limit: u32) -> Result<Vec<Delivery>> {
    let rows = store.quick(at.bound(LIST).bind(before).bind(i64::from(limit))).await?;
    if rows.is_empty() {
        return Err(store.missing(at.scope, Kind::Webhook).await?);
    }
    let mut deliveries = Vec::with_capacity(rows.len());
    for row in rows {
        let mut row = Cells::from(row);
        // The one row of a webhook without deliveries has none.
        if let Some(key) = row.optional_integer()? {
            let (id, event) = (row.parsed(|text| text.parse().ok())?, row.text()?);
            let (status, created_at) = (row.text()?, row.text()?);
            deliveries.push(Delivery { key, id, event, status, created_at });
        }
    }
    Ok(deliveries)
}

/// One row per attempt, and one at least; the message stands in the first alone.
pub(super) const FIND: &str = concat!(
    "SELECT d.pk, d.id, d.name, d.status, d.created_at,
            a.started_at, a.duration_ms, a.url, a.headers, a.status, a.response, a.error, ",
    message!(),
    " FROM webhooks AS w
      JOIN sites AS t ON t.pk = w.site AND t.auth_epoch = ?3
      JOIN deliveries AS d ON d.webhook = w.pk AND d.id = ?4
      LEFT JOIN delivery_attempts AS a ON a.delivery = d.pk
      LEFT JOIN events AS v ON v.seq = d.event AND (a.number IS NULL OR a.number = (SELECT max(number) FROM delivery_attempts WHERE delivery = d.pk))
     WHERE w.id = ?1 AND w.kind = 'webhook' AND w.site = ?2
     ORDER BY a.number DESC LIMIT ?5"
);

/// The most attempts that are shown, newest first.
const ATTEMPTS_MAX: i64 = 100;

/// A delivery with its message and its attempts, oldest first.
///
/// # Errors
/// `NotFound(Delivery)`, `Outdated`.
pub async fn get(
    store: &Store<'_>,
    at: Place<'_>,
    id: DeliveryId,
) -> Result<(Delivery, Message, Vec<Shown>)> {
    let rows = store.quick(at.bound(FIND).bind(id.to_string()).bind(ATTEMPTS_MAX)).await?;
    let mut found = None;
    let mut attempts = Vec::with_capacity(rows.len());
    for row in rows {
        let mut row = Cells::from(row);
        let told = delivery(&mut row)?;
        let started_at = row.optional_text()?;
        let (duration_ms, url, headers) =
            (row.optional_integer()?, row.optional_text()?, row.optional_text()?);
        let (status, response, error) = (row.optional_integer()?, row.optional_text()?, row.optional_text()?);
        if let (Some(started_at), Some(duration_ms), Some(url), Some(headers)) =
            (started_at, duration_ms, url, headers)
        {
            attempts.push(Shown { started_at, duration_ms, url, headers, status, response, error });
        }
        if found.is_none() {
            found = Some((told, message_of(&mut row)?));
        }
    }
    attempts.reverse();
    match found {
        Some((delivery, message)) => Ok((delivery, message, attempts)),
        None => Err(store.missing(at.scope, Kind::Delivery).await?),
    }
}

/// Due at once, whatever waits: a replay is out of order.
pub(super) const REPLAY: &str = "
UPDATE deliveries SET status = 'pending', tries = 0, due_at = ?5
 WHERE id = ?4
   AND webhook = (SELECT w.pk FROM webhooks AS w JOIN sites AS t ON t.pk = w.site
                   WHERE w.id = ?1 AND w.kind = 'webhook' AND t.pk = ?2 AND t.auth_epoch = ?3)
RETURNING pk, id, name, status, created_at";

/// Sends a delivery once more, under its id.
///
/// # Errors
/// `NotFound(Delivery)`, `Outdated`.
pub async fn replay(store: &Store<'_>, at: Place<'_>, id: DeliveryId, now: &str) -> Result<Delivery> {
    match first(store.run(at.bound(REPLAY).bind(id.to_string()).bind(now)).await?) {
        Some(mut row) => delivery(&mut row),
        None => Err(store.missing(at.scope, Kind::Delivery).await?),
    }
}

/// A test waits for nothing: its order is that of an entry of its own.
pub(super) const TEST: &str = "
INSERT INTO deliveries (id, webhook, name, entry, status, due_at, created_at, body)
SELECT ?4, w.pk, ?5, ?4, 'pending', ?6, ?6, ?7
  FROM webhooks AS w JOIN sites AS t ON t.pk = w.site
 WHERE w.id = ?1 AND w.kind = 'webhook' AND t.pk = ?2 AND t.auth_epoch = ?3
RETURNING pk, id, name, status, created_at";

/// Sends a webhook a body that no event is behind.
///
/// # Errors
/// `NotFound(Webhook)`, `Outdated`.
pub async fn test(
    store: &Store<'_>,
    at: Place<'_>,
    id: DeliveryId,
    name: &str,
    body: &str,
    now: &str,
) -> Result<Delivery> {
    let insert = at.bound(TEST).bind(id.to_string()).bind(name).bind(now).bind(body);
    match first(store.run(insert).await?) {
        Some(mut row) => delivery(&mut row),
        None => Err(store.missing(at.scope, Kind::Webhook).await?),
    }
}
