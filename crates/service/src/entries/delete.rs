//! Deletes an entry; its versions and its audit rows stay.

use super::writing::{Outcome, attempt, update_with_retry};
use crate::rights::Deleter;
use weft_domain::entry::Guard;
use weft_domain::{CollectionId, EntryId, Error, Kind, Result};
use weft_storage::entries::update::Change;

impl Deleter<'_> {
    /// Deletes an entry.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Conflict(Stale)` if the guard fails, `Outdated`, `Unavailable`.
    pub async fn delete(&self, id: EntryId, guard: Guard) -> Result<()> {
        update_with_retry(&self.right, &[], id, &Change::Delete { within: None }, guard).await.map(drop)
    }

    /// Deletes an entry of that content type.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` with the content type or the entry, also for an entry of another
    /// content type; `Outdated`, `Unavailable`.
    pub async fn delete_within(&self, collection: CollectionId, id: EntryId) -> Result<()> {
        let collection = self.right.known_collection(collection).await?;
        let change = Change::Delete { within: Some(&collection.name) };
        match attempt(&self.right, &[], id, &change, Guard::Any).await? {
            Outcome::Saved(_) => Ok(()),
            Outcome::Missed(_) => Err(Error::NotFound(Kind::Entry)),
        }
    }
}
