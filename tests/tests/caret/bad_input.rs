//! Invalid requests get the documented response and store nothing.

use serde_json::{Value, json};
use weft_tests::Answer;

use crate::{Caret, Editor, has_issues, says};

/// Sends a body unchanged.
fn raw(editor: &Editor<'_>, body: impl Into<Vec<u8>>) -> Answer {
    editor.ask("POST", "/api/cms/mutate").header("content-type", "application/json").bytes(body).send()
}

#[track_caller]
fn nothing_is_stored(caret: &Caret) {
    for table in ["entries", "collections", "versions", "changes", "last_revisions"] {
        assert_eq!(caret.count(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
}

#[test]
fn deeply_nested_documents_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let inner = if open == "[" { "" } else { "1" };
        let deep = format!("{}{inner}{}", open.repeat(3000), close.repeat(3000));
        for member in [
            format!("\"type\":\"put_entry\",\"data\":{{\"a\":{deep}}}"),
            format!("\"type\":\"save_field\",\"field\":\"a\",\"value\":{deep}"),
        ] {
            let answer = raw(&editor, format!("{{{member},\"collection\":\"pages\",\"id\":\"home\"}}"));
            answer.is(400).shows("/error", "Invalid JSON");
        }
    }
    nothing_is_stored(&caret);
}

#[test]
fn paths_of_two_thousand_segments_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for path in [vec!["a"; 2000].join("."), vec!["0"; 2000].join("."), "a".repeat(2000)] {
        let command =
            json!({ "type": "save_field", "collection": "pages", "id": "home", "field": path, "value": "x" });
        has_issues(&editor.send(command), &["field: Invalid field path"]);
    }
    let command = json!({ "type": "save_field", "collection": "pages", "id": "home", "field": vec!["__proto__"; 2000].join("."), "value": "x" });
    says(&editor.send(command), 400, "Forbidden key in path: __proto__");
    nothing_is_stored(&caret);
}

#[test]
fn bodies_of_more_than_a_mebibyte_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for size in [1_048_577, 1_114_113, 3_000_000] {
        let answer = raw(&editor, vec![b' '; size]);
        answer.is(413).shows("/error", "Payload too large");
    }
    let text = "x".repeat(1_048_000);
    let command = json!({ "type": "put_entry", "collection": "pages", "id": "home", "data": { "a": text } });
    editor.send(command).is(200);
    let more = json!({ "type": "save_field", "collection": "pages", "id": "home", "field": "b", "value": "y".repeat(1000) });
    editor.send(more).is(413).shows("/error", "Payload too large");
    assert_eq!(editor.entry("pages", "home")["revision"], 1);
}

#[test]
fn too_many_members_and_malformed_names_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let many: serde_json::Map<String, Value> = (0..1001).map(|n| (format!("m{n}"), json!(n))).collect();
    let put = |data: Value| {
        editor.send(json!({ "type": "put_entry", "collection": "pages", "id": "home", "data": data }))
    };
    has_issues(&put(Value::Object(many)), &["data: data must have at most 1000 members"]);
    for name in ["", "a\"b", &"x".repeat(65)] {
        put(json!({ name: 1 })).is(400).shows("/issues/0/code", "name");
    }
    nothing_is_stored(&caret);
}

#[test]
fn malformed_ids_and_collections_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for (collection, id) in [
        ("1", "a"),
        ("a", "-a"),
        ("a/b", "a"),
        ("a", "a.b"),
        ("", ""),
        ("ä", "ö"),
        ("a", "__proto__"),
        (&"a".repeat(65), "a"),
    ] {
        for command in ["save_field", "put_entry", "delete_entry", "update_page_layout"] {
            let answer = editor.send(json!({
                "type": command, "collection": collection, "id": id, "field": "a", "value": {}, "data": {}, "sections": [{ "id": "a", "key": "b" }],
            }));
            answer.is(400).shows("/error", "Invalid mutation command");
        }
    }
    nothing_is_stored(&caret);
}

#[test]
fn malformed_json_is_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for body in [
        &b""[..],
        b"{",
        b"{} x",
        b"\xff",
        b"{\"type\":\"put_entry\",\"data\":{\"a\":\"\\u0000\"}}",
        b"{\"a\":1e999}",
    ] {
        raw(&editor, body).is(400).shows("/error", "Invalid JSON");
        let answer = editor.ask("POST", "/api/cms/history").bytes(body).send();
        answer.is(400).shows("/error", "Invalid JSON");
    }
    nothing_is_stored(&caret);
}

#[test]
fn unknown_paths_and_methods_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for path in ["/api/cms/nothing", "/api/cms/entries/a", "/content/nothing"] {
        says(&editor.get(path).send(), 404, "Not found");
    }
    let answer = editor.delete("/api/cms/mutate").send();
    assert_eq!(
        answer.is(405).json(),
        json!({ "error": "Method not allowed", "allowedMethods": ["GET", "POST"] })
    );
}
