//! Quotas: the remaining requests of a credential's plan.
//!
//! An instance does not query the database for every request: it leases a part of the remaining
//! requests and counts in memory. The table counts leased requests, so any number of instances
//! together never exceed the limit. Leases are lost when an instance ends, and instances are
//! short-lived. So a lease is small (one request if few are left; never more than an instance is
//! likely to serve), and grows only while an instance uses its leases up. Unused requests of a
//! minute return to the daily quota.

use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{CredentialId, RatePlan, Result, Timestamp};

/// The largest lease: the default number of requests that hosts send to one instance.
pub const LEASE_MAX: u32 = 128;
/// The largest part of the remaining requests that one lease takes.
const SHARE: i64 = 16;
/// The part of the remaining requests that is always leased.
const TRIFLE: i64 = 4096;

/// A granted lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The granted requests of this minute; 0 if a limit is reached.
    pub granted: u32,
    /// The leased requests of this minute, this lease included.
    pub minute_used: u32,
    /// The leased requests of this day, this lease included.
    pub day_used: u32,
}

/// Leases `wanted` requests, or fewer if not enough are left, or more if many are left. `unused`
/// are the unused requests of an earlier lease of this day.
///
/// # Errors
/// If the database fails. `None`: there is no such credential any more.
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
