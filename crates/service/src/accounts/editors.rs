//! Logins of a site's editors: with a shared password, or with their own account.
//!
//! The operator sets the shared password. Its sessions belong to a built-in account of the site,
//! which the first sign-in creates and which has no other login. After five failures within 15
//! minutes a client is throttled; existing sessions stay valid.

use super::Anonymous;
use weft_domain::secret::Secret;
use weft_domain::{AccountId, CredentialId, Error, Result, SessionScope, SignIn, SiteId};
use weft_storage::editors::{NewSession, begin};
use weft_storage::failures;

/// The lifetime of a session of the shared password, in seconds: twelve hours.
const SESSION: i64 = 43_200;

/// The login of an editor. No `Debug`, because it contains a password.
#[derive(Clone, Copy)]
pub struct EditorLogin<'a> {
    /// The e-mail address, if the editor has an account.
    pub email: Option<&'a str>,
    /// The password; `None` if none was sent.
    pub password: Option<&'a str>,
}

impl Anonymous<'_> {
    /// Signs an editor in to a site; `shared` is the shared password. Returns the session's token,
    /// which is shown only once.
    ///
    /// # Errors
    /// `Unsupported` if the login needs the shared password and none is configured,
    /// `Unauthenticated` if the address or the password is wrong, `Limited` after too many
    /// failures, `NotFound` if the site does not exist, `Unavailable`.
    pub async fn sign_in_editor(
        &self,
        site: SiteId,
        sent: EditorLogin<'_>,
        shared: Option<&str>,
    ) -> Result<String> {
        let subject = failures::subject(&self.ctx.client);
        if let Some(email) = sent.email {
            failures::count(self.store, self.ctx.now, &subject).await?;
            let password = sent.password.ok_or(Error::Unauthenticated)?;
            let sent = SignIn { email, password, scope: SessionScope::Of(site) };
            let signed_in = self.secrets.sign_in(self.ctx, sent).await?;
            self.store.batch(vec![failures::forget(&subject)]).await?;
            return Ok(signed_in.token);
        }
        let shared = shared.ok_or_else(|| Error::Unsupported("a shared password".to_owned()))?;
        failures::count(self.store, self.ctx.now, &subject).await?;
        let password = sent.password.ok_or(Error::Unauthenticated)?;
        // The time of comparing two hashes discloses nothing about the password.
        if self.secrets.hash_token(password).await? != self.secrets.hash_token(shared).await? {
            return Err(Error::Unauthenticated);
        }
        let secret = Secret::new(self.ctx, "sess_");
        let new = NewSession {
            site: &site.to_string(),
            account: &AccountId::new(self.ctx.new_uuid()).to_string(),
            id: &CredentialId::new(self.ctx.new_uuid()).to_string(),
            hash: self.secrets.hash_token(&secret.text).await?,
            prefix: secret.prefix(),
            created_at: self.ctx.now,
            expires_at: self.ctx.now.plus_seconds(SESSION),
            subject: &subject,
        };
        begin(self.store, &new).await?;
        Ok(secret.text)
    }
}
