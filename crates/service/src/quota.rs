//! Counts the requests of a credential against its plan, from leases (`storage::quotas`).
//!
//! Far from the limit, a request costs a subtraction in memory. Each lease that an instance uses up
//! within a minute doubles the next one.

use weft_bounded::Shared;
use weft_domain::{CredentialId, Ctx, Error, Principal, RatePlan, Result};
use weft_storage::{Store, quotas};

/// The maximum number of credentials whose leases an instance caches.
const HELD_MAX: usize = 1024;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// The cached leases of an instance. Suitable for a `static`: never locked across an `await`. A
/// credential whose lease is dropped takes a new one earlier.
#[derive(Debug)]
pub struct Leases {
    held: Shared<CredentialId, Held>,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    minute: i64,
    left: u32,
    minute_used: u32,
    day_used: u32,
    /// The size of the next lease.
    wanted: u32,
}

/// One window of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// The permitted requests.
    pub limit: u32,
    /// The remaining requests, as far as this instance knows.
    pub remaining: u32,
    /// The seconds until it restarts.
    pub reset_seconds: u64,
}

/// The remainder of a plan after this request; a missing window has no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// This minute.
    pub minute: Option<Left>,
    /// This day, UTC.
    pub day: Option<Left>,
    /// Whether this request was permitted.
    pub is_allowed: bool,
}

impl Default for Leases {
    fn default() -> Self {
        Self::new()
    }
}

impl Leases {
    /// Creates an empty cache.
    #[must_use]
    pub const fn new() -> Self {
        Self { held: Shared::new(HELD_MAX) }
    }

    /// Takes one request from a lease of this minute.
    fn take(&self, credential: CredentialId, minute: i64) -> Option<Held> {
        let mut held = self.held.lock();
        let lease = held.get(&credential).filter(|lease| lease.minute == minute && lease.left > 0)?;
        lease.left -= 1;
        Some(*lease)
    }

    /// The size of the next lease, and the unused requests of an earlier minute of this day, which
    /// are returned.
    fn next(&self, credential: CredentialId, minute: i64, day: i64) -> (u32, u32) {
        let mut held = self.held.lock();
        match held.get(&credential).copied() {
            None => (1, 0),
            Some(lease) if lease.minute == minute => (lease.wanted, 0),
            Some(lease) => {
                held.remove(&credential);
                (1, if lease.minute.div_euclid(DAY / MINUTE) == day { lease.left } else { 0 })
            }
        }
    }

    /// Adds a lease, of which one request is already taken.
    fn add(&self, credential: CredentialId, minute: i64, lease: quotas::Lease) -> Held {
        let mut held = self.held.lock();
        let known = held.get(&credential).copied().filter(|known| known.minute == minute);
        let left = known.map_or(0, |known| known.left);
        let lease = Held {
            minute,
            left: left.saturating_add(lease.granted.saturating_sub(1)),
            minute_used: lease.minute_used,
            day_used: lease.day_used,
            wanted: lease.granted.saturating_mul(2).clamp(1, quotas::LEASE_MAX),
        };
        held.insert(credential, lease);
        lease
    }
}

/// Counts this request.
///
/// # Errors
/// `Unauthenticated` without a principal; `Outdated` if its credential no longer exists;
/// `Unavailable`.
pub async fn take(store: &Store<'_>, leases: &Leases, ctx: &Ctx) -> Result<Quota> {
    let principal = ctx.principal()?;
    if principal.plan == (RatePlan { per_minute: 0, per_day: 0 }) {
        return Ok(Quota { minute: None, day: None, is_allowed: true });
    }
    let seconds = ctx.now.millis().div_euclid(1000);
    let (minute, day) = (seconds.div_euclid(MINUTE), seconds.div_euclid(DAY));
    let id = principal.credential;
    if let Some(held) = leases.take(id, minute) {
        return Ok(quota(principal.plan, held, seconds, true));
    }
    let (wanted, unused) = leases.next(id, minute, day);
    let lease = lease(store, principal, wanted, unused, ctx).await?;
    let is_allowed = lease.granted > 0;
    Ok(quota(principal.plan, leases.add(id, minute, lease), seconds, is_allowed))
}

async fn lease(
    store: &Store<'_>,
    principal: &Principal,
    wanted: u32,
    unused: u32,
    ctx: &Ctx,
) -> Result<quotas::Lease> {
    quotas::lease(store, principal.credential, principal.plan, wanted, unused, ctx.now)
        .await?
        .ok_or(Error::Outdated)
}

fn quota(plan: RatePlan, held: Held, seconds: i64, is_allowed: bool) -> Quota {
    let left = |limit: u32, used: u32, length: i64| {
        // The highest number is counted to record the last use, but does not limit requests.
        (limit > 0 && limit < u32::MAX).then(|| Left {
            limit,
            remaining: limit.saturating_sub(used).saturating_add(held.left).min(limit),
            reset_seconds: u64::try_from(length - seconds.rem_euclid(length)).unwrap_or_default(),
        })
    };
    Quota {
        minute: left(plan.per_minute, held.minute_used, MINUTE),
        day: left(plan.per_day, held.day_used, DAY),
        is_allowed,
    }
}
