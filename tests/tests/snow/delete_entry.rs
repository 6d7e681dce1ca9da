//! `DELETE /api/websites/:website/collections/:collection/entries/:entry`

use serde_json::json;
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, a_post, blog};

#[test]
fn a_deleted_entry_is_gone_in_every_api() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    let answer = posts.by(&weft.site().snow_editor()).delete(format!("/entries/{id}")).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Collection Entry deleted" }));
    posts.get(format!("/entries/{id}")).send().says(404, "Collection Entry not found");
    posts
        .patch(format!("/entries/{id}"), a_post("Two", "two"))
        .send()
        .says(404, "Collection Entry not found");
    posts.delete(format!("/entries/{id}")).send().says(404, "Collection Entry not found");
    weft.admin().get(format!("/api/content/{id}?draft=true")).send().is_error(404, "NOT_FOUND");
    assert_eq!(posts.get("/entries").send().json(), json!([]));
}

#[test]
fn the_slug_of_a_deleted_entry_is_free_again() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    posts.delete(format!("/entries/{id}")).send().tells("Collection Entry deleted");
    assert_ne!(posts.entry(a_post("Two", "one")), id);
}

#[test]
fn an_entry_is_found_in_its_own_collection_only() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let id = posts.entry(a_post("One", "one"));
    let theirs = blog(&weft.other_site().snow());
    let other = theirs.entry(a_post("Theirs", "theirs"));
    for (collection, entry) in [(&pages, id.as_str()), (&posts, &other), (&posts, UNKNOWN_ID), (&posts, "42")]
    {
        collection.delete(format!("/entries/{entry}")).send().says(404, "Collection Entry not found");
    }
    weft.snow().the(UNKNOWN_ID).delete(format!("/entries/{id}")).send().says(404, "Collection not found");
    posts.get(format!("/entries/{id}")).send().is(200);
    theirs.get(format!("/entries/{other}")).send().is(200);
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    posts.by(&weft.site().snow_reader()).delete(format!("/entries/{id}")).send().says(403, "Forbidden");
    posts.get(format!("/entries/{id}")).send().is(200);
}
