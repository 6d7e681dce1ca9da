//! Changes to an entry, its visibility and its existence: one UPDATE with its guards in the WHERE.
//!
//! `assign` says what it sets. When the UPDATE meets nothing, `why` looks what was in the way.

use super::assign::{push_change, push_condition};
use super::document::{Rows, push_document};
use super::{ALIVE, Saved, Writing, saved};
use crate::sql::Sql;
use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::entry::{Guard, Status};
use weft_domain::event::Event;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Result, VersionId};

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
        /// When it was published, as stored; the entry must then be no draft. `None`: as it is, or
        /// now when it becomes published.
        published_at: Option<&'a str>,
        /// Members of `data`.
        data: &'a [Member<'a>],
        /// The collections, as (key, revision), that it may be of, because `data` keeps their
        /// rules; any, if there is no `data` and this is empty.
        collections: &'a [(i64, i64)],
        /// Of a published entry, write the draft beside it: `data` alone then, or nothing is met.
        /// Of any other this makes no difference.
        to_draft: bool,
        /// Make the draft the data, with `data` over it, and give it the status; nothing is met
        /// where that changes nothing.
        promote: bool,
    },
    /// Put whole data in the place of what it has.
    Replace {
        /// The data, checked.
        data: &'a str,
        /// The collection, as (key, revision), that it must be of, because `data` keeps its rules.
        collection: (i64, i64),
    },
    /// Make it visible, as its draft is if it has one.
    Publish,
    /// Make it invisible; it keeps what its draft is.
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
    /// What happened, unless a draft was written.
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
    let statement = compile(writing, shape, id, change, guard).into_change().single();
    first(store.run(statement).await?).map(|mut row| saved(&mut row)).transpose()
}

/// The statement of a change; it returns what [`saved`] reads.
pub(super) fn compile(
    writing: &Writing<'_>,
    shape: Shape,
    id: EntryId,
    change: &Change<'_>,
    guard: Guard,
) -> Sql {
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
    push_condition(&mut sql, change, id);
    sql.push(" RETURNING id, revision, ");
    push_document(&mut sql, Rows::any(""), shape, &Projection::default());
    sql.push(" AS doc");
    sql
}

/// What a write may have met in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The entry's revision.
    pub revision: i64,
    /// The revision of what visitors see, if it is published.
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

/// The entry as it is now, for a write that met nothing.
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

/// Why a write met nothing: the guard, or something that this cannot know (`Ok`: ask the use case).
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
