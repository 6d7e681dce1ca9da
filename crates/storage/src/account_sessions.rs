//! Sessions above the sites: good for whatever their account may do, on all its sites.

use crate::attempts;
use crate::demands::Standing;
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{AccountId, CredentialId, Error, Result};

/// What a login needs of an account.
pub struct Login {
    /// The account.
    pub account: AccountId,
    /// The argon2id PHC string to check against.
    pub password: String,
}

/// The account of an e-mail address, unless it is disabled.
///
/// # Errors
/// When the store does not answer.
pub async fn find_login(store: &Store<'_>, email: &str) -> Result<Option<Login>> {
    let select = "SELECT id, password FROM accounts WHERE email = ?1 AND disabled_at IS NULL";
    let Some(mut row) = first(store.quick(Statement::new(select).bind(email)).await?) else {
        return Ok(None);
    };
    Ok(Some(Login { account: row.parsed(|text| text.parse().ok())?, password: row.text()? }))
}

/// A session to be made.
pub struct NewSession<'a> {
    /// Its id.
    pub id: CredentialId,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// The secret's first characters.
    pub prefix: &'a str,
    /// When.
    pub created_at: &'a str,
    /// When it ends.
    pub expires_at: &'a str,
}

/// Begins a session, if the account still has the password that was checked; takes back the login attempts that led to it.
///
/// # Errors
/// `Unauthenticated` when it has not.
pub async fn create(
    store: &Store<'_>,
    login: &Login,
    new: &NewSession<'_>,
    attempts: &[String],
) -> Result<()> {
    let insert = "INSERT INTO credentials (id, kind, hash, prefix, account, name, role_cap, scopes, per_minute, per_day, created_at, expires_at)
                  SELECT ?1, 'session', ?2, ?3, pk, 'session', 'admin', 'read,write,admin', 0, 0, ?4, ?5
                    FROM accounts WHERE id = ?6 AND password = ?7 AND disabled_at IS NULL";
    let insert = Statement::new(insert)
        .bind(new.id.to_string())
        .bind(new.hash)
        .bind(new.prefix)
        .bind(new.created_at)
        .bind(new.expires_at)
        .bind(login.account.to_string())
        .bind(login.password.as_str());
    let outcome = store.batch(std::iter::once(insert).chain(attempts::forget(attempts)).collect()).await?;
    if outcome.first().is_some_and(|first| first.changes == 1) { Ok(()) } else { Err(Error::Unauthenticated) }
}

/// Ends a session.
///
/// # Errors
/// `Unauthenticated` when it has ended already; `Outdated`.
pub async fn delete(store: &Store<'_>, standing: &Standing, id: CredentialId) -> Result<()> {
    let delete = "DELETE FROM credentials WHERE id = ?1 AND kind = 'session'";
    let delete = Statement::new(delete).bind(id.to_string());
    match store.batch(vec![standing.demand(), delete]).await?.last() {
        Some(last) if last.changes > 0 => Ok(()),
        _ => Err(Error::Unauthenticated),
    }
}
