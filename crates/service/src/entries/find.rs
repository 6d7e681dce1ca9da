//! One entry, as its reader may see it.

use crate::rights::Reader;
use weft_domain::Result;
use weft_domain::entry::Selector;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_storage::entries::find::find;

pub use weft_storage::entries::find::Found;

impl Reader<'_> {
    /// Finds an entry. `known`: the validator of the caller's copy; when it is still good, no
    /// document comes back.
    ///
    /// # Errors
    /// `NotFound`, also for what the caller may not see; `Outdated`, `Unavailable`.
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
