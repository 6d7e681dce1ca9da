//! The pipe of guests: the host interface `spin:sqlite`.
//!
//! An instance serves many requests at a time, and the interface has traps: `execute-async` holds a
//! connection's lock on the host until its row stream is drained, so a second statement on that
//! connection hangs, and with it the instance; a transaction belongs to whoever uses the connection
//! next; SQL errors come only after the rows. Three kinds of connection keep out of each other's
//! way:
//!
//! - the *quick* one knows only the synchronous `execute`. While such a call runs nothing else in
//!   the instance does, and it leaves no stream behind, so nothing can interleave on it.
//! - *readers* (`pool`, up to four): `execute-async`, one statement at a time on each, drained
//!   before the connection is free again.
//! - *writers* (`pool`, one unless the host commits several changes together): changes and batches,
//!   so that a slow commit holds up no read.
//!
//! Cancellation: a future that is dropped halfway drops its lease and so closes the connection:
//! cancelled calls, unread streams and open transactions go with it, and the next user opens a new
//! one. See `pool`.

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

/// More would not make a local database faster; each keeps a cache of its own.
const READERS: usize = 4;

/// An open database of the host.
pub(crate) struct Spin {
    database: String,
    quick: Mutex<Option<Connection>>,
    readers: Pool,
    writers: Pool,
}

impl Spin {
    /// Opens the quick connection, which also tells whether the database exists and is granted; the
    /// others open when they are needed.
    pub(crate) async fn open(database: &str, writers: usize) -> Result<Self, Error> {
        let quick = host::open(database).await?;
        Ok(Self {
            database: database.into(),
            quick: Mutex::new(Some(quick)),
            readers: Pool::new(database, READERS, None),
            // Kept in the file. Not possible for every host; then commits are slower, no less safe.
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

    /// Beginning may wait for another process and committing for the disk: these do not hold up the
    /// instance. What is between changes pages in memory; there the synchronous calls are cheaper,
    /// and the lock is held for less time. (Where the host keeps the database on a server, each
    /// would be a network trip that the instance waits for: that is what a pipe of our own to the
    /// server is for.)
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

/// A connection whose transaction cannot be ended is closed instead, which ends it.
async fn roll_back(lease: Lease<'_>) {
    let rolled_back = host::control(lease.connection(), "ROLLBACK").await;
    let _ = rolled_back.and_then(|()| lease.give_back_after(Ok(())));
}
