//! Onboarding: creates a site with an administrator and a first key, atomically.

use super::Anonymous;
use crate::repos::repo_name;
use crate::site_settings::project_key;
use weft_domain::secret::Secret;
use weft_domain::{AccountId, CredentialId, Error, Result, Role, SiteId, email};
use weft_storage::accounts::NewAccount;
use weft_storage::sites;

/// Who may create a site without a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onboarding {
    /// Every client, while no site exists.
    First,
    /// Every client.
    Open,
    /// No client.
    Closed,
}

impl Onboarding {
    /// Parses the variable `onboarding`. An unknown value means `Closed`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "first" => Self::First,
            "open" => Self::Open,
            _ => Self::Closed,
        }
    }
}

/// A new site.
pub struct NewSite<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its administrator's e-mail address.
    pub email: &'a str,
    /// Its administrator's password.
    pub password: &'a str,
}

/// A created site.
pub struct Onboarded {
    /// Its id.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// Its creation time.
    pub created_at: String,
    /// Its public key, which reads published content and may be part of a web page.
    pub api_key: String,
    /// Its administrator.
    pub account: AccountId,
    /// The administrator's e-mail address.
    pub email: String,
    /// The administrator's role.
    pub role: Role,
}

impl Anonymous<'_> {
    /// Creates a site.
    ///
    /// # Errors
    /// `Forbidden` if the policy does not permit it, `Invalid`, `Conflict(Taken)` with the field
    /// `email`, `Unavailable`.
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
        let id = CredentialId::new(self.ctx.new_uuid()).to_string();
        let hash = self.secrets.hash_token(&secret.text).await?;
        let key = project_key(&id, (&secret, hash), &account_id, &site_id, &now);
        let only_first = policy == Onboarding::First;
        let admin = NewAccount {
            id: &account_id,
            email: &email,
            password: &password,
            // Under the policy `First`, the first administrator administers the installation; under
            // `Open`, a tenant administers only their site.
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
