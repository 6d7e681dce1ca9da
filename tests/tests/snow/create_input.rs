//! `POST /api/websites/:website/collections/:collection/inputs`

use serde_json::{Value, json};
use weft_tests::{Weft, an_input};

use crate::blog::{UNKNOWN_ID, blog, each};

#[test]
fn a_new_input_is_the_last() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    for (order, field) in ["a", "b", "c"].iter().enumerate() {
        let id = posts.input(field, "text");
        let input = posts.shown_input(field);
        assert_eq!((&input["order"], &input["id"]), (&json!(order), &json!(id)));
    }
    posts.post("/inputs", an_input("d", "text", json!({}))).send().tells("Collection Input created");
}

#[test]
fn settings_are_the_defaults_merged_with_the_sent_ones() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let other = weft.snow().collection("Other").id;
    for (kind, given, stored) in [
        ("text", json!({}), json!({ "maxLength": 0 })),
        ("textarea", json!({ "maxLength": 5, "x": [1] }), json!({ "maxLength": 5, "x": [1] })),
        ("checkbox", json!({}), json!({})),
        ("select", json!({}), json!({ "options": [] })),
        ("select", json!({ "options": [["a", "A"]] }), json!({ "options": [["a", "A"]] })),
        (
            "slug",
            json!({ "fieldName": "title", "before": "{year}/" }),
            json!({ "fieldName": "title", "maxLength": 0, "before": "{year}/", "timezone": "Etc/UTC" }),
        ),
        ("rich-text", json!({}), json!({ "maxLength": 0 })),
        ("media", json!({}), json!({ "mimeTypes": [] })),
        ("relational", json!({ "collectionId": other }), json!({ "collectionId": other })),
        ("array", json!({ "input": "text" }), json!({ "input": "text", "maxInputs": 0, "inputConfig": {} })),
        (
            "key-value",
            json!({ "maxInputs": 3 }),
            json!({ "maxInputs": 3, "maxKeyLength": 0, "maxValueLength": 0 }),
        ),
        ("remote-data", json!({}), json!({ "url": "" })),
        (
            "alert",
            json!({ "color": "red", "content": "Mind the gap" }),
            json!({ "color": "red", "title": "", "content": "Mind the gap" }),
        ),
    ] {
        let id = posts.input_with("x", kind, json!({ "inputConfig": given }));
        let shown = posts.shown_input("x");
        assert_eq!((&shown["input"], &shown["inputConfig"]), (&json!(kind), &stored));
        posts.delete(format!("/inputs/{id}")).send().tells("Collection Input deleted");
    }
}

#[test]
fn settings_may_be_json_text_and_may_contain_required() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    let more = json!({ "inputConfig": "{\"maxLength\":5,\"required\":true}", "description": "Up to five" });
    posts.input_with("title", "text", more);
    let shown = posts.shown_input("title");
    assert_eq!(shown["inputConfig"], json!({ "maxLength": 5, "required": true }));
    assert_eq!((&shown["required"], &shown["description"]), (&json!(true), &json!("Up to five")));
}

#[test]
fn name_field_name_and_type_are_required() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    let whole = an_input("title", "text", json!({}));
    for member in ["name", "fieldName", "input"] {
        for nothing in [None, Some(json!("")), Some(Value::Null)] {
            let mut body = whole.clone();
            match nothing {
                None => drop(body.as_object_mut().unwrap().remove(member)),
                Some(nothing) => body[member] = nothing,
            }
            posts.post("/inputs", body).send().says(400, "Name, field name, and input required");
        }
    }
    for kind in ["hologram", "Text", "richText"] {
        let answer = posts.post("/inputs", an_input("title", kind, json!({}))).send();
        answer.says(400, "Provided Input does not exist in Input Registry");
    }
    assert_eq!(posts.get("/inputs").send().json(), json!([]));
}

