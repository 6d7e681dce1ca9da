//! What a principal may do on its site: one set of permissions for all APIs.
//!
//! A principal has the permissions that both its role and its credential grant (`secrets` computes
//! the set). The variants are ordered by role: a higher role has all permissions of the lower ones.

use crate::Role;
use std::fmt;

/// One permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Permission {
    /// Read what is published.
    Read,
    /// Read content types.
    ReadConfig,
    /// List sites.
    ReadSites,
    /// Read what is not published.
    Drafts,
    /// Create and change entries.
    Write,
    /// Publish and unpublish entries.
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

    /// Parses a permission's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == name)
    }

    /// The name: `read`.
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

    /// The lowest role that has the permission.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Read | Self::ReadConfig | Self::ReadSites | Self::Drafts => Role::Viewer,
            Self::Write | Self::Publish | Self::Delete => Role::Editor,
            Self::Config => Role::Developer,
            Self::Sites | Self::Admin => Role::Admin,
        }
    }

    /// The missing scope, for error messages.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Read | Self::ReadConfig | Self::ReadSites => "the read scope",
            Self::Write | Self::Publish | Self::Delete | Self::Config => "the write scope",
            Self::Drafts | Self::Sites | Self::Admin => "the admin scope",
        }
    }

    /// The missing role, for error messages.
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
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// All permissions.
    pub const ALL: Self = Self::of(&Permission::ALL);

    /// The set of these permissions.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let (mut set, mut rest) = (Self::NONE, permissions);
        while let [first, after @ ..] = rest {
            set = set.with(*first);
            rest = after;
        }
        set
    }

    /// The permissions of a role.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        Permission::ALL.into_iter().filter(|permission| permission.role() <= role).collect()
    }

    /// The set with this permission added.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | 1 << permission as u16)
    }

    /// The union.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The intersection.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set contains this permission.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & 1 << permission as u16 != 0
    }

    /// Whether the set contains all of the other set.
    #[must_use]
    pub const fn includes(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The permissions, ordered by role.
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
    fn each_permission_begins_at_its_role() {
        let begins = Permission::ALL.map(|permission| (permission.as_str(), permission.role()));
        let told = [
            ("read", Role::Viewer),
            ("read-config", Role::Viewer),
            ("read-sites", Role::Viewer),
            ("drafts", Role::Viewer),
            ("write", Role::Editor),
            ("publish", Role::Editor),
            ("delete", Role::Editor),
            ("config", Role::Developer),
            ("sites", Role::Admin),
            ("admin", Role::Admin),
        ];
        assert_eq!(begins, told);
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
