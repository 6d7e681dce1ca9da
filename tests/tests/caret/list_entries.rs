//! GET /api/cms/entries

use serde_json::{Value, json};

use crate::{Caret, says};

const ENTRIES: &str = "/api/cms/entries?collection=pages";

#[test]
fn a_list_is_ordered_by_id_and_paged() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    for n in [2, 10, 1] {
        editor.put(&format!("p{n:02}"), json!({ "n": n }));
    }
    let answer = editor.get(ENTRIES).send();
    let entry = |id: &str, n: u64| json!({ "id": id, "data": { "n": n }, "revision": 1 });
    let pagination =
        json!({ "page": 1, "pageSize": 24, "total": 3, "totalPages": 1, "hasPrev": false, "hasNext": false });
    assert_eq!(
        answer.is(200).json(),
        json!({ "entries": [entry("p01", 1), entry("p02", 2), entry("p10", 10)], "pagination": pagination, "collection": "pages", "source": "adapter" })
    );
    answer.costs(1);
    let answer = editor.get(format!("{ENTRIES}&page=2&pageSize=2")).send();
    answer
        .shows("/entries/0/id", "p10")
        .shows("/pagination/hasPrev", true)
        .shows("/pagination/totalPages", 2);
    let last = editor.get(format!("{ENTRIES}&page=99&pageSize=2")).send();
    last.shows("/pagination/page", 2).shows("/entries/0/id", "p10").costs(2);
    editor.get(format!("{ENTRIES}&page=x&pageSize=1000")).send().shows("/pagination/pageSize", 100);
}

#[test]
fn a_matching_etag_gets_304() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("a", json!({}));
    let tag = editor.get(ENTRIES).send().etag();
    editor.get(ENTRIES).if_none_match(&tag).send().is(304);
    editor.put("b", json!({}));
    editor.get(ENTRIES).if_none_match(&tag).send().is(200);
}

#[test]
fn one_entry_is_returned_as_a_list() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.save("home", "headline", "Hi");
    let answer = editor.get(format!("{ENTRIES}&id=HOME")).send();
    answer.is(200).shows("/entries", json!([{ "id": "home", "data": { "headline": "Hi" }, "revision": 1 }]));
    answer.shows("/pagination/total", 1).shows("/pagination/totalPages", 1).costs(1);
    let none = editor.get(format!("{ENTRIES}&id=nothing")).send();
    none.is(200).shows("/entries", json!([])).shows("/pagination/total", 0);
}

#[test]
fn ids_and_titles_are_searched_case_insensitively() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("about-us", json!({ "title": "Who" }));
    editor.put("home", json!({ "title": "About everything" }));
    editor.put("other", json!({ "title": "Else", "text": "about" }));
    let answer = editor.get(format!("{ENTRIES}&q=ABOUT")).send();
    let ids: Vec<Value> =
        answer.at("/entries").as_array().unwrap().iter().map(|entry| entry["id"].clone()).collect();
    assert_eq!(ids, ["about-us", "home"], "{answer}");
    answer.shows("/pagination/q", "about").shows("/pagination/total", 2);
    let none = editor.get(format!("{ENTRIES}&q=zzz")).send();
    none.shows("/pagination/total", 0).shows("/pagination/page", 1).shows("/pagination/totalPages", 0);
}

#[test]
fn an_unknown_collection_is_an_empty_list_and_a_bad_name_is_refused() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.get("/api/cms/entries?collection=nothing").send().is(200).shows("/entries", json!([]));
    let words = "Invalid query. Provide a valid collection name matching a known collection.";
    for target in ["", "?collection=", "?collection=1a", "?collection=pages&id=-", "?collection=a/b"] {
        says(&editor.get(format!("/api/cms/entries{target}")).send(), 400, words);
    }
}
