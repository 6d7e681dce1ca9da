//! Secrets: the only code that reads hashes of secrets or makes them.
//!
//! Only `components/identity` links this crate (`cargo xtask tidy` checks that); all other
//! components call it over `weft:cms/identity`. So a defect in a dialect can neither read a hash
//! nor test passwords.
//!
//! - [`verify`]: verifies a secret as a principal of a site.
//! - [`visitor`]: makes the principal of a visitor of a site.
//! - [`caller`]: verifies a secret as a caller above the sites.
//! - [`sign_in`]: starts a session for an e-mail address and a password; throttled.
//! - [`hash_password`], [`hash_token`]: the stored hash of a new secret, an opaque value for the
//!   code that stores it.

mod caller;
mod password;
mod sign_in;
mod throttle;
mod token;
mod verify;

pub use caller::caller;
pub use password::hash_password;
pub use sign_in::sign_in;
pub use token::hash_token;
pub use verify::{verify, visitor};
