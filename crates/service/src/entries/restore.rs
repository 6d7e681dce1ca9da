//! An earlier state comes back, as a new version. The status stays as it is (R3's seed page).

use super::writing::{Outcome, Saved, attempt};
use crate::rights::Writer;
use weft_domain::entry::Guard;
use weft_domain::shape::Shape;
use weft_domain::{EntryId, Error, Kind, Result, VersionId};
use weft_storage::entries::update::Change;

impl Writer<'_> {
    /// Puts a version's data back.
    ///
    /// # Errors
    /// `NotFound` with the entry or the version, `Conflict(Stale)` when the guard says so, `Conflict(Taken)` when another entry has taken a
    /// unique value meanwhile, `Outdated`, `Unavailable`.
    pub async fn restore(
        &self,
        shape: Shape,
        id: EntryId,
        version: VersionId,
        guard: Guard,
    ) -> Result<Saved> {
        match attempt(&self.right, shape, id, &Change::Restore(version), guard).await? {
            Outcome::Saved(saved) => Ok(saved),
            Outcome::Missed(_) => Err(Error::NotFound(Kind::Version)),
        }
    }
}
