//! `GET /api/websites/:website/collections/:collection/drafts/:draft`

use serde_json::json;
use weft_tests::Weft;

use crate::blog::{NOW, UNKNOWN_ID, blog};

#[test]
fn a_draft_shows_the_text_of_each_input() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let body = json!({ "title": "One", "slug": "", "body": { "type": "doc" } });
    let id = posts.post("/drafts", body).send().tells("Draft created");
    let input = |field: &str| posts.shown_input(field)["id"].clone();
    let expected = json!({
        "id": id, "collectionId": posts.id, "entryId": null, "createdAt": NOW, "updatedAt": NOW,
        "data": [
            { "inputId": input("title"), "data": "One" },
            { "inputId": input("slug"), "data": null },
            { "inputId": input("body"), "data": "{\"type\":\"doc\"}" }
        ]
    });
    assert_eq!(posts.get(format!("/drafts/{id}")).send().is(200).json(), expected);
}

#[test]
fn a_draft_is_found_in_its_own_collection_and_by_writers_only() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let id = posts.post("/drafts", json!({})).send().tells("Draft created");
    for (collection, draft) in [(&pages, id.as_str()), (&posts, UNKNOWN_ID), (&posts, "42")] {
        collection.get(format!("/drafts/{draft}")).send().says(404, "Draft not found");
    }
    let reader = posts.by(&weft.site().snow_reader());
    reader.get(format!("/drafts/{id}")).send().says(403, "Forbidden");
}
