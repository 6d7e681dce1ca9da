//! The rights of a credential, independent of its owner's role.
//!
//! Scopes are R3's names, each for several permissions. A credential may also name single
//! permissions: `drafts`, `publish`, `delete`, `config`, `sites`, `read-config`, `read-sites`.
//! Three permissions share a name with a scope; as single permissions they are called
//! `read:entries`, `write:entries` and `admin:accounts`.

use crate::{Permission, Permissions, Role};

/// The scopes of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes {
    /// Read published content and content types.
    pub read: bool,
    /// Write, publish and delete content; change content types.
    pub write: bool,
    /// Read drafts, change the site, manage credentials.
    pub admin: bool,
    /// Single permissions.
    pub single: Permissions,
}

impl Scopes {
    /// All scopes: the set of a session.
    pub const ALL: Self = Self { read: true, write: true, admin: true, single: Permissions::NONE };

    const READ: Permissions =
        Permissions::of(&[Permission::Read, Permission::ReadConfig, Permission::ReadSites]);
    const WRITE: Permissions =
        Permissions::of(&[Permission::Write, Permission::Publish, Permission::Delete, Permission::Config]);
    const ADMIN: Permissions = Permissions::of(&[Permission::Drafts, Permission::Sites, Permission::Admin]);

    /// The permissions of a role that the scopes grant.
    #[must_use]
    pub fn permissions(self, role: Role) -> Permissions {
        let held = |held: bool, permissions| if held { permissions } else { Permissions::NONE };
        held(self.read, Self::READ)
            .union(held(self.write, Self::WRITE))
            .union(held(self.admin, Self::ADMIN))
            .union(self.single)
            .intersection(Permissions::of_role(role))
    }

    /// The highest role that the scopes grant.
    #[must_use]
    pub const fn ceiling(self) -> Role {
        match (self.write, self.admin) {
            (true, true) => Role::Admin,
            (true, false) => Role::Developer,
            (false, _) => Role::Viewer,
        }
    }

    /// Every name that [`Scopes::from_names`] takes: the scopes, then the single permissions.
    pub fn every_name() -> impl Iterator<Item = &'static str> {
        ["read", "write", "admin"].into_iter().chain(Permission::ALL.into_iter().map(single))
    }

    /// The names, in a fixed order.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let scopes = [(self.read, "read"), (self.write, "write"), (self.admin, "admin")];
        let scopes = scopes.into_iter().filter_map(|(held, name)| held.then_some(name));
        scopes.chain(self.single.iter().map(single)).collect()
    }

    /// The names of all scopes and single permissions that allow no more than these permissions,
    /// whatever the role.
    #[must_use]
    pub fn names_within(permissions: Permissions) -> Vec<&'static str> {
        let scopes = [
            Self { read: true, ..Self::default() },
            Self { write: true, ..Self::default() },
            Self { admin: true, ..Self::default() },
        ];
        let singles = Permission::ALL.map(|one| Self { single: Permissions::of(&[one]), ..Self::default() });
        let all = scopes.into_iter().chain(singles);
        let within = all.filter(|scopes| permissions.includes(scopes.permissions(Role::Admin)));
        within.flat_map(Self::names).collect()
    }

    /// Parses names.
    ///
    /// # Errors
    /// The first name that is neither a scope nor a permission.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, &'a str> {
        let mut scopes = Self::default();
        for name in names {
            match name {
                "read" => scopes.read = true,
                "write" => scopes.write = true,
                "admin" => scopes.admin = true,
                name => {
                    let found = Permission::ALL.into_iter().find(|permission| single(*permission) == name);
                    scopes.single = scopes.single.with(found.ok_or(name)?);
                }
            }
        }
        Ok(scopes)
    }
}

/// The name of a single permission.
const fn single(permission: Permission) -> &'static str {
    match permission {
        Permission::Read => "read:entries",
        Permission::Write => "write:entries",
        Permission::Admin => "admin:accounts",
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_come_back_as_they_went() {
        assert_eq!(Scopes::from_names(["admin", "read"]).unwrap().names(), ["read", "admin"]);
        assert_eq!(Scopes::from_names(["read", "own"]), Err("own"));
        let names = ["write:entries", "publish", "admin:accounts"];
        assert_eq!(Scopes::from_names(names).unwrap().names(), names);
    }

    #[test]
    fn every_name_is_taken() {
        for name in Scopes::every_name() {
            assert_eq!(Scopes::from_names([name]).unwrap().names(), [name]);
        }
        assert_eq!(Scopes::every_name().count(), 3 + Permission::ALL.len());
    }

    #[test]
    fn together_the_scopes_allow_everything_and_none_allows_anothers() {
        assert_eq!(Scopes::ALL.permissions(Role::Admin), Permissions::ALL);
        assert!(Scopes::default().permissions(Role::Admin).is_empty());
        assert!(Scopes::READ.intersection(Scopes::WRITE.union(Scopes::ADMIN)).is_empty());
        assert!(Scopes::WRITE.intersection(Scopes::ADMIN).is_empty());
    }

    #[test]
    fn a_single_permission_is_no_more_than_itself_and_never_more_than_the_role() {
        for permission in Permission::ALL {
            let scopes = Scopes::from_names([single(permission)]).unwrap();
            assert_eq!(scopes.permissions(Role::Admin), Permissions::of(&[permission]));
            let lower = Role::ALL.into_iter().filter(|role| *role < permission.role());
            assert!(lower.into_iter().all(|role| scopes.permissions(role).is_empty()), "{permission:?}");
        }
    }
}
