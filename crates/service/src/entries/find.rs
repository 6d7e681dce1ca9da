//! Finds one entry that its reader may see.

use crate::rights::Reader;
use weft_domain::Result;
use weft_domain::entry::Selector;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_storage::entries::find::find;

pub use weft_storage::entries::find::Found;

impl Reader<'_> {
    /// Finds an entry. `known` is the validator of the client's copy; if the copy is current, no
    /// document is returned.
    ///
    /// # Errors
    /// `NotFound`, also for hidden entries; `Outdated`, `Unavailable`.
    pub async fn find(
        &self,
        shape: Shape,
        by: &Selector,
        projection: &Projection,
        known: Option<&str>,
    ) -> Result<Found> {
        let right = &self.right;
        find(right.store, &right.scope, self.visibility, shape, by, projection, known).await
    }
}
