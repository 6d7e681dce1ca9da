//! Logins above the sites: a session that may do whatever its account may, on all its sites. The same work and the same throttle as a
//! login to one site.

use super::throttle::login;
use super::{Anonymous, password};
use crate::secret::Secret;
use weft_domain::{AccountId, CredentialId, Error, Result, Timestamp};
use weft_storage::account_sessions::{NewSession, create, find_login};

/// How long such a session lasts, in seconds: a day.
const SESSION: i64 = 86_400;

/// A session above the sites, at the one moment when its token is known.
pub struct SignedIn {
    /// The token, 43 characters, shown this once.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who is signed in.
    pub account: AccountId,
}

impl Anonymous<'_> {
    /// Signs in to all sites of an account; it may have none.
    ///
    /// # Errors
    /// `Unauthenticated` when the address or the password is wrong, `Limited` after too many failures, `Unavailable`.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn> {
        let (email, subjects) = login(self.store, self.ctx, email).await?;
        let login = find_login(self.store, &email).await?;
        let is_right = password::is_right(password, login.as_ref().map(|login| login.password.as_str()));
        let login = login.filter(|_| is_right).ok_or(Error::Unauthenticated)?;
        let secret = Secret::new(self.ctx, "");
        let expires_at = self.ctx.now.plus_seconds(SESSION);
        let session = NewSession {
            id: CredentialId::new(self.ctx.new_uuid()),
            hash: secret.hash(),
            prefix: secret.prefix(),
            created_at: &self.ctx.now.to_string(),
            expires_at: &expires_at.to_string(),
        };
        create(self.store, &login, &session, &subjects).await?;
        Ok(SignedIn { token: secret.text, expires_at, account: login.account })
    }
}
