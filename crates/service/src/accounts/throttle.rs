//! How often somebody may guess: passwords, per client and account and per client; addresses, per account.
//!
//! An account is never locked: whoever tries passwords out locks out himself.

use super::normalised;
use sha2::{Digest, Sha256};
use weft_domain::{AccountId, Ctx, Error, Result};
use weft_storage::{Store, attempts};

/// How long attempts are remembered, in seconds.
const PERIOD: i64 = 900;
/// Failed logins per period that one client may have with one account.
const PER_ACCOUNT: i64 = 10;
/// Failed logins per period that one client may have.
const PER_CLIENT: i64 = 100;
/// New addresses per period that an account may ask for.
const PER_OWNER: i64 = 10;

/// Counts a login: the address as it is stored, and what to take back if it succeeds.
///
/// # Errors
/// `Unauthenticated` when that is no address, `Limited`, `Unavailable`.
pub(super) async fn login(store: &Store<'_>, ctx: &Ctx, email: &str) -> Result<(String, [String; 2])> {
    let email = normalised(email).map_err(|_| Error::Unauthenticated)?;
    let subjects = [subject(&[&ctx.client, &email]), subject(&[&ctx.client])];
    count(store, ctx, &subjects, &[PER_ACCOUNT, PER_CLIENT]).await?;
    Ok((email, subjects))
}

/// Counts a new address that an account asks for: one that is refused has an account already.
///
/// # Errors
/// `Limited`, `Unavailable`.
pub(crate) async fn email_change(store: &Store<'_>, ctx: &Ctx, account: AccountId) -> Result<()> {
    count(store, ctx, &[subject(&["e-mail of", &account.to_string()])], &[PER_OWNER]).await
}

async fn count(store: &Store<'_>, ctx: &Ctx, subjects: &[String], most: &[i64]) -> Result<()> {
    let seconds = ctx.now.millis().div_euclid(1000);
    let counted = attempts::count(store, subjects, seconds.div_euclid(PERIOD)).await?;
    if counted.iter().zip(most).any(|(counted, most)| counted > most) {
        let retry_after = u64::try_from(PERIOD - seconds.rem_euclid(PERIOD)).unwrap_or_default();
        return Err(Error::Limited { retry_after });
    }
    Ok(())
}

/// What is counted, as a hash: the table holds no addresses.
fn subject(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
