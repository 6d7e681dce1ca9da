//! sqlx's connection. Here it is another handle, because the pipe chooses the real connection of
//! each statement.

use std::future::{Future, ready};

use sqlx_core::connection::Connection;
use sqlx_core::transaction::Transaction;

use super::{Libsql, LibsqlConnectOptions};
use crate::db::Db;
use crate::statement::Statement;

/// A handle to a database, for APIs of sqlx that own a connection.
#[derive(Debug)]
pub struct LibsqlConnection {
    db: Db,
}

impl LibsqlConnection {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    /// The handle.
    pub fn db(&self) -> &Db {
        &self.db
    }
}

impl Connection for LibsqlConnection {
    type Database = Libsql;
    type Options = LibsqlConnectOptions;

    fn close(self) -> impl Future<Output = Result<(), sqlx_core::Error>> + Send + 'static {
        ready(Ok(()))
    }

    fn close_hard(self) -> impl Future<Output = Result<(), sqlx_core::Error>> + Send + 'static {
        ready(Ok(()))
    }

    async fn ping(&mut self) -> Result<(), sqlx_core::Error> {
        self.db.quick(Statement::new("SELECT 1")).await?;
        Ok(())
    }

    fn begin(
        &mut self,
    ) -> impl Future<Output = Result<Transaction<'_, Libsql>, sqlx_core::Error>> + Send + '_ {
        Transaction::begin(self, None)
    }

    fn shrink_buffers(&mut self) {}

    fn flush(&mut self) -> impl Future<Output = Result<(), sqlx_core::Error>> + Send + '_ {
        ready(Ok(()))
    }

    fn should_flush(&self) -> bool {
        false
    }
}

sqlx_core::impl_acquire!(Libsql, LibsqlConnection);
