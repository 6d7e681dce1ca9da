//! Logins to a site.

use super::Anonymous;
use super::own::AccountView;
use weft_domain::{Error, Result, SessionScope, SignIn, Timestamp};
use weft_storage::members::find;

/// A new session with its token.
pub struct Session {
    /// The token, which is shown only once.
    pub token: String,
    /// Its expiry.
    pub expires_at: Timestamp,
    /// The account.
    pub account: AccountView,
}

impl Anonymous<'_> {
    /// Signs in to the site of the account's oldest membership.
    ///
    /// # Errors
    /// `Unauthenticated` if the address or the password is wrong, `Limited` after too many
    /// failures, `Unavailable`.
    pub async fn log_in(&self, email: &str, password: &str) -> Result<Session> {
        let sent = SignIn { email, password, scope: SessionScope::Site };
        let signed_in = self.secrets.sign_in(self.ctx, sent).await?;
        let site = signed_in.site.ok_or_else(|| Error::Internal("a session of no site".to_owned()))?;
        let profile = find(self.store, signed_in.account, site, None).await?.ok_or(Error::Unauthenticated)?;
        let account = AccountView::new(profile, site);
        Ok(Session { token: signed_in.token, expires_at: signed_in.expires_at, account })
    }
}
