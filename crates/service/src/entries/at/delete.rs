//! Deletes the entry of a slug.

use super::At;
use crate::contest::contest;
use crate::entries::writing::update_with_retry;
use crate::rights::Deleter;
use weft_domain::entry::Guard;
use weft_domain::{Conflict, Error, Result};
use weft_storage::entries::slots;
use weft_storage::entries::update::Change;

impl Deleter<'_> {
    /// Deletes the entry of a slug. Returns the revision of the deletion, which a new entry
    /// continues, also if no entry existed; 0 if the content type does not exist. Two round trips.
    ///
    /// # Errors
    /// `Forbidden`, `Conflict(Stale)` if the revision is not the expected one, `Outdated`,
    /// `Unavailable`.
    pub async fn delete_at(&self, at: At<'_>, expected: Option<i64>) -> Result<i64> {
        let right = &self.right;
        contest(async || {
            let slot = slots::find(right.store, &right.scope, at.collection, at.slug, None).await?;
            let Some(entry) = slot.entry else {
                right.principal.may_write_page(None)?;
                let current = slot.last_revision.unwrap_or_default();
                if expected.is_some_and(|expected| ![current, 0].contains(&expected)) {
                    return Err(Error::Conflict(Conflict::Stale { current }));
                }
                if !slot.has_collection {
                    return Ok(Some(0));
                }
                let skipped = slots::skip_revision(right.store, &right.scope, at.collection, at.slug).await?;
                if skipped.is_none() && right.collection(at.collection).await?.is_some() {
                    // A concurrent request created an entry, or the principal is outdated.
                    right.collections_anew().await?;
                    return Ok(None);
                }
                return Ok(Some(skipped.unwrap_or_default()));
            };
            if expected.is_some_and(|expected| expected != entry.revision) {
                return Err(Error::Conflict(Conflict::Stale { current: entry.revision }));
            }
            let (change, guard) = (Change::Delete { within: None }, Guard::Revision(entry.revision));
            match update_with_retry(right, &[], entry.id, &change, guard).await {
                Ok(saved) => Ok(Some(saved.revision)),
                Err(Error::NotFound(_) | Error::Conflict(Conflict::Stale { .. })) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }
}
