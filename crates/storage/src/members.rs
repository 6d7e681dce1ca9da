//! Accounts as members of one site.

use crate::demands;
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{AccountId, CredentialId, Error, Result, Role, SiteId};

/// An account as its owner and the administrators of its site see it.
pub struct Profile {
    /// Its id.
    pub id: AccountId,
    /// Its e-mail address.
    pub email: String,
    /// Its name.
    pub name: Option<String>,
    /// Its role on the site.
    pub role: Role,
    /// The pages that an editor is limited to; a JSON array.
    pub allowed_paths: String,
}

/// Finds an account as a member of a site, or as an administrator of the installation. The site
/// must have the epoch, if one is given.
///
/// # Errors
/// If the database fails.
pub async fn find(
    store: &Store<'_>,
    account: AccountId,
    site: SiteId,
    epoch: Option<i64>,
) -> Result<Option<Profile>> {
    let select = "SELECT a.id, a.email, a.name, COALESCE(m.role, a.role), COALESCE(m.allowed_paths, '[]')
                    FROM accounts AS a
                    JOIN sites AS s ON s.id = ?2
                    LEFT JOIN memberships AS m ON m.account = a.pk AND m.site = s.pk
                   WHERE a.id = ?1 AND a.disabled_at IS NULL AND (m.site IS NOT NULL OR a.role = 'admin') AND s.auth_epoch = COALESCE(?3, s.auth_epoch)";
    let statement = Statement::new(select).bind(account.to_string()).bind(site.to_string()).bind(epoch);
    first(store.quick(statement).await?).map(|mut row| profile(&mut row)).transpose()
}

fn profile(row: &mut Cells) -> Result<Profile> {
    Ok(Profile {
        id: row.parsed(|text| text.parse().ok())?,
        email: row.text()?,
        name: row.optional_text()?,
        role: row.parsed(Role::parse)?,
        allowed_paths: row.text()?,
    })
}

/// The members of a site, oldest account first.
///
/// # Errors
/// `Outdated`.
pub async fn list(store: &Store<'_>, scope: &Scope) -> Result<Vec<Profile>> {
    let select = "SELECT s.auth_epoch, a.pk, a.id, a.email, a.name, m.role, m.allowed_paths
                    FROM sites AS s LEFT JOIN memberships AS m ON m.site = s.pk LEFT JOIN accounts AS a ON a.pk = m.account AND a.built_in IS NULL
                   WHERE s.pk = ?1 ORDER BY a.pk";
    let mut members = Vec::new();
    for row in store.run(Statement::new(select).bind(scope.site)).await? {
        let mut row = Cells::from(row);
        if row.integer()? != scope.epoch {
            return Err(Error::Outdated);
        }
        // A site may have no members; the administrator of the installation still sees it. The
        // built-in account of editors is not a member.
        if row.optional_integer()?.is_some() {
            members.push(profile(&mut row)?);
        }
    }
    Ok(members)
}

/// A new member with a new account.
pub struct NewMember<'a> {
    /// The account's id.
    pub id: AccountId,
    /// Its e-mail address, normalised.
    pub email: &'a str,
    /// Its name.
    pub name: Option<&'a str>,
    /// Its password as an argon2id PHC string.
    pub password: &'a str,
    /// Its role on the site.
    pub role: Role,
    /// The pages that it is limited to; a JSON array.
    pub allowed_paths: &'a str,
    /// The creation time.
    pub created_at: &'a str,
}

/// Creates an account that is a member of the site.
///
/// # Errors
/// `Conflict(Taken)` with the field `email`, `Outdated`.
pub async fn create(store: &Store<'_>, scope: &Scope, new: &NewMember<'_>) -> Result<()> {
    let account = Statement::new(
        "INSERT INTO accounts (id, email, name, password, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(new.id.to_string())
    .bind(new.email)
    .bind(new.name)
    .bind(new.password)
    .bind(new.created_at);
    let member = Statement::new(
        "INSERT INTO memberships (account, site, role, allowed_paths)
         SELECT a.pk, ?2, ?3, ?4 FROM accounts AS a WHERE a.id = ?1",
    )
    .bind(new.id.to_string())
    .bind(scope.site)
    .bind(new.role.as_str())
    .bind(new.allowed_paths);
    store.batch(vec![demands::principal(scope), account, member]).await.map(drop)
}

/// A change of a member; `None` keeps the value.
#[derive(Debug, Clone, Copy, Default)]
pub struct MemberChange<'a> {
    /// Its e-mail address, normalised.
    pub email: Option<&'a str>,
    /// Its name; `Some(None)` removes it.
    pub name: Option<Option<&'a str>>,
    /// Its password as an argon2id PHC string. Ends its sessions.
    pub password: Option<&'a str>,
    /// Its role on the site.
    pub role: Option<Role>,
    /// The pages that it is limited to; a JSON array.
    pub allowed_paths: Option<&'a str>,
}

