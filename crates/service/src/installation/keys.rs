//! Keys of accounts, good for several sites. A key can never do more than its owner, nor than the
//! one who makes it.

use super::accounts::ordered;
use super::{Installation, named};
use weft_domain::secret::Secret;
use weft_domain::{AccountId, CredentialId, Error, Kind, Result, Role, SiteId};
use weft_storage::Page;
use weft_storage::account_keys::{self, AccountKey, Change, Kept, Target};

/// A key to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewAccountKey<'a> {
    /// What people call it.
    pub name: &'a str,
    /// The highest role it gives.
    pub role: Role,
    /// Whether it may do anything at all.
    pub is_active: bool,
    /// Its sites.
    pub sites: &'a [SiteId],
}

/// What a key is to become; `None` is as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeyChange<'a> {
    /// What people call it.
    pub name: Option<&'a str>,
    /// The highest role it gives.
    pub role: Option<Role>,
    /// Whether it may do anything at all.
    pub is_active: Option<bool>,
    /// Its sites.
    pub sites: Option<&'a [SiteId]>,
}

impl Installation<'_> {
    /// A page of an account's keys, oldest first, and how many it has: of one's own, or for
    /// administrators of any.
    ///
    /// # Errors
    /// `Forbidden` whether the account is there or not, `NotFound` without the account,
    /// `Unavailable`.
    pub async fn keys(&self, account: AccountId, page: Page) -> Result<(Vec<AccountKey>, u64)> {
        self.own(account, Role::Viewer)?;
        account_keys::list(self.store, account, page).await?.ok_or(Error::NotFound(Kind::Account))
    }

    /// One of an account's keys: of one's own, or for administrators of any.
    ///
    /// # Errors
    /// `Forbidden` whether it is there or not, `NotFound`, `Unavailable`.
    pub async fn key(&self, account: AccountId, id: CredentialId) -> Result<AccountKey> {
        self.own(account, Role::Viewer)?;
        account_keys::find(self.store, account, id).await?.ok_or(Error::NotFound(Kind::Credential))
    }

    /// Makes a key and returns it with its secret, this once: for editors their own, for
    /// administrators any account's.
    ///
    /// # Errors
    /// `Forbidden` whether the account is there or not; `Invalid` with the path `name`, `role` or
    /// `sites`; `NotFound` without the account; `Outdated`, `Unavailable`.
    pub async fn create_key(
        &self,
        account: AccountId,
        new: NewAccountKey<'_>,
    ) -> Result<(AccountKey, String)> {
        self.own(account, Role::Editor)?;
        let key = AccountKey {
            id: CredentialId::new(self.ctx.new_uuid()),
            account,
            name: named(new.name)?.to_owned(),
            role: new.role,
            is_active: new.is_active,
            sites: ordered(new.sites),
        };
        self.no_more_than_caller(Some(key.role), Some(&key.sites))?;
        let secret = Secret::new(self.ctx, "");
        let now = self.ctx.now.to_string();
        account_keys::create(self.store, &self.standing(), &key, &self.kept(&secret).await?, &now).await?;
        Ok((key, secret.text))
    }

    /// Changes a key: for editors their own, for administrators any account's.
    ///
    /// # Errors
    /// `Forbidden` whether it is there or not, and for a key that can do more than the caller;
    /// `Invalid` with the path `name`, `role` or `sites`; `NotFound`, `Outdated`, `Unavailable`.
    pub async fn update_key(
        &self,
        account: AccountId,
        id: CredentialId,
        change: KeyChange<'_>,
    ) -> Result<()> {
        self.own(account, Role::Editor)?;
        let sites = change.sites.map(ordered);
        let name = change.name.map(named).transpose()?;
        self.no_more_than_caller(change.role, sites.as_deref())?;
        let change = Change { name, role: change.role, is_active: change.is_active, sites: sites.as_deref() };
        let now = self.ctx.now.to_string();
        account_keys::update(self.store, &self.standing(), &self.target(account, id), change, &now).await
    }

    /// Gives a key a new secret, returned this once; the old one stops working. For editors their
    /// own, for administrators any account's.
    ///
    /// # Errors
    /// `Forbidden` as for [`Self::update_key`], `NotFound`, `Outdated`, `Unavailable`.
    pub async fn reset_key(&self, account: AccountId, id: CredentialId) -> Result<String> {
        self.own(account, Role::Editor)?;
        let secret = Secret::new(self.ctx, "");
        let target = self.target(account, id);
        account_keys::rotate(self.store, &self.standing(), &target, &self.kept(&secret).await?).await?;
        Ok(secret.text)
    }

    /// Ends a key. For editors their own, for administrators any account's.
    ///
    /// # Errors
    /// `Forbidden` as for [`Self::update_key`], `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_key(&self, account: AccountId, id: CredentialId) -> Result<()> {
        self.own(account, Role::Editor)?;
        account_keys::delete(self.store, &self.standing(), &self.target(account, id)).await
    }

    /// That role and sites of a key are not more than the caller's own; whether they are its
    /// owner's, the store knows.
    fn no_more_than_caller(&self, role: Option<Role>, sites: Option<&[SiteId]>) -> Result<()> {
        if role.is_some_and(|role| role > self.caller.role) {
            return Err(Error::invalid("role", "max", "must not be higher than the account's"));
        }
        if sites.is_some_and(|sites| !sites.iter().all(|site| self.caller.reaches(*site))) {
            return Err(Error::invalid("sites", "access", "must be sites that the account has access to"));
        }
        Ok(())
    }

    /// The key, if the caller may touch it: one that is less than its owner may not touch what can
    /// do more.
    fn target(&self, account: AccountId, id: CredentialId) -> Target<'_> {
        let caller = self.caller;
        let is_free = caller.is_admin() || caller.is_unrestricted;
        Target { account, id, within: (!is_free).then_some((caller.role, caller.sites.as_slice())) }
    }

    /// What is stored of a key's secret.
    async fn kept<'s>(&self, secret: &'s Secret) -> Result<Kept<'s>> {
        Ok(Kept { hash: self.secrets.hash_token(&secret.text).await?, prefix: secret.prefix() })
    }
}
