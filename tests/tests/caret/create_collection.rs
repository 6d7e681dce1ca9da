//! The command `create_collection`.

use serde_json::{Value, json};
use weft_tests::a_type;

use crate::{Caret, has_issues, says};

fn create(id: &str) -> Value {
    json!({ "type": "create_collection", "id": id, "label": "Made", "schema": { "type": "object", "properties": { "title": { "type": "string", "maxLength": 5 } } } })
}

#[test]
fn a_collection_is_a_content_type_in_every_api() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    assert_eq!(editor.send(create("products")).is(200).json(), json!({ "ok": true }));
    let shown = caret.reader().get("/api/content-types/products").send();
    shown
        .is(200)
        .shows("/label", "Made")
        .shows("/fields/0/type", "text")
        .shows("/fields/0/config/maxLength", 5);
}

#[test]
fn an_existing_collection_is_a_conflict_in_every_api() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    a_type("post").field("title", "text").create(&caret.admin());
    editor.save("home", "a", "x");
    editor.send(create("products")).is(200);
    for id in ["post", "pages", "products"] {
        says(&editor.send(create(id)), 409, &format!("Collection \"{id}\" already exists"));
    }
}

#[test]
fn an_implicit_collection_without_entries_can_be_created() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.save("home", "a", "x");
    editor.send(json!({ "type": "delete_entry", "collection": "pages", "id": "home" })).is(200);
    editor.send(create("pages")).is(200);
    editor.get("/api/cms/schema?collection=pages").send().shows("/source", "dynamic");
}

#[test]
fn a_collection_may_forbid_new_entries() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let mut command = create("pages");
    command["creatable"] = json!(false);
    editor.send(command).is(200);
    let put = json!({ "type": "put_entry", "collection": "pages", "id": "a", "data": {} });
    says(&editor.send(put), 403, "New entries cannot be created in collection \"pages\"");
}

#[test]
fn all_issues_are_reported_together() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let bad = json!({ "type": "create_collection", "id": "1 a", "label": "", "schema": { "type": "object", "properties": { "a": { "type": "text" } } } });
    has_issues(
        &editor.send(bad),
        &[
            "id: Collection ID must be lowercase alphanumeric with hyphens/underscores",
            "label: Label is required",
            "schema: Schema must be a valid JSON Schema object with properties",
        ],
    );
    let mut forbidden = create("a");
    forbidden["schema"]["properties"]["constructor"] = json!({ "type": "string" });
    says(&editor.send(forbidden), 400, "Forbidden key in path: constructor");
    editor.get("/api/cms/collections-metadata").send().shows("/collections", json!([]));
}