/// The account and the credential that change a member; a new password does not end this
/// credential.
#[derive(Debug, Clone, Copy)]
pub struct ChangedBy {
    /// The account.
    pub account: AccountId,
    /// The credential.
    pub credential: CredentialId,
}

/// Changes a member and returns it. Address, name and password belong to the account, so they can
/// be changed only for an account that is a member of no other site, or for one's own.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict(Taken)` with the field `email`, `Outdated`.
pub async fn update(
    store: &Store<'_>,
    scope: &Scope,
    id: AccountId,
    change: MemberChange<'_>,
    by: ChangedBy,
) -> Result<Profile> {
    let mut batch = vec![demands::principal(scope), demands::member(scope, id)];
    if change.email.is_some() || change.name.is_some() || change.password.is_some() {
        batch.push(demands::own_member(scope, id, by.account));
        let update = "UPDATE accounts SET email = COALESCE(?2, email), name = iif(?3, ?4, name), password = COALESCE(?5, password) WHERE id = ?1";
        batch.push(
            Statement::new(update)
                .bind(id.to_string())
                .bind(change.email)
                .bind(change.name.is_some())
                .bind(change.name.flatten())
                .bind(change.password),
        );
    }
    if change.password.is_some() {
        let end = "DELETE FROM credentials
                    WHERE account = (SELECT pk FROM accounts WHERE id = ?1) AND kind = 'session' AND id <> ?2";
        batch.push(Statement::new(end).bind(id.to_string()).bind(by.credential.to_string()));
    }
    if change.role.is_some() || change.allowed_paths.is_some() {
        batch.push(demands::tenant(id));
        let update =
            "UPDATE memberships SET role = COALESCE(?3, role), allowed_paths = COALESCE(?4, allowed_paths)
                       WHERE site = ?2 AND account = (SELECT pk FROM accounts WHERE id = ?1)";
        batch.push(
            Statement::new(update)
                .bind(id.to_string())
                .bind(scope.site)
                .bind(change.role.map(Role::as_str))
                .bind(change.allowed_paths),
        );
    }
    let select = "SELECT a.id, a.email, a.name, m.role, m.allowed_paths
                    FROM accounts AS a JOIN memberships AS m ON m.account = a.pk AND m.site = ?2 WHERE a.id = ?1";
    batch.push(Statement::new(select).bind(id.to_string()).bind(scope.site));
    let last = store.batch(batch).await?.pop().and_then(|outcome| first(outcome.rows));
    profile(&mut last.ok_or_else(|| Error::Internal("a member is gone within a batch".to_owned()))?)
}

/// Deletes a membership with its sessions, and the account if it has no other site. The account's
/// keys of the site stay; the account that removes the member becomes their owner.
///
/// # Errors
/// `NotFound`, `Forbidden` for an administrator of the installation, `Outdated`.
pub async fn remove(store: &Store<'_>, scope: &Scope, id: AccountId, by: AccountId) -> Result<()> {
    let keys = "UPDATE credentials SET account = (SELECT pk FROM accounts WHERE id = ?3)
                 WHERE account = (SELECT pk FROM accounts WHERE id = ?1) AND site = ?2 AND kind = 'api-key'";
    let sessions = "DELETE FROM credentials
                     WHERE account = (SELECT pk FROM accounts WHERE id = ?1) AND site = ?2 AND kind = 'session'";
    let leave =
        "DELETE FROM memberships WHERE account = (SELECT pk FROM accounts WHERE id = ?1) AND site = ?2";
    let account = "DELETE FROM accounts
                    WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = accounts.pk)";
    let id_text = id.to_string();
    let of = |statement: &'static str| Statement::new(statement).bind(id_text.as_str());
    let batch = vec![
        demands::principal(scope),
        demands::member(scope, id),
        demands::tenant(id),
        of(keys).bind(scope.site).bind(by.to_string()),
        of(sessions).bind(scope.site),
        of(leave).bind(scope.site),
        of(account),
    ];
    store.batch(batch).await.map(drop)
}
