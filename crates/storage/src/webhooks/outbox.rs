//! The state of the outbox: whether there is work, and what is removed when it is old.

use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{Error, Result};

/// Whether there is something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Whether events wait for their dispatch.
    pub has_events: bool,
    /// Whether a receiver has due deliveries and is not leased.
    pub has_due: bool,
    /// When old deliveries were last removed; empty for never.
    pub pruned_at: String,
    /// The secret with which components of this installation ask for a tick.
    pub tick_secret: String,
    /// Where CDNs of sites without their own are purged, if anywhere.
    pub purge_url: Option<String>,
}

impl State {
    /// Whether there is nothing to do.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        !self.has_events && !self.has_due
    }
}

pub(super) const STATE: &str = "
SELECT COALESCE((SELECT max(seq) FROM events), 0) > o.dispatched,
       EXISTS (SELECT 1 FROM webhooks WHERE ready_at <= ?1),
       o.pruned_at, o.tick_secret,
       (SELECT url FROM webhooks WHERE kind = 'purge' AND COALESCE(site, 0) = 0)
  FROM outbox AS o";

/// Looks for work at that moment: one short read.
///
/// # Errors
/// When the store does not answer.
pub async fn state(store: &Store<'_>, now: &str) -> Result<State> {
    let mut row = first(store.quick(Statement::new(STATE).bind(now)).await?)
        .ok_or_else(|| Error::Internal("the outbox has no row".to_owned()))?;
    Ok(State {
        has_events: row.integer()? != 0,
        has_due: row.integer()? != 0,
        pruned_at: row.text()?,
        tick_secret: row.text()?,
        purge_url: row.optional_text()?,
    })
}

/// The secret with which components of this installation ask for a tick.
///
/// # Errors
/// When the store does not answer.
pub async fn tick_secret(store: &Store<'_>) -> Result<String> {
    let select = Statement::new("SELECT tick_secret FROM outbox");
    first(store.quick(select).await?)
        .ok_or_else(|| Error::Internal("the outbox has no row".to_owned()))?
        .text()
}

pub(super) const FORGET_PURGE: &str = "DELETE FROM webhooks WHERE kind = 'purge' AND COALESCE(site, 0) = 0";

pub(super) const ADD_PURGE: &str = "
INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
SELECT lower(hex(randomblob(16))), NULL, 'purge', '', ?1, '[]', '[]', COALESCE(max(seq), 0), '', '' FROM audit";

/// Says where CDNs of sites without their own are purged from now on.
///
/// # Errors
/// When the store does not answer.
pub async fn set_purge(store: &Store<'_>, url: Option<&str>) -> Result<()> {
    let mut statements = vec![Statement::new(FORGET_PURGE)];
    statements.extend(url.map(|url| Statement::new(ADD_PURGE).bind(url)));
    store.batch(statements).await.map(drop)
}

/// What a disabled receiver has not got within that time it will not get.
pub(super) const OLD: &str = "
DELETE FROM deliveries
 WHERE pk IN (SELECT d.pk FROM deliveries AS d JOIN webhooks AS w ON w.pk = d.webhook
               WHERE d.created_at < ?1 AND (d.status <> 'pending' OR w.is_enabled = 0) ORDER BY d.created_at LIMIT ?2)";

pub(super) const PRUNED: &str = "UPDATE outbox SET pruned_at = ?1";

/// Removes deliveries from before that moment that are done, or whose receiver is disabled, with
/// their attempts and events: at most `limit`. Gives whether there may be more; if not, notes that
/// this was done now.
///
/// # Errors
/// When the store does not answer.
pub async fn prune(store: &Store<'_>, before: &str, limit: u32, now: &str) -> Result<bool> {
    let gone = store.change(Statement::new(OLD).bind(before).bind(i64::from(limit))).await?;
    if gone == u64::from(limit) {
        return Ok(true);
    }
    store.change(Statement::new(PRUNED).bind(now)).await?;
    Ok(false)
}
