//! `POST /api/content/:id/unpublish`

use serde_json::Value;
use weft_tests::Weft;

use crate::reference::{assert_document, hello_world, published_hello_world, with_blog};

#[test]
fn a_published_document_becomes_a_draft() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.reader().get("/api/content").send().shows("/totalDocs", 1);
    let answer = weft.editor().post_nothing(document.at("unpublish")).send();
    answer.is(200).costs(1).shows("/status", "draft").shows("/publishedAt", Value::Null);
    assert_document(&answer.json());
    weft.reader().get(document.path()).send().is_error(404, "NOT_FOUND");
    weft.reader().get("/api/content/by-slug/blog_post/hello-world").send().is_error(404, "NOT_FOUND");
    weft.reader().get("/api/content").send().shows("/totalDocs", 0);
}

#[test]
fn an_etag_from_before_does_not_disclose_the_document() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let list = weft.reader().get("/api/content").send().etag();
    weft.editor().post_nothing(document.at("unpublish")).send().is(200);
    weft.reader().get(document.path()).if_none_match(&document.etag).send().is_error(404, "NOT_FOUND");
    weft.reader().get("/api/content").if_none_match(&list).send().is(200).shows("/totalDocs", 0);
}

#[test]
fn a_draft_stays_a_draft() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    weft.editor().post_nothing(document.at("unpublish")).send().is(200).shows("/status", "draft");
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.reader().post_nothing(document.at("unpublish")).send().is_error(403, "FORBIDDEN");
    weft.reader().get(document.path()).send().is(200);
}
