//! `PUT /api/websites/:website/collections/:collection/title`, also with the misspelt path of the
//! oldest clients.

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, a_post, blog};

#[test]
fn an_edit_sets_another_input_as_the_title() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = posts.entry(a_post("One", "first"));
    let slug = posts.shown_input("slug")["id"].clone();
    let answer = posts.put("/title", json!({ "inputId": slug })).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Collection Title updated" }));
    posts.get("/title").send().shows("/inputId", slug.clone());
    posts.get("").send().shows("/title", slug);
    posts.get("/entries").send().shows("/0/id", post).shows("/0/title", "first");
}

#[test]
fn both_paths_set_the_title() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let old = posts.path("/title").replace("websites", "wesbites").replace("collections", "colletions");
    let body = posts.shown_input("body")["id"].clone();
    posts.actor().put(old, json!({ "inputId": body })).send().tells("Collection Title updated");
    posts.get("/title").send().shows("/inputId", body);
}

#[test]
fn a_title_is_required() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for body in [json!({}), json!({ "inputId": "" }), json!({ "inputId": Value::Null })] {
        posts.put("/title", body).send().says(400, "Title is required");
    }
    for input in [UNKNOWN_ID, "title"] {
        posts.put("/title", json!({ "inputId": input })).send().says(400, "Collection Input not found");
    }
    assert_eq!(posts.get("/title").send().at("/inputId"), posts.shown_input("title")["id"]);
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    let input = theirs.shown_input("slug")["id"].clone();
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        let answer = weft.snow().the(id).put("/title", json!({ "inputId": input })).send();
        answer.says(404, "Collection not found");
    }
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let slug = posts.shown_input("slug")["id"].clone();
    let reader = weft.site().snow_reader();
    posts.by(&reader).put("/title", json!({ "inputId": slug })).send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.put("/title", json!({ "inputId": slug })).send().says(403, "Forbidden");
}
