//! The command `delete_collection`.

use serde_json::json;

use crate::{Caret, says};

#[test]
fn a_collection_is_deleted_with_its_entries_history_and_revisions() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.collection("pages", json!({}));
    editor.put("home", json!({ "a": 1 }));
    editor.put("home", json!({ "a": 2 }));
    let delete = json!({ "type": "delete_collection", "id": "pages" });
    assert_eq!(editor.send(delete.clone()).is(200).json(), json!({ "ok": true }));
    says(&editor.send(delete), 404, "Collection \"pages\" not found");
    editor.get("/api/cms/entries?collection=pages").send().is(200).shows("/entries", json!([]));
    says(&editor.get("/api/cms/history?collection=pages&id=home").send(), 400, "Invalid collection or id");
    assert_eq!(editor.put("home", json!({})), 1);
    assert!(editor.history("home").is_empty());
    let left = "SELECT count(*) FROM changes WHERE collection NOT IN (SELECT pk FROM collections)";
    assert_eq!(caret.database().query_row(left, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}
