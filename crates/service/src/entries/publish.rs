//! An entry becomes visible, or invisible.

use super::writing::{Saved, update_with_retry};
use crate::rights::Publisher;
use weft_domain::entry::Guard;
use weft_domain::shape::Shape;
use weft_domain::{EntryId, Result};
use weft_storage::entries::update::Change;

impl Publisher<'_> {
    /// Makes an entry visible, and records when.
    ///
    /// # Errors
    /// `NotFound`, `Conflict(Stale)` when the guard says so, `Outdated`, `Unavailable`.
    pub async fn publish(&self, shape: Shape, id: EntryId, guard: Guard) -> Result<Saved> {
        update_with_retry(&self.right, shape, id, &Change::Publish, guard).await
    }

    /// Makes an entry invisible: a draft again.
    ///
    /// # Errors
    /// `NotFound`, `Conflict(Stale)` when the guard says so, `Outdated`, `Unavailable`.
    pub async fn unpublish(&self, shape: Shape, id: EntryId, guard: Guard) -> Result<Saved> {
        update_with_retry(&self.right, shape, id, &Change::Unpublish, guard).await
    }
}
