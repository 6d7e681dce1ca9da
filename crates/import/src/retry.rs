//! Retries requests when the server is unavailable, and stops when it stays unreachable.
//!
//! The wait doubles with each attempt, unless the server sends Retry-After. Retry-After concerns
//! all requests, so all workers pause. When one worker has used up all its attempts without
//! reaching the server, every other worker makes only one attempt per document, until one of them
//! reaches the server again. After a number of such attempts in a row the workers make none. An
//! import therefore ends soon after the server has died, but continues after a restart, and a
//! single document that breaks its connection does not end it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Why a request did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RequestError {
    /// The server was not reached, or closed the connection before its response.
    Unreachable(String),
    /// The server is overloaded; it may have sent Retry-After.
    Busy { reason: String, after: Option<Duration> },
    /// The server rejected the request; a retry would have the same result.
    Refused { status: u16, reason: String },
}

impl RequestError {
    /// The reason as text.
    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Unreachable(reason) | Self::Busy { reason, .. } | Self::Refused { reason, .. } => reason,
        }
    }
}

/// The limits of retries.
#[derive(Debug, Clone, Copy)]
pub(super) struct RetryPolicy {
    /// The number of attempts per request.
    pub(super) tries: u32,
    /// The wait after the first attempt; it doubles after each attempt.
    pub(super) first: Duration,
    /// The longest accepted Retry-After.
    pub(super) longest: Duration,
    /// The number of attempts in a row, over all workers, against a server that was not reached.
    pub(super) unreachable_tries: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 6,
            first: Duration::from_millis(250),
            longest: Duration::from_secs(120),
            unreachable_tries: 10,
        }
    }
}

/// The state of the server, which all workers share.
#[derive(Debug, Default)]
pub(super) struct Retries {
    policy: RetryPolicy,
    gone: Mutex<UnreachableCount>,
    not_before: Mutex<Option<Instant>>,
}

/// The number of failed attempts in a row to reach the server, and the last error.
#[derive(Debug, Default)]
struct UnreachableCount {
    times: u32,
    reason: String,
}

impl Retries {
    #[cfg(test)]
    pub(super) fn new(policy: RetryPolicy) -> Self {
        Self { policy, ..Self::default() }
    }

    /// Runs `attempt` until it succeeds, is refused, or the attempts are used up.
    pub(super) fn run<T>(
        &self,
        mut attempt: impl FnMut() -> Result<T, RequestError>,
    ) -> Result<T, RequestError> {
        let mut tried = 0;
        loop {
            self.wait_for_pause();
            self.check_reachable()?;
            let result = attempt();
            if !matches!(result, Err(RequestError::Unreachable(_))) {
                self.gone().times = 0;
            }
            let error = match result {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            tried += 1;
            match self.pause(&error, tried) {
                Some(pause) => thread::sleep(pause),
                None => return Err(error),
            }
        }
    }

    /// The wait before the next attempt; `None` if there is none.
    fn pause(&self, error: &RequestError, tried: u32) -> Option<Duration> {
        let again = tried < self.policy.tries;
        let doubled = self.policy.first.saturating_mul(1 << (tried - 1).min(10)).min(self.policy.longest);
        match error {
            RequestError::Refused { .. } => None,
            RequestError::Unreachable(reason) => {
                let mut gone = self.gone();
                if again && gone.times == 0 {
                    return Some(doubled);
                }
                *gone = UnreachableCount { times: gone.times.saturating_add(1), reason: reason.clone() };
                None
            }
            RequestError::Busy { after: Some(after), .. } if again && *after <= self.policy.longest => {
                self.pause_all(*after);
                Some(Duration::ZERO)
            }
            RequestError::Busy { after: Some(_), .. } => None,
            RequestError::Busy { after: None, .. } => again.then_some(doubled),
        }
    }

    /// Fails if the server counts as unreachable.
    fn check_reachable(&self) -> Result<(), RequestError> {
        let gone = self.gone();
        if gone.times < self.policy.unreachable_tries {
            Ok(())
        } else {
            Err(RequestError::Unreachable(gone.reason.clone()))
        }
    }

    fn gone(&self) -> MutexGuard<'_, UnreachableCount> {
        self.gone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pause_all(&self, pause: Duration) {
        let until = now() + pause;
        let mut gate = self.not_before.lock().unwrap_or_else(PoisonError::into_inner);
        *gate = Some(gate.map_or(until, |known| known.max(until)));
    }

    fn wait_for_pause(&self) {
        loop {
            let until = *self.not_before.lock().unwrap_or_else(PoisonError::into_inner);
            match until.and_then(|until| until.checked_duration_since(now())) {
                Some(pause) if !pause.is_zero() => thread::sleep(pause),
                _ => return,
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a command waits by the real clock")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: RetryPolicy = RetryPolicy {
        tries: 3,
        first: Duration::from_millis(1),
        longest: Duration::from_millis(50),
        unreachable_tries: 3,
    };

    fn tries(retries: &Retries, error: &RequestError) -> u32 {
        let mut tried = 0;
        let result: Result<(), _> = retries.run(|| {
            tried += 1;
            Err(error.clone())
        });
        assert_eq!(result.as_ref(), Err(error));
        tried
    }

    fn unreachable() -> RequestError {
        RequestError::Unreachable("gone".to_owned())
    }

    fn busy(after: Option<u64>) -> RequestError {
        RequestError::Busy { reason: "later".to_owned(), after: after.map(Duration::from_millis) }
    }

    #[test]
    fn tries_end() {
        for (error, expected) in [
            (unreachable(), 3),
            (busy(None), 3),
            (busy(Some(5)), 3),
            (busy(Some(60)), 1),
            (RequestError::Refused { status: 422, reason: String::new() }, 1),
        ] {
            assert_eq!(tries(&Retries::new(QUICK), &error), expected, "{error:?}");
        }
    }

    #[test]
    fn a_server_that_is_gone_is_tried_once_until_it_is_back() {
        let retries = Retries::new(QUICK);
        assert_eq!(tries(&retries, &unreachable()), 3);
        assert_eq!(tries(&retries, &unreachable()), 1);
        assert_eq!(retries.run(|| Ok(1)), Ok(1));
        assert_eq!(tries(&retries, &unreachable()), 3);
    }

    #[test]
    fn a_server_that_stays_away_is_not_tried_any_more() {
        let retries = Retries::new(QUICK);
        let tried: Vec<_> = (0..5).map(|_| tries(&retries, &unreachable())).collect();
        assert_eq!(tried, [3, 1, 1, 0, 0]);
    }

    #[test]
    fn the_second_try_may_succeed_and_not_before_the_server_said() {
        let retries = Retries::new(QUICK);
        let (start, mut tried) = (now(), 0);
        let result = retries.run(|| {
            tried += 1;
            if tried == 1 { Err(busy(Some(20))) } else { Ok(tried) }
        });
        assert_eq!(result, Ok(2));
        assert!(start.elapsed() >= Duration::from_millis(20));
    }
}
