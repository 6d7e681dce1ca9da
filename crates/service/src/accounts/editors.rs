//! Logins of a site's editors: with the password that they share, or with an account of their own.
//!
//! The shared password is the operator's. Its sessions belong to a built-in account of the site,
//! which is made when it is first needed and cannot be signed in to otherwise. Whoever fails five
//! times within a quarter of an hour waits; sessions stay good.

use super::Anonymous;
use weft_domain::secret::Secret;
use weft_domain::{AccountId, CredentialId, Error, Result, SessionScope, SignIn, SiteId};
use weft_storage::editors::{NewSession, begin};
use weft_storage::failures;

/// How long a session of the shared password lasts, in seconds: half a day.
const SESSION: i64 = 43_200;

/// What an editor sent. Bears a password, hence no `Debug`.
#[derive(Clone, Copy)]
pub struct EditorLogin<'a> {
    /// The e-mail address, where the editor has an account.
    pub email: Option<&'a str>,
    /// The password; none was sent, if `None`.
    pub password: Option<&'a str>,
}

impl Anonymous<'_> {
    /// Signs an editor in to a site; `shared` is the password of all. Gives the session's token,
    /// shown this once.
    ///
    /// # Errors
    /// `Unsupported` where the shared password is needed and there is none, `Unauthenticated` when
    /// the address or the password is wrong, `Limited` after too many failures, `NotFound` without
    /// such a site, `Unavailable`.
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
        // How long comparing two hashes takes says nothing about the password.
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
