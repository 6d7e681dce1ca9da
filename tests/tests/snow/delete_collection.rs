//! `DELETE /api/websites/:website/collections/:collection`

use serde_json::json;
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, a_post, blog};

#[test]
fn a_collection_is_deleted_with_its_entries() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = posts.entry(a_post("One", "one"));
    assert_eq!(posts.delete("").send().is(200).json(), json!({ "message": "Collection deleted" }));
    for rest in ["", "/title", "/inputs", "/entries", "/entries/slug/one", &format!("/entries/{post}")] {
        posts.get(rest).send().says(404, "Collection not found");
    }
    posts.delete("").send().says(404, "Collection not found");
    weft.admin().get(format!("/api/content/{post}?draft=true")).send().is_error(404, "NOT_FOUND");
    assert_eq!(weft.snow().get("").send().json(), json!([]));
}

#[test]
fn other_collections_stay() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let page = pages.entry(a_post("One", "one"));
    posts.delete("").send().tells("Collection deleted");
    pages.get(format!("/entries/{page}")).send().is(200).shows("/title", "One");
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        weft.snow().the(id).delete("").send().says(404, "Collection not found");
    }
    theirs.get("").send().is(200);
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.by(&weft.site().snow_reader()).delete("").send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.delete("").send().says(403, "Forbidden");
    posts.get("").send().is(200);
}
