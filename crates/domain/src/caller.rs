//! The identity behind a request at the level of the installation, above all sites. Accounts,
//! websites and their keys are managed at that level.
//!
//! Unlike a principal, a caller is never remembered: each request verifies its credential again,
//! and each of its writes compares `epoch`. A disabled account or credential has no caller.

use crate::{AccountId, CredentialId, CredentialKind, Error, Permissions, Result, Role, SiteId};

/// A verified caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The credential, never its secret.
    pub credential: CredentialId,
    /// The kind of credential.
    pub kind: CredentialKind,
    /// The account that owns the credential.
    pub account: AccountId,
    /// The account's e-mail address.
    pub email: String,
    /// The lower of the account's role and the credential's role cap. `Admin` means an
    /// administrator of the installation, never of one site alone.
    pub role: Role,
    /// For a session, the account's own sites, oldest first. For a key, the sites in its list that
    /// its account owns; every listed site if the account is an administrator.
    pub sites: Vec<SiteId>,
    /// Whether the credential has all rights of its account.
    pub is_unrestricted: bool,
    /// The permissions that its role and the credential's scopes allow, above the sites.
    pub permissions: Permissions,
    /// The names of the repositories that a token is limited to, or that of the one site that a
    /// session is limited to; all repositories of the account if `None`.
    pub repos: Option<Vec<String>>,
    /// The account's `auth_epoch` when the secret was checked.
    pub epoch: i64,
}

impl Caller {
    /// Whether the caller may use all sites, listed or not, and see all accounts.
    #[must_use]
    pub const fn is_admin(&self) -> bool {
        matches!(self.role, Role::Admin)
    }

    /// Whether the caller may know of the site.
    #[must_use]
    pub fn reaches(&self, site: SiteId) -> bool {
        self.is_admin() || self.sites.contains(&site)
    }

    /// Whether the credential is valid for a repository of that name, if its account may use it.
    #[must_use]
    pub fn is_for_repo(&self, name: &str) -> bool {
        self.repos.as_ref().is_none_or(|repos| repos.iter().any(|repo| repo == name))
    }

    /// Whether the credential is a session that is valid for the whole account, not for one site.
    #[must_use]
    pub const fn is_session_of_account(&self) -> bool {
        matches!(self.kind, CredentialKind::Session) && self.repos.is_none()
    }

    /// Checks that the caller's role is this one or higher.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn at_least(&self, role: Role, needs: &'static str) -> Result<()> {
        if self.role >= role { Ok(()) } else { Err(Error::Forbidden { needs }) }
    }
}
