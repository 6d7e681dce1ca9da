//! GET /api/cms/history

use serde_json::{Value, json};

use crate::{Caret, says};

#[test]
fn items_have_the_previous_data_and_distinct_times() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    // The clock is frozen, so all writes happen in one millisecond.
    editor.save("home", "a", "1");
    editor.save("home", "a", "2");
    editor.put("home", json!({ "b": 3 }));
    let wanted =
        [("put_entry", json!({ "a": "2" })), ("save_field", json!({ "a": "1" })), ("save_field", json!({}))];
    assert_eq!(editor.history("home"), wanted.map(|(action, data)| (action.to_owned(), data)));
    let answer = editor.get("/api/cms/history?collection=pages&id=home").send();
    answer.costs(1);
    assert_eq!(answer.at("/history/2/ts"), 1_774_432_860_000_i64);
}

#[test]
fn writes_of_other_apis_are_listed() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1 }));
    let id: String = caret.database().query_row("SELECT id FROM entries", [], |row| row.get(0)).unwrap();
    caret.editor().patch(format!("/api/content/{id}"), json!({ "data": { "a": 2 } })).send().is(200);
    editor.save("home", "a", "3");
    let wanted = [("save_field", json!({ "a": 2 })), ("update", json!({ "a": 1 }))];
    assert_eq!(editor.history("home"), wanted.map(|(action, data)| (action.to_owned(), data)));
}

#[test]
fn the_newest_fifty_are_shown() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for n in 0..60 {
        editor.put("home", json!({ "n": n }));
    }
    let history = editor.history("home");
    assert_eq!((history.len(), &history[0].1, &history[49].1), (50, &json!({ "n": 58 }), &json!({ "n": 9 })));
}

#[test]
fn an_unknown_entry_has_no_history_and_an_unknown_collection_is_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({}));
    assert_eq!(editor.history("nothing"), [] as [(String, Value); 0]);
    for target in ["collection=nothing&id=a", "collection=pages&id=-", "collection=pages", "id=home", ""] {
        let answer = editor.get(format!("/api/cms/history?{target}")).send();
        says(&answer, 400, "Invalid collection or id");
    }
}
