//! `GET /api/websites/:website/collections/:collection/inputs`

use serde_json::{Value, json};
use weft_tests::{Weft, a_type};

use crate::blog::{UNKNOWN_ID, blog, each, members};

#[test]
fn inputs_have_the_members_and_the_order_of_the_original() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let list = posts.get("/inputs").send();
    let expected = [
        "id",
        "collectionId",
        "name",
        "description",
        "fieldName",
        "input",
        "inputConfig",
        "required",
        "order",
    ];
    assert_eq!(members(&list.is(200).costs(1).at("/0")), expected);
    assert_eq!(each(&list.json(), "fieldName"), ["title", "slug", "body"]);
    assert_eq!(each(&list.json(), "order"), [0, 1, 2]);
    list.shows("/0/collectionId", posts.id.as_str()).shows("/0/name", "Title").shows("/0/required", true);
    list.shows("/0/input", "text").shows("/0/description", Value::Null);
    list.shows("/0/inputConfig", json!({ "maxLength": 0 }));
}

#[test]
fn the_list_is_a_bare_array_for_every_query() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for query in ["", "?page=1", "?page=1&limit=2&sort=desc", "?limit=0", "?page=x"] {
        let list = posts.get(format!("/inputs{query}")).send();
        assert_eq!(each(&list.is(200).json(), "fieldName"), ["title", "slug", "body"], "{query}");
    }
}

#[test]
fn fields_of_other_dialects_are_inputs_with_stable_ids() {
    let weft = Weft::start();
    let page = a_type("page").field("title", "text").required().field("price", "number");
    let id = page.create(&weft.admin())["id"].as_str().unwrap().to_owned();
    let page = weft.snow().the(&id);
    let first = page.get("/inputs").send();
    assert_eq!(each(&first.is(200).json(), "fieldName"), ["title", "price"]);
    assert_eq!(each(&first.json(), "input"), ["text", "text"]);
    assert_eq!(each(&first.json(), "required"), [true, false]);
    assert_eq!(page.get("/inputs").send().json(), first.json());
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        weft.snow().the(id).get("/inputs").send().says(404, "Collection not found");
    }
}

#[test]
fn readers_are_permitted() {
    let weft = Weft::start();
    let posts = blog(&weft.snow()).by(&weft.site().snow_reader());
    assert_eq!(each(&posts.get("/inputs").send().is(200).json(), "order"), [0, 1, 2]);
}
