//! Two generations of clients: the older sends no query and maps a bare array, the newer always
//! sends one and reads an envelope.

use serde_json::{Value, json};
use weft_tests::{SnowCollection, Weft};

use crate::blog::{a_post, blog, each, members};

/// The lists that have pages: collections and entries.
fn lists(posts: &SnowCollection<'_>) -> [String; 2] {
    let entries = posts.path("/entries");
    let (collections, _) = entries.split_once(&format!("/{}", posts.id)).unwrap();
    [collections.to_owned(), entries]
}

#[test]
fn without_paging_parameters_a_list_is_a_bare_array() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for number in 0..120 {
        posts.entry(a_post("Post", &format!("post-{number}")));
    }
    for number in 0..11 {
        weft.snow().collection(&format!("Collection {number}"));
    }
    for (list, count) in lists(&posts).iter().zip([12, 120]) {
        for query in ["", "?", "?render=true", "?unknown=1", "?Page=1"] {
            let answer = posts.actor().get(format!("{list}{query}")).send();
            assert_eq!(answer.is(200).json().as_array().map(Vec::len), Some(count), "{list}{query}");
        }
    }
}

#[test]
fn paging_parameters_get_the_envelope() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("Post", "post"));
    for list in lists(&posts) {
        for query in [
            "page=1&limit=10&sort=asc",
            "page=1",
            "limit=100",
            "limit=100&page=1",
            "sort=desc",
            "search=post",
            "search=",
            "mime=image/*",
        ] {
            let answer = posts.actor().get(format!("{list}?{query}")).send();
            assert_eq!(members(&answer.is(200).json()), ["data", "page", "pages"], "{query}");
            answer.shows("/page", 1).shows("/pages", 1);
        }
    }
}

#[test]
fn a_page_has_ten_items_by_default() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for number in 0..12 {
        posts.entry(a_post("Post", &format!("post-{number}")));
    }
    for (query, count, pages) in
        [("page=1", 10, 2), ("page=2", 2, 2), ("limit=12", 12, 1), ("limit=5&page=3", 2, 3)]
    {
        let answer = posts.get(format!("/entries?{query}")).send();
        assert_eq!(each(&answer.json(), "id").len(), count, "{query}");
        answer.shows("/pages", pages);
    }
}

#[test]
fn the_pages_contain_every_entry_once() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for number in 0..23 {
        posts.entry(a_post("Post", &format!("post-{number}")));
    }
    let all = each(&posts.get("/entries").send().json(), "id");
    for sort in ["asc", "desc"] {
        let mut followed: Vec<Value> = Vec::new();
        for page in 1.. {
            let answer = posts.get(format!("/entries?page={page}&limit=10&sort={sort}")).send();
            followed.extend(each(&answer.json(), "id"));
            if answer.at("/pages") == page {
                break;
            }
        }
        if sort == "desc" {
            followed.reverse();
        }
        assert_eq!(followed, all);
    }
}

#[test]
fn invalid_parameters_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for list in lists(&posts) {
        for (query, message) in [
            ("limit=0", "Limit must be in range 1-100"),
            ("limit=101", "Limit must be in range 1-100"),
            ("limit=4294967295", "Limit must be in range 1-100"),
            ("limit=ten", "Value is not a number"),
            ("limit=-1", "Value is not a number"),
            ("limit=1.5", "Value is not a number"),
            ("limit=99999999999999999999", "Value is not a number"),
            ("page=x", "Value is not a number"),
            ("page=0", "Page must be at least 1"),
            ("sort=up", "Sort must be either asc or desc"),
            ("sort=ASC", "Sort must be either asc or desc"),
        ] {
            posts.actor().get(format!("{list}?{query}")).send().says(400, message);
        }
        posts
            .actor()
            .get(format!("{list}?page=4294967295&limit=100"))
            .send()
            .is(200)
            .shows("/data", json!([]));
    }
}

#[test]
fn older_clients_send_settings_as_text_and_rename_without_a_title() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let settings = json!({ "inputConfig": "{\"required\":true,\"maxLength\":9}" });
    posts.input_with("teaser", "text", settings);
    let shown = posts.shown_input("teaser");
    assert_eq!((&shown["required"], shown["inputConfig"].is_object()), (&json!(true), true));
    posts.try_entry(json!({ "title": "x" })).says(400, "Required input \"Teaser\" does not have a value");
    posts.put("", json!({ "name": "Articles", "callHook": false })).send().tells("Collection edited");
    posts.get("").send().shows("/name", "Articles");
    assert_eq!(posts.get("").send().at("/title"), posts.shown_input("title")["id"]);
}

#[test]
fn every_success_has_the_status_200() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    // Each of these helpers asserts the status.
    let id = posts.entry(a_post("One", "one"));
    posts.patch(format!("/entries/{id}"), a_post("Two", "two")).send().tells("Collection Entry edited");
    posts.delete(format!("/entries/{id}")).send().tells("Collection Entry deleted");
    posts.delete("").send().tells("Collection deleted");
}
