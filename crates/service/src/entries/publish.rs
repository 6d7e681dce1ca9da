//! Publishes and unpublishes an entry.

use super::create::shared;
use super::writing::{Outcome, Saved, attempt};
use crate::contest::contest;
use crate::rights::Publisher;
use weft_domain::entry::Guard;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Result};
use weft_storage::entries::update::Change;
use weft_storage::entries::versions::data_of;

impl Publisher<'_> {
    /// Publishes an entry, with its draft if it has one, and records the time.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Conflict(Stale)` if the guard fails, `Invalid` naming the fields
    /// of the draft whose unique values other entries have, `Outdated`, `Unavailable`.
    pub async fn publish(&self, shape: Shape, id: EntryId, guard: Guard) -> Result<Saved> {
        self.promote(shape, id, &Change::Publish, guard).await
    }

    /// Unpublishes an entry: it becomes a draft, with the data of its draft if it had one.
    ///
    /// # Errors
    /// As for [`Publisher::publish`].
    pub async fn unpublish(&self, shape: Shape, id: EntryId, guard: Guard) -> Result<Saved> {
        self.promote(shape, id, &Change::Unpublish, guard).await
    }

    /// A change that makes a draft the entry's data. Unique values are checked only now.
    async fn promote(&self, shape: Shape, id: EntryId, change: &Change<'_>, guard: Guard) -> Result<Saved> {
        let right = &self.right;
        contest(async || match attempt(right, shape, id, change, guard).await {
            Ok(Outcome::Saved(saved)) => Ok(Some(saved)),
            Ok(Outcome::Missed(_)) => Ok(None),
            Err(Error::Conflict(Conflict::Taken { field })) if field == "data" => {
                let found = data_of(right.store, &right.scope, id, None).await?;
                let (collection, data) = found.ok_or(Error::NotFound(Kind::Entry))?;
                shared(right.store, collection, id, &data).await.map(|()| None)
            }
            Err(other) => Err(other),
        })
        .await
    }
}
