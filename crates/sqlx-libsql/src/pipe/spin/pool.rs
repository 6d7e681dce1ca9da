//! A pool of connections, each used by one request at a time.
//!
//! A request takes a connection *out* of the pool and puts it back only when its statement has
//! ended. In every other case (an error, a cancelled request whose future is dropped) the
//! connection does not return and is closed, which ends a pending call, an unread row stream or an
//! open transaction. A connection in the pool is therefore always idle. A connection is closed
//! before the next waiter gets its permit.

use std::sync::{Mutex, PoisonError};

use super::host::{self, Connection};
use super::semaphore::{Semaphore, SemaphorePermit};
use crate::error::Error;

/// Up to a fixed number of connections to one database; opened when needed, kept for the life of
/// the instance.
pub(super) struct Pool {
    database: String,
    /// Executed on a new connection; a failure is ignored.
    greeting: Option<&'static str>,
    semaphore: Semaphore,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(super) fn new(database: &str, size: usize, greeting: Option<&'static str>) -> Self {
        Self { database: database.into(), greeting, semaphore: Semaphore::new(size), idle: Mutex::default() }
    }

    /// Waits for a permit, then takes the most recently used connection, or opens one.
    pub(super) async fn lease(&self) -> Result<Lease<'_>, Error> {
        let permit = self.semaphore.take().await;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open().await?,
        };
        Ok(Lease { connection, pool: self, _turn: permit })
    }

    async fn open(&self) -> Result<Connection, Error> {
        let connection = host::open(&self.database).await?;
        if let Some(greeting) = self.greeting {
            let _ = host::control(&connection, greeting).await;
        }
        Ok(connection)
    }
}

/// A connection taken out of the pool. On drop the connection is closed; the fields are dropped in
/// this order.
pub(super) struct Lease<'a> {
    connection: Connection,
    pool: &'a Pool,
    _turn: SemaphorePermit<'a>,
}

impl Lease<'_> {
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Puts the connection back after a statement has ended, with or without an error, unless the
    /// error means that the connection must be closed.
    pub(super) fn give_back_after<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        if !result.as_ref().is_err_and(Error::ends_connection) {
            let Self { connection, pool, _turn } = self;
            pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        result
    }
}
