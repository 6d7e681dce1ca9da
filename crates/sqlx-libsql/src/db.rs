//! The database handle of callers.
//!
//! A handle is a shared pipe with a counter of round trips. Statements are checked here, once for
//! all pipes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::outcome::Outcome;
use crate::pipe::Pipe;
use crate::statement::Statement;

/// A handle to a database: cheap to clone, safe to share between all requests of an instance. With
/// the feature `sqlx`, `&Db` is a sqlx executor.
#[derive(Clone)]
pub struct Db {
    pipe: Arc<Pipe>,
    trips: Arc<AtomicU64>,
}

impl Db {
    fn over(pipe: Pipe) -> Self {
        Self { pipe: Arc::new(pipe), trips: Arc::default() }
    }

    /// Opens a database file with rusqlite, creating it if it does not exist.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn open_native(path: &std::path::Path) -> Result<Self, Error> {
        crate::pipe::native::Native::open(path).map(|native| Self::over(Pipe::Native(native)))
    }

    /// Opens a new database in memory with rusqlite; clones of the handle use the same database.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn open_memory() -> Result<Self, Error> {
        crate::pipe::native::Native::open_memory().map(|native| Self::over(Pipe::Native(native)))
    }

    /// Opens a database of the host by its label (`sqlite_databases` in spin.toml). Once per
    /// instance: opening costs as much as two requests. Up to `writers` single changes are sent to
    /// the host at a time: 1 unless the host has group commit.
    #[cfg(target_arch = "wasm32")]
    pub async fn open_spin(name: &str, writers: usize) -> Result<Self, Error> {
        let spin = send_wrapper::SendWrapper::new(crate::pipe::spin::Spin::open(name, writers)).await?;
        Ok(Self::over(Pipe::Spin(spin)))
    }

    /// Executes one statement that may be slow or may change data. It never blocks other requests
    /// of the instance; changes queue for a writing connection.
    pub async fn run(&self, statement: Statement) -> Result<Outcome, Error> {
        let statement = statement.check()?;
        self.count();
        self.pipe.run(statement).await
    }

    /// Executes one short read in the cheapest way. In a guest this is a synchronous call, which
    /// blocks the whole instance: use it for a point read or a page over an index, not for a
    /// search. A statement that changes data is executed as by [`Db::run`].
    pub async fn quick(&self, statement: Statement) -> Result<Outcome, Error> {
        let statement = statement.check()?;
        self.count();
        self.pipe.quick(statement).await
    }

    /// Executes the statements in order, in one transaction: all take effect, or none. The error is
    /// that of the first failed statement, or of the commit. A statement that changes no row is not
    /// a failure.
    pub async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Outcome>, Error> {
        let statements = statements.into_iter().map(Statement::check).collect::<Result<Vec<_>, _>>()?;
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        self.count();
        self.pipe.batch(statements).await
    }

    /// The number of statements and batches sent through this handle and its clones; a batch counts
    /// as one.
    pub fn round_trips(&self) -> u64 {
        self.trips.load(Ordering::Relaxed)
    }

    /// A handle to the same database whose counter starts at zero: each request gets one, so that
    /// it counts only its own round trips.
    #[must_use]
    pub fn counting_anew(&self) -> Self {
        Self { pipe: self.pipe.clone(), trips: Arc::default() }
    }

    fn count(&self) {
        self.trips.fetch_add(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db")
            .field("pipe", &self.pipe.name())
            .field("round_trips", &self.round_trips())
            .finish()
    }
}
