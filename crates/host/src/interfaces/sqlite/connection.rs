//! One SQLite connection of a guest.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use wasmtime::component::Resource;

use super::pool::{Opened, Pool, WriteLane, set_last_insert_rowid};
use super::statement::{self, Failure};
use super::types::{Error, QueryResult, Value};
use super::writer::{self, Change, Changed};
use crate::state::Guest;

/// How long a statement waits for another process or connection.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many steps of SQLite's virtual machine a short read may take: about half a millisecond.
const SHORT_STEPS: i32 = 50_000;

/// A connection, shared with the blocking threads that run its asynchronous statements.
#[derive(Clone)]
pub(crate) struct Connection(Arc<Shared>);

struct Shared {
    /// `None` only while the connection returns to the pool.
    opened: Mutex<Option<Opened>>,
    /// Whether the thread that holds the lock waits for the guest to read rows.
    streaming: AtomicBool,
    /// How many rows the last change affected, if the writer of the file executed it.
    changes: Mutex<Option<u64>>,
    path: PathBuf,
    pool: Pool,
    lane: WriteLane,
}

impl Drop for Shared {
    fn drop(&mut self) {
        if let Some(opened) = self.opened.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            self.pool.give(&self.path, opened);
        }
    }
}

/// Opens the database labelled `database` if the guest's grants allow it.
pub(super) fn open(
    guest: &mut Guest,
    database: &str,
) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
    let Some(path) = guest.grants.databases.get(database) else { return Ok(Err(Error::AccessDenied)) };
    guest.grants.counters.count_open();
    let pool = guest.grants.connections.clone();
    match pool.take(path) {
        Ok((opened, lane)) => {
            let shared = Shared {
                opened: Mutex::new(Some(opened)),
                streaming: AtomicBool::new(false),
                changes: Mutex::default(),
                path: path.clone(),
                pool,
                lane,
            };
            Ok(Ok(guest.table.push(Connection(Arc::new(shared)))?))
        }
        Err(error) => Ok(Err(error)),
    }
}

impl Connection {
    /// Runs `sql` on the calling thread. While the database is locked, it waits without blocking
    /// the thread: the holder of the lock may need this thread to release the lock.
    pub(super) async fn execute(&self, sql: &str, parameters: Vec<Value>) -> Result<QueryResult, Error> {
        let parameters = match self.change(sql, parameters).await {
            Ok(result) => return result,
            Err(parameters) => parameters,
        };
        let parameters = parameters.as_slice();
        match self.attempt(sql, parameters) {
            Attempt::Done(result) => result,
            Attempt::Busy(_) => self.execute_later(sql, parameters).await,
        }
    }

    async fn execute_later(&self, sql: &str, parameters: &[Value]) -> Result<QueryResult, Error> {
        let deadline = Instant::now() + BUSY_TIMEOUT;
        let mut pause = Duration::from_millis(1);
        loop {
            tokio::time::sleep(pause).await;
            match self.attempt(sql, parameters) {
                Attempt::Done(result) => return result,
                Attempt::Busy(error) if Instant::now() >= deadline => return Err(error),
                Attempt::Busy(_) => pause = (pause * 2).min(Duration::from_millis(25)),
            }
        }
    }

