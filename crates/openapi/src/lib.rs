//! The OpenAPI 3.1 description of every dialect, written from its endpoint tables.
//!
//! The tables give method, path, required identity and right; [`Dialect`] adds query parameters,
//! bodies and statuses. The dialects render the error examples (`refusals`).
//!
//! `cargo xtask openapi` writes `docs/openapi/<dialect>.json`; `cargo xtask tidy` fails when a
//! file is outdated. Tests of the whole application read those files as endpoint tables (`x-weft`).
//!
//! To add an endpoint: an arm in the dialect's `details`. To add a dialect: a folder here, a line
//! in [`dialects`].

mod caret;
mod dialect;
mod document;
mod inline;
mod operation;
mod parts;
mod r3;
mod refusals;
mod samduke;
mod snow;
#[cfg(test)]
mod tests;

pub use dialect::{Dialect, OperationDetails};
pub use operation::Operation;

use serde_json::Value;

/// Every dialect, with the name of its file.
#[must_use]
pub fn dialects() -> Vec<Dialect> {
    vec![caret::dialect(), inline::dialect(), r3::dialect(), samduke::dialect(), snow::dialect()]
}

/// The description of a dialect.
#[must_use]
pub fn document(dialect: &Dialect) -> Value {
    document::document(dialect)
}

/// The text of its file.
#[must_use]
pub fn text(dialect: &Dialect) -> String {
    let mut text = serde_json::to_string_pretty(&document(dialect)).unwrap_or_default();
    text.push('\n');
    text
}
