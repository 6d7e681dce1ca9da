//! Passwords: argon2id, with the parameters that OWASP recommends (19 MiB, two passes).

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use weft_domain::{Ctx, Error, Result};

/// Lengths of a password, in bytes.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=256;

/// The PHC string to store for a password.
///
/// # Errors
/// `Invalid` with the path `password` for a length outside the limits.
pub fn hash_password(ctx: &Ctx, password: &str) -> Result<String> {
    if !LENGTH.contains(&password.len()) {
        let message = format!("must have {} to {} bytes", LENGTH.start(), LENGTH.end());
        return Err(Error::invalid("password", "length", message));
    }
    let hash: Result<PasswordHash, _> =
        Argon2::default().hash_password_with_salt(password.as_bytes(), &ctx.random::<16>());
    hash.map(|hash| hash.to_string()).map_err(|error| Error::Internal(error.to_string()))
}

/// Checks a password; takes the same time for an unknown account.
pub(crate) fn is_right(password: &str, stored: Option<&str>) -> bool {
    // The hash of an unknown password: it makes the work equal for an unknown account.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$d2VmdC1uby1hY2NvdW50$9sTDvJsJqJ0m6c7cE0nGJm8X8bXo2sXkN1uSg6yqk5Q";
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODY)) else { return false };
    let is_same = LENGTH.contains(&password.len())
        && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    is_same && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Timestamp;

    #[test]
    fn only_the_password_is_right() {
        let ctx = Ctx::new(Timestamp::default(), |bytes| bytes.fill(7));
        let stored = hash_password(&ctx, "correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(is_right("correct horse", Some(&stored)));
        assert!(!is_right("correct horse ", Some(&stored)));
        assert!(!is_right("correct horse", None));
        assert!(matches!(hash_password(&ctx, "short"), Err(Error::Invalid(_))));
    }

    #[test]
    fn the_hash_for_unknown_accounts_is_valid() {
        assert!(PasswordHash::new("$argon2id$v=19$m=19456,t=2,p=1$d2VmdC1uby1hY2NvdW50$9sTDvJsJqJ0m6c7cE0nGJm8X8bXo2sXkN1uSg6yqk5Q").is_ok());
    }
}
