//! One SQLite connection, as a guest holds it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::OpenFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use wasmtime::component::Resource;

use super::types::Error;
use crate::state::Guest;

/// How long a statement waits for another process or connection.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 256;
/// How much of the file is read through memory maps rather than copied.
const MAPPED_BYTES: i64 = 1 << 30;

/// A connection, shared with the blocking threads that run its asynchronous statements.
#[derive(Clone)]
pub(crate) struct Connection(Arc<Shared>);

struct Shared {
    sqlite: Mutex<rusqlite::Connection>,
    /// Whether the holder of the lock waits for the guest to read rows.
    streaming: AtomicBool,
}

/// Opens the database labelled `database`, where the guest may.
pub(super) fn open(guest: &mut Guest, database: &str) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
    let Some(path) = guest.grants.databases.get(database) else { return Ok(Err(Error::AccessDenied)) };
    guest.grants.counters.count_open();
    match connect(path) {
        Ok(sqlite) => {
            let shared = Shared { sqlite: Mutex::new(sqlite), streaming: AtomicBool::new(false) };
            Ok(Ok(guest.table.push(Connection(Arc::new(shared)))?))
        }
        Err(error) => Ok(Err(error.into())),
    }
}

fn connect(path: &Path) -> rusqlite::Result<rusqlite::Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
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
        AuthAction::Attach { filename } if !filename.is_empty() && filename != ":memory:" => Authorization::Deny,
        _ => Authorization::Allow,
    }
}

impl Connection {
    /// Runs `work` on the calling thread, after whatever the connection is doing.
    pub(super) fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>) -> Result<T, Error> {
        let sqlite = match self.0.sqlite.try_lock() {
            Ok(sqlite) => sqlite,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) if self.0.streaming.load(Ordering::Acquire) => return Err(undrained()),
            Err(TryLockError::WouldBlock) => self.lock(),
        };
        work(&sqlite)
    }

    /// Waits for the connection; for blocking threads.
    pub(super) fn lock(&self) -> MutexGuard<'_, rusqlite::Connection> {
        self.0.sqlite.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says whether the lock's holder waits for the guest to read rows.
    pub(super) fn set_streaming(&self, streaming: bool) {
        self.0.streaming.store(streaming, Ordering::Release);
    }
}

fn undrained() -> Error {
    Error::Io("the rows of an earlier execute-async on this connection were not all read".to_owned())
}
