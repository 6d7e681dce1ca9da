//! Writes that others contest: read, decide, write with a guard, and start over when somebody came
//! between.
//!
//! A guard that fails means that somebody else's write went through. So of many callers at a time
//! one gets on with every round, and a caller loses at most as often as others win: a number of
//! tries that is fixed beforehand would be met some day by as many callers, each of whom asked for
//! something that is possible. Whoever sends a condition (`If-Match`) hears when it fails; whoever
//! sends none does not.

use weft_domain::{Error, Result};

/// Far more often than there are callers at a time. A guard that still fails is a defect, which
/// must not go on for ever.
const LOSSES_MAX: usize = 10_000;

/// Tries until `attempt` has an answer; `None` says that somebody else's write came between.
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
    fn losing_a_hundred_times_is_no_reason_to_give_up() {
        let mut losses = 100;
        let won = contest::<_, Error>(async || {
            losses -= 1;
            Ok((losses == 0).then_some("won"))
        });
        assert_eq!(block_on(won).unwrap(), "won");
    }

    #[test]
    fn an_error_ends_it_and_so_does_a_guard_that_never_holds() {
        let failed = contest::<(), Error>(async || Err(Error::Outdated));
        assert!(matches!(block_on(failed), Err(Error::Outdated)));
        assert!(matches!(block_on(contest::<(), Error>(async || Ok(None))), Err(Error::Internal(_))));
    }
}
