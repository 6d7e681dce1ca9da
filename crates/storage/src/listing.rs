//! Pages of short lists: one row with the total and a JSON array that SQLite generates.

use crate::store::first;
use serde::de::DeserializeOwned;
use sqlx_libsql::Row;
use weft_domain::{Error, Result};

/// The page, from 1, and its size; `None` means all items.
pub type Page = Option<(u32, u32)>;

/// The page as LIMIT and OFFSET.
pub(crate) fn window(page: Page) -> [i64; 2] {
    match page {
        Some((page, limit)) => {
            [i64::from(limit), i64::from(page.saturating_sub(1)).saturating_mul(i64::from(limit))]
        }
        None => [-1, 0],
    }
}

/// Reads the total and the array. `None` without a row.
pub(crate) fn listed<T: DeserializeOwned>(rows: Vec<Row>) -> Result<Option<(Vec<T>, u64)>> {
    let Some(mut row) = first(rows) else { return Ok(None) };
    let total = u64::try_from(row.integer()?).unwrap_or_default();
    Ok(Some((read(&row.text()?)?, total)))
}

/// Reads one item that SQLite generated as JSON.
pub(crate) fn found<T: DeserializeOwned>(rows: Vec<Row>) -> Result<Option<T>> {
    first(rows).map(|mut row| read(&row.text()?)).transpose()
}

pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Internal(format!("the store's JSON: {error}")))
}
