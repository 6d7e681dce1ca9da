//! Throttles password guesses, per client and account, and per client.
//!
//! An account is never locked, so one client cannot lock out another: only the guessing client is
//! slowed down.

use weft_domain::{Ctx, Result};
use weft_storage::{Store, attempts};

/// Failed logins per period that one client may have with one account.
const PER_ACCOUNT: i64 = 10;
/// Failed logins per period that one client may have.
const PER_CLIENT: i64 = 100;

/// Counts a login and returns the subjects it was counted under, which are removed if the login
/// succeeds.
///
/// # Errors
/// `Limited`, `Unavailable`.
pub(crate) async fn count(store: &Store<'_>, ctx: &Ctx, email: &str) -> Result<[String; 2]> {
    let subjects = [attempts::subject(&[&ctx.client, email]), attempts::subject(&[&ctx.client])];
    attempts::count_within(store, ctx.now, &subjects, &[PER_ACCOUNT, PER_CLIENT]).await?;
    Ok(subjects)
}
