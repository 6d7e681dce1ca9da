//! API keys: create, list, rotate, delete. A key never has more rights than its creator.

use crate::rights::Admin;
use weft_domain::secret::Secret;
use weft_domain::{CredentialId, CredentialKind, Error, RatePlan, Result, Scopes, Timestamp};
use weft_storage::credentials::{self, NewCredential};

pub use weft_storage::credentials::Key;

/// The maximum length of a key's name, in bytes.
const NAME_MAX: usize = 200;

/// A new key.
pub struct NewKey<'a> {
    /// Its display name.
    pub name: &'a str,
    /// Its scopes; at least one.
    pub scopes: Scopes,
    /// Its rate limits.
    pub plan: RatePlan,
    /// Its expiry; `None` means never.
    pub expires_at: Option<Timestamp>,
}

impl Admin<'_> {
    /// A page of the site's keys, newest first, and their total.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn keys(&self, page: u32, limit: u32) -> Result<(Vec<Key>, u64)> {
        let offset = u64::from(page.saturating_sub(1)) * u64::from(limit);
        credentials::list_keys(self.right.store, &self.right.scope, limit, offset).await
    }

    /// Creates a key and returns it with its secret, which is shown only once.
    ///
    /// # Errors
    /// `Invalid`, `Unavailable`.
    pub async fn create_key(&self, new: NewKey<'_>) -> Result<(Key, String)> {
        let ctx = self.right.ctx;
        if !(1..=NAME_MAX).contains(&new.name.len()) {
            return Err(Error::invalid("name", "length", format!("must have 1 to {NAME_MAX} bytes")));
        }
        if new.scopes == Scopes::default() {
            return Err(Error::invalid("scopes", "required", "must name at least one of read, write, admin"));
        }
        let maker = self.right.principal;
        if !maker.permissions.includes(new.scopes.permissions(maker.role)) {
            return Err(Error::invalid(
                "scopes",
                "max",
                "must not exceed those of the credential that creates the key",
            ));
        }
        if new.expires_at.is_some_and(|end| end <= ctx.now) {
            return Err(Error::invalid("expiresAt", "min", "must be in the future"));
        }
        let secret = Secret::new(ctx, "weft_");
        let id = CredentialId::new(ctx.new_uuid());
        let (now, expires_at) = (ctx.now.to_string(), new.expires_at.map(|end| end.to_string()));
        let credential = NewCredential {
            id: &id.to_string(),
            kind: CredentialKind::ApiKey,
            hash: self.right.secrets.hash_token(&secret.text).await?,
            prefix: secret.prefix(),
            account: &self.right.principal.account.to_string(),
            site: &self.right.principal.site.to_string(),
            name: new.name,
            role_cap: self.right.principal.role,
            scopes: new.scopes,
            plan: new.plan,
            created_at: &now,
            expires_at: expires_at.clone(),
            epoch: Some(self.right.scope.epoch),
            public: None,
        };
        credentials::create(self.right.store, &credential).await?;
        let key = Key {
            id,
            name: new.name.to_owned(),
            prefix: secret.prefix().to_owned(),
            scopes: new.scopes,
            plan: new.plan,
            created_at: now,
            expires_at,
            last_used_at: None,
        };
        Ok((key, secret.text))
    }

    /// Deletes a key.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_key(&self, id: CredentialId) -> Result<()> {
        credentials::delete(self.right.store, &self.right.scope, CredentialKind::ApiKey, id).await
    }

    /// Replaces the secret of a key and returns the new one, which is shown only once. A credential
    /// cannot rotate a key with more rights than its own.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden` for a key with more rights, `Outdated`, `Unavailable`.
    pub async fn rotate_key(&self, id: CredentialId) -> Result<(Key, String)> {
        let secret = Secret::new(self.right.ctx, "weft_");
        let hash = self.right.secrets.hash_token(&secret.text).await?;
        let within = Scopes::names_within(self.right.principal.permissions);
        let right = &self.right;
        let key =
            credentials::rotate_key(right.store, &right.scope, id, hash, secret.prefix(), &within).await?;
        Ok((key, secret.text))
    }
}
