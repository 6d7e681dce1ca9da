//! The history of a slug for CaretCMS's editors: the time and the action of each write, and the
//! data before it.

use super::same_epoch;
use crate::store::{Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{Error, Kind, Result};

/// Lists the changes of a slug, newest first: JSON objects `{"ts":…,"action":…,"data":…}` separated
/// by commas. Of the changes that created an entry, only those with the action `making` are
/// included.
///
/// # Errors
/// `NotFound` if the collection does not exist, `Outdated`.
pub async fn list(
    store: &Store<'_>,
    scope: &Scope,
    collection: &str,
    slug: &str,
    making: &str,
    limit: u32,
) -> Result<String> {
    let select = "SELECT s.auth_epoch, c.pk,
                         (SELECT group_concat(doc) FROM (
                            SELECT concat('{\"ts\":', h.ts, ',\"action\":\"', h.action, '\",\"data\":',
                                          CASE WHEN h.entry IS NULL THEN '{}'
                                               ELSE (SELECT v.data FROM versions AS v WHERE v.entry = h.entry AND v.revision = h.revision) END, '}') AS doc
                              FROM changes AS h
                             WHERE h.collection = c.pk AND h.slug = ?3 AND (h.entry IS NOT NULL OR h.action = ?4)
                             ORDER BY h.ts DESC LIMIT ?5))
                    FROM sites AS s LEFT JOIN collections AS c ON c.site = s.pk AND c.name = ?2
                   WHERE s.pk = ?1";
    let statement = Statement::new(select).bind(scope.site).bind(collection).bind(slug).bind(making);
    let mut row = first(store.run(statement.bind(i64::from(limit))).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    row.optional_integer()?.ok_or(Error::NotFound(Kind::Collection))?;
    Ok(row.optional_text()?.unwrap_or_default())
}
