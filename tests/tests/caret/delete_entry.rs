//! The command `delete_entry`.

use serde_json::{Value, json};

use crate::Caret;

fn delete(id: &str) -> Value {
    json!({ "type": "delete_entry", "collection": "pages", "id": id })
}

#[test]
fn a_deletion_keeps_the_revision_and_the_history() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1 }));
    let answer = editor.send(delete("home"));
    assert_eq!(answer.is(200).json(), json!({ "ok": true, "revision": 2 }));
    assert_eq!(editor.entry("pages", "home"), Value::Null);
    assert_eq!(editor.history("home"), [("delete_entry".to_owned(), json!({ "a": 1 }))]);
    assert_eq!(editor.put("home", json!({ "a": 2 })), 3);
    assert_eq!(editor.history("home").len(), 1);
}

#[test]
fn deleting_a_missing_entry_succeeds() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.send(delete("nothing")).is(200).shows("/revision", 0);
    editor.put("home", json!({}));
    editor.send(delete("nothing")).is(200).shows("/revision", 1);
    editor.send(delete("nothing")).is(200).shows("/revision", 2);
    assert_eq!(editor.put("nothing", json!({})), 3);
}

#[test]
fn a_stale_deletion_is_a_conflict() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({}));
    let mut command = delete("home");
    command["expectedRevision"] = json!(2);
    editor.send(command.clone()).is(409).shows("/currentRevision", 1);
    command["expectedRevision"] = json!(1);
    editor.send(command.clone()).is(200);
    editor.send(command).is(409).shows("/currentRevision", 2);
}
