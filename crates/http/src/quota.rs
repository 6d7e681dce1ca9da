//! Rate limits: the interface of the counter, and the headers.
//!
//! A component counts, over `service`. The headers are those of the IETF draft (`RateLimit-Policy`,
//! `RateLimit`) and the older `X-RateLimit-*`, which describe the shortest window. A 429 has them
//! too.

use crate::respond::put;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt::Write as _;
use weft_domain::{Ctx, Error};

/// Counts requests; components implement it over `service`.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Quota {
    /// Counts this request for `ctx.principal` and returns the remaining quota. Called for
    /// authenticated requests.
    ///
    /// # Errors
    /// [`QuotaError::Spent`] when the quota is exhausted, [`QuotaError::Failed`] when counting
    /// failed; with `Outdated` in it the pipeline verifies the principal again.
    async fn take(&self, ctx: &Ctx) -> Result<QuotaState, QuotaError>;
}

/// Why a request is not allowed.
#[derive(Debug)]
pub enum QuotaError {
    /// The quota is exhausted.
    Spent {
        /// The remaining quota: zero in at least one window.
        state: QuotaState,
        /// Seconds until the next request may succeed.
        retry_after: u64,
    },
    /// Counting failed.
    Failed(Error),
}

impl From<Error> for QuotaError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// One window of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The number of requests allowed.
    pub limit: u32,
    /// The number of requests remaining.
    pub remaining: u32,
    /// Seconds until the window resets.
    pub reset_seconds: u64,
}

/// The remaining quota; an absent window has no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuotaState {
    /// This minute.
    pub minute: Option<Window>,
    /// This day, UTC.
    pub day: Option<Window>,
}

static POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
static STATE: HeaderName = HeaderName::from_static("ratelimit");
static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

impl QuotaState {
    /// No limit.
    pub const UNLIMITED: Self = Self { minute: None, day: None };

    /// Writes the headers; none, if there is no limit.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let Some(shortest) = self.minute.or(self.day) else { return };
        let mut policy = String::with_capacity(48);
        let mut state = String::with_capacity(48);
        for (name, seconds, window) in [("minute", 60, self.minute), ("day", 86_400, self.day)] {
            let Some(Window { limit, remaining, reset_seconds }) = window else { continue };
            let comma = if policy.is_empty() { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(policy, "{comma}\"{name}\";q={limit};w={seconds}");
            let _ = write!(state, "{comma}\"{name}\";r={remaining};t={reset_seconds}");
        }
        put(headers, &POLICY, policy);
        put(headers, &STATE, state);
        headers.insert(LIMIT.clone(), HeaderValue::from(shortest.limit));
        headers.insert(REMAINING.clone(), HeaderValue::from(shortest.remaining));
        headers.insert(RESET.clone(), HeaderValue::from(shortest.reset_seconds));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(state: QuotaState) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        state.write(&mut headers);
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
    }

    #[test]
    fn both_windows_are_told_and_the_old_headers_speak_of_the_minute() {
        let told = headers(QuotaState {
            minute: Some(Window { limit: 60, remaining: 59, reset_seconds: 12 }),
            day: Some(Window { limit: 10_000, remaining: 9_000, reset_seconds: 3600 }),
        });
        let of = |name: &str| told.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        assert_eq!(of("ratelimit-policy"), Some(r#""minute";q=60;w=60, "day";q=10000;w=86400"#));
        assert_eq!(of("ratelimit"), Some(r#""minute";r=59;t=12, "day";r=9000;t=3600"#));
        assert_eq!(of("x-ratelimit-limit"), Some("60"));
        assert_eq!(of("x-ratelimit-remaining"), Some("59"));
        assert_eq!(of("x-ratelimit-reset"), Some("12"));
    }

    #[test]
    fn a_window_without_a_limit_is_not_told() {
        assert_eq!(headers(QuotaState::UNLIMITED), []);
        let told = headers(QuotaState {
            minute: None,
            day: Some(Window { limit: 5, remaining: 4, reset_seconds: 1 }),
        });
        assert!(told.contains(&("ratelimit".into(), r#""day";r=4;t=1"#.into())), "{told:?}");
        assert!(told.contains(&("x-ratelimit-limit".into(), "5".into())), "{told:?}");
    }
}
