//! `GET /api/websites/:website/collections/:collection/entries`. `client_generations` tests which
//! requests get pages.

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::{NOW, UNKNOWN_ID, a_post, blog, each, members};

#[test]
fn a_listed_entry_has_the_members_of_the_original() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    let list = posts.get("/entries").send();
    let expected = json!([{
        "id": id, "collectionId": posts.id, "createdAt": NOW, "updatedAt": NOW, "title": "One", "slug": "one"
    }]);
    assert_eq!(list.is(200).costs(1).json(), expected);
    let names = ["id", "collectionId", "createdAt", "updatedAt", "title", "slug"];
    assert_eq!(members(&list.at("/0")), names);
}

#[test]
fn without_title_and_slug_both_are_null() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    posts.input("title", "text");
    posts.entry(json!({ "title": "One" }));
    posts.get("/entries").send().shows("/0/title", Value::Null).shows("/0/slug", Value::Null);
    let title = posts.shown_input("title")["id"].clone();
    posts.set("title", title);
    posts.get("/entries").send().shows("/0/title", "One");
}

#[test]
fn the_oldest_come_first_also_within_one_second() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for slug in ["one", "two", "three"] {
        posts.entry(a_post("Post", slug));
    }
    weft.tick();
    posts.entry(a_post("Post", "four"));
    let slugs = |query: &str| each(&posts.get(format!("/entries{query}")).send().is(200).json(), "slug");
    assert_eq!(slugs(""), ["one", "two", "three", "four"]);
    assert_eq!(slugs("?sort=asc"), ["one", "two", "three", "four"]);
    assert_eq!(slugs("?sort=desc"), ["four", "three", "two", "one"]);
}

#[test]
fn empty_parameters_mean_their_defaults() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for number in 0..11 {
        posts.entry(a_post("Post", &format!("post-{number}")));
    }
    let first = posts.get("/entries?page=1&limit=10&sort=asc").send().is(200).json();
    for query in ["page=&limit=&sort=", "limit=", "sort=", "page=", "search=&page="] {
        assert_eq!(posts.get(format!("/entries?{query}")).send().is(200).json(), first, "{query}");
    }
    posts.get("/entries?limit=x").send().says(400, "Value is not a number");
}

#[test]
fn a_page_states_the_number_of_pages() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.get("/entries?page=1").send().shows("/data", json!([])).shows("/page", 1).shows("/pages", 0);
    for number in 0..11 {
        posts.entry(a_post("Post", &format!("post-{number}")));
    }
    let first = posts.get("/entries?page=1").send();
    first.is(200).costs(1).shows("/page", 1).shows("/pages", 2).shows("/data/9/slug", "post-9");
    assert_eq!(members(&first.json()), ["data", "page", "pages"]);
    let last = posts.get("/entries?page=3&limit=4").send();
    assert_eq!(each(&last.json(), "slug"), ["post-8", "post-9", "post-10"]);
    posts.get("/entries?page=9").send().shows("/data", json!([])).shows("/pages", 2);
}

#[test]
fn a_search_finds_parts_of_titles_and_ids_case_insensitively() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("Apples & Pears", "a"));
    posts.entry(a_post("100% apple", "b"));
    posts.entry(a_post("Plums", "apple-plums"));
    let found =
        |part: &str| each(&posts.get(format!("/entries?search={part}")).send().is(200).json(), "slug");
    assert_eq!(found("aPPle"), ["a", "b"]);
    assert_eq!(found("s+%26+p"), ["a"]);
    assert_eq!(found("%25"), ["b"]);
    assert_eq!(found("_"), [Value::Null; 0]);
    assert_eq!(found("'"), [Value::Null; 0]);
    assert_eq!(found(&id), ["a"]);
    assert_eq!(found(&id[24..].to_uppercase()), ["a"]);
    assert_eq!(found(""), ["a", "b", "apple-plums"]);
    posts.get("/entries?search=apple&limit=1").send().shows("/pages", 2);
}

#[test]
fn a_matching_etag_gets_304() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    let tag = posts.get("/entries").send().etag();
    posts.get("/entries").if_none_match(&tag).send().is(304);
    posts.entry(a_post("Two", "two"));
    posts.get("/entries").if_none_match(&tag).send().is(200).shows("/1/slug", "two");
}

#[test]
fn entries_of_another_collection_are_not_listed() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    posts.entry(a_post("Post", "same"));
    pages.entry(a_post("Page", "same"));
    assert_eq!(each(&posts.get("/entries").send().json(), "title"), ["Post"]);
    assert_eq!(each(&pages.get("/entries?page=1").send().json(), "title"), ["Page"]);
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        weft.snow().the(id).get("/entries").send().says(404, "Collection not found");
        weft.snow().the(id).get("/entries?page=1").send().says(404, "Collection not found");
    }
}
