//! The database of one request: converts rows to values, and driver errors to domain errors.

use crate::error::from_driver;
use sqlx_libsql::{Db, Outcome, Row, Statement};
use weft_domain::{Error, Kind, Principal, Result};

/// The database of one request.
pub struct Store<'a> {
    db: &'a Db,
}

/// The site of a statement, and the epoch of the principal.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// The site's key.
    pub site: i64,
    /// The `auth_epoch` of the principal.
    pub epoch: i64,
}

impl From<&Principal> for Scope {
    fn from(principal: &Principal) -> Self {
        Self { site: principal.site_key, epoch: principal.epoch }
    }
}

impl<'a> Store<'a> {
    /// Creates a store from a handle, which counts the round trips (`Db::counting_anew` for each
    /// request).
    #[must_use]
    pub const fn new(db: &'a Db) -> Self {
        Self { db }
    }

    /// Runs a short read, which uses an index and returns little.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn quick(&self, statement: Statement) -> Result<Vec<Row>> {
        self.db.quick(statement).await.map(rows).map_err(from_driver)
    }

    /// Runs a write, or a read that may take long.
    pub(crate) async fn run(&self, statement: Statement) -> Result<Vec<Row>> {
        self.db.run(statement).await.map(rows).map_err(from_driver)
    }

    /// Finds the reason why a statement found no row: an outdated principal or a missing resource.
    pub(crate) async fn missing(&self, scope: &Scope, kind: Kind) -> Result<Error> {
        let current = Statement::new("SELECT 1 FROM sites WHERE pk = ?1 AND auth_epoch = ?2");
        let is_current = !self.quick(current.bind(scope.site).bind(scope.epoch)).await?.is_empty();
        Ok(if is_current { Error::NotFound(kind) } else { Error::Outdated })
    }

    /// Runs a write without returned rows; returns the number of changed rows.
    pub(crate) async fn change(&self, statement: Statement) -> Result<u64> {
        self.db.run(statement).await.map(|outcome| outcome.changes).map_err(from_driver)
    }

    /// Runs statements as one atomic batch.
    ///
    /// # Errors
    /// `Conflict(Taken)` for a duplicate unique value, the error of an unmet demand, or an error of
    /// the database.
    pub async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Outcome>> {
        self.db.batch(statements).await.map_err(from_driver)
    }
}

fn rows(outcome: Outcome) -> Vec<Row> {
    outcome.rows
}

/// The cells of a row, read in order of the statement's columns.
pub struct Cells {
    row: Row,
    next: usize,
}

impl Cells {
    /// A text.
    ///
    /// # Errors
    /// `Internal` if the cell has another type.
    pub fn text(&mut self) -> Result<String> {
        let at = self.step();
        self.row.take_text(at).map_err(from_driver)
    }

    /// A text, or NULL.
    ///
    /// # Errors
    /// `Internal` if the cell has another type.
    pub fn optional_text(&mut self) -> Result<Option<String>> {
        let at = self.step();
        self.row.take_optional_text(at).map_err(from_driver)
    }

    /// Bytes.
    ///
    /// # Errors
    /// `Internal` if the cell has another type.
    pub fn blob(&mut self) -> Result<Vec<u8>> {
        let at = self.step();
        self.row.take_blob(at).map_err(from_driver)
    }

    /// A number.
    ///
    /// # Errors
    /// `Internal` if the cell has another type.
    pub fn integer(&mut self) -> Result<i64> {
        let at = self.step();
        self.row.take_integer(at).map_err(from_driver)
    }

    /// A number, or NULL.
    ///
    /// # Errors
    /// `Internal` if the cell has another type.
    pub fn optional_integer(&mut self) -> Result<Option<i64>> {
        let at = self.step();
        self.row.take_optional_integer(at).map_err(from_driver)
    }

    /// A stored text, parsed.
    ///
    /// # Errors
    /// `Internal` if the text is malformed.
    pub fn parsed<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        let at = self.next;
        let text = self.text()?;
        parse(&text).ok_or_else(|| Error::Internal(format!("column {at} holds {text:?}")))
    }

    fn step(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }
}

impl From<Row> for Cells {
    fn from(row: Row) -> Self {
        Self { row, next: 0 }
    }
}

/// The first row's cells, if there is one.
#[must_use]
pub fn first(rows: Vec<Row>) -> Option<Cells> {
    rows.into_iter().next().map(Cells::from)
}
