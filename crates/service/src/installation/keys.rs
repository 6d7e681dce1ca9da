//! Keys of accounts, valid on several sites. A key never has more rights than its owner and its
//! creator.

use super::accounts::ordered;
use super::{Installation, named};
use weft_domain::secret::Secret;
use weft_domain::{AccountId, CredentialId, Error, Kind, Result, Role, SiteId};
use weft_storage::Page;
use weft_storage::account_keys::{self, AccountKey, Change, Kept, Target};

/// A new key.
#[derive(Debug, Clone, Copy)]
pub struct NewAccountKey<'a> {
    /// Its display name.
    pub name: &'a str,
    /// The highest role of the key.
    pub role: Role,
    /// Whether it is active.
    pub is_active: bool,
    /// Its sites.
    pub sites: &'a [SiteId],
}

/// A change of a key; `None` keeps the value.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeyChange<'a> {
    /// Its display name.
    pub name: Option<&'a str>,
    /// The highest role of the key.
    pub role: Option<Role>,
    /// Whether it is active.
    pub is_active: Option<bool>,
    /// Its sites.
    pub sites: Option<&'a [SiteId]>,
}

impl Installation<'_> {
    /// A page of an account's keys, oldest first, and their total: of the caller's account, or for
    /// administrators of any.
    ///
    /// # Errors
    /// `Forbidden` whether the account exists or not, `NotFound` if it does not exist,
    /// `Unavailable`.
    pub async fn keys(&self, account: AccountId, page: Page) -> Result<(Vec<AccountKey>, u64)> {
        self.own(account, Role::Viewer)?;
        account_keys::list(self.store, account, page).await?.ok_or(Error::NotFound(Kind::Account))
    }

    /// Finds a key of an account: of the caller's account, or for administrators of any.
    ///
    /// # Errors
    /// `Forbidden` whether the key exists or not, `NotFound`, `Unavailable`.
    pub async fn key(&self, account: AccountId, id: CredentialId) -> Result<AccountKey> {
        self.own(account, Role::Viewer)?;
        account_keys::find(self.store, account, id).await?.ok_or(Error::NotFound(Kind::Credential))
    }

    /// Creates a key and returns it with its secret, which is shown only once: for editors of their
    /// own account, for administrators of any.
    ///
    /// # Errors
    /// `Forbidden` whether the account exists or not; `Invalid` with the path `name`, `role` or
    /// `sites`; `NotFound` if it does not exist; `Outdated`, `Unavailable`.
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

    /// Changes a key: for editors of their own account, for administrators of any.
    ///
    /// # Errors
    /// `Forbidden` whether the key exists or not, and for a key with more rights than the caller;
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

    /// Replaces the secret of a key and returns the new one, which is shown only once. For editors
    /// of their own account, for administrators of any.
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

    /// Deletes a key. For editors of their own account, for administrators of any.
    ///
    /// # Errors
    /// `Forbidden` as for [`Self::update_key`], `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_key(&self, account: AccountId, id: CredentialId) -> Result<()> {
        self.own(account, Role::Editor)?;
        account_keys::delete(self.store, &self.standing(), &self.target(account, id)).await
    }

    /// Checks that the role and the sites of a key do not exceed those of the caller. The store
    /// checks those of the owner.
    fn no_more_than_caller(&self, role: Option<Role>, sites: Option<&[SiteId]>) -> Result<()> {
        if role.is_some_and(|role| role > self.caller.role) {
            return Err(Error::invalid("role", "max", "must not be higher than the account's"));
        }
        if sites.is_some_and(|sites| !sites.iter().all(|site| self.caller.reaches(*site))) {
            return Err(Error::invalid("sites", "access", "must be sites that the account has access to"));
        }
        Ok(())
    }

    /// Finds the key, if the caller may change it: a key with fewer rights than its owner may not
    /// change a key with more rights.
    fn target(&self, account: AccountId, id: CredentialId) -> Target<'_> {
        let caller = self.caller;
        let is_free = caller.is_admin() || caller.is_unrestricted;
        Target { account, id, within: (!is_free).then_some((caller.role, caller.sites.as_slice())) }
    }

    /// The stored form of a key's secret.
    async fn kept<'s>(&self, secret: &'s Secret) -> Result<Kept<'s>> {
        Ok(Kept { hash: self.secrets.hash_token(&secret.text).await?, prefix: secret.prefix() })
    }
}