    fn attempt(&self, sql: &str, parameters: &[Value]) -> Attempt {
        let mut opened = match self.0.opened.try_lock() {
            Ok(opened) => opened,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) if self.0.streaming.load(Ordering::Acquire) => {
                return Attempt::Done(Err(unread_rows()));
            }
            Err(TryLockError::WouldBlock) => return Attempt::Busy(busy()),
        };
        let Some(opened) = opened.as_mut() else { return Attempt::Done(Err(Error::InvalidConnection)) };
        if let Err(error) = opened.set_busy_timeout(Duration::ZERO) {
            return Attempt::Done(Err(error.into()));
        }
        match statement::execute(&opened.sqlite, sql, parameters) {
            Err(Failure::Busy(error)) => Attempt::Busy(error.into()),
            Err(failure) => Attempt::Done(Err(failure.into())),
            Ok(result) => Attempt::Done(Ok(result)),
        }
    }

    /// Runs `sql` if it is a read that needs no lock wait and only a few steps. On `None` the
    /// caller runs it again on a blocking thread.
    pub(super) fn short_read(&self, sql: &str, parameters: &[Value]) -> Option<Result<QueryResult, Error>> {
        let mut opened = self.0.opened.try_lock().ok()?;
        let opened = opened.as_mut()?;
        opened.set_busy_timeout(Duration::ZERO).ok()?;
        opened.sqlite.progress_handler(SHORT_STEPS, Some(|| true)).ok()?;
        let answer = statement::read(&opened.sqlite, sql, parameters);
        opened.sqlite.progress_handler(0, None::<fn() -> bool>).ok()?;
        match answer {
            Ok(answer) => answer.map(Ok),
            Err(Failure::Busy(_) | Failure::Interrupted) => None,
            Err(Failure::Other(error)) => Some(Err(error)),
        }
    }

    /// Sends a plain change to the writer of the file. A change that depends on the state of this
    /// connection (a transaction, temporary tables, settings, unread rows) is not sent; the
    /// parameters are returned.
    pub(super) async fn change(
        &self,
        sql: &str,
        parameters: Vec<Value>,
    ) -> Result<Result<QueryResult, Error>, Vec<Value>> {
        if !writer::is_change(sql) {
            return Err(parameters);
        }
        let last_insert_rowid = match self.0.opened.try_lock().as_deref() {
            Ok(Some(opened)) if opened.sqlite.is_autocommit() && !opened.is_altered() => {
                opened.sqlite.last_insert_rowid()
            }
            _ => {
                self.set_changes(None);
                return Err(parameters);
            }
        };
        let change = Change { sql: sql.to_owned(), parameters, last_insert_rowid };
        Ok(self.0.lane.writer.run(change).await.map(|changed| self.note(changed)))
    }

    /// Updates the connection's `last_insert_rowid` and `changes`, as if the connection had
    /// executed the change.
    fn note(&self, changed: Changed) -> QueryResult {
        let Changed { result, changes, last_insert_rowid } = changed;
        // A statement that holds the lock here does not read the last inserted row id.
        if let Ok(Some(opened)) = self.0.opened.try_lock().as_deref() {
            set_last_insert_rowid(&opened.sqlite, last_insert_rowid);
        }
        self.set_changes(Some(changes));
        result
    }

    fn set_changes(&self, changes: Option<u64>) {
        *self.0.changes.lock().unwrap_or_else(PoisonError::into_inner) = changes;
    }

    /// How many rows the last change affected.
    pub(super) fn changes(&self) -> wasmtime::Result<u64> {
        let changes = *self.0.changes.lock().unwrap_or_else(PoisonError::into_inner);
        changes.map_or_else(|| self.ask(rusqlite::Connection::changes), Ok)
    }

    /// Waits for the write lock of the file if `sql` is a change outside a transaction. A
    /// connection with an open transaction does not wait: the other writers wait for it.
    pub(super) async fn turn(&self, sql: &str) -> Option<OwnedMutexGuard<()>> {
        let is_change = self.0.opened.try_lock().is_ok_and(|opened| {
            opened.as_ref().is_some_and(|opened| {
                let changes =
                    || opened.sqlite.prepare_cached(sql).is_ok_and(|statement| !statement.readonly());
                opened.sqlite.is_autocommit() && changes()
            })
        });
        if is_change {
            self.set_changes(None);
        }
        if is_change { Some(self.0.lane.writers.clone().lock_owned().await) } else { None }
    }

    /// Runs `work` when the connection is free, with SQLite's busy timeout; for blocking threads.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut opened = self.lock();
        let opened = opened.as_mut().ok_or(Error::InvalidConnection)?;
        opened.set_busy_timeout(BUSY_TIMEOUT)?;
        work(&opened.sqlite)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Opened>> {
        self.0.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets whether the thread that holds the lock waits for the guest to read rows.
    pub(super) fn set_streaming(&self, streaming: bool) {
        self.0.streaming.store(streaming, Ordering::Release);
    }

    /// Runs a query of the connection's state that does not block, when the connection is free.
    pub(super) fn ask<T>(&self, question: impl FnOnce(&rusqlite::Connection) -> T) -> wasmtime::Result<T> {
        if self.0.streaming.load(Ordering::Acquire) {
            wasmtime::bail!("{}", UNREAD_ROWS);
        }
        match self.lock().as_ref() {
            Some(opened) => Ok(question(&opened.sqlite)),
            None => wasmtime::bail!("the connection is closed"),
        }
    }
}

/// The result of a statement that was tried without waiting.
enum Attempt {
    Done(Result<QueryResult, Error>),
    /// Another connection has a lock; a later attempt may succeed.
    Busy(Error),
}

const UNREAD_ROWS: &str = "the rows of an earlier execute-async on this connection were not all read";

fn unread_rows() -> Error {
    Error::Io(UNREAD_ROWS.to_owned())
}

fn busy() -> Error {
    Error::Io("database is locked".to_owned())
}
