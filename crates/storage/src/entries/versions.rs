//! The history of an entry: its current state, followed by its former states.

use super::document::push_version;
use super::{ALIVE, same_epoch};
use crate::sql::Sql;
use crate::store::{Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::entry::Visibility;
use weft_domain::shape::VersionShape;
use weft_domain::{EntryId, Error, Kind, Result, VersionId};

/// A page of an entry's versions.
#[derive(Debug)]
pub struct Versions {
    /// Their JSON, separated by commas.
    pub documents: String,
    /// The number of versions in the page.
    pub returned: u32,
    /// Their total.
    pub total: u64,
    /// The entry's revision.
    pub revision: i64,
}

/// Lists versions, newest first.
///
/// # Errors
/// `NotFound` if the entry does not exist or is not visible, `Outdated`.
pub async fn list(
    store: &Store<'_>,
    scope: &Scope,
    visibility: Visibility,
    shape: VersionShape,
    id: EntryId,
    limit: u32,
    offset: u64,
) -> Result<Versions> {
    let mut sql = Sql::new(
        "SELECT s.auth_epoch, e.revision, (SELECT 1 + count(*) FROM versions AS n WHERE n.entry = e.pk), p.returned, p.docs FROM sites AS s, ",
    );
    let id = sql.arg(id.to_string());
    sql.push("(SELECT count(*) AS returned, group_concat(doc) AS docs FROM (SELECT ");
    push_version(&mut sql, shape);
    sql.push(
        " AS doc FROM (SELECT n.version AS id, n.id AS entry_id, n.revision, iif(n.draft IS NULL, n.status, 'draft') AS status, COALESCE(n.draft, n.data) AS data,
                                COALESCE(n.drafted_at, n.updated_at) AS created_at, n.actor AS created_by
                         FROM entries AS n WHERE n.id = ",
    );
    sql.again(id).push(
        " UNION ALL SELECT o.id, o.entry_id, o.revision, o.status, o.data, o.created_at, o.created_by
            FROM versions AS o WHERE o.entry = (SELECT n.pk FROM entries AS n WHERE n.id = ",
    );
    sql.again(id).push(") ORDER BY revision DESC LIMIT ").bind(i64::from(limit)).push(" OFFSET ");
    sql.bind(i64::try_from(offset).unwrap_or(i64::MAX))
        .push(") AS v)) AS p LEFT JOIN entries AS e ON e.id = ")
        .again(id);
    sql.push(" AND e.site = s.pk").push(ALIVE);
    if visibility == Visibility::Published {
        sql.push(" AND e.status = 'published'");
    }
    sql.push(" WHERE s.pk = ").bind(scope.site);
    let mut row = first(store.quick(sql.into_read()).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    let revision = row.optional_integer()?.ok_or(Error::NotFound(Kind::Entry))?;
    let total = u64::try_from(row.integer()?).unwrap_or_default();
    let returned = u32::try_from(row.integer()?).unwrap_or(u32::MAX);
    let documents = row.optional_text()?.unwrap_or_default();
    Ok(Versions { documents, returned, total, revision })
}

/// The live states of an entry, newest first: one for each publication, and for each change while
/// it was published. Their JSON, separated by commas.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn publications(
    store: &Store<'_>,
    scope: &Scope,
    shape: VersionShape,
    id: EntryId,
    limit: u32,
    offset: u32,
) -> Result<String> {
    let mut sql = Sql::new("SELECT s.auth_epoch, e.pk, (SELECT group_concat(doc) FROM (SELECT ");
    push_version(&mut sql, shape);
    sql.push(
        " AS doc FROM (SELECT n.version AS id, n.id AS entry_id, n.revision, n.status, n.data, n.updated_at AS created_at, n.actor AS created_by
                         FROM entries AS n WHERE n.pk = e.pk AND n.status = 'published' AND n.draft IS NULL
                       UNION ALL SELECT o.id, o.entry_id, o.revision, o.status, o.data, o.created_at, o.created_by
                         FROM versions AS o WHERE o.entry = e.pk AND o.status = 'published'
                        ORDER BY revision DESC LIMIT ",
    );
    sql.bind(i64::from(limit)).push(" OFFSET ").bind(i64::from(offset));
    sql.push(") AS v)) FROM sites AS s LEFT JOIN entries AS e ON e.site = s.pk AND e.id = ")
        .bind(id.to_string());
    sql.push(ALIVE).push(" WHERE s.pk = ").bind(scope.site);
    let mut row = first(store.quick(sql.into_read()).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    row.optional_integer()?.ok_or(Error::NotFound(Kind::Entry))?;
    Ok(row.optional_text()?.unwrap_or_default())
}

/// The key of an entry's collection, and the data of a version of the entry; with `version` `None`
/// the current data, or that of its draft.
///
/// # Errors
/// If the database fails.
pub async fn data_of(
    store: &Store<'_>,
    scope: &Scope,
    id: EntryId,
    version: Option<VersionId>,
) -> Result<Option<(i64, String)>> {
    let select = "SELECT e.collection, v.data FROM entries AS e JOIN versions AS v ON v.entry = e.pk
                   WHERE e.id = ?1 AND e.site = ?2 AND v.id = ?3
                  UNION ALL
                  SELECT e.collection, COALESCE(e.draft, e.data) FROM entries AS e
                   WHERE e.id = ?1 AND e.site = ?2 AND (?3 IS NULL OR e.version = ?3)";
    let version = version.map(|version| version.to_string());
    let statement = Statement::new(select).bind(id.to_string()).bind(scope.site).bind(version);
    first(store.run(statement).await?).map(|mut row| Ok((row.integer()?, row.text()?))).transpose()
}
