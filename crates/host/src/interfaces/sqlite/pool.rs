//! A pool of connections: an instance that ends returns its connection for the next instance.
//!
//! Opening a database and preparing statements costs far more than running them, and an instance
//! answers few requests. A connection without a holder therefore returns to the pool with its
//! prepared statements, and the next `open` of that file takes it. A guest cannot distinguish it
//! from a new connection: an open transaction is rolled back, and a connection with altered state
//! (temporary tables, changed settings, attached databases) is closed instead. SQLite's authorizer
//! detects statements that alter state when they are prepared.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{OpenFlags, ffi};

use super::types::Error;
use super::writer::Writer;

/// The size of a connection's cache of prepared statements.
const STATEMENTS: usize = 256;
/// How many bytes of the file are memory-mapped: all, up to the limit in `.cargo/config.toml`.
const MAPPED_BYTES: i64 = 1 << 36;
/// The size of the WAL, in pages, at which a guest's own transaction runs a checkpoint. It is so
/// large that this happens only if the writer's checkpoints did not keep up.
const LOGGED_PAGES: i64 = 32_000;
/// How many bytes of a statement journal, which undoes one statement of a transaction, stay in
/// memory; a larger journal goes into a temporary file.
///
/// SQLite writes the buffered bytes into that file in one call of this size, and its VFS for Unix
/// masks the size with `0x1ffff` (131,071 bytes). A size of 256 KiB would become 0, which SQLite
/// reports as a full disk.
const STATEMENT_JOURNAL_BYTES: i32 = 64 << 10;
const _: () = assert!(STATEMENT_JOURNAL_BYTES < 128 << 10, "SQLite cannot write longer pieces");
/// The most unused connections that the pool keeps per file.
const MAX_POOLED: usize = 32;

/// Pragmas that are stored in the file or only read: they do not alter the state of the connection.
const HARMLESS_PRAGMAS: [&str; 14] = [
    "application_id",
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "optimize",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
    "user_version",
    "wal_checkpoint",
];

/// The pool of unused connections of a host.
#[derive(Clone, Default)]
pub(crate) struct Pool {
    files: Arc<Mutex<HashMap<PathBuf, File>>>,
    pages_max: PagesMax,
}

/// The maximum size of a file in pages; `None` is no limit.
pub(super) type PagesMax = Option<u32>;

/// The pool's data of one file.
struct File {
    kept: Vec<Opened>,
    lane: WriteLane,
}

/// The write access to one file.
#[derive(Clone)]
pub(super) struct WriteLane {
    /// The queue of connections that want to begin a transaction.
    pub(super) writers: Writers,
    /// The writer, which executes single changes.
    pub(super) writer: Arc<Writer>,
}

/// SQLite permits one writing connection at a time, and the others poll with growing delays. This
/// mutex queues them instead.
pub(super) type Writers = Arc<tokio::sync::Mutex<()>>;

/// An open connection.
pub(super) struct Opened {
    pub(super) sqlite: rusqlite::Connection,
    /// Whether SQLite's busy timeout is on, which blocks the thread.
    patient: bool,
    /// Whether the connection has altered state that the next guest would see.
    altered: Arc<AtomicBool>,
}

impl Pool {
    /// Returns an empty pool.
    pub(crate) fn new(pages_max: PagesMax) -> Self {
        Self { pages_max, ..Self::default() }
    }

    /// Returns a connection to `path`, and the write access to the file.
    pub(super) fn take(&self, path: &Path) -> Result<(Opened, WriteLane), Error> {
        let (kept, lane) = {
            let mut files = self.files();
            let file = match files.entry(path.to_path_buf()) {
                Entry::Occupied(file) => file.into_mut(),
                Entry::Vacant(place) => place.insert(File::new(path, self.pages_max)?),
            };
            (file.kept.pop(), file.lane.clone())
        };
        Ok((kept.map_or_else(|| Opened::open(path, self.pages_max), Ok)?, lane))
    }

    /// Returns a connection to the pool, or closes it.
    pub(super) fn give(&self, path: &Path, opened: Opened) {
        if let Some(clean) = opened.clean()
            && let Some(file) = self.files().get_mut(path)
            && file.kept.len() < MAX_POOLED
        {
            file.kept.push(clean);
        }
    }

    fn files(&self) -> MutexGuard<'_, HashMap<PathBuf, File>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl File {
    fn new(path: &Path, pages_max: PagesMax) -> Result<Self, Error> {
        let writers = Writers::default();
        let writer = Writer::start(path, writers.clone(), pages_max)
            .map_err(|error| Error::Io(format!("cannot start a thread: {error}")))?;
        Ok(Self { kept: Vec::new(), lane: WriteLane { writers, writer: Arc::new(writer) } })
    }
}

