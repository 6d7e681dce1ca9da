//! The columns of a result: a name and an index. All rows of a result share one list.

use std::sync::Arc;

/// One column of a result. SQLite types values and not columns, so sqlx gets NULL, "unknown", as
/// the type of every column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibsqlColumn {
    ordinal: usize,
    name: Box<str>,
}

impl LibsqlColumn {
    /// The name in the statement.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its place in the result, from 0.
    pub fn ordinal(&self) -> usize {
        self.ordinal
    }

    /// The columns with these names, in this order.
    pub(crate) fn list<N: Into<Box<str>>>(names: impl IntoIterator<Item = N>) -> Arc<[Self]> {
        names.into_iter().enumerate().map(|(ordinal, name)| Self { ordinal, name: name.into() }).collect()
    }
}
