//! What a principal may do on its site: one set of permissions, whatever API the principal speaks.
//!
//! A principal has what both its role and its credential allow. The order of the variants is that of the ladder of roles: a higher role
//! has all permissions of the lower ones.

use crate::{Role, Scopes};

/// One thing that a principal may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Read what is published, and content types.
    Read,
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
    pub const ALL: [Self; 8] = [
        Self::Read,
        Self::Drafts,
        Self::Write,
        Self::Publish,
        Self::Delete,
        Self::Config,
        Self::Sites,
        Self::Admin,
    ];

    /// As shown: `read`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
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
            Self::Read | Self::Drafts => Role::Viewer,
            Self::Write | Self::Publish | Self::Delete => Role::Editor,
            Self::Config => Role::Developer,
            Self::Sites | Self::Admin => Role::Admin,
        }
    }

    /// Whether these scopes allow it.
    #[must_use]
    pub const fn is_in(self, scopes: Scopes) -> bool {
        match self {
            Self::Read => scopes.read,
            Self::Write | Self::Publish | Self::Delete | Self::Config => scopes.write,
            Self::Drafts | Self::Sites | Self::Admin => scopes.admin,
        }
    }

    /// What a credential lacks without it, for people.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Read => "the read scope",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_has_what_a_lower_one_has() {
        assert!(Permission::ALL.is_sorted());
        assert!(Permission::ALL.is_sorted_by_key(|permission| permission.role()));
        for permission in Permission::ALL {
            assert!(permission.is_in(Scopes::ALL), "{permission:?}");
            assert!(!permission.is_in(Scopes::default()), "{permission:?}");
        }
    }
}
