//! `PATCH /api/content/:id`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

use crate::reference::{NOW, a_post, assert_document, hello_world, published_hello_world, with_blog};

#[test]
fn the_update_of_the_reference_merges_data() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    weft.tick();
    let change =
        json!({ "data": { "title": "Hello World (Updated)", "tags": ["nextjs", "cms", "tutorial"] } });
    let answer = weft.editor().patch(document.path(), change).send();
    answer.is(200).costs(1);
    assert_document(&answer.json());
    answer.shows("/data/title", "Hello World (Updated)").shows("/data/tags/2", "tutorial");
    answer.shows("/data/body", json!({ "type": "doc", "content": [] })).shows("/slug", "hello-world");
    answer.shows("/updatedAt", "2026-03-25T10:01:01.000Z").shows("/createdAt", NOW).shows("/status", "draft");
    assert_ne!(answer.etag(), document.etag);
    let found = weft.admin().get(format!("{}?draft=true", document.path())).send();
    assert_eq!((found.json(), found.etag()), (answer.json(), answer.etag()));
}

#[test]
fn a_change_costs_one_round_trip_on_a_warm_instance() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let (statements, answer) = weft
        .statements_of(|| weft.editor().patch(document.path(), json!({ "data": { "title": "a" } })).send());
    answer.is(200).costs(1);
    assert_eq!(statements, 1);
}

#[test]
fn a_change_of_a_published_document_is_visible_at_once() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.tick();
    weft.editor()
        .patch(document.path(), json!({ "data": { "title": "New" } }))
        .send()
        .is(200)
        .shows("/publishedAt", NOW);
    weft.reader().get(document.path()).send().is(200).shows("/data/title", "New");
}

#[test]
fn a_slug_changes_only_when_it_is_sent() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    a_post("Taken").create(&weft.editor());
    let patch = |body: Value| weft.editor().patch(document.path(), body).send();
    patch(json!({ "data": { "title": "Other" } })).shows("/slug", "hello-world");
    patch(json!({ "slug": null })).is(200).shows("/slug", "hello-world");
    patch(json!({ "slug": "taken" })).is_invalid(&["slug unique"]);
    patch(json!({ "slug": "a/b" })).is(200).shows("/slug", "a/b");
    patch(json!({ "slug": "a/b" })).is(200);
}

#[test]
fn a_status_can_be_changed() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let patch = |status: &str| weft.editor().patch(document.path(), json!({ "status": status })).send();
    patch("published").is(200).shows("/status", "published").shows("/publishedAt", NOW);
    weft.reader().get(document.path()).send().is(200);
    patch("archived").is(200).shows("/status", "archived");
    weft.reader().get(document.path()).send().is_error(404, "NOT_FOUND");
    patch("draft").is(200).shows("/publishedAt", Value::Null);
    patch("Published").is_invalid(&["status option"]);
}

#[test]
fn every_invalid_member_is_reported_and_nothing_changes() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let patch = |body: Value| weft.editor().patch(document.path(), body).send();
    patch(json!({ "data": { "title": 5, "tags": "x", "body": null } })).is_invalid(&[
        "data.title type",
        "data.tags type",
        "data.body required",
    ]);
    patch(json!({ "data": "x", "slug": 1, "status": [] })).is_invalid(&[
        "data type",
        "slug type",
        "status type",
    ]);
    patch(json!({ "data": { "title": "good" }, "status": "bad" })).is_invalid(&["status option"]);
    let found = weft.admin().get(format!("{}?draft=true", document.path())).send();
    assert_eq!((found.json(), found.etag()), (document.json(), document.etag));
}

#[test]
fn undeclared_members_are_kept_and_null_is_a_value() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let document = a_document("page").set("title", "a").create(&weft.editor());
    let patch = |body: Value| weft.editor().patch(document.path(), body).send();
    patch(json!({ "data": { "extra": { "a": 1 } } }))
        .shows("/data", json!({ "title": "a", "extra": { "a": 1 } }));
    patch(json!({ "data": { "extra": { "b": 2 } } })).shows("/data/extra", json!({ "b": 2 }));
    patch(json!({ "data": { "title": null } })).is(200).shows("/data/title", Value::Null);
    patch(json!({ "data": null })).is(200).shows("/data/extra", json!({ "b": 2 }));
}

#[test]
fn unique_values_stay_unique() {
    let weft = Weft::start();
    a_type("product").field("sku", "text").with("unique", true).create(&weft.admin());
    let (a, b) = (
        a_document("product").set("sku", "a").create(&weft.editor()),
        a_document("product").set("sku", "b").create(&weft.editor()),
    );
    weft.editor().patch(b.path(), json!({ "data": { "sku": "a" } })).send().is_invalid(&["data.sku unique"]);
    weft.editor().patch(a.path(), json!({ "data": { "sku": "a" } })).send().is(200);
    weft.editor().patch(a.path(), json!({ "data": { "sku": "c" } })).send().is(200);
    weft.editor().patch(b.path(), json!({ "data": { "sku": "a" } })).send().is(200);
}

#[test]
fn the_last_write_wins_without_if_match_and_the_first_with_it() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let patch = |title: &str| weft.editor().patch(document.path(), json!({ "data": { "title": title } }));
    patch("one").send().is(200);
    let etag = patch("two").send().etag();
    patch("three").if_match(&document.etag).send().is_error(412, "PRECONDITION_FAILED");
    patch("three").if_match(&etag).send().is(200);
    patch("four").if_match(&etag).send().is_error(412, "PRECONDITION_FAILED");
    patch("five").if_match("*").send().is(200).shows("/data/title", "five");
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.reader()
        .patch(document.path(), json!({ "data": { "title": "x" } }))
        .send()
        .is_error(403, "FORBIDDEN");
    weft.reader().get(document.path()).send().shows("/data/title", "Hello World");
}
