//! Restores an earlier state as a new version. The status stays unchanged (R3's seed page).

use super::create::shared;
use super::writing::{Outcome, Saved, attempt};
use crate::contest::contest;
use crate::rights::Writer;
use weft_domain::entry::Guard;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Result, VersionId};
use weft_storage::entries::update::Change;
use weft_storage::entries::versions::data_of;

impl Writer<'_> {
    /// Restores the data of a version, which removes the draft.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound` with the entry or the version, `Conflict(Stale)` if the guard fails,
    /// `Invalid` naming the fields whose unique values other entries have taken meanwhile,
    /// `Outdated`, `Unavailable`.
    pub async fn restore(
        &self,
        shape: Shape,
        id: EntryId,
        version: VersionId,
        guard: Guard,
    ) -> Result<Saved> {
        let right = &self.right;
        contest(async || match attempt(right, shape, id, &Change::Restore(version), guard).await {
            Ok(Outcome::Saved(saved)) => Ok(Some(saved)),
            Ok(Outcome::Missed(_)) => Err(Error::NotFound(Kind::Version)),
            Err(Error::Conflict(Conflict::Taken { field })) if field == "data" => {
                let found = data_of(right.store, &right.scope, id, Some(version)).await?;
                let (collection, data) = found.ok_or(Error::NotFound(Kind::Version))?;
                shared(right.store, collection, id, &data).await.map(|()| None)
            }
            Err(other) => Err(other),
        })
        .await
    }
}
