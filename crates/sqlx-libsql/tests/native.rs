//! The native connection passes the shared suite, alone and with other threads on the same file.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use std::path::Path;
use std::thread;

use futures_executor::block_on;
use sqlx_core::connection::{ConnectOptions, Connection};
use sqlx_libsql::{Db, Error, LibsqlConnectOptions, Statement};

fn pass(db: &Db) {
    let cases = block_on(sqlx_libsql::testing::suite(db));
    let failures: Vec<_> = cases.iter().filter(|(_, result)| result.is_err()).collect();
    assert!(failures.is_empty(), "{failures:#?}");
    assert_eq!(cases.len(), 33, "every case ran");
}

#[test]
fn a_database_in_memory_passes_the_suite() {
    pass(&Db::open_memory().unwrap());
}

#[test]
fn a_database_file_passes_the_suite_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("suite.db");
    pass(&Db::open_native(&path).unwrap());
    pass(&Db::open_native(&path).unwrap());
}

#[test]
fn concurrent_batches_of_several_threads_succeed() {
    const THREADS: i64 = 8;
    const BATCHES: i64 = 40;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("threads.db");
    let db = Db::open_native(&path).unwrap();
    block_on(db.batch(Statement::script(
        "CREATE TABLE tally (who INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
         CREATE TABLE line (who INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (who, n)) STRICT;",
    )))
    .unwrap();
    thread::scope(|scope| {
        for who in 0..THREADS {
            let path = &path;
            // Half of them share a handle, half open their own.
            let own = if who % 2 == 0 { db.clone() } else { Db::open_native(path).unwrap() };
            scope.spawn(move || write_batches(&own, who, BATCHES));
        }
    });
    let mut row = block_on(db.run(Statement::new("SELECT (SELECT sum(n) FROM tally), count(*) FROM line")))
        .unwrap()
        .into_first()
        .unwrap();
    assert_eq!((row.take_integer(0), row.take_integer(1)), (Ok(THREADS * BATCHES), Ok(THREADS * BATCHES)));
}

fn write_batches(db: &Db, who: i64, batches: i64) {
    for n in 0..batches {
        let tally =
            Statement::new("INSERT INTO tally VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1").bind(who);
        let line = Statement::new("INSERT INTO line VALUES (?, ?)").bind(who).bind(n);
        block_on(db.batch(vec![tally, line])).unwrap();
        block_on(db.quick(Statement::new("SELECT count(*) FROM line"))).unwrap();
    }
}

#[test]
fn a_path_that_cannot_be_opened_is_unavailable() {
    match Db::open_native(Path::new("/nowhere/at/all.db")) {
        Err(Error::Unavailable(_)) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn sqlx_opens_by_url_and_is_refused_a_transaction() {
    let options: LibsqlConnectOptions = "libsql::memory:".parse().unwrap();
    let mut connection = block_on(options.connect()).unwrap();
    block_on(connection.ping()).unwrap();
    let refused = block_on(connection.begin()).map(|_| ()).map_err(Error::from);
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert!("postgres://x".parse::<LibsqlConnectOptions>().is_err());
}

/// The bounds that sqlx and multi-threaded servers require.
#[test]
fn handles_and_their_futures_are_send() {
    fn send<T: Send>(value: T) -> T {
        value
    }
    let db = send(Db::open_memory().unwrap());
    block_on(send(db.batch(vec![Statement::new("CREATE TABLE t (a)")]))).unwrap();
    block_on(send(sqlx_libsql::query("INSERT INTO t VALUES (1)").execute(&db))).unwrap();
    block_on(send(db.run(Statement::new("SELECT 1")))).unwrap();
}
