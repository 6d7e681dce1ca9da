//! References between entries: whether what an entry is to refer to is there, and who refers to
//! what.
//!
//! Triggers record them (migrations/0002_content.sql) with every write of the entry, and the
//! statement that writes the entry checks them, so a target cannot be deleted in between. A deleted
//! target that the entry refers to already is accepted: clients send whole entries back.

use super::{ALIVE, same_epoch};
use crate::sql::Sql;
use crate::store::{Cells, Scope, Store, first};
use serde::Deserialize;
use sqlx_libsql::Statement;
use weft_domain::entry::Visibility;
use weft_domain::{EntryId, Error, Result};

/// An entry that must be there for a write to go through.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The key of the collection that this is asked for: of the entry that is written.
    pub collection: i64,
    /// The id of the entry that must be there.
    pub id: EntryId,
    /// The names of the collections that it may be of; any, if empty.
    pub types: &'a [String],
}

/// That no target in `$rows` is missing: SQL over the rows, the key of the collection that is
/// written, the key of its site and the key of the entry that is written, `NULL` for a new one.
macro_rules! none_is_missing {
    ($rows:literal, $collection:literal, $site:literal, $entry:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM json_each(",
            $rows,
            ") AS r
                          WHERE r.value ->> 0 = ",
            $collection,
            " AND NOT ",
            crate::entries::references::is_good!($site, $entry),
            ")"
        )
    };
}

/// That the target `r` exists and has one of the types; or that it was deleted, and the entry
/// refers to it already.
macro_rules! is_good {
    ($site:literal, $entry:literal) => {
        concat!(
            "COALESCE((SELECT r.value -> 2 = '[]' OR t.type IN (SELECT n.value FROM json_each(r.value, '$[2]') AS n)
                         FROM entries AS t
                        WHERE t.id = r.value ->> 1 AND t.site = ", $site, " AND t.collection NOT IN (SELECT collection FROM removals)),
                      EXISTS (SELECT 1 FROM entry_references AS k
                               WHERE k.target = r.value ->> 1 AND k.site = ", $site, " AND k.entry = ", $entry, "))"
        )
    };
}

pub(crate) use {is_good, none_is_missing};

/// The targets as a JSON array of rows.
pub(super) fn rows(targets: &[Target<'_>]) -> Result<String> {
    super::many::json(targets.iter().map(|target| (target.collection, target.id.to_string(), target.types)))
}

/// Appends ` AND …`: that no target of the entry `e` is missing.
pub(super) fn push_targets(sql: &mut Sql, rows: &str) {
    const CONDITION: &str = none_is_missing!("?", "e.collection", "e.site", "e.pk");
    if let Some((before, after)) = CONDITION.split_once('?') {
        sql.push(" AND ").push(before).bind(rows).push(after);
    }
}

/// Returns the indexes of the targets that prevent a write of `entry`; of a new one, if `None`.
///
/// # Errors
/// `Outdated`.
pub async fn missing(
    store: &Store<'_>,
    scope: &Scope,
    entry: Option<EntryId>,
    targets: &[Target<'_>],
) -> Result<Vec<usize>> {
    let select = concat!(
        "SELECT s.auth_epoch, r.key FROM sites AS s LEFT JOIN json_each(?2) AS r ON NOT ",
        is_good!("s.pk", "(SELECT pk FROM entries WHERE id = ?3)"),
        " WHERE s.pk = ?1 ORDER BY r.key"
    );
    let select = Statement::new(select).bind(scope.site).bind(rows(targets)?);
    let found = store.run(select.bind(entry.map(|entry| entry.to_string()))).await?;
    if found.is_empty() {
        return Err(Error::Outdated);
    }
    let read = |row| {
        let mut row = Cells::from(row);
        same_epoch(&mut row, scope)?;
        Ok(row.optional_integer()?.and_then(|key| usize::try_from(key).ok()))
    };
    found.into_iter().filter_map(|row| read(row).transpose()).collect()
}

/// An entry that refers to another, or to a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Referrer {
    /// Its id.
    pub id: EntryId,
    /// The name of its collection.
    pub collection: String,
    /// Its slug.
    pub slug: String,
    /// The fields that hold the reference, with the groups and lists that they are in.
    pub fields: Vec<String>,
}

/// The entries that refer to the entry or the file of that id, the first made first; a page of
/// them, and how many there are. Those that are not published, and those that only refer to it in a
/// draft beside what is published, are seen with `Visibility::All` alone.
///
/// # Errors
/// `Outdated`.
pub async fn where_used(
    store: &Store<'_>,
    scope: &Scope,
    visibility: Visibility,
    target: &str,
    limit: u32,
    offset: u64,
) -> Result<(Vec<Referrer>, u64)> {
    let select = statement(scope.site, visibility, target, limit, offset);
    let mut row = first(store.run(select).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    let total = u64::try_from(row.integer()?).unwrap_or_default();
    let found = row.parsed(|text| serde_json::from_str(text).ok())?;
    Ok((found, total))
}

fn statement(site: i64, visibility: Visibility, target: &str, limit: u32, offset: u64) -> Statement {
    let seen = match visibility {
        Visibility::All => "",
        Visibility::Published => " AND e.status = 'published' AND r.in_draft = 0",
    };
    let referring = [
        " FROM entry_references AS r CROSS JOIN entries AS e ON e.pk = r.entry WHERE r.target = ?2 AND r.site = s.pk",
        ALIVE,
        seen,
    ]
    .concat();
    let select = [
        "SELECT s.auth_epoch, (SELECT count(DISTINCT r.entry)",
        &referring,
        "), (SELECT json_group_array(json_object('id', p.id, 'collection', p.type, 'slug', p.slug, 'fields', json(p.fields)))
               FROM (SELECT e.id, e.type, e.slug, json_group_array(DISTINCT r.field) AS fields",
        &referring,
        " GROUP BY r.entry ORDER BY r.entry LIMIT ?3 OFFSET ?4) AS p) FROM sites AS s WHERE s.pk = ?1",
    ];
    Statement::assert_read(select.concat())
        .bind(site)
        .bind(target)
        .bind(i64::from(limit))
        .bind(i64::try_from(offset).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;

    #[test]
    fn who_refers_is_found_by_the_targets_key() {
        let db = Db::open_memory().unwrap();
        block_on(crate::migrate::migrate(&Store::new(&db))).unwrap();
        for visibility in [Visibility::All, Visibility::Published] {
            let select = statement(1, visibility, "x", 10, 0);
            let explain = Statement::assert_safe(format!("EXPLAIN QUERY PLAN {}", select.sql()));
            let plan = block_on(db.run(explain.bind_all(select.args().to_vec()))).unwrap();
            let steps: Vec<String> = plan.rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect();
            let walks =
                steps.iter().filter(|step| step.contains("SEARCH r USING PRIMARY KEY (target=? AND site=?)"));
            assert_eq!(walks.count(), 2, "{steps:#?}");
            let is_costly = |step: &&String| {
                step.starts_with("SCAN e")
                    || step.starts_with("SCAN r")
                    || step.contains("TEMP B-TREE FOR GROUP")
            };
            assert_eq!(steps.iter().find(is_costly), None, "{steps:#?}");
        }
    }
}
