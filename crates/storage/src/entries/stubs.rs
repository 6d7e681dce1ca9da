//! Stubs: entries without content, for components of a page that have no entry yet.

use super::Writing;
use crate::store::Store;
use sqlx_libsql::Statement;
use weft_domain::{EntryId, Error, Result};

/// A new entry on a page.
#[derive(Debug, Clone)]
pub struct Stub {
    /// Its id.
    pub id: EntryId,
    /// Its collection, as (key, revision).
    pub collection: (i64, i64),
    /// Its slug.
    pub slug: String,
    /// The id of its first version.
    pub version: String,
    /// Its instance key.
    pub instance: String,
    /// The component that it is an instance of.
    pub component: String,
}

/// Creates stubs on a page in one atomic batch; returns their number. Existing instances of any
/// status stay unchanged. A stub is not created if its collection is no longer at its revision.
///
/// # Errors
/// `Conflict(Taken)` with the field `slug`.
pub async fn create(store: &Store<'_>, writing: &Writing<'_>, page: &str, stubs: &[Stub]) -> Result<u64> {
    // Entries of deleted collections that are still to be deleted lose their places.
    let clear = "UPDATE entries SET page = NULL, instance = NULL, component = NULL
                  WHERE site = ?1 AND page = ?2 AND collection IN (SELECT collection FROM removals)";
    let clear = Statement::new(clear).bind(writing.scope.site).bind(page);
    let insert = "
        INSERT INTO entries (id, site, collection, type, slug, status, revision, author, created_at, updated_at,
                             version, actor, action, request, page, instance, component, data)
        SELECT j.value ->> 0, s.pk, c.pk, c.name, j.value ->> 3, 'draft',
               1 + COALESCE((SELECT l.revision FROM last_revisions AS l WHERE l.collection = c.pk AND l.slug = j.value ->> 3), 0),
               ?3, ?4, ?4, j.value ->> 4, ?3, 'create', ?5, ?2, j.value ->> 5, j.value ->> 6, '{}'
          FROM sites AS s
          JOIN json_each(?6) AS j
          JOIN collections AS c ON c.site = s.pk AND c.pk = j.value ->> 1 AND c.revision = j.value ->> 2
         WHERE s.pk = ?1 AND s.auth_epoch = ?7
        ON CONFLICT (site, page, instance) WHERE page IS NOT NULL DO NOTHING";
    let row = |stub: &Stub| {
        let (collection, revision) = stub.collection;
        let Stub { id, slug, version, instance, component, .. } = stub.clone();
        (id.to_string(), collection, revision, slug, version, instance, component)
    };
    let rows: Vec<_> = stubs.iter().map(row).collect();
    let rows = serde_json::to_string(&rows).map_err(|error| Error::Internal(error.to_string()))?;
    let insert = Statement::new(insert)
        .bind(writing.scope.site)
        .bind(page)
        .bind(writing.actor)
        .bind(writing.now)
        .bind(writing.request)
        .bind(rows)
        .bind(writing.scope.epoch);
    let outcomes = store.batch(vec![clear, insert]).await?;
    Ok(outcomes.last().map_or(0, |made| made.changes))
}
