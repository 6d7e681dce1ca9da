//! Lists of the entries that their reader may see.

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
    /// Their JSON, separated by commas; `None` if the client's copy is current.
    pub documents: Option<String>,
    /// The number of entries in the page.
    pub returned: u32,
    /// The number of matches, if counted.
    pub total: Option<u64>,
    /// The start of the next page; only for full pages by cursor.
    pub next: Option<Cursor>,
    /// A strong validator without quotes, for this URL.
    pub etag: String,
}

impl Reader<'_> {
    /// Lists entries. `known` is the validator of the client's copy. An unknown content type has no
    /// entries.
    ///
    /// # Errors
    /// `Invalid` at `data.<field>` if a filter's value is not of the field's type, `Outdated`,
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

    /// Lists entries of a content type by its id; returns them with the content type.
    /// `query.collection` is ignored.
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

    /// The prefix of a list's validator, so that lists of two sites with the same URL have
    /// different validators.
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
