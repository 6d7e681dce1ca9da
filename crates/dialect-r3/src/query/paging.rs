//! `limit`, `page`, `cursor`, `count`.

use super::Parameters;
use weft_domain::query::{Column, Page, SortKey};
use weft_domain::{Error, Result};
use weft_http::cursor;

/// The default number of documents per page.
pub const LIMIT_DEFAULT: u32 = 20;
/// The most documents per page; a larger limit is lowered to this.
pub const LIMIT_MAX: u32 = 100;
/// The most documents that numbered pages reach; cursors reach further, at a constant cost.
pub const REACH_MAX: u64 = 1_000_000;

/// Parses the page of a list of documents in that order.
pub(super) fn documents(parameters: &Parameters<'_>, sort: &[SortKey]) -> Result<(Page, u32)> {
    let limit = limit(parameters, LIMIT_DEFAULT)?;
    let mut cursors = parameters.every("cursor");
    let Some(text) = cursors.next() else {
        return Ok((Page::Number(number(parameters, limit)?), limit));
    };
    if cursors.next().is_some() {
        return Err(Error::invalid("cursor", "unique", "is given more than once"));
    }
    if parameters.one("page")?.is_some() {
        return Err(Error::invalid("page", "mixed", "page and cursor cannot be mixed"));
    }
    if text.is_empty() {
        return Ok((Page::After(None), limit));
    }
    match cursor::decode(text) {
        Some(cursor) if cursor.values.len() == places(sort) => Ok((Page::After(Some(cursor)), limit)),
        _ => Err(Error::invalid("cursor", "format", "must be the nextCursor of a list with the same sort")),
    }
}

/// Parses the cursor of a list whose order is that of its keys: the key after which the page
/// begins.
pub(super) fn key(parameters: &Parameters<'_>) -> Result<Option<i64>> {
    let mut cursors = parameters.every("cursor");
    let text = cursors.next().unwrap_or_default();
    if cursors.next().is_some() {
        return Err(Error::invalid("cursor", "unique", "is given more than once"));
    }
    if text.is_empty() {
        return Ok(None);
    }
    match cursor::decode(text) {
        Some(cursor) if cursor.values.is_empty() && cursor.key > 0 => Ok(Some(cursor.key)),
        _ => Err(Error::invalid("cursor", "format", "must be the nextCursor of this list")),
    }
}

/// The number of values in a cursor of that order: one per sort key, and the creation time as
/// tie-breaker.
fn places(sort: &[SortKey]) -> usize {
    let is_implied = sort.last().is_none_or(|key| matches!(key.column, Column::Data(_)));
    sort.len() + usize::from(is_implied)
}

/// `limit`, from 1.
pub(super) fn limit(parameters: &Parameters<'_>, default: u32) -> Result<u32> {
    Ok(positive(parameters, "limit")?.map_or(default, |limit| limit.min(LIMIT_MAX)))
}

/// `page`, from 1.
pub(super) fn number(parameters: &Parameters<'_>, limit: u32) -> Result<u32> {
    let page = positive(parameters, "page")?.unwrap_or(1);
    if u64::from(page) * u64::from(limit) > REACH_MAX.max(u64::from(limit)) {
        return Err(Error::invalid(
            "page",
            "max",
            format!("pages reach {REACH_MAX} documents; beyond that use cursor="),
        ));
    }
    Ok(page)
}

/// `count`: whether to count all matches.
pub(super) fn count(parameters: &Parameters<'_>) -> Result<bool> {
    match parameters.one("count")? {
        None | Some("exact") => Ok(true),
        Some("none") => Ok(false),
        Some(_) => Err(Error::invalid("count", "option", "must be exact or none")),
    }
}

/// A whole number from 1; one that overflows becomes the maximum.
fn positive(parameters: &Parameters<'_>, name: &str) -> Result<Option<u32>> {
    let Some(text) = parameters.one(name)? else { return Ok(None) };
    if !text.bytes().all(|b| b.is_ascii_digit()) || text.bytes().all(|b| b == b'0') {
        return Err(Error::invalid(name, "number", "must be a whole number from 1"));
    }
    Ok(Some(text.parse().unwrap_or(u32::MAX)))
}
