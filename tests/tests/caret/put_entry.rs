//! The command `put_entry`.

use serde_json::json;
use weft_tests::{a_document, a_type};

use crate::{Caret, has_issues, says};

#[test]
fn a_put_replaces_the_whole_entry() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    assert_eq!(editor.put("home", json!({ "a": 1, "b": { "c": [1.10, "ü"] } })), 1);
    assert_eq!(editor.put("home", json!({ "b": 2 })), 2);
    assert_eq!(editor.entry("pages", "home"), json!({ "id": "home", "data": { "b": 2 }, "revision": 2 }));
    let before = json!({ "a": 1, "b": { "c": [1.10, "ü"] } });
    assert_eq!(editor.history("home"), [("put_entry".to_owned(), before)], "the first put leaves no history");
}

#[test]
fn data_may_also_be_sent_as_value() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let command = json!({ "type": "put_entry", "collection": "pages", "id": "home", "value": { "a": 1 } });
    editor.send(command).is(200);
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "a": 1 }));
}

#[test]
fn stale_and_existing_entries_are_conflicts() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1 }));
    let mut command = json!({ "type": "put_entry", "collection": "pages", "id": "home", "data": {}, "expectedRevision": 7 });
    editor.send(command.clone()).is(409).shows("/currentRevision", 1);
    command["expectedRevision"] = json!(1);
    command["createOnly"] = json!(true);
    says(&editor.send(command), 409, "Entry already exists");
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "a": 1 }));
}

#[test]
fn the_data_must_match_the_schema() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let schema = json!({ "type": "object", "properties": { "title": { "type": "string" }, "price": { "type": "number" } }, "required": ["title"] });
    let command = json!({ "type": "create_collection", "id": "pages", "label": "Pages", "schema": schema });
    editor.send(command).is(200);
    editor.put("home", json!({ "title": "" }));
    let command =
        json!({ "type": "put_entry", "collection": "pages", "id": "home", "data": { "price": "x" } });
    let answer = editor.send(command);
    answer.is(400).shows("/error", "Entry does not match collection schema");
    answer
        .shows("/issues/0/path", "title")
        .shows("/issues/0/code", "required")
        .shows("/issues/1/path", "price");
    assert_eq!(editor.entry("pages", "home")["revision"], 1);
}

#[test]
fn data_must_be_an_object_without_forbidden_keys() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for data in [json!([]), json!("x"), json!(null), json!(7)] {
        let command = json!({ "type": "put_entry", "collection": "pages", "id": "home", "data": data });
        has_issues(&editor.send(command), &["data: data must be an object"]);
    }
    let command = json!({ "type": "put_entry", "collection": "pages", "id": "home", "data": { "a": [{ "__proto__": 1 }] } });
    says(&editor.send(command), 400, "Forbidden key in path: __proto__");
}

#[test]
fn a_relation_leads_to_an_entry_that_is_there() {
    let caret = Caret::start();
    a_type("authors").create(&caret.admin());
    a_type("pages").field("author", "relation").with("to", "authors").create(&caret.admin());
    let ada = a_document("authors").create(&caret.editor());
    let editor = caret.signed_in();
    let nobody = "018f3f70-1c2d-7abc-8def-000000000001";
    let refused = || {
        for rest in [
            json!({ "type": "put_entry", "data": { "author": nobody } }),
            json!({ "type": "save_field", "field": "author", "value": nobody }),
        ] {
            let mut command = json!({ "collection": "pages", "id": "home" });
            command.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
            let answer = editor.send(command);
            answer.is(400).shows("/error", "Entry does not match collection schema");
            answer.shows("/issues/0/path", "author").shows("/issues/0/code", "reference");
        }
    };
    refused();
    assert_eq!(editor.put("home", json!({ "author": ada.id })), 1);
    assert_eq!(editor.save("home", "author", ada.id.as_str()), 2);
    refused();
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "author": ada.id }));
}
