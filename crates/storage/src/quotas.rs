//! Quotas: how much of its plan a credential may still use.
//!
//! An instance does not ask for every request: it leases some of what is left and counts in memory.
//! The table counts what was leased, hence the limit is never passed, by however many instances.
//! What an instance has leased goes with it when it ends, and instances are short-lived; so a lease
//! is small (one request, where not much is left; never more than an instance is likely to answer),
//! and grows only as an instance shows that it uses them up. What a minute leaves unused goes back
//! to the day's quota.

use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{CredentialId, RatePlan, Result, Timestamp};

/// The largest lease: as many requests as hosts let one instance answer by default.
pub const LEASE_MAX: u32 = 128;
/// The largest part of what is left that one lease takes.
const SHARE: i64 = 16;
/// The part of what is left that is nothing to be careful about.
const TRIFLE: i64 = 4096;

/// What a credential got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Requests granted, for this minute; 0 when a limit is reached.
    pub granted: u32,
    /// Leased in this minute so far, this lease included.
    pub minute_used: u32,
    /// Leased in this day so far, this lease included.
    pub day_used: u32,
}

/// Leases `wanted` requests, or less when not enough is left, or more when plenty is; `unused` are
/// requests of an earlier lease of this day that were not made.
///
/// # Errors
/// When the store does not answer. `None`: there is no such credential any more.
pub async fn lease(
    store: &Store<'_>,
    credential: CredentialId,
    plan: RatePlan,
    wanted: u32,
    unused: u32,
    now: Timestamp,
) -> Result<Option<Lease>> {
    let replace = "
        INSERT OR REPLACE INTO quotas (credential, minute, minute_used, day, day_used, granted, leased_at)
        SELECT pk, ?2, minute_used + granted, ?3, day_used + granted, granted, ?8
          FROM (SELECT pk, minute_used, day_used, max(0, min(left, max(1, min(?9, left / ?10, max(?7, left / ?11))))) AS granted
                  FROM (SELECT pk, minute_used, day_used, min(?4 - minute_used, ?5 - day_used) AS left
                          FROM (SELECT c.pk,
                                       iif(q.minute = ?2, q.minute_used, 0) AS minute_used,
                                       iif(q.day = ?3, q.day_used - min(q.day_used, ?6), 0) AS day_used
                                  FROM credentials AS c
                                  LEFT JOIN quotas AS q ON q.credential = c.pk
                                 WHERE c.id = ?1)))
        RETURNING granted, minute_used, day_used";
    let seconds = now.millis().div_euclid(1000);
    let statement = Statement::new(replace)
        .bind(credential.to_string())
        .bind(seconds.div_euclid(60))
        .bind(seconds.div_euclid(86_400))
        .bind(limit(plan.per_minute))
        .bind(limit(plan.per_day))
        .bind(i64::from(unused))
        .bind(i64::from(wanted))
        .bind(now.to_string())
        .bind(i64::from(LEASE_MAX))
        .bind(SHARE)
        .bind(TRIFLE);
    let Some(mut row) = first(store.run(statement).await?) else { return Ok(None) };
    let mut figure = || row.integer().map(|n| u32::try_from(n).unwrap_or_default());
    Ok(Some(Lease { granted: figure()?, minute_used: figure()?, day_used: figure()? }))
}

fn limit(figure: u32) -> i64 {
    if figure == 0 { i64::from(u32::MAX) } else { i64::from(figure) }
}
