//! `PATCH /api/content-types/:name`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

use crate::reference::{a_post, with_blog};

const PAGE: &str = "/api/content-types/page";

#[test]
fn the_update_of_the_reference_works() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    weft.tick();
    let change = json!({
        "label": "Article",
        "fields": [
            { "name": "title", "label": "Title", "type": "text", "required": true },
            { "name": "body", "label": "Body", "type": "richText", "required": true },
            { "name": "excerpt", "label": "Excerpt", "type": "textarea", "required": false },
            { "name": "tags", "label": "Tags", "type": "tags" }
        ]
    });
    let answer = weft.admin().patch("/api/content-types/blog_post", change).send();
    answer.is(200).shows("/label", "Article").shows("/fields/2/name", "excerpt").shows("/slugField", "title");
    answer.shows("/updatedAt", "2026-03-25T10:01:01.000Z").shows("/createdAt", "2026-03-25T10:01:00.000Z");
    assert_eq!(weft.reader().get("/api/content-types/blog_post").send().json(), answer.json());
}

#[test]
fn missing_members_stay_and_null_removes_them() {
    let weft = Weft::start();
    a_type("page").set("icon", "x").set("description", "d").field("title", "text").create(&weft.admin());
    let answer = weft.admin().patch(PAGE, json!({ "icon": null })).send();
    answer.is(200).shows("/icon", Value::Null).shows("/description", "d").shows("/fields/0/name", "title");
    weft.admin().patch(PAGE, json!({})).send().is(200).shows("/description", "d");
    weft.admin().patch(PAGE, json!({ "label": null })).send().shows("/label", "page");
}

#[test]
fn instances_that_cached_the_old_rules_apply_new_rules_at_once() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    a_document("page").set("title", "Hello").create(&weft.editor());
    let strict = a_type("page").field("title", "text").field("summary", "text").required().body();
    weft.admin().patch(PAGE, json!({ "fields": strict["fields"] })).send().is(200);
    let post = |body| weft.editor().post("/api/content", body).send();
    post(a_document("page").set("title", "Hello").body()).is_invalid(&["data.summary required"]);
    weft.admin().patch(PAGE, json!({ "fields": [] })).send().is(200);
    post(a_document("page").set("title", 5).body()).is(201);
}

#[test]
fn a_new_index_covers_the_existing_documents() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for title in ["One", "Two", "Three"] {
        a_post(title).published().create(&weft.editor());
    }
    let fields = json!([{ "name": "title", "label": "Title", "type": "text", "indexed": true }]);
    weft.admin().patch("/api/content-types/blog_post", json!({ "fields": fields })).send().is(200);
    a_post("Four").published().create(&weft.editor());
    let found = |filter: &str| {
        weft.reader().get(format!("/api/content?type=blog_post&{filter}")).send().each("/data/title")
    };
    assert_eq!(found("filters[data.title][$eq]=Two"), ["Two"]);
    assert_eq!(found("sort=data.title"), ["Four", "One", "Three", "Two"]);
    assert_eq!(found("filters[data.title][$gt]=One&sort=-data.title"), ["Two", "Three"]);
}

#[test]
fn a_field_with_duplicate_values_cannot_become_unique() {
    let weft = Weft::start();
    a_type("page").field("sku", "text").create(&weft.admin());
    a_document("page").set("sku", "a").create(&weft.editor());
    let second = a_document("page").set("sku", "a").create(&weft.editor());
    let unique = json!({ "fields": [{ "name": "sku", "type": "text", "unique": true }] });
    let answer = weft.admin().patch(PAGE, unique.clone()).send();
    answer.is_invalid(&["fields[0].unique unique"]);
    assert!(answer.text().contains("the field sku"), "{answer}");
    weft.reader().get(PAGE).send().is(200);
    weft.editor().patch(second.path(), json!({ "data": { "sku": "b" } })).send().is(200);
    weft.admin().patch(PAGE, unique).send().is(200);
    weft.editor()
        .post("/api/content", a_document("page").set("sku", "b").body())
        .send()
        .is_invalid(&["data.sku unique"]);
}

#[test]
fn the_name_is_immutable() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    weft.admin().patch(PAGE, json!({ "name": "other" })).send().is_invalid(&["name immutable"]);
    weft.admin().patch(PAGE, json!({ "name": "page", "label": "P" })).send().is(200);
}

#[test]
fn invalid_members_are_reported_and_nothing_changes() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let etag = weft.reader().get(PAGE).send().etag();
    weft.admin()
        .patch(PAGE, json!({ "label": 1, "fields": {} }))
        .send()
        .is_invalid(&["label type", "fields type"]);
    weft.reader().patch(PAGE, json!({ "label": "x" })).send().is_error(403, "FORBIDDEN");
    assert_eq!(weft.reader().get(PAGE).send().etag(), etag);
}
