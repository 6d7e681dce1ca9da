//! Tokens of samduke-cms: keys of an account that are limited to repositories and to single
//! permissions. This module sees only hashes of secrets.
//!
//! A token is a credential without a site whose `repos` lists repositories. Its deletion increases
//! the epochs of all sites of its account (by triggers).

use crate::credentials::scopes;
use crate::demands::Standing;
use crate::listing::read;
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{AccountId, CredentialId, Error, Kind, Result, Scopes};

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its public prefix, by which its owner identifies it.
    pub public: String,
    /// Its display name.
    pub name: String,
    /// The names of its repositories; `*` means all.
    pub repos: Vec<String>,
    /// Its permissions.
    pub scopes: Scopes,
    /// Its creation time.
    pub created_at: String,
    /// Its expiry, if it has one.
    pub expires_at: Option<String>,
    /// Its last use, with the precision of the leases of its quota.
    pub last_used_at: Option<String>,
}

/// Creates a token of an account. Its uses are counted to record the last one, but not limited.
///
/// # Errors
/// `Outdated`.
pub async fn create(
    store: &Store<'_>,
    standing: &Standing,
    account: AccountId,
    id: CredentialId,
    hash: [u8; 32],
    new: &Token,
) -> Result<()> {
    let insert = "
        INSERT INTO credentials (id, kind, hash, prefix, account, name, role_cap, scopes, per_minute, per_day, created_at, expires_at, repos)
        SELECT ?1, 'api-key', ?2, ?3, pk, ?4, 'admin', ?5, 0, ?6, ?7, ?8, ?9 FROM accounts WHERE id = ?10";
    let insert = Statement::new(insert)
        .bind(id.to_string())
        .bind(hash)
        .bind(new.public.as_str())
        .bind(new.name.as_str())
        .bind(new.scopes.names().join(","))
        .bind(i64::from(u32::MAX))
        .bind(new.created_at.as_str())
        .bind(new.expires_at.as_deref())
        .bind(serde_json::to_string(&new.repos).unwrap_or_default())
        .bind(account.to_string());
    store.batch(vec![standing.demand(), insert]).await.map(drop)
}

type Written = (String, String, Vec<String>, String, String, Option<String>, Option<String>);

/// Lists an account's tokens that have not expired at `now`, oldest first.
///
/// # Errors
/// If the database fails.
pub async fn list(store: &Store<'_>, account: AccountId, now: &str) -> Result<Vec<Token>> {
    const LIST: &str = "
        SELECT json_group_array(json(v))
          FROM (SELECT json_array(c.prefix, c.name, json(c.repos), c.scopes, c.created_at, c.expires_at,
                                  (SELECT leased_at FROM quotas WHERE credential = c.pk)) AS v
                  FROM credentials AS c
                 WHERE c.account = (SELECT pk FROM accounts WHERE id = ?1) AND c.kind = 'api-key' AND c.repos IS NOT NULL
                   AND (c.expires_at IS NULL OR c.expires_at > ?2)
                 ORDER BY c.pk)";
    let statement = Statement::assert_read(LIST).bind(account.to_string()).bind(now);
    let Some(mut row) = first(store.run(statement).await?) else { return Ok(Vec::new()) };
    let written: Vec<Written> = read(&row.text()?)?;
    written.into_iter().map(token).collect()
}

fn token(written: Written) -> Result<Token> {
    let (public, name, repos, named, created_at, expires_at, last_used_at) = written;
    let scopes =
        scopes(&named).ok_or_else(|| Error::Internal(format!("a token has the scopes {named:?}")))?;
    Ok(Token { public, name, repos, scopes, created_at, expires_at, last_used_at })
}

/// Deletes a token of an account.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn delete(store: &Store<'_>, standing: &Standing, account: AccountId, public: &str) -> Result<()> {
    let delete = "DELETE FROM credentials
                   WHERE account = (SELECT pk FROM accounts WHERE id = ?1) AND kind = 'api-key' AND prefix = ?2 AND repos IS NOT NULL";
    let delete = Statement::new(delete).bind(account.to_string()).bind(public);
    match store.batch(vec![standing.demand(), delete]).await?.last() {
        Some(last) if last.changes > 0 => Ok(()),
        _ => Err(Error::NotFound(Kind::Credential)),
    }
}

/// The use of a token in a request without a quota.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// The token.
    pub id: CredentialId,
    /// When.
    pub at: &'a str,
}

impl Use<'_> {
    /// The statement that notes it.
    pub(crate) fn note(self) -> Statement {
        Statement::new(
            "INSERT INTO quotas (credential, minute, minute_used, day, day_used, granted, leased_at)
             SELECT pk, 0, 0, 0, 0, 0, ?2 FROM credentials WHERE id = ?1
             ON CONFLICT (credential) DO UPDATE SET leased_at = excluded.leased_at",
        )
        .bind(self.id.to_string())
        .bind(self.at)
    }
}
