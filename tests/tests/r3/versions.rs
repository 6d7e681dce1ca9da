//! `GET /api/content/:id/versions`

use serde_json::json;
use weft_tests::{Document, Weft};

use crate::reference::{NOW, hello_world, is_uuid, members, published_hello_world, with_blog};

/// Creates, changes and publishes a document.
fn with_history(weft: &Weft) -> Document {
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    weft.tick();
    weft.editor().patch(document.path(), json!({ "data": { "title": "Two" } })).send().is(200);
    weft.tick();
    weft.editor().post_nothing(document.at("publish")).send().is(200);
    document
}

#[test]
fn every_write_leaves_a_version_and_the_newest_comes_first() {
    let weft = Weft::start();
    let document = with_history(&weft);
    let answer = weft.editor().get(document.at("versions")).send();
    answer
        .is(200)
        .costs(1)
        .shows("/totalDocs", 3)
        .shows("/limit", 20)
        .shows("/page", 1)
        .shows("/totalPages", 1);
    assert_eq!(answer.each("/version"), [3, 2, 1]);
    assert_eq!(answer.each("/status"), ["published", "draft", "draft"]);
    assert_eq!(answer.each("/data/title"), ["Two", "Two", "Hello World"]);
    let first = answer.at("/docs/2");
    assert_eq!(members(&first), ["id", "documentId", "version", "data", "status", "createdAt", "createdBy"]);
    assert!(is_uuid(&first["id"]) && is_uuid(&first["createdBy"]));
    answer.shows("/docs/2/documentId", document.id.as_str()).shows("/docs/2/createdAt", NOW);
    answer.shows("/docs/2/data", document.json()["data"].clone());
}

#[test]
fn versions_are_paged() {
    let weft = Weft::start();
    let document = with_history(&weft);
    let first = weft.editor().get(document.at("versions?limit=2")).send();
    first.shows("/totalPages", 2).shows("/hasNextPage", true).shows("/nextPage", 2);
    assert!(first.header("link").contains("page=2"), "{first}");
    let second = weft.editor().get(document.at("versions?limit=2&page=2")).send();
    assert_eq!(second.each("/version"), [1]);
    second.shows("/hasPrevPage", true).shows("/hasNextPage", false).shows("/totalDocs", 3);
    weft.editor()
        .get(document.at("versions?page=3&limit=2"))
        .send()
        .is(200)
        .shows("/docs", json!([]))
        .shows("/totalDocs", 3);
    for wrong in ["page=0", "limit=x", "limit=0"] {
        weft.editor().get(document.at(&format!("versions?{wrong}"))).send().is_error(422, "VALIDATION_ERROR");
    }
}

#[test]
fn versions_show_unpublished_data_so_readers_are_forbidden() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    for actor in [weft.reader(), weft.site().public()] {
        actor.get(document.at("versions")).send().is_error(403, "FORBIDDEN");
    }
    for actor in [weft.editor(), weft.admin()] {
        actor.get(document.at("versions")).send().is(200);
    }
}

#[test]
fn a_matching_etag_gets_304() {
    let weft = Weft::start();
    let document = with_history(&weft);
    let etag = weft.editor().get(document.at("versions")).send().etag();
    weft.editor().get(document.at("versions")).if_none_match(&etag).send().is(304);
    weft.editor().patch(document.path(), json!({ "data": { "title": "Three" } })).send().is(200);
    weft.editor().get(document.at("versions")).if_none_match(&etag).send().is(200).shows("/totalDocs", 4);
}

#[test]
fn a_refused_write_leaves_no_version() {
    let weft = Weft::start();
    let document = with_history(&weft);
    weft.editor().patch(document.path(), json!({ "data": { "title": 5 } })).send().is(422);
    weft.editor()
        .patch(document.path(), json!({ "data": { "title": "x" } }))
        .if_match(&document.etag)
        .send()
        .is(412);
    weft.editor().get(document.at("versions")).send().shows("/totalDocs", 3);
}
