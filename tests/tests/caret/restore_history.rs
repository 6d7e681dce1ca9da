//! POST /api/cms/history

use serde_json::{Value, json};
use weft_tests::{a_document, a_type};

use crate::{Caret, Editor, says};

const HISTORY: &str = "/api/cms/history";

/// The times of an entry's history, newest first.
fn times(editor: &Editor<'_>) -> Vec<Value> {
    let items = editor.get(format!("{HISTORY}?collection=pages&id=home")).send().at("/history");
    items.as_array().unwrap().iter().map(|item| item["ts"].clone()).collect()
}

#[test]
fn a_restore_can_be_undone() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1 }));
    editor.put("home", json!({ "a": 2 }));
    let restore = json!({ "collection": "Pages", "id": "home", "ts": times(&editor)[0] });
    let answer = editor.post(HISTORY, restore).send();
    assert_eq!(answer.is(200).json(), json!({ "ok": true, "revision": 3, "data": { "a": 1 } }));
    answer.costs(2);
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "a": 1 }));
    assert_eq!(editor.history("home")[0], ("restore".to_owned(), json!({ "a": 2 })));
    let undo = json!({ "collection": "pages", "id": "home", "ts": times(&editor)[0] });
    editor.post(HISTORY, undo).send().is(200).shows("/data", json!({ "a": 2 })).shows("/revision", 4);
}

#[test]
fn a_deleted_entry_is_restored() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1 }));
    editor.send(json!({ "type": "delete_entry", "collection": "pages", "id": "home" })).is(200);
    let restore = json!({ "collection": "pages", "id": "home", "ts": times(&editor)[0] });
    editor.post(HISTORY, restore).send().is(200).shows("/revision", 3);
    assert_eq!(editor.entry("pages", "home"), json!({ "id": "home", "data": { "a": 1 }, "revision": 3 }));
}

#[test]
fn a_state_that_refers_to_a_deleted_entry_is_restored() {
    let caret = Caret::start();
    a_type("authors").create(&caret.admin());
    a_type("pages").field("author", "relation").with("to", "authors").create(&caret.admin());
    let ada = a_document("authors").create(&caret.editor());
    let editor = caret.signed_in();
    editor.put("home", json!({ "author": ada.id }));
    editor.put("home", json!({}));
    caret.editor().delete(ada.path()).send().is(200);
    let restore = |ts: &Value| {
        let restore = json!({ "collection": "pages", "id": "home", "ts": ts });
        editor.post(HISTORY, restore).send().is(200).shows("/data/author", ada.id.as_str());
        assert_eq!(editor.entry("pages", "home")["data"]["author"], ada.id.as_str());
    };
    restore(&times(&editor)[0]);
    editor.put("home", json!({ "author": ada.id, "title": "sent back" }));
    editor.put("home", json!({ "author": null }));
    editor.send(json!({ "type": "delete_entry", "collection": "pages", "id": "home" })).is(200);
    restore(&times(&editor)[1]);
}

#[test]
fn invalid_restores_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1 }));
    says(&editor.post(HISTORY, json!([])).send(), 400, "Invalid payload");
    says(
        &editor.post(HISTORY, json!({ "collection": "pages", "id": "home" })).send(),
        400,
        "Invalid restore payload",
    );
    let missing = json!({ "collection": "pages", "id": "home", "ts": 1 });
    says(&editor.post(HISTORY, missing.clone()).send(), 404, "Snapshot not found");
    let without = caret.anon().header("cookie", "caret_session=x").post(HISTORY, missing).send();
    without.is(403).shows("/error", "Missing required request header");
    assert_eq!(editor.entry("pages", "home")["revision"], 1);
}
