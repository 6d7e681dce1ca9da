//! Sites: made once, when somebody moves in.

use crate::accounts::NewAccount;
use crate::credentials::NewCredential;
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{Error, Result};

/// A site to be made.
pub struct NewSite<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
}

/// Whether there is a site at all.
///
/// # Errors
/// When the store does not answer.
pub async fn exists(store: &Store<'_>) -> Result<bool> {
    Ok(first(store.quick(Statement::new("SELECT 1 FROM sites LIMIT 1")).await?).is_some())
}

/// Makes a site with its first administrator and its first key, all or nothing.
///
/// `only_first`: only while there is no site; checked in the statement, so of two at once one wins.
///
/// # Errors
/// `Forbidden` when `only_first` and there is one; `Conflict(Taken)` when the e-mail address has an account.
pub async fn create(
    store: &Store<'_>,
    site: &NewSite<'_>,
    admin: &NewAccount<'_>,
    key: &NewCredential<'_>,
    only_first: bool,
) -> Result<()> {
    let insert = "INSERT INTO sites (id, name, created_at)
                  SELECT ?1, ?2, ?3 WHERE ?4 = 0 OR NOT EXISTS (SELECT 1 FROM sites)";
    let member = "INSERT INTO memberships (account, site, role)
                  SELECT a.pk, s.pk, 'admin' FROM accounts AS a, sites AS s WHERE a.id = ?1 AND s.id = ?2";
    let outcome = store
        .batch(vec![
            Statement::new(insert)
                .bind(site.id)
                .bind(site.name)
                .bind(admin.created_at)
                .bind(i64::from(only_first)),
            admin.insert_if_site(site.id),
            Statement::new(member).bind(admin.id).bind(site.id),
            key.insert(),
        ])
        .await?;
    match outcome.first() {
        Some(first) if first.changes == 1 => Ok(()),
        _ => Err(Error::Forbidden { needs: "an invitation: this installation takes no new sites" }),
    }
}
