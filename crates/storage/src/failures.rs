//! Failed logins with a shared password, in a sliding window.
//!
//! A login is counted before the password is checked, and taken back if the password was correct,
//! so concurrent logins cannot exceed the limit. A throttled login is not counted.

use crate::attempts;
use crate::store::{Cells, Store};
use sqlx_libsql::Statement;
use weft_domain::{Error, Result, Timestamp};

/// The length of the window, in milliseconds.
const PERIOD: i64 = 900_000;
/// The permitted failures in the window.
const FAILURES_MAX: i64 = 5;

/// The counted subject, as a hash.
#[must_use]
pub fn subject(client: &str) -> String {
    attempts::subject(&["shared password", client])
}

/// Counts a login.
///
/// # Errors
/// `Limited` after too many, `Unavailable`.
pub async fn count(store: &Store<'_>, now: Timestamp, subject: &str) -> Result<()> {
    let now = now.millis();
    let over = Statement::new("DELETE FROM failures WHERE at <= ?1").bind(now - PERIOD);
    let count = Statement::new(
        "INSERT INTO failures (subject, at) SELECT ?1, ?2 WHERE (SELECT count(*) FROM failures WHERE subject = ?1) < ?3",
    );
    let count = count.bind(subject).bind(now).bind(FAILURES_MAX);
    let oldest = Statement::new("SELECT min(at) FROM failures WHERE subject = ?1").bind(subject);
    let mut outcomes = store.batch(vec![over, count, oldest]).await?.into_iter().skip(1);
    if outcomes.next().is_some_and(|counted| counted.changes == 1) {
        return Ok(());
    }
    let oldest = outcomes.next().and_then(sqlx_libsql::Outcome::into_first);
    let oldest = oldest.map_or(Ok(None), |row| Cells::from(row).optional_integer())?;
    let left = oldest.map_or(PERIOD, |oldest| oldest + PERIOD - now).max(1);
    Err(Error::Limited {
        retry_after: u64::try_from(left.div_euclid(1000) + i64::from(left.rem_euclid(1000) > 0)).unwrap_or(1),
    })
}

/// The statement that deletes the failures of a subject after a success.
#[must_use]
pub fn forget(subject: &str) -> Statement {
    Statement::new("DELETE FROM failures WHERE subject = ?1").bind(subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;

    #[test]
    fn five_failures_throttle_until_the_first_one_leaves_the_window() {
        block_on(async {
            let db = Db::open_memory().unwrap();
            let store = Store::new(&db);
            crate::migrate::migrate(&store).await.unwrap();
            let (one, other) = (subject("1"), subject("2"));
            let try_at = async |seconds: i64, subject: &str| match count(
                &store,
                Timestamp::from_millis(seconds * 1000 + 500),
                subject,
            )
            .await
            {
                Ok(()) => 0,
                Err(Error::Limited { retry_after }) => retry_after,
                Err(error) => panic!("{error}"),
            };
            for second in 0..5 {
                assert_eq!(try_at(second * 10, &one).await, 0);
            }
            assert_eq!(try_at(41, &one).await, 859);
            assert_eq!(try_at(899, &one).await, 1, "a throttled login is not counted");
            assert_eq!(try_at(41, &other).await, 0, "another client");
            assert_eq!(try_at(900, &one).await, 0, "the first failure has left the window");
            assert_eq!(try_at(901, &one).await, 9, "the second failure is still in the window");
            store.batch(vec![forget(&one)]).await.unwrap();
            for second in 902..907 {
                assert_eq!(try_at(second, &one).await, 0);
            }
            assert_eq!(try_at(907, &one).await, 895);
        });
    }
}
