//! The history of an entry.
//!
//! It shows unpublished data, so the permission to read published content is not enough.

use super::list::Listing;
use crate::rights::Reader;
use weft_domain::entry::tag;
use weft_domain::shape::VersionShape;
use weft_domain::{EntryId, Permission, Result};
use weft_storage::entries::versions;

impl Reader<'_> {
    /// The live states of an entry, newest first: one for each publication, and for each change
    /// while it was published. Their JSON, separated by commas.
    ///
    /// # Errors
    /// As for [`Reader::versions`].
    pub async fn publications(
        &self,
        shape: VersionShape,
        id: EntryId,
        limit: u32,
        offset: u32,
    ) -> Result<String> {
        let right = &self.right;
        let (principal, may_write) = (right.principal, right.principal.may(Permission::Write));
        may_write.or_else(|_| principal.may(Permission::Drafts))?;
        versions::publications(right.store, &right.scope, shape, id, limit, offset).await
    }

    /// A page of versions, newest first; the first is the current state.
    ///
    /// # Errors
    /// `Forbidden` without the permission to write or to read drafts, `NotFound`, `Outdated`,
    /// `Unavailable`.
    pub async fn versions(&self, shape: VersionShape, id: EntryId, page: u32, limit: u32) -> Result<Listing> {
        let right = &self.right;
        let (principal, may_write) = (right.principal, right.principal.may(Permission::Write));
        may_write.or_else(|_| principal.may(Permission::Drafts))?;
        let offset = u64::from(page.saturating_sub(1)) * u64::from(limit);
        let found = versions::list(
            right.store,
            &right.scope,
            weft_domain::entry::Visibility::All,
            shape,
            id,
            limit,
            offset,
        )
        .await?;
        Ok(Listing {
            documents: Some(found.documents),
            returned: found.returned,
            total: Some(found.total),
            next: None,
            etag: tag(&id.to_string(), found.revision),
        })
    }
}
