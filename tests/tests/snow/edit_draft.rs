//! `PUT /api/websites/:website/collections/:collection/drafts/:draft`

use serde_json::json;
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, blog};

#[test]
fn an_edit_replaces_the_draft() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.post("/drafts", json!({ "title": "One", "slug": "one" })).send().tells("Draft created");
    let path = format!("/drafts/{id}");
    let answer = posts.by(&weft.site().snow_editor()).put(&path, json!({ "title": "Two" })).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Draft edited", "id": id }));
    posts.get(&path).send().shows("/data/0/data", "Two").shows("/data/1/data", json!(null));
}

#[test]
fn refused_edits_change_nothing() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let id = posts.post("/drafts", json!({ "title": "One" })).send().tells("Draft created");
    let (path, body) = (format!("/drafts/{id}"), json!({ "title": "Two" }));
    let words = "One or more properties do not reference a Collection Input's field name";
    posts.put(&path, json!({ "x": "" })).send().says(400, words);
    posts.by(&weft.site().snow_reader()).put(&path, body.clone()).send().says(403, "Forbidden");
    pages.put(&path, body.clone()).send().says(404, "Draft not found");
    for draft in [UNKNOWN_ID, "42"] {
        posts.put(format!("/drafts/{draft}"), body.clone()).send().says(404, "Draft not found");
    }
    posts.get(&path).send().shows("/data/0/data", "One");
}
