//! `sort=-publishedAt,data.title`.

use super::column;
use weft_domain::query::{SORT_MAX, SortKey};
use weft_domain::{Error, Result};

/// The sort keys, in order.
///
/// # Errors
/// `Invalid` at `sort`: an unknown column, or more than [`SORT_MAX`] keys.
pub(super) fn parse<'v>(values: impl Iterator<Item = &'v str>) -> Result<Vec<SortKey>> {
    let mut keys = Vec::new();
    for key in values.flat_map(|value| value.split(',')).map(str::trim).filter(|key| !key.is_empty()) {
        if keys.len() == SORT_MAX {
            return Err(Error::invalid("sort", "max", format!("at most {SORT_MAX} keys")));
        }
        let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
        keys.push(SortKey { column: column::parse(name, "sort")?, descending });
    }
    Ok(keys)
}
