//! Entries by the name of their collection and their slug, existing or not: for writes that create
//! a missing entry.

use super::same_epoch;
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{EntryId, Error, Result};

/// The state of a slug of a collection.
#[derive(Debug, Default)]
pub struct Slot {
    /// Whether the collection exists.
    pub has_collection: bool,
    /// The entry, if it exists.
    pub entry: Option<Occupant>,
    /// The last revision of a deleted entry with this slug.
    pub last_revision: Option<i64>,
    /// The data of an entry with this slug before the change at the requested time, if there was
    /// one.
    pub snapshot: Option<String>,
}

/// An entry with the slug.
#[derive(Debug)]
pub struct Occupant {
    /// Its id.
    pub id: EntryId,
    /// Its revision.
    pub revision: i64,
    /// Its data, or that of its draft.
    pub data: String,
    /// Whether the data is that of a draft.
    pub is_draft: bool,
}

/// Finds the state of a slug; with `at`, also the snapshot of that time in milliseconds.
///
/// # Errors
/// `Outdated`.
pub async fn find(
    store: &Store<'_>,
    scope: &Scope,
    collection: &str,
    slug: &str,
    at: Option<i64>,
) -> Result<Slot> {
    let select = "SELECT s.auth_epoch, c.pk IS NOT NULL, e.id, e.revision, COALESCE(e.draft, e.data), e.draft IS NOT NULL, l.revision,
                         (SELECT CASE WHEN h.entry IS NULL THEN '{}' ELSE (SELECT v.data FROM versions AS v WHERE v.entry = h.entry AND v.revision = h.revision) END
                            FROM changes AS h WHERE h.collection = c.pk AND h.slug = ?3 AND h.ts = ?4)
                    FROM sites AS s
                    LEFT JOIN collections AS c ON c.site = s.pk AND c.name = ?2
                    LEFT JOIN entries AS e ON e.collection = c.pk AND e.slug = ?3
                    LEFT JOIN last_revisions AS l ON l.collection = c.pk AND l.slug = ?3
                   WHERE s.pk = ?1";
    let statement = Statement::new(select).bind(scope.site).bind(collection).bind(slug).bind(at);
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    let has_collection = row.integer()? == 1;
    let id = row.optional_text()?;
    let (revision, data, is_draft) = (row.optional_integer()?, row.optional_text()?, row.integer()? == 1);
    let entry = match (id.map(|id| id.parse()), revision, data) {
        (Some(Ok(id)), Some(revision), Some(data)) => Some(Occupant { id, revision, data, is_draft }),
        (None, ..) => None,
        _ => return Err(Error::Internal("an entry without an id".to_owned())),
    };
    Ok(Slot { has_collection, entry, last_revision: row.optional_integer()?, snapshot: row.optional_text()? })
}

/// The ids and revisions of the entries with these slugs, in the given order; `None` for one that
/// does not exist.
///
/// # Errors
/// `Outdated`.
pub async fn ids(
    store: &Store<'_>,
    scope: &Scope,
    collection: &str,
    slugs: &[&str],
) -> Result<Vec<Option<(EntryId, i64)>>> {
    let select = "SELECT s.auth_epoch, e.id, e.revision
                    FROM sites AS s
                   CROSS JOIN json_each(?3) AS j
                    LEFT JOIN collections AS c ON c.site = s.pk AND c.name = ?2
                    LEFT JOIN entries AS e ON e.collection = c.pk AND e.slug = j.value
                   WHERE s.pk = ?1
                   ORDER BY j.key";
    let slugs = serde_json::to_string(slugs).map_err(|error| Error::Internal(error.to_string()))?;
    let rows = store.run(Statement::new(select).bind(scope.site).bind(collection).bind(slugs)).await?;
    if rows.is_empty() {
        return Err(Error::Outdated);
    }
    let read = |row| {
        let mut row = Cells::from(row);
        same_epoch(&mut row, scope)?;
        let Some(id) = row.optional_text()? else { return Ok(None) };
        let id = id.parse().map_err(|_| Error::Internal("an entry without an id".to_owned()))?;
        Ok(Some((id, row.integer()?)))
    };
    rows.into_iter().map(read).collect()
}

/// Counts the deletion of a slug that no entry has; the next entry with the slug continues the
/// revision. Returns the revision; `None` if the collection does not exist.
///
/// # Errors
/// `Outdated`.
pub async fn skip_revision(
    store: &Store<'_>,
    scope: &Scope,
    collection: &str,
    slug: &str,
) -> Result<Option<i64>> {
    let upsert = "INSERT INTO last_revisions (collection, slug, revision)
                  SELECT c.pk, ?3, 1 FROM sites AS s JOIN collections AS c ON c.site = s.pk AND c.name = ?2
                   WHERE s.pk = ?1 AND s.auth_epoch = ?4 AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.collection = c.pk AND e.slug = ?3)
                  ON CONFLICT (collection, slug) DO UPDATE SET revision = revision + 1
                  RETURNING revision";
    let statement = Statement::new(upsert).bind(scope.site).bind(collection).bind(slug).bind(scope.epoch);
    first(store.run(statement).await?).map(|mut row| row.integer()).transpose()
}

/// The data of published entries, or of all, by collection and slug: a JSON object with the members
/// `<collection>::<slug>`. Names and slugs contain no characters that JSON must escape.
///
/// # Errors
/// `Outdated`.
pub async fn data_of(
    store: &Store<'_>,
    scope: &Scope,
    keys: &[(String, String)],
    with_drafts: bool,
) -> Result<String> {
    let select = "SELECT s.auth_epoch,
                         (SELECT group_concat(concat('\"', c.name, '::', e.slug, '\":', iif(?3, COALESCE(e.draft, e.data), e.data)))
                            FROM json_each(?2) AS j
                            JOIN collections AS c ON c.site = s.pk AND c.name = j.value ->> 0
                            JOIN entries AS e ON e.collection = c.pk AND e.slug = j.value ->> 1
                           WHERE ?3 OR e.status = 'published')
                    FROM sites AS s WHERE s.pk = ?1";
    let keys = serde_json::to_string(keys).map_err(|error| Error::Internal(error.to_string()))?;
    let statement = Statement::new(select).bind(scope.site).bind(keys).bind(i64::from(with_drafts));
    let mut row = first(store.run(statement).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    Ok(format!("{{{}}}", row.optional_text()?.unwrap_or_default()))
}
