//! The interface to the identity component, and the cache of its principals.
//!
//! Verification costs a call into another component and a statement there, too much for a warm
//! read. So an instance caches principals, keyed by the SHA-256 of kind, site and secret. The cache
//! needs no expiry: every statement compares the principal's `epoch` with the site's and fails with
//! `Outdated` if the site's credentials have changed; the pipeline then evicts the principal and
//! verifies again. Only valid secrets are cached, so guessing does not fill the cache.
//!
//! Visitors of a site have no secret. They are cached by the name of the site, in a cache of their
//! own, because clients can invent host names. Every change that moves a host name away from a site
//! raises the epoch of that site.

use crate::credential::Credential;
use sha2::{Digest, Sha256};
use weft_bounded::Shared;
use weft_domain::{Caller, Error, Principal, SiteRef, Timestamp};

/// The most principals in the cache.
pub const REMEMBERED_MAX: usize = 256;
/// The most names of sites under which an instance remembers visitors.
pub const VISITED_MAX: usize = 64;

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

    /// A visitor of a site.
    ///
    /// # Errors
    /// `NotFound` when the site does not exist, `Unavailable`.
    async fn visitor(&self, site: &SiteRef) -> Result<Principal, Error>;

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
    visitors: Shared<Fingerprint, Principal>,
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
        Self { remembered: Shared::new(REMEMBERED_MAX), visitors: Shared::new(VISITED_MAX) }
    }

    /// The cached principal of the credential, unless it expired before `now`; else the result of
    /// `identity`. Also returns whether the principal was verified just now.
    ///
    /// # Errors
    /// Those of [`Identity::verify`].
    pub async fn find_or_verify<I: Identity>(
        &self,
        identity: &I,
        credential: &Credential,
        now: Timestamp,
    ) -> Result<(Principal, bool), Error> {
        find_or(&self.remembered, fingerprint(credential), now, identity.verify(credential)).await
    }

    /// The cached visitor of the site, else the result of `identity`. Also returns whether the site
    /// was looked up just now.
    ///
    /// # Errors
    /// Those of [`Identity::visitor`].
    pub async fn find_or_visit<I: Identity>(
        &self,
        identity: &I,
        site: &SiteRef,
        now: Timestamp,
    ) -> Result<(Principal, bool), Error> {
        find_or(&self.visitors, fingerprint_of_site(site), now, identity.visitor(site)).await
    }

    /// Evicts the credential's principal.
    pub fn forget(&self, credential: &Credential) {
        self.remembered.remove(&fingerprint(credential));
    }

    /// Evicts the visitor of a site.
    pub fn forget_visitor(&self, site: &SiteRef) {
        self.visitors.remove(&fingerprint_of_site(site));
    }

    /// The number of cached principals.
    #[must_use]
    pub fn len(&self) -> usize {
        self.remembered.lock().len() + self.visitors.lock().len()
    }

    /// Whether the cache is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The cached principal and `false`, or else that of `look_up`, which is cached, and `true`.
async fn find_or(
    cache: &Shared<Fingerprint, Principal>,
    key: Fingerprint,
    now: Timestamp,
    look_up: impl Future<Output = Result<Principal, Error>>,
) -> Result<(Principal, bool), Error> {
    if let Some(principal) = find(cache, &key, now) {
        return Ok((principal, false));
    }
    let principal = look_up.await?;
    let mut cached = cache.lock();
    if cached.len() >= cached.limit() {
        cached.retain(|_, principal| !has_expired(principal, now));
    }
    cached.insert(key, principal.clone());
    Ok((principal, true))
}

/// The cached principal, unless it has expired.
fn find(cache: &Shared<Fingerprint, Principal>, key: &Fingerprint, now: Timestamp) -> Option<Principal> {
    let mut cached = cache.lock();
    let principal = cached.get(key)?;
    if has_expired(principal, now) {
        cached.remove(key);
        return None;
    }
    Some(principal.clone())
}

fn has_expired(principal: &Principal, now: Timestamp) -> bool {
    principal.expires_at.is_some_and(|end| end <= now)
}

fn fingerprint(credential: &Credential) -> Fingerprint {
    let mut hasher = Sha256::new();
    hasher.update(credential.kind.as_str());
    hasher.update([0]);
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
