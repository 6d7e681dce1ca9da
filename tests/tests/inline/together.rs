//! Many people on one page at a time.

use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use weft_tests::Weft;

use crate::fixtures::{admin, entry, page, sync, visitor};

const OPERATIONS: usize = 5_000;
const ENTRIES: usize = 5;

#[test]
fn twenty_editors_and_twenty_publishers_lose_no_edit() {
    let weft = Weft::start();
    let keys: Vec<String> = (0..ENTRIES).map(|n| format!("k{n}")).collect();
    sync(&weft, "/", &keys.iter().map(String::as_str).collect::<Vec<_>>());
    let ids: Vec<String> = keys.iter().map(|key| entry(&weft, "/", key)).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for editor in 0..20 {
            let (weft, ids, next) = (&weft, &ids, &next);
            // Each edit writes a field of its own, so that all of them must be there in the end.
            scope.spawn(move || {
                let mut edits = 0;
                while next.fetch_add(1, Ordering::Relaxed) < OPERATIONS {
                    let body = json!({ "fields": { format!("e{editor}"): edits } });
                    admin(weft).patch(format!("/v1/content/{}", ids[edits % ENTRIES]), body).send().is(200);
                    edits += 1;
                }
                edits
            });
            scope.spawn(move || {
                while next.fetch_add(1, Ordering::Relaxed) < OPERATIONS {
                    admin(weft).post("/v1/content/bulk-publish", json!({ "pageId": "/" })).send().is(200);
                }
            });
        }
    });
    admin(&weft).post("/v1/content/bulk-publish", json!({ "pageId": "/" })).send().is(200);
    let seen = visitor(&weft).get(page("/")).send();
    let database = weft.database();
    for (at, id) in ids.iter().enumerate() {
        // The audit has every edit; the last one of each editor is what is seen.
        let fields = seen.at(&format!("/data/{at}/fields"));
        let versions: i64 = database
            .query_row("SELECT count(*) FROM versions WHERE entry_id = ?", [id], |row| row.get(0))
            .unwrap();
        let (revision, writes): (i64, i64) = database
            .query_row(
                "SELECT e.revision, (SELECT count(*) FROM audit AS a WHERE a.subject = e.id) FROM entries AS e WHERE e.id = ?",
                [id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        assert_eq!((versions + 1, writes), (revision, revision), "no gap and no double");
        let last = "SELECT data FROM (SELECT data, revision FROM versions WHERE entry_id = ?1 UNION ALL SELECT data, revision FROM entries WHERE id = ?1) ORDER BY revision";
        let mut statement = database.prepare(last).unwrap();
        let states: Vec<String> =
            statement.query_map([id], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        // No field is ever lost or goes back.
        let mut before = serde_json::Map::new();
        for state in states {
            let state: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&state).unwrap();
            for (name, value) in &before {
                assert!(state.get(name).unwrap().as_u64() >= value.as_u64(), "{name} of {id}");
            }
            before = state;
        }
        assert_eq!(serde_json::Value::Object(before), fields);
        let history = admin(&weft).get(format!("/v1/content/{id}/history")).send();
        let records = history.is(200).at("/data");
        let publications: i64 = database
            .query_row("SELECT count(*) FROM audit WHERE subject = ? AND action = 'publish'", [id], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(records.as_array().unwrap().len() as i64, publications.min(1000));
    }
}
