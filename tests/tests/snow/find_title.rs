//! `GET /api/websites/:website/collections/:collection/title`, also with the misspelt path of the
//! oldest clients.

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, blog};

#[test]
fn the_title_is_an_input_or_null() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let title = posts.shown_input("title")["id"].clone();
    let found = posts.get("/title").send();
    assert_eq!(found.is(200).costs(1).json(), json!({ "collectionId": posts.id, "inputId": title }));
    let empty = weft.snow().collection("Empty");
    empty.get("/title").send().is(200).shows("/inputId", Value::Null);
}

#[test]
fn both_paths_get_equal_responses() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let path = posts.path("/title");
    let old = path.replace("websites", "wesbites").replace("collections", "colletions");
    assert_eq!(posts.actor().get(old).send().is(200).json(), posts.actor().get(path).send().json());
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        weft.snow().the(id).get("/title").send().says(404, "Collection not found");
    }
}

#[test]
fn readers_are_permitted() {
    let weft = Weft::start();
    blog(&weft.snow()).by(&weft.site().snow_reader()).get("/title").send().is(200);
}
