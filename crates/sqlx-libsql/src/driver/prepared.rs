//! sqlx's prepared statement: here only the text, because hosts cache prepared statements
//! themselves, and a round trip for the columns would cost as much as the statement.

use sqlx_core::Either;
use sqlx_core::column::ColumnIndex;
use sqlx_core::sql_str::SqlStr;
use sqlx_core::statement::Statement;

use super::{Libsql, LibsqlArguments, LibsqlTypeInfo};
use crate::column::LibsqlColumn;

/// The text of a statement that may be executed several times.
#[derive(Debug, Clone)]
pub struct LibsqlStatement {
    sql: SqlStr,
}

impl LibsqlStatement {
    pub(super) fn new(sql: SqlStr) -> Self {
        Self { sql }
    }
}

impl Statement for LibsqlStatement {
    type Database = Libsql;

    fn into_sql(self) -> SqlStr {
        self.sql
    }

    fn sql(&self) -> &SqlStr {
        &self.sql
    }

    fn parameters(&self) -> Option<Either<&[LibsqlTypeInfo], usize>> {
        None
    }

    fn columns(&self) -> &[LibsqlColumn] {
        &[]
    }

    sqlx_core::impl_statement_query!(LibsqlArguments);
}

sqlx_core::impl_column_index_for_statement!(LibsqlStatement);

impl ColumnIndex<LibsqlStatement> for &str {
    fn index(&self, _statement: &LibsqlStatement) -> Result<usize, sqlx_core::Error> {
        Err(sqlx_core::Error::ColumnNotFound((*self).into()))
    }
}
