//! Lists of entries, as their reader may see them.

use crate::collections::Known;
use crate::contest::contest;
use crate::rights::Reader;
use weft_domain::query::{Cursor, Query, typed};
use weft_domain::shape::Shape;
use weft_domain::{Collection, CollectionId, Result};
use weft_storage::collections::Stored;
use weft_storage::entries::list::list;

/// A page of a list.
#[derive(Debug)]
pub struct Listing {
    /// Their JSON, with commas between; `None` when the caller's copy is still good.
    pub documents: Option<String>,
    /// How many are in it.
    pub returned: u32,
    /// How many match, if counted.
    pub total: Option<u64>,
    /// Where the next page starts; only for pages by cursor that are full.
    pub next: Option<Cursor>,
    /// A strong validator, without quotes: of this list, for this URL.
    pub etag: String,
}

impl Reader<'_> {
    /// Lists entries. `known`: the validator of the caller's copy. A content type that is not there
    /// has no entries.
    ///
    /// # Errors
    /// `Invalid` at `data.<field>` when a filter's value is not of the field's type, `Outdated`,
    /// `Unavailable`.
    pub async fn list(&self, shape: Shape, query: &Query, known: Option<&str>) -> Result<Listing> {
        let query = &Query { visibility: self.visibility, ..query.clone() };
        contest(async || {
            let collection = match &query.collection {
                None => None,
                Some(name) => match self.right.collection(name).await? {
                    Some(stored) => Some(stored),
                    None => return Ok(Some(self.nothing(query))),
                },
            };
            let listing = self.list_in(shape, query, collection.as_deref(), known).await?;
            if listing.is_none() {
                self.right.schemas.forget(self.right.scope.site);
            }
            Ok(listing)
        })
        .await
    }

    /// Lists entries of a content type that is known by its id, and the content type that they are
    /// of. `query.collection` does not matter.
    ///
    /// # Errors
    /// `NotFound` with the content type, `Invalid` as for [`Reader::list`], `Outdated`,
    /// `Unavailable`.
    pub async fn list_of(
        &self,
        shape: Shape,
        collection: CollectionId,
        query: impl Fn(&Collection) -> Query,
        known: Option<&str>,
    ) -> Result<(Known, Listing)> {
        contest(async || {
            let collection = self.right.known_collection(collection).await?;
            let name = Some(collection.name.clone());
            let query = Query { visibility: self.visibility, collection: name, ..query(&collection) };
            let listing = self.list_in(shape, &query, Some(&collection.0), known).await?;
            if listing.is_none() {
                self.right.schemas.forget(self.right.scope.site);
            }
            Ok(listing.map(|listing| (collection, listing)))
        })
        .await
    }

    async fn list_in(
        &self,
        shape: Shape,
        query: &Query,
        collection: Option<&Stored>,
        known: Option<&str>,
    ) -> Result<Option<Listing>> {
        let prefix = self.prefix(collection);
        let typed = match (&query.filter, collection) {
            (Some(filter), Some(stored)) => Some(typed(filter, &stored.collection.schema)?),
            _ => None,
        };
        let typed = typed.map(|filter| Query { filter: Some(filter), ..query.clone() });
        let query = typed.as_ref().unwrap_or(query);
        let known = known.and_then(|tag| tag.strip_prefix(&prefix)?.parse().ok());
        let page = list(self.right.store, &self.right.scope, shape, query, collection, known).await?;
        Ok(page.map(|page| Listing {
            documents: page.documents,
            returned: page.returned,
            total: page.total,
            next: page.next,
            etag: format!("{prefix}{}", page.changes),
        }))
    }

    /// What a list's validator starts with, so that two sites' lists of one URL are never taken for
    /// each other.
    fn prefix(&self, collection: Option<&Stored>) -> String {
        let site = self.right.site_end();
        collection.map_or_else(|| format!("{site}-all-"), |stored| format!("{site}-{}-", stored.pk))
    }

    fn nothing(&self, query: &Query) -> Listing {
        Listing {
            documents: Some(String::new()),
            returned: 0,
            total: query.count.then_some(0),
            next: None,
            etag: format!("{}none", self.prefix(None)),
        }
    }
}
