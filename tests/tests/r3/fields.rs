//! `?fields=` of lists and of single documents.

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::reference::{members, published_hello_world, with_blog};

/// The document of the reference with these fields, as a list and a single read show it.
fn shown(weft: &Weft, fields: &str) -> Value {
    let listed = weft.reader().get(format!("/api/content?fields={fields}")).send().is(200).at("/docs/0");
    let id = listed["id"].as_str().unwrap();
    let found = weft.reader().get(format!("/api/content/{id}?fields={fields}")).send().is(200).json();
    assert_eq!(listed, found, "fields={fields}");
    listed
}

#[test]
fn only_named_fields_are_returned() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor()).json();
    assert_eq!(
        shown(&weft, "title,slug,publishedAt"),
        json!({ "id": document["id"], "slug": "hello-world", "publishedAt": document["publishedAt"], "data": { "title": "Hello World" } })
    );
    assert_eq!(shown(&weft, "slug"), json!({ "id": document["id"], "slug": "hello-world" }));
    assert_eq!(shown(&weft, "data"), json!({ "id": document["id"], "data": document["data"] }));
    assert_eq!(
        shown(&weft, "data.tags"),
        json!({ "id": document["id"], "data": { "tags": ["nextjs", "cms"] } })
    );
    assert_eq!(shown(&weft, "id"), json!({ "id": document["id"] }));
    assert_eq!(shown(&weft, "nothing")["data"], json!({}));
    assert_eq!(shown(&weft, ""), document);
}

#[test]
fn a_minus_excludes_a_field() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor()).json();
    let without = shown(&weft, "-data.body,-data.rawContent");
    assert_eq!(members(&without), members(&document));
    assert_eq!(without["data"], json!({ "title": "Hello World", "tags": ["nextjs", "cms"] }));
    let without = shown(&weft, "-data,-createdAt,-authorId");
    assert_eq!(members(&without), ["id", "type", "slug", "status", "publishedAt", "updatedAt"]);
    assert_eq!(
        shown(&weft, "-title")["data"],
        json!({ "body": { "type": "doc", "content": [] }, "tags": ["nextjs", "cms"] })
    );
    assert_eq!(shown(&weft, "-id")["id"], document["id"]);
}

#[test]
fn a_selection_returns_values_unchanged() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let data = r#"{"title":"T","body":{"type":"doc","content":[]},"n":10.50,"big":12345678901234567890,"o":{"z":1,"a":2}}"#;
    let body = format!(r#"{{"type":"blog_post","status":"published","data":{data}}}"#);
    let id = weft.editor().post_nothing("/api/content").bytes(body).send().is(201).text_at("/id");
    let answer = weft.reader().get(format!("/api/content/{id}?fields=n,big,o")).send();
    for text in ["10.5", "12345678901234567890", r#""o":{"z":1,"a":2}"#] {
        assert!(answer.text().contains(text), "no {text} in{answer}");
    }
}

#[test]
fn a_selection_can_be_revalidated_by_its_etag() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let target = format!("{}?fields=title", document.path());
    let etag = weft.reader().get(&target).send().etag();
    weft.reader().get(&target).if_none_match(&etag).send().is(304);
}

#[test]
fn including_and_excluding_fields_together_is_refused() {
    let weft = Weft::start();
    for wrong in ["title,-slug", "-title,slug", "data.a.b'", "-"] {
        weft.reader().get(format!("/api/content?fields={wrong}")).send().is_error(422, "VALIDATION_ERROR");
    }
}
