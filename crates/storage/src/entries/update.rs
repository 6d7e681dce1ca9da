//! Changes to an entry, its visibility and its existence: one UPDATE with its guards in the WHERE.
//!
//! When the UPDATE meets nothing, `why` looks what was in the way.

use super::document::{Rows, push_document};
use super::moments::with_moments;
use super::{ALIVE, Saved, Writing, saved};
use crate::sql::Sql;
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::entry::{Guard, Status};
use weft_domain::event::Event;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Result, VersionId};

/// Members of `data` set in one call; SQLite's functions take at most 127 arguments.
const MEMBERS_AT_ONCE: usize = 50;

/// A member of `data` that is to be set.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value, as JSON text.
    pub value: &'a str,
    /// Other values, each for entries of these collections.
    pub within: Vec<(&'a str, Vec<i64>)>,
}

/// What to change.
pub enum Change<'a> {
    /// Some of slug, status and members of `data`.
    Edit {
        /// The slug.
        slug: Option<&'a str>,
        /// The status.
        status: Option<Status>,
        /// When it was published, as stored; the entry must then be no draft. `None`: as it is, or now when it becomes published.
        published_at: Option<&'a str>,
        /// Members of `data`.
        data: &'a [Member<'a>],
        /// The collections, as (key, revision), that it may be of, because `data` keeps their rules; any, if there is no `data` and this
        /// is empty.
        collections: &'a [(i64, i64)],
    },
    /// Make it visible.
    Publish,
    /// Make it invisible.
    Unpublish,
    /// Put a version's data back.
    Restore(VersionId),
    /// Delete it.
    Delete {
        /// The collection that it must be of, by name; any, if `None`.
        within: Option<&'a str>,
    },
}

impl Change<'_> {
    const fn event(&self) -> Event {
        match self {
            Self::Edit { .. } => Event::Update,
            Self::Publish => Event::Publish,
            Self::Unpublish => Event::Unpublish,
            Self::Restore(_) => Event::Restore,
            Self::Delete { .. } => Event::Delete,
        }
    }
}

/// Changes an entry. `None`: it met nothing; ask [`why`].
///
/// # Errors
/// `Conflict(Taken)` with the field `slug` or `data` (a unique field).
pub async fn update(
    store: &Store<'_>,
    writing: &Writing<'_>,
    shape: Shape,
    id: EntryId,
    change: &Change<'_>,
    guard: Guard,
) -> Result<Option<Saved>> {
    let mut sql = Sql::new("UPDATE entries AS e SET revision = revision + 1, updated_at = ");
    let now = sql.arg(writing.now);
    let id = sql.arg(id.to_string());
    sql.again(now).push(", version = ").bind(writing.version).push(", actor = ").bind(writing.actor);
    sql.push(", action = ").bind(change.event().as_str()).push(", request = ").bind(writing.request);
    push_change(&mut sql, change, now, id);
    sql.push(" WHERE id = ")
        .again(id)
        .push(" AND site = (SELECT pk FROM sites WHERE pk = ")
        .bind(writing.scope.site);
    sql.push(" AND auth_epoch = ").bind(writing.scope.epoch).push(")").push(ALIVE);
    if let Guard::Revision(revision) = guard {
        sql.push(" AND revision = ").bind(revision);
    }
    push_condition(&mut sql, change, id);
    sql.push(" RETURNING id, revision, ");
    push_document(&mut sql, Rows::any(""), shape, &Projection::default());
    sql.push(" AS doc");
    first(store.run(sql.into_change().single()).await?).map(|mut row| saved(&mut row)).transpose()
}

fn push_change(sql: &mut Sql, change: &Change<'_>, now: usize, id: usize) {
    match change {
        Change::Edit { slug, status, published_at, data, .. } => {
            if let Some(slug) = slug {
                sql.push(", slug = ").bind(*slug);
            }
            if let Some(status) = status {
                push_status(sql, *status, published_at.is_none().then_some(now));
            }
            if let Some(published_at) = published_at {
                sql.push(", published_at = ").bind(*published_at);
            }
            if !data.is_empty() {
                push_merge(sql, data);
            }
        }
        Change::Publish => {
            sql.push(", status = 'published', published_at = ").again(now);
        }
        Change::Unpublish => {
            sql.push(", status = 'draft', published_at = ''");
        }
        Change::Restore(version) => {
            sql.push(", data = (SELECT ").push(with_moments!("o.data", "e.collection"));
            sql.push(" FROM (SELECT v.data FROM versions AS v WHERE v.entry = e.pk AND v.id = ");
            sql.bind(version.to_string())
                .push(" UNION ALL SELECT n.data FROM entries AS n WHERE n.id = ")
                .again(id);
            sql.push(" LIMIT 1) AS o)");
        }
        Change::Delete { .. } => {}
    }
}

