//! Other data in the place of an entry's, whole.

use super::create::{referenced, shared};
use super::references::{Targets, targets};
use super::writing::{Outcome, Saved, attempt};
use crate::rights::Writer;
use weft_domain::entry::Guard;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Result};
use weft_storage::collections::Stored;
use weft_storage::entries::references::Target;
use weft_storage::entries::update::Change;

impl Writer<'_> {
    /// Tries once to put `data`, which keeps the rules of the content type, in the place of an
    /// entry's. `None`: the content type has changed, or what stood in the way has gone; whoever
    /// asks checks the data anew.
    ///
    /// # Errors
    /// `NotFound` with the entry, also when it is of another content type; `Conflict(Stale)` when
    /// the guard says so; `Invalid` for references to nothing and for unique values that another
    /// entry has; `TooLarge`, `Outdated`, `Unavailable`.
    pub(crate) async fn try_replace(
        &self,
        shape: Shape,
        (stored, id): (&Stored, EntryId),
        data: &str,
        guard: Guard,
    ) -> Result<Option<Saved>> {
        self.try_replace_with(shape, (stored, id), data, guard, Targets::MustExist).await
    }

    /// The same; `must` says whether the targets of references must exist.
    ///
    /// # Errors
    /// Those of [`Writer::try_replace`].
    pub(super) async fn try_replace_with(
        &self,
        shape: Shape,
        (stored, id): (&Stored, EntryId),
        data: &str,
        guard: Guard,
        must: Targets,
    ) -> Result<Option<Saved>> {
        let right = &self.right;
        let references = referenced(stored, data, must)?;
        let targets: Vec<Target<'_>> = targets(stored.pk, &references).collect();
        let collection = (stored.pk, stored.collection.revision);
        let change = Change::Replace { data, collection, targets: &targets };
        match attempt(right, shape, id, &change, guard).await {
            Ok(Outcome::Saved(saved)) => Ok(Some(saved)),
            Ok(Outcome::Missed(present)) if present.collection != stored.collection.name => {
                Err(Error::NotFound(Kind::Entry))
            }
            Ok(Outcome::Missed(_)) => {
                right.collections_anew().await?;
                right.check_references(stored.pk, Some(id), &references).await.map(|()| None)
            }
            Err(Error::Conflict(Conflict::Taken { field })) if field == "data" => {
                shared(right.store, stored.pk, id, data).await.map(|()| None)
            }
            Err(other) => Err(other),
        }
    }
}
