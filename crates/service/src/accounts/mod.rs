//! Accounts: onboarding, login, the caller's own session.

mod login;
mod onboard;
mod own;
pub(crate) mod password;
mod sign_in;
mod throttle;

pub use login::Session;
pub use onboard::{NewSite, Onboarded, Onboarding};
pub use own::{AccountView, Own};
pub use sign_in::SignedIn;
pub(crate) use throttle::email_change;

use weft_domain::{Ctx, Error, Result};
use weft_storage::Store;

/// What needs no credential.
pub struct Anonymous<'a> {
    pub(crate) store: &'a Store<'a>,
    pub(crate) ctx: &'a Ctx,
}

/// The longest e-mail address, in bytes (RFC 5321).
const EMAIL_MAX: usize = 254;

/// An e-mail address as it is compared and stored: trimmed, lower-case.
pub(crate) fn normalised(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let is_plausible = email.len() <= EMAIL_MAX
        && !email.contains(|c: char| c.is_whitespace() || c.is_control())
        && matches!(email.split_once('@'), Some((name, domain)) if !name.is_empty() && !domain.is_empty() && !domain.contains('@'));
    if is_plausible { Ok(email) } else { Err(Error::invalid("email", "format", "must be an e-mail address")) }
}
