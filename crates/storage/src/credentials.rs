//! Sessions and API keys of one site. This module sees only hashes of secrets, except for projects'
//! keys, which stand in web pages (docs/decisions/020).
//!
//! Triggers increase the site's `auth_epoch` with every change and deletion. Keys of several sites
//! are in `account_keys`. `weft-secrets` finds the principal of a secret.

use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{CredentialId, CredentialKind, Error, Kind, RatePlan, Result, Role, Scopes, Timestamp};

/// A new credential.
pub struct NewCredential<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its kind.
    pub kind: CredentialKind,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// The secret's first characters.
    pub prefix: &'a str,
    /// The owner's id.
    pub account: &'a str,
    /// The site's id.
    pub site: &'a str,
    /// Its display name.
    pub name: &'a str,
    /// Its highest role.
    pub role_cap: Role,
    /// Its scopes.
    pub scopes: Scopes,
    /// Its rate limits.
    pub plan: RatePlan,
    /// Its creation time.
    pub created_at: &'a str,
    /// Its expiry.
    pub expires_at: Option<String>,
    /// The epoch of the principal that creates it; `None` if the request has no principal.
    pub epoch: Option<i64>,
    /// The secret itself, of a project's key; `None` for all others.
    pub public: Option<&'a str>,
}

impl NewCredential<'_> {
    /// Inserts the credential, if account and site exist and the account has access to the site.
    pub(crate) fn insert(&self) -> Statement {
        Statement::new(
            "INSERT INTO credentials (id, kind, hash, prefix, account, site, name, role_cap, scopes, per_minute, per_day, created_at, expires_at, public)
             SELECT ?1, ?2, ?3, ?4, a.pk, s.pk, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?15
               FROM accounts AS a
               JOIN sites AS s ON s.id = ?6 AND s.auth_epoch = COALESCE(?14, s.auth_epoch)
              WHERE a.id = ?5 AND a.disabled_at IS NULL
                AND (a.role = 'admin' OR EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site = s.pk))",
        )
        .bind(self.id)
        .bind(self.kind.as_str())
        .bind(self.hash.to_vec())
        .bind(self.prefix)
        .bind(self.account)
        .bind(self.site)
        .bind(self.name)
        .bind(self.role_cap.as_str())
        .bind(self.scopes.names().join(","))
        .bind(i64::from(self.plan.per_minute))
        .bind(i64::from(self.plan.per_day))
        .bind(self.created_at)
        .bind(self.expires_at.clone())
        .bind(self.epoch)
        .bind(self.public)
    }
}

/// Parses `credentials.scopes`: names of scopes and of single permissions, separated by commas.
#[must_use]
pub fn scopes(text: &str) -> Option<Scopes> {
    Scopes::from_names(text.split(',').filter(|name| !name.is_empty())).ok()
}

/// A limit of a plan.
#[must_use]
pub fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Creates a credential of a site.
///
/// # Errors
/// `Outdated` if the creator's principal is outdated, or the owner is no longer a member of the
/// site.
pub async fn create(store: &Store<'_>, new: &NewCredential<'_>) -> Result<()> {
    let outcome = store.batch(vec![new.insert()]).await?;
    if outcome.first().is_some_and(|first| first.changes == 1) { Ok(()) } else { Err(Error::Outdated) }
}

/// The replacement of a session.
pub struct NewSecret<'a> {
    /// The session's new id.
    pub id: CredentialId,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// The secret's first characters.
    pub prefix: &'a str,
    /// The creation time of the session.
    pub created_at: Timestamp,
    /// The expiry of the session.
    pub expires_at: Timestamp,
}

/// Replaces a session by another one.
///
/// # Errors
/// `Unauthenticated` if the old session has ended or is not a session.
pub async fn replace_session(store: &Store<'_>, old: CredentialId, new: &NewSecret<'_>) -> Result<()> {
    let update = "UPDATE credentials SET id = ?1, hash = ?2, prefix = ?3, created_at = ?4, expires_at = ?5 WHERE id = ?6 AND kind = 'session'";
    let update = Statement::new(update)
        .bind(new.id.to_string())
        .bind(new.hash)
        .bind(new.prefix)
        .bind(new.created_at.to_string())
        .bind(new.expires_at.to_string())
        .bind(old.to_string());
    let outcome = store.batch(vec![update]).await?;
    if outcome.first().is_some_and(|first| first.changes == 1) { Ok(()) } else { Err(Error::Unauthenticated) }
}

/// A key as its site's administrators see it.
pub struct Key {
    /// Its id.
    pub id: CredentialId,
    /// Its display name.
    pub name: String,
    /// The secret's first characters.
    pub prefix: String,
    /// Its scopes.
    pub scopes: Scopes,
    /// Its rate limits.
    pub plan: RatePlan,
    /// Its creation time.
    pub created_at: String,
    /// Its expiry.
    pub expires_at: Option<String>,
    /// Its last use, with the precision of the leases of its quota.
    pub last_used_at: Option<String>,
}

