//! Content types for dialects that identify them by id: listed in order of creation, labelled by a
//! text that need not be unique, changed field by field.
//!
//! The name that queries use is derived from that text. A change reads, decides and writes with a
//! guard, and is repeated after a conflict, so that concurrent changes of different fields do not
//! undo each other.

use crate::contest::contest;
use crate::rights::{Developer, Reader, Right, Writer};
use std::ops::Deref;
use std::sync::Arc;
use weft_domain::entry::Guard;
use weft_domain::slug::slugify;
use weft_domain::{Collection, CollectionChange, CollectionId, Conflict, Error, Result};
use weft_storage::collections::{By, Stored};

/// The maximum length of the part of a text that becomes a name, in bytes.
const NAME_MAX: usize = 48;

/// A change of a content type, and of the values of its entries.
#[derive(Debug, Default)]
pub struct FieldsChange {
    /// The change itself.
    pub change: CollectionChange,
    /// A field whose values are removed.
    pub removed: Option<String>,
    /// A field whose values are renamed, and their new name.
    pub renamed: Option<(String, String)>,
}

/// A content type as it was read.
#[derive(Debug, Clone)]
pub struct Known(pub(crate) Arc<Stored>);

impl Deref for Known {
    type Target = Collection;

    fn deref(&self) -> &Collection {
        &self.0.collection
    }
}

impl Reader<'_> {
    /// Lists the site's content types, oldest or newest first: a page, numbered from 1, or all;
    /// with their total.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn collections_by_age(
        &self,
        page: Option<(u32, u32)>,
        newest_first: bool,
    ) -> Result<(Vec<Known>, u64)> {
        let all = self.right.collections_anew().await?;
        let mut by_age: Vec<&Arc<Stored>> = all.iter().collect();
        by_age.sort_by_key(|stored| stored.pk);
        if newest_first {
            by_age.reverse();
        }
        let (skip, take) = match page {
            None => (0, usize::MAX),
            Some((page, limit)) => {
                let skip = u64::from(page.saturating_sub(1)) * u64::from(limit);
                (usize::try_from(skip).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(usize::MAX))
            }
        };
        let some = by_age.into_iter().skip(skip).take(take).map(|stored| Known(stored.clone())).collect();
        Ok((some, u64::try_from(all.len()).unwrap_or_default()))
    }

    /// Finds a content type, without the cache.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn collection_by_id(&self, id: CollectionId) -> Result<Known> {
        self.right.current_collection(By::Id(id)).await.map(Known)
    }
}

impl Right<'_> {
    /// Finds a content type in the cache, for statements that compare its revision. If it is not
    /// cached, it is read before `NotFound` is returned.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub(crate) async fn known_collection(&self, id: CollectionId) -> Result<Known> {
        let known = self.collections().await?;
        match known.iter().find(|stored| stored.collection.id == id) {
            Some(stored) => Ok(Known(stored.clone())),
            None => self.current_collection(By::Id(id)).await.map(Known),
        }
    }
}

impl Writer<'_> {
    /// Finds a content type, without the cache.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn collection_by_id(&self, id: CollectionId) -> Result<Known> {
        self.right.current_collection(By::Id(id)).await.map(Known)
    }

    /// Finds a content type by its name in the cache. If it is not cached, it is read before `None`
    /// is returned.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn collection_by_name(&self, name: &str) -> Result<Option<Known>> {
        Ok(self.right.collection(name).await?.map(Known))
    }
}

impl Developer<'_> {
    /// Creates a content type with this label.
    ///
    /// # Errors
    /// `Invalid`, `Outdated`, `Unavailable`.
    pub async fn create_collection_called(
        &self,
        label: &str,
        change: CollectionChange,
    ) -> Result<Collection> {
        let base = name_of(label);
        contest(async || {
            let known = self.right.collections_anew().await?;
            let is_free = |name: &String| known.iter().all(|stored| stored.collection.name != *name);
            let numbered = (2..).map(|n: u64| format!("{base}-{n}"));
            let Some(name) = std::iter::once(base.clone()).chain(numbered).find(is_free) else {
                return Ok(None);
            };
            let change = CollectionChange { label: Some(label.to_owned()), ..change.clone() };
            match self.create_collection(&name, change).await {
                Err(Error::Conflict(Conflict::Taken { .. })) => Ok(None),
                other => other.map(Some),
            }
        })
        .await
    }

    /// Changes a content type as `decide` returns, which gets the current content type and all of
    /// the site. After a conflict `decide` is called again.
    ///
    /// # Errors
    /// `NotFound`, those of `decide`, those of [`Developer::update_collection`] except
    /// `Conflict(Stale)`.
    pub async fn change_collection<E: From<Error>>(
        &self,
        id: CollectionId,
        decide: impl FnMut(&Collection, &[Known]) -> Result<FieldsChange, E>,
    ) -> Result<Collection, E> {
        self.change_with_retry(|known| known.id == id, Guard::Any, decide).await
    }

    /// Deletes a content type with its entries.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_collection_by_id(&self, id: CollectionId) -> Result<()> {
        self.delete_with_retry(|known| known.id == id, Guard::Any).await
    }
}

/// Derives the name for queries from a label.
fn name_of(label: &str) -> String {
    let slug = slugify(label);
    let legal: String =
        slug.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(NAME_MAX).collect();
    if legal.is_empty() { "collection".to_owned() } else { legal }
}
