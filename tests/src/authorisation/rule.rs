//! What the table says of a row and an asker.

use weft_domain::{Permission, Role};

use super::askers::{Asker, Standing};
use crate::tables::Row;

/// How somebody is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no good credential: 401.
    Unauthenticated,
    /// The credential is good, and may not: 403.
    Forbidden,
    /// The credential's site does not have what the path names: 404.
    Missing,
}

impl Refusal {
    /// The status.
    pub fn status(self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::Missing => 404,
        }
    }
}

/// Whose account a path names, where it names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The asker's.
    Own,
    /// Somebody else's.
    Anothers,
}

/// How the row is to be refused; `None` when it is to be done. `foreign` is how the API refuses a
/// good credential of another site.
pub(super) fn refusal(
    row: &Row,
    asker: &Asker<'_>,
    whose: Whose,
    foreign: Option<Refusal>,
) -> Option<Refusal> {
    if row.is_open {
        return None;
    }
    let is_taken = |schemes: &Vec<String>| schemes.iter().all(|name| asker.schemes.contains(&name.as_str()));
    let standing = asker.standing.as_ref().filter(|_| row.security.iter().any(is_taken));
    let Some(standing) = standing else { return Some(Refusal::Unauthenticated) };
    if !permits(&row.right, standing, whose) {
        return Some(Refusal::Forbidden);
    }
    foreign.filter(|_| standing.is_foreign)
}

/// Whether the right, as the OpenAPI document words it, is one that the standing gives.
///
/// `any`; `may write`; `may read, drafts or write`: of each of the alternatives one; `role admin`;
/// `own, role editor`; `own whole, role editor`.
fn permits(right: &str, standing: &Standing, whose: Whose) -> bool {
    if right == "any" {
        return true;
    }
    if let Some(permissions) = right.strip_prefix("may ") {
        let holds = |name: &str| {
            let permission = Permission::parse(name).unwrap_or_else(|| panic!("what is the right {right}?"));
            standing.permissions.contains(permission)
        };
        return permissions.split(", ").all(|alternatives| alternatives.split(" or ").any(holds));
    }
    let (kind, role) = right.split_once("role ").unwrap_or_else(|| panic!("what is the right {right}?"));
    let role = Role::parse(role).unwrap_or_else(|| panic!("what is the right {right}?"));
    let is_owner = whose == Whose::Own && standing.role >= role;
    match kind {
        "" => standing.role >= role,
        "own, " => standing.role == Role::Admin || is_owner,
        "own whole, " => standing.role == Role::Admin || is_owner && standing.is_whole,
        _ => panic!("what is the right {right}?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Permissions;

    #[test]
    fn rights_are_read_as_they_are_worded() {
        let editor = Standing {
            role: Role::Editor,
            permissions: Permissions::of(&[Permission::Read, Permission::Write]),
            is_whole: false,
            is_foreign: false,
        };
        for (right, is_permitted) in [
            ("any", true),
            ("may read", true),
            ("may publish", false),
            ("may read, drafts or write", true),
            ("may read, drafts or publish", false),
            ("may read, write, publish", false),
            ("role editor", true),
            ("role developer", false),
            ("own, role editor", true),
            ("own, role developer", false),
            ("own whole, role viewer", false),
        ] {
            assert_eq!(permits(right, &editor, Whose::Own), is_permitted, "{right}");
        }
        assert!(!permits("own, role viewer", &editor, Whose::Anothers));
        let admin = Standing { role: Role::Admin, ..editor };
        assert!(permits("own whole, role editor", &admin, Whose::Anothers));
    }

    #[test]
    #[should_panic(expected = "what is the right may fly?")]
    fn an_unknown_right_is_not_passed_over() {
        let standing =
            Standing { role: Role::Admin, permissions: Permissions::ALL, is_whole: true, is_foreign: false };
        permits("may fly", &standing, Whose::Own);
    }
}
