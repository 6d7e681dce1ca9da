//! Who is asking, and what for. Made by the identity component only; everybody else receives it.

use crate::{
    AccountId, AllowedPaths, CredentialId, Error, Permission, Permissions, Result, SiteId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// One ladder, per site: a higher role may do whatever a lower one may.
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

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// What sort of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// Made for a program.
    ApiKey,
    /// Made by a login.
    Session,
}

impl CredentialKind {
    /// As stored.
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
    /// In one minute of the clock.
    pub per_minute: u32,
    /// In one day of the clock, UTC.
    pub per_day: u32,
}

impl Default for RatePlan {
    /// R3's plan (seed page, "Rate Limiting"): 60 a minute, 10,000 a day.
    fn default() -> Self {
        Self { per_minute: 60, per_day: 10_000 }
    }
}

/// A verified caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The credential, never its secret.
    pub credential: CredentialId,
    /// The account behind it.
    pub account: AccountId,
    /// The site it is good for.
    pub site: SiteId,
    /// The store's own key of that site; never used again for another.
    pub site_key: i64,
    /// The lower of the account's role on the site and the credential's cap.
    pub role: Role,
    /// What it may do: what both that role and the credential's scopes allow.
    pub permissions: Permissions,
    /// The pages that its account's writes are limited to on the site.
    pub allowed_paths: AllowedPaths,
    /// How often.
    pub plan: RatePlan,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
    /// The site's `auth_epoch` when the secret was checked.
    pub epoch: i64,
}

impl Principal {
    /// That it may do this.
    ///
    /// # Errors
    /// `Forbidden`, with what it lacks.
    pub fn may(&self, permission: Permission) -> Result<()> {
        if self.permissions.contains(permission) {
            return Ok(());
        }
        let is_role = self.role < permission.role();
        let needs = if is_role { permission.role_needed() } else { permission.scope() };
        Err(Error::Forbidden { needs })
    }

    /// That it may write what stands on this page; what stands on none, where there is no page.
    ///
    /// # Errors
    /// `Forbidden` where its account is limited to other pages.
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
