//! Who is asking: the door to the identity component, and what an instance remembers of its
//! answers.
//!
//! Verifying costs a call into another component and a statement there; a warm read must not pay
//! that. So an instance remembers principals, by the SHA-256 of kind, site and secret, never the
//! secret itself. A remembered principal is not trusted for its age: every statement that runs for
//! it compares its `epoch` with the site's, and answers `Outdated` when the site's credentials have
//! changed since; the pipeline then forgets it and asks again. Only good secrets are remembered:
//! guessing fills nothing.
//!
//! Visitors of a site have no secret; they are remembered by what names the site, apart from the
//! others, because anybody can make up host names. Whatever moves a host name from a site raises
//! the epoch of that site.

use crate::fault::{Credential, CredentialKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use weft_domain::{Caller, Error, Principal, SiteRef, Timestamp};

/// The most principals that an instance remembers.
pub const REMEMBERED_MAX: usize = 256;
/// The most names of sites under which an instance remembers visitors.
pub const VISITED_MAX: usize = 64;

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

    /// Who has no credential, on that site.
    ///
    /// # Errors
    /// `NotFound` when there is no such site, `Unavailable`.
    async fn visitor(&self, site: &SiteRef) -> Result<Principal, Error>;

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
#[derive(Debug, Default)]
pub struct Principals {
    memory: Mutex<Memory>,
    visitors: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    entries: BTreeMap<Fingerprint, Remembered>,
    /// Rises with every use; the entry with the lowest was used longest ago.
    uses: u64,
}

#[derive(Debug)]
struct Remembered {
    principal: Principal,
    used: u64,
}

impl Principals {
    /// An empty memory.
    #[must_use]
    pub const fn new() -> Self {
        Self { memory: Mutex::new(Memory::new()), visitors: Mutex::new(Memory::new()) }
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
        if let Some(principal) = lock(&self.memory).find(&key, now) {
            return Ok((principal, false));
        }
        let principal = identity.verify(credential).await?;
        lock(&self.memory).remember(REMEMBERED_MAX, key, principal.clone(), now);
        Ok((principal, true))
    }

    /// A visitor of the site: the remembered one, else the one that `identity` gives.
    ///
    /// # Errors
    /// Those of [`Identity::visitor`].
    pub async fn find_or_visit<I: Identity>(
        &self,
        identity: &I,
        site: &SiteRef,
        now: Timestamp,
    ) -> Result<Principal, Error> {
        self.find_or_visit_now(identity, site, now).await.map(|(principal, _)| principal)
    }

    /// The same, and whether the site was looked up just now.
    pub(crate) async fn find_or_visit_now<I: Identity>(
        &self,
        identity: &I,
        site: &SiteRef,
        now: Timestamp,
    ) -> Result<(Principal, bool), Error> {
        let key = fingerprint_of_site(site);
        if let Some(principal) = lock(&self.visitors).find(&key, now) {
            return Ok((principal, false));
        }
        let principal = identity.visitor(site).await?;
        lock(&self.visitors).remember(VISITED_MAX, key, principal.clone(), now);
        Ok((principal, true))
    }

    /// Forgets the principal behind the credential.
    pub fn forget(&self, credential: &Credential) {
        lock(&self.memory).entries.remove(&fingerprint(credential));
    }

    /// Forgets the visitor of the site.
    pub fn forget_visitor(&self, site: &SiteRef) {
        lock(&self.visitors).entries.remove(&fingerprint_of_site(site));
    }

    /// How many it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.memory).entries.len() + lock(&self.visitors).entries.len()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Memory {
    const fn new() -> Self {
        Self { entries: BTreeMap::new(), uses: 0 }
    }

    fn find(&mut self, key: &Fingerprint, now: Timestamp) -> Option<Principal> {
        let entry = self.entries.get_mut(key)?;
        if has_expired(&entry.principal, now) {
            self.entries.remove(key);
            return None;
        }
        self.uses += 1;
        entry.used = self.uses;
        Some(entry.principal.clone())
    }

    fn remember(&mut self, most: usize, key: Fingerprint, principal: Principal, now: Timestamp) {
        if self.entries.len() >= most {
            self.entries.retain(|_, entry| !has_expired(&entry.principal, now));
        }
        while self.entries.len() >= most {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| *key);
            let Some(oldest) = oldest else { break };
            self.entries.remove(&oldest);
        }
        self.uses += 1;
        self.entries.insert(key, Remembered { principal, used: self.uses });
    }
}

/// A panic elsewhere cannot leave the memory half-changed in a way that matters: it is a cache.
fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
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
        name_site(&mut hasher, site);
    }
    hasher.update(credential.secret.as_bytes());
    hasher.finalize().into()
}

fn fingerprint_of_site(site: &SiteRef) -> Fingerprint {
    let mut hasher = Sha256::new();
    hasher.update(b"visitor\0");
    name_site(&mut hasher, site);
    hasher.finalize().into()
}

fn name_site(hasher: &mut Sha256, site: &SiteRef) {
    let (kind, name): (&[u8], _) = match site {
        SiteRef::Id(id) => (b"id\0", id),
        SiteRef::Host(host) => (b"host\0", host),
    };
    hasher.update(kind);
    hasher.update(name.as_bytes());
    hasher.update([0]);
}
