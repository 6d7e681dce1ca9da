//! An entry goes; its versions and its audit remain.

use super::writing::insist;
use crate::rights::Writer;
use weft_domain::entry::Guard;
use weft_domain::{EntryId, Result};
use weft_storage::entries::update::Change;

impl Writer<'_> {
    /// Deletes an entry.
    ///
    /// # Errors
    /// `NotFound`, `Conflict(Stale)` when the guard says so, `Outdated`, `Unavailable`.
    pub async fn delete(&self, id: EntryId, guard: Guard) -> Result<()> {
        insist(&self.right, &[], id, &Change::Delete, guard).await.map(drop)
    }
}
