//! The pipe of native programs: rusqlite, one connection behind a mutex.
//!
//! It exists for fast tests of storage and service, so it behaves exactly like the pipe of guests:
//! the same checks, the same error kinds, foreign keys on. Calls block their thread. The busy
//! timeout for other connections to the same file is five seconds.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, params_from_iter};

use crate::classify::classify;
use crate::column::LibsqlColumn;
use crate::error::Error;
use crate::outcome::Outcome;
use crate::statement::Checked;
use crate::text::Kind;
use crate::value::Value;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// An open database.
pub(crate) struct Native {
    connection: Mutex<Connection>,
}

impl Native {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let native = Self::prepare(Connection::open(path).map_err(describe)?)?;
        // Another connection may be switching to WAL at this moment; an error is then harmless.
        let _ = native.lock().query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()));
        Ok(native)
    }

    pub(crate) fn open_memory() -> Result<Self, Error> {
        Self::prepare(Connection::open_in_memory().map_err(describe)?)
    }

    fn prepare(connection: Connection) -> Result<Self, Error> {
        connection.busy_timeout(BUSY_TIMEOUT).map_err(describe)?;
        connection.execute_batch("PRAGMA foreign_keys = ON").map_err(describe)?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(Self { connection: Mutex::new(connection) })
    }

    pub(crate) fn execute(&self, statement: &Checked) -> Result<Outcome, Error> {
        execute(&self.lock(), statement)
    }

    pub(crate) fn batch(&self, statements: &[Checked]) -> Result<Vec<Outcome>, Error> {
        let connection = self.lock();
        let transaction = Rollback(&connection);
        control(&connection, "BEGIN IMMEDIATE")?;
        let outcomes =
            statements.iter().map(|statement| execute(&connection, statement)).collect::<Result<_, _>>()?;
        control(&connection, "COMMIT")?;
        drop(transaction);
        Ok(outcomes)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // After a panic with the lock held, `Rollback` has already rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rolls back an open transaction on drop.
struct Rollback<'a>(&'a Connection);

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            let _ = control(self.0, "ROLLBACK");
        }
    }
}

fn control(connection: &Connection, sql: &'static str) -> Result<(), Error> {
    connection.execute_batch(sql).map_err(describe)
}

fn execute(connection: &Connection, statement: &Checked) -> Result<Outcome, Error> {
    let mut prepared = connection.prepare_cached(statement.sql.as_str()).map_err(describe)?;
    let columns = LibsqlColumn::list(prepared.column_names());
    let mut found = Vec::new();
    let mut rows = prepared.query(params_from_iter(&statement.args)).map_err(describe)?;
    while let Some(row) = rows.next().map_err(describe)? {
        let cells = (0..columns.len()).map(|index| row.get_ref(index).map_err(describe).and_then(read));
        found.push(cells.collect::<Result<Vec<_>, _>>()?);
    }
    drop(rows);
    let changes = match statement.kind {
        Kind::Change if columns.is_empty() => connection.changes(),
        Kind::Change => found.len() as u64,
        _ => 0,
    };
    Ok(Outcome::new(columns, found, changes))
}

fn read(cell: ValueRef<'_>) -> Result<Value, Error> {
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => Value::Integer(integer),
        ValueRef::Real(real) => real.into(),
        ValueRef::Blob(blob) => blob.into(),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map_err(|error| Error::Decode(format!("a text is not UTF-8: {error}")))?
            .into(),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(integer) => ValueRef::Integer(*integer),
            Value::Real(real) => ValueRef::Real(*real),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(blob) => ValueRef::Blob(blob),
        }))
    }
}

fn describe(error: rusqlite::Error) -> Error {
    match &error {
        // Its `Display` repeats the whole statement.
        rusqlite::Error::SqlInputError { msg, .. } => Error::Sql(msg.clone()),
        other => match other.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
            Some(ErrorCode::DiskFull) => Error::Full,
            Some(ErrorCode::CannotOpen) => Error::Unavailable(other.to_string()),
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::ReadOnly,
            ) => Error::Unusable(other.to_string()),
            _ => classify(&other.to_string()),
        },
    }
}
