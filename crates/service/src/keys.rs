//! API keys: made, listed, renewed, ended. A key can never do more than the one who makes it.

use crate::rights::Admin;
use weft_domain::secret::Secret;
use weft_domain::{CredentialId, CredentialKind, Error, RatePlan, Result, Scopes, Timestamp};
use weft_storage::credentials::{self, NewCredential};

pub use weft_storage::credentials::Key;

/// The longest name of a key, in bytes.
const NAME_MAX: usize = 200;

/// A key to be made.
pub struct NewKey<'a> {
    /// What people call it.
    pub name: &'a str,
    /// What it may be used for; at least one scope.
    pub scopes: Scopes,
    /// How often.
    pub plan: RatePlan,
    /// When it ends; never, if `None`.
    pub expires_at: Option<Timestamp>,
}

impl Admin<'_> {
    /// A page of the site's keys, newest first, and how many there are.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn keys(&self, page: u32, limit: u32) -> Result<(Vec<Key>, u64)> {
        let offset = u64::from(page.saturating_sub(1)) * u64::from(limit);
        credentials::list_keys(self.right.store, &self.right.scope, limit, offset).await
    }

    /// Makes a key and returns it with its secret, this once.
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
                "must not allow more than the credential that makes the key",
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

    /// Ends a key.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_key(&self, id: CredentialId) -> Result<()> {
        credentials::delete(self.right.store, &self.right.scope, CredentialKind::ApiKey, id).await
    }

    /// Gives a key a new secret, returned this once; the old one stops working. A credential gets
    /// no secret of a key that can do more than itself.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden` for a key that can do more, `Outdated`, `Unavailable`.
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
