//! What SQLite does for each statement of this folder: none reads a whole table that grows.

use super::{calls, claim, deliveries, dispatch, outbox, record, subscriptions};
use crate::migrate::migrate;
use crate::store::Store;
use futures_executor::block_on;
use sqlx_libsql::{Db, Statement};

/// Tables of which there may be many rows, and the names that statements give them. `outbox` has
/// one row; `o` is its name.
const GROWING: [&str; 13] = [
    "entries",
    "versions",
    "audit",
    "events",
    "v",
    "deliveries",
    "d",
    "x",
    "n",
    "webhooks",
    "w",
    "delivery_attempts",
    "sites",
];

fn scans(db: &Db, sql: &str) -> Vec<String> {
    let parameters = (1..10).filter(|n| sql.contains(&format!("?{n}"))).count();
    let explain = Statement::assert_safe(format!("EXPLAIN QUERY PLAN {sql}"));
    let explain = (0..parameters).fold(explain, |explain, n| explain.bind(i64::try_from(n).unwrap()));
    let rows = block_on(db.run(explain)).unwrap().rows;
    let steps = rows.into_iter().map(|mut row| row.take_text(3).unwrap());
    let is_scan = |step: &String| {
        let mut words = step.split(' ');
        // A virtual table is a JSON array of the statement or of the row.
        words.next() == Some("SCAN")
            && words.next().is_some_and(|table| GROWING.contains(&table))
            && !step.contains("VIRTUAL")
    };
    steps.filter(is_scan).collect()
}

#[test]
fn no_statement_reads_a_whole_table() {
    let db = Db::open_memory().unwrap();
    block_on(migrate(&Store::new(&db))).unwrap();
    for (name, sql) in [
        ("state", outbox::STATE),
        ("old", outbox::OLD),
        ("begin", dispatch::BEGIN),
        ("deliveries", dispatch::DELIVERIES),
        ("unwanted", dispatch::UNWANTED),
        ("delay", calls::DELAY),
        ("add", calls::ADD),
        ("lease", claim::LEASE),
        ("due", claim::DUE),
        ("attempts", record::ATTEMPTS),
        ("record", record::DELIVERIES),
        ("next", record::NEXT),
        ("receiver", record::RECEIVER),
        ("list", deliveries::LIST),
        ("find", deliveries::FIND),
        ("replay", deliveries::REPLAY),
        ("test", deliveries::TEST),
        ("webhooks", subscriptions::LIST),
        ("resume", subscriptions::RESUME),
        ("update", subscriptions::UPDATE),
        ("delete", subscriptions::DELETE),
    ] {
        assert_eq!(scans(&db, sql), [""; 0], "{name}");
    }
}
