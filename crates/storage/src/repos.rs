//! Sites as repositories (samduke-cms): the repositories of an account, by name.

use crate::listing::read;
use crate::store::{Store, first};
use crate::tokens::Use;
use sqlx_libsql::Statement;
use weft_domain::{AccountId, Result};

/// A site as a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repo {
    /// `owner/name`
    pub name: String,
    /// The creation time of the site.
    pub added_at: String,
}

const LIST: &str = "
    SELECT json_group_array(json(v))
      FROM (SELECT json_array(s.repo, s.created_at) AS v
              FROM accounts AS a
              JOIN sites AS s ON a.role = 'admin' OR EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site = s.pk)
             WHERE a.id = ?1 AND s.repo IS NOT NULL AND (?2 IS NULL OR s.repo IN (SELECT value FROM json_each(?2)))
             ORDER BY s.pk)";

/// Lists the repositories of an account, oldest first; only those in `of`, if it is given. Records
/// the use of a token in the same batch.
///
/// # Errors
/// If the database fails.
pub async fn list(
    store: &Store<'_>,
    account: AccountId,
    of: Option<&[String]>,
    used: Option<Use<'_>>,
) -> Result<Vec<Repo>> {
    let of = of.map(|names| serde_json::to_string(names).unwrap_or_default());
    let statement = Statement::assert_read(LIST).bind(account.to_string()).bind(of);
    let rows = match used {
        None => store.run(statement).await?,
        Some(used) => {
            let outcomes = store.batch(vec![used.note(), statement]).await?;
            outcomes.into_iter().last().map(|last| last.rows).unwrap_or_default()
        }
    };
    let Some(mut row) = first(rows) else { return Ok(Vec::new()) };
    let found: Vec<(String, String)> = read(&row.text()?)?;
    Ok(found.into_iter().map(|(name, added_at)| Repo { name, added_at }).collect())
}
