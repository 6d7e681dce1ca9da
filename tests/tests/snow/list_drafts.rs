//! `GET /api/websites/:website/collections/:collection/drafts`

use serde_json::{Value, json};
use weft_tests::{SnowCollection, Weft};

use crate::blog::{NOW, UNKNOWN_ID, a_post, blog, each, members};

/// Creates a draft with this title; returns its id.
fn begin(posts: &SnowCollection<'_>, title: &str) -> String {
    posts.post("/drafts", json!({ "title": title })).send().tells("Draft created")
}

#[test]
fn drafts_are_listed_in_order_of_creation() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let none = json!({ "data": [], "page": 1, "pages": 0 });
    assert_eq!(posts.get("/drafts").send().is(200).json(), none);
    let id = begin(&posts, "One");
    posts.post("/drafts", json!({})).send().tells("Draft created");
    let list = posts.by(&weft.site().snow_editor()).get("/drafts").send().is(200).json();
    assert_eq!((list["page"].clone(), list["pages"].clone()), (json!(1), json!(1)));
    let first = json!({
        "id": id, "collectionId": posts.id, "entryId": null, "createdAt": NOW, "updatedAt": NOW, "title": "One"
    });
    assert_eq!(list["data"][0], first);
    assert_eq!(
        members(&list["data"][0]),
        ["id", "collectionId", "entryId", "createdAt", "updatedAt", "title"]
    );
    assert_eq!(list["data"][1]["title"], Value::Null);
}

#[test]
fn a_page_has_ten_drafts_by_default() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for number in 0..11 {
        begin(&posts, &format!("Draft {number}"));
    }
    for query in ["", "?page=&limit=&sort="] {
        let list = posts.get(format!("/drafts{query}")).send();
        list.is(200).shows("/page", 1).shows("/pages", 2).shows("/data/9/title", "Draft 9");
        assert_eq!(list.at("/data").as_array().map(Vec::len), Some(10));
    }
}

#[test]
fn drafts_are_paged_and_searched() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for title in ["Apple", "Pear", "apple pie"] {
        begin(&posts, title);
    }
    let titles = |query: &str| each(&posts.get(format!("/drafts?{query}")).send().is(200).json(), "title");
    assert_eq!(titles("limit=2&sort=desc"), ["apple pie", "Pear"]);
    assert_eq!(titles("search=APPLE"), ["Apple", "apple pie"]);
    assert_eq!(titles("search=%25"), [Value::Null; 0]);
    posts.get("/drafts?page=9&limit=2").send().shows("/data", json!([])).shows("/page", 9).shows("/pages", 2);
    posts.get("/drafts?limit=0").send().says(400, "Limit must be in range 1-100");
}

#[test]
fn drafts_are_filtered_by_entry() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let entry = posts.entry(a_post("One", "one"));
    begin(&posts, "Of none");
    let of = format!("/drafts?entry={entry}");
    posts.post(&of, json!({ "title": "Of one" })).send().tells("Draft created");
    let found = posts.get(&of).send();
    found.is(200).shows("/data/0/title", "Of one").shows("/data/0/entryId", entry.as_str());
    found.shows("/page", 1).shows("/pages", 1);
    assert_eq!(found.at("/data").as_array().map(Vec::len), Some(1));
    let none = json!({ "data": [], "page": 1, "pages": 0 });
    for query in [
        format!("entry={UNKNOWN_ID}"),
        format!("entry={UNKNOWN_ID}&page=1"),
        format!("entry={UNKNOWN_ID}&limit="),
    ] {
        assert_eq!(posts.get(format!("/drafts?{query}")).send().is(200).json(), none, "{query}");
    }
}

#[test]
fn drafts_of_another_collection_are_not_listed_and_readers_are_forbidden() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    begin(&posts, "Post");
    pages.get("/drafts").send().shows("/data", json!([]));
    posts.by(&weft.site().snow_reader()).get("/drafts").send().says(403, "Forbidden");
    weft.snow().the(UNKNOWN_ID).get("/drafts").send().says(404, "Collection not found");
}
