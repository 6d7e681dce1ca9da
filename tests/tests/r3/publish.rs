//! `POST /api/content/:id/publish`

use weft_tests::{Weft, a_document, a_type};

use crate::reference::{NOW, assert_document, hello_world, with_blog};

#[test]
fn publishing_makes_a_draft_visible() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let answer = weft.editor().post_nothing(document.at("publish")).send();
    answer.is(200).shows("/status", "published").shows("/publishedAt", NOW);
    assert_document(&answer.json());
    let found = weft.reader().get(document.path()).send();
    assert_eq!((found.json(), found.etag()), (answer.json(), answer.etag()));
    weft.reader().get("/api/content").send().shows("/totalDocs", 1);
}

#[test]
fn publishing_costs_one_round_trip_on_a_warm_instance() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let (statements, answer) =
        weft.statements_of(|| weft.editor().post_nothing(document.at("publish")).send());
    answer.is(200).costs(1);
    assert_eq!(statements, 1);
}

#[test]
fn publishing_again_updates_published_at() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().published().create(&weft.editor());
    document.answer.shows("/publishedAt", NOW);
    weft.tick();
    weft.editor()
        .post_nothing(document.at("publish"))
        .send()
        .is(200)
        .shows("/publishedAt", "2026-03-25T10:01:01.000Z");
}

#[test]
fn an_archived_document_can_be_published() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let document = a_document("page").status("archived").create(&weft.editor());
    weft.editor().post_nothing(document.at("publish")).send().is(200).shows("/status", "published");
}

#[test]
fn the_body_is_ignored() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    weft.editor().post_nothing(document.at("publish")).bytes("{no json").send().is(200);
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    weft.reader().post_nothing(document.at("publish")).send().is_error(403, "FORBIDDEN");
    weft.set_role("viewer");
    weft.admin().post_nothing(document.at("publish")).send().is_error(403, "FORBIDDEN");
}
