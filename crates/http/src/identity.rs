//! The interface to the identity component, and the cache of its principals.
//!
//! Verification costs a call into another component and a statement there, too much for a warm
//! read. So an instance caches principals, keyed by the SHA-256 of kind, site and secret. The cache
//! needs no expiry: every statement compares the principal's `epoch` with the site's and fails with
//! `Outdated` if the site's credentials have changed; the pipeline then evicts the principal and
//! verifies again. Only valid secrets are cached, so guessing does not fill the cache.

use crate::fault::{Credential, CredentialKind};
use sha2::{Digest, Sha256};
use weft_bounded::Shared;
use weft_domain::{Caller, Error, Principal, Timestamp};

/// The most principals in the cache.
pub const REMEMBERED_MAX: usize = 256;

/// Verifies secrets; components implement it over WIT.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Identity {
    /// The principal of a credential.
    ///
    /// # Errors
    /// `Unauthenticated` when no active credential of that kind has this secret, `Forbidden` when
    /// it is not valid for the requested site, `NotFound` when the site does not exist,
    /// `Unavailable` when the identity component does not answer.
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error>;

    /// The caller of a credential, above the sites. Callers are never cached.
    ///
    /// # Errors
    /// `Unauthenticated` when no active credential of that kind has this secret, or when it belongs
    /// to one site; `Unavailable`.
    async fn caller(&self, credential: &Credential) -> Result<Caller, Error>;
}

/// The cache key of a credential.
type Fingerprint = [u8; 32];

/// A cache of principals, for a `static`: locked only within its methods, never across an `await`.
#[derive(Debug)]
pub struct Principals {
    remembered: Shared<Fingerprint, Principal>,
}

impl Default for Principals {
    fn default() -> Self {
        Self::new()
    }
}

impl Principals {
    /// An empty cache.
    #[must_use]
    pub const fn new() -> Self {
        Self { remembered: Shared::new(REMEMBERED_MAX) }
    }

    /// The cached principal of the credential, unless it expired before `now`; else the result of
    /// `identity`.
    ///
    /// # Errors
    /// Those of [`Identity::verify`].
    pub async fn find_or_verify<I: Identity>(
        &self,
        identity: &I,
        credential: &Credential,
        now: Timestamp,
    ) -> Result<Principal, Error> {
        self.find_or_verify_now(identity, credential, now).await.map(|(principal, _)| principal)
    }

    /// As `find_or_verify`; also returns whether the principal was verified just now.
    pub(crate) async fn find_or_verify_now<I: Identity>(
        &self,
        identity: &I,
        credential: &Credential,
        now: Timestamp,
    ) -> Result<(Principal, bool), Error> {
        let key = fingerprint(credential);
        if let Some(principal) = self.find(&key, now) {
            return Ok((principal, false));
        }
        let principal = identity.verify(credential).await?;
        self.remember(key, principal.clone(), now);
        Ok((principal, true))
    }

    /// Evicts the credential's principal.
    pub fn forget(&self, credential: &Credential) {
        self.remembered.remove(&fingerprint(credential));
    }

    /// The number of cached principals.
    #[must_use]
    pub fn len(&self) -> usize {
        self.remembered.lock().len()
    }

    /// Whether the cache is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn find(&self, key: &Fingerprint, now: Timestamp) -> Option<Principal> {
        let mut remembered = self.remembered.lock();
        let principal = remembered.get(key)?;
        if has_expired(principal, now) {
            remembered.remove(key);
            return None;
        }
        Some(principal.clone())
    }

    fn remember(&self, key: Fingerprint, principal: Principal, now: Timestamp) {
        let mut remembered = self.remembered.lock();
        if remembered.len() >= REMEMBERED_MAX {
            remembered.retain(|_, principal| !has_expired(principal, now));
        }
        remembered.insert(key, principal);
    }
}

fn has_expired(principal: &Principal, now: Timestamp) -> bool {
    principal.expires_at.is_some_and(|end| end <= now)
}

fn fingerprint(credential: &Credential) -> Fingerprint {
    let kind: &[u8] = match credential.kind {
        CredentialKind::ApiKey => b"key\0",
        CredentialKind::Session => b"session\0",
    };
    let mut hasher = Sha256::new();
    hasher.update(kind);
    if let Some(site) = &credential.site {
        hasher.update(site.as_bytes());
        hasher.update([0]);
    }
    hasher.update(credential.secret.as_bytes());
    hasher.finalize().into()
}
