//! `PUT /api/websites/:website/collections/:collection/inputs/:input`

use serde_json::{Value, json};
use weft_tests::{Weft, an_input};

use crate::blog::{UNKNOWN_ID, a_post, blog, each};

#[test]
fn an_edit_replaces_an_input_and_keeps_its_id_and_order() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let body = json!({
        "name": "Headline", "fieldName": "title", "input": "textarea", "description": "Short", "required": false,
        "inputConfig": { "maxLength": 40 }
    });
    let answer = posts.put(format!("/inputs/{id}"), body).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Collection Input edited" }));
    let expected = json!({
        "id": id, "collectionId": posts.id, "name": "Headline", "description": "Short", "fieldName": "title",
        "input": "textarea", "inputConfig": { "maxLength": 40 }, "required": false, "order": 0
    });
    assert_eq!(posts.shown_input("title"), expected);
}

#[test]
fn settings_are_stored_as_they_were_sent() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.input_with("x", "text", json!({ "inputConfig": { "maxLength": 5 } }));
    for (given, stored) in [
        (json!({ "maxLength": 7, "own": true }), json!({ "maxLength": 7, "own": true })),
        (json!("{\"own\":1}"), json!({ "own": 1 })),
        (Value::Null, json!({})),
    ] {
        let body = an_input("x", "text", json!({ "inputConfig": given }));
        posts.put(format!("/inputs/{id}"), body).send().tells("Collection Input edited");
        assert_eq!(posts.shown_input("x")["inputConfig"], stored);
    }
}

#[test]
fn values_follow_a_new_field_name() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = posts.entry(a_post("One", "one"));
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    posts
        .put(format!("/inputs/{id}"), an_input("headline", "text", json!({})))
        .send()
        .tells("Collection Input edited");
    assert_eq!(posts.text(&post, "headline"), "One");
    posts.get("/entries").send().shows("/0/title", "One");
    posts.get("").send().shows("/title", id.as_str());
    let answer = posts.try_entry(a_post("Two", "two"));
    answer.says(400, "Invalid data: Input title does not exist on this Collection");
}

#[test]
fn a_new_rule_applies_to_later_writes_only() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = posts.entry(a_post("A long title", "one"));
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let short = an_input("title", "text", json!({ "inputConfig": { "maxLength": 3 } }));
    posts.put(format!("/inputs/{id}"), short).send().tells("Collection Input edited");
    assert_eq!(posts.text(&post, "title"), "A long title");
    posts.try_entry(json!({ "title": "Four" })).says(400, "Text Input value is longer than allowed");
    posts.entry(json!({ "title": "Two" }));
}

#[test]
fn an_edit_obeys_the_rules_of_a_new_input() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let put = |body: Value| posts.put(format!("/inputs/{id}"), body).send();
    put(json!({ "name": "Title" })).says(400, "Name, field name, and input required");
    put(an_input("title", "hologram", json!({})))
        .says(400, "Provided Input does not exist in Input Registry");
    put(an_input("title", "text", json!({ "inputConfig": { "maxLength": -1 } })))
        .says(400, "Max Length cannot be negative");
    put(an_input("title", "relational", json!({ "inputConfig": { "collectionId": posts.id } })))
        .says(400, "Cannot reference same Collection");
    put(an_input("slug", "text", json!({}))).is(400);
    assert_eq!(each(&posts.get("/inputs").send().json(), "fieldName"), ["title", "slug", "body"]);
}

#[test]
fn unknown_ids_are_not_found() {
    let weft = Weft::start();
    let (posts, theirs) = (blog(&weft.snow()), blog(&weft.other_site().snow()));
    let input = an_input("x", "text", json!({}));
    let own = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let other = theirs.shown_input("title")["id"].as_str().unwrap().to_owned();
    for id in [UNKNOWN_ID, "42", "title", "%00", &other] {
        posts.put(format!("/inputs/{id}"), input.clone()).send().says(404, "Collection Input not found");
    }
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        let answer = weft.snow().the(id).put(format!("/inputs/{own}"), input.clone()).send();
        answer.says(404, "Collection not found");
    }
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let input = an_input("x", "text", json!({}));
    let reader = weft.site().snow_reader();
    posts.by(&reader).put(format!("/inputs/{id}"), input.clone()).send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.put(format!("/inputs/{id}"), input).send().says(403, "Forbidden");
}
