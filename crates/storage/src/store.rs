//! The database as one request sees it: rows become values, driver errors become domain errors.

use crate::error::from_driver;
use sqlx_libsql::{Db, Outcome, Row, Statement};
use weft_domain::{Error, Kind, Principal, Result};

/// The database, for the length of one request.
pub struct Store<'a> {
    db: &'a Db,
}

/// The site that a statement is bound to, and the epoch that the principal was verified at.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// The site's key.
    pub site: i64,
    /// Its `auth_epoch`, as the principal knows it.
    pub epoch: i64,
}

impl From<&Principal> for Scope {
    fn from(principal: &Principal) -> Self {
        Self { site: principal.site_key, epoch: principal.epoch }
    }
}

impl<'a> Store<'a> {
    /// Over this handle; it counts the round trips (`Db::counting_anew` for each request).
    #[must_use]
    pub const fn new(db: &'a Db) -> Self {
        Self { db }
    }

    /// One short read: served from an index, and small.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn quick(&self, statement: Statement) -> Result<Vec<Row>> {
        self.db.quick(statement).await.map(rows).map_err(from_driver)
    }

    /// One write, or a read that may take long.
    pub(crate) async fn run(&self, statement: Statement) -> Result<Vec<Row>> {
        self.db.run(statement).await.map(rows).map_err(from_driver)
    }

    /// Why a statement met nothing: the principal is outdated, or there is no such thing.
    pub(crate) async fn missing(&self, scope: &Scope, kind: Kind) -> Result<Error> {
        let current = Statement::new("SELECT 1 FROM sites WHERE pk = ?1 AND auth_epoch = ?2");
        let is_current = !self.quick(current.bind(scope.site).bind(scope.epoch)).await?.is_empty();
        Ok(if is_current { Error::NotFound(kind) } else { Error::Outdated })
    }

    /// One write that returns no rows: how many rows it changed.
    pub(crate) async fn change(&self, statement: Statement) -> Result<u64> {
        self.db.run(statement).await.map(|outcome| outcome.changes).map_err(from_driver)
    }

    /// Several statements, all or none of them.
    ///
    /// # Errors
    /// `Conflict(Taken)` for a unique value, an unmet demand, or when the store does not answer.
    pub async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Outcome>> {
        self.db.batch(statements).await.map_err(from_driver)
    }
}

fn rows(outcome: Outcome) -> Vec<Row> {
    outcome.rows
}

/// A row's cells, moved out in order of the statement's columns.
pub struct Cells {
    row: Row,
    next: usize,
}

impl Cells {
    /// A text.
    ///
    /// # Errors
    /// `Internal` when the cell holds something else.
    pub fn text(&mut self) -> Result<String> {
        let at = self.step();
        self.row.take_text(at).map_err(from_driver)
    }

    /// A text, or NULL.
    ///
    /// # Errors
    /// `Internal` when the cell holds something else.
    pub fn optional_text(&mut self) -> Result<Option<String>> {
        let at = self.step();
        self.row.take_optional_text(at).map_err(from_driver)
    }

    /// Bytes.
    ///
    /// # Errors
    /// `Internal` when the cell holds something else.
    pub fn blob(&mut self) -> Result<Vec<u8>> {
        let at = self.step();
        self.row.take_blob(at).map_err(from_driver)
    }

    /// A number.
    ///
    /// # Errors
    /// `Internal` when the cell holds something else.
    pub fn integer(&mut self) -> Result<i64> {
        let at = self.step();
        self.row.take_integer(at).map_err(from_driver)
    }

    /// A number, or NULL.
    ///
    /// # Errors
    /// `Internal` when the cell holds something else.
    pub fn optional_integer(&mut self) -> Result<Option<i64>> {
        let at = self.step();
        self.row.take_optional_integer(at).map_err(from_driver)
    }

    /// A text of the store that must have a certain form.
    ///
    /// # Errors
    /// `Internal` when it has not.
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
