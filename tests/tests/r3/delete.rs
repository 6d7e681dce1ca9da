//! `DELETE /api/content/:id`

use serde_json::json;
use weft_tests::Weft;

use crate::reference::{hello_world, published_hello_world, with_blog};

#[test]
fn a_deleted_document_is_gone_for_everybody() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let answer = weft.editor().delete(document.path()).send();
    assert_eq!(answer.is(200).costs(1).json(), json!({ "success": true }));
    weft.reader().get(document.path()).send().is_error(404, "NOT_FOUND");
    weft.reader().get("/api/content/by-slug/blog_post/hello-world").send().is_error(404, "NOT_FOUND");
    let admin = weft.admin();
    for target in [format!("{}?draft=true", document.path()), document.at("versions")] {
        admin.get(target).send().is_error(404, "NOT_FOUND");
    }
    admin.delete(document.path()).send().is_error(404, "NOT_FOUND");
    admin.patch(document.path(), json!({})).send().is_error(404, "NOT_FOUND");
    admin.post_nothing(document.at("publish")).send().is_error(404, "NOT_FOUND");
    admin.get("/api/content?draft=true").send().shows("/totalDocs", 0);
}

#[test]
fn a_deletion_costs_one_round_trip_on_a_warm_instance() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let (statements, answer) = weft.statements_of(|| weft.editor().delete(document.path()).send());
    answer.is(200).costs(1);
    assert_eq!(statements, 1);
}

#[test]
fn the_slug_of_a_deleted_document_is_free_again() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let first = hello_world().create(&weft.editor());
    weft.editor().delete(first.path()).send().is(200);
    let second = hello_world().create(&weft.editor());
    second.answer.shows("/slug", "hello-world");
    assert_ne!(first.id, second.id);
    weft.editor()
        .patch(second.path(), json!({}))
        .if_match(&first.etag)
        .send()
        .is_error(412, "PRECONDITION_FAILED");
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.reader().delete(document.path()).send().is_error(403, "FORBIDDEN");
    weft.reader().get(document.path()).send().is(200);
}
