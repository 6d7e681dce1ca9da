//! An entry goes; its versions and its audit remain.

use super::writing::{Outcome, attempt, update_with_retry};
use crate::rights::Writer;
use weft_domain::entry::Guard;
use weft_domain::{EntryId, Error, Kind, Result};
use weft_storage::entries::update::Change;

impl Writer<'_> {
    /// Deletes an entry.
    ///
    /// # Errors
    /// `NotFound`, `Conflict(Stale)` when the guard says so, `Outdated`, `Unavailable`.
    pub async fn delete(&self, id: EntryId, guard: Guard) -> Result<()> {
        update_with_retry(&self.right, &[], id, &Change::Delete { within: None }, guard).await.map(drop)
    }

    /// Deletes an entry of the content type of that name.
    ///
    /// # Errors
    /// `NotFound`, also when it is of another; `Outdated`, `Unavailable`.
    pub async fn delete_within(&self, collection: &str, id: EntryId) -> Result<()> {
        match attempt(&self.right, &[], id, &Change::Delete { within: Some(collection) }, Guard::Any).await? {
            Outcome::Saved(_) => Ok(()),
            Outcome::Missed(_) => Err(Error::NotFound(Kind::Entry)),
        }
    }
}
