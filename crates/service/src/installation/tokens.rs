//! Tokens of samduke-cms, and the repositories that they are for.
//!
//! A token has its permissions on its repositories, within the rights of its owner; all three are
//! checked at each use. Only a session may create, list and delete tokens.

use super::{Installation, Repo, Token};
use weft_domain::{CredentialId, CredentialKind, Error, Result, Scopes, Timestamp};
use weft_storage::tokens::Use;
use weft_storage::{repos, tokens};

/// The maximum length of a token's name, in characters.
const NAME_MAX: usize = 100;

/// A new token.
#[derive(Debug)]
pub struct NewToken {
    /// Its display name.
    pub name: String,
    /// Its repositories; `*` means all.
    pub repos: Vec<String>,
    /// Its permissions.
    pub scopes: Scopes,
    /// Its expiry, if it has one.
    pub expires_at: Option<Timestamp>,
}

impl Installation<'_> {
    /// Lists the repositories of the caller, oldest first: the sites of the account, limited to
    /// those of the token.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn repos(&self) -> Result<Vec<Repo>> {
        let now = self.ctx.now.to_string();
        let is_token = self.caller.kind == CredentialKind::ApiKey;
        let used = is_token.then_some(Use { id: self.caller.credential, at: &now });
        repos::list(self.store, self.caller.account, self.caller.repos.as_deref(), used).await
    }

    /// Creates a token and returns it with its secret, which is shown only once.
    ///
    /// # Errors
    /// `Forbidden`, `Invalid` with the path `name`, `repos`, `permissions` or `expiresIn`,
    /// `Outdated`, `Unavailable`.
    pub async fn create_token(&self, new: NewToken) -> Result<(Token, String)> {
        self.session()?;
        let name = new.name.trim();
        if !(1..=NAME_MAX).contains(&name.chars().count()) {
            return Err(Error::invalid("name", "length", format!("must have 1 to {NAME_MAX} characters")));
        }
        for (path, is_missing) in
            [("repos", new.repos.is_empty()), ("permissions", new.scopes == Scopes::default())]
        {
            if is_missing {
                return Err(Error::invalid(path, "required", "must name at least one"));
            }
        }
        if new.expires_at.is_some_and(|end| end <= self.ctx.now) {
            return Err(Error::invalid("expiresIn", "min", "must be in the future"));
        }
        let public = hex(&self.ctx.random::<20>());
        let secret = format!("cms_{public}.{}", hex(&self.ctx.random::<32>()));
        let token = Token {
            public,
            name: name.to_owned(),
            repos: new.repos,
            scopes: new.scopes,
            created_at: self.ctx.now.to_string(),
            expires_at: new.expires_at.map(|end| end.to_string()),
            last_used_at: None,
        };
        let id = CredentialId::new(self.ctx.new_uuid());
        let hash = self.secrets.hash_token(&secret).await?;
        tokens::create(self.store, &self.standing(), self.caller.account, id, hash, &token).await?;
        Ok((token, secret))
    }

    /// Lists the caller's tokens that have not expired, oldest first.
    ///
    /// # Errors
    /// `Forbidden`, `Unavailable`.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        self.session()?;
        tokens::list(self.store, self.caller.account, &self.ctx.now.to_string()).await
    }

    /// Deletes one of the caller's tokens by its public prefix.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_token(&self, public: &str) -> Result<()> {
        self.session()?;
        tokens::delete(self.store, &self.standing(), self.caller.account, public).await
    }

    /// That a session of the whole account asks. A session of one site must not get a token, which
    /// may be good for others and outlive it.
    fn session(&self) -> Result<()> {
        if self.caller.is_session_of_account() {
            Ok(())
        } else {
            Err(Error::Forbidden { needs: "a session of the account" })
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
        text
    })
}
