//! Runs one statement.

use rusqlite::ffi::SQLITE_BUSY_SNAPSHOT;
use rusqlite::{CachedStatement, ErrorCode, Rows, params_from_iter};

use super::types::{Error, QueryResult, Row, Value};

/// The largest size of a result, as on Spin.
const MAX_BYTES: usize = 128 << 20;
/// The largest size of a short result.
const SHORT_BYTES: usize = 256 << 10;

/// Runs `sql` to its end and collects the result.
pub(super) fn execute(
    sqlite: &rusqlite::Connection,
    sql: &str,
    parameters: &[Value],
) -> Result<QueryResult, Failure> {
    let mut statement = sqlite.prepare_cached(sql)?;
    let too_long = || Failure::Other(Error::Io(format!("query result exceeds limit of {MAX_BYTES} bytes")));
    collect(&mut statement, parameters, MAX_BYTES)?.ok_or_else(too_long)
}

/// Runs `sql` to its end if it is a read with a short result; otherwise returns `None`, and the
/// statement had no effect.
pub(super) fn read(
    sqlite: &rusqlite::Connection,
    sql: &str,
    parameters: &[Value],
) -> Result<Option<QueryResult>, Failure> {
    let mut statement = sqlite.prepare_cached(sql)?;
    // SQLite reports BEGIN and COMMIT as read-only, and a commit is slow; neither has columns.
    // EXPLAIN and PRAGMA may go either way.
    if !statement.readonly() || statement.column_count() == 0 {
        return Ok(None);
    }
    collect(&mut statement, parameters, SHORT_BYTES)
}

fn collect(
    statement: &mut CachedStatement<'_>,
    parameters: &[Value],
    limit: usize,
) -> Result<Option<QueryResult>, Failure> {
    let columns = columns(statement);
    let width = columns.len();
    let mut found = Vec::new();
    let mut bytes = 0;
    let mut rows = statement.query(params_from_iter(parameters))?;
    while let Some(row) = next(&mut rows, width)? {
        bytes += size(&row);
        if bytes > limit {
            return Ok(None);
        }
        found.push(row);
    }
    Ok(Some(QueryResult { columns, rows: found }))
}

/// Why a statement failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another connection has a lock; a later attempt may succeed.
    Busy(rusqlite::Error),
    /// The statement took more steps than its limit.
    Interrupted,
    /// Any other error.
    Other(Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(code)
                if code.code == ErrorCode::DatabaseBusy && code.extended_code != SQLITE_BUSY_SNAPSHOT =>
            {
                Self::Busy(error)
            }
            Some(code) if code.code == ErrorCode::OperationInterrupted => Self::Interrupted,
            _ => Self::Other(error.into()),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy(error) => error.into(),
            Failure::Interrupted => Self::Io("interrupted".to_owned()),
            Failure::Other(error) => error,
        }
    }
}

/// The statement's column names.
pub(super) fn columns(statement: &CachedStatement<'_>) -> Vec<String> {
    statement.column_names().map(str::to_owned).collect()
}

/// The next row, of `width` columns.
pub(super) fn next(rows: &mut Rows<'_>, width: usize) -> Result<Option<Row>, Failure> {
    let Some(row) = rows.next()? else { return Ok(None) };
    let mut values = Vec::with_capacity(width);
    for column in 0..width {
        values.push(Value::read(row.get_ref(column)?).map_err(Failure::Other)?);
    }
    Ok(Some(Row { values }))
}

/// About how much memory a row takes.
pub(super) fn size(row: &Row) -> usize {
    row.values.iter().map(Value::size).sum::<usize>() + size_of::<Row>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(error: Failure) -> String {
        match error.into() {
            Error::Io(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_kind_of_value_comes_back() {
        let sqlite = rusqlite::Connection::open_in_memory().unwrap();
        let parameters = [
            Value::Integer(-1),
            Value::Real(0.5),
            Value::Text("ä".into()),
            Value::Blob(vec![0, 255]),
            Value::Null,
        ];
        let answer = execute(&sqlite, "SELECT ?1 AS a, ?2, ?3, ?4, ?5", &parameters).unwrap();
        assert_eq!(answer.columns[0], "a");
        assert_eq!(format!("{:?}", answer.rows[0].values), format!("{parameters:?}"));
    }

    #[test]
    fn errors_are_sqlites_own_words() {
        let sqlite = rusqlite::Connection::open_in_memory().unwrap();
        execute(&sqlite, "CREATE TABLE t (c TEXT UNIQUE)", &[]).unwrap();
        execute(&sqlite, "INSERT INTO t VALUES ('x')", &[]).unwrap();
        let error = execute(&sqlite, "INSERT INTO t VALUES ('x')", &[]).unwrap_err();
        assert_eq!(text(error), "UNIQUE constraint failed: t.c");
        assert!(text(execute(&sqlite, "SELEC", &[]).unwrap_err()).contains("syntax error"));
        assert!(text(execute(&sqlite, "SELECT 1; SELECT 2", &[]).unwrap_err()).contains("Multiple"));
    }

    #[test]
    fn only_short_reads_are_answered_at_once() {
        let mut sqlite = rusqlite::Connection::open_in_memory().unwrap();
        assert_eq!(read(&sqlite, "SELECT 1", &[]).unwrap().unwrap().rows.len(), 1);
        for sql in [
            "CREATE TABLE t (c TEXT)",
            "INSERT INTO t VALUES ('x') RETURNING c",
            "BEGIN",
            "COMMIT",
            "SELECT zeroblob(300000)",
        ] {
            assert!(read(&sqlite, sql, &[]).unwrap().is_none(), "{sql}");
            execute(&sqlite, sql, &[]).unwrap();
        }
        sqlite.progress_handler(1000, Some(|| true)).unwrap();
        let endless =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        assert!(matches!(read(&sqlite, endless, &[]), Err(Failure::Interrupted)));
    }

    #[test]
    fn a_full_database_says_so() {
        let sqlite = rusqlite::Connection::open_in_memory().unwrap();
        execute(&sqlite, "PRAGMA max_page_count = 2", &[]).unwrap();
        execute(&sqlite, "CREATE TABLE t (c BLOB)", &[]).unwrap();
        let error = execute(&sqlite, "INSERT INTO t VALUES (zeroblob(100000))", &[]).unwrap_err();
        assert!(matches!(error, Failure::Other(Error::DatabaseFull)), "{error:?}");
    }
}
