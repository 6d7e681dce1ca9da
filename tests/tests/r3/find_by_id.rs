//! `GET /api/content/:id`

use weft_tests::Weft;

use crate::reference::{assert_document, hello_world, published_hello_world, with_blog};

#[test]
fn every_key_reads_a_published_document() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    for actor in [weft.admin(), weft.editor(), weft.reader(), weft.site().public()] {
        let answer = actor.get(document.path()).send();
        assert_document(&answer.is(200).json());
        assert_eq!(answer.json(), document.json());
    }
}

#[test]
fn a_read_costs_one_round_trip_on_a_warm_instance() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.reader().get(document.path()).send().is(200);
    for target in [document.path(), format!("{}?fields=title", document.path())] {
        let (statements, answer) = weft.statements_of(|| weft.reader().get(&target).send());
        answer.is(200).costs(1);
        assert_eq!(statements, 1);
    }
}

#[test]
fn drafts_are_shown_only_to_the_admin_scope_and_only_on_request() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let with_draft = format!("{}?draft=true", document.path());
    for actor in [weft.admin(), weft.editor(), weft.reader(), weft.site().public()] {
        actor.get(document.path()).send().is_error(404, "NOT_FOUND");
        actor.get(format!("{}?draft=false", document.path())).send().is_error(404, "NOT_FOUND");
    }
    for actor in [weft.editor(), weft.reader(), weft.site().public()] {
        actor.get(&with_draft).send().is_error(403, "FORBIDDEN");
    }
    weft.admin().get(&with_draft).send().is(200).shows("/status", "draft");
    weft.admin().get(format!("{}?draft=yes", document.path())).send().is_invalid(&["draft option"]);
}

#[test]
fn the_etag_of_a_draft_does_not_disclose_the_draft() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let hidden = weft.reader().get(document.path()).if_none_match(&document.etag).send();
    let absent = weft
        .reader()
        .get("/api/content/018f3f70-1c2d-7abc-8def-0123456789ab")
        .if_none_match(&document.etag)
        .send();
    assert_eq!((hidden.status(), hidden.text()), (404, absent.text()));
    assert_eq!(weft.reader().get(document.path()).if_none_match("*").send().status(), 404);
}

#[test]
fn a_matching_etag_gets_304() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let etag = weft.reader().get(document.path()).send().etag();
    let not_modified = weft.reader().get(document.path()).if_none_match(&etag).send();
    not_modified.is(304).costs(1).has("etag", &etag);
    for (tag, status) in [
        ("*", 304),
        (&*format!("W/{etag}"), 304),
        (&*format!("\"a\", {etag}"), 304),
        ("\"a\"", 200),
        (etag.trim_matches('"'), 200),
    ] {
        assert_eq!(weft.reader().get(document.path()).if_none_match(tag).send().status(), status, "{tag}");
    }
    weft.reader().head(document.path()).if_none_match(&etag).send().is(304);
    weft.editor().patch(document.path(), serde_json::json!({ "data": { "title": "New" } })).send().is(200);
    weft.reader().get(document.path()).if_none_match(&etag).send().is(200).shows("/data/title", "New");
}

#[test]
fn responses_to_authenticated_requests_are_private() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.reader().get(document.path()).send().has("cache-control", "private, no-cache");
    weft.anon().get(document.path()).send().has("cache-control", "no-store");
}

#[test]
fn malformed_ids_are_not_found() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let status = |id: &str| weft.reader().get(format!("/api/content/{id}")).send().status();
    assert_eq!(status("not-a-uuid"), 404);
    assert_eq!(status(&document.id.replace('-', "")[..30]), 404);
    assert!(matches!(status(&document.id.to_uppercase()), 200 | 404));
}
