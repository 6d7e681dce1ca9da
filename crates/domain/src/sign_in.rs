//! The input and output of a sign-in.

use crate::{AccountId, SiteId, Timestamp};

/// The scope of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionScope {
    /// One site: that of the account's oldest membership.
    Site,
    /// The same as `Account`, for a month.
    Month,
    /// All sites of the account, and the installation's endpoints.
    Account,
    /// That site, if the account is a member of it or passes all; for half a day.
    Of(SiteId),
}

/// An attempt to sign in. Contains a password, hence no `Debug`.
#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// The e-mail address, as it was sent.
    pub email: &'a str,
    /// The password, as it was sent.
    pub password: &'a str,
    /// The scope of the new session.
    pub scope: SessionScope,
}

/// A new session with its token in clear text; hence no `Debug`.
pub struct SignedIn {
    /// The token, shown this once.
    pub token: String,
    /// The session's expiry.
    pub expires_at: Timestamp,
    /// The account.
    pub account: AccountId,
    /// The session's site, if its scope is one site.
    pub site: Option<SiteId>,
}
