//! Lists of entries: `domain::Query` → one statement → one text of JSON.
//!
//! If the index has the order and no entry is skipped, the statement generates documents during the
//! scan. Otherwise it has two levels. The inner level finds the keys in order, from an index alone
//! if possible, so that a deep page skips index entries and not documents. The outer level reads
//! and generates the documents of one page. Several statuses are several scans of the index, merged
//! by `UNION ALL … ORDER BY`, because the index has the order within one status.
//!
//! `source` chooses the index, `filter` generates conditions, `contains` searches in texts,
//! `status` selects statuses, `order` generates orders and cursors, `statement` combines them;
//! `long` caches which counts were long.

mod contains;
mod filter;
mod long;
mod operand;
mod order;
mod source;
mod statement;
mod status;

pub(crate) use contains::push_contains;

use crate::collections::Stored;
use crate::store::{Scope, Store, first};
use weft_domain::query::{Cursor, Page, Query};
use weft_domain::shape::Shape;
use weft_domain::{Error, Result};

/// A page of a list.
#[derive(Debug)]
pub struct Listing {
    /// The JSON of the entries, separated by commas; `None` if the client's copy is current.
    pub documents: Option<String>,
    /// The number of entries in the page.
    pub returned: u32,
    /// The number of matches, if counted; also `None` if the client's copy is current and the
    /// matches of a filter were not counted.
    pub total: Option<u64>,
    /// The start of the next page, for a full page by cursor.
    pub next: Option<Cursor>,
    /// The number of changes of the listed entries: a validator within one site and URL.
    pub changes: i64,
}

/// Lists entries. `collection` is the cached collection of `query.collection`; `known` is the
/// number of changes of the client's copy.
///
/// # Errors
/// `Outdated` if the principal is outdated or the collection has another revision.
pub async fn list(
    store: &Store<'_>,
    scope: &Scope,
    shape: Shape,
    query: &Query,
    collection: Option<&Stored>,
    known: Option<i64>,
) -> Result<Option<Listing>> {
    let compiled = statement::compile(scope, shape, query, collection, known);
    let statement = compiled.sql.into_read();
    let is_short = compiled.short && !compiled.counted.is_some_and(long::is_long);
    let rows = if is_short { store.quick(statement).await? } else { store.run(statement).await? };
    let mut row = first(rows).ok_or(Error::Outdated)?;
    if row.optional_integer()? != Some(scope.epoch) {
        return Err(Error::Outdated);
    }
    if row.optional_integer()? != collection.map(|stored| stored.collection.revision) {
        return Ok(None);
    }
    let changes = row.integer()?;
    let total = row.optional_integer()?.map(|total| u64::try_from(total).unwrap_or_default());
    if let (Some(place), Some(total)) = (compiled.counted, total) {
        long::note(place, total);
    }
    let returned = u32::try_from(row.integer()?).unwrap_or(u32::MAX);
    let documents = row.optional_text()?.unwrap_or_default();
    let keys = row.optional_text()?;
    let is_full = returned == query.limit && matches!(query.page, Page::After(_));
    let next = if is_full { keys.as_deref().and_then(order::read_last) } else { None };
    let documents = (known != Some(changes)).then_some(documents);
    Ok(Some(Listing { documents, returned, total, next, changes }))
}

#[cfg(test)]
mod tests;
