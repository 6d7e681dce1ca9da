//! Lists of entries: `domain::Query` → one statement → one text of JSON.
//!
//! Where the index has the order and nothing is skipped, documents are written as they are met.
//! Otherwise the statement has two levels: the inner one finds keys and their order, from an index
//! alone where it can, so that a deep page skips index entries and not documents; the outer one
//! fetches and writes the documents of one page. Several statuses are several walks along the
//! index, merged (`UNION ALL … ORDER BY`), since within one status the index has the order.
//!
//! `source` chooses the index, `filter` writes conditions, `contains` those on parts of texts,
//! `status` the statuses, `order` orders and cursors, `statement` puts it together; `long`
//! remembers what took long.

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
    /// Their JSON, with commas between; `None` when the caller's copy is still good.
    pub documents: Option<String>,
    /// How many are in it.
    pub returned: u32,
    /// How many match, if counted; `None`, too, when a filter's matches were not counted because
    /// the caller's copy is still good.
    pub total: Option<u64>,
    /// Where the next page starts, for a page by cursor that is full.
    pub next: Option<Cursor>,
    /// How often what was listed has changed: a validator, within its site and URL.
    pub changes: i64,
}

/// Lists entries. `collection`: the one of `query.collection`, as the caller knows it; `known`: the
/// number of changes that the caller's copy is of.
///
/// # Errors
/// `Outdated` when the principal is, or when the collection has another revision by now.
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
