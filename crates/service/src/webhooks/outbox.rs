//! The tick: one bounded run over the events and deliveries of the installation.
//!
//! Whoever asks for a tick has one of two secrets: the operator's, or the one that the installation
//! made for its own components. It learns nothing but whether work is left.

use super::drain::{Courier, drain};
use subtle::ConstantTimeEq as _;
use weft_domain::webhook::InsecureHosts;
use weft_domain::{Ctx, Error, Result, Timestamp};
use weft_storage::Store;
use weft_storage::webhooks::claim::{self, Claimed};
use weft_storage::webhooks::record::{self, Attempt, Health};
use weft_storage::webhooks::{dispatch, outbox};

pub(super) use weft_storage::webhooks::outbox::State as OutboxState;

/// How long a drain has a receiver to itself, in seconds: more than an attempt may take.
const LEASE: i64 = 40;
/// How often old deliveries are removed, in milliseconds: every hour.
const PRUNED_EVERY: i64 = 3_600_000;
/// The most deliveries that one step removes.
const PRUNED_MAX: u32 = 500;

/// What the operator says of webhooks. No `Debug`: it holds secrets.
pub struct Settings {
    /// The secret that a tick is asked for with; empty for none.
    pub tick_secret: String,
    /// The hosts that receivers may have whatever they are.
    pub insecure: InsecureHosts,
    /// For how many days deliveries are kept.
    pub retention_days: u32,
    /// For how many seconds a deploy hook waits for further changes.
    pub deploy_window: u32,
    /// Where CDNs of sites without their own are purged, if anywhere.
    pub purge_url: Option<String>,
    /// The secret that is sent there, and nowhere else; empty for none.
    pub purge_secret: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tick_secret: String::new(),
            insecure: InsecureHosts::default(),
            retention_days: 30,
            deploy_window: 5,
            purge_url: None,
            purge_secret: String::new(),
        }
    }
}

/// The events and deliveries of the installation.
pub struct Outbox<'a> {
    pub(crate) store: &'a Store<'a>,
}

impl Outbox<'_> {
    /// Dispatches and delivers what waits, within some twenty seconds, and removes what is old, now
    /// and then. Gives whether something is left that could be done at once. With nothing to do it
    /// is one round trip.
    ///
    /// # Errors
    /// `Unauthenticated` when `secret` is neither of the two; `Unavailable`.
    pub async fn tick<C: Courier>(
        &self,
        ctx: &Ctx,
        courier: &C,
        settings: &Settings,
        secret: &str,
    ) -> Result<bool> {
        let is_operator = is_equal(secret, &settings.tick_secret);
        let state = self.state(courier.now()).await?;
        if !is_operator && !is_equal(secret, &state.tick_secret) {
            return Err(Error::Unauthenticated);
        }
        if state.purge_url != settings.purge_url {
            outbox::set_purge(self.store, settings.purge_url.as_deref()).await?;
        }
        let pruned_at = Timestamp::parse(&state.pruned_at).map_or(i64::MIN, Timestamp::millis);
        let is_more = drain(self, ctx, courier, settings, state).await?;
        Ok(self.prune(pruned_at, settings.retention_days, courier.now()).await? || is_more)
    }

    /// Whether there is work: one short read.
    pub(super) async fn state(&self, now: Timestamp) -> Result<OutboxState> {
        outbox::state(self.store, &now.to_string()).await
    }

    /// Makes deliveries of the next events.
    pub(super) async fn dispatch(&self, ctx: &Ctx, now: Timestamp, window: u32) -> Result<()> {
        dispatch::dispatch(self.store, &ctx.new_uuid().to_string(), &now.to_string(), window).await
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
    async fn prune(&self, pruned_at: i64, days: u32, now: Timestamp) -> Result<bool> {
        if now.millis().saturating_sub(PRUNED_EVERY) < pruned_at {
            return Ok(false);
        }
        let before = now.plus_seconds(-86_400 * i64::from(days));
        outbox::prune(self.store, &before.to_string(), PRUNED_MAX, &now.to_string()).await
    }
}

/// The secret with which components of this installation ask for a tick.
///
/// # Errors
/// `Unavailable`.
pub async fn tick_secret(store: &Store<'_>) -> Result<String> {
    outbox::tick_secret(store).await
}

/// Whether it is that secret; an empty secret is none.
fn is_equal(sent: &str, secret: &str) -> bool {
    !secret.is_empty() && bool::from(sent.as_bytes().ct_eq(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_secret_is_none() {
        assert!(is_equal("a", "a"));
        for (sent, secret) in [("", ""), ("a", ""), ("", "a"), ("a", "b"), ("a", "aa")] {
            assert!(!is_equal(sent, secret), "{sent} {secret}");
        }
    }
}
