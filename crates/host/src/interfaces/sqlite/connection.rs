//! One SQLite connection, as a guest holds it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::OpenFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use tokio::time::Instant;
use wasmtime::component::Resource;

use super::statement::{self, Failure};
use super::types::{Error, QueryResult, Value};
use crate::state::Guest;

/// How long a statement waits for another process or connection.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 256;
/// How much of the file is read through memory maps rather than copied.
const MAPPED_BYTES: i64 = 1 << 30;

/// How many steps of SQLite's machine a short read may take: about a tenth of a millisecond.
const SHORT_STEPS: i32 = 10_000;

/// A connection, shared with the blocking threads that run its asynchronous statements.
#[derive(Clone)]
pub(crate) struct Connection(Arc<Shared>);

struct Shared {
    sqlite: Mutex<rusqlite::Connection>,
    /// Whether the holder of the lock waits for the guest to read rows.
    streaming: AtomicBool,
    /// Whether SQLite waits for locks by itself, which holds the thread.
    patient: AtomicBool,
}

/// Opens the database labelled `database`, where the guest may.
pub(super) fn open(
    guest: &mut Guest,
    database: &str,
) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
    let Some(path) = guest.grants.databases.get(database) else { return Ok(Err(Error::AccessDenied)) };
    guest.grants.counters.count_open();
    match connect(path) {
        Ok(sqlite) => {
            let shared = Shared {
                sqlite: Mutex::new(sqlite),
                streaming: AtomicBool::new(false),
                patient: AtomicBool::new(true),
            };
            Ok(Ok(guest.table.push(Connection(Arc::new(shared)))?))
        }
        Err(error) => Ok(Err(error.into())),
    }
}

fn connect(path: &Path) -> rusqlite::Result<rusqlite::Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut sqlite = rusqlite::Connection::open_with_flags(path, flags)?;
    sqlite.busy_timeout(BUSY_TIMEOUT)?;
    sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
    sqlite.pragma_update(None, "foreign_keys", true)?;
    sqlite.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
    sqlite.authorizer(Some(authorize))?;
    Ok(sqlite)
}

/// Refuses other files than the connection's own. SQLite itself attaches a nameless database to run VACUUM.
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Attach { filename } if !filename.is_empty() && filename != ":memory:" => {
            Authorization::Deny
        }
        _ => Authorization::Allow,
    }
}

impl Connection {
    /// Runs `sql` on the calling thread. Where it would have to wait for a lock, it waits without holding the thread: whoever has
    /// the lock may need that very thread to let it go.
    pub(super) async fn execute(&self, sql: &str, parameters: &[Value]) -> Result<QueryResult, Error> {
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
        let sqlite = match self.0.sqlite.try_lock() {
            Ok(sqlite) => sqlite,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) if self.0.streaming.load(Ordering::Acquire) => {
                return Attempt::Done(Err(undrained()));
            }
            Err(TryLockError::WouldBlock) => return Attempt::Busy(busy()),
        };
        if self.0.patient.swap(false, Ordering::Relaxed)
            && let Err(error) = sqlite.busy_timeout(Duration::ZERO)
        {
            return Attempt::Done(Err(error.into()));
        }
        match statement::execute(&sqlite, sql, parameters) {
            Err(Failure::Busy(error)) => Attempt::Busy(error.into()),
            Err(failure) => Attempt::Done(Err(failure.into())),
            Ok(result) => Attempt::Done(Ok(result)),
        }
    }

    /// The answer of `sql` where it only reads, nobody holds a lock, and SQLite is done in a moment. `None` asks to run it again
    /// on a blocking thread.
    pub(super) fn short_read(&self, sql: &str, parameters: &[Value]) -> Option<Result<QueryResult, Error>> {
        let mut sqlite = self.0.sqlite.try_lock().ok()?;
        if self.0.patient.swap(false, Ordering::Relaxed) {
            sqlite.busy_timeout(Duration::ZERO).ok()?;
        }
        sqlite.progress_handler(SHORT_STEPS, Some(|| true)).ok()?;
        let answer = statement::read(&sqlite, sql, parameters);
        sqlite.progress_handler(0, None::<fn() -> bool>).ok()?;
        match answer {
            Ok(answer) => answer.map(Ok),
            Err(Failure::Busy(_) | Failure::Interrupted) => None,
            Err(Failure::Other(error)) => Some(Err(error)),
        }
    }

    /// Waits for the connection, and lets SQLite wait for the database; for blocking threads.
    pub(super) fn lock(&self) -> MutexGuard<'_, rusqlite::Connection> {
        let sqlite = self.0.sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.0.patient.swap(true, Ordering::Relaxed)
            && let Err(error) = sqlite.busy_timeout(BUSY_TIMEOUT)
        {
            tracing::warn!("cannot set a busy timeout: {error}");
        }
        sqlite
    }

    /// Says whether the lock's holder waits for the guest to read rows.
    pub(super) fn set_streaming(&self, streaming: bool) {
        self.0.streaming.store(streaming, Ordering::Release);
    }

    /// Asks the connection something that takes no time, after whatever it is doing.
    pub(super) fn ask<T>(&self, question: impl FnOnce(&rusqlite::Connection) -> T) -> wasmtime::Result<T> {
        if self.0.streaming.load(Ordering::Acquire) {
            wasmtime::bail!("{}", UNDRAINED);
        }
        Ok(question(&self.0.sqlite.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// What came of trying a statement without waiting.
enum Attempt {
    Done(Result<QueryResult, Error>),
    /// Somebody else has a lock; trying again may help.
    Busy(Error),
}

const UNDRAINED: &str = "the rows of an earlier execute-async on this connection were not all read";

fn undrained() -> Error {
    Error::Io(UNDRAINED.to_owned())
}

fn busy() -> Error {
    Error::Io("database is locked".to_owned())
}
