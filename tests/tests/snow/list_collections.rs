//! `GET /api/websites/:website/collections`

use serde_json::json;
use weft_tests::{Weft, a_type};

use crate::blog::{blog, each};

#[test]
fn collections_are_listed_in_order_of_creation() {
    let weft = Weft::start();
    let snow = weft.snow();
    for name in ["Zebras", "Apes", "Mice"] {
        snow.collection(name);
    }
    let list = snow.get("").send().is(200).json();
    assert_eq!(each(&list, "name"), ["Zebras", "Apes", "Mice"]);
    let list = snow.get("?sort=desc").send().is(200).json();
    assert_eq!(each(&list, "name"), ["Mice", "Apes", "Zebras"]);
}

#[test]
fn a_list_shows_collections_as_a_single_read_does() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let list = weft.snow().get("").send();
    assert_eq!(list.costs(1).at("/0"), posts.get("").send().is(200).json());
}

#[test]
fn a_page_states_the_number_of_pages() {
    let weft = Weft::start();
    let snow = weft.snow();
    snow.get("?page=1").send().shows("/data", json!([])).shows("/page", 1).shows("/pages", 0);
    for number in 0..5 {
        snow.collection(&format!("Collection {number}"));
    }
    let page = snow.get("?page=2&limit=2").send();
    page.is(200).shows("/page", 2).shows("/pages", 3);
    assert_eq!(each(&page.json(), "name"), ["Collection 2", "Collection 3"]);
    snow.get("?page=4&limit=2").send().shows("/data", json!([])).shows("/page", 4).shows("/pages", 3);
    assert_eq!(each(&snow.get("?limit=2&sort=desc").send().json(), "name"), ["Collection 4", "Collection 3"]);
}

#[test]
fn content_types_of_other_dialects_are_collections() {
    let weft = Weft::start();
    a_type("page")
        .set("label", "Pages")
        .field("title", "text")
        .set("titleField", "title")
        .create(&weft.admin());
    let list = weft.snow().get("").send();
    list.shows("/0/name", "Pages").shows("/0/callHook", false).shows("/0/backdatingEnabled", false);
    let page = weft.snow().the(&list.text_at("/0/id"));
    assert_eq!(list.at("/0/title"), page.shown_input("title")["id"]);
}

#[test]
fn collections_of_another_website_are_not_listed() {
    let weft = Weft::start();
    blog(&weft.snow());
    assert_eq!(weft.other_site().snow().get("").send().is(200).json(), json!([]));
}

#[test]
fn readers_are_permitted() {
    let weft = Weft::start();
    blog(&weft.snow());
    assert_eq!(each(&weft.site().snow_reader().get("").send().is(200).json(), "name"), ["Posts"]);
}
