//! The entries of a page: reading and publishing a page, and finding the page of an entry.
//!
//! All statements scan `entries_by_place`, so the cost of a page depends on its entries and not on
//! the number of pages. No page shows archived entries, to any principal.

#[cfg(test)]
mod tests;

use super::document::{Rows, push_document};
use super::{ALIVE, Saved, Writing, same_epoch, saved};
use crate::sql::{Sql, Texts};
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::entry::Visibility;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{EntryId, Error, Place, Result};

/// The entries of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEntries {
    /// Their JSON, separated by commas, in order of their instance keys.
    pub documents: String,
    /// Their number.
    pub returned: u32,
}

/// The visible entries of a page: published ones, or also drafts. One statement.
///
/// # Errors
/// `Outdated`.
pub async fn list_page(
    store: &Store<'_>,
    scope: &Scope,
    visibility: Visibility,
    shape: Shape,
    page: &str,
) -> Result<PageEntries> {
    let text = LISTS.get(shape, visibility, || compile_list(shape, visibility, ""));
    let statement = Statement::assert_read(text).bind(scope.site).bind(page);
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    let returned = u32::try_from(row.integer()?).unwrap_or(u32::MAX);
    Ok(PageEntries { documents: row.optional_text()?.unwrap_or_default(), returned })
}

static LISTS: Texts<Visibility> = Texts::new();

/// As [`list_page`], with the instance keys and the content types of all entries of the page,
/// archived ones included. One statement.
///
/// # Errors
/// `Outdated`.
pub async fn list_standing(
    store: &Store<'_>,
    scope: &Scope,
    visibility: Visibility,
    shape: Shape,
    page: &str,
) -> Result<(PageEntries, Vec<(String, String)>)> {
    let text = STANDING.get(shape, visibility, || compile_list(shape, visibility, STANDING_COLUMN));
    let statement = Statement::assert_read(text).bind(scope.site).bind(page);
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    let returned = u32::try_from(row.integer()?).unwrap_or(u32::MAX);
    let documents = row.optional_text()?.unwrap_or_default();
    let standing = row.parsed(|array| serde_json::from_str(array).ok())?;
    Ok((PageEntries { documents, returned }, standing))
}

static STANDING: Texts<Visibility> = Texts::new();

const STANDING_COLUMN: &str = ", (SELECT json_group_array(json_array(e.instance, e.type)) FROM entries AS e
        WHERE e.site = ?1 AND e.page = ?2 AND e.collection NOT IN (SELECT collection FROM removals))";

/// Compiles the statement with the parameters `?1` the site's key and `?2` the page; `more` is an
/// additional column.
fn compile_list(shape: Shape, visibility: Visibility, more: &str) -> Sql {
    let are_published = visibility == Visibility::Published;
    let rows = Rows { prefix: "e.", are_published, show_drafts: !are_published };
    let mut sql = Sql::new("SELECT s.auth_epoch, p.returned, p.docs");
    sql.push(more)
        .push(" FROM sites AS s, (SELECT count(*) AS returned, group_concat(doc) AS docs FROM (SELECT ");
    push_document(&mut sql, rows, shape, &Projection::default());
    sql.push(" AS doc FROM entries AS e WHERE e.site = ?1 AND e.page = ?2 AND e.status ");
    sql.push(if are_published { "= 'published'" } else { "<> 'archived'" }).push(ALIVE);
    sql.push(" ORDER BY e.instance)) AS p WHERE s.pk = ?1");
    sql
}

/// The page of each of these entries: the inner `None` for an entry without a page, the outer for
/// one that does not exist. An entry never changes its page.
///
/// # Errors
/// `Outdated`.
pub async fn pages(store: &Store<'_>, scope: &Scope, ids: &[EntryId]) -> Result<Vec<Option<Option<String>>>> {
    let select = [
        "SELECT s.auth_epoch, e.pk, e.page FROM sites AS s CROSS JOIN json_each(?2) AS j
           LEFT JOIN entries AS e ON e.id = j.value AND e.site = s.pk",
        ALIVE,
        " WHERE s.pk = ?1 ORDER BY j.key",
    ];
    let ids: Vec<String> = ids.iter().map(EntryId::to_string).collect();
    let ids = serde_json::to_string(&ids).map_err(|error| Error::Internal(error.to_string()))?;
    let rows = store.run(Statement::assert_read(select.concat()).bind(scope.site).bind(ids)).await?;
    if rows.is_empty() {
        return Err(Error::Outdated);
    }
    let read = |row| {
        let mut row = Cells::from(row);
        same_epoch(&mut row, scope)?;
        let is_there = row.optional_integer()?.is_some();
        let page = row.optional_text()?;
        Ok(is_there.then_some(page))
    };
    rows.into_iter().map(read).collect()
}

