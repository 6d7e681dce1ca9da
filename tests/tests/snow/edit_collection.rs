//! `PUT /api/websites/:website/collections/:collection`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::{NOBODY, blog};

#[test]
fn it_is_called_otherwise() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let answer =
        posts.put("", json!({ "name": "Articles", "callHook": true, "backdatingEnabled": true })).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Collection edited" }));
    let found = posts.get("").send();
    found.shows("/name", "Articles").shows("/callHook", true).shows("/backdatingEnabled", true);
}

#[test]
fn what_is_not_sent_stays() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let before = posts.get("").send().json();
    posts.put("", json!({ "name": "Posts" })).send().tells("Collection edited");
    assert_eq!(posts.get("").send().json(), before);
}

#[test]
fn title_and_slug_are_taken_away_by_null() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let body = json!({ "name": "Posts", "title": null, "slug": null });
    posts.put("", body).send().tells("Collection edited");
    posts.get("").send().shows("/title", Value::Null).shows("/slug", Value::Null);
}

#[test]
fn title_and_slug_must_be_inputs_of_it() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let other = blog(&weft.snow()).shown_input("title")["id"].clone();
    for member in ["title", "slug"] {
        for input in [json!(NOBODY), json!("title"), json!(""), other.clone()] {
            let body = json!({ "name": "Posts", member: input });
            posts.put("", body).send().says(400, "Collection Input not found");
        }
    }
    assert_eq!(posts.get("").send().at("/title"), posts.shown_input("title")["id"]);
}

#[test]
fn a_name_is_required() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for body in [json!({}), json!({ "name": "" }), json!({ "title": null })] {
        posts.put("", body).send().says(400, "Name is required");
    }
    assert!(posts.get("").send().at("/title").is_string());
}

#[test]
fn what_is_not_there_is_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [NOBODY, "42", &theirs.id] {
        weft.snow().the(id).put("", json!({ "name": "Mine" })).send().says(404, "Collection not found");
    }
    theirs.get("").send().shows("/name", "Posts");
}

#[test]
fn readers_and_editors_may_not() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.by(&weft.site().snow_reader()).put("", json!({ "name": "Mine" })).send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.put("", json!({ "name": "Mine" })).send().says(403, "Forbidden");
    posts.get("").send().shows("/name", "Posts");
}
