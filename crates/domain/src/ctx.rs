//! The circumstances of one request: the time, the caller, and a source of ids.
//!
//! Sampled once at the front door and passed down, so that everything a request writes bears one
//! time and tests can freeze it. Nothing below the front door reads a clock, a random source or the
//! environment.

use crate::{Error, Principal, Result, Timestamp};
use uuid::Uuid;

/// Fills a buffer with random bytes good enough for secrets.
pub type Entropy = fn(&mut [u8]);

/// The circumstances of one request.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// When the request arrived.
    pub now: Timestamp,
    /// What ties answers, logs and audit rows together.
    pub request_id: String,
    /// Who asks; nobody, before the credential was verified or without one.
    pub principal: Option<Principal>,
    /// The caller's network address as the host saw it; empty when unknown. Never taken from a
    /// header that a client sets.
    pub client: String,
    entropy: Entropy,
}

impl Ctx {
    /// The circumstances of a request that arrived `now`.
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

    /// The verified caller.
    ///
    /// # Errors
    /// `Unauthenticated` when there is none.
    pub fn principal(&self) -> Result<&Principal> {
        self.principal.as_ref().ok_or(Error::Unauthenticated)
    }
}
