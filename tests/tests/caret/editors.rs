//! Fifty concurrent editors of the same twenty entries lose no update.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread::scope;

use serde_json::{Value, json};
use weft_tests::Actor;

use crate::{Caret, with_cookie};

const EDITORS: usize = 50;
const ENTRIES: usize = 20;

/// The last saved value by entry and editor, the number of writes of each entry, and the number of
/// conflicts.
#[derive(Default)]
struct Written {
    values: BTreeMap<(usize, usize), usize>,
    writes: BTreeMap<usize, u64>,
    conflicts: u64,
}

/// One editor: saves the editor's own field in many entries, with the last known revision. A
/// conflict returns the current revision, which the next save uses.
fn edit(actor: &Actor<'_>, who: usize, operations: usize, written: &Mutex<Written>) {
    let mut known = [0_u64; ENTRIES];
    let mut next = who * 7 + 1;
    for operation in 0..operations {
        next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let entry = (next >> 33) % ENTRIES;
        let command = json!({
            "type": "save_field", "collection": "pages", "id": format!("e{entry}"), "field": format!("log.e{who}"),
            "value": operation, "expectedRevision": known[entry],
        });
        let answer = actor.post("/api/cms/mutate", command).send();
        let mut written = written.lock().unwrap();
        match answer.status() {
            200 => {
                let revision = answer.at("/revision").as_u64().unwrap();
                assert!(revision > known[entry], "{answer}");
                known[entry] = revision;
                written.values.insert((entry, who), operation);
                *written.writes.entry(entry).or_default() += 1;
            }
            _ => {
                answer.is(409).shows("/error", "Revision conflict");
                let current = answer.at("/currentRevision").as_u64().unwrap();
                assert!(current != known[entry], "{answer}");
                known[entry] = current;
                written.conflicts += 1;
            }
        }
    }
}

/// Asserts that every entry has the last saved values and that its revisions have no gap; `others`
/// is the number of further writes of each entry.
fn check(caret: &Caret, written: &Written, others: u64) {
    let editor = caret.signed_in();
    for entry in 0..ENTRIES {
        let shown = editor.entry("pages", &format!("e{entry}"));
        let writes = written.writes.get(&entry).copied().unwrap_or_default() + others;
        assert_eq!(shown["revision"], writes, "e{entry}");
        let of_entry = written.values.iter().filter(|((known, _), _)| *known == entry);
        let mut log: BTreeMap<String, Value> = BTreeMap::new();
        log.extend(of_entry.map(|((_, who), operation)| (format!("e{who}"), json!(operation))));
        let shown = shown["data"].get("log").cloned().unwrap_or(json!({}));
        assert_eq!(shown, json!(log), "e{entry}");
    }
    let gaps = "SELECT count(*) FROM entries AS e
                 WHERE e.revision - 1 <> (SELECT count(*) FROM versions AS v WHERE v.entry = e.pk)
                    OR e.revision - 1 <> (SELECT max(revision) FROM versions AS v WHERE v.entry = e.pk)";
    assert_eq!(caret.database().query_row(gaps, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn ten_thousand_concurrent_saves_lose_no_update() {
    let caret = Caret::start();
    let token = caret.token();
    let written = Mutex::new(Written::default());
    caret.signed_in().collection("pages", json!({}));
    scope(|threads| {
        for who in 0..EDITORS {
            let (caret, token, written) = (&caret, &token, &written);
            threads.spawn(move || edit(&with_cookie(caret.anon(), token), who, 10_000 / EDITORS, written));
        }
    });
    let written = written.into_inner().unwrap();
    let saved: u64 = written.writes.values().sum();
    assert_eq!(saved + written.conflicts, 10_000);
    assert!(saved > 0 && written.conflicts > 0, "{saved} saves, {} conflicts", written.conflicts);
    check(&caret, &written, 0);
}

#[test]
fn concurrent_saves_and_reorders_lose_no_update() {
    const REORDERS: usize = 30;
    let caret = Caret::start();
    let token = caret.token();
    let written = Mutex::new(Written::default());
    let editor = caret.signed_in();
    editor.collection("pages", json!({}));
    for entry in 0..ENTRIES {
        editor.put(&format!("e{entry}"), json!({}));
    }
    scope(|threads| {
        for who in 0..EDITORS - 2 {
            let (caret, token, written) = (&caret, &token, &written);
            threads.spawn(move || edit(&with_cookie(caret.anon(), token), who, 100, written));
        }
        for turn in 0..2 {
            let (caret, token) = (&caret, &token);
            threads.spawn(move || {
                let editor = with_cookie(caret.anon(), token);
                for nth in 0..REORDERS {
                    let order = |entry: usize| if turn == 0 { entry } else { ENTRIES - entry };
                    let items: Vec<Value> = (0..ENTRIES)
                        .map(|entry| json!({ "id": format!("e{entry}"), "order": order(entry) + nth }))
                        .collect();
                    let command = json!({ "type": "reorder_entries", "collection": "pages", "items": items });
                    editor.post("/api/cms/mutate", command).send().is(200);
                }
            });
        }
    });
    // Besides the saves, each entry has one put and one write per reorder.
    let written = written.into_inner().unwrap();
    assert!(!written.values.is_empty() && written.conflicts > 0);
    check(&caret, &written, 1 + 2 * REORDERS as u64);
    // A reorder is atomic: all entries have the order of the last reorder.
    let entries = editor.get("/api/cms/entries?collection=pages").send().at("/entries");
    let orders: BTreeMap<usize, i64> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (entry["id"].as_str().unwrap()[1..].parse().unwrap(), entry["data"]["order"].as_i64().unwrap())
        })
        .collect();
    let rising = orders.iter().all(|(entry, order)| order - *entry as i64 == orders[&0]);
    let falling = orders.iter().all(|(entry, order)| order + *entry as i64 == orders[&0]);
    assert!(rising || falling, "{orders:?}");
}
