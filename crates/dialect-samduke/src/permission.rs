//! This API's names of permissions, and what each is in Weft.

use weft_domain::{Permission, Permissions, Scopes};

/// A name, and the permissions that it stands for. Who writes a file publishes it.
const NAMES: [(&str, &[Permission]); 5] = [
    ("content:read", &[Permission::Read]),
    ("content:write", &[Permission::Write, Permission::Publish]),
    ("content:delete", &[Permission::Delete]),
    ("config:read", &[Permission::ReadConfig]),
    ("repos:read", &[Permission::ReadSites]),
];

/// What a token with these names may do.
///
/// # Errors
/// The first name that is unknown.
pub(crate) fn scopes<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Scopes, &'n str> {
    let mut single = Permissions::NONE;
    for name in names {
        let (_, permissions) = NAMES.iter().find(|(known, _)| *known == name).ok_or(name)?;
        single = single.union(Permissions::of(permissions));
    }
    Ok(Scopes { single, ..Scopes::default() })
}

/// The names of what a token may do, in this API's order.
pub(crate) fn names(scopes: Scopes) -> Vec<&'static str> {
    let is_whole = |permissions: &[Permission]| scopes.single.includes(Permissions::of(permissions));
    NAMES.iter().filter(|(_, permissions)| is_whole(permissions)).map(|(name, _)| *name).collect()
}

/// The name of a permission.
pub(crate) fn name(permission: Permission) -> &'static str {
    let known = NAMES.iter().find(|(_, permissions)| permissions.contains(&permission));
    known.map_or(permission.as_str(), |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_went() {
        for (name, _) in NAMES {
            let scopes = scopes([name]).unwrap();
            assert_eq!(names(scopes), [name]);
            assert!(scopes.single.iter().all(|permission| super::name(permission) == name));
        }
        let all = NAMES.map(|(name, _)| name);
        assert_eq!(names(scopes(all).unwrap()), all);
        assert_eq!(scopes(["content:read", "admin"]), Err("admin"));
    }

    #[test]
    fn no_name_allows_what_another_does() {
        for (name, _) in NAMES {
            let held = scopes([name]).unwrap().single;
            let others = NAMES.iter().filter(|(other, _)| *other != name);
            assert!(
                others
                    .into_iter()
                    .all(|(other, _)| held.intersection(scopes([*other]).unwrap().single).is_empty())
            );
        }
    }
}