/// A status set by hand. Unless the caller names the moment (`now` is `None`), published for the first time bears the present one, and a
/// draft bears none, as after `Unpublish`.
fn push_status(sql: &mut Sql, status: Status, now: Option<usize>) {
    sql.push(", status = ").bind(status.as_str());
    match (status, now) {
        (Status::Published, Some(now)) => {
            sql.push(", published_at = iif(e.status = 'published', published_at, ").again(now).push(")")
        }
        (Status::Draft, Some(_)) => sql.push(", published_at = ''"),
        (Status::Archived, _) | (_, None) => sql,
    };
}

/// `data = json_set(data, path, json(value), …)`: members keep their order, new ones come last.
fn push_merge(sql: &mut Sql, data: &[Member<'_>]) {
    let calls = data.chunks(MEMBERS_AT_ONCE);
    sql.push(", data = ");
    for _ in calls.clone() {
        sql.push("json_set(");
    }
    sql.push("e.data");
    for call in calls {
        for Member { name, value, within } in call {
            sql.push(", ").bind(format!("$.\"{name}\"")).push(", json(");
            sql.push(if within.is_empty() { "" } else { "CASE" });
            for (other, collections) in within {
                sql.push(" WHEN e.collection IN (-1");
                for collection in collections {
                    sql.push(", ").bind(*collection);
                }
                sql.push(") THEN ").bind(*other);
            }
            sql.push(if within.is_empty() { "" } else { " ELSE " }).bind(*value);
            sql.push(if within.is_empty() { ")" } else { " END)" });
        }
        sql.push(")");
    }
}

fn push_condition(sql: &mut Sql, change: &Change<'_>, id: usize) {
    if let Change::Edit { status: None, published_at: Some(_), .. } = change {
        sql.push(" AND status <> 'draft'");
    }
    match change {
        Change::Delete { within: Some(name) } => {
            sql.push(" AND type = ").bind(*name);
        }
        Change::Edit { data, collections, .. } if !data.is_empty() || !collections.is_empty() => {
            sql.push(" AND EXISTS (SELECT 1 FROM collections AS c WHERE c.pk = e.collection AND (c.pk, c.revision) IN (VALUES (-1, -1)");
            for (collection, revision) in *collections {
                sql.push(", (").bind(*collection).push(", ").bind(*revision).push(")");
            }
            sql.push("))");
        }
        Change::Restore(version) => {
            sql.push(" AND (version = ").bind(version.to_string());
            sql.push(" OR EXISTS (SELECT 1 FROM versions AS v WHERE v.entry = e.pk AND v.id = ")
                .bind(version.to_string());
            sql.push(" AND v.entry_id = ").again(id).push("))");
        }
        _ => {}
    }
}

/// What a write may have met in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The entry's revision.
    pub revision: i64,
    /// Its collection's name.
    pub collection: String,
    /// Its status.
    pub status: Status,
}

/// The entry as it is now, for a write that met nothing.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn present(store: &Store<'_>, scope: &crate::Scope, id: EntryId) -> Result<Present> {
    let select = [
        "SELECT s.auth_epoch, e.revision, e.type, e.status FROM sites AS s LEFT JOIN entries AS e ON e.id = ?2 AND e.site = s.pk",
        ALIVE,
        " WHERE s.pk = ?1",
    ];
    let statement = Statement::assert_read(select.concat()).bind(scope.site).bind(id.to_string());
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    super::same_epoch(&mut row, scope)?;
    let revision = row.optional_integer()?.ok_or(Error::NotFound(Kind::Entry))?;
    let collection = row.text()?;
    let status = row.text()?;
    let status = Status::parse(&status)
        .ok_or_else(|| Error::Internal(format!("entry {id} has the status {status}")))?;
    Ok(Present { revision, collection, status })
}

/// Why a write met nothing: the guard, or something that this cannot know (`Ok`: ask the use case).
///
/// # Errors
/// `NotFound`, `Outdated`, `Conflict(Stale)`.
pub async fn why(store: &Store<'_>, scope: &crate::Scope, id: EntryId, guard: Guard) -> Result<Present> {
    let present = present(store, scope, id).await?;
    match guard {
        Guard::Revision(revision) if revision != present.revision => {
            Err(Error::Conflict(Conflict::Stale { current: present.revision }))
        }
        _ => Ok(present),
    }
}
