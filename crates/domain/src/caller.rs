//! Who asks at the level of the installation, above all sites: accounts, websites and their keys
//! are managed there.
//!
//! Unlike a principal a caller is never remembered: each request verifies it anew, and each of its
//! writes compares `epoch`. A caller is live; there is none for an account or a credential that is
//! disabled.

use crate::{AccountId, CredentialId, CredentialKind, Error, Result, Role, SiteId};

/// A verified caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The credential, never its secret.
    pub credential: CredentialId,
    /// What sort of credential.
    pub kind: CredentialKind,
    /// The account behind it.
    pub account: AccountId,
    /// The account's e-mail address.
    pub email: String,
    /// The lower of the account's role and the credential's cap. `Admin` is an administrator of the
    /// installation, never of one site alone.
    pub role: Role,
    /// The account's own sites, oldest first; for a key its sites, as far as they are the account's
    /// or that is an administrator's.
    pub sites: Vec<SiteId>,
    /// Whether the credential may do all that its account may.
    pub is_unrestricted: bool,
    /// The account's `auth_epoch` when the secret was checked.
    pub epoch: i64,
}

impl Caller {
    /// Whether it passes all sites, listed or not, and sees all accounts.
    #[must_use]
    pub const fn is_admin(&self) -> bool {
        matches!(self.role, Role::Admin)
    }

    /// Whether it may know of the site.
    #[must_use]
    pub fn reaches(&self, site: SiteId) -> bool {
        self.is_admin() || self.sites.contains(&site)
    }

    /// That its role is this one or higher.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn at_least(&self, role: Role, needs: &'static str) -> Result<()> {
        if self.role >= role { Ok(()) } else { Err(Error::Forbidden { needs }) }
    }
}
