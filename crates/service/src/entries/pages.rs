//! The entries of a page: reading in one statement, publishing in one batch.

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

/// The most bytes of published content in a snapshot. An instance holds the answer whole, once per
/// request, and `weft up` gives it 16 requests at a time and 512 MiB.
pub const SNAPSHOT_MAX: usize = 24 * 1024 * 1024;

impl Reader<'_> {
    /// The visible entries of a page, in order of their instance keys: published entries, and
    /// drafts for a reader of drafts. Archived entries are hidden from every principal; a page
    /// without entries is empty. One statement.
    ///
    /// # Errors
    /// `Invalid` with the path `page`, `Outdated`, `Unavailable`.
    pub async fn list_page(&self, shape: Shape, page: &str) -> Result<PageEntries> {
        legal(page)?;
        pages::list_page(self.right.store, &self.right.scope, self.visibility, shape, page).await
    }
}

impl Publisher<'_> {
    /// Publishes all entries of a page that are drafts or have a draft. It leaves an event per
    /// entry and one for the page, or none if nothing changed. One atomic batch. Returns the
    /// published entries.
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
    /// The published entries of all pages as members of a JSON object, between a prefix and a
    /// suffix; see [`snapshot`]. One statement.
    ///
    /// # Errors
    /// `TooLarge` beyond [`SNAPSHOT_MAX`], `Outdated`, `Unavailable`.
    pub async fn snapshot(&self, shape: Shape, frame: (&str, &str)) -> Result<String> {
        snapshot(self.right.store, &self.right.scope, shape, frame, SNAPSHOT_MAX).await
    }
}

/// Returns a violation for each unique value of the page's drafts that another entry has. `Ok` if
/// there is none any more.
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
