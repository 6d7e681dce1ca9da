//! The pipe of guests: the host interface `spin:sqlite`.
//!
//! An instance handles many requests at a time, and the interface has pitfalls: `execute-async`
//! holds the connection's lock on the host until its row stream is drained, so a second statement
//! on that connection hangs, and the instance with it; an open transaction stays on the connection
//! for its next user; SQL errors are reported only after the rows. The pipe therefore has three
//! kinds of connections:
//!
//! - the *quick* connection uses only the synchronous `execute`. Such a call blocks the instance
//!   and leaves no stream behind, so statements cannot interleave on it.
//! - *readers* (`pool`, up to four): `execute-async`, one statement at a time on each, drained
//!   before the connection is free again.
//! - *writers* (`pool`, one unless the host commits several changes together): changes and batches,
//!   so that a slow commit does not delay reads.
//!
//! Cancellation: a future that is dropped early drops its lease, which closes the connection. This
//! ends the pending call, the unread stream and the open transaction, and the next user opens a new
//! connection. See `pool`.

mod host;
mod pool;
mod semaphore;

use std::sync::{Mutex, PoisonError};

use self::host::Connection;
use self::pool::{Lease, Pool};
use crate::error::Error;
use crate::outcome::Outcome;
use crate::statement::Checked;
use crate::text::Kind;

/// More readers would not make a local database faster, and each has its own cache.
const READERS: usize = 4;

/// An open database of the host.
pub(crate) struct Spin {
    database: String,
    quick: Mutex<Option<Connection>>,
    readers: Pool,
    writers: Pool,
}

impl Spin {
    /// Opens the quick connection, which also checks that the database exists and is granted; the
    /// others open on demand.
    pub(crate) async fn open(database: &str, writers: usize) -> Result<Self, Error> {
        let quick = host::open(database).await?;
        Ok(Self {
            database: database.into(),
            quick: Mutex::new(Some(quick)),
            readers: Pool::new(database, READERS, None),
            // The file stores this mode. Some hosts do not support it; commits are then slower and
            // equally safe.
            writers: Pool::new(database, writers, Some("PRAGMA journal_mode = WAL")),
        })
    }

    pub(crate) async fn run(&self, statement: Checked) -> Result<Outcome, Error> {
        let pool = if statement.kind == Kind::Read { &self.readers } else { &self.writers };
        let lease = pool.lease().await?;
        let result = host::execute(lease.connection(), statement).await;
        lease.give_back_after(result)
    }

    pub(crate) async fn quick(&self, statement: Checked) -> Result<Outcome, Error> {
        if statement.kind != Kind::Read {
            return self.run(statement).await;
        }
        let mut slot = self.quick.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match slot.take() {
            Some(connection) => connection,
            None => host::open_now(&self.database)?,
        };
        let result = host::execute_now(&connection, statement);
        if !result.as_ref().is_err_and(Error::ends_connection) {
            *slot = Some(connection);
        }
        result
    }

    /// BEGIN may wait for another process and COMMIT for the disk, so both are asynchronous and do
    /// not block the instance. The statements between them change pages in memory; synchronous
    /// calls are cheaper for them and hold the lock for less time. (If the database is on a server,
    /// each call would be a network round trip that blocks the instance; such a database needs its
    /// own pipe.)
    pub(crate) async fn batch(&self, statements: Vec<Checked>) -> Result<Vec<Outcome>, Error> {
        let lease = self.writers.lease().await?;
        let begun = host::control(lease.connection(), "BEGIN IMMEDIATE").await;
        if begun.is_err() {
            return lease.give_back_after(begun.map(|()| Vec::new()));
        }
        let body = execute_all(lease.connection(), statements);
        let result = match body {
            Ok(outcomes) => host::control(lease.connection(), "COMMIT").await.map(|()| outcomes),
            Err(error) => Err(error),
        };
        if result.is_err() {
            roll_back(lease).await;
            return result;
        }
        lease.give_back_after(result)
    }
}

fn execute_all(connection: &Connection, statements: Vec<Checked>) -> Result<Vec<Outcome>, Error> {
    statements.into_iter().map(|statement| host::execute_now(connection, statement)).collect()
}

/// If the rollback fails, the connection is closed, which ends the transaction.
async fn roll_back(lease: Lease<'_>) {
    let rolled_back = host::control(lease.connection(), "ROLLBACK").await;
    let _ = rolled_back.and_then(|()| lease.give_back_after(Ok(())));
}