const KEY_COLUMNS: &str =
    "c.id, c.name, c.prefix, c.scopes, c.per_minute, c.per_day, c.created_at, c.expires_at,
                           (SELECT leased_at FROM quotas WHERE credential = c.pk)";

fn key(row: &mut Cells) -> Result<Key> {
    Ok(Key {
        id: row.parsed(|text| text.parse().ok())?,
        name: row.text()?,
        prefix: row.text()?,
        scopes: row.parsed(scopes)?,
        plan: RatePlan { per_minute: small(row.integer()?), per_day: small(row.integer()?) },
        created_at: row.text()?,
        expires_at: row.optional_text()?,
        last_used_at: row.optional_text()?,
    })
}

/// A page of a site's keys, newest first, and their total.
///
/// # Errors
/// `Outdated`.
pub async fn list_keys(store: &Store<'_>, scope: &Scope, limit: u32, offset: u64) -> Result<(Vec<Key>, u64)> {
    let select = const_format(
        "SELECT s.auth_epoch, (SELECT count(*) FROM credentials AS n WHERE n.site = s.pk AND n.kind = 'api-key'), ",
        " FROM sites AS s
          LEFT JOIN credentials AS c ON c.site = s.pk AND c.kind = 'api-key'
         WHERE s.pk = ?1
         ORDER BY c.pk DESC LIMIT ?2 OFFSET ?3",
    );
    let offset = i64::try_from(offset).unwrap_or(i64::MAX);
    let statement = Statement::assert_read(select).bind(scope.site).bind(i64::from(limit)).bind(offset);
    let mut keys = Vec::new();
    let mut total = 0;
    for row in store.quick(statement).await? {
        let mut row = Cells::from(row);
        if row.integer()? != scope.epoch {
            return Err(Error::Outdated);
        }
        total = u64::try_from(row.integer()?).unwrap_or_default();
        if total > 0 {
            keys.push(key(&mut row)?);
        }
    }
    Ok((keys, total))
}

fn const_format(before: &str, after: &str) -> String {
    [before, KEY_COLUMNS, after].concat()
}

/// Replaces the secret of a key. The key may have only scopes and permissions of `within`, because
/// the new secret gives its receiver all rights of the key.
///
/// # Errors
/// `NotFound`, `Forbidden` for a key with other scopes, `Outdated`.
pub async fn rotate_key(
    store: &Store<'_>,
    scope: &Scope,
    id: CredentialId,
    hash: [u8; 32],
    prefix: &str,
    within: &[&str],
) -> Result<Key> {
    let update = r#"UPDATE credentials SET hash = ?1, prefix = ?2, public = NULL
                     WHERE id = ?3 AND kind = 'api-key' AND site = (SELECT pk FROM sites WHERE pk = ?4 AND auth_epoch = ?5)
                       AND NOT EXISTS (SELECT 1 FROM json_each('["' || replace(scopes, ',', '","') || '"]') AS held
                                        WHERE held.value <> '' AND held.value NOT IN (SELECT value FROM json_each(?6)))"#;
    let select = const_format(
        "SELECT ",
        " FROM credentials AS c WHERE c.id = ?1 AND c.kind = 'api-key' AND c.site = ?2",
    );
    let outcome = store
        .batch(vec![
            Statement::new(update)
                .bind(hash.to_vec())
                .bind(prefix)
                .bind(id.to_string())
                .bind(scope.site)
                .bind(scope.epoch)
                .bind(serde_json::Value::from(within)),
            Statement::assert_safe(select).bind(id.to_string()).bind(scope.site),
        ])
        .await?;
    let mut outcome = outcome.into_iter();
    let is_changed = outcome.next().is_some_and(|update| update.changes == 1);
    match outcome.next().and_then(|select| first(select.rows)) {
        Some(mut row) if is_changed => key(&mut row),
        found => match store.missing(scope, Kind::Credential).await? {
            Error::NotFound(_) if found.is_some() => {
                Err(Error::Forbidden { needs: "a credential with all rights of the key" })
            }
            error => Err(error),
        },
    }
}

/// Deletes a key or a session.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn delete(store: &Store<'_>, scope: &Scope, kind: CredentialKind, id: CredentialId) -> Result<()> {
    let delete = "DELETE FROM credentials
                   WHERE id = ?1 AND kind = ?2 AND site = (SELECT pk FROM sites WHERE pk = ?3 AND auth_epoch = ?4)";
    let statement =
        Statement::new(delete).bind(id.to_string()).bind(kind.as_str()).bind(scope.site).bind(scope.epoch);
    let outcome = store.batch(vec![statement]).await?;
    if outcome.first().is_some_and(|first| first.changes == 1) {
        Ok(())
    } else {
        Err(store.missing(scope, Kind::Credential).await?)
    }
}
