//! `DELETE /api/websites/:website/collections/:collection/drafts/:draft`

use serde_json::json;
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, a_post, blog};

#[test]
fn a_deleted_draft_is_not_found() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let path = format!("/drafts/{}", posts.post("/drafts", json!({})).send().tells("Draft created"));
    let answer = posts.by(&weft.site().snow_editor()).delete(&path).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Draft deleted" }));
    posts.get(&path).send().says(404, "Draft not found");
    posts.delete(&path).send().says(404, "Draft not found");
}

#[test]
fn a_draft_is_deleted_with_its_entry() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let entry = posts.entry(a_post("One", "one"));
    posts.post(&format!("/drafts?entry={entry}"), json!({ "title": "Its" })).send().tells("Draft created");
    posts.post("/drafts", json!({ "title": "Another" })).send().tells("Draft created");
    posts.delete(format!("/entries/{entry}")).send().tells("Collection Entry deleted");
    posts.get("/drafts?page=1").send().shows("/pages", 1).shows("/data/0/title", "Another");
    posts.delete("").send().tells("Collection deleted");
}

#[test]
fn readers_are_forbidden_and_other_collections_do_not_find_it() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let path = format!("/drafts/{}", posts.post("/drafts", json!({})).send().tells("Draft created"));
    posts.by(&weft.site().snow_reader()).delete(&path).send().says(403, "Forbidden");
    pages.delete(&path).send().says(404, "Draft not found");
    posts.delete(format!("/drafts/{UNKNOWN_ID}")).send().says(404, "Draft not found");
    posts.get(&path).send().is(200);
}
