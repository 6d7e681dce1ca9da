//! Rows and columns as sqlx sees them: cells are borrowed, and found by place or by name.

use sqlx_core::column::{Column, ColumnIndex};
use sqlx_core::row::Row;

use super::{Libsql, LibsqlTypeInfo, LibsqlValueRef};
use crate::column::LibsqlColumn;
use crate::row::LibsqlRow;

impl Row for LibsqlRow {
    type Database = Libsql;

    fn columns(&self) -> &[LibsqlColumn] {
        LibsqlRow::columns(self)
    }

    fn try_get_raw<I>(&self, index: I) -> Result<LibsqlValueRef<'_>, sqlx_core::Error>
    where
        I: ColumnIndex<Self>,
    {
        let index = index.index(self)?;
        let out_of_bounds = sqlx_core::Error::ColumnIndexOutOfBounds { index, len: self.columns().len() };
        self.value(index).map(LibsqlValueRef::new).ok_or(out_of_bounds)
    }
}

sqlx_core::impl_column_index_for_row!(LibsqlRow);

impl ColumnIndex<LibsqlRow> for &str {
    fn index(&self, row: &LibsqlRow) -> Result<usize, sqlx_core::Error> {
        let found = row.columns().iter().position(|column| column.name() == *self);
        found.ok_or_else(|| sqlx_core::Error::ColumnNotFound((*self).into()))
    }
}

impl Column for LibsqlColumn {
    type Database = Libsql;

    fn ordinal(&self) -> usize {
        LibsqlColumn::ordinal(self)
    }

    fn name(&self) -> &str {
        LibsqlColumn::name(self)
    }

    fn type_info(&self) -> &LibsqlTypeInfo {
        &LibsqlTypeInfo::NULL
    }
}
