//! A new entry: one INSERT; its triggers count, audit, announce and index it.

use super::document::{Rows, push_document};
use super::{Saved, Writing, saved};
use crate::sql::{Sql, Texts};
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::entry::Status;
use weft_domain::event::Event;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{EntryId, Result};

/// An entry to be made.
pub struct NewEntry<'a> {
    /// Its id.
    pub id: EntryId,
    /// Its collection's key.
    pub collection: i64,
    /// The collection's revision that `data` was checked against.
    pub collection_revision: i64,
    /// Its slug.
    pub slug: &'a str,
    /// Its status.
    pub status: Status,
    /// The account that makes it.
    pub author: &'a str,
    /// Its data, checked.
    pub data: &'a str,
    /// When it is to have been made; now, if `None`.
    pub created_at: Option<&'a str>,
}

/// Makes an entry. `None`: the collection has changed or gone, or the principal is outdated.
///
/// # Errors
/// `Conflict(Taken)` with the field `slug` or `data` (a unique field).
pub async fn create(
    store: &Store<'_>,
    writing: &Writing<'_>,
    shape: Shape,
    new: &NewEntry<'_>,
) -> Result<Option<Saved>> {
    let text = TEXTS.get(shape, (), || {
        let mut sql = Sql::new(INSERT);
        push_document(&mut sql, Rows::any(""), shape, &Projection::default());
        sql.push(" AS doc");
        sql
    });
    let statement = Statement::assert_change(text)
        .bind(new.id.to_string())
        .bind(new.slug)
        .bind(new.status.as_str())
        .bind(new.author)
        .bind(writing.now)
        .bind(new.created_at.unwrap_or(writing.now))
        .bind(writing.version)
        .bind(writing.actor)
        .bind(Event::Create.as_str())
        .bind(writing.request)
        .bind(new.data)
        .bind(writing.scope.site)
        .bind(writing.scope.epoch)
        .bind(new.collection)
        .bind(new.collection_revision)
        .single();
    first(store.run(statement).await?).map(|mut row| saved(&mut row)).transpose()
}

const INSERT: &str = "
INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at,
                     version, actor, action, request, data)
SELECT ?1, s.pk, c.pk, c.name, ?2, ?3, 1, ?4, iif(?3 = 'published', ?5, ''), ?6, ?5, ?7, ?8, ?9, ?10, ?11
  FROM sites AS s JOIN collections AS c ON c.site = s.pk
 WHERE s.pk = ?12 AND s.auth_epoch = ?13 AND c.pk = ?14 AND c.revision = ?15
RETURNING id, revision, ";

static TEXTS: Texts<()> = Texts::new();

/// The slugs of a collection that are `base`, or `base-` and a number.
///
/// # Errors
/// When the store does not answer.
pub async fn slugs_like(store: &Store<'_>, collection: i64, base: &str) -> Result<Vec<String>> {
    let select = "SELECT slug FROM entries
                   WHERE collection = ?1 AND slug >= ?2 AND slug < ?2 || '.' AND (slug = ?2 OR slug GLOB ?2 || '-[0-9]*')";
    let rows = store.run(Statement::new(select).bind(collection).bind(base)).await?;
    rows.into_iter().map(|row| crate::store::Cells::from(row).text()).collect()
}

/// Which unique fields of `data` have a value that another entry than `id` has already.
///
/// # Errors
/// When the store does not answer.
pub async fn taken_fields(
    store: &Store<'_>,
    collection: i64,
    id: EntryId,
    data: &str,
) -> Result<Vec<String>> {
    let select = "SELECT f.value ->> 0 FROM collections AS c, json_each(c.indexed) AS f
                   WHERE c.pk = ?1 AND f.value ->> 1 = 1
                     AND EXISTS (SELECT 1 FROM entry_values AS v
                                  WHERE v.place >> 2 = c.pk * 256 + f.key AND v.is_unique = 1 AND v.value <> -1e999 AND v.value <> ''
                                    AND v.entry <> COALESCE((SELECT pk FROM entries WHERE id = ?3), -1)
                                    AND v.value = CASE json_type(?2, '$.\"' || (f.value ->> 0) || '\"') WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
                                                  ELSE ?2 ->> ('$.\"' || (f.value ->> 0) || '\"') END)";
    let rows = store.run(Statement::new(select).bind(collection).bind(data).bind(id.to_string())).await?;
    rows.into_iter().map(|row| crate::store::Cells::from(row).text()).collect()
}
