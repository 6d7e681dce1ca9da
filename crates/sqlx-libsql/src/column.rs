//! The columns of a result: a name and a place. All rows of a result share one list.

use std::sync::Arc;

/// One column of a result. SQLite types values, not columns: to sqlx its type is NULL, "unknown".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibsqlColumn {
    ordinal: usize,
    name: Box<str>,
}

impl LibsqlColumn {
    /// The name, as the statement gives it.
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
