//! What a tick does with the outbox: no principal, since nobody is told anything by it.

use weft_domain::{Ctx, Result, Timestamp};
use weft_storage::Store;
use weft_storage::webhooks::claim::{self, Claimed};
use weft_storage::webhooks::record::{self, Attempt, Health};
use weft_storage::webhooks::{dispatch, outbox};

pub use weft_storage::webhooks::outbox::State as OutboxState;

/// How long a drain has a receiver to itself, in seconds: more than an attempt may take.
const LEASE: i64 = 40;
/// How often old deliveries are removed, in milliseconds: every hour.
const PRUNED_EVERY: i64 = 3_600_000;
/// The most deliveries that one step removes.
const PRUNED_MAX: u32 = 500;

/// The events and deliveries of the installation.
pub struct Outbox<'a> {
    pub(crate) store: &'a Store<'a>,
}

impl Outbox<'_> {
    /// Whether there is work, and the installation's own secret for ticks: one short read.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn state(&self, now: Timestamp) -> Result<OutboxState> {
        outbox::state(self.store, &now.to_string()).await
    }

    /// Makes deliveries of the next events. Gives whether there are more events.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn dispatch(&self, ctx: &Ctx, now: Timestamp) -> Result<bool> {
        dispatch::dispatch(self.store, &ctx.new_uuid().to_string(), &now.to_string()).await
    }

    /// Claims receivers with due deliveries under the name `lease`.
    pub(super) async fn claim(&self, lease: &str, now: Timestamp) -> Result<Vec<Claimed>> {
        claim::claim(self.store, lease, &now.to_string(), &now.plus_seconds(LEASE).to_string()).await
    }

    /// Writes down attempts and gives the receiver back.
    pub(super) async fn record(
        &self,
        claimed: &Claimed,
        lease: &str,
        attempts: &[Attempt],
        health: &Health,
        now: Timestamp,
    ) -> Result<()> {
        record::record(self.store, claimed.receiver, &claimed.url, lease, attempts, health, &now.to_string())
            .await
    }

    /// Removes what is older than so many days, a bounded number at a time, once an hour. Gives
    /// whether there is more to remove.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn prune(&self, state: &OutboxState, days: u32, now: Timestamp) -> Result<bool> {
        let pruned_at = Timestamp::parse(&state.pruned_at).map_or(i64::MIN, Timestamp::millis);
        if now.millis().saturating_sub(PRUNED_EVERY) < pruned_at {
            return Ok(false);
        }
        let before = now.plus_seconds(-86_400 * i64::from(days));
        outbox::prune(self.store, &before.to_string(), PRUNED_MAX, &now.to_string()).await
    }
}
