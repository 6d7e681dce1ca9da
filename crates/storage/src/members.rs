//! Accounts as members of one site.

use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{AccountId, Result, Role, SiteId};

/// An account as its owner sees it.
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

/// An account as a member of a site, or as the administrator of them all, whose epoch must be this
/// one, if one is given.
///
/// # Errors
/// When the store does not answer.
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
    let Some(mut row) = first(store.quick(statement).await?) else { return Ok(None) };
    Ok(Some(Profile {
        id: row.parsed(|text| text.parse().ok())?,
        email: row.text()?,
        name: row.optional_text()?,
        role: row.parsed(Role::parse)?,
        allowed_paths: row.text()?,
    }))
}
