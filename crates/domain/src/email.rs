//! E-mail addresses of accounts, as they are compared and stored.

use crate::{Error, Result};

/// The longest e-mail address, in bytes (RFC 5321).
const LENGTH_MAX: usize = 254;

/// The address, trimmed and in lower case.
///
/// # Errors
/// `Invalid` with the path `email` for what cannot be an address.
pub fn normalise(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let is_plausible = email.len() <= LENGTH_MAX
        && !email.contains(|c: char| c.is_whitespace() || c.is_control())
        && matches!(email.split_once('@'), Some((name, domain)) if !name.is_empty() && !domain.is_empty() && !domain.contains('@'));
    if is_plausible { Ok(email) } else { Err(Error::invalid("email", "format", "must be an e-mail address")) }
}
