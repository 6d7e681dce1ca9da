//! The expected outcome of a request, from the row and the subject's rights.

use weft_domain::{Permission, Role};

use super::subjects::{Access, Subject};
use crate::tables::Row;

/// The kind of a denial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// There is no valid credential: 401.
    Unauthenticated,
    /// The credential lacks the right: 403.
    Forbidden,
    /// The resource does not exist on the credential's site: 404.
    Missing,
}

impl Denial {
    /// The status.
    pub fn status(self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::Missing => 404,
        }
    }
}

/// The owner of the account that a path names, if it names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The subject itself.
    Own,
    /// Another account.
    Anothers,
}

/// Returns the denial that the row requires, or `None` if the request must succeed. `foreign` is
/// the API's denial of a valid credential of another site; `limits` is whether the row is denied to
/// accounts that are limited to other pages.
pub(super) fn denial(
    row: &Row,
    subject: &Subject<'_>,
    whose: Whose,
    foreign: Option<Denial>,
    limits: bool,
) -> Option<Denial> {
    if row.is_open {
        return None;
    }
    let is_taken =
        |schemes: &Vec<String>| schemes.iter().all(|name| subject.schemes.contains(&name.as_str()));
    let access = subject.access.as_ref().filter(|_| row.security.iter().any(is_taken));
    let Some(access) = access else { return Some(Denial::Unauthenticated) };
    if !permits(&row.right, access, whose) || (limits && access.is_limited) {
        return Some(Denial::Forbidden);
    }
    foreign.filter(|_| access.is_foreign)
}

/// Whether the row changes entries, or content types and thereby entries.
pub fn changes_entries(row: &Row) -> bool {
    let changes = ["write", "publish", "delete", "config"];
    let names = row.right.strip_prefix("may ").unwrap_or_default();
    row.method != "GET" && names.split([' ', ',']).any(|name| changes.contains(&name))
}

/// Whether the subject has the right, which is written as in the OpenAPI document:
///
/// `any`; `may write`; `may read, drafts or write` (one of each list of alternatives); `role
/// admin`; `own, role editor`; `own whole, role editor`.
fn permits(right: &str, access: &Access, whose: Whose) -> bool {
    if right == "any" {
        return true;
    }
    if let Some(permissions) = right.strip_prefix("may ") {
        let holds = |name: &str| {
            let permission = Permission::parse(name).unwrap_or_else(|| panic!("unknown right: {right}"));
            access.permissions.contains(permission)
        };
        return permissions.split(", ").all(|alternatives| alternatives.split(" or ").any(holds));
    }
    let (kind, role) = right.split_once("role ").unwrap_or_else(|| panic!("unknown right: {right}"));
    let role = Role::parse(role).unwrap_or_else(|| panic!("unknown right: {right}"));
    let is_owner = whose == Whose::Own && access.role >= role;
    match kind {
        "" => access.role >= role,
        "own, " => access.role == Role::Admin || is_owner,
        "own whole, " => access.role == Role::Admin || is_owner && access.is_whole,
        _ => panic!("unknown right: {right}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Permissions;

    #[test]
    fn rights_are_parsed_as_the_openapi_document_writes_them() {
        let editor = Access {
            role: Role::Editor,
            permissions: Permissions::of(&[Permission::Read, Permission::Write]),
            is_whole: false,
            is_foreign: false,
            is_limited: false,
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
        let admin = Access { role: Role::Admin, ..editor };
        assert!(permits("own whole, role editor", &admin, Whose::Anothers));
    }

    #[test]
    #[should_panic(expected = "unknown right: may fly")]
    fn an_unknown_right_panics() {
        permits("may fly", &Access::whole(Role::Admin), Whose::Own);
    }
}
