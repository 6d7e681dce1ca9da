//! The context of one request: the time, the principal, and a source of ids.
//!
//! The component samples it once and passes it down, so that all writes of a request carry one time
//! and tests can freeze it. No code below reads a clock, a random source or the environment.

use crate::{Error, Principal, Result, Timestamp};
use uuid::Uuid;

/// Fills a buffer with random bytes good enough for secrets.
pub type Entropy = fn(&mut [u8]);

/// The context of one request.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// When the request arrived.
    pub now: Timestamp,
    /// The id that links answers, log lines and audit rows.
    pub request_id: String,
    /// The verified principal; `None` before the verification and for anonymous requests.
    pub principal: Option<Principal>,
    /// The client's network address as the host saw it; empty when unknown. Never read from a
    /// header that a client can set.
    pub client: String,
    entropy: Entropy,
}

impl Ctx {
    /// The context of a request that arrived at `now`.
    #[must_use]
    pub fn new(now: Timestamp, entropy: Entropy) -> Self {
        Self { now, request_id: String::new(), principal: None, client: String::new(), entropy }
    }

    /// A new UUID of version 7, ordered by this request's time.
    #[must_use]
    pub fn new_uuid(&self) -> Uuid {
        let millis = u64::try_from(self.now.millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.random::<10>()).into_uuid()
    }

    /// Random bytes good enough for secrets.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.entropy)(&mut bytes);
        bytes
    }

    /// The verified principal.
    ///
    /// # Errors
    /// `Unauthenticated` when there is none.
    pub fn principal(&self) -> Result<&Principal> {
        self.principal.as_ref().ok_or(Error::Unauthenticated)
    }
}
