//! Rate limits, counted against the leases that the instance holds.

use sqlx_libsql::Db;
use weft_domain::Ctx;
use weft_http::quota::{QuotaError, Window};
use weft_http::{Quota, QuotaState};
use weft_service::{Leases, Left, take};
use weft_storage::Store;

/// Counts requests against leases. Taking a lease is a separate round trip, which is not counted
/// among the request's own.
pub struct LeasedQuota<'a> {
    /// The database that grants leases.
    pub db: &'a Db,
    /// The leases that the instance holds.
    pub leases: &'a Leases,
}

impl Quota for LeasedQuota<'_> {
    async fn take(&self, ctx: &Ctx) -> Result<QuotaState, QuotaError> {
        let quota = take(&Store::new(self.db), self.leases, ctx).await?;
        let window = |left: Left| Window {
            limit: left.limit,
            remaining: left.remaining,
            reset_seconds: left.reset_seconds,
        };
        let state = QuotaState { minute: quota.minute.map(window), day: quota.day.map(window) };
        if quota.is_allowed {
            return Ok(state);
        }
        let spent = [state.minute, state.day].into_iter().flatten().filter(|window| window.remaining == 0);
        let retry_after = spent.map(|window| window.reset_seconds).max().unwrap_or(1);
        Err(QuotaError::Spent { state, retry_after })
    }
}
