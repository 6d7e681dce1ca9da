//! The interface of the use cases to the identity component, the only one that creates hashes of
//! secrets and signs in.
//!
//! A use case stores a hash as an opaque value and can neither create nor read hashes.

use std::pin::Pin;
use weft_domain::{Ctx, Result, SignIn, SignedIn};

/// A pending result.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// Creates hashes of secrets, and signs in.
pub trait Secrets {
    /// Returns the PHC string to store for a password. Fails with `Invalid` and the path `password`
    /// for an invalid length, and with `Unavailable`.
    fn hash_password<'a>(&'a self, ctx: &'a Ctx, password: &'a str) -> Pending<'a, String>;

    /// Returns the stored form of the secret of a key or session. Fails with `Unavailable`.
    fn hash_token<'a>(&'a self, secret: &'a str) -> Pending<'a, [u8; 32]>;

    /// Signs in. Fails with `Unauthenticated`, `Limited` and `Unavailable`.
    fn sign_in<'a>(&'a self, ctx: &'a Ctx, sent: SignIn<'a>) -> Pending<'a, SignedIn>;
}
