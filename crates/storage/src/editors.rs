//! The built-in account of a site for the password that its editors share. The first sign-in
//! creates it.

use crate::failures;
use crate::store::Store;
use sqlx_libsql::Statement;
use weft_domain::{Error, Kind, Result, Timestamp};

/// A new session.
pub struct NewSession<'a> {
    /// The site's id.
    pub site: &'a str,
    /// The id of the account if it must be created.
    pub account: &'a str,
    /// The session's id.
    pub id: &'a str,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// The secret's first characters.
    pub prefix: &'a str,
    /// The creation time of the session.
    pub created_at: Timestamp,
    /// The expiry of the session.
    pub expires_at: Timestamp,
    /// The subject whose failed logins are deleted.
    pub subject: &'a str,
}

/// Creates a session of the site's built-in editor. Its role is developer, because editors create
/// collections.
///
/// # Errors
/// `NotFound` if the site does not exist, `Unavailable`.
pub async fn begin(store: &Store<'_>, new: &NewSession<'_>) -> Result<()> {
    // No password matches this hash, and a built-in account cannot sign in with its address.
    let account = "INSERT INTO accounts (id, email, name, password, created_at, built_in)
                   SELECT ?1, 'editors@' || s.id || '.invalid', 'Editors', '!', ?2, s.pk
                     FROM sites AS s WHERE s.id = ?3 AND NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.built_in = s.pk)";
    let member = "INSERT INTO memberships (account, site, role)
                  SELECT a.pk, s.pk, 'developer' FROM sites AS s JOIN accounts AS a ON a.built_in = s.pk
                   WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site = s.pk)";
    let session = "INSERT INTO credentials (id, kind, hash, prefix, account, site, name, role_cap, scopes, per_minute, per_day, created_at, expires_at)
                   SELECT ?1, 'session', ?2, ?3, a.pk, s.pk, 'session', 'developer', 'read,write,admin', 0, 0, ?4, ?5
                     FROM sites AS s JOIN accounts AS a ON a.built_in = s.pk WHERE s.id = ?6";
    let created_at = new.created_at.to_string();
    let batch = vec![
        Statement::new(account).bind(new.account).bind(created_at.as_str()).bind(new.site),
        Statement::new(member).bind(new.site),
        failures::forget(new.subject),
        Statement::new(session)
            .bind(new.id)
            .bind(new.hash)
            .bind(new.prefix)
            .bind(created_at.as_str())
            .bind(new.expires_at.to_string())
            .bind(new.site),
    ];
    match store.batch(batch).await?.last() {
        Some(last) if last.changes == 1 => Ok(()),
        _ => Err(Error::NotFound(Kind::Site)),
    }
}
