//! Who is asking, and what for. Made by the identity component only; everybody else receives it.

use crate::{AccountId, CredentialId, Error, Permission, Result, SiteId, Timestamp};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialSort {
    /// Made for a program.
    ApiKey,
    /// Made by a login.
    Session,
}

impl CredentialSort {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::Session => "session",
        }
    }
}

/// What a credential may be used for, whatever the role of its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes {
    /// Read published content and content types.
    pub read: bool,
    /// Write content and content types.
    pub write: bool,
    /// Read drafts, manage credentials.
    pub admin: bool,
}

impl Scopes {
    /// All of them: what a session has.
    pub const ALL: Self = Self { read: true, write: true, admin: true };

    /// The highest role that these leave.
    #[must_use]
    pub const fn ceiling(self) -> Role {
        match (self.write, self.admin) {
            (true, true) => Role::Admin,
            (true, false) => Role::Developer,
            (false, _) => Role::Viewer,
        }
    }

    /// The names, in a fixed order.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        [(self.read, "read"), (self.write, "write"), (self.admin, "admin")]
            .into_iter()
            .filter_map(|(held, name)| held.then_some(name))
            .collect()
    }

    /// From names; the first unknown one is the error.
    ///
    /// # Errors
    /// The name that is none of `read`, `write`, `admin`.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, &'a str> {
        let mut scopes = Self::default();
        for name in names {
            match name {
                "read" => scopes.read = true,
                "write" => scopes.write = true,
                "admin" => scopes.admin = true,
                other => return Err(other),
            }
        }
        Ok(scopes)
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
    /// What the credential may be used for.
    pub scopes: Scopes,
    /// How often.
    pub plan: RatePlan,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
    /// The site's `auth_epoch` when the secret was checked.
    pub epoch: i64,
}

impl Principal {
    /// That it may do this: its credential's scopes and its role both allow it.
    ///
    /// # Errors
    /// `Forbidden`, with what it lacks.
    pub fn may(&self, permission: Permission) -> Result<()> {
        if !permission.is_in(self.scopes) {
            return Err(Error::Forbidden { needs: permission.scope() });
        }
        if self.role < permission.role() {
            return Err(Error::Forbidden { needs: permission.role_needed() });
        }
        Ok(())
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

    #[test]
    fn scopes_come_back_as_they_went() {
        assert_eq!(Scopes::from_names(["admin", "read"]).unwrap().names(), ["read", "admin"]);
        assert_eq!(Scopes::from_names(["read", "own"]), Err("own"));
    }
}
