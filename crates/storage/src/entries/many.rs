//! Atomic changes to many entries.
//!
//! One atomic batch: a demand that every entry exists and satisfies its guard, then the same UPDATE
//! of each entry as for a single change (with its version, audit row and event), then a demand that
//! each entry was changed. One unmet demand rolls back the batch; [`present`] finds the reason.

use super::update::{Change, Present, compile};
use super::{ALIVE, Saved, Writing, saved};
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::entry::{Guard, Status};
use weft_domain::shape::Shape;
use weft_domain::{EntryId, Error, Result};

/// A change to one of many entries; the entries are distinct.
pub struct One<'a> {
    /// The entry.
    pub id: EntryId,
    /// Its change.
    pub change: Change<'a>,
    /// Its guard.
    pub guard: Guard,
    /// The id of the new version.
    pub version: String,
}

/// Makes all changes. `None` if one of them failed; then no change was made, and [`present`] finds
/// the reason.
///
/// # Errors
/// `Conflict(Taken)` with the field `slug` or `data` (a unique field), `TooLarge`.
pub async fn update_all(
    store: &Store<'_>,
    writing: &Writing<'_>,
    shape: Shape,
    changes: &[One<'_>],
) -> Result<Option<Vec<Saved>>> {
    let mut batch = Vec::with_capacity(changes.len() + 2);
    batch.push(demand_guards(writing.scope, changes)?);
    for one in changes {
        let writing = Writing { version: &one.version, ..writing.clone() };
        batch.push(compile(&writing, shape, one.id, &one.change, one.guard)?.into_change());
    }
    batch.push(demand_versions(changes)?);
    let outcomes = match store.batch(batch).await {
        Err(Error::Conflict(weft_domain::Conflict::Stale { .. })) => return Ok(None),
        other => other?,
    };
    let rows = outcomes.into_iter().skip(1).take(changes.len()).map(|outcome| first(outcome.rows));
    let saved =
        rows.map(|row| saved(&mut row.ok_or_else(|| Error::Internal("a change without a row".into()))?));
    saved.collect::<Result<Vec<_>>>().map(Some)
}

/// Demands that every entry exists and satisfies its guard. For deletions this is the only demand,
/// because a deleted entry has no current version.
fn demand_guards(scope: &Scope, changes: &[One<'_>]) -> Result<Statement> {
    let demand = [
        "INSERT INTO demands (unmet)
         SELECT 'changes' FROM json_each(?1) AS j
           LEFT JOIN entries AS e ON e.id = j.value ->> 0 AND e.site = (SELECT pk FROM sites WHERE pk = ?2 AND auth_epoch = ?3)",
        ALIVE,
        " WHERE e.pk IS NULL OR (j.value ->> 1 IS NOT NULL AND j.value ->> 1 NOT IN (e.revision, iif(j.value ->> 2, e.revision - e.ahead, e.revision)))
          LIMIT 1",
    ];
    let guards = changes.iter().map(|one| match one.guard {
        Guard::Any => (one.id.to_string(), None, 0),
        Guard::Revision(revision) => (one.id.to_string(), Some(revision), 0),
        Guard::Live(revision) => (one.id.to_string(), Some(revision), 1),
    });
    let demand = Statement::assert_change(demand.concat()).bind(json(guards)?);
    Ok(demand.bind(scope.site).bind(scope.epoch))
}

/// Demands that every entry has the version of its change.
fn demand_versions(changes: &[One<'_>]) -> Result<Statement> {
    let demand = "INSERT INTO demands (unmet)
                  SELECT 'changes' FROM json_each(?1) AS j LEFT JOIN entries AS e ON e.id = j.value ->> 0
                   WHERE e.version IS NOT j.value ->> 1 LIMIT 1";
    let versions = changes.iter().map(|one| {
        let is_gone = matches!(one.change, Change::Delete { .. });
        (one.id.to_string(), (!is_gone).then_some(one.version.as_str()))
    });
    Ok(Statement::new(demand).bind(json(versions)?))
}

/// The current state of these entries, in the given order; `None` for one that does not exist.
///
/// # Errors
/// `Outdated`.
pub async fn present(store: &Store<'_>, scope: &Scope, ids: &[EntryId]) -> Result<Vec<Option<Present>>> {
    let select = [
        "SELECT s.auth_epoch, e.revision, e.revision - e.ahead, e.status, e.type
           FROM sites AS s CROSS JOIN json_each(?2) AS j LEFT JOIN entries AS e ON e.id = j.value AND e.site = s.pk",
        ALIVE,
        " WHERE s.pk = ?1 ORDER BY j.key",
    ];
    let ids = json(ids.iter().map(EntryId::to_string))?;
    let rows = store.run(Statement::assert_read(select.concat()).bind(scope.site).bind(ids)).await?;
    if rows.is_empty() {
        return Err(Error::Outdated);
    }
    let read = |row| {
        let mut row = Cells::from(row);
        super::same_epoch(&mut row, scope)?;
        let Some(revision) = row.optional_integer()? else { return Ok(None) };
        let (live, status) = (row.integer()?, row.parsed(Status::parse)?);
        Ok(Some(Present { revision, live, status, collection: row.text()? }))
    };
    rows.into_iter().map(read).collect()
}

/// The keys of the collections of these entries, in the given order; `None` for an entry that does
/// not exist.
///
/// # Errors
/// `Outdated`.
pub async fn collections_of(store: &Store<'_>, scope: &Scope, ids: &[EntryId]) -> Result<Vec<Option<i64>>> {
    let select = [
        "SELECT s.auth_epoch, e.collection
           FROM sites AS s CROSS JOIN json_each(?2) AS j LEFT JOIN entries AS e ON e.id = j.value AND e.site = s.pk",
        ALIVE,
        " WHERE s.pk = ?1 ORDER BY j.key",
    ];
    let ids = json(ids.iter().map(EntryId::to_string))?;
    let select = Statement::assert_read(select.concat()).bind(scope.site).bind(ids);
    let rows = store.run(select).await?;
    if rows.is_empty() {
        return Err(Error::Outdated);
    }
    let read = |row| {
        let mut row = Cells::from(row);
        super::same_epoch(&mut row, scope)?;
        row.optional_integer()
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn json<T: serde::Serialize>(rows: impl Iterator<Item = T>) -> Result<String> {
    serde_json::to_string(&rows.collect::<Vec<T>>()).map_err(|error| Error::Internal(error.to_string()))
}
