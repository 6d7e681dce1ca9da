//! What a principal may do on its site: one set of permissions, whatever API the principal speaks.
//!
//! A principal has what both its role and its credential allow (`secrets` computes the set). The
//! order of the variants is that of the ladder of roles: a higher role has all permissions of the
//! lower ones.

use crate::Role;
use std::fmt;

/// One thing that a principal may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Permission {
    /// Read what is published.
    Read,
    /// Read content types.
    ReadConfig,
    /// See the site in lists of sites.
    ReadSites,
    /// Read what is not published.
    Drafts,
    /// Make and change entries.
    Write,
    /// Publish entries, and take them off the site.
    Publish,
    /// Delete entries.
    Delete,
    /// Change content types.
    Config,
    /// Change the site itself.
    Sites,
    /// Manage credentials and accounts.
    Admin,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::ReadConfig,
        Self::ReadSites,
        Self::Drafts,
        Self::Write,
        Self::Publish,
        Self::Delete,
        Self::Config,
        Self::Sites,
        Self::Admin,
    ];

    /// The permission of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == name)
    }

    /// As shown: `read`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadConfig => "read-config",
            Self::ReadSites => "read-sites",
            Self::Drafts => "drafts",
            Self::Write => "write",
            Self::Publish => "publish",
            Self::Delete => "delete",
            Self::Config => "config",
            Self::Sites => "sites",
            Self::Admin => "admin",
        }
    }

    /// The lowest role that has it.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Read | Self::ReadConfig | Self::ReadSites | Self::Drafts => Role::Viewer,
            Self::Write | Self::Publish | Self::Delete => Role::Editor,
            Self::Config => Role::Developer,
            Self::Sites | Self::Admin => Role::Admin,
        }
    }

    /// What a credential lacks without it, for people.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Read | Self::ReadConfig | Self::ReadSites => "the read scope",
            Self::Write | Self::Publish | Self::Delete | Self::Config => "the write scope",
            Self::Drafts | Self::Sites | Self::Admin => "the admin scope",
        }
    }

    /// What an account lacks without it, for people.
    #[must_use]
    pub const fn role_needed(self) -> &'static str {
        match self.role() {
            Role::Viewer => "the role viewer",
            Role::Editor => "the role editor",
            Role::Developer => "the role developer",
            Role::Admin => "the role admin",
        }
    }
}

/// A set of permissions.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u16);

impl Permissions {
    /// None.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self::of(&Permission::ALL);

    /// These.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let (mut set, mut rest) = (Self::NONE, permissions);
        while let [first, after @ ..] = rest {
            set = set.with(*first);
            rest = after;
        }
        set
    }

    /// Those of a role.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        Permission::ALL.into_iter().filter(|permission| permission.role() <= role).collect()
    }

    /// With this one.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | 1 << permission as u16)
    }

    /// Those of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether this one is among them.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & 1 << permission as u16 != 0
    }

    /// Whether all of the other set are among them.
    #[must_use]
    pub const fn includes(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// They, in the order of the ladder.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_has_what_a_lower_one_has() {
        assert!(Permission::ALL.is_sorted());
        assert!(Permission::ALL.is_sorted_by_key(|permission| permission.role()));
        for pair in Role::ALL.windows(2) {
            assert!(Permissions::of_role(pair[1]).includes(Permissions::of_role(pair[0])), "{pair:?}");
        }
        assert_eq!(Permissions::of_role(Role::Admin), Permissions::ALL);
    }

    #[test]
    fn a_set_has_what_was_put_into_it() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(permission));
            let one = Permissions::of(&[permission]);
            assert_eq!(one.iter().collect::<Vec<_>>(), [permission]);
            assert!(!Permissions::NONE.contains(permission) && Permissions::ALL.contains(permission));
        }
        assert_eq!(Permission::parse("everything"), None);
        let some = Permissions::of(&[Permission::Delete, Permission::Read]);
        assert!(some.includes(Permissions::of(&[Permission::Read])));
        assert!(!Permissions::of(&[Permission::Read]).includes(some));
        assert_eq!(format!("{some:?}"), "{Read, Delete}");
    }
}
