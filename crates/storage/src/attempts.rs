//! Counts of failed logins, which limit the guessing of passwords.
//!
//! An attempt is counted before the password is checked, and taken back if the password was
//! correct, so concurrent attempts cannot exceed the limit. Attempts are counted per client and
//! account, and per client; never per account alone, because then a client could lock out other
//! people's accounts.

use crate::store::{Cells, Store};
use sha2::{Digest, Sha256};
use sqlx_libsql::Statement;
use weft_domain::{Error, Result, Timestamp};

/// The length of a counting period, in seconds.
const PERIOD: i64 = 900;

/// The counted subject as a hash, so the table contains no addresses.
#[must_use]
pub fn subject(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Counts an attempt for each subject; `most` is the limit of each subject in a period.
///
/// # Errors
/// `Limited` if a subject exceeds its limit, `Unavailable`.
pub async fn count_within(
    store: &Store<'_>,
    now: Timestamp,
    subjects: &[String],
    most: &[i64],
) -> Result<()> {
    let seconds = now.millis().div_euclid(1000);
    let counted = count(store, subjects, seconds.div_euclid(PERIOD)).await?;
    if counted.iter().zip(most).any(|(counted, most)| counted > most) {
        let retry_after = u64::try_from(PERIOD - seconds.rem_euclid(PERIOD)).unwrap_or_default();
        return Err(Error::Limited { retry_after });
    }
    Ok(())
}

/// Counts an attempt for each subject; returns the attempts of each in this period, this one
/// included.
async fn count(store: &Store<'_>, subjects: &[String], period: i64) -> Result<Vec<i64>> {
    let upsert = "INSERT INTO attempts (subject, period, failed) VALUES (?1, ?2, 1)
                  ON CONFLICT (subject) DO UPDATE SET failed = iif(period = ?2, failed, 0) + 1, period = ?2
                  RETURNING failed";
    let sweep = Statement::new("DELETE FROM attempts WHERE period < ?1").bind(period);
    let statements =
        subjects.iter().map(|subject| Statement::new(upsert).bind(subject.as_str()).bind(period));
    let outcomes = store.batch(std::iter::once(sweep).chain(statements).collect()).await?;
    let rows = outcomes.into_iter().skip(1).filter_map(sqlx_libsql::Outcome::into_first);
    rows.map(|row| Cells::from(row).integer()).collect()
}

/// The statements that take an attempt back.
#[must_use]
pub fn forget(subjects: &[String]) -> Vec<Statement> {
    let update = "UPDATE attempts SET failed = failed - 1 WHERE subject = ?1 AND failed > 0";
    subjects.iter().map(|subject| Statement::new(update).bind(subject.as_str())).collect()
}
