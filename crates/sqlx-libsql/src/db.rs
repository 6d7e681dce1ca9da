//! The handle that callers hold.
//!
//! A handle is a pipe, shared, and a counter of what was sent through it. Statements are checked
//! here, once for all pipes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::outcome::Outcome;
use crate::pipe::Pipe;
use crate::statement::Statement;

/// A handle on a database: cheap to clone, safe to share between all requests of an instance. With
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

    /// Opens a new database in memory with rusqlite; clones of the handle see the same one.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn open_memory() -> Result<Self, Error> {
        crate::pipe::native::Native::open_memory().map(|native| Self::over(Pipe::Native(native)))
    }

    /// Opens a database of the host by its label (`sqlite_databases` in spin.toml). Once per
    /// instance: opening costs as much as two requests. Up to `writers` single changes are handed
    /// to the host at a time: 1 unless the host commits several together.
    #[cfg(target_arch = "wasm32")]
    pub async fn open_spin(name: &str, writers: usize) -> Result<Self, Error> {
        let spin = send_wrapper::SendWrapper::new(crate::pipe::spin::Spin::open(name, writers)).await?;
        Ok(Self::over(Pipe::Spin(spin)))
    }

    /// Executes one statement that may take its time or change something. Never holds up other
    /// requests of the instance; changes queue for the one connection that writes.
    pub async fn run(&self, statement: Statement) -> Result<Outcome, Error> {
        let statement = statement.check()?;
        self.count();
        self.pipe.run(statement).await
    }

    /// Executes one short read the cheapest way. In a guest that is a call the whole instance waits
    /// for: for a point read or a page over an index, not for a search. A statement that changes
    /// something is treated as by [`Db::run`].
    pub async fn quick(&self, statement: Statement) -> Result<Outcome, Error> {
        let statement = statement.check()?;
        self.count();
        self.pipe.quick(statement).await
    }

    /// Executes the statements in order, in one transaction of its own: all take effect, or none.
    /// The error is that of the first statement that failed, or of the commit. A statement that
    /// changes no row is no failure.
    pub async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Outcome>, Error> {
        let statements = statements.into_iter().map(Statement::check).collect::<Result<Vec<_>, _>>()?;
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        self.count();
        self.pipe.batch(statements).await
    }

    /// How many statements and batches were sent over this handle and its clones; a batch counts as
    /// one.
    pub fn round_trips(&self) -> u64 {
        self.trips.load(Ordering::Relaxed)
    }

    /// A handle on the same database that counts from zero: one for each request, so that requests
    /// do not count each other's trips.
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
