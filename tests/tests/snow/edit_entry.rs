//! `PATCH /api/websites/:website/collections/:collection/entries/:entry`. The request replaces the
//! whole entry, despite its method PATCH.

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::{UNKNOWN_ID, a_post, blog, document};

#[test]
fn an_edit_replaces_the_entry() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    let answer =
        posts.by(&weft.site().snow_editor()).patch(format!("/entries/{id}"), a_post("Two", "two")).send();
    assert_eq!(answer.is(200).json(), json!({ "message": "Collection Entry edited" }));
    let found = posts.get(format!("/entries/{id}")).send();
    found.shows("/title", "Two").shows("/slug", "two");
    assert_eq!(posts.text(&id, "body"), document("Two").to_string());
}

#[test]
fn missing_inputs_lose_their_values() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    posts.patch(format!("/entries/{id}"), json!({ "title": "One" })).send().tells("Collection Entry edited");
    assert_eq!((posts.text(&id, "slug"), posts.text(&id, "body")), (Value::Null, Value::Null));
    posts.entry(a_post("Two", "one"));
}

#[test]
fn required_inputs_need_a_value() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    for body in [json!({}), json!({ "slug": "two" }), json!({ "title": "", "slug": "two" })] {
        let answer = posts.patch(format!("/entries/{id}"), body).send();
        answer.says(400, "Required input \"Title\" does not have a value");
    }
    posts.get(format!("/entries/{id}")).send().shows("/slug", "one");
}

#[test]
fn invalid_values_are_refused_and_nothing_changes() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    posts.entry(a_post("Two", "two"));
    for (body, message) in [
        (json!({ "title": "x", "y": "z" }), "Invalid data: Input y does not exist on this Collection"),
        (json!({ "title": "x", "body": "<p>" }), "Invalid Rich Text Input data"),
        (a_post("x", "two"), "An Entry with that slug already exists"),
    ] {
        posts.patch(format!("/entries/{id}"), body).send().says(400, message);
    }
    posts.get(format!("/entries/{id}")).send().shows("/title", "One").shows("/slug", "one");
}

#[test]
fn an_entry_may_keep_its_own_slug() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    for title in ["Two", "Three"] {
        posts.patch(format!("/entries/{id}"), a_post(title, "one")).send().tells("Collection Entry edited");
    }
    posts.get("/entries/slug/one").send().shows("/title", "Three");
}

#[test]
fn an_entry_is_found_in_its_own_collection_only() {
    let weft = Weft::start();
    let (posts, pages) = (blog(&weft.snow()), blog(&weft.snow()));
    let id = posts.entry(a_post("One", "one"));
    let theirs = blog(&weft.other_site().snow());
    let other = theirs.entry(a_post("Theirs", "theirs"));
    for (collection, entry) in [(&pages, id.as_str()), (&posts, &other), (&posts, UNKNOWN_ID), (&posts, "42")]
    {
        let answer = collection.patch(format!("/entries/{entry}"), a_post("Mine", "mine")).send();
        answer.says(404, "Collection Entry not found");
    }
    let nothing = weft.snow().the(UNKNOWN_ID);
    let answer = nothing.patch(format!("/entries/{id}"), a_post("Mine", "mine")).send();
    answer.says(404, "Collection not found");
    posts.get(format!("/entries/{id}")).send().shows("/title", "One");
    theirs.get(format!("/entries/{other}")).send().shows("/title", "Theirs");
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    let reader = posts.by(&weft.site().snow_reader());
    reader.patch(format!("/entries/{id}"), a_post("Mine", "mine")).send().says(403, "Forbidden");
    posts.get(format!("/entries/{id}")).send().shows("/title", "One");
}

#[test]
fn a_conflicting_unique_value_is_named() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let (one, two) = (posts.entry(a_post("One", "one")), posts.entry(a_post("Two", "two")));
    let answer = posts.patch(format!("/entries/{two}"), a_post("Two", "one")).send();
    answer.says(400, "An Entry with that slug already exists");
    // R3 may declare further unique fields.
    let name: String = weft.only_name();
    let path = format!("/api/content-types/{name}");
    let mut fields = weft.admin().get(&path).send().at("/fields");
    let fields_of = fields.as_array_mut().unwrap();
    fields_of.push(json!({ "name": "sku", "label": "sku", "type": "text", "unique": true }));
    weft.admin().patch(&path, json!({ "fields": fields })).send().is(200);
    weft.editor().patch(format!("/api/content/{one}"), json!({ "data": { "sku": "A" } })).send().is(200);
    let mut post = a_post("Two", "two");
    post["sku"] = json!("A");
    posts
        .patch(format!("/entries/{two}"), post.clone())
        .send()
        .says(400, "An Entry with that sku already exists");
    post["slug"] = json!("three");
    posts.try_entry(post).says(400, "An Entry with that sku already exists");
}
