//! Who is asking: the door to the identity component, and what an instance remembers of its
//! answers.
//!
//! Verifying costs a call into another component and a statement there; a warm read must not pay
//! that. So an instance remembers principals, by the SHA-256 of kind, site and secret, never the
//! secret itself. A remembered principal is not trusted for its age: every statement that runs for
//! it compares its `epoch` with the site's, and answers `Outdated` when the site's credentials have
//! changed since; the pipeline then forgets it and asks again. Only good secrets are remembered:
//! guessing fills nothing.

use crate::fault::{Credential, CredentialKind};
use sha2::{Digest, Sha256};
use weft_bounded::Shared;
use weft_domain::{Caller, Error, Principal, Timestamp};

/// The most principals that an instance remembers.
pub const REMEMBERED_MAX: usize = 256;

/// Turns a secret into a principal; components implement it over WIT.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Identity {
    /// The principal behind the secret.
    ///
    /// # Errors
    /// `Unauthenticated` when no live credential of that kind has this secret, `Forbidden` when it
    /// is not good for the site that was asked for, `NotFound` when there is no such site,
    /// `Unavailable` when it could not be asked.
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error>;

    /// The caller above the sites behind the secret. Nobody remembers callers.
    ///
    /// # Errors
    /// `Unauthenticated` when no live credential of that kind has this secret, or it is of one site
    /// only; `Unavailable`.
    async fn caller(&self, credential: &Credential) -> Result<Caller, Error>;
}

/// What stands for a secret in memory.
type Fingerprint = [u8; 32];

/// The principals that an instance remembers. Fit for a `static`: locked only within its methods,
/// never across an `await`.
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
    /// An empty memory.
    #[must_use]
    pub const fn new() -> Self {
        Self { remembered: Shared::new(REMEMBERED_MAX) }
    }

    /// The principal behind the credential: the remembered one, unless it has expired by `now`,
    /// else the one that `identity` gives.
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

    /// The same, and whether it was verified just now.
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

    /// Forgets the principal behind the credential.
    pub fn forget(&self, credential: &Credential) {
        self.remembered.remove(&fingerprint(credential));
    }

    /// How many it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.remembered.lock().len()
    }

    /// Whether it remembers none.
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
