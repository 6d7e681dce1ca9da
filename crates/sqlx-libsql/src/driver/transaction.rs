//! Interactive transactions, refused.
//!
//! All requests of an instance share their connections, and a server may take a lock away after
//! five seconds: an interactive transaction is neither safe nor cheap here. Use
//! [`Db::batch`](crate::Db::batch) instead.

use std::future::{Future, ready};

use sqlx_core::sql_str::SqlStr;
use sqlx_core::transaction::TransactionManager;

use super::{Libsql, LibsqlConnection};
use crate::error::Error;

/// Refuses every transaction.
#[derive(Debug)]
pub struct LibsqlTransactionManager;

fn refused() -> sqlx_core::Error {
    Error::Refused("no interactive transactions: connections are shared; use Db::batch").into()
}

impl TransactionManager for LibsqlTransactionManager {
    type Database = Libsql;

    fn begin(
        _: &mut LibsqlConnection,
        _: Option<SqlStr>,
    ) -> impl Future<Output = Result<(), sqlx_core::Error>> + Send + '_ {
        ready(Err(refused()))
    }

    fn commit(_: &mut LibsqlConnection) -> impl Future<Output = Result<(), sqlx_core::Error>> + Send + '_ {
        ready(Err(refused()))
    }

    fn rollback(_: &mut LibsqlConnection) -> impl Future<Output = Result<(), sqlx_core::Error>> + Send + '_ {
        ready(Err(refused()))
    }

    fn start_rollback(_: &mut LibsqlConnection) {}

    fn get_transaction_depth(_: &LibsqlConnection) -> usize {
        0
    }
}
