//! What was done to the entries of a slug, as people read it: when, by which write, and what the
//! entry was before.

use super::same_epoch;
use crate::store::{Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{Error, Kind, Result};

/// The newest changes of a slug, newest first: JSON objects `{"ts":…,"action":…,"data":…}` with
/// commas between. Of the changes that made an entry, those of the action `making` alone.
///
/// # Errors
/// `NotFound` when there is no such collection, `Outdated`.
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
