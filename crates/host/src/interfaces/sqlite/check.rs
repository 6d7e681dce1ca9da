//! Checks at start that a file is a database of this version. Without the check every request would
//! fail.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::pool::configure;

/// How long the check waits for a lock of another process.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens the database at `path`, which need not exist yet, and takes an exclusive lock for a
/// moment.
///
/// # Errors
/// The file is not a database, is damaged, is not readable or writable, is locked, or has the
/// schema of a newer version. Each error names the file.
pub(crate) fn check(path: &Path) -> Result<()> {
    let file = path.display();
    ensure!(!path.exists() || path.is_file(), "{file} is not a file");
    configure();
    let checked = open(path).and_then(|sqlite| {
        // In a database without WAL this also waits for readers, as the change to WAL does.
        sqlite.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")?;
        schema(&sqlite)
    });
    match checked {
        Ok(schema) if usize::try_from(schema).is_ok_and(|schema| schema > weft_domain::SCHEMA) => {
            bail!(
                "{file} was written by a newer version of Weft: its schema is {schema}, this version knows {}",
                weft_domain::SCHEMA
            )
        }
        Ok(_) => Ok(()),
        Err(error) => Err(anyhow!(meaning(&error))).with_context(|| format!("cannot use {file}")),
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sqlite = Connection::open_with_flags(path, flags)?;
    sqlite.busy_timeout(PATIENCE)?;
    Ok(sqlite)
}

/// The number of the newest migration; 0 if the database has no migrations, such as that of another
/// application.
fn schema(sqlite: &Connection) -> rusqlite::Result<i64> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'weft_migrations'";
    let is_there: i64 = sqlite.query_row(known, [], |row| row.get(0))?;
    if is_there == 0 {
        return Ok(0);
    }
    sqlite.query_row("SELECT COALESCE(max(number), 0) FROM weft_migrations", [], |row| row.get(0))
}

fn meaning(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "it is not a database".to_owned(),
        Some(ErrorCode::DatabaseCorrupt) => "the database is damaged".to_owned(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program has locked it".to_owned()
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "it may not be written".to_owned(),
        Some(ErrorCode::CannotOpen) => "it cannot be opened for reading and writing".to_owned(),
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(path: &Path) -> String {
        let refused = format!("{:#}", check(path).unwrap_err());
        assert!(refused.contains(&path.display().to_string()) && !refused.contains('\n'), "{refused}");
        refused
    }

    #[test]
    fn a_database_that_is_not_there_yet_or_good_is_fine() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        check(&path).unwrap();
        let sqlite = Connection::open(&path).unwrap();
        sqlite
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (n); BEGIN; SELECT * FROM t")
            .unwrap();
        check(&path).unwrap();
        std::fs::write(folder.path().join("empty.db"), b"").unwrap();
        check(&folder.path().join("empty.db")).unwrap();
    }

    #[test]
    fn what_is_no_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        for junk in [vec![b'x'; 8192], b"short".to_vec(), vec![0; 8192]] {
            std::fs::write(&path, junk).unwrap();
            assert!(refused(&path).contains("not a database"));
        }
        assert!(refused(folder.path()).contains("not a file"));
    }

    #[test]
    fn a_damaged_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (n)").unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100..120].fill(0xff);
        std::fs::write(&path, bytes).unwrap();
        assert!(refused(&path).contains("damaged"));
    }

    #[test]
    fn a_newer_schema_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let made = "CREATE TABLE weft_migrations (number INTEGER PRIMARY KEY, name TEXT); INSERT INTO weft_migrations VALUES ";
        Connection::open(&path)
            .unwrap()
            .execute_batch(&format!("{made} ({}, 'x')", weft_domain::SCHEMA))
            .unwrap();
        check(&path).unwrap();
        let newer = "INSERT INTO weft_migrations VALUES (999, 'x')";
        Connection::open(&path).unwrap().execute_batch(newer).unwrap();
        assert!(refused(&path).contains("newer version of Weft: its schema is 999"));
    }

    #[test]
    fn a_locked_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE t (n); BEGIN EXCLUSIVE").unwrap();
        assert!(refused(&path).contains("another program has locked it"));
    }
}
