//! Changes, publishes, unpublishes, restores and deletes an entry: one UPDATE with its guards in
//! the WHERE.
//!
//! `assign` generates its assignments. If the UPDATE changes no row, `why` finds the reason.

use super::assign::{push_change, push_condition};
use super::document::{Rows, push_document};
use super::references::Target;
use super::{ALIVE, Saved, Writing, saved};
use crate::sql::Sql;
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::entry::{Guard, Status};
use weft_domain::event::Event;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Result, VersionId};

/// A member of `data` to set.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value, as JSON text.
    pub value: &'a str,
    /// Other values for entries of these collections.
    pub within: Vec<(&'a str, Vec<i64>)>,
}

/// A change of an entry.
pub enum Change<'a> {
    /// Changes slug, status or members of `data`.
    Edit {
        /// The slug.
        slug: Option<&'a str>,
        /// The status.
        status: Option<Status>,
        /// The publication time in its stored form; the entry must then not be a draft. `None`
        /// keeps it, or sets the current time when the entry becomes published.
        published_at: Option<&'a str>,
        /// Members of `data`.
        data: &'a [Member<'a>],
        /// The permitted collections, as (key, revision), because `data` was checked against their
        /// rules; any collection if there is no `data` and this is empty.
        collections: &'a [(i64, i64)],
        /// The entries that `data` refers to, as it is checked for each of the collections.
        targets: &'a [Target<'a>],
        /// Whether to write the draft of a published entry. Then only `data` may change; else no
        /// row is changed. No effect on other entries.
        to_draft: bool,
        /// Whether to publish the draft with `data` merged over it and to set the status; no row is
        /// changed if nothing would change.
        promote: bool,
    },
    /// Replaces the whole data.
    Replace {
        /// The data, checked.
        data: &'a str,
        /// The required collection, as (key, revision), because `data` was checked against its
        /// rules.
        collection: (i64, i64),
        /// The entries that `data` refers to.
        targets: &'a [Target<'a>],
    },
    /// Publishes it, with its draft if it has one.
    Publish,
    /// Unpublishes it; the draft becomes its data.
    Unpublish,
    /// Restores the data of a version.
    Restore(VersionId),
    /// Deletes it.
    Delete {
        /// The name of the required collection; `None` permits any.
        within: Option<&'a str>,
    },
}

impl Change<'_> {
    /// The event of the change, unless it wrote a draft.
    pub(super) const fn event(&self) -> Event {
        match self {
            Self::Edit { promote: true, status: Some(Status::Published), .. } => Event::Publish,
            Self::Edit { promote: true, status: Some(Status::Draft), .. } => Event::Unpublish,
            Self::Edit { .. } | Self::Replace { .. } => Event::Update,
            Self::Publish => Event::Publish,
            Self::Unpublish => Event::Unpublish,
            Self::Restore(_) => Event::Restore,
            Self::Delete { .. } => Event::Delete,
        }
    }
}

/// Changes an entry. `None` if no row was changed; [`why`] finds the reason.
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
    let statement = compile(writing, shape, id, change, guard)?.into_change().single();
    first(store.run(statement).await?).map(|mut row| saved(&mut row)).transpose()
}

/// Compiles the statement of a change; [`saved`] reads its row.
pub(super) fn compile(
    writing: &Writing<'_>,
    shape: Shape,
    id: EntryId,
    change: &Change<'_>,
    guard: Guard,
) -> Result<Sql> {
    let mut sql = Sql::new("UPDATE entries AS e SET version = ");
    let now = sql.arg(writing.now);
    let id = sql.arg(id.to_string());
    sql.bind(writing.version)
        .push(", actor = ")
        .bind(writing.actor)
        .push(", request = ")
        .bind(writing.request)
        .push(", note = ")
        .bind(writing.note);
    push_change(&mut sql, change, now, id);
    sql.push(" WHERE id = ")
        .again(id)
        .push(" AND site = (SELECT pk FROM sites WHERE pk = ")
        .bind(writing.scope.site);
    sql.push(" AND auth_epoch = ").bind(writing.scope.epoch).push(")").push(ALIVE);
    match guard {
        Guard::Any => {}
        Guard::Revision(revision) => {
            sql.push(" AND revision = ").bind(revision);
        }
        Guard::Live(revision) => {
            sql.push(" AND ").bind(revision).push(" IN (revision, revision - ahead)");
        }
    }
    push_condition(&mut sql, change, id)?;
    sql.push(" RETURNING id, revision, ");
    push_document(&mut sql, Rows::any(""), shape, &Projection::default());
    sql.push(" AS doc");
    Ok(sql)
}

/// The current state of an entry, for a write that changed no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The entry's revision.
    pub revision: i64,
    /// The live revision, if it is published.
    pub live: i64,
    /// Its status.
    pub status: Status,
    /// Its collection's name.
    pub collection: String,
}

impl Present {
    /// Whether the guard holds.
    #[must_use]
    pub fn keeps(&self, guard: Guard) -> bool {
        match guard {
            Guard::Any => true,
            Guard::Revision(revision) => revision == self.revision,
            Guard::Live(revision) => revision == self.revision || revision == self.live,
        }
    }
}

/// Finds the current state of the entry.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn present(store: &Store<'_>, scope: &crate::Scope, id: EntryId) -> Result<Present> {
    let select = [
        "SELECT s.auth_epoch, e.revision, e.revision - e.ahead, e.status, e.type FROM sites AS s LEFT JOIN entries AS e ON e.id = ?2 AND e.site = s.pk",
        ALIVE,
        " WHERE s.pk = ?1",
    ];
    let statement = Statement::assert_read(select.concat()).bind(scope.site).bind(id.to_string());
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    super::same_epoch(&mut row, scope)?;
    let revision = row.optional_integer()?.ok_or(Error::NotFound(Kind::Entry))?;
    let (live, status) = (row.integer()?, row.parsed(Status::parse)?);
    Ok(Present { revision, live, status, collection: row.text()? })
}

/// Finds the reason why a write changed no row. `Ok` if the guard holds: the use case knows the
/// reason.
///
/// # Errors
/// `NotFound`, `Outdated`, `Conflict(Stale)`.
pub async fn why(store: &Store<'_>, scope: &crate::Scope, id: EntryId, guard: Guard) -> Result<Present> {
    let present = present(store, scope, id).await?;
    if present.keeps(guard) {
        Ok(present)
    } else {
        Err(Error::Conflict(Conflict::Stale { current: present.revision }))
    }
}
