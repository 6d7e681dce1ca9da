//! The command `save_field`.

use serde_json::{Value, json};

use crate::{Caret, has_issues, says};

fn save(field: &str, value: Value, expected: Option<u64>) -> Value {
    let mut command =
        json!({ "type": "save_field", "collection": "pages", "id": "home", "field": field, "value": value });
    if let Some(expected) = expected {
        command["expectedRevision"] = json!(expected);
    }
    command
}

#[test]
fn a_missing_entry_and_its_collection_are_created() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let answer = editor.send(save("hero.cards.1.title", json!("New"), None));
    assert_eq!(answer.is(200).json(), json!({ "ok": true, "revision": 1 }));
    let data = json!({ "hero": { "cards": [null, { "title": "New" }] } });
    assert_eq!(editor.entry("pages", "home"), json!({ "id": "home", "data": data, "revision": 1 }));
    assert_eq!(editor.history("home"), [("save_field".to_owned(), json!({}))]);
}

#[test]
fn other_members_stay() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": { "b": 1, "c": [1, { "d": 2 }] }, "e": 1.5 }));
    assert_eq!(editor.save("home", "a.c.1.d", "x"), 2);
    assert_eq!(editor.save("home", "a.b.f", json!({ "g": [true, null] })), 3);
    let data = json!({ "a": { "b": { "f": { "g": [true, null] } }, "c": [1, { "d": "x" }] }, "e": 1.5 });
    assert_eq!(editor.entry("pages", "home")["data"], data);
}

#[test]
fn a_stale_revision_is_a_conflict_that_names_the_current_one() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.send(save("a", json!("1"), Some(0))).is(200).shows("/revision", 1);
    editor.send(save("a", json!("2"), Some(1))).is(200).shows("/revision", 2);
    for stale in [0, 1, 3] {
        let answer = editor.send(save("a", json!("x"), Some(stale)));
        assert_eq!(answer.is(409).json(), json!({ "error": "Revision conflict", "currentRevision": 2 }));
    }
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "a": "2" }));
    assert_eq!(editor.history("home").len(), 2);
}

#[test]
fn after_a_deletion_zero_and_the_last_revision_are_accepted() {
    for expected in [0, 2] {
        let caret = Caret::start();
        let editor = caret.signed_in();
        editor.save("home", "a", "1");
        editor
            .send(json!({ "type": "delete_entry", "collection": "pages", "id": "home" }))
            .is(200)
            .shows("/revision", 2);
        editor.send(save("a", json!("x"), Some(1))).is(409).shows("/currentRevision", 2);
        editor.send(save("a", json!("x"), Some(expected))).is(200).shows("/revision", 3);
    }
}

#[test]
fn a_text_is_converted_to_the_type_of_the_schema() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.collection(
        "pages",
        json!({
            "n": { "type": "number", "maximum": 10 }, "b": { "type": "boolean" }, "t": { "type": "string" },
            "list": { "type": "array", "items": { "type": "integer" } },
        }),
    );
    for (field, text, value) in [
        ("n", "1.5", json!(1.5)),
        ("b", "true", json!(true)),
        ("t", "7", json!("7")),
        ("list.0", "7", json!([7])),
    ] {
        editor.save("home", field, text);
        assert_eq!(editor.entry("pages", "home")["data"][field.split('.').next().unwrap()], value);
    }
    let before = editor.history("home").len();
    for (field, text, code) in [("n", "11", "max"), ("n", "many", "type"), ("b", "yes", "type")] {
        let answer = editor.send(save(field, json!(text), None));
        answer
            .is(400)
            .shows("/error", "Entry does not match collection schema")
            .shows("/issues/0/path", field);
        answer.shows("/issues/0/code", code);
    }
    assert_eq!(editor.history("home").len(), before, "a refused save leaves no history");
}

#[test]
fn forbidden_keys_and_invalid_paths_are_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for key in ["__proto__", "prototype", "constructor"] {
        let words = format!("Forbidden key in path: {key}");
        says(&editor.send(save(&format!("a.{key}.b"), json!("x"), None)), 400, &words);
        says(&editor.send(save("a", json!({ "b": [{ key: 1 }] }), None)), 400, &words);
    }
    has_issues(&editor.send(save("", json!("x"), None)), &["field: Invalid field path"]);
    assert_eq!(editor.entry("pages", "home"), Value::Null);
    editor.put("home", json!({ "list": [1] }));
    let words = "field: Invalid field path: an array has indexes up to 9999, and no names";
    has_issues(&editor.send(save("list.x", json!("x"), None)), &[words]);
    has_issues(&editor.send(save("list.10000", json!("x"), None)), &[words]);
}

#[test]
fn a_save_is_visible_at_once_and_publishes_the_draft() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1, "b": 1 }));
    let id: String = caret.database().query_row("SELECT id FROM entries", [], |row| row.get(0)).unwrap();
    let draft = json!({ "data": { "b": 2 } });
    caret.editor().patch(format!("/api/content/{id}?draft=true"), draft).send().is(200);
    let visible = || caret.anon().get("/content?keys=pages::home").send().at("/entries/pages::home");
    assert_eq!(visible(), json!({ "a": 1, "b": 1 }));
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "a": 1, "b": 2 }));
    editor.save("home", "a", "x");
    assert_eq!(visible(), json!({ "a": "x", "b": 2 }));
}
