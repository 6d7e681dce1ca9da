//! `GET /api/websites/:website/collections/:collection/entries/:entry`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::{NOW, UNKNOWN_ID, a_post, blog, document, members};

#[test]
fn without_render_an_entry_shows_the_text_of_each_input() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(json!({ "title": "One", "body": document("Hello").to_string() }));
    let input = |field: &str| posts.shown_input(field)["id"].clone();
    let expected = json!({
        "id": id, "collectionId": posts.id, "createdAt": NOW, "updatedAt": NOW, "title": "One", "slug": null,
        "data": [
            { "inputId": input("title"), "entryId": id, "data": "One" },
            { "inputId": input("slug"), "entryId": id, "data": null },
            { "inputId": input("body"), "entryId": id, "data": document("Hello").to_string() }
        ]
    });
    let found = posts.get(format!("/entries/{id}")).send();
    assert_eq!(found.is(200).json(), expected);
    let names = ["id", "collectionId", "createdAt", "updatedAt", "title", "slug", "data"];
    assert_eq!(members(&found.json()), names);
}

#[test]
fn a_rendered_entry_shows_every_input_by_its_field_name() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(json!({ "title": "One", "body": document("Hello").to_string() }));
    let rendered = posts.rendered(&id);
    assert_eq!(members(&rendered), ["title", "slug", "body"]);
    assert_eq!(rendered, json!({ "title": "One", "slug": null, "body": "<p>Hello</p>" }));
}

#[test]
fn every_value_of_render_except_false_renders() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    for query in ["render=true", "render=1", "render=", "render", "x=y&render=no"] {
        posts.get(format!("/entries/{id}?{query}")).send().is(200).shows("/data/title", "One");
    }
    for query in ["render=false", "x=true", ""] {
        posts.get(format!("/entries/{id}?{query}")).send().is(200).shows("/data/0/data", "One");
    }
}

#[test]
fn an_alert_input_has_no_value_and_renders_to_null() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    posts.input_with("note", "alert", json!({ "inputConfig": { "color": "red", "content": "Mind" } }));
    let id = posts.entry(json!({}));
    posts.get(format!("/entries/{id}")).send().shows("/data", json!([]));
    assert_eq!(posts.rendered(&id), json!({ "note": null }));
}

#[test]
fn an_entry_is_found_in_its_own_collection_only() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let id = posts.entry(a_post("One", "one"));
    let theirs = blog(&weft.other_site().snow());
    let other = theirs.entry(a_post("Theirs", "theirs"));
    for rest in ["", "?render=true"] {
        pages.get(format!("/entries/{id}{rest}")).send().says(404, "Collection Entry not found");
        posts.get(format!("/entries/{other}{rest}")).send().says(404, "Collection Entry not found");
        for nobody in [UNKNOWN_ID, "42", "%00", "%ff", "'"] {
            posts.get(format!("/entries/{nobody}{rest}")).send().says(404, "Collection Entry not found");
        }
        weft.snow()
            .the(UNKNOWN_ID)
            .get(format!("/entries/{id}{rest}"))
            .send()
            .says(404, "Collection not found");
    }
}

#[test]
fn times_are_seconds() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    weft.tick();
    posts.patch(format!("/entries/{id}"), a_post("Two", "one")).send().tells("Collection Entry edited");
    let found = posts.get(format!("/entries/{id}")).send();
    found.shows("/createdAt", NOW).shows("/updatedAt", NOW + 1).shows("/title", "Two");
}

#[test]
fn readers_are_permitted() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    let reader = posts.by(&weft.site().snow_reader());
    reader.get(format!("/entries/{id}")).send().is(200);
    assert_ne!(reader.rendered(&id), Value::Null);
}

#[test]
fn an_entry_costs_one_round_trip_and_its_relations_one_more() {
    let weft = Weft::start();
    let snow = weft.snow();
    let (authors, posts) = (snow.collection("Authors"), snow.collection("Posts"));
    authors.input("name", "text");
    let author = authors.entry(json!({ "name": "Ada" }));
    for n in 0..8 {
        posts.input(&format!("text{n}"), "text");
    }
    let related = json!({ "collectionId": authors.id });
    posts.input_with("first", "relational", json!({ "inputConfig": related }));
    let several = json!({ "input": "relational", "inputConfig": related });
    posts.input_with("all", "array", json!({ "inputConfig": several }));
    let plain = posts.entry(json!({ "text0": "a", "text7": "b" }));
    let list = json!([author, author, author]).to_string();
    let full = posts.entry(json!({ "text0": "a", "first": author, "all": list }));
    let rendered = |id: &str| posts.get(format!("/entries/{id}?render=true")).send();
    rendered(&plain).is(200);
    assert_eq!(rendered(&plain).is(200).costs(1).at("/data").as_object().map(|data| data.len()), Some(10));
    let there = json!({ "collection": authors.id, "entry": author });
    let answer = rendered(&full);
    answer.is(200).costs(2).shows("/data/first", there.clone());
    assert_eq!(answer.at("/data/all"), json!([there, there, there]));
    posts.get("/entries").send().is(200).costs(1);
}
