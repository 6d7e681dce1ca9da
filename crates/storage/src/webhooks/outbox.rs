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
}

const STATE: &str = "
SELECT COALESCE((SELECT max(seq) FROM events), 0) > o.dispatched,
       EXISTS (SELECT 1 FROM webhooks WHERE ready_at <= ?1),
       o.pruned_at, o.tick_secret
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
    })
}

/// Events that wait although no site has a receiver, until they are worth a dispatch that removes
/// them.
const CROWD: i64 = 1_000;

const NUDGE: &str = "
SELECT o.tick_secret FROM outbox AS o
 WHERE COALESCE((SELECT max(seq) FROM events), 0) > o.dispatched
         + iif(EXISTS (SELECT 1 FROM webhooks WHERE is_enabled = 1), 0, ?1)";

/// The secret to ask for a tick with, if there is a reason for one: events wait, and there are
/// receivers or very many of those events.
///
/// # Errors
/// When the store does not answer.
pub async fn nudge(store: &Store<'_>) -> Result<Option<String>> {
    first(store.quick(Statement::new(NUDGE).bind(CROWD)).await?).map(|mut row| row.text()).transpose()
}

const OLD: &str = "
DELETE FROM deliveries
 WHERE pk IN (SELECT pk FROM deliveries WHERE status <> 'pending' AND created_at < ?1 ORDER BY created_at LIMIT ?2)";

const PRUNED: &str = "UPDATE outbox SET pruned_at = ?1";

/// Removes deliveries that are done and from before that moment, with their attempts and events: at
/// most `limit`. Gives whether there may be more; if not, notes that this was done now.
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
