//! Tokens and keys: 256 random bits, so one round of SHA-256 is enough and serves as an index key.

use sha2::{Digest, Sha256};
use weft_domain::{Error, Result};

/// The longest accepted secret, in bytes.
const SECRET_MAX: usize = 512;

/// The stored hash of the secret of a session, key or token. The look-up is by index on this hash,
/// so its timing reveals nothing about the secret.
#[must_use]
pub fn hash_token(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The hash of a secret that a client sent.
///
/// # Errors
/// `Unauthenticated` when the secret is empty or too long.
pub(crate) fn hash_sent(secret: &str) -> Result<[u8; 32]> {
    match secret.len() {
        1..=SECRET_MAX => Ok(hash_token(secret)),
        _ => Err(Error::Unauthenticated),
    }
}
