//! Secrets: the only code that reads hashes of secrets or makes them.
//!
//! `components/identity` links this crate and nobody else does (`cargo xtask tidy` checks that);
//! every other component asks it over `weft:cms/identity`. So a defect in a dialect can neither
//! read a hash nor try passwords out.
//!
//! - [`verify`]: a secret becomes a principal of a site; [`visitor`]: a site alone does.
//! - [`caller`]: a secret becomes a caller above the sites.
//! - [`sign_in`]: an e-mail address and a password become a session; throttled.
//! - [`hash_password`], [`hash_token`]: what is stored of a new secret. Whoever stores it handles
//!   the hash as an opaque value.

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
