//! `POST /api/websites/:website/collections/:collection/drafts`

use serde_json::json;
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, a_post, blog};

#[test]
fn the_values_of_a_draft_are_not_validated() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let body = json!({ "slug": "no slug!", "body": "no document", "title": null });
    let id = posts.by(&weft.site().snow_editor()).post("/drafts", body).send().tells("Draft created");
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'7'), "the id is a UUID of version 7");
    let found = posts.get(format!("/drafts/{id}")).send();
    found.is(200).shows("/data/0/data", json!(null)).shows("/data/1/data", "no slug!");
    assert_eq!(posts.get("/entries").send().json(), json!([]));
}

#[test]
fn unknown_fields_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for key in ["Title", "id", "", "a\"b"] {
        let words = "One or more properties do not reference a Collection Input's field name";
        posts.post("/drafts", json!({ "title": "x", key: "x" })).send().says(400, words);
    }
    posts.post("/drafts", json!([])).send().says(400, "the body must be a JSON object");
    posts.get("/drafts").send().shows("/data", json!([]));
}

#[test]
fn a_draft_may_use_a_new_input_at_once() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.post("/drafts", json!({ "title": "x" })).send().tells("Draft created");
    posts.input("more", "text");
    posts.post("/drafts", json!({ "more": "x" })).send().tells("Draft created");
}

#[test]
fn the_entry_of_a_draft_must_belong_to_the_collection() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let page = pages.entry(a_post("One", "one"));
    for entry in [page.as_str(), UNKNOWN_ID, "42"] {
        let made = posts.post(&format!("/drafts?entry={entry}"), json!({})).send();
        made.says(400, "Collection Entry with that ID not found");
    }
    pages.post(&format!("/drafts?entry={page}"), json!({})).send().tells("Draft created");
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.by(&weft.site().snow_reader()).post("/drafts", json!({})).send().says(403, "Forbidden");
    weft.snow().the(UNKNOWN_ID).post("/drafts", json!({})).send().says(404, "Collection not found");
}
