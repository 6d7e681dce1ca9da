//! Optimistic concurrency: read, decide, write with a guard, and repeat after a conflict.
//!
//! A failed guard means that another write succeeded. So of concurrent requests at least one
//! succeeds in every round, and a request fails at most as often as others succeed. With a small
//! fixed number of attempts, enough concurrent requests would make a valid request fail. A client
//! that sends a condition (`If-Match`) gets the conflict; a client without a condition never does.

use weft_domain::{Error, Result};

/// Far more than the number of concurrent requests. If a guard still fails, the code has a defect,
/// which must not cause an endless loop.
const LOSSES_MAX: usize = 10_000;

/// Repeats `attempt` until it returns a result; `None` means a conflict with another write.
///
/// # Errors
/// Those of `attempt`.
pub(crate) async fn contest<T, E: From<Error>>(
    mut attempt: impl AsyncFnMut() -> Result<Option<T>, E>,
) -> Result<T, E> {
    for _ in 0..LOSSES_MAX {
        if let Some(answer) = attempt().await? {
            return Ok(answer);
        }
    }
    Err(Error::Internal(format!("a guard failed {LOSSES_MAX} times")).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;

    #[test]
    fn a_hundred_conflicts_do_not_end_the_attempts() {
        let mut losses = 100;
        let won = contest::<_, Error>(async || {
            losses -= 1;
            Ok((losses == 0).then_some("won"))
        });
        assert_eq!(block_on(won).unwrap(), "won");
    }

    #[test]
    fn an_error_ends_the_attempts_and_so_does_a_guard_that_always_fails() {
        let failed = contest::<(), Error>(async || Err(Error::Outdated));
        assert!(matches!(block_on(failed), Err(Error::Outdated)));
        assert!(matches!(block_on(contest::<(), Error>(async || Ok(None))), Err(Error::Internal(_))));
    }
}
