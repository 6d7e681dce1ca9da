//! SnowCMS's names of the roles.

use weft_domain::Role;

/// The role's name on the wire.
#[must_use]
pub const fn name(role: Role) -> &'static str {
    match role {
        Role::Viewer => "VIEWER",
        Role::Editor => "USER",
        Role::Developer => "SUPERUSER",
        Role::Admin => "ADMIN",
    }
}

/// Parses a role's name.
#[must_use]
pub fn parse(text: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| name(*role) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        for role in Role::ALL {
            assert_eq!(parse(name(role)), Some(role));
        }
        assert_eq!((parse("admin"), parse("")), (None, None));
    }
}