impl Opened {
    /// Opens `path` with the settings of every connection.
    pub(super) fn open(path: &Path, pages_max: PagesMax) -> rusqlite::Result<Self> {
        configure();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut sqlite = rusqlite::Connection::open_with_flags(path, flags)?;
        sqlite.busy_timeout(Duration::ZERO)?;
        sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
        // Without this setting SQLite prepares a cached statement again at each use if its plan
        // depends on a bound value, as every plan with an outer join does.
        sqlite.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        sqlite.pragma_update(None, "foreign_keys", true)?;
        sqlite.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
        sqlite.pragma_update(None, "wal_autocheckpoint", LOGGED_PAGES)?;
        if let Some(pages) = pages_max {
            sqlite.pragma_update(None, "max_page_count", pages)?;
        }
        let altered = Arc::new(AtomicBool::new(false));
        let flag = altered.clone();
        sqlite.authorizer(Some(move |context: AuthContext<'_>| authorize(&context, &flag)))?;
        Ok(Self { sqlite, patient: false, altered })
    }

    /// Sets SQLite's busy timeout; zero turns it off.
    pub(super) fn set_busy_timeout(&mut self, time: Duration) -> rusqlite::Result<()> {
        let patient = !time.is_zero();
        if self.patient != patient {
            self.sqlite.busy_timeout(time)?;
            self.patient = patient;
        }
        Ok(())
    }

    /// Whether the connection has altered state, which a new connection would not have.
    pub(super) fn is_altered(&self) -> bool {
        self.altered.load(Ordering::Relaxed)
    }

    fn clean(self) -> Option<Self> {
        if self.is_altered() {
            return None;
        }
        if !self.sqlite.is_autocommit() {
            self.sqlite.execute_batch("ROLLBACK").ok()?;
        }
        set_last_insert_rowid(&self.sqlite, 0);
        Some(self)
    }
}

/// Sets the connection's last inserted row id.
pub(super) fn set_last_insert_rowid(sqlite: &rusqlite::Connection, rowid: i64) {
    #[expect(unsafe_code, reason = "the handle is open, and nobody else has it")]
    unsafe {
        ffi::sqlite3_set_last_insert_rowid(sqlite.handle(), rowid);
    }
}

/// Refuses to attach other files, and records statements whose effect on the connection would
/// outlive the guest. SQLite itself attaches a database without a name to run VACUUM.
fn authorize(context: &AuthContext<'_>, altered: &AtomicBool) -> Authorization {
    let alters = match context.action {
        AuthAction::Attach { filename } if !filename.is_empty() && filename != ":memory:" => {
            return Authorization::Deny;
        }
        AuthAction::Attach { .. }
        | AuthAction::CreateTempIndex { .. }
        | AuthAction::CreateTempTable { .. }
        | AuthAction::CreateTempTrigger { .. }
        | AuthAction::CreateTempView { .. } => true,
        AuthAction::Pragma { pragma_name, pragma_value: Some(value) } => !is_harmless(pragma_name, value),
        _ => false,
    };
    if alters {
        altered.store(true, Ordering::Relaxed);
    }
    Authorization::Allow
}

fn is_harmless(pragma: &str, value: &str) -> bool {
    let wal = pragma.eq_ignore_ascii_case("journal_mode") && value.eq_ignore_ascii_case("wal");
    wal || HARMLESS_PRAGMAS.iter().any(|harmless| pragma.eq_ignore_ascii_case(harmless))
}

/// Turns off SQLite's count of its own memory, which takes a lock around every allocation, and sets
/// the limit of statement journals in memory. Has no effect if this process has already used
/// SQLite.
pub(super) fn configure() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[expect(unsafe_code, reason = "called once, with the arguments that these options take")]
        unsafe {
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0);
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_STMTJRNL_SPILL, STATEMENT_JOURNAL_BYTES);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lives_on(sql: &str) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let pool = Pool::default();
        let first = pool.take(&path).unwrap().0;
        first.sqlite.execute_batch(sql).unwrap();
        pool.give(&path, first);
        let kept = pool.files.lock().unwrap().get(&path).map_or(0, |file| file.kept.len());
        let again = pool.take(&path).unwrap().0;
        assert!(again.sqlite.is_autocommit());
        assert_eq!(again.sqlite.last_insert_rowid(), 0);
        kept == 1
    }

    #[test]
    fn a_connection_without_traces_is_used_again() {
        assert!(lives_on("CREATE TABLE t (n INTEGER PRIMARY KEY); INSERT INTO t VALUES (7)"));
        assert!(lives_on("PRAGMA journal_mode = WAL; CREATE TABLE t (n); BEGIN; INSERT INTO t VALUES (7)"));
        assert!(lives_on("PRAGMA table_info(t); PRAGMA user_version = 3"));
    }

    #[test]
    fn a_connection_with_traces_is_closed() {
        for sql in [
            "CREATE TEMP TABLE t (n)",
            "PRAGMA synchronous = OFF",
            "PRAGMA foreign_keys = OFF",
            "ATTACH ':memory:' AS m",
        ] {
            assert!(!lives_on(sql), "{sql}");
        }
    }

    #[test]
    fn an_open_transaction_does_not_live_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let pool = Pool::default();
        let first = pool.take(&path).unwrap().0;
        first.sqlite.execute_batch("CREATE TABLE t (n); BEGIN; INSERT INTO t VALUES (1)").unwrap();
        pool.give(&path, first);
        let count: i64 = pool
            .take(&path)
            .unwrap()
            .0
            .sqlite
            .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 0);
    }
}
