//! The type of the database, with its associated types.

use sqlx_core::database::Database;

use super::{
    LibsqlArgumentBuffer, LibsqlArguments, LibsqlConnection, LibsqlQueryResult, LibsqlStatement,
    LibsqlTransactionManager, LibsqlTypeInfo, LibsqlValueRef,
};
use crate::column::LibsqlColumn;
use crate::row::LibsqlRow;
use crate::value::Value;

/// The sqlx database type for libSQL.
#[derive(Debug, Clone, Copy)]
pub struct Libsql;

impl Database for Libsql {
    type Connection = LibsqlConnection;
    type TransactionManager = LibsqlTransactionManager;
    type Row = LibsqlRow;
    type QueryResult = LibsqlQueryResult;
    type Column = LibsqlColumn;
    type TypeInfo = LibsqlTypeInfo;
    type Value = Value;
    type ValueRef<'r> = LibsqlValueRef<'r>;
    type Arguments = LibsqlArguments;
    type ArgumentBuffer = LibsqlArgumentBuffer;
    type Statement = LibsqlStatement;

    const NAME: &'static str = "libSQL";
    const URL_SCHEMES: &'static [&'static str] = &["libsql"];
}
