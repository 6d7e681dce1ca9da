//! Sites as repositories (samduke-cms): what an account reaches, by name.

use crate::listing::read;
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{AccountId, Result};

/// A site as a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repo {
    /// `owner/name`
    pub name: String,
    /// When the site was made.
    pub added_at: String,
}

const LIST: &str = "
    SELECT json_group_array(json(v))
      FROM (SELECT json_array(s.repo, s.created_at) AS v
              FROM accounts AS a
              JOIN sites AS s ON a.role = 'admin' OR EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site = s.pk)
             WHERE a.id = ?1 AND s.repo IS NOT NULL AND (?2 IS NULL OR s.repo IN (SELECT value FROM json_each(?2)))
             ORDER BY s.pk)";

/// The repositories of an account, oldest first; those among `of`, where it is given.
///
/// # Errors
/// When the store does not answer.
pub async fn list(store: &Store<'_>, account: AccountId, of: Option<&[String]>) -> Result<Vec<Repo>> {
    let of = of.map(|names| serde_json::to_string(names).unwrap_or_default());
    let statement = Statement::assert_read(LIST).bind(account.to_string()).bind(of);
    let Some(mut row) = first(store.run(statement).await?) else { return Ok(Vec::new()) };
    let found: Vec<(String, String)> = read(&row.text()?)?;
    Ok(found.into_iter().map(|(name, added_at)| Repo { name, added_at }).collect())
}
