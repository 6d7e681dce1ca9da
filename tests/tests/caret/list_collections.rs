//! GET /api/cms/collections-metadata

use serde_json::json;
use weft_tests::a_type;

use crate::Caret;

#[test]
fn only_collections_that_editors_created_are_listed() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    a_type("post").field("title", "text").create(&caret.admin());
    editor.save("home", "headline", "Hi");
    editor.collection("zebras", json!({ "name": { "type": "string" } }));
    let command = json!({ "type": "create_collection", "id": "apes", "label": "Apes", "description": "All", "creatable": false, "schema": { "type": "object", "properties": {} } });
    editor.send(command).is(200);
    let answer = editor.get("/api/cms/collections-metadata").send();
    let made = 1_774_432_860_000_i64;
    assert_eq!(
        answer.is(200).json(),
        json!({ "collections": [
            { "id": "apes", "label": "Apes", "description": "All", "creatable": false, "orderable": false,
              "schema": { "type": "object", "properties": {} }, "created_at": made, "updated_at": made },
            { "id": "zebras", "label": "zebras", "creatable": true, "orderable": true,
              "schema": { "type": "object", "properties": { "name": { "type": "string" } } }, "created_at": made, "updated_at": made },
        ] })
    );
    answer.costs(1);
}
