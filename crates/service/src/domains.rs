//! The host names of a site.

use crate::rights::Reader;
use weft_domain::Result;
use weft_storage::domains;

impl Reader<'_> {
    /// The site's host names, in lower case, without ports, in alphabetical order.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn domains(&self) -> Result<Vec<String>> {
        domains::of_site(self.right.store, &self.right.scope).await
    }
}
