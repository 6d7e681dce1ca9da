//! A site moves in: with an administrator and a first key, or not at all.

use super::Anonymous;
use crate::repos::repo_name;
use weft_domain::secret::Secret;
use weft_domain::{
    AccountId, CredentialId, CredentialKind, Error, RatePlan, Result, Role, Scopes, SiteId, email,
};
use weft_storage::accounts::NewAccount;
use weft_storage::credentials::NewCredential;
use weft_storage::sites;

/// Who may make a site without a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onboarding {
    /// Anybody, while there is none.
    First,
    /// Anybody.
    Open,
    /// Nobody.
    Closed,
}

impl Onboarding {
    /// From the variable `onboarding`. What it does not know closes the door.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "first" => Self::First,
            "open" => Self::Open,
            _ => Self::Closed,
        }
    }
}

/// A site to be made.
pub struct NewSite<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its administrator's e-mail address.
    pub email: &'a str,
    /// Its administrator's password.
    pub password: &'a str,
}

/// A site that was made.
pub struct Onboarded {
    /// Its id.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// When.
    pub created_at: String,
    /// Its first key, for reading what is published: it may stand in a web page. Shown this once.
    pub api_key: String,
    /// Its administrator.
    pub account: AccountId,
    /// The administrator's e-mail address.
    pub email: String,
    /// The administrator's role.
    pub role: Role,
}

impl Anonymous<'_> {
    /// Makes a site.
    ///
    /// # Errors
    /// `Forbidden` when the policy says so, `Invalid`, `Conflict(Taken)` with the field `email`,
    /// `Unavailable`.
    pub async fn onboard(&self, policy: Onboarding, new: NewSite<'_>) -> Result<Onboarded> {
        let closed = Error::Forbidden { needs: "an invitation: this installation takes no new sites" };
        if policy == Onboarding::Closed || (policy == Onboarding::First && sites::exists(self.store).await?) {
            return Err(closed);
        }
        let email = email::normalise(new.email)?;
        let name = new.name.trim();
        if !(1..=200).contains(&name.len()) {
            return Err(Error::invalid("name", "length", "must have 1 to 200 bytes"));
        }
        let password = self.secrets.hash_password(self.ctx, new.password).await?;
        let secret = Secret::new(self.ctx, "weft_");
        let (site, account) = (SiteId::new(self.ctx.new_uuid()), AccountId::new(self.ctx.new_uuid()));
        let (site_id, account_id, now) = (site.to_string(), account.to_string(), self.ctx.now.to_string());
        let key = NewCredential {
            id: &CredentialId::new(self.ctx.new_uuid()).to_string(),
            kind: CredentialKind::ApiKey,
            hash: self.secrets.hash_token(&secret.text).await?,
            prefix: secret.prefix(),
            account: &account_id,
            site: &site_id,
            name: "project key",
            role_cap: Role::Viewer,
            scopes: Scopes { read: true, ..Scopes::default() },
            plan: RatePlan { per_minute: 0, per_day: 0 },
            created_at: &now,
            expires_at: None,
            epoch: None,
        };
        let only_first = policy == Onboarding::First;
        let admin = NewAccount {
            id: &account_id,
            email: &email,
            password: &password,
            // Whoever moves in first, where nobody else may, has the whole house; a tenant among
            // tenants has his site.
            role: only_first.then_some(Role::Admin),
            disabled_at: None,
            created_at: &now,
        };
        let site_row = sites::NewSite { id: &site_id, name, repo: &repo_name(name) };
        sites::create(self.store, &site_row, &admin, &key, only_first).await?;
        Ok(Onboarded {
            site,
            name: name.to_owned(),
            created_at: now,
            api_key: secret.text,
            account,
            email,
            role: Role::Admin,
        })
    }
}
