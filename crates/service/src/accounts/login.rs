//! Logins to a site: the same work whether the account exists or not, throttled.

use super::own::AccountView;
use super::throttle::login;
use super::{Anonymous, password};
use crate::secret::Secret;
use weft_domain::{AccountId, CredentialId, Ctx, Error, RatePlan, Result, Role, Scopes, SiteId, Timestamp};
use weft_storage::Store;
use weft_storage::credentials::{NewCredential, Sort, create};
use weft_storage::members::{find, find_login};

/// How long a session lasts, in seconds: a week.
const SESSION: i64 = 7 * 86_400;

/// A session, at the one moment when its token is known.
pub struct Session {
    /// The token, shown this once.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who is signed in.
    pub account: AccountView,
}

impl Anonymous<'_> {
    /// Signs in.
    ///
    /// # Errors
    /// `Unauthenticated` when the address or the password is wrong, `Limited` after too many failures, `Unavailable`.
    pub async fn log_in(&self, email: &str, password: &str) -> Result<Session> {
        let (email, subjects) = login(self.store, self.ctx, email).await?;
        let login = find_login(self.store, &email).await?;
        let is_right = password::is_right(password, login.as_ref().map(|login| login.password.as_str()));
        let login = login.filter(|_| is_right).ok_or(Error::Unauthenticated)?;
        let (new, credential) = NewSession::new(self.ctx, login.account, login.site);
        create(self.store, &credential.row(&new), &subjects).await?;
        new.session(self.store).await
    }
}

/// A session to be made.
pub(super) struct NewSession {
    secret: Secret,
    account: AccountId,
    site: SiteId,
    expires_at: Timestamp,
}

/// The texts of its row.
pub(super) struct Texts {
    id: String,
    account: String,
    site: String,
    now: String,
}

impl NewSession {
    pub(super) fn new(ctx: &Ctx, account: AccountId, site: SiteId) -> (Self, Texts) {
        let texts = Texts {
            id: CredentialId::new(ctx.new_uuid()).to_string(),
            account: account.to_string(),
            site: site.to_string(),
            now: ctx.now.to_string(),
        };
        (
            Self {
                secret: Secret::new(ctx, "sess_"),
                account,
                site,
                expires_at: ctx.now.plus_seconds(SESSION),
            },
            texts,
        )
    }

    /// The session, once its row is there.
    pub(super) async fn session(self, store: &Store<'_>) -> Result<Session> {
        let profile = find(store, self.account, self.site, None).await?.ok_or(Error::Unauthenticated)?;
        let account = AccountView::new(profile, self.site);
        Ok(Session { token: self.secret.text, expires_at: self.expires_at, account })
    }
}

impl Texts {
    pub(super) fn row<'s>(&'s self, new: &'s NewSession) -> NewCredential<'s> {
        NewCredential {
            id: &self.id,
            sort: Sort::Session,
            hash: new.secret.hash(),
            prefix: new.secret.prefix(),
            account: &self.account,
            site: &self.site,
            name: "session",
            role_cap: Role::Admin,
            scopes: Scopes::ALL,
            plan: RatePlan { per_minute: 0, per_day: 0 },
            created_at: &self.now,
            expires_at: Some(new.expires_at.to_string()),
            epoch: None,
        }
    }
}
