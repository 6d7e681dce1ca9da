//! Signing in, as the identity component offers it.

use crate::{AccountId, SiteId, Timestamp};

/// What a session is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionScope {
    /// One site: that of the account's oldest membership.
    Site,
    /// All sites of the account, and what is above them.
    Account,
}

/// An attempt to sign in. Bears a password, hence no `Debug`.
#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// The e-mail address, as it was sent.
    pub email: &'a str,
    /// The password, as it was sent.
    pub password: &'a str,
    /// What the session is to be good for.
    pub scope: SessionScope,
}

/// A session, at the one moment when its token is known; hence no `Debug`.
pub struct SignedIn {
    /// The token, shown this once.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who is signed in.
    pub account: AccountId,
    /// The site that it is for, if it is for one.
    pub site: Option<SiteId>,
}