#[test]
fn wrong_settings_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let other = weft.other_site().snow().collection("Theirs").id;
    for (kind, settings, message) in [
        ("text", json!([]), "Input config must be an object"),
        ("text", json!("{"), "Input config must be an object"),
        ("text", json!({ "maxLength": "3" }), "Max Length must be a number"),
        ("textarea", json!({ "maxLength": -1 }), "Max Length cannot be negative"),
        ("select", json!({ "options": [["a"]] }), "Options must be pairs of a value and a label"),
        ("slug", json!({}), "Field Name is required"),
        ("slug", json!({ "fieldName": 7 }), "Field Name must be a string"),
        ("slug", json!({ "fieldName": "nothing" }), "No Input with that field name exist in this Collection"),
        ("slug", json!({ "fieldName": "title", "before": 7 }), "Before must be a string"),
        ("slug", json!({ "fieldName": "title", "timezone": "Mars/Olympus" }), "Timezone does not exist"),
        ("media", json!({ "mimeTypes": "image/*" }), "Mime Types must be an array"),
        ("media", json!({ "mimeTypes": [7] }), "All mime type values must be strings"),
        ("media", json!({ "mimeTypes": ["image"] }), "One or more mime types are invalid"),
        ("relational", json!({}), "Collection ID is required"),
        ("relational", json!({ "collectionId": 7 }), "Collection ID must be a string"),
        ("relational", json!({ "collectionId": posts.id }), "Cannot reference same Collection"),
        ("relational", json!({ "collectionId": other }), "Collection with that ID does not exist"),
        ("relational", json!({ "collectionId": UNKNOWN_ID }), "Collection with that ID does not exist"),
        ("array", json!({}), "Input is required"),
        ("array", json!({ "input": 7 }), "Input must be a string"),
        ("array", json!({ "input": "array" }), "Input cannot be another Array Input"),
        ("array", json!({ "input": "hologram" }), "Input does not exist"),
        ("array", json!({ "input": "alert" }), "Visual-only Inputs cannot be used in an Array Input"),
        ("array", json!({ "input": "text", "maxInputs": "1" }), "Max Input must be a number"),
        ("array", json!({ "input": "text", "maxInputs": -1 }), "Max Inputs cannot be negative"),
        (
            "array",
            json!({ "input": "relational", "inputConfig": { "collectionId": posts.id } }),
            "Cannot reference same Collection",
        ),
        ("key-value", json!({ "maxInputs": "1" }), "maxInputs must be a number"),
        ("key-value", json!({ "maxKeyLength": -1 }), "maxKeyLength cannot be negative"),
        ("remote-data", json!({ "url": 7 }), "URL, if it exists, must be a string"),
        ("alert", json!({}), "color is required"),
        ("alert", json!({ "color": "red" }), "content is required"),
        ("alert", json!({ "color": "red", "content": 7 }), "content must be a string"),
    ] {
        let body = an_input("x", kind, json!({ "inputConfig": settings }));
        posts.post("/inputs", body).send().says(400, message);
    }
    assert_eq!(each(&posts.get("/inputs").send().json(), "fieldName"), ["title", "slug", "body"]);
}

#[test]
fn field_names_are_restricted_and_unique() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for field in ["title", "a b", "a.b", "é", "a'b", &"x".repeat(65)] {
        posts.post("/inputs", an_input(field, "text", json!({}))).send().is(400);
    }
    assert_eq!(each(&posts.get("/inputs").send().json(), "fieldName"), ["title", "slug", "body"]);
}

#[test]
fn existing_entries_have_no_value_in_a_new_input() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    let post = posts.entry(json!({}));
    posts.input_with("title", "text", json!({ "required": true }));
    assert_eq!(posts.text(&post, "title"), Value::Null);
    assert_eq!(posts.rendered(&post), json!({ "title": null }));
}

#[test]
fn unknown_collections_are_not_found() {
    let weft = Weft::start();
    let theirs = blog(&weft.other_site().snow());
    for id in [UNKNOWN_ID, "42", &theirs.id] {
        let answer = weft.snow().the(id).post("/inputs", an_input("x", "text", json!({}))).send();
        answer.says(404, "Collection not found");
    }
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let input = an_input("x", "text", json!({}));
    posts.by(&weft.site().snow_reader()).post("/inputs", input.clone()).send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.post("/inputs", input).send().says(403, "Forbidden");
}
