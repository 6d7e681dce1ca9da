//! `GET /api/websites/:website/collections/:collection/entries/slug/:slug`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, a_post, blog};

#[test]
fn a_slug_finds_the_same_entry_as_its_id() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    for query in ["", "?render=true"] {
        let by_slug = posts.get(format!("/entries/slug/one{query}")).send();
        assert_eq!(by_slug.is(200).json(), posts.get(format!("/entries/{id}{query}")).send().json());
    }
}

#[test]
fn slashes_in_slugs_may_be_percent_encoded() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "2026/03/one"));
    for slug in ["2026/03/one", "2026%2F03%2fone", "2026/03%2Fone", "2026/03/%6fne"] {
        posts.get(format!("/entries/slug/{slug}")).send().is(200).shows("/id", id.as_str());
    }
}

#[test]
fn an_unknown_slug_is_a_400() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    for slug in ["two", "ONE", "on", "one/", "one/two", "%25", "'", "_ne", UNKNOWN_ID] {
        let found = posts.get(format!("/entries/slug/{slug}")).send();
        if slug == "one/" {
            found.is(200);
        } else {
            found.says(400, "No Entry with that slug exists");
        }
    }
    posts.get("/entries/slug/%ff").send().says(400, "No Entry with that slug exists");
}

#[test]
fn without_a_slug_input_no_slug_is_found() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    posts.set("slug", Value::Null);
    posts.get("/entries/slug/one").send().says(400, "No Entry with that slug exists");
}

#[test]
fn a_changed_slug_finds_the_entry() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    posts.patch(format!("/entries/{id}"), a_post("One", "two")).send().tells("Collection Entry edited");
    posts.get("/entries/slug/one").send().says(400, "No Entry with that slug exists");
    posts.get("/entries/slug/two").send().is(200).shows("/id", id.as_str());
    posts.delete(format!("/entries/{id}")).send().tells("Collection Entry deleted");
    posts.get("/entries/slug/two").send().says(400, "No Entry with that slug exists");
}

#[test]
fn anonymous_clients_are_unauthorised_and_readers_are_permitted() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    weft.anon().get(posts.path("/entries/slug/one")).send().says(401, "Unauthorized");
    let reader = posts.by(&weft.site().snow_reader());
    reader.get("/entries/slug/one").send().is(200).shows("/title", "One");
    weft.snow().the(UNKNOWN_ID).get("/entries/slug/one").send().says(404, "Collection not found");
    assert_eq!(posts.get("/entries/slug").send().json(), json!({ "error": "Collection Entry not found" }));
}
