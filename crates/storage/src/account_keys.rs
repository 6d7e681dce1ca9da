//! Keys that belong to an account and are valid on several of its sites. This module sees only
//! hashes of secrets.

use crate::demands::{self, Standing};
use crate::listing::{Page, found, listed, window};
use crate::store::Store;
use sqlx_libsql::{Statement, Value};
use weft_domain::{AccountId, CredentialId, Error, Kind, Result, Role, SiteId};

/// A key as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountKey {
    /// Its id.
    pub id: CredentialId,
    /// Its owner.
    pub account: AccountId,
    /// Its display name.
    pub name: String,
    /// The highest role of the key.
    pub role: Role,
    /// Whether the key is enabled; its owner may still be disabled.
    pub is_active: bool,
    /// Its sites, oldest first. The key is valid on those that its owner also has.
    pub sites: Vec<SiteId>,
}

type Written = (CredentialId, String, Role, i64, Vec<SiteId>);

fn key(account: AccountId, (id, name, role, is_active, mut sites): Written) -> AccountKey {
    sites.sort_unstable();
    AccountKey { id, account, name, role, is_active: is_active == 1, sites }
}

/// The key `c` as JSON.
macro_rules! key {
    () => {
        "json_array(c.id, c.name, c.role_cap, c.disabled_at IS NULL,
           json((SELECT json_group_array(s.id) FROM credential_sites AS l JOIN sites AS s ON s.pk = l.site WHERE l.credential = c.pk)))"
    };
}

/// A page of an account's keys, oldest first, and their total. `None` if the account does not
/// exist.
///
/// # Errors
/// If the database fails.
pub async fn list(
    store: &Store<'_>,
    account: AccountId,
    page: Page,
) -> Result<Option<(Vec<AccountKey>, u64)>> {
    let select = concat!(
        "SELECT (SELECT count(*) FROM credentials AS c WHERE c.account = a.pk AND c.kind = 'api-key' AND c.site IS NULL AND c.repos IS NULL),
                (SELECT json_group_array(json(v)) FROM (SELECT ",
        key!(),
        " AS v FROM credentials AS c WHERE c.account = a.pk AND c.kind = 'api-key' AND c.site IS NULL AND c.repos IS NULL ORDER BY c.id LIMIT ?2 OFFSET ?3))
           FROM accounts AS a WHERE a.id = ?1"
    );
    let statement = Statement::new(select).bind(account.to_string()).bind_all(window(page).map(Value::from));
    let listed = listed(store.run(statement).await?)?;
    Ok(listed.map(|(keys, total)| (keys.into_iter().map(|written| key(account, written)).collect(), total)))
}

/// Finds a key of an account.
///
/// # Errors
/// If the database fails.
pub async fn find(store: &Store<'_>, account: AccountId, id: CredentialId) -> Result<Option<AccountKey>> {
    let select = concat!(
        "SELECT ",
        key!(),
        " FROM credentials AS c
         WHERE c.id = ?1 AND c.kind = 'api-key' AND c.site IS NULL AND c.repos IS NULL AND c.account = (SELECT pk FROM accounts WHERE id = ?2)"
    );
    let statement = Statement::new(select).bind(id.to_string()).bind(account.to_string());
    Ok(found(store.quick(statement).await?)?.map(|written| key(account, written)))
}

/// The stored form of a secret.
pub struct Kept<'a> {
    /// Its SHA-256.
    pub hash: [u8; 32],
    /// Its first characters.
    pub prefix: &'a str,
}

/// Creates a key with all permissions of its role and without a rate limit.
///
/// # Errors
/// `NotFound` if the account does not exist; `Invalid` with the path `role` or `sites` if the
/// account does not have them; `Outdated`.
pub async fn create(
    store: &Store<'_>,
    standing: &Standing,
    new: &AccountKey,
    secret: &Kept<'_>,
    now: &str,
) -> Result<()> {
    let insert = "INSERT INTO credentials (id, kind, hash, prefix, account, name, role_cap, scopes, per_minute, per_day, created_at, disabled_at)
                  SELECT ?1, 'api-key', ?2, ?3, pk, ?4, ?5, 'read,write,admin', 0, 0, ?6, iif(?7, NULL, ?6)
                    FROM accounts WHERE id = ?8";
    let insert = Statement::new(insert)
        .bind(new.id.to_string())
        .bind(secret.hash)
        .bind(secret.prefix)
        .bind(new.name.as_str())
        .bind(new.role.as_str())
        .bind(now)
        .bind(new.is_active)
        .bind(new.account.to_string());
    let batch = vec![
        standing.demand(),
        demands::account(new.account),
        demands::role_of(new.account, new.role),
        demands::sites_of(new.account, &new.sites),
        insert,
        list_sites(new.id, &new.sites),
    ];
    store.batch(batch).await.map(drop)
}

/// Adds these sites to a key's list.
fn list_sites(id: CredentialId, sites: &[SiteId]) -> Statement {
    Statement::new(
        "INSERT OR IGNORE INTO credential_sites (credential, site)
         SELECT c.pk, s.pk
           FROM credentials AS c, json_each(?2) AS j
           JOIN sites AS s ON s.id = j.value
          WHERE c.id = ?1",
    )
    .bind(id.to_string())
    .bind(demands::json(sites))
}

/// A key of an account, and the limits within which the caller may change it.
pub struct Target<'a> {
    /// The owner.
    pub account: AccountId,
    /// The key.
    pub id: CredentialId,
    /// The change requires that the key has at most this role and these sites.
    pub within: Option<(Role, &'a [SiteId])>,
}

impl Target<'_> {
    fn demands(&self, standing: &Standing) -> Vec<Statement> {
        let mut demands = vec![standing.demand(), demands::key(self.account, self.id)];
        demands.extend(self.within.map(|(role, sites)| demands::key_within(self.id, role, sites)));
        demands
    }
}

