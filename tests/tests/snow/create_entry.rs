//! `POST /api/websites/:website/collections/:collection/entries`

use serde_json::{Value, json};
use weft_tests::{Weft, a_type, an_input};

use crate::blog::{NOW, UNKNOWN_ID, a_post, blog, document};

#[test]
fn a_new_entry_is_found() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let answer = posts.by(&weft.site().snow_editor()).try_entry(a_post("One", "one"));
    let id = answer.tells("Collection Entry created");
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'7'), "the id is a UUID of version 7");
    let found = posts.get(format!("/entries/{id}")).send();
    found
        .is(200)
        .shows("/title", "One")
        .shows("/slug", "one")
        .shows("/createdAt", NOW)
        .shows("/updatedAt", NOW);
}

#[test]
fn missing_inputs_have_no_value() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(json!({ "title": "One" }));
    assert_eq!((posts.text(&id, "slug"), posts.text(&id, "body")), (Value::Null, Value::Null));
    let id = posts.entry(json!({ "title": "Two", "slug": "", "body": null }));
    assert_eq!((posts.text(&id, "slug"), posts.text(&id, "body")), (Value::Null, Value::Null));
}

#[test]
fn unknown_inputs_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for key in ["Title", "titel", "__proto__", "id", ""] {
        let mut body = a_post("One", "one");
        body[key] = json!("x");
        let message = format!("Invalid data: Input {key} does not exist on this Collection");
        posts.try_entry(body).says(400, &message);
    }
    assert_eq!(posts.get("/entries").send().json(), json!([]));
}

#[test]
fn required_inputs_need_a_value() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for body in [json!({}), json!({ "title": "" }), json!({ "title": null }), json!({ "slug": "one" })] {
        posts.try_entry(body).says(400, "Required input \"Title\" does not have a value");
    }
    assert_eq!(posts.get("/entries").send().json(), json!([]));
}

#[test]
fn a_slug_is_unique_per_collection() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    posts.entry(a_post("One", "one"));
    posts.try_entry(a_post("Two", "one")).says(400, "An Entry with that slug already exists");
    pages.entry(a_post("One", "one"));
    for title in ["Three", "Four"] {
        posts.entry(json!({ "title": title }));
    }
}

const TAKEN: &str = "An Entry with that slug already exists";

#[test]
fn only_the_slug_input_of_the_collection_is_unique() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.input_with("other", "slug", json!({ "inputConfig": { "fieldName": "title" } }));
    posts.entry(json!({ "title": "One", "slug": "a", "other": "x" }));
    posts.entry(json!({ "title": "One", "slug": "b", "other": "x" }));
    posts.try_entry(json!({ "title": "One", "slug": "a", "other": "y" })).says(400, TAKEN);
    // A collection without a slug input has no unique values.
    posts.set("slug", "");
    posts.entry(json!({ "title": "One", "slug": "a", "other": "x" }));
}

#[test]
fn a_slug_may_be_an_input_of_any_type() {
    let weft = Weft::start();
    let other = weft.snow().collection("Other");
    other.input("name", "text");
    let entry = other.entry(json!({ "name": "x" }));
    for (kind, settings, text) in [
        ("text", json!({}), json!("Not a slug!")),
        ("textarea", json!({}), json!("a\nb")),
        ("checkbox", json!({}), json!("true")),
        ("select", json!({ "options": [["a", "A"]] }), json!("a")),
        ("slug", json!({ "fieldName": "x" }), json!("a/b")),
        ("rich-text", json!({}), json!(document("x").to_string())),
        ("media", json!({}), json!(UNKNOWN_ID)),
        ("relational", json!({ "collectionId": other.id }), json!(entry)),
        ("array", json!({ "input": "text" }), json!("[\"a\"]")),
        ("key-value", json!({}), json!("[[\"a\",\"b\"]]")),
        ("remote-data", json!({}), json!("https://a.example/")),
    ] {
        let things = weft.snow().collection(&format!("Things of {kind}"));
        let x = things.input_with("x", kind, json!({ "inputConfig": settings }));
        things.entry(json!({ "x": text }));
        things.entry(json!({ "x": text }));
        things.set("slug", x);
        things.get("").send().is(200).shows("/slug", things.shown_input("x")["id"].clone());
        things.try_entry(json!({ "x": text })).says(400, TAKEN);
        // Entries without a value do not conflict.
        things.entry(json!({}));
        things.entry(json!({ "x": "" }));
    }
}

#[test]
fn a_unique_field_of_r3_is_unique_here_too() {
    let weft = Weft::start();
    let made = a_type("product").field("sku", "text").with("unique", true).create(&weft.admin());
    let products = weft.snow().the(made["id"].as_str().unwrap());
    products.entry(json!({ "sku": "A" }));
    let message = "An Entry with that sku already exists";
    products.try_entry(json!({ "sku": "A" })).says(400, message);
}

#[test]
fn backdating_requires_a_collection_that_allows_it() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = |when: &str, slug: &str| {
        posts.post(&format!("/entries?createdAt={when}"), a_post("Old", slug)).send()
    };
    post("1000000000", "old").says(400, "Backdating is not enabled for this Collection");
    posts.set("backdatingEnabled", true);
    let id = post("1000000000", "old").tells("Collection Entry created");
    posts.get(format!("/entries/{id}")).send().shows("/createdAt", 1_000_000_000);
    for moment in ["yesterday", "1.5", "-1", "1e9", "99999999999999999999"] {
        post(moment, "odd").says(400, "Timestamp must be a number");
    }
    post(&(NOW + 1).to_string(), "new").says(400, "Backdated timestamp cannot be in the future");
    post(&NOW.to_string(), "now").tells("Collection Entry created");
    posts.get("/entries").send().shows("/0/slug", "old").shows("/1/slug", "now");
}

#[test]
fn a_new_input_accepts_values_at_once() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    posts.post("/inputs", an_input("x", "text", json!({}))).send().tells("Collection Input created");
    let id = posts.entry(json!({ "title": "Two", "x": "y" }));
    assert_eq!(posts.text(&id, "x"), "y");
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        weft.snow().the(id).try_entry(a_post("One", "one")).says(404, "Collection not found");
    }
    assert_eq!(theirs.get("/entries").send().json(), json!([]));
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.by(&weft.site().snow_reader()).try_entry(a_post("One", "one")).says(403, "Forbidden");
    weft.set_role("viewer");
    posts.try_entry(a_post("One", "one")).says(403, "Forbidden");
    weft.set_role("editor");
    posts.entry(a_post("One", "one"));
}