/// Publishes the unpublished entries and drafts of a page, and leaves one event for the page if
/// there were any. It is one atomic batch without guards, so concurrent writes cannot make it fail.
/// Returns the entries in order of their instance keys.
///
/// # Errors
/// `Conflict(Taken)` with the field `data` (a unique field), `Outdated`.
pub async fn publish_page(
    store: &Store<'_>,
    writing: &Writing<'_>,
    shape: Shape,
    page: &str,
) -> Result<Vec<Saved>> {
    let epoch = Statement::new("SELECT auth_epoch FROM sites WHERE pk = ?1").bind(writing.scope.site);
    let batch =
        vec![publish(writing, shape, page).into_change(), audit(writing, page), announce(page), epoch];
    let mut outcomes = store.batch(batch).await?;
    let mut epoch = outcomes.pop().and_then(|outcome| first(outcome.rows)).ok_or(Error::Outdated)?;
    same_epoch(&mut epoch, writing.scope)?;
    let rows = outcomes.into_iter().next().map(|outcome| outcome.rows).unwrap_or_default();
    let read = |row| {
        let mut row = Cells::from(row);
        let saved = saved(&mut row)?;
        Ok((row.text()?, saved))
    };
    let mut published = rows.into_iter().map(read).collect::<Result<Vec<(String, Saved)>>>()?;
    published.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(published.into_iter().map(|(_, saved)| saved).collect())
}

/// The condition of entries to publish: entries that are drafts, and published entries with a
/// draft.
const PENDING: &str = " AND (e.status = 'draft' OR e.draft IS NOT NULL)";

/// The UPDATE. The ids of versions must differ: each consists of a random prefix of the write and
/// the entry's key.
fn publish(writing: &Writing<'_>, shape: Shape, page: &str) -> Sql {
    let mut sql = Sql::new("UPDATE entries AS e SET version = concat(substr(");
    sql.bind(writing.version).push(", 1, 24), printf('%012x', e.pk)), actor = ").bind(writing.actor);
    sql.push(", request = ").bind(writing.request).push(", updated_at = ");
    let now = sql.arg(writing.now);
    sql.again(now)
        .push(", ahead = 0, draft = NULL, drafted_at = NULL, action = 'publish', revision = revision + 1, note = ")
        .bind(writing.note);
    sql.push(", status = 'published', published_at = ").again(now).push(", data = COALESCE(e.draft, e.data)");
    sql.push(" WHERE e.site = (SELECT pk FROM sites WHERE pk = ").bind(writing.scope.site);
    sql.push(" AND auth_epoch = ").bind(writing.scope.epoch).push(") AND e.page = ").bind(page);
    sql.push(PENDING).push(ALIVE).push(" RETURNING id, revision, ");
    push_document(&mut sql, Rows::any(""), shape, &Projection::default());
    sql.push(" AS doc, instance");
    sql
}

/// Writes the audit row of the page's publication, if it changed an entry: `revision` is the number
/// of entries.
fn audit(writing: &Writing<'_>, page: &str) -> Statement {
    let insert = "INSERT INTO audit (site, at, actor, request, action, subject, revision)
                  SELECT ?1, ?2, ?3, ?4, 'page.publish', ?5, changes() WHERE changes() > 0";
    let insert = Statement::new(insert).bind(writing.scope.site).bind(writing.now).bind(writing.actor);
    insert.bind(writing.request).bind(page)
}

/// Writes the event of the audit row before it in the batch, if there is one: `entry` is the page,
/// `revision` the number of published entries.
fn announce(page: &str) -> Statement {
    let insert = "INSERT INTO events (seq, site, at, kind, type, entry, slug, status, revision, page)
                  SELECT a.seq, a.site, a.at, a.action, '', a.subject, '', 'published', a.revision, a.subject
                    FROM audit AS a
                   WHERE changes() = 1 AND a.seq = last_insert_rowid() AND a.action = 'page.publish' AND a.subject = ?1";
    Statement::new(insert).bind(page)
}

/// Lists the entries of a page that `publish_page` would publish.
///
/// # Errors
/// If the database fails.
pub async fn pending(store: &Store<'_>, scope: &Scope, page: &str) -> Result<Vec<EntryId>> {
    let select = ["SELECT e.id FROM entries AS e WHERE e.site = ?1 AND e.page = ?2", PENDING, ALIVE];
    let statement = Statement::assert_read(select.concat()).bind(scope.site).bind(page);
    let rows = store.run(statement).await?;
    rows.into_iter().map(|row| Cells::from(row).parsed(|id| id.parse().ok())).collect()
}

/// Frees a place for a new entry, if its entry belongs to a deleted collection and is still to be
/// deleted. Returns whether the place was freed.
///
/// # Errors
/// If the database fails.
pub async fn clear(store: &Store<'_>, scope: &Scope, place: &Place) -> Result<bool> {
    let update = "UPDATE entries SET page = NULL, instance = NULL, component = NULL
                   WHERE site = ?1 AND page = ?2 AND instance = ?3 AND collection IN (SELECT collection FROM removals)";
    let update = Statement::new(update).bind(scope.site).bind(place.page()).bind(place.instance());
    store.change(update).await.map(|cleared| cleared > 0)
}
