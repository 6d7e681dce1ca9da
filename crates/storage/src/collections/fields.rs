//! Applies a change of a collection's fields to its entries: renames and removes members, and
//! rebuilds indexed values.

use super::Note;
use crate::entries::values::{self, member_value};
use crate::store::{Cells, Store};
use sqlx_libsql::Statement;
use weft_domain::{Collection, Error, Result};

/// The fields that should become unique but have duplicate values in the collection. `moves` are
/// not applied yet: entries still have the values under the old names.
///
/// # Errors
/// If the database fails.
pub async fn shared_fields(
    store: &Store<'_>,
    collection: i64,
    new: &Collection,
    moves: &[Move<'_>],
) -> Result<Vec<String>> {
    let before = |name: &str| {
        let from = moves.iter().find(|one| one.to == Some(name)).map(|one| one.from.to_owned());
        from.unwrap_or_else(|| name.to_owned())
    };
    let unique = new.schema.indexed().filter(|field| field.unique);
    let names: Vec<_> = unique.map(|field| (field.name.as_str(), before(&field.name))).collect();
    let names = serde_json::to_string(&names).map_err(|error| Error::Internal(error.to_string()))?;
    let select = concat!(
        "SELECT f.value ->> 0 FROM json_each(?2) AS f
          WHERE EXISTS (SELECT 1 FROM entries AS e
                         WHERE e.collection = ?1 AND NULLIF(",
        member_value!("e.data", "f.value ->> 1"),
        ", '') IS NOT NULL
                         GROUP BY ",
        member_value!("e.data", "f.value ->> 1"),
        " HAVING count(*) > 1)"
    );
    let rows = store.run(Statement::new(select).bind(collection).bind(names)).await?;
    rows.into_iter().map(|row| Cells::from(row).text()).collect()
}

/// A change of the members with one name in all entries of a collection.
#[derive(Debug, Clone, Copy)]
pub struct Move<'a> {
    /// Their current name.
    pub from: &'a str,
    /// Their new name; `None` removes them.
    pub to: Option<&'a str>,
}

/// Renames or removes members of the entries of a collection, if the collection is at `revision`.
pub(super) fn move_members(collection: i64, revision: i64, one: Move<'_>, note: &Note<'_>) -> Statement {
    let update = "UPDATE entries
                     SET data = CASE WHEN json_type(data, ?3) IS NULL THEN data WHEN ?8 IS NULL THEN json_remove(data, ?3)
                                ELSE json_set(json_remove(data, ?3), ?8, json(data -> ?3)) END,
                         draft = CASE WHEN json_type(draft, ?3) IS NULL THEN draft WHEN ?8 IS NULL THEN json_remove(draft, ?3)
                                 ELSE json_set(json_remove(draft, ?3), ?8, json(draft -> ?3)) END,
                         drafted_at = iif(draft IS NULL, NULL, ?6), ahead = 0,
                         revision = revision + 1, action = 'update', note = NULL, actor = ?4, request = ?5, updated_at = ?6,
                         version = substr(?7, 1, 24) || substr(id, 25)
                   WHERE collection = ?1 AND (json_type(data, ?3) IS NOT NULL OR json_type(draft, ?3) IS NOT NULL)
                     AND EXISTS (SELECT 1 FROM collections WHERE pk = ?1 AND revision = ?2)";
    Statement::new(update)
        .bind(collection)
        .bind(revision)
        .bind(format!("$.\"{}\"", one.from))
        .bind(note.actor)
        .bind(note.request)
        .bind(note.at)
        .bind(note.version)
        .bind(one.to.map(|to| format!("$.\"{to}\"")))
}

/// Rebuilds the indexed values of a collection, if the collection is at `revision`.
///
/// If entries have equal values of a field that becomes the unique slug, all of them stay, and the
/// first one owns the value: no other entry can take it.
pub(super) fn reindex(collection: i64, revision: i64) -> [Statement; 2] {
    let delete = "DELETE FROM entry_values
                   WHERE place >= ?3 AND place < ?4 AND EXISTS (SELECT 1 FROM collections WHERE pk = ?1 AND revision = ?2)";
    let insert = "INSERT INTO entry_values (place, value, created_at, entry, is_unique)
                  SELECT place, value, created_at, entry,
                         iif(mark = 2, ROW_NUMBER() OVER (PARTITION BY field, value ORDER BY entry) = 1, mark)
                    FROM indexed_values
                   WHERE collection = ?1 AND EXISTS (SELECT 1 FROM collections WHERE pk = ?1 AND revision = ?2)";
    let places = values::places(collection);
    let of_collection = |sql| Statement::new(sql).bind(collection).bind(revision);
    [of_collection(delete).bind(places.start).bind(places.end), of_collection(insert)]
}

/// Records the references of all entries of a collection that is at `revision` now; does nothing if
/// it is not.
pub(super) fn record_references(collection: i64, revision: i64) -> Statement {
    let record = "INSERT INTO referring (entry)
                  SELECT e.pk FROM entries AS e
                   WHERE e.collection = ?1 AND EXISTS (SELECT 1 FROM collections WHERE pk = ?1 AND revision = ?2)";
    Statement::new(record).bind(collection).bind(revision)
}