/// A change of a key; `None` keeps the value.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change<'a> {
    /// Its display name.
    pub name: Option<&'a str>,
    /// The highest role of the key.
    pub role: Option<Role>,
    /// Whether it is enabled.
    pub is_active: Option<bool>,
    /// Its sites.
    pub sites: Option<&'a [SiteId]>,
}

/// Changes a key.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` with the path `role` or `sites` if the account does not have
/// them, `Outdated`.
pub async fn update(
    store: &Store<'_>,
    standing: &Standing,
    key: &Target<'_>,
    change: Change<'_>,
    now: &str,
) -> Result<()> {
    let mut batch = key.demands(standing);
    batch.extend(change.role.map(|role| demands::role_of(key.account, role)));
    batch.extend(change.sites.map(|sites| demands::sites_of(key.account, sites)));
    let update = "UPDATE credentials
                     SET name = COALESCE(?2, name),
                         role_cap = COALESCE(?3, role_cap),
                         disabled_at = CASE ?4 WHEN 1 THEN NULL WHEN 0 THEN COALESCE(disabled_at, ?5) ELSE disabled_at END
                   WHERE id = ?1";
    batch.push(
        Statement::new(update)
            .bind(key.id.to_string())
            .bind(change.name)
            .bind(change.role.map(Role::as_str))
            .bind(change.is_active)
            .bind(now),
    );
    if let Some(sites) = change.sites {
        let delete = "DELETE FROM credential_sites
                       WHERE credential = (SELECT pk FROM credentials WHERE id = ?1)
                         AND site NOT IN (SELECT s.pk FROM json_each(?2) AS j JOIN sites AS s ON s.id = j.value)";
        batch.push(Statement::new(delete).bind(key.id.to_string()).bind(demands::json(sites)));
        batch.push(list_sites(key.id, sites));
    }
    store.batch(batch).await.map(drop)
}

/// Replaces the secret of a key.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Outdated`.
pub async fn rotate(
    store: &Store<'_>,
    standing: &Standing,
    key: &Target<'_>,
    secret: &Kept<'_>,
) -> Result<()> {
    let update = Statement::new("UPDATE credentials SET hash = ?2, prefix = ?3 WHERE id = ?1")
        .bind(key.id.to_string())
        .bind(secret.hash)
        .bind(secret.prefix);
    change_one(store, standing, key, update).await
}

/// Deletes a key.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Outdated`.
pub async fn delete(store: &Store<'_>, standing: &Standing, key: &Target<'_>) -> Result<()> {
    let delete = Statement::new("DELETE FROM credentials WHERE id = ?1").bind(key.id.to_string());
    change_one(store, standing, key, delete).await
}

async fn change_one(
    store: &Store<'_>,
    standing: &Standing,
    key: &Target<'_>,
    change: Statement,
) -> Result<()> {
    let mut batch = key.demands(standing);
    batch.push(change);
    match store.batch(batch).await?.last() {
        Some(last) if last.changes > 0 => Ok(()),
        _ => Err(Error::NotFound(Kind::Credential)),
    }
}
