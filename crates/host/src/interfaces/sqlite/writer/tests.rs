//! Groups of changes: each stands or falls alone.

use super::*;
use futures_executor::block_on;
use std::sync::atomic::AtomicUsize;

const SCHEMA: &str = "
    CREATE TABLE t (k INTEGER PRIMARY KEY, name TEXT UNIQUE, parent INTEGER REFERENCES t (k) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER refuse AFTER INSERT ON t WHEN NEW.name = 'all or nothing' BEGIN SELECT RAISE (ROLLBACK, 'nothing'); END;";

fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch(SCHEMA).unwrap();
    (folder, path)
}

fn change(sql: &str) -> Change {
    Change { sql: sql.to_owned(), parameters: Vec::new(), last_insert_rowid: 77 }
}

/// How many rows were changed and which was inserted last, or why not.
type TestOutcome = Result<(u64, i64), String>;

/// What came of the statements, run as one group, and the names that are there afterwards.
fn ran(statements: &[&str]) -> (Vec<TestOutcome>, Vec<String>) {
    let (_folder, path) = file();
    let opened = Opened::open(&path, None).unwrap();
    let group: Vec<Job> =
        statements.iter().map(|sql| Job { change: change(sql), reply: oneshot::channel().0 }).collect();
    let results = run(&opened.sqlite, &group).into_iter().map(|result| match result {
        Ok(changed) => Ok((changed.changes, changed.last_insert_rowid)),
        Err(Error::Io(text)) => Err(text),
        Err(other) => panic!("{other:?}"),
    });
    let results = results.collect();
    assert!(opened.sqlite.is_autocommit());
    let other = rusqlite::Connection::open(&path).unwrap();
    let mut select = other.prepare("SELECT name FROM t ORDER BY k").unwrap();
    let names = select.query_map([], |row| row.get(0)).unwrap();
    (results, names.map(Result::unwrap).collect())
}

#[test]
fn changes_are_told_by_their_first_word() {
    for sql in ["INSERT INTO t", " \n update t", "delete from t", "REPLACE INTO t"] {
        assert!(is_change(sql), "{sql}");
    }
    for sql in
        ["", "SELECT 1", "BEGIN", "PRAGMA user_version = 1", "WITH a AS (SELECT 1) INSERT INTO t", "INSERTED"]
    {
        assert!(!is_change(sql), "{sql}");
    }
}

#[test]
fn a_statement_that_fails_takes_back_itself_alone() {
    let (results, names) = ran(&[
        "INSERT INTO t (k, name) VALUES (1, 'a')",
        "INSERT INTO t (k, name) VALUES (2, 'b'), (3, 'a')",
        "UPDATE t SET name = 'c'",
        "INSERT INTO t (k, name) VALUES (9, 'd')",
    ]);
    assert_eq!(results[0], Ok((1, 1)));
    assert_eq!(results[1], Err("UNIQUE constraint failed: t.name".to_owned()));
    assert_eq!(results[2], Ok((1, 77)), "who inserted nothing keeps what he inserted last");
    assert_eq!(results[3], Ok((1, 9)));
    assert_eq!(names, ["c", "d"]);
}

#[test]
fn what_ends_the_transaction_of_all_costs_the_others_nothing() {
    for (bad, why) in [
        ("INSERT INTO t (name) VALUES ('all or nothing')", "nothing"),
        ("INSERT INTO t (name, parent) VALUES ('orphan', 99)", "FOREIGN KEY constraint failed"),
    ] {
        let (results, names) =
            ran(&["INSERT INTO t (name) VALUES ('a')", bad, "INSERT INTO t (name) VALUES ('b')"]);
        assert_eq!(results[1], Err(why.to_owned()), "{bad}");
        assert!(results[0].is_ok() && results[2].is_ok(), "{bad}: {results:?}");
        assert_eq!(names, ["a", "b"], "{bad}");
    }
}

#[test]
fn many_at_once_are_all_answered() {
    let (_folder, path) = file();
    let writer = Writer::start(&path, Writers::default(), None).unwrap();
    let made = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for client in 0..16 {
            let (writer, made) = (&writer, &made);
            scope.spawn(move || {
                for n in 0..30 {
                    let sql = format!("INSERT INTO t (name) VALUES ('{}') RETURNING k", client / 2 * 30 + n);
                    if block_on(writer.run(change(&sql))).is_ok() {
                        made.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(made.into_inner(), 240, "each name is taken once");
    drop(writer);
    let count: i64 = rusqlite::Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 240);
}
