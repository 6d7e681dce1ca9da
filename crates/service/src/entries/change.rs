//! Writes that depend on stored state: they read the content type, and for a change the entry; the
//! caller decides, and the write is guarded by the read revisions.

use super::create::NewEntry;
use super::update::EntryChange;
use super::writing::Saved;
use crate::collections::Known;
use crate::contest::contest;
use crate::rights::{Reader, Writer};
use serde::Deserialize;
use serde_json::value::RawValue;
use weft_domain::entry::{Guard, Status, Visibility};
use weft_domain::json::{self, Object};
use weft_domain::query::{Column, Filter, Literal, Op, Page, Projection, Query};
use weft_domain::shape::{Shape, Source};
use weft_domain::{Collection, CollectionId, Conflict, EntryId, Error, Kind, Result, Timestamp};

/// The members of the entry to read.
const PRESENT: Shape = &[("revision", Source::Revision), ("data", Source::Data)];

#[derive(Deserialize)]
struct Present<'a> {
    revision: i64,
    #[serde(borrow)]
    data: &'a RawValue,
}

impl Writer<'_> {
    /// Creates an entry of a content type. `decide` gets the content type and returns the data, a
    /// JSON object. If it fails on the cached content type, it is called again with the current
    /// one.
    ///
    /// # Errors
    /// `NotFound` with the content type; those of `decide`; those of [`Writer::create`].
    pub async fn create_entry<E: From<Error>>(
        &self,
        shape: Shape,
        of: CollectionId,
        (status, created_at): (Status, Option<Timestamp>),
        mut decide: impl FnMut(&Known) -> Result<String, E>,
    ) -> Result<Saved, E> {
        let known = self.right.known_collection(of).await?;
        let (known, data) = match decide(&known) {
            Ok(data) => (known, data),
            Err(_) => {
                let current = self.collection_by_id(of).await?;
                let data = decide(&current)?;
                (current, data)
            }
        };
        let new = NewEntry {
            collection: &known.name,
            slug: None,
            status: Some(status),
            data: json::members(&data).map_err(unreadable)?,
            created_at,
            published_at: None,
            place: None,
        };
        Ok(self.create(shape, new).await?)
    }

    /// Changes an entry that `reader` can see. `decide` gets the content type and the entry's data,
    /// and returns a JSON object whose members replace those with the same names. After a conflict
    /// `decide` is called again.
    ///
    /// # Errors
    /// `NotFound` with the content type or the entry; those of `decide`; those of
    /// [`Writer::update`], `Conflict(Stale)` only if `guard` fails.
    pub async fn change_entry<E: From<Error>>(
        &self,
        shape: Shape,
        reader: &Reader<'_>,
        (of, id): (CollectionId, EntryId),
        guard: Guard,
        mut decide: impl AsyncFnMut(&Known, &Object<'_>) -> Result<String, E>,
    ) -> Result<Saved, E> {
        contest(async || {
            let (collection, listing) = reader.list_of(PRESENT, of, |_: &Collection| one(id), None).await?;
            let document = listing.documents.unwrap_or_default();
            if document.is_empty() {
                return Err(Error::NotFound(Kind::Entry).into());
            }
            let present: Present<'_> = serde_json::from_str(&document).map_err(unreadable)?;
            let stored = json::members(present.data.get()).map_err(unreadable)?;
            let data = decide(&collection, &stored).await?;
            let data = Some(json::members(&data).map_err(unreadable)?);
            let change = EntryChange { data, within: Some(&collection.name), ..EntryChange::default() };
            let insisted = match (guard, reader.visibility) {
                // This is the live revision. A draft that is written meanwhile is removed, as by
                // every such write.
                (Guard::Any, Visibility::Published) => Guard::Live(present.revision),
                (Guard::Any, Visibility::All) => Guard::Revision(present.revision),
                (asked, _) => asked,
            };
            match self.update(shape, id, change, insisted).await {
                Err(Error::Conflict(Conflict::Stale { .. })) if guard == Guard::Any => Ok(None),
                other => Ok(Some(other?)),
            }
        })
        .await
    }
}

fn one(id: EntryId) -> Query {
    Query {
        collection: None,
        statuses: Vec::new(),
        visibility: Visibility::Published,
        filter: Some(Filter::Is(Column::Id, Op::Eq(Literal::new(id.to_string())))),
        sort: Vec::new(),
        page: Page::Number(1),
        limit: 1,
        count: false,
        projection: Projection::default(),
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("an entry's data: {error}"))
}
