//! `POST /api/content/:id/restore/:version`

use serde_json::json;
use weft_tests::{Document, Weft, a_document, a_type};

use crate::reference::{assert_document, published_hello_world, with_blog};

/// The id of a document's version.
fn version(weft: &Weft, document: &Document, number: i64) -> String {
    let versions = weft.editor().get(document.at("versions")).send().at("/docs");
    let found = versions
        .as_array()
        .unwrap()
        .iter()
        .find(|version| version["version"] == number)
        .expect("the version");
    found["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_restore_brings_back_the_data_and_keeps_the_status() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.editor()
        .patch(document.path(), json!({ "data": { "title": "Two", "extra": 1 }, "slug": "two" }))
        .send()
        .is(200);
    let first = version(&weft, &document, 1);
    weft.tick();
    let answer = weft.editor().post_nothing(document.at(&format!("restore/{first}"))).send();
    answer.is(200).costs(1).shows("/data", document.json()["data"].clone()).shows("/status", "published");
    answer.shows("/updatedAt", "2026-03-25T10:01:01.000Z");
    assert_document(&answer.json());
    weft.reader().get(document.path()).send().shows("/data/title", "Hello World");
    weft.editor()
        .get(document.at("versions"))
        .send()
        .shows("/totalDocs", 3)
        .shows("/docs/0/data/title", "Hello World");
}

#[test]
fn restoring_a_published_version_does_not_publish_a_draft() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.editor().post_nothing(document.at("unpublish")).send().is(200);
    let first = version(&weft, &document, 1);
    weft.editor()
        .post_nothing(document.at(&format!("restore/{first}")))
        .send()
        .is(200)
        .shows("/status", "draft");
    weft.reader().get(document.path()).send().is_error(404, "NOT_FOUND");
}

#[test]
fn versions_of_another_document_are_not_found() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let (a, b) = (a_document("page").create(&weft.editor()), a_document("page").create(&weft.editor()));
    let of_b = version(&weft, &b, 1);
    weft.editor().post_nothing(a.at(&format!("restore/{of_b}"))).send().is_error(404, "NOT_FOUND");
    weft.editor().post_nothing(a.at(&format!("restore/{}", a.id))).send().is_error(404, "NOT_FOUND");
}

#[test]
fn unique_values_stay_unique() {
    let weft = Weft::start();
    a_type("product").field("sku", "text").with("unique", true).create(&weft.admin());
    let first = a_document("product").set("sku", "a").create(&weft.editor());
    weft.editor().patch(first.path(), json!({ "data": { "sku": "b" } })).send().is(200);
    a_document("product").set("sku", "a").create(&weft.editor());
    let old = version(&weft, &first, 1);
    weft.editor().post_nothing(first.at(&format!("restore/{old}"))).send().is_invalid(&["data.sku unique"]);
}

#[test]
fn exactly_the_conflicting_unique_values_are_named() {
    let weft = Weft::start();
    let product = a_type("product").field("title", "text");
    let product = ["sku", "isbn", "code"]
        .into_iter()
        .fold(product, |product, name| product.field(name, "text").with("unique", true));
    product.create(&weft.admin());
    let made = |sku: &str, isbn: &str, code: &str| {
        let document = a_document("product").set("title", "t").set("sku", sku);
        document.set("isbn", isbn).set("code", code).create(&weft.editor())
    };
    let first = made("A-1", "1", "x");
    let change = json!({ "data": { "sku": "A-2", "isbn": "2" } });
    weft.editor().patch(first.path(), change).send().is(200);
    made("A-1", "3", "y");
    let third = made("A-3", "1", "z");
    let old = version(&weft, &first, 1);
    let restore = || weft.editor().post_nothing(first.at(&format!("restore/{old}"))).send();
    restore().is_invalid(&["data.sku unique", "data.isbn unique"]);
    weft.editor().delete(third.path()).send().is(200);
    restore().is_invalid(&["data.sku unique"]);
    weft.editor().patch(first.path(), json!({ "slug": "other" })).send().is(200).shows("/data/sku", "A-2");
}

#[test]
fn filters_find_the_restored_values() {
    let weft = Weft::start();
    a_type("product").field("sku", "text").with("indexed", true).create(&weft.admin());
    let document = a_document("product").set("sku", "old").published().create(&weft.editor());
    weft.editor().patch(document.path(), json!({ "data": { "sku": "new" } })).send().is(200);
    let old = version(&weft, &document, 1);
    weft.editor().post_nothing(document.at(&format!("restore/{old}"))).send().is(200);
    let total = |sku: &str| {
        weft.reader()
            .get(format!("/api/content?type=product&filters[data.sku]={sku}"))
            .send()
            .at("/totalDocs")
    };
    assert_eq!((total("old"), total("new")), (json!(1), json!(0)));
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let first = version(&weft, &document, 1);
    weft.reader().post_nothing(document.at(&format!("restore/{first}"))).send().is_error(403, "FORBIDDEN");
}
