//! The entries of a page: read in one statement, published in one batch.

use super::create::shared;
use super::writing::{Saved, Texts};
use crate::contest::contest;
use crate::rights::{Publisher, Reader, Right};
use weft_domain::place::page_violation;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, Error, Result};
use weft_storage::entries::pages;
use weft_storage::entries::snapshot::snapshot;
use weft_storage::entries::versions::data_of;

pub use weft_storage::entries::pages::PageEntries;

/// The most bytes of published content in a snapshot: an instance holds it whole.
pub const SNAPSHOT_MAX: usize = 24 * 1024 * 1024;

impl Reader<'_> {
    /// The entries of a page, in order of their instance keys: what is published, and drafts for a
    /// reader of drafts. Archived entries are shown to nobody; a page that nothing stands on is
    /// empty. One statement.
    ///
    /// # Errors
    /// `Invalid` with the path `page`, `Outdated`, `Unavailable`.
    pub async fn list_page(&self, shape: Shape, page: &str) -> Result<PageEntries> {
        legal(page)?;
        pages::list_page(self.right.store, &self.right.scope, self.visibility, shape, page).await
    }
}

impl Publisher<'_> {
    /// Makes everything on a page visible that is not: drafts, and drafts beside what is published.
    /// It leaves an event per entry and one for the page, or none where there was nothing to do.
    /// One atomic batch. The entries that were published come back.
    ///
    /// # Errors
    /// `Forbidden` for a page that the account may not write; `Invalid` with the path `page`, or
    /// naming the fields of a draft whose unique values other entries have; `Outdated`,
    /// `Unavailable`.
    pub async fn publish_page(&self, shape: Shape, page: &str) -> Result<Vec<Saved>> {
        let right = &self.right;
        legal(page)?;
        right.principal.may_write_page(Some(page))?;
        contest(async || {
            let texts = Texts::of(right);
            match pages::publish_page(right.store, &texts.writing(right), shape, page).await {
                Ok(saved) => Ok(Some(saved.into_iter().map(Saved::from).collect())),
                Err(Error::Conflict(Conflict::Taken { field })) if field == "data" => {
                    explain(right, page).await.map(|()| None)
                }
                Err(other) => Err(other),
            }
        })
        .await
    }
}

impl Reader<'_> {
    /// The published entries of all pages as members of a JSON object, between a beginning and an
    /// end; see [`snapshot`]. One statement.
    ///
    /// # Errors
    /// `TooLarge` beyond [`SNAPSHOT_MAX`], `Outdated`, `Unavailable`.
    pub async fn snapshot(&self, shape: Shape, frame: (&str, &str)) -> Result<String> {
        snapshot(self.right.store, &self.right.scope, shape, frame, SNAPSHOT_MAX).await
    }
}

/// Names the unique values that the page's drafts have and other entries, too. `Ok`: by now there
/// are none.
async fn explain(right: &Right<'_>, page: &str) -> Result<()> {
    for id in pages::pending(right.store, &right.scope, page).await? {
        if let Some((collection, data)) = data_of(right.store, &right.scope, id, None).await? {
            shared(right.store, collection, id, &data).await?;
        }
    }
    Ok(())
}

fn legal(page: &str) -> Result<()> {
    page_violation(page).map_or(Ok(()), |violation| Err(Error::Invalid(vec![violation])))
}
