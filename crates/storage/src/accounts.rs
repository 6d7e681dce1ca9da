//! Accounts, managed above the sites.

use crate::demands::{self, Standing};
use crate::listing::{Page, found, listed, window};
use crate::store::Store;
use sqlx_libsql::{Statement, Value};
use weft_domain::{AccountId, CredentialId, Error, Kind, Result, Role, SiteId};

/// The role of the account `a` above its sites, as SQL: its own role, or else the highest of its
/// memberships, but at most developer.
macro_rules! role {
    () => {
        "COALESCE(a.role, (SELECT CASE max(CASE m.role WHEN 'viewer' THEN 1 WHEN 'editor' THEN 2 ELSE 3 END)
                                 WHEN 3 THEN 'developer' WHEN 2 THEN 'editor' ELSE 'viewer' END
                            FROM memberships AS m WHERE m.account = a.pk))"
    };
}
pub(crate) use role;

/// The role of the account `a` above its sites, as SQL.
pub const ROLE: &str = role!();

/// The account `a` as JSON.
macro_rules! account {
    () => {
        concat!(
            "json_array(a.id, a.email, ",
            role!(),
            ", a.disabled_at IS NULL,
              json((SELECT json_group_array(s.id) FROM memberships AS n JOIN sites AS s ON s.pk = n.site WHERE n.account = a.pk)))"
        )
    };
}

/// A new account.
pub struct NewAccount<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its e-mail address, normalised.
    pub email: &'a str,
    /// Its password as an argon2id PHC string.
    pub password: &'a str,
    /// Its role on all its sites; `None` if the roles differ.
    pub role: Option<Role>,
    /// The time of its deactivation; `None` if it is active.
    pub disabled_at: Option<&'a str>,
    /// The creation time.
    pub created_at: &'a str,
}

impl NewAccount<'_> {
    /// Inserts the account if the site exists.
    pub(crate) fn insert_if_site(&self, site: &str) -> Statement {
        Statement::new(
            "INSERT INTO accounts (id, email, password, role, disabled_at, created_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM sites WHERE id = ?7)",
        )
        .bind_all(self.values())
        .bind(site)
    }

    fn insert(&self) -> Statement {
        Statement::new(
            "INSERT INTO accounts (id, email, password, role, disabled_at, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .bind_all(self.values())
    }

    fn values(&self) -> [Value; 6] {
        [
            self.id.into(),
            self.email.into(),
            self.password.into(),
            self.role.map(Role::as_str).into(),
            self.disabled_at.into(),
            self.created_at.into(),
        ]
    }
}

/// An account as administrators of the installation and its owner see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its e-mail address.
    pub email: String,
    /// Its role above its sites.
    pub role: Role,
    /// Whether it is active.
    pub is_active: bool,
    /// The sites of its memberships, oldest first.
    pub sites: Vec<SiteId>,
}

type Written = (AccountId, String, Role, i64, Vec<SiteId>);

fn account((id, email, role, is_active, mut sites): Written) -> Account {
    sites.sort_unstable();
    Account { id, email, role, is_active: is_active == 1, sites }
}

