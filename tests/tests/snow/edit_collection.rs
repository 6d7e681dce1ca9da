//! `PUT /api/websites/:website/collections/:collection`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type, an_input};

use crate::blog::{UNKNOWN_ID, a_post, blog, each};

#[test]
fn a_collection_is_renamed() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let answer =
        posts.put("", json!({ "name": "Articles", "callHook": true, "backdatingEnabled": true })).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Collection edited" }));
    let found = posts.get("").send();
    found.shows("/name", "Articles").shows("/callHook", true).shows("/backdatingEnabled", true);
}

#[test]
fn missing_members_stay() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let before = posts.get("").send().json();
    posts.put("", json!({ "name": "Posts" })).send().tells("Collection edited");
    assert_eq!(posts.get("").send().json(), before);
}

#[test]
fn null_clears_title_and_slug() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let body = json!({ "name": "Posts", "title": null, "slug": null });
    posts.put("", body).send().tells("Collection edited");
    posts.get("").send().shows("/title", Value::Null).shows("/slug", Value::Null);
}

#[test]
fn an_empty_slug_clears_the_slug_and_an_empty_title_changes_nothing() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let title = posts.shown_input("title")["id"].clone();
    // SnowCMS's own client sends this for a collection without a slug.
    let body = json!({
        "name": "Posts", "callHook": false, "backdatingEnabled": false, "title": title, "slug": ""
    });
    for _ in 0..2 {
        posts.put("", body.clone()).send().tells("Collection edited");
        posts.get("").send().shows("/title", title.clone()).shows("/slug", Value::Null);
    }
    posts.put("", json!({ "name": "Posts", "title": "" })).send().tells("Collection edited");
    posts.get("").send().shows("/title", title);
}

const TAKEN: &str = "An Entry with that slug already exists";

#[test]
fn a_new_slug_input_replaces_the_rule_of_the_old_one() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let one = posts.entry(a_post("One", "one"));
    posts.entry(a_post("Two", "two"));
    posts.set("slug", posts.shown_input("title")["id"].clone());
    // The old slug input is no longer unique, and the new one is.
    posts.entry(a_post("Three", "one"));
    posts.try_entry(a_post("Two", "four")).says(400, TAKEN);
    let edited = posts.patch(format!("/entries/{one}"), a_post("Two", "one")).send();
    edited.says(400, TAKEN);
    posts.get("/entries/slug/One").send().is(200).shows("/id", one.as_str()).shows("/slug", "One");
    posts.patch(format!("/entries/{one}"), a_post("One", "one")).send().tells("Collection Entry edited");
}

#[test]
fn existing_duplicates_stay_when_their_input_becomes_the_slug() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let title = posts.shown_input("title")["id"].clone();
    let slug = posts.shown_input("slug")["id"].clone();
    let [first, second, third] = ["a", "b", "c"].map(|slug| posts.entry(a_post("Same", slug)));
    posts.set("slug", title);
    assert_eq!(each(&posts.get("/entries").send().is(200).json(), "slug"), ["Same", "Same", "Same"]);
    posts.try_entry(a_post("Same", "d")).says(400, TAKEN);
    let edit = |id: &str, title: &str| posts.patch(format!("/entries/{id}"), a_post(title, "x")).send();
    edit(&second, "Same").says(400, TAKEN);
    edit(&second, "Other").tells("Collection Entry edited");
    edit(&first, "Same").tells("Collection Entry edited");
    edit(&third, "Other").says(400, TAKEN);
    // When the old input becomes the slug again, its values are unique again.
    posts.set("slug", slug);
    posts.try_entry(a_post("New", "c")).says(400, TAKEN);
    posts.entry(a_post("Same", "new"));
}

#[test]
fn the_slug_follows_its_input() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    let id = posts.shown_input("slug")["id"].clone();
    let body = an_input("name", "slug", json!({ "inputConfig": { "fieldName": "title" } }));
    let path = format!("/inputs/{}", id.as_str().unwrap());
    posts.put(&path, body).send().tells("Collection Input edited");
    posts.get("").send().shows("/slug", id);
    posts.try_entry(json!({ "title": "Two", "name": "one" })).says(400, TAKEN);
    posts.delete(&path).send().tells("Collection Input deleted");
    posts.get("").send().shows("/slug", Value::Null);
    posts.entry(json!({ "title": "One" }));
}

#[test]
fn the_slug_field_of_r3_keeps_its_rule() {
    let weft = Weft::start();
    let page = a_type("page").field("title", "text").set("slugField", "title").create(&weft.admin());
    let pages = weft.snow().the(page["id"].as_str().unwrap());
    let title = pages.shown_input("title")["id"].clone();
    pages.get("").send().shows("/slug", title.clone());
    // Setting the same slug again does not change the rule of R3, which gives duplicate slugs a
    // suffix.
    pages.set("slug", title);
    for _ in 0..2 {
        a_document("page").set("title", "Same").published().create(&weft.editor());
    }
    pages.entry(json!({ "title": "Same" }));
}

#[test]
fn title_and_slug_must_be_inputs_of_the_collection() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let other = blog(&weft.snow()).shown_input("title")["id"].clone();
    for member in ["title", "slug"] {
        for input in [json!(UNKNOWN_ID), json!("title"), json!(" "), other.clone()] {
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
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        weft.snow().the(id).put("", json!({ "name": "Mine" })).send().says(404, "Collection not found");
    }
    theirs.get("").send().shows("/name", "Posts");
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.by(&weft.site().snow_reader()).put("", json!({ "name": "Mine" })).send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.put("", json!({ "name": "Mine" })).send().says(403, "Forbidden");
    posts.get("").send().shows("/name", "Posts");
}
