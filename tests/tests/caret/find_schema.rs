//! GET /api/cms/schema

use serde_json::json;
use weft_tests::a_type;

use crate::{Caret, says};

#[test]
fn a_dynamic_schema_is_returned_with_its_metadata() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let schema = json!({ "type": "object", "properties": { "title": { "type": "string", "x-widget": "large" }, "n": { "type": "integer", "default": 3 } }, "required": ["title"], "additionalProperties": false });
    let command = json!({ "type": "create_collection", "id": "products", "label": "Products", "icon": "📦", "schema": schema });
    editor.send(command).is(200);
    let answer = editor.get("/api/cms/schema?collection=Products").send();
    assert_eq!(
        answer.is(200).json(),
        json!({
            "collection": "products", "source": "dynamic", "schema": schema, "template": { "title": "", "n": 3 },
            "metadata": { "label": "Products", "icon": "📦", "creatable": true, "orderable": false },
        })
    );
    answer.costs(1);
}

#[test]
fn a_content_type_of_another_api_is_registered() {
    let caret = Caret::start();
    a_type("post").field("title", "text").required().create(&caret.admin());
    let answer = caret.signed_in().get("/api/cms/schema?collection=post").send();
    answer.is(200).shows("/source", "registered").shows("/template", json!({ "title": "" }));
    answer.shows("/schema", json!({ "type": "object", "properties": { "title": { "type": "string", "minLength": 1 } }, "required": ["title"] }));
    assert!(answer.json().get("metadata").is_none(), "{answer}");
}

#[test]
fn without_a_schema_the_first_entry_is_the_template() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("b", json!({ "other": 1 }));
    editor.put("a", json!({ "title": "x", "n": 1, "tags": [], "seo": { "d": null } }));
    let answer = editor.get("/api/cms/schema?collection=pages").send();
    answer.is(200).shows("/source", "inferred").shows("/inferredFrom", "a").costs(2);
    answer.shows("/template", json!({ "title": "", "n": 0, "tags": [], "seo": { "d": "" } }));
    answer.shows("/schema/required", json!(["title", "n", "tags", "seo"]));
}

#[test]
fn an_unknown_collection_has_no_schema() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for target in ["?collection=nothing", "?collection=1", ""] {
        says(&editor.get(format!("/api/cms/schema{target}")).send(), 400, "Invalid collection");
    }
}
