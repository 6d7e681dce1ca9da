//! `GET /api/websites/:website/collections/:collection`

use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, blog, members};

#[test]
fn a_collection_has_the_members_of_the_original() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let found = posts.get("").send();
    let expected = ["id", "websiteId", "name", "callHook", "title", "slug", "backdatingEnabled"];
    assert_eq!(members(&found.is(200).costs(1).json()), expected);
    found.shows("/id", posts.id.as_str()).shows("/websiteId", weft.site().id()).shows("/name", "Posts");
}

#[test]
fn title_and_slug_are_ids_of_inputs() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let found = posts.get("").send();
    assert_eq!(found.at("/title"), posts.shown_input("title")["id"]);
    assert_eq!(found.at("/slug"), posts.shown_input("slug")["id"]);
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", "posts", "%00", "%ff", &theirs.id] {
        weft.snow().the(id).get("").send().says(404, "Collection not found");
    }
}

#[test]
fn readers_are_permitted() {
    let weft = Weft::start();
    blog(&weft.snow()).by(&weft.site().snow_reader()).get("").send().is(200).shows("/name", "Posts");
}
