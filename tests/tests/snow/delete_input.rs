//! `DELETE /api/websites/:website/collections/:collection/inputs/:input`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, an_input};

use crate::blog::{UNKNOWN_ID, a_post, blog, each};

#[test]
fn a_deletion_leaves_no_gap_in_the_order() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.shown_input("slug")["id"].as_str().unwrap().to_owned();
    let answer = posts.delete(format!("/inputs/{id}")).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Collection Input deleted" }));
    let list = posts.get("/inputs").send().json();
    assert_eq!(each(&list, "fieldName"), ["title", "body"]);
    assert_eq!(each(&list, "order"), [0, 1]);
    posts.delete(format!("/inputs/{id}")).send().says(404, "Collection Input not found");
}

#[test]
fn deleting_the_title_input_clears_the_title() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = posts.entry(a_post("One", "one"));
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    posts.delete(format!("/inputs/{id}")).send().tells("Collection Input deleted");
    posts.get("").send().shows("/title", Value::Null);
    posts.get("/title").send().shows("/inputId", Value::Null);
    posts.get(format!("/entries/{post}")).send().shows("/title", Value::Null).shows("/slug", "one");
}

#[test]
fn the_values_of_a_deleted_input_are_gone_in_every_api() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = posts.entry(a_post("One", "one"));
    let target = format!("/api/content/{post}");
    weft.reader().get(&target).send().is(200).shows("/data/title", "One");
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    posts.delete(format!("/inputs/{id}")).send().tells("Collection Input deleted");
    assert_eq!(weft.reader().get(&target).send().is(200).at("/data").get("title"), None);
    let again = an_input("title", "text", json!({}));
    posts.post("/inputs", again).send().tells("Collection Input created");
    assert_eq!(posts.text(&post, "title"), Value::Null);
}

#[test]
fn a_field_that_r3_created_can_be_deleted() {
    let weft = Weft::start();
    let page = weft_tests::a_type("page").field("a", "number").field("b", "tags").create(&weft.admin());
    let page = weft.snow().the(page["id"].as_str().unwrap());
    let document = a_document("page").set("a", 1).set("b", json!(["x"])).published().create(&weft.editor());
    let id = page.shown_input("a")["id"].as_str().unwrap().to_owned();
    page.delete(format!("/inputs/{id}")).send().tells("Collection Input deleted");
    weft.reader().get(document.path()).send().is(200).shows("/data", json!({ "b": ["x"] }));
}

#[test]
fn unknown_ids_are_not_found() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for id in [UNKNOWN_ID, "42", "title"] {
        posts.delete(format!("/inputs/{id}")).send().says(404, "Collection Input not found");
    }
    weft.snow()
        .the(UNKNOWN_ID)
        .delete(format!("/inputs/{UNKNOWN_ID}"))
        .send()
        .says(404, "Collection not found");
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let target = format!("/inputs/{}", posts.shown_input("title")["id"].as_str().unwrap());
    posts.by(&weft.site().snow_reader()).delete(&target).send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.delete(&target).send().says(403, "Forbidden");
    assert_eq!(each(&posts.get("/inputs").send().json(), "order"), [0, 1, 2]);
}