/// A page of all accounts, oldest first, and their total.
///
/// # Errors
/// If the database fails.
pub async fn list(store: &Store<'_>, page: Page) -> Result<(Vec<Account>, u64)> {
    let select = concat!(
        "SELECT (SELECT count(*) FROM accounts WHERE built_in IS NULL),
                (SELECT json_group_array(json(v)) FROM (SELECT ",
        account!(),
        " AS v FROM accounts AS a WHERE a.built_in IS NULL ORDER BY a.id LIMIT ?1 OFFSET ?2))"
    );
    let rows = store.run(Statement::new(select).bind_all(window(page).map(Value::from))).await?;
    let (accounts, total) = listed(rows)?.unwrap_or_default();
    Ok((accounts.into_iter().map(account).collect(), total))
}

/// An account.
///
/// # Errors
/// If the database fails.
pub async fn find_account(store: &Store<'_>, id: AccountId) -> Result<Option<Account>> {
    let select = concat!("SELECT ", account!(), " FROM accounts AS a WHERE a.id = ?1 AND a.built_in IS NULL");
    Ok(found(store.quick(Statement::new(select).bind(id.to_string())).await?)?.map(account))
}

/// Creates an account that is a member of these sites.
///
/// # Errors
/// `Conflict(Taken)` with the field `email`, `Invalid` with the path `sites`, `Outdated`.
pub async fn create(
    store: &Store<'_>,
    standing: &Standing,
    new: &NewAccount<'_>,
    sites: &[SiteId],
) -> Result<()> {
    let batch = vec![standing.demand(), demands::sites(sites), new.insert(), join(new.id, sites, new.role)];
    store.batch(batch).await.map(drop)
}

/// Adds the missing memberships of an account on these sites.
fn join(account: &str, sites: &[SiteId], role: Option<Role>) -> Statement {
    Statement::new(
        "INSERT OR IGNORE INTO memberships (account, site, role)
         SELECT a.pk, s.pk, COALESCE(a.role, ?3)
           FROM accounts AS a, json_each(?2) AS j
           JOIN sites AS s ON s.id = j.value
          WHERE a.id = ?1",
    )
    .bind(account)
    .bind(demands::json(sites))
    .bind(role.unwrap_or(Role::Viewer).as_str())
}

/// A change of an account; `None` keeps the value.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change<'a> {
    /// Its e-mail address, normalised.
    pub email: Option<&'a str>,
    /// Its password as an argon2id PHC string. Ends its sessions.
    pub password: Option<&'a str>,
    /// Its role on all its sites.
    pub role: Option<Role>,
    /// Whether it is active. A deactivation ends its sessions.
    pub is_active: Option<bool>,
    /// Its sites.
    pub sites: Option<&'a [SiteId]>,
}

/// Changes an account. A new password does not end the session of the caller.
///
/// # Errors
/// `NotFound`, `Conflict(Taken)` with the field `email`, `Invalid` with the path `sites`,
/// `Outdated`.
pub async fn update(
    store: &Store<'_>,
    standing: &Standing,
    id: AccountId,
    change: Change<'_>,
    by: CredentialId,
    now: &str,
) -> Result<()> {
    let mut batch = vec![standing.demand(), demands::account(id)];
    if change.role.is_some_and(|role| role != Role::Admin) || change.is_active == Some(false) {
        batch.push(demands::another_administrator(id));
    }
    batch.extend(change.sites.map(demands::sites));
    // A role that the account already has above its sites is not stored as its own role.
    let update = concat!(
        "UPDATE accounts AS a
            SET email = COALESCE(?2, email),
                password = COALESCE(?3, password),
                role = CASE WHEN ?4 IS NULL OR (role IS NULL AND ?4 = ",
        role!(),
        ") THEN role ELSE ?4 END,
                disabled_at = CASE ?5 WHEN 1 THEN NULL WHEN 0 THEN COALESCE(disabled_at, ?6) ELSE disabled_at END
          WHERE id = ?1"
    );
    batch.push(
        Statement::new(update)
            .bind(id.to_string())
            .bind(change.email)
            .bind(change.password)
            .bind(change.role.map(Role::as_str))
            .bind(change.is_active)
            .bind(now),
    );
    if let Some(sites) = change.sites {
        batch.push(leave(id, sites));
        batch.push(join(&id.to_string(), sites, change.role));
    }
    if change.is_active == Some(false) {
        batch.push(end_sessions(id, None));
    } else if change.password.is_some() {
        batch.push(end_sessions(id, Some(by)));
    }
    store.batch(batch).await.map(drop).map_err(last_administrator)
}

/// Deletes the memberships on all other sites.
fn leave(account: AccountId, sites: &[SiteId]) -> Statement {
    Statement::new(
        "DELETE FROM memberships
          WHERE account = (SELECT pk FROM accounts WHERE id = ?1)
            AND site NOT IN (SELECT s.pk FROM json_each(?2) AS j JOIN sites AS s ON s.id = j.value)",
    )
    .bind(account.to_string())
    .bind(demands::json(sites))
}

fn end_sessions(account: AccountId, but: Option<CredentialId>) -> Statement {
    Statement::new(
        "DELETE FROM credentials
          WHERE account = (SELECT pk FROM accounts WHERE id = ?1) AND kind = 'session' AND id IS NOT ?2",
    )
    .bind(account.to_string())
    .bind(but.map(|but| but.to_string()))
}

/// Translates the error of the only demand of a right in a change of an account,
/// [`demands::another_administrator`]: without an administrator, the installation could not be
/// managed.
fn last_administrator(error: Error) -> Error {
    match error {
        Error::Forbidden { .. } => {
            Error::invalid("role", "last", "the last active administrator of the installation must stay one")
        }
        other => other,
    }
}

/// Deletes an account with its keys, sessions and memberships. Its content stays.
///
/// # Errors
/// `NotFound`, `Invalid` with the path `role` for the last active administrator, `Outdated`.
pub async fn delete(store: &Store<'_>, standing: &Standing, id: AccountId) -> Result<()> {
    let delete =
        Statement::new("DELETE FROM accounts WHERE id = ?1 AND built_in IS NULL").bind(id.to_string());
    let batch = vec![standing.demand(), demands::another_administrator(id), delete];
    match store.batch(batch).await.map_err(last_administrator)?.last() {
        Some(last) if last.changes > 0 => Ok(()),
        _ => Err(Error::NotFound(Kind::Account)),
    }
}
