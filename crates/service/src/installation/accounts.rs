//! Accounts, managed above the sites.

use super::Installation;
use weft_domain::{AccountId, Conflict, Error, Kind, Result, Role, SiteId, email};
use weft_storage::accounts::{self, Account, Change};
use weft_storage::{Page, attempts};

/// The new addresses that an account may request in 15 minutes.
const NEW_ADDRESSES: i64 = 10;

/// A new account.
#[derive(Debug, Clone, Copy)]
pub struct NewAccount<'a> {
    /// Its e-mail address.
    pub email: &'a str,
    /// Its password.
    pub password: &'a str,
    /// Its role on all its sites; `Admin` is an administrator of the installation.
    pub role: Role,
    /// Whether it is active.
    pub is_active: bool,
    /// Its sites.
    pub sites: &'a [SiteId],
}

/// A change of an account; `None` keeps the value.
#[derive(Debug, Clone, Copy, Default)]
pub struct AccountChange<'a> {
    /// Its e-mail address.
    pub email: Option<&'a str>,
    /// Its password. A new one ends the account's sessions, except the one that sets it.
    pub password: Option<&'a str>,
    /// Its role on all its sites.
    pub role: Option<Role>,
    /// Whether it is active. A deactivation ends its sessions and suspends its keys.
    pub is_active: Option<bool>,
    /// Its sites.
    pub sites: Option<&'a [SiteId]>,
}

impl Installation<'_> {
    /// A page of all accounts, oldest first, and their total. For administrators.
    ///
    /// # Errors
    /// `Forbidden`, `Unavailable`.
    pub async fn accounts(&self, page: Page) -> Result<(Vec<Account>, u64)> {
        self.administrator()?;
        accounts::list(self.store, page).await
    }

    /// Finds an account: the caller's own, or for administrators any.
    ///
    /// # Errors
    /// `Forbidden` whether the account exists or not, `NotFound`, `Unavailable`.
    pub async fn account(&self, id: AccountId) -> Result<Account> {
        self.own(id, Role::Viewer)?;
        accounts::find_account(self.store, id).await?.ok_or(Error::NotFound(Kind::Account))
    }

    /// Creates an account. For administrators.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` with the path `email`, `password` or `sites`; `Conflict(Taken)` with
    /// the field `email`; `Outdated`, `Unavailable`.
    pub async fn create_account(&self, new: NewAccount<'_>) -> Result<Account> {
        self.administrator()?;
        let id = AccountId::new(self.ctx.new_uuid());
        let (email, now) = (email::normalise(new.email)?, self.ctx.now.to_string());
        let account = accounts::NewAccount {
            id: &id.to_string(),
            email: &email,
            password: &self.secrets.hash_password(self.ctx, new.password).await?,
            role: Some(new.role),
            disabled_at: (!new.is_active).then_some(now.as_str()),
            created_at: &now,
        };
        let sites = ordered(new.sites);
        accounts::create(self.store, &self.standing(), &account, &sites).await?;
        Ok(Account { id, email, role: new.role, is_active: new.is_active, sites })
    }

    /// Changes an account: for administrators any; for editors their own, except its role, its
    /// activity and its sites, which may be sent unchanged.
    ///
    /// # Errors
    /// `Forbidden` whether the account exists or not; `Invalid` with the path `email`, `password`,
    /// `role`, `active` or `sites`; `NotFound`; `Conflict(Taken)` with the field `email`, to
    /// administrators; `Limited` after too many new addresses; `Outdated`, `Unavailable`.
    pub async fn update_account(&self, id: AccountId, change: AccountChange<'_>) -> Result<()> {
        self.own(id, Role::Editor)?;
        let is_admin = self.caller.is_admin();
        if !is_admin {
            self.only_own_matters(&change)?;
        }
        let email = change.email.map(email::normalise).transpose()?;
        let email = email.filter(|email| is_admin || *email != self.caller.email);
        let password = match change.password {
            Some(new) => Some(self.secrets.hash_password(self.ctx, new).await?),
            None => None,
        };
        if !is_admin && email.is_some() {
            self.count_new_address(id).await?;
        }
        let sites = change.sites.map(ordered);
        let change = Change {
            email: email.as_deref(),
            password: password.as_deref(),
            role: change.role.filter(|_| is_admin),
            is_active: change.is_active.filter(|_| is_admin),
            sites: sites.as_deref().filter(|_| is_admin),
        };
        let (by, now) = (self.caller.credential, self.ctx.now.to_string());
        match accounts::update(self.store, &self.standing(), id, change, by, &now).await {
            // The error must not disclose whether the address has an account.
            Err(Error::Conflict(Conflict::Taken { .. })) if !is_admin => {
                Err(Error::invalid("email", "refused", "cannot be used"))
            }
            other => other,
        }
    }

    /// Counts a new address that an account requests, because a refusal discloses that the address
    /// belongs to another account.
    async fn count_new_address(&self, account: AccountId) -> Result<()> {
        let subject = attempts::subject(&["e-mail of", &account.to_string()]);
        attempts::count_within(self.store, self.ctx.now, &[subject], &[NEW_ADDRESSES]).await
    }

    /// Checks that the caller has all rights of the account and changes only members that the
    /// account itself may change.
    fn only_own_matters(&self, change: &AccountChange<'_>) -> Result<()> {
        let caller = self.caller;
        if !caller.is_unrestricted {
            return Err(Error::Forbidden { needs: "a key with all rights of its account" });
        }
        let is_other = |path, differs| {
            if differs {
                Err(Error::invalid(path, "fixed", "only an administrator changes this"))
            } else {
                Ok(())
            }
        };
        is_other("role", change.role.is_some_and(|role| role != caller.role))?;
        is_other("active", change.is_active == Some(false))?;
        is_other("sites", change.sites.is_some_and(|sites| ordered(sites) != caller.sites))
    }

    /// Deletes an account with its keys and sessions. For administrators.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_account(&self, id: AccountId) -> Result<()> {
        self.administrator()?;
        accounts::delete(self.store, &self.standing(), id).await
    }
}

/// Sorted distinct ids.
pub(super) fn ordered(sites: &[SiteId]) -> Vec<SiteId> {
    let mut sites = sites.to_vec();
    sites.sort_unstable();
    sites.dedup();
    sites
}
