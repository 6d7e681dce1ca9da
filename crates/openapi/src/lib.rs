//! The OpenAPI 3.1 description of every dialect, written from its tables of endpoints.
//!
//! The tables say method, path, who may ask and by which right; [`Dialect`] adds what they do not:
//! what a query may hold, what bodies look like, which statuses an API answers with. Errors are
//! worded by the dialects' own rendering (`refusals`).
//!
//! `cargo xtask openapi` writes `docs/openapi/<dialect>.json`; a test here fails when a file is not
//! what would be written. Tests of the whole application read those files as the tables of
//! endpoints (`x-weft`).
//!
//! To add an endpoint: an arm in the dialect's `details`. To add a dialect: a folder here, a line in
//! [`dialects`].

mod dialect;
mod document;
mod inline;
mod operation;
mod parts;
mod r3;
mod refusals;
mod snow;
#[cfg(test)]
mod tests;

pub use dialect::{Dialect, OperationDetails};
pub use operation::Operation;

use serde_json::Value;

/// Every dialect, with the name of its file.
#[must_use]
pub fn dialects() -> Vec<Dialect> {
    vec![inline::dialect(), r3::dialect(), snow::dialect()]
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
