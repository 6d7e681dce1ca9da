//! Keys that belong to an account and are good for several of its sites. Only hashes of secrets
//! come here.

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
    /// What people call it.
    pub name: String,
    /// The highest role it gives.
    pub role: Role,
    /// Whether it is not disabled; its owner may be, all the same.
    pub is_active: bool,
    /// Its sites, oldest first; it is good for those of them that are its owner's.
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

/// A page of an account's keys, oldest first, and how many it has. `None`: there is no such
/// account.
///
/// # Errors
/// When the store does not answer.
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

/// One of an account's keys.
///
/// # Errors
/// When the store does not answer.
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

/// What is kept of a secret.
pub struct Kept<'a> {
    /// Its SHA-256.
    pub hash: [u8; 32],
    /// Its first characters.
    pub prefix: &'a str,
}

/// Makes a key. It may do whatever its role may, as often as it likes.
///
/// # Errors
/// `NotFound` without that account; `Invalid` with the path `role` or `sites` when these are more
/// than the account has; `Outdated`.
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

/// One of an account's keys, and what the caller may do to it.
pub struct Target<'a> {
    /// The owner.
    pub account: AccountId,
    /// The key.
    pub id: CredentialId,
    /// Only if it can do no more than this role on these sites.
    pub within: Option<(Role, &'a [SiteId])>,
}

impl Target<'_> {
    fn demands(&self, standing: &Standing) -> Vec<Statement> {
        let mut demands = vec![standing.demand(), demands::key(self.account, self.id)];
        demands.extend(self.within.map(|(role, sites)| demands::key_within(self.id, role, sites)));
        demands
    }
}

/// What a key is to become; `None` is as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change<'a> {
    /// What people call it.
    pub name: Option<&'a str>,
    /// The highest role it gives.
    pub role: Option<Role>,
    /// Whether it may do anything at all.
    pub is_active: Option<bool>,
    /// Its sites.
    pub sites: Option<&'a [SiteId]>,
}

/// Changes a key.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` with the path `role` or `sites` when these are more than the
/// account has, `Outdated`.
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

/// Gives a key a new secret; the old one stops working.
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

/// Ends a key.
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
