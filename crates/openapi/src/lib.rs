//! The OpenAPI 3.1 description of every dialect, written from its tables of endpoints.
//!
//! The tables say method, path, who may ask and by which right; [`Dialect`] adds what they do not: what a query may hold, what bodies look
//! like, which statuses an API answers with. `cargo xtask openapi` writes `docs/openapi/<dialect>.json`; a test here fails when a file is not
//! what would be written. Tests of the whole application read those files as the tables of endpoints (`x-weft`).
//!
//! To add a dialect: a file here, a line in [`dialects`].

mod dialect;
mod document;
mod inline;
mod operation;
mod r3;
mod snow;

pub use dialect::{Dialect, Shape};
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_files_are_what_would_be_written() {
        for dialect in dialects() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi").join(dialect.file());
            let written = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                written == text(&dialect),
                "{} is out of date: run `cargo xtask openapi`",
                path.display()
            );
        }
    }

    #[test]
    fn every_operation_is_described_once() {
        for dialect in dialects() {
            for operation in &dialect.operations {
                let same = dialect.operations.iter().filter(|other| other.id == operation.id);
                assert_eq!(same.count(), 1, "{}", operation.id);
            }
            let document = document(&dialect);
            let paths = document["paths"].as_object().unwrap();
            let operations: usize = paths.values().map(|path| path.as_object().unwrap().len()).sum();
            assert_eq!(operations, dialect.operations.len(), "{}", dialect.name);
        }
    }
}
