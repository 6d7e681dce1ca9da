//! The calls into `spin:sqlite`, each of which leaves the connection ready for the next statement,
//! or fails.
//!
//! This module exposes no row stream: before [`execute`] returns, it drains the stream, or takes
//! its only row, and waits for the result future, after which the host has released the connection.
//! If the future of [`execute`] is dropped earlier, the borrowed connection must not be used again;
//! `pool` guarantees this.

use spin_sdk::sqlite::wit::sqlite as wit;
use spin_sdk::wit_bindgen::{StreamReader, StreamResult};

use crate::classify::classify;
use crate::column::LibsqlColumn;
use crate::error::Error;
use crate::outcome::Outcome;
use crate::statement::Checked;
use crate::text::Kind;
use crate::value::Value;

pub(super) use spin_sdk::sqlite::wit::sqlite::Connection;

pub(super) async fn open(database: &str) -> Result<Connection, Error> {
    Connection::open_async(database.into()).await.map_err(describe)
}

/// Opens synchronously, which blocks the instance.
pub(super) fn open_now(database: &str) -> Result<Connection, Error> {
    Connection::open(database).map_err(describe)
}

/// Executes asynchronously; other requests continue.
pub(super) async fn execute(connection: &Connection, statement: Checked) -> Result<Outcome, Error> {
    let Checked { kind, is_single, .. } = statement;
    let arguments = statement.args.into_iter().map(lower).collect();
    let call = connection.execute_async(statement.sql.as_str().into(), arguments);
    let (columns, rows, verdict) = call.await.map_err(describe)?;
    let rows = if is_single { only(rows).await } else { drain(rows).await };
    verdict.await.map_err(describe)?;
    Ok(outcome(connection, kind, columns, rows))
}

/// Executes synchronously, which blocks the instance.
pub(super) fn execute_now(connection: &Connection, statement: Checked) -> Result<Outcome, Error> {
    let arguments: Vec<_> = statement.args.into_iter().map(lower).collect();
    let result = connection.execute(statement.sql.as_str(), &arguments).map_err(describe)?;
    Ok(outcome(connection, statement.kind, result.columns, result.rows))
}

/// Begins or ends a transaction asynchronously.
pub(super) async fn control(connection: &Connection, sql: &'static str) -> Result<(), Error> {
    let call = connection.execute_async(sql.into(), Vec::new());
    let (_, rows, verdict) = call.await.map_err(describe)?;
    drain(rows).await;
    verdict.await.map_err(describe)
}

/// Reads the only row, if there is one. The host then ends the statement and completes the result
/// future.
async fn only(mut stream: StreamReader<wit::RowResult>) -> Vec<wit::RowResult> {
    stream.read(Vec::with_capacity(1)).await.1
}

/// Reads to the end, in growing chunks.
async fn drain(mut stream: StreamReader<wit::RowResult>) -> Vec<wit::RowResult> {
    let mut rows = Vec::with_capacity(16);
    loop {
        let (status, read) = stream.read(rows).await;
        rows = read;
        match status {
            StreamResult::Complete(_) if rows.len() == rows.capacity() => rows.reserve(rows.len()),
            StreamResult::Complete(_) => {}
            StreamResult::Dropped | StreamResult::Cancelled => return rows,
        }
    }
}

/// With `RETURNING` the number of rows is the number of changes; otherwise the connection reports
/// it.
fn outcome(connection: &Connection, kind: Kind, columns: Vec<String>, rows: Vec<wit::RowResult>) -> Outcome {
    let changes = match kind {
        Kind::Change if columns.is_empty() => connection.changes(),
        Kind::Change => rows.len() as u64,
        _ => 0,
    };
    let rows = rows.into_iter().map(|row| row.values.into_iter().map(lift).collect());
    Outcome::new(LibsqlColumn::list(columns), rows, changes)
}

fn lower(value: Value) -> wit::Value {
    match value {
        Value::Null => wit::Value::Null,
        Value::Integer(integer) => wit::Value::Integer(integer),
        Value::Real(real) => wit::Value::Real(real),
        Value::Text(text) => wit::Value::Text(text),
        Value::Blob(blob) => wit::Value::Blob(blob),
    }
}

fn lift(value: wit::Value) -> Value {
    match value {
        wit::Value::Null => Value::Null,
        wit::Value::Integer(integer) => Value::Integer(integer),
        wit::Value::Real(real) => real.into(),
        wit::Value::Text(text) => Value::Text(text),
        wit::Value::Blob(blob) => Value::Blob(blob),
    }
}

fn describe(error: wit::Error) -> Error {
    match error {
        wit::Error::NoSuchDatabase => Error::Unusable("the host knows no such database".into()),
        wit::Error::AccessDenied => Error::Unusable("the component has no grant for this database".into()),
        wit::Error::InvalidConnection => {
            Error::Unavailable("the host does not know the connection any more".into())
        }
        wit::Error::DatabaseFull => Error::Full,
        wit::Error::Io(text) => classify(&text),
    }
}
