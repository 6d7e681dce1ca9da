//! The verified identity of a request on a site. The identity component creates it; all other
//! components receive it.

use crate::{
    AccountId, AllowedPaths, CredentialId, Error, Permission, Permissions, Result, SiteId, Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The role of an account on a site. A higher role has all rights of the lower ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads, drafts included.
    Viewer,
    /// Writes and publishes entries.
    Editor,
    /// Changes content types.
    Developer,
    /// Manages accounts, credentials and the site.
    Admin,
}

impl Role {
    /// Every role, lowest first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Editor, Self::Developer, Self::Admin];

    /// As stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Developer => "developer",
            Self::Admin => "admin",
        }
    }

    /// This role and all lower ones.
    pub fn up_to(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |role| *role <= self)
    }

    /// This role and all higher ones.
    pub fn from_here(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |role| *role >= self)
    }

    /// Parses a role's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// The kind of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// A key, created for a program.
    ApiKey,
    /// A session, created by a login.
    Session,
}

impl CredentialKind {
    /// The stored form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::Session => "session",
        }
    }
}

/// How many requests a credential may make. Zero means no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RatePlan {
    /// Per clock minute.
    pub per_minute: u32,
    /// Per day, UTC.
    pub per_day: u32,
}

impl Default for RatePlan {
    /// R3's plan (seed page, "Rate Limiting"): 60 a minute, 10,000 a day.
    fn default() -> Self {
        Self { per_minute: 60, per_day: 10_000 }
    }
}

/// A verified identity on a site, or a visitor of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The credential, never its secret; a visitor has none (the nil UUID).
    pub credential: CredentialId,
    /// The account that owns the credential; a visitor has none (the nil UUID).
    pub account: AccountId,
    /// The site that the credential is valid for.
    pub site: SiteId,
    /// The site's primary key in the store; never reused.
    pub site_key: i64,
    /// The lower of the account's role on the site and the credential's role cap.
    pub role: Role,
    /// The permissions that both the role and the credential's scopes grant.
    pub permissions: Permissions,
    /// The pages that the account may change on the site.
    pub allowed_paths: AllowedPaths,
    /// The rate limits.
    pub plan: RatePlan,
    /// The credential's expiry, if any.
    pub expires_at: Option<Timestamp>,
    /// Whether somebody may be told of what happens to the site's content (`webhook`).
    pub has_receivers: bool,
    /// The site's `auth_epoch` when the credential was verified.
    pub epoch: i64,
}

impl Principal {
    /// A visitor: no credential, and the permission to read what the site has published.
    #[must_use]
    pub fn visitor(site: SiteId, site_key: i64, epoch: i64) -> Self {
        Self {
            credential: CredentialId::new(Uuid::nil()),
            account: AccountId::new(Uuid::nil()),
            site,
            site_key,
            role: Role::Viewer,
            permissions: Permissions::of(&[Permission::Read]),
            allowed_paths: AllowedPaths::default(),
            plan: RatePlan { per_minute: 0, per_day: 0 },
            expires_at: None,
            has_receivers: false,
            epoch,
        }
    }

    /// Whether the principal is a visitor.
    #[must_use]
    pub fn is_visitor(&self) -> bool {
        self.credential == CredentialId::new(Uuid::nil())
    }

    /// Checks a permission.
    ///
    /// # Errors
    /// `Forbidden`, with the missing scope or role.
    pub fn may(&self, permission: Permission) -> Result<()> {
        if self.permissions.contains(permission) {
            return Ok(());
        }
        let is_role = self.role < permission.role();
        let needs = if is_role { permission.role_needed() } else { permission.scope() };
        Err(Error::Forbidden { needs })
    }

    /// Checks that the principal may change this page; `None` stands for content without a page.
    ///
    /// # Errors
    /// `Forbidden` if the account is limited to other pages.
    pub fn may_write_page(&self, page: Option<&str>) -> Result<()> {
        let is_allowed = match page {
            Some(page) => self.allowed_paths.allow(page),
            None => self.allowed_paths.are_all(),
        };
        if is_allowed { Ok(()) } else { Err(Error::Forbidden { needs: "a page that the account may write" }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_a_ladder() {
        assert!(Role::ALL.is_sorted());
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
    }

    fn principal(permissions: Permissions, paths: &str) -> Principal {
        let id = "018f3f70-1c2d-7abc-8def-0123456789ab";
        Principal {
            credential: id.parse().unwrap(),
            account: id.parse().unwrap(),
            site: id.parse().unwrap(),
            site_key: 1,
            role: Role::Editor,
            permissions,
            allowed_paths: AllowedPaths::parse(paths).unwrap(),
            plan: RatePlan::default(),
            expires_at: None,
            has_receivers: false,
            epoch: 1,
        }
    }

    #[test]
    fn a_principal_may_what_its_set_says() {
        let editor = principal(Permissions::of(&[Permission::Read, Permission::Publish]), "[]");
        let needs = |permission| match editor.may(permission) {
            Ok(()) => "",
            Err(Error::Forbidden { needs }) => needs,
            Err(other) => panic!("{other}"),
        };
        assert_eq!((needs(Permission::Read), needs(Permission::Publish)), ("", ""));
        assert_eq!(needs(Permission::Write), "the write scope");
        assert_eq!(needs(Permission::Config), "the role developer");
    }

    #[test]
    fn a_limited_account_writes_its_pages_and_nothing_that_stands_on_none() {
        let limited = principal(Permissions::ALL, r#"["/blog/**"]"#);
        assert!(limited.may_write_page(Some("/blog/post")).is_ok());
        assert!(limited.may_write_page(Some("/about")).is_err());
        assert!(limited.may_write_page(None).is_err());
        let free = principal(Permissions::ALL, "[]");
        assert!(free.may_write_page(Some("/about")).is_ok() && free.may_write_page(None).is_ok());
    }
}
