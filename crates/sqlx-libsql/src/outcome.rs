//! The result of a statement: rows, and the number of changed rows.

use std::sync::Arc;

use crate::column::LibsqlColumn;
use crate::error::Error;
use crate::row::LibsqlRow;
use crate::value::Value;

/// The complete result of one statement, detached from the connection.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The columns; empty for a statement that returns none.
    pub columns: Arc<[LibsqlColumn]>,
    /// The rows, in order.
    pub rows: Vec<LibsqlRow>,
    /// The number of rows that an `INSERT`, `UPDATE`, `DELETE` or `REPLACE` changed, without the
    /// changes of triggers; 0 for other statements.
    pub changes: u64,
}

impl Outcome {
    pub(crate) fn new(
        columns: Arc<[LibsqlColumn]>,
        rows: impl IntoIterator<Item = Vec<Value>>,
        changes: u64,
    ) -> Self {
        let rows = rows.into_iter().map(|values| LibsqlRow::new(columns.clone(), values)).collect();
        Self { columns, rows, changes }
    }

    /// The first row, if there is one.
    pub fn into_first(self) -> Option<LibsqlRow> {
        self.rows.into_iter().next()
    }

    /// The first row, or [`Error::NoRow`].
    pub fn into_one(self) -> Result<LibsqlRow, Error> {
        self.into_first().ok_or(Error::NoRow)
    }
}
