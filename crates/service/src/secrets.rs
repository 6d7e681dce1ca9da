//! What the use cases need of the identity component: it alone makes hashes of secrets, and signs
//! in.
//!
//! A use case stores a hash as an opaque value; it can neither make one nor read one.

use std::pin::Pin;
use weft_domain::{Ctx, Result, SignIn, SignedIn};

/// An answer that is awaited.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// Makes hashes of secrets, and signs in.
pub trait Secrets {
    /// The PHC string to store for a password. Fails with `Invalid` and the path `password` for a
    /// length that is not allowed, and with `Unavailable`.
    fn hash_password<'a>(&'a self, ctx: &'a Ctx, password: &'a str) -> Pending<'a, String>;

    /// What is stored of the secret of a key or session. Fails with `Unavailable`.
    fn hash_token<'a>(&'a self, secret: &'a str) -> Pending<'a, [u8; 32]>;

    /// Signs in. Fails with `Unauthenticated`, `Limited` and `Unavailable`.
    fn sign_in<'a>(&'a self, ctx: &'a Ctx, sent: SignIn<'a>) -> Pending<'a, SignedIn>;
}
