//! The caller's own account and session.

use super::login::Session;
use crate::rights::Right;
use weft_domain::secret::Secret;
use weft_domain::{AccountId, CredentialId, CredentialKind, Error, Result, Role, SiteId};
use weft_storage::credentials::{NewSecret, delete, replace_session};
use weft_storage::members::{Profile, find};

/// The lifetime of a session of one site, in seconds: a week.
const SESSION: i64 = 7 * 86_400;

/// The caller's own account and session.
pub struct Own<'a> {
    pub(crate) right: Right<'a>,
}

/// An account as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Its id.
    pub id: AccountId,
    /// Its e-mail address.
    pub email: String,
    /// Its name.
    pub name: Option<String>,
    /// Its role on the site.
    pub role: Role,
    /// The site.
    pub site: SiteId,
    /// The pages that an editor is limited to; empty means all.
    pub allowed_paths: Vec<String>,
}

impl AccountView {
    pub(crate) fn new(profile: Profile, site: SiteId) -> Self {
        let allowed_paths = serde_json::from_str(&profile.allowed_paths).unwrap_or_default();
        Self {
            id: profile.id,
            email: profile.email,
            name: profile.name,
            role: profile.role,
            site,
            allowed_paths,
        }
    }
}

impl Own<'_> {
    /// The account.
    ///
    /// # Errors
    /// `Outdated` if it is no longer a member of the site, `Unavailable`.
    pub async fn me(&self) -> Result<AccountView> {
        let principal = self.right.principal;
        let epoch = Some(principal.epoch);
        let profile =
            find(self.right.store, principal.account, principal.site, epoch).await?.ok_or(Error::Outdated)?;
        Ok(AccountView::new(profile, principal.site))
    }

    /// Ends the session.
    ///
    /// # Errors
    /// `Unauthenticated` if it has ended or is not a session, `Outdated`, `Unavailable`.
    pub async fn log_out(&self) -> Result<()> {
        match delete(
            self.right.store,
            &self.right.scope,
            CredentialKind::Session,
            self.right.principal.credential,
        )
        .await
        {
            Err(Error::NotFound(_)) => Err(Error::Unauthenticated),
            other => other,
        }
    }

    /// Replaces this session by a new one.
    ///
    /// # Errors
    /// `Unauthenticated` if it has ended, `Unavailable`.
    pub async fn refresh(&self) -> Result<Session> {
        let (right, principal) = (&self.right, self.right.principal);
        let secret = Secret::new(right.ctx, "sess_");
        let expires_at = right.ctx.now.plus_seconds(SESSION);
        let new = NewSecret {
            id: CredentialId::new(right.ctx.new_uuid()),
            hash: right.secrets.hash_token(&secret.text).await?,
            prefix: secret.prefix(),
            created_at: right.ctx.now,
            expires_at,
        };
        replace_session(right.store, principal.credential, &new).await?;
        let profile = find(right.store, principal.account, principal.site, None).await?;
        let account = AccountView::new(profile.ok_or(Error::Unauthenticated)?, principal.site);
        Ok(Session { token: secret.text, expires_at, account })
    }
}
