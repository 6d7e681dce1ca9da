//! The columns of a result: a name and an index. All rows of a result share one list.

use std::sync::Arc;

use sqlx_core::column::Column;

use crate::driver::{Libsql, LibsqlTypeInfo};

/// One column of a result. SQLite types values and not columns, so the type of a column is always
/// reported as NULL, "unknown".
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

    /// The columns with these names, in this order.
    pub(crate) fn list<N: Into<Box<str>>>(names: impl IntoIterator<Item = N>) -> Arc<[Self]> {
        names.into_iter().enumerate().map(|(ordinal, name)| Self { ordinal, name: name.into() }).collect()
    }
}

impl Column for LibsqlColumn {
    type Database = Libsql;

    fn ordinal(&self) -> usize {
        self.ordinal
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn type_info(&self) -> &LibsqlTypeInfo {
        &LibsqlTypeInfo::NULL
    }
}
