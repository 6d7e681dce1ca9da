//! `POST /api/content-types`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

use crate::reference::{NOW, blog_post_type};

#[test]
fn the_content_type_of_the_reference_is_created() {
    let weft = Weft::start();
    let answer = weft.admin().post("/api/content-types", blog_post_type()).send();
    answer.is(201).has("location", "/api/content-types/blog_post");
    answer.shows("/name", "blog_post").shows("/data/name", "blog_post").shows("/fields/1/type", "richText");
    answer.shows("/createdAt", NOW).shows("/updatedAt", NOW);
    let found = weft.reader().get("/api/content-types/blog_post").send();
    assert_eq!(found.json(), answer.json());
    assert_eq!(found.etag(), answer.etag());
}

#[test]
fn a_new_content_type_accepts_documents_at_once() {
    let weft = Weft::start();
    a_type("page").field("title", "text").required().create(&weft.admin());
    a_document("page").set("title", "Hello").create(&weft.editor());
}

#[test]
fn readers_and_the_roles_viewer_and_editor_are_forbidden() {
    let weft = Weft::start();
    weft.reader().post("/api/content-types", blog_post_type()).send().is_error(403, "FORBIDDEN");
    for role in ["viewer", "editor"] {
        weft.set_role(role);
        weft.admin().post("/api/content-types", blog_post_type()).send().is_error(403, "FORBIDDEN");
    }
    weft.set_role("developer");
    weft.editor().post("/api/content-types", blog_post_type()).send().is(201);
}

#[test]
fn a_name_is_unique_per_site() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    weft.admin().post("/api/content-types", a_type("page").body()).send().is_invalid(&["name unique"]);
    a_type("page").create(&weft.other_site().admin());
}

#[test]
fn all_violations_are_reported_together() {
    let weft = Weft::start();
    let post = |body: Value| weft.admin().post("/api/content-types", body).send();
    post(json!({})).is_invalid(&["name required", "label required"]);
    post(json!({ "name": 1, "label": [], "icon": {}, "fields": "x" })).is_invalid(&[
        "name type",
        "label type",
        "icon type",
        "fields type",
    ]);
    let fields = json!([
        { "name": "a", "type": "text", "config": { "maxLength": "x" } },
        { "name": "a", "type": "text" },
        { "name": "", "type": "text" }
    ]);
    let answer = post(json!({ "name": "page", "label": "Page", "fields": fields }));
    let found = answer.is_error(422, "VALIDATION_ERROR").violations().join(", ");
    for path in ["fields[0].", "fields[1].name", "fields[2].name"] {
        assert!(found.contains(path), "{path} is missing in {found}");
    }
    weft.admin().get("/api/content-types").send().shows("/totalDocs", 0);
}

#[test]
fn names_consist_of_letters_digits_hyphens_and_underscores() {
    let weft = Weft::start();
    let long = "x".repeat(65);
    for name in ["", "a b", "a/b", "a.b", "é", "a'b", "a\"b", "a;--", &long] {
        let answer = weft.admin().post("/api/content-types", json!({ "name": name, "label": "x" })).send();
        answer.is_error(422, "VALIDATION_ERROR");
        assert!(answer.violations()[0].starts_with("name "), "{name}: {answer}");
    }
    let longest = "x".repeat(64);
    for name in ["a", "A-b_9", "blog_post", &longest] {
        weft.admin().post("/api/content-types", json!({ "name": name, "label": "x" })).send().is(201);
    }
}

#[test]
fn unknown_field_types_and_members_are_kept() {
    let weft = Weft::start();
    let field = json!({ "name": "scene", "label": "Scene", "type": "hologram", "required": false, "x-admin": { "width": 50 } });
    let made = weft
        .admin()
        .post("/api/content-types", json!({ "name": "page", "label": "Page", "fields": [field.clone()] }))
        .send();
    made.is(201).shows("/fields/0", field);
    for value in [json!("text"), json!(1), json!({ "a": [1, { "b": null }] }), json!([true])] {
        a_document("page")
            .set("scene", value.clone())
            .create(&weft.editor())
            .answer
            .shows("/data/scene", value);
    }
}
