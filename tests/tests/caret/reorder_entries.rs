//! The command `reorder_entries`.

use serde_json::{Value, json};

use crate::{Caret, Editor, has_issues, says};

fn reorder(items: Value) -> Value {
    json!({ "type": "reorder_entries", "collection": "pages", "items": items })
}

fn orders(editor: &Editor<'_>) -> Vec<Value> {
    let entries = editor.get("/api/cms/entries?collection=pages").send().at("/entries");
    entries.as_array().unwrap().iter().map(|entry| entry["data"]["order"].clone()).collect()
}

#[test]
fn a_reorder_sets_the_order_and_leaves_history() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("a", json!({ "t": "a" }));
    editor.put("b", json!({ "t": "b", "order": 9 }));
    let answer = editor
        .send(reorder(json!([{ "id": "b", "order": 0, "expectedRevision": 1 }, { "id": "a", "order": 1 }])));
    assert_eq!(answer.is(200).json(), json!({ "ok": true, "revisions": { "b": 2, "a": 2 } }));
    assert_eq!(orders(&editor), [1, 0]);
    assert_eq!(editor.history("b"), [("reorder_entries".to_owned(), json!({ "t": "b", "order": 9 }))]);
}

#[test]
fn a_stale_or_missing_entry_refuses_the_whole_reorder() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for id in ["a", "b", "c"] {
        editor.put(id, json!({}));
    }
    editor.save("c", "x", "y");
    let stale = editor.send(reorder(json!([
        { "id": "a", "order": 0, "expectedRevision": 1 }, { "id": "c", "order": 1, "expectedRevision": 1 }, { "id": "b", "order": 2, "expectedRevision": 9 },
    ])));
    let wanted = json!({ "error": "Revision conflict", "conflictId": "c", "currentRevision": 2 });
    assert_eq!(stale.is(409).json(), wanted, "the first conflict in the order of items");
    let missing = editor.send(reorder(json!([{ "id": "a", "order": 0 }, { "id": "z", "order": 1 }])));
    assert_eq!(missing.is(404).json(), json!({ "error": "Entry not found", "conflictId": "z" }));
    assert_eq!(orders(&editor), [Value::Null, Value::Null, Value::Null]);
    let unknown =
        json!({ "type": "reorder_entries", "collection": "nothing", "items": [{ "id": "a", "order": 0 }] });
    editor.send(unknown).is(404).shows("/conflictId", "a");
}

#[test]
fn all_issues_of_items_are_reported_together() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    has_issues(&editor.send(reorder(json!([]))), &["items: Items must be a non-empty array"]);
    let answer = editor.send(reorder(json!([{ "id": "a", "order": 1.5 }, 7, { "id": "a", "order": 0 }])));
    has_issues(
        &answer,
        &[
            "items.0.order: order must be a non-negative integer",
            "items.1: Item must be an object",
            "items.2.id: Entry ids must be unique",
        ],
    );
    answer.shows("/issues/2/code", "duplicate");
}

#[test]
fn a_collection_may_forbid_reordering() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let schema = json!({ "type": "object", "properties": {} });
    editor
        .send(json!({ "type": "create_collection", "id": "pages", "label": "P", "schema": schema }))
        .is(200);
    editor.put("a", json!({}));
    let answer = editor.send(reorder(json!([{ "id": "a", "order": 0 }])));
    says(&answer, 403, "Collection \"pages\" cannot be reordered");
}
